using System.Diagnostics;
using JakSignals.App.Commands;
using JakSignals.Simulation;
using JakSignals.Store;
using Microsoft.Data.Sqlite;

namespace JakSignals.EndToEnd.Tests;

/// <summary>One simulated quarter of 20 000 reports, written once, and what an undisturbed load and week make of it.</summary>
public sealed class UndisturbedQuarter : IAsyncLifetime
{
    private readonly Place _place = new();

    internal string Path { get; private set; } = "";

    internal string AsOf { get; private set; } = "";

    internal IReadOnlyList<FileRow> Files { get; private set; } = [];

    internal SortedDictionary<string, byte[]> Published { get; private set; } = [];

    internal long Bytes { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var quarter = new FaersSimulation(new SimulationOptions { Reports = 20_000, Seed = 11, Quarters = 1 }).Write(_place.Path("feed")).Quarters[0];
        (Path, AsOf) = (quarter.Path, quarter.LastDay.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        (await _place.RunAsync("ingest", Path)).Require(ExitCodes.Done);
        Files = Tallies(_place);
        Bytes = new FileInfo(_place.StoreFile).Length;
        await _place.WeekAsync(AsOf, []);
        Published = SameBytesTests.Published(_place);
    }

    public ValueTask DisposeAsync()
    {
        _place.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What the ledger says of the files, but for the time of their loading.</summary>
    internal static IReadOnlyList<FileRow> Tallies(Place place) =>
        [.. new StoreStatus(place.Database).LatestFiles(100).Select(file => file with { LoadedAt = "" }).OrderBy(file => file.Name, StringComparer.Ordinal)];
}

/// <summary>Commands as processes of their own, killed without warning.</summary>
public sealed class KillTests(UndisturbedQuarter quarter) : IClassFixture<UndisturbedQuarter>
{
    [Fact]
    public async Task A_killed_load_leaves_nothing_behind_and_succeeds_when_run_again()
    {
        using var place = new Place();
        var begun = false;
        KillWhen(place.Start(line => Volatile.Write(ref begun, Volatile.Read(ref begun) || line.StartsWith("Loading ", StringComparison.Ordinal)), "ingest", quarter.Path), () => Volatile.Read(ref begun));
        RequireNothingOrWhole(place);
        await RequireWholeAsync(place);
    }

    /// <summary>SQLite keeps the load in memory and writes it out as it commits, so that a large log means that the commit is under way: it may just have won.</summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.4)]
    [InlineData(0.9)]
    public async Task A_load_killed_as_it_commits_is_there_whole_or_not_at_all(double share)
    {
        using var place = new Place();
        KillWhen(place.Start("ingest", quarter.Path), () => Length(place.StoreFile) + Length(place.StoreFile + "-wal") > share * quarter.Bytes);
        RequireNothingOrWhole(place);
        await RequireWholeAsync(place);
    }

    /// <summary>A kill may come before the schema is there, too: it is brought up to date first, as the next command would.</summary>
    private void RequireNothingOrWhole(Place place)
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

    private async Task RequireWholeAsync(Place place)
    {
        (await place.RunAsync("ingest", quarter.Path)).Require(ExitCodes.Done);
        Assert.Equal(quarter.Files, UndisturbedQuarter.Tallies(place));
        await place.WeekAsync(quarter.AsOf, []);
        SameBytesTests.RequireSame(quarter.Published, SameBytesTests.Published(place));
    }

    [Theory]
    [InlineData("normalise")]
    [InlineData("score")]
    [InlineData("publish")]
    public async Task A_killed_week_publishes_the_same_bytes_when_run_again(string step)
    {
        using var place = new Place();
        (await place.RunAsync("ingest", quarter.Path)).Require(ExitCodes.Done);
        KillWhen(place.Start("weekly", "--as-of", quarter.AsOf), () => HasBegun(place, step));

        await place.WeekAsync(quarter.AsOf, []);
        SameBytesTests.RequireSame(quarter.Published, SameBytesTests.Published(place));
        Assert.Equal("published", State(place));
    }

    /// <summary>Waits, looking all the time, until the moment has come, and kills. A process that was quicker proves nothing: the test is skipped and says so.</summary>
    private static void KillWhen(Process process, Func<bool> moment)
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

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static bool HasBegun(Place place, string step) => Scalar(place, $"SELECT COUNT(*) FROM run_step WHERE step = '{step}'") is 1L;

    private static string? State(Place place) => Scalar(place, "SELECT state FROM run") as string;

    private static long Count(Place place, string table) => (long)Scalar(place, $"SELECT COUNT(*) FROM {table}")!;

    private static object? Scalar(Place place, string query)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={place.StoreFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar();
    }

    private static string[] QuarantineFiles(Place place) =>
        Directory.Exists(Path.Combine(place.Data, "quarantine")) ? Directory.GetFiles(Path.Combine(place.Data, "quarantine")) : [];
}
