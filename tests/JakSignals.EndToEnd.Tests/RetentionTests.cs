using JakSignals.App.Commands;
using JakSignals.Jobs;
using JakSignals.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JakSignals.EndToEnd.Tests;

public sealed class RetentionTests
{
    private static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);

    [Fact]
    public async Task What_killed_processes_left_goes_after_a_day_and_nothing_that_is_published()
    {
        using var place = new Place();
        await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        var published = SameBytesTests.Published(place);
        var texts = Directory.GetFiles(Path.Combine(place.Data, "quarantine"));
        Assert.NotEmpty(texts);
        var left = new[] { "snapshots/2026-01-31/.run.1a2b3c4d.unfinished/signals.parquet", "snapshots/latest.json.run.unfinished", "reports/x.html.1a2b3c4d.unfinished", "reports/2026-01-31_run/ermr.csv.1a2b3c4d.unfinished", "quarantine/y.txt.unfinished", "quarantine/gone-0a1b2c3d.txt" };
        foreach (var name in left)
            Write(place, name, TwoDays);
        Write(place, "reports/young.html.1a2b3c4d.unfinished", TimeSpan.Zero);
        foreach (var text in texts)
            File.SetLastWriteTimeUtc(text, DateTime.UtcNow - TwoDays);

        Assert.StartsWith("removed: 5 unfinished files and folders, 1 quarantine texts of no load, 0 rows", Run(place).Message, StringComparison.Ordinal);

        Assert.All(left, name => Assert.False(File.Exists(Path.Combine(place.Data, name)), name));
        Assert.True(File.Exists(Path.Combine(place.Data, "reports/young.html.1a2b3c4d.unfinished")));
        File.Delete(Path.Combine(place.Data, "reports/young.html.1a2b3c4d.unfinished"));
        Assert.All(texts, text => Assert.True(File.Exists(text)));
        SameBytesTests.RequireSame(published, SameBytesTests.Published(place));
        Assert.StartsWith("removed: 0 unfinished", Run(place).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_never_published_loses_its_results_after_thirty_days_and_can_still_go_on()
    {
        using var place = new Place();
        (await place.RunAsync(["weekly", .. SmallWeeks.Feeds, "--as-of", "2026-01-31", "--config", Path.Combine(AppContext.BaseDirectory, "appsettings.json")])).Require(ExitCodes.Failed);
        Assert.True(Count(place, "signal") > 0);
        Assert.True(Count(place, "incidence") > 0);

        Run(place, days: 29);
        Assert.True(Count(place, "signal") > 0);
        Run(place, days: 31);
        Assert.Equal((0, 0), (Count(place, "signal"), Count(place, "incidence")));

        await place.WeekAsync("2026-01-31", []);
        using var undisturbed = new Place();
        await undisturbed.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        SameBytesTests.RequireSame(SameBytesTests.Published(undisturbed), SameBytesTests.Published(place));
        Assert.Equal(Count(undisturbed, "signal"), Count(place, "signal"));
    }

    [Fact]
    public async Task Old_scores_go_but_for_those_that_younger_runs_and_the_newest_need()
    {
        using var place = new Place();
        string[] weeks = ["2026-01-17", "2026-01-24", "2026-01-31"];
        await place.WeekAsync(weeks[0], SmallWeeks.Feeds);
        await place.WeekAsync(weeks[1], []);
        await place.WeekAsync(weeks[2], []);

        Run(place, days: 1000);      // kept for ever, unless asked for
        Assert.Equal(3, Count(place, "DISTINCT run_id", "signal"));
        Run(place, days: 1000, scoreDays: 900);
        Assert.Equal(2, Count(place, "DISTINCT run_id", "signal"));

        // A week is computed from the published snapshot of the week before, so that scores gone from the store are not missed.
        foreach (var week in weeks)
            (await place.RunAsync("verify", place.SnapshotFolder(week))).Require(ExitCodes.Done);
        Assert.Contains("has no results of run", (await place.RunAsync("verify", place.SnapshotFolder(weeks[0]))).Output, StringComparison.Ordinal);
    }

    private static WorkResult Run(Place place, int days = 0, int scoreDays = 0) =>
        new RetentionJob(place.Database, new RetentionOptions { ScoreDays = scoreDays }, place.Data, new Later(TimeSpan.FromDays(days)), NullLogger.Instance).Run(NoProgress.Instance, CancellationToken.None);

    private static void Write(Place place, string name, TimeSpan age)
    {
        var path = Path.Combine(place.Data, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "x");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
        if (Path.GetDirectoryName(path)!.EndsWith(".unfinished", StringComparison.Ordinal))
            Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(path)!, DateTime.UtcNow - age);
    }

    private static long Count(Place place, string table) => Count(place, "*", table);

    private static long Count(Place place, string what, string table) => place.Number($"SELECT COUNT({what}) FROM jaksignals.{table}");

    /// <summary>Today's clock, some days ahead.</summary>
    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
