using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using JakSignals.Cases;
using JakSignals.Jobs;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Statistics;
using JakSignals.Store;
using Microsoft.Data.Sqlite;

namespace JakSignals.Benchmarks;

/// <summary>The Signals page over many pairs: time to the first byte of the answer, beside SQLite answering the same question from the stored rows.</summary>
internal sealed partial class ConsoleBenchmark : IBenchmark
{
    private const int Requests = 21;      // of each page and run; the first is not counted
    private const int Cases = 500_000, MatrixDrugs = 400, MatrixClasses = 40;
    private const string UserName = "benchmark", Password = "correct horse battery";
    private static readonly DateOnly AsOf = new(2026, 9, 30);

    // The page, and what the stored rows are asked for it: how many match, and the first or a later fifty of them.
    private static readonly (string What, string Page, string Where, string Order, int Skip)[] Questions =
    [
        ("first view: signals of the matrix", "/signals", "event_level = 'class' AND sdr = 1", "ror_lower DESC", 0),
        ("all pairs, signals or not", "/signals?level=all&status=any", "1 = 1", "ror_lower DESC", 0),
        ("all pairs, page 1,000", "/signals?level=all&status=any&p=1000", "1 = 1", "ror_lower DESC", 49_950),
        ("all pairs, most cases first", "/signals?level=all&status=any&order=cases", "1 = 1", "a DESC", 0),
        ("a drug by part of its name", "/signals?level=all&status=any&drug=777", "drug_key LIKE '%777%'", "ror_lower DESC", 0),
        ("terms, IC rule, with fatal cases", "/signals?level=term&rule=ic&cases=fatal", "event_level = 'term' AND sdr = 1 AND ic_lower > 0 AND fatal_cases > 0", "ror_lower DESC", 0),
    ];

    public string Name => "console";

    public string Description => "first byte of the Signals page over --pairs stored and published pairs, beside SQLite over the same rows";

