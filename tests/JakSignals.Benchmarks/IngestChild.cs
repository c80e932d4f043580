using JakSignals.Normalise;
using JakSignals.Incidence;
using System.Diagnostics;
using System.Text.Json;
using JakSignals.Jobs;
using JakSignals.Store;
using JakSignals.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace JakSignals.Benchmarks;

/// <summary>One ingest in a process that does nothing else, so that its peak memory is that of an ingest.</summary>
/// <param name="Seconds">From discovery to commit; start of the process and making of the schema not included.</param>
/// <param name="Rows">Records read.</param>
/// <param name="PeakBytes">Largest working set of the process.</param>
/// <param name="StoreBytes">Length of the store, with its log.</param>
internal sealed record IngestChild(double Seconds, long Rows, long PeakBytes, long StoreBytes)
{
    /// <summary>What the process is started with.</summary>
    public const string Command = "ingest-once";

    private const string Schema = "jaksignals_benchmark";

    /// <summary>Starts a process that ingests a folder into a new store of SQLite, and waits for its figures.</summary>
    public static IngestChild Start(string sources)
    {
        var folder = Path.Combine(SimulatedFeed.Folder, "store");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return Start(sources, "sqlite:" + Path.Combine(folder, "jaksignals.db"), folder) with { StoreBytes = Directory.EnumerateFiles(folder, "*.db*").Sum(file => new FileInfo(file).Length) };
    }

    /// <summary>As above, into a schema of its own on a server.</summary>
    public static IngestChild StartOnServer(string sources, string connectionString)
    {
        SqlServerSchema.Drop(connectionString, Schema);
        var figures = Start(sources, "sqlserver:" + connectionString, SimulatedFeed.Folder);
        SqlServerSchema.Drop(connectionString, Schema);
        return figures;
    }

    private static IngestChild Start(string sources, string store, string data)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(IngestChild).Assembly.Location, Command, sources, store, data]) { RedirectStandardOutput = true })!;
        var answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return JsonSerializer.Deserialize<IngestChild>(answer) ?? throw new InvalidOperationException($"The ingest said '{answer}'.");
    }

    /// <summary>The process: ingests and prints the figures.</summary>
    public static int Run(string sources, string store, string data)
    {
        var database = Database.Named(store, new SqlServerOptions { Schema = Schema });
        database.Migrate(TimeProvider.System);
        var cohorts = new RateNames(Catalogue.Load(Path.Combine(AppContext.BaseDirectory, "catalogue"))).Checks;
        var (cases, status, ledger) = (new CaseStore(database, TimeProvider.System), new StoreStatus(database), new SourceLedger(database, TimeProvider.System));
        var job = new IngestJob(cases, status, ledger, cohorts, data, NullLogger<IngestJob>.Instance);
        IngestResult? result = null;
        var seconds = Machine.Seconds(() => result = job.Run([sources], NoProgress.Instance, CancellationToken.None));
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new IngestChild(seconds, result!.Loads.Sum(load => load.Outcome.Total.Read), self.PeakWorkingSet64, 0)));
        return 0;
    }
}
