using System.Globalization;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;
using JakSignals.Jobs;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Store;

namespace JakSignals.Benchmarks;

/// <summary>Counting all pairs in the database beside counting them in memory.</summary>
/// <remarks>SQL Server, where <c>JAKSIGNALS_TEST_SQLSERVER</c> holds a connection string: in schema <c>benchmark</c>, which stays.</remarks>
internal sealed class DatabaseCountingBenchmark : IBenchmark
{
    private const string RunId = "benchmark";
    private static readonly DateOnly AsOf = new(2030, 1, 1);

    public string Name => "database-counting";

    public string Description => "counts all drug–event pairs of a simulated quarter in the database beside the engine in memory";

    public void Run(BenchmarkOptions options)
    {
        Directory.CreateDirectory(SimulatedFeed.Folder);
        var file = Path.Combine(SimulatedFeed.Folder, "database-counting.db");
        File.Delete(file);
        Measure(Database.Named($"sqlite:{file}"), options);
        if (Environment.GetEnvironmentVariable("JAKSIGNALS_TEST_SQLSERVER") is { Length: > 0 } server)
            Measure(Database.Named($"sqlserver:{server}", new SqlServerOptions { Schema = "benchmark" }), options);
        else
            Console.WriteLine("JAKSIGNALS_TEST_SQLSERVER holds no connection string: SQL Server is left out.");
    }

    private static void Measure(Database database, BenchmarkOptions options)
    {
        database.Migrate(TimeProvider.System);
        Load(database, SimulatedFeed.Quarter(options.Reports));
        var scope = new RunStore(database).ScopeFor(AsOf);
        new RunLedger(database, TimeProvider.System).Begin(RunId, scope, "general", "benchmark", []);
        var catalogue = Catalogue.Load(Path.Combine(AppContext.BaseDirectory, "catalogue"));
        var week = new NormaliseJob(database, new WeeklyOptions(catalogue, NameRules.General, new SignalOptions(), "benchmark")).Normalise(scope, CancellationToken.None);
        var (cases, store, wanted) = (week.Current.Cases, new PairCountStore(database, TimeProvider.System), new WantedPairs(3));
        var codes = CountingCodes.Of(catalogue, week.Normalised, cases, new NameStore(database).Read().Terms);

        PairCounts? ours = null, theirs = null;
        var counting = 0;
        var memory = Seconds(options.Runs, () => ours = PairCounter.Count(week.Coded, cases, wanted, CancellationToken.None));
        var written = Seconds(options.Runs, () => counting = store.WriteCodes(RunId, codes, CancellationToken.None));
        var counted = Seconds(options.Runs, () => theirs = store.Count(counting, RoleScope.Suspect, CaseFilter.All, week.Coded, wanted, CancellationToken.None));
        if (!ours!.Pairs.SequenceEqual(theirs!.Pairs) || ours.Distinct != theirs.Distinct)
            throw new InvalidOperationException($"{database.Engine} counts otherwise than the engine.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database.Engine}: {cases.Count:N0} current cases, {ours.Distinct:N0} pairs, every count equal; medians of {options.Runs} runs, seconds"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  in memory {memory:N3}; in the database {counted:N1}, and its codes ({codes.Names.Count:N0} of names, {codes.Terms.Count:N0} of terms) {written:N2}"));
    }

    private static double Seconds(int runs, Action work)
    {
        work();     // warms up
        return Machine.Median([.. Enumerable.Range(0, runs).Select(_ => Machine.Seconds(work))]);
    }

    private static void Load(Database database, string quarter)
    {
        var store = new CaseStore(database, TimeProvider.System);
        foreach (var found in SourceDiscovery.Find([quarter]).Quarters)
            store.Load(found.Files, (vocabulary, quarantine) => new FaersQuarterLoad(found, vocabulary, quarantine), null, CancellationToken.None);
    }
}
