using System.Diagnostics;
using System.Globalization;
using JakSignals.App.Commands;
using JakSignals.Simulation;
using JakSignals.Store;
using JakSignals.Tests.Stores;

namespace JakSignals.EndToEnd.Tests;

/// <summary>One simulated quarter of 20 007 reports, written once, and what an undisturbed load and week make of it.</summary>
public abstract class UndisturbedQuarter(bool onServer) : IAsyncLifetime
{
    private Place? _made;

    private Place Origin => _made ??= NewPlace();

    internal string Path { get; private set; } = "";

    internal string AsOf { get; private set; } = "";

    internal IReadOnlyList<FileRow> Files { get; private set; } = [];

    internal SortedDictionary<string, byte[]> Published { get; private set; } = [];

    internal long Bytes { get; private set; }

    internal long PublishedBytes { get; private set; }

    private string Copy => Origin.Path("ingested.db");

    /// <summary>An empty place on the engine of these tests.</summary>
    internal Place NewPlace() => new(onServer ? new SqlServerStores() : new SqliteStores());

    /// <summary>Skips the test where the engine is not there.</summary>
    internal void RequireEngine()
    {
        if (onServer)
            SqlServerStores.RequireServer();
    }

    public async ValueTask InitializeAsync()
    {
        if (onServer && !SqlServerStores.HasServer)
            return;     // each test says so
        var quarter = new FaersSimulation(new SimulationOptions { Reports = 20_007, Seed = 11, Quarters = 1 }).Write(Origin.Path("feed")).Quarters[0];
        (Path, AsOf) = (quarter.Path, quarter.LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        (await Origin.RunAsync("ingest", Path)).Require(ExitCodes.Done);
        Files = Tallies(Origin);
        if (!onServer)
        {
            Bytes = new FileInfo(Origin.StoreFile).Length;
            File.Copy(Origin.StoreFile, Copy);
        }
        await Origin.WeekAsync(AsOf, []);
        Published = SameBytesTests.Published(Origin);
        PublishedBytes = Published.Where(file => file.Key.EndsWith(".parquet", StringComparison.Ordinal)).Sum(file => (long)file.Value.Length);
    }

    /// <summary>A place whose store holds the quarter and no run.</summary>
    internal async Task<Place> IngestedAsync()
    {
        RequireEngine();
        var place = NewPlace();
        if (!onServer)
            File.Copy(Copy, place.StoreFile);
        else
            (await place.RunAsync("ingest", Path)).Require(ExitCodes.Done);
        return place;
    }

    /// <summary>Runs the week to its end, which must give what an undisturbed one gives.</summary>
    internal async Task RequireSameWeekAsync(Place place)
    {
        await place.WeekAsync(AsOf, []);
        SameBytesTests.RequireSame(Published, SameBytesTests.Published(place));
    }

    public ValueTask DisposeAsync()
    {
        _made?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>What the ledger says of the files, but for the time of their loading.</summary>
    internal static IReadOnlyList<FileRow> Tallies(Place place) =>
        [.. new StoreStatus(place.Database).LatestFiles(100).Select(file => file with { LoadedAt = "" }).OrderBy(file => file.Name, StringComparer.Ordinal)];
}

/// <summary>Tests that start processes on the same quarter, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OfOneQuarter : ICollectionFixture<SqliteQuarter>
{
    public const string Name = "of one quarter";
}

/// <summary>The same on SQL Server.</summary>
[CollectionDefinition(Name)]
public sealed class OfOneQuarterOnServer : ICollectionFixture<SqlServerQuarter>
{
    public const string Name = "of one quarter on SQL Server";
}

public sealed class SqliteQuarter() : UndisturbedQuarter(onServer: false);

public sealed class SqlServerQuarter() : UndisturbedQuarter(onServer: true);

[Collection(OfOneQuarter.Name)]
public sealed class SqliteKillTests(SqliteQuarter quarter) : KillContract(quarter)
{
    /// <summary>SQLite keeps the load in memory and writes it out as it commits, so that a large log means that the commit is under way: it may just have won.</summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.4)]
    [InlineData(0.9)]
    public async Task A_load_killed_as_it_commits_is_there_whole_or_not_at_all(double share)
    {
        using var place = new Place();
        KillWhen(place.Start("ingest", Quarter.Path), () => Length(place.StoreFile) + Length(place.StoreFile + "-wal") > share * Quarter.Bytes);
        RequireNothingOrWhole(place);
        await RequireWholeAsync(place);
    }

    private protected override Func<bool> MomentOfLoading(Place place, Process process, Random random)
    {
        var (byBytes, share, ticks) = (random.Next(2) == 0, random.NextDouble(), RandomTicks(random, 4));
        return () => byBytes ? Length(place.StoreFile) + Length(place.StoreFile + "-wal") > share * Quarter.Bytes : process.TotalProcessorTime.Ticks > ticks;
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}

[Collection(OfOneQuarterOnServer.Name)]
public sealed class SqlServerKillTests(SqlServerQuarter quarter) : KillContract(quarter)
{
    private protected override Func<bool> MomentOfLoading(Place place, Process process, Random random)
    {
        var ticks = RandomTicks(random, 4);
        return () => process.TotalProcessorTime.Ticks > ticks;
    }
}

[Collection(OfOneQuarter.Name)]
public sealed class SqliteSeveralProcessesTests(SqliteQuarter quarter) : SeveralProcessesContract(quarter);

[Collection(OfOneQuarterOnServer.Name)]
public sealed class SqlServerSeveralProcessesTests(SqlServerQuarter quarter) : SeveralProcessesContract(quarter);

/// <summary>Commands as processes of their own, killed without warning.</summary>
public abstract class KillContract(UndisturbedQuarter quarter)
{
    private const int Seed = 20261124;

    /// <summary>Kills of each kind; 50 with <c>JAKSIGNALS_KILLS=50</c>.</summary>
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("JAKSIGNALS_KILLS") ?? "3", CultureInfo.InvariantCulture);

    protected UndisturbedQuarter Quarter => quarter;

    /// <summary>When to kill a process that loads.</summary>
    private protected abstract Func<bool> MomentOfLoading(Place place, Process process, Random random);

    [Fact]
    public async Task A_killed_load_leaves_nothing_behind_and_succeeds_when_run_again()
    {
        quarter.RequireEngine();
        using var place = quarter.NewPlace();
        var begun = false;
        KillWhen(place.Start(line => Volatile.Write(ref begun, Volatile.Read(ref begun) || line.StartsWith("Loading ", StringComparison.Ordinal)), "ingest", quarter.Path), () => Volatile.Read(ref begun));
        RequireNothingOrWhole(place);
        await RequireWholeAsync(place);
    }

    /// <summary>A kill may come before the schema is there, too: it is brought up to date first, as the next command would.</summary>
    private protected void RequireNothingOrWhole(Place place)
    {
        place.Database.Migrate(TimeProvider.System);
        if (new StoreStatus(place.Database).LatestFiles(100).Count == 0)
            RequireNothing(place);
        else
            Assert.Equal(Tables(quarter.Files), Tables(UndisturbedQuarter.Tallies(place)));
    }

    /// <summary>The quarter's tables; its list of deleted cases is a load of its own.</summary>
    private static IEnumerable<FileRow> Tables(IEnumerable<FileRow> files) => files.Where(file => !file.Name.StartsWith("DELETE", StringComparison.Ordinal));

    private static void RequireNothing(Place place)
    {
        Assert.Empty(new StoreStatus(place.Database).LatestFiles(100));
        foreach (var table in new[] { "source_load", "report", "report_drug", "report_event", "report_therapy", "report_indication", "drug_name", "term", "quarantine", "deleted_case" })
            Assert.Equal(0, Count(place, table));
        Assert.DoesNotContain(QuarantineFiles(place), file => file.EndsWith(".txt", StringComparison.Ordinal));
    }

    private protected async Task RequireWholeAsync(Place place)
    {
        (await place.RunAsync("ingest", quarter.Path)).Require(ExitCodes.Done);
        Assert.Equal(quarter.Files, UndisturbedQuarter.Tallies(place));
        await place.WeekAsync(quarter.AsOf, []);
        SameBytesTests.RequireSame(quarter.Published, SameBytesTests.Published(place));
    }

    [Theory]
    [InlineData("normalise")]
    [InlineData("count")]
    [InlineData("rate")]
    [InlineData("score")]
    [InlineData("quality_gate")]
    [InlineData("publish")]
    [InlineData("report")]
    public async Task A_week_killed_at_a_step_goes_on_there_and_publishes_the_same_bytes(string step)
    {
        using var place = await quarter.IngestedAsync();
        KillWhen(place.Start("weekly", "--as-of", quarter.AsOf), () => HasBegun(place, step));
        var killed = Steps(place);

        await quarter.RequireSameWeekAsync(place);

        Assert.Equal("published", Assert.Single(place.Ledger.Latest(10)).Run.State);
        foreach (var (before, after) in killed.Zip(Steps(place)))
            Assert.Equal(before.State == "finished" ? (before.Attempt, before.FinishedAt) : (before.Attempt + 1, after.FinishedAt), (after.Attempt, after.FinishedAt));
        Assert.All(Steps(place), s => Assert.Equal("finished", s.State));
    }

    [Fact]
    public async Task Loads_killed_at_random_moments_are_whole_after_the_next_start()
    {
        foreach (var (kill, random) in Moments())
        {
            quarter.RequireEngine();
            using var place = quarter.NewPlace();
            var process = place.Start("ingest", quarter.Path);
            Kill(process, MomentOfLoading(place, process, random));
            Said(kill, "of loading");
            RequireNothingOrWhole(place);
            await RequireWholeAsync(place);
        }
    }

    [Fact]
    public async Task Weeks_killed_at_random_moments_of_counting_are_completed_by_the_next_start()
    {
        foreach (var (kill, random) in Moments())
        {
            using var place = await quarter.IngestedAsync();
            var (more, from) = (RandomTicks(random, 2), -1L);
            var process = place.Start("weekly", "--as-of", quarter.AsOf);
            Kill(process, () =>
            {
                if (from < 0 && HasBegun(place, "count"))
                    from = process.TotalProcessorTime.Ticks;
                return from >= 0 && process.TotalProcessorTime.Ticks - from > more;
            });
            Said(kill, $"{new TimeSpan(more)} of work into count");
            await quarter.RequireSameWeekAsync(place);
        }
    }

    [Fact]
    public async Task Weeks_killed_at_random_moments_of_publishing_are_completed_by_the_next_start()
    {
        foreach (var (kill, random) in Moments())
        {
            using var place = await quarter.IngestedAsync();
            var share = random.NextDouble();
            Kill(place.Start("weekly", "--as-of", quarter.AsOf), () => UnfinishedBytes(place) > share * quarter.PublishedBytes);
            Said(kill, $"at {share:P0} of the snapshot");
            await quarter.RequireSameWeekAsync(place);
        }
    }

    /// <summary>Each kill has numbers of its own, so that one that fails can be tried alone.</summary>
    private static IEnumerable<(int Kill, Random Random)> Moments() => Enumerable.Range(0, Kills).Select(kill => (kill, new Random(Seed + kill)));

    private protected static long RandomTicks(Random random, int seconds) => (long)(random.NextDouble() * seconds * TimeSpan.TicksPerSecond);

    private static void Said(int kill, FormattableString moment) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"kill {kill} of seed {Seed + kill}: {moment.ToString(CultureInfo.InvariantCulture)}");

    private static void Said(int kill, string moment) => Said(kill, (FormattableString)$"{moment}");

    /// <summary>Kills at the moment, or finds that the command was quicker: its end is a moment like any other.</summary>
    private static void Kill(Process process, Func<bool> moment)
    {
        using (process)
        {
            while (!process.HasExited && !Reached(moment))
                Thread.Yield();
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <summary>A process that ended meanwhile, or a file that was renamed, has no figures any more; the loop sees the end.</summary>
    private static bool Reached(Func<bool> moment)
    {
        try
        {
            return moment();
        }
        catch (Exception gone) when (gone is InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private static long UnfinishedBytes(Place place)
    {
        var folder = new DirectoryInfo(Path.Combine(place.Data, "snapshots"));
        return folder.Exists ? folder.EnumerateFiles("*.parquet", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
    }

    /// <summary>Waits, looking all the time, until the moment has come, and kills. A process that was quicker proves nothing: the test is skipped and says so.</summary>
    private protected static void KillWhen(Process process, Func<bool> moment)
    {
        using (process)
        {
            while (!moment())
            {
                Assert.SkipWhen(process.HasExited, "the command ended before it could be killed");
                Thread.Yield();
            }
            process.Kill();
            process.WaitForExit();
        }
    }

    private static bool HasBegun(Place place, string step) => place.Number($"SELECT COUNT(*) FROM jaksignals.run_step WHERE step = '{step}' AND attempt > 0") == 1;

    private static IReadOnlyList<LedgerStep> Steps(Place place) => Assert.Single(place.Ledger.Latest(10)).Steps;

    private static long Count(Place place, string table) => place.Number($"SELECT COUNT(*) FROM jaksignals.{table}");

    private static string[] QuarantineFiles(Place place) =>
        Directory.Exists(Path.Combine(place.Data, "quarantine")) ? Directory.GetFiles(Path.Combine(place.Data, "quarantine")) : [];
}
