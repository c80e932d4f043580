using System.Globalization;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;

namespace JakSignals.Benchmarks;

/// <summary>Reading a FAERS quarter beside DuckDB, and the whole ingest.</summary>
internal sealed class IngestBenchmark : IBenchmark
{
    public string Name => "ingest";

    public string Description => "reads a simulated FAERS quarter beside DuckDB's read_csv, and ingests it into a new store";

    public void Run(BenchmarkOptions options)
    {
        var folder = SimulatedFeed.Quarter(options.Reports);
        var quarter = SourceDiscovery.Find([folder]).Quarters.Single();
        var megabytes = quarter.Files.Sum(file => file.Bytes) / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Reports:N0} reports, {quarter.Files.Count} tables, {megabytes:N0} MB; medians of {options.Runs} runs\n"));
        Console.WriteLine($"{"",-36}{"seconds",9}{"range",15}{"rows/s",12}{"MB/s",7}{"peak MB",9}{"× DuckDB",10}");

        using var peer = DuckDbPeer.Open(quarter.Files.Select(file => Path.Combine(folder, "ASCII", file.Name)));
        var (ours, theirs) = CompareReading(quarter, peer, options.Runs);
        Print("read and parse, ours", ours, megabytes, theirs);
        if (theirs is not null)
            Print($"read_csv, DuckDB, {DuckDbPeer.Threads} threads", theirs, megabytes, theirs);

        var hashing = new Measured([.. Runs(options.Runs).Select(_ => Machine.Seconds(() => SourceDiscovery.Find([folder])))], ours.Rows);
        Print("discovery with SHA-256 of all", hashing, megabytes, theirs);
        var ingests = Runs(options.Runs).Select(_ => IngestChild.Start(folder)).ToList();
        Print("ingest: discovery, parse, commit", new([.. ingests.Select(run => run.Seconds)], ingests[0].Rows), megabytes, theirs, ingests.Max(run => run.PeakBytes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nStore: {ingests[0].StoreBytes / 1e6:N0} MB."));
        if (peer is null)
            Console.WriteLine("DuckDB is missing, so nothing was compared: npm install --prefix artifacts/duckdb @duckdb/node-api (version in eng/duckdb/package.json), or name the folder in JAKSIGNALS_DUCKDB.");
    }

    /// <summary>One uncounted run of each warms the file cache and the just-in-time compiler; then ours and theirs take turns.</summary>
    private static (Measured Ours, Measured? Theirs) CompareReading(FaersQuarterFiles quarter, DuckDbPeer? peer, int runs)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        long rows = 0, peerRows = 0;
        for (var run = 0; run <= runs; run++)
        {
            ours.Add(Machine.Seconds(() => rows = Read(quarter)));
            if (peer?.ReadAll() is { } answer)
                (theirs, peerRows) = ([.. theirs, answer.Seconds], answer.Rows);
        }
        return (new(ours[1..], rows), peer is null ? null : new(theirs[1..], peerRows));
    }

    /// <summary>Reads every row of a quarter; nothing is stored.</summary>
    /// <returns>Records read.</returns>
    private static long Read(FaersQuarterFiles quarter)
    {
        var none = CancellationToken.None;
        using var load = new FaersQuarterLoad(quarter, new Vocabulary(), _ => { });
        foreach (var _ in load.Drugs(none)) { }
        foreach (var _ in load.Events(none)) { }
        foreach (var _ in load.Indications(none)) { }
        foreach (var _ in load.Therapies(none)) { }
        foreach (var _ in load.Reports(none)) { }
        return load.Tallies.Sum(tally => tally.Read);
    }

    private static IEnumerable<int> Runs(int count) => Enumerable.Range(0, count);

    private static void Print(string what, Measured measured, double megabytes, Measured? peer, long? peakBytes = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-36}{measured.Seconds,9:N2}{$"{measured.All.Min():N2}–{measured.All.Max():N2}",15}{measured.Rows / measured.Seconds,12:N0}{megabytes / measured.Seconds,7:N0}{peakBytes / 1e6,9:N0}{measured.Seconds / peer?.Seconds,10:N2}"));

    /// <summary>Times of one measurement.</summary>
    /// <param name="All">Seconds of each run.</param>
    /// <param name="Rows">Rows of one run.</param>
    private sealed record Measured(IReadOnlyList<double> All, long Rows)
    {
        public double Seconds { get; } = Machine.Median(All);
    }
}