    public void Run(BenchmarkOptions options)
    {
        var folder = Path.Combine(SimulatedFeed.Folder, "console");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var (store, data) = (Path.Combine(folder, "jaksignals.db"), Path.Combine(folder, "data"));
        Publish(store, data, options.Pairs);
        using var console = Start(store, data);
        try
        {
            using var client = SignIn(console);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Pairs:N0} pairs; medians of {options.Runs} × {Requests - 1} requests in turn with SQLite, one at a time\n\n{"",-36}{"first byte, ms",16}{"worst, ms",12}{"SQLite, ms",12}{"ratio",8}"));
            foreach (var question in Questions)
                Measure(client, store, question, options.Runs);
            console.Refresh();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmemory of the console {console.WorkingSet64 / 1e6:N0} MB"));
        }
        finally
        {
            console.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Publishes a week of so many pairs, in the store and as a snapshot, as the weekly run does.</summary>
    private static void Publish(string store, string data, int pairs)
    {
        var database = Database.Named($"sqlite:{store}");
        database.Migrate(TimeProvider.System);
        var options = new WeeklyOptions(Catalogue.Load(Path.Combine(AppContext.BaseDirectory, "catalogue")), NameRules.General, new SignalOptions(), "benchmark");
        var scored = Scored(pairs, options.Signals);
        var (runId, ledger) = ("2026-W40-benchmark", new RunLedger(database, TimeProvider.System));
        ledger.Begin(runId, new RunScope(AsOf, new HashSet<long>(), null), "general", WeeklyOptions.CodeVersion, ["publish"]);
        var manifest = new SnapshotManifest
        {
            RunId = runId, AsOf = AsOf, PreviousRunId = null, PreviousAsOf = null, CodeVersion = WeeklyOptions.CodeVersion, ParquetWriter = "", Store = "sqlite", Simulated = true, Cases = Cases, PairsTested = pairs,
            PairsObserved = pairs, Prior = new ManifestPrior(null, null, null, null, null, null, 0, 0, "none in this benchmark"), Configuration = options.Configuration,
            ConfigurationSha256 = options.ConfigurationSha256, Catalogues = options.Catalogue.Sha256ByFile, Sources = [], Files = [],
        };
        TableSource[] tables =
        [
            SnapshotTables.Signals(AsOf, scored), SnapshotTables.Incidence(AsOf, []), SnapshotTables.Trend(AsOf, options.Signals.RoleScope.Code(), []), SnapshotTables.Robustness(AsOf, []), SnapshotTables.Masking(AsOf, []),
            SnapshotTables.Cases(AsOf, []), SnapshotTables.Register(AsOf, []), SnapshotTables.DataQuality(AsOf, []), SnapshotTables.Catalogue(AsOf, CatalogueFacts.Of(options.Catalogue)),
        ];
        var published = new SnapshotPublisher(ParquetWriters.Default).Publish(data, manifest, tables);
        StoreWrite.Commit(database, write =>
        {
            RunStore.ReplaceSignals(write, runId, scored);
            ledger.Publish(write, runId, Path.GetRelativePath(data, published.Folder), published.ManifestSha256);
        });
    }

    /// <summary>Pairs of simulated cases, evenly spread over those that occur; the first drugs and terms are the matrix.</summary>
    private static List<ScoredPair> Scored(int pairs, SignalOptions options)
    {
        var (cases, marks) = SimulatedCases.Draw(Cases);
        var counts = PairCounter.Count(cases, marks, new WantedPairs(1), CountingMeans.All, CancellationToken.None);
        if (counts.Pairs.Count < pairs)
            throw new InvalidOperationException($"Only {counts.Pairs.Count} pairs occur in {Cases} simulated cases, expected {pairs}; ask for fewer.");
        var drugs = cases.Drugs.Select((drug, i) => drug with { Order = i < MatrixDrugs ? i : null }).ToArray();
        var events = cases.Events.Select((term, i) => term with { IsClass = i < MatrixClasses, Order = i < MatrixClasses ? i : null }).ToArray();
        return [.. Enumerable.Range(0, pairs).AsParallel().AsOrdered().Select(i =>
        {
            var count = counts.Pairs[(int)((long)i * counts.Pairs.Count / pairs)];
            var table = Table2x2.FromMargins(count.Both, counts.DrugCases[count.Drug], counts.EventCases[count.Event], counts.Total);
            var scores = PairScores.Of(table, options);
            return new ScoredPair
            {
                Drug = drugs[count.Drug], Event = events[count.Event], Scope = options.RoleScope, Stratum = Strata.All, Table = table, Counts = count, Scores = scores,
                Status = !scores.IsSignal ? SignalStatus.None : i % 10 == 0 ? SignalStatus.New : SignalStatus.Persisting,
            };
        })];
    }

    private static void Measure(HttpClient client, string store, (string What, string Page, string Where, string Order, int Skip) question, int runs)
    {
        List<double> ours = [], peers = [];
        for (var run = 0; run < runs; run++)
        {
            ours.AddRange(Enumerable.Range(0, Requests).Select(_ => FirstByte(client, question.Page)).Skip(1));
            peers.Add(Sqlite(store, question.Where, question.Order, question.Skip));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{question.What,-36}{Machine.Median(ours),16:N1}{ours.Max(),12:N1}{Machine.Median(peers),12:N1}{Machine.Median(ours) / Machine.Median(peers),8:N2}"));
    }

    /// <summary>Milliseconds until the first byte of the page is here.</summary>
    private static double FirstByte(HttpClient client, string page)
    {
        var started = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        using var body = response.EnsureSuccessStatusCode().Content.ReadAsStream();
        body.ReadByte();
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        body.CopyTo(Stream.Null);
        return elapsed;
    }

    /// <summary>Milliseconds SQLite takes to count the rows and to find fifty of them, on a connection that is open.</summary>
    private static double Sqlite(string store, string where, string order, int skip)
    {
        using var connection = new SqliteConnection($"Data Source={store};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM signal WHERE run_id = (SELECT run_id FROM run WHERE state = 'published' ORDER BY published_order DESC LIMIT 1) AND {where}; "
            + $"SELECT * FROM signal WHERE run_id = (SELECT run_id FROM run WHERE state = 'published' ORDER BY published_order DESC LIMIT 1) AND {where} ORDER BY {order} LIMIT 50 OFFSET {skip}";
        return 1000 * Machine.Seconds(() =>
        {
            using var rows = command.ExecuteReader();
            do
            {
                while (rows.Read())
                    _ = rows.GetValue(0);
            }
            while (rows.NextResult());
        });
    }

    private static Process Start(string store, string data)
    {
        var app = Path.Combine(AppContext.BaseDirectory, "JakSignals.App.dll");
        string[] where = ["--store", "sqlite:" + store, "--data", data];
        using (var account = Process.Start(new ProcessStartInfo("dotnet", [app, "account", "add", UserName, "--role", "reader", .. where]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            account.StandardInput.WriteLine(Password);
            account.StandardInput.Close();
            account.WaitForExit();      // it may be there already
        }
        return Process.Start(new ProcessStartInfo("dotnet", [app, "serve", "--urls", "http://127.0.0.1:8651", .. where]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static HttpClient SignIn(Process console)
    {
        var listens = new ManualResetEventSlim();
        console.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("The console is at", StringComparison.Ordinal) == true)
                listens.Set();
        };
        console.ErrorDataReceived += (_, _) => { };     // its log
        console.BeginOutputReadLine();
        console.BeginErrorReadLine();
        listens.Wait();
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri("http://127.0.0.1:8651"), Timeout = TimeSpan.FromMinutes(5) };
        var token = Token().Match(client.GetStringAsync("/sign-in").GetAwaiter().GetResult()).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("Name", UserName), new("Password", Password), new("__RequestVerificationToken", token)]);
        client.PostAsync("/sign-in", form).GetAwaiter().GetResult().EnsureSuccessStatusCode();
        client.GetStringAsync("/signals").GetAwaiter().GetResult();      // the week is in memory from here on
        return client;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}
