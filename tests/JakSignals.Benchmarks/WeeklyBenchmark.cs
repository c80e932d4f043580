using JakSignals.Incidence;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using JakSignals.Jobs;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Simulation;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JakSignals.Benchmarks;

/// <summary>The whole weekly analysis of a simulated store, by stage.</summary>
internal sealed class WeeklyBenchmark : IBenchmark
{
    private const int Quarters = 8;
    private const double ReportsOfCase = 1.13;
    private static readonly DateOnly BeforeLastQuarter = new(2026, 6, 30), Last = new(2026, 9, 30);

    public string Name => "weekly";

    public string Description => "the whole analysis of a simulated store of --cases, first to the end of the last quarter but one, then with the last quarter";

    public void Run(BenchmarkOptions options)
    {
        var store = StoreOf(options.Cases);
        var data = Path.Combine(Path.GetDirectoryName(store)!, "data");
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
        Console.WriteLine(File.ReadAllText(Path.ChangeExtension(store, ".txt")));
        foreach (var asOf in new[] { BeforeLastQuarter, Last })
        {
            var run = WeeklyChild.Start(store, data, asOf);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"To {asOf:yyyy-MM-dd}: {run.Cases:N0} cases, {run.Scored:N0} pairs scored of {run.Observed:N0}; {run.Stages.Sum(s => s.Seconds):N1} s, peak {run.PeakBytes / 1e6:N0} MB, snapshot {run.SnapshotBytes / 1e6:N0} MB"));
            foreach (var stage in run.Stages)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {stage.Name,-50}{stage.Seconds,9:N1} s"));
        }
    }

    /// <summary>The store, made once: simulated quarters are ingested one by one, the last one timed, and their texts deleted.</summary>
    private static string StoreOf(int cases)
    {
        var folder = Path.Combine(SimulatedFeed.Folder, string.Create(CultureInfo.InvariantCulture, $"store-{cases}"));
        var (store, made) = (Path.Combine(folder, "jaksignals.db"), Path.Combine(folder, "jaksignals.txt"));
        if (File.Exists(made))
            return store;
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        Console.WriteLine($"Simulating and ingesting into {folder} (once; room for about 900 bytes a case is needed)");
        var simulation = new FaersSimulation(new SimulationOptions { Reports = (int)(cases * ReportsOfCase), Seed = 1, FirstQuarter = "2024Q4", Quarters = Quarters }).Write(Path.Combine(folder, "feeds"));
        var database = Database.Named($"sqlite:{store}");
        database.Migrate(TimeProvider.System);
        var cohorts = new RateNames(Catalogue.Load(Path.Combine(AppContext.BaseDirectory, "catalogue"))).Checks;
        var (caseStore, status, ledger) = (new CaseStore(database, TimeProvider.System), new StoreStatus(database), new SourceLedger(database, TimeProvider.System));
        var job = new IngestJob(caseStore, status, ledger, cohorts, folder, NullLogger<IngestJob>.Instance);
        var seconds = 0.0;
        foreach (var quarter in simulation.Quarters)
        {
            seconds = Machine.Seconds(() => job.Run([quarter.Path], NoProgress.Instance, CancellationToken.None));
            Directory.Delete(quarter.Path, recursive: true);
        }
        job.Run([simulation.ExposureFile], NoProgress.Instance, CancellationToken.None);
        var rows = simulation.Quarters[^1].Rows;
        File.WriteAllText(made, string.Create(CultureInfo.InvariantCulture,
            $"{simulation.Reports:N0} reports in {Quarters} quarters, {simulation.Quarters.Sum(q => q.Rows.Single(r => r.Key == "DRUG").Value):N0} drug rows, {simulation.Quarters.Sum(q => q.Rows.Single(r => r.Key == "REAC").Value):N0} event rows; "
            + $"store {new FileInfo(store).Length / 1e6:N0} MB. Ingest of the last quarter ({rows.Single(r => r.Key == "DEMO").Value:N0} reports): {seconds:N1} s."));
        return store;
    }
}

/// <summary>A stage of a weekly run.</summary>
internal sealed record Stage(string Name, double Seconds);

/// <summary>One weekly run in a process that does nothing else, so that its peak memory is that of the run.</summary>
internal sealed record WeeklyChild(long Cases, long Scored, long Observed, IReadOnlyList<Stage> Stages, long PeakBytes, long SnapshotBytes)
{
    /// <summary>What the process is started with.</summary>
    public const string Command = "weekly-once";

    /// <summary>Starts a process that runs a week, and waits for its figures.</summary>
    public static WeeklyChild Start(string store, string data, DateOnly asOf)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet",
            [typeof(WeeklyChild).Assembly.Location, Command, store, data, asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        var answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? JsonSerializer.Deserialize<WeeklyChild>(answer)! : throw new InvalidOperationException($"The weekly run ended with {child.ExitCode}: {answer}");
    }

    /// <summary>The process: runs the week and prints the figures.</summary>
    public static int Run(string store, string data, string asOf)
    {
        var database = Database.Named($"sqlite:{store}");
        database.Migrate(TimeProvider.System);
        var options = new WeeklyOptions(Catalogue.Load(Path.Combine(AppContext.BaseDirectory, "catalogue")), NameRules.General, new SignalOptions(), "benchmark");
        var started = new List<(string Name, long At)>();
        var week = new WeeklyRun(database, options, ParquetWriters.Default, TimeProvider.System, NullLogger<WeeklyRun>.Instance)
            .Run(DateOnly.ParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture), data, new StepTimes(started), CancellationToken.None);
        started.Add(("", Stopwatch.GetTimestamp()));
        using var self = Process.GetCurrentProcess();
        var manifest = week.Snapshot.Manifest;
        Console.WriteLine(JsonSerializer.Serialize(new WeeklyChild(manifest.Cases, manifest.PairsTested, manifest.PairsObserved,
            [.. started.Zip(started.Skip(1), (stage, next) => new Stage(stage.Name, Stopwatch.GetElapsedTime(stage.At, next.At).TotalSeconds))], self.PeakWorkingSet64, manifest.Files.Sum(f => f.Bytes))));
        return 0;
    }

    private sealed class StepTimes(List<(string Name, long At)> started) : IJobProgress
    {
        public void Step(string title) => started.Add((title, Stopwatch.GetTimestamp()));

        public void Rows(long done, long? total) { }

        public void Line(string text) { }
    }
}
