using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace JakSignals.Benchmarks;

/// <summary>The Signals page over all pairs of a simulated store: time to the first byte of the answer, beside SQLite answering the same question from the stored rows.</summary>
internal sealed partial class ConsoleBenchmark : IBenchmark
{
    private const int Requests = 21;      // of each page and run; the first is not counted
    private const string UserName = "benchmark", Password = "correct horse battery";
    private static readonly DateOnly AsOf = new(2026, 9, 30);

    // The page, and what the stored rows are asked for it: how many match, and the first or a later fifty of them.
    private static readonly (string What, string Page, string Where, string Order, int Skip)[] Questions =
    [
        ("first view: signals of the matrix", "/signals", "event_level = 'class' AND sdr = 1", "ror_lower DESC", 0),
        ("all pairs, signals or not", "/signals?level=all&status=any", "1 = 1", "ror_lower DESC", 0),
        ("all pairs, page 1,000", "/signals?level=all&status=any&p=1000", "1 = 1", "ror_lower DESC", 49_950),
        ("all pairs, most cases first", "/signals?level=all&status=any&order=cases", "1 = 1", "a DESC", 0),
        ("a drug by part of its name", "/signals?level=all&status=any&drug=citinib", "drug_key LIKE '%citinib%'", "ror_lower DESC", 0),
        ("terms, IC rule, with fatal cases", "/signals?level=term&rule=ic&cases=fatal", "event_level = 'term' AND sdr = 1 AND ic_lower > 0 AND fatal_cases > 0", "ror_lower DESC", 0),
    ];

    public string Name => "console";

    public string Description => "first byte of the Signals page over all pairs of a simulated store of --cases (5,000,000 have more than a million), beside SQLite over the same rows";

    public void Run(BenchmarkOptions options)
    {
        var store = WeeklyBenchmark.StoreOf(options.Cases);
        var data = Path.Combine(Path.GetDirectoryName(store)!, "data");
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
        var week = WeeklyChild.Start(store, data, AsOf);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{week.Scored:N0} pairs of {week.Cases:N0} cases; report written in {week.Stages.Single(stage => stage.Name == "Writing the report").Seconds:N1} s"));
        using var console = Start(store, data);
        try
        {
            using var client = SignIn(console);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"medians of {options.Runs} × {Requests - 1} requests in turn with SQLite, one at a time\n\n{"",-36}{"first byte, ms",16}{"worst, ms",12}{"SQLite, ms",12}{"ratio",8}"));
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
        while (console.StandardOutput.ReadLine() is { } line && !line.Contains("The console is at", StringComparison.Ordinal)) { }
        console.OutputDataReceived += (_, _) => { };
        console.ErrorDataReceived += (_, _) => { };
        console.BeginOutputReadLine();
        console.BeginErrorReadLine();
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri("http://127.0.0.1:8651"), Timeout = TimeSpan.FromMinutes(5) };
        var token = Token().Match(client.GetStringAsync("/sign-in").GetAwaiter().GetResult()).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("Name", UserName), new("Password", Password), new("__RequestVerificationToken", token)]);
        client.PostAsync("/sign-in", form).GetAwaiter().GetResult().EnsureSuccessStatusCode();
        var started = Stopwatch.GetTimestamp();
        _ = client.GetStringAsync("/signals").GetAwaiter().GetResult();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reading the week into memory, once a week: {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s"));
        return client;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}
