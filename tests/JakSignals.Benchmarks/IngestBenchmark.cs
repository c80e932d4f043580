using System.Globalization;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;

namespace JakSignals.Benchmarks;

/// <summary>Reading a FAERS quarter beside DuckDB, and the whole ingest.</summary>
internal sealed class IngestBenchmark : IBenchmark
{
    private const string Server = "JAKSIGNALS_TEST_SQLSERVER";

    public string Name => "ingest";

    public string Description => "reads a simulated FAERS quarter beside DuckDB's read_csv, and ingests it into a new store of SQLite and of SQL Server";

    public void Run(BenchmarkOptions options)
    {
        var folder = SimulatedFeed.Quarter(options.Reports);
        var quarter = SourceDiscovery.Find([folder]).Quarters.Single();
        var megabytes = quarter.Files.Sum(file => file.Bytes) / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Reports:N0} reports, {quarter.Files.Count} tables, {megabytes:N0} MB; medians of {options.Runs} runs\n"));
        Console.WriteLine($"{"",-34}{"seconds",8}{"range",14}{"rows",12}{"rows/s",12}{"MB/s",7}{"peak MB",9}{"ours took",11}");

        var tables = quarter.Files.Select(file => Path.Combine(folder, "ASCII", file.Name)).ToList();
        using var twoThreads = DuckDbPeer.Open(2, tables);
        using var oneThread = DuckDbPeer.Open(1, tables);
        DuckDbPeer[] peers = [.. new[] { twoThreads, oneThread }.OfType<DuckDbPeer>()];
        var readings = CompareReading(quarter, peers, options.Runs);
        Print("read and parse, ours, 1 thread", readings[0], megabytes);
        foreach (var (peer, theirs) in peers.Zip(readings[1..]))
            Print($"read_csv, DuckDB, {peer.Threads} thread{(peer.Threads > 1 ? "s" : "")}", theirs, megabytes, ours: readings[0]);

        double[] discoveries = [.. Runs(options.Runs).Select(_ => Machine.Seconds(() => SourceDiscovery.Find([folder])))];
        Print("discovery with SHA-256", new Measured(discoveries, readings[0].Rows), megabytes);
        var server = Environment.GetEnvironmentVariable(Server);
        var ingests = Runs(options.Runs).Select(_ => (File: IngestChild.Start(folder), OnServer: string.IsNullOrEmpty(server) ? null : IngestChild.StartOnServer(folder, server))).ToList();
        Print("ingest into SQLite, whole", ingests.ConvertAll(run => run.File), megabytes);
        if (ingests[0].OnServer is not null)
            Print("ingest over TDS, whole", ingests.ConvertAll(run => run.OnServer!), megabytes);
        else
            Console.WriteLine($"{Server} would hold the connection string of a SQL Server database to load the same quarter into.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nStore: {ingests[0].File.StoreBytes / 1e6:N0} MB."));
        if (peers is [])
            Console.WriteLine(DuckDbPeer.Missing);
    }

    /// <summary>One uncounted run of each warms the file cache and the just-in-time compiler; then they take turns.</summary>
    /// <returns>Ours, then each peer's.</returns>
    private static Measured[] CompareReading(FaersQuarterFiles quarter, DuckDbPeer[] peers, int runs)
    {
        Func<(double Seconds, long Rows)>[] readers = [() => ReadTimed(quarter), .. peers.Select(peer => (Func<(double, long)>)peer.ReadAll)];
        var turns = Runs(runs + 1).Select(_ => readers.Select(read => read()).ToArray()).ToList();
        return [.. readers.Select((_, reader) => new Measured([.. turns[1..].Select(turn => turn[reader].Seconds)], turns[0][reader].Rows))];
    }

    private static (double Seconds, long Rows) ReadTimed(FaersQuarterFiles quarter)
    {
        long rows = 0;
        var seconds = Machine.Seconds(() => rows = Read(quarter));
        return (seconds, rows);
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

    private static void Print(string what, List<IngestChild> runs, double megabytes) =>
        Print(what, new Measured(runs.ConvertAll(run => run.Seconds), runs[0].Rows), megabytes, runs.Max(run => run.PeakBytes));

    private static void Print(string what, Measured measured, double megabytes, long? peakBytes = null, Measured? ours = null)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{measured.All.Min():N2}–{measured.All.Max():N2}");
        var ratio = ours is null ? "" : string.Create(CultureInfo.InvariantCulture, $"× {ours.Seconds / measured.Seconds:N2}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-34}{measured.Seconds,8:N2}{range,14}{measured.Rows,12:N0}{measured.Rows / measured.Seconds,12:N0}{megabytes / measured.Seconds,7:N0}{peakBytes / 1e6,9:N0}{ratio,11}"));
    }

    /// <summary>Times of one measurement.</summary>
    /// <param name="All">Seconds of each run.</param>
    /// <param name="Rows">Rows of one run.</param>
    private sealed record Measured(IReadOnlyList<double> All, long Rows)
    {
        public double Seconds { get; } = Machine.Median(All);
    }
}
