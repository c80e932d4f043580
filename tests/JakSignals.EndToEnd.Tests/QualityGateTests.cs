using JakSignals.App.Commands;

namespace JakSignals.EndToEnd.Tests;

/// <summary>On the small feeds, of whose 65 records 7 are broken.</summary>
public sealed class QualityGateTests
{
    private static readonly string AsShipped = Path.Combine(AppContext.BaseDirectory, "appsettings.json");

    [Fact]
    public async Task A_run_with_too_many_records_in_quarantine_is_not_published_and_says_so()
    {
        using var place = new Place();

        var ran = (await place.RunAsync(["weekly", .. SmallWeeks.Feeds, "--as-of", "2026-01-31", "--config", AsShipped])).Require(ExitCodes.Failed);

        Assert.Contains("7 of 65 records of 2 new loads are in quarantine, 10.77 %, more than QualityGate:MaximumQuarantinedPercent of 5 %", ran.Error, StringComparison.Ordinal);
        var run = Assert.Single(place.Ledger.Latest(10));
        Assert.Equal("failed", run.Run.State);
        Assert.Contains("QualityGate:MaximumQuarantinedPercent", run.Run.Message, StringComparison.Ordinal);
        Assert.Equal(["finished", "finished", "finished", "finished", "failed", "waiting", "waiting"], run.Steps.Select(step => step.State));
        Assert.False(Directory.Exists(Path.Combine(place.Data, "snapshots")));
    }

    [Fact]
    public async Task A_raised_limit_publishes_the_same_run_without_doing_its_finished_steps_again()
    {
        using var place = new Place();
        (await place.RunAsync(["weekly", .. SmallWeeks.Feeds, "--as-of", "2026-01-31", "--config", AsShipped])).Require(ExitCodes.Failed);
        var refused = Assert.Single(place.Ledger.Latest(10));

        await place.WeekAsync("2026-01-31", []);

        var run = Assert.Single(place.Ledger.Latest(10));     // the gate is no part of a run's id
        Assert.Equal(refused.Run.RunId, run.Run.RunId);
        Assert.Equal([1, 1, 1, 1, 2, 1, 1], run.Steps.Select(step => step.Attempt));
        Assert.Equal(refused.Steps.Take(4), run.Steps.Take(4));
        Assert.Equal(("published", null), (run.Run.State, run.Run.Message));
        using var undisturbed = new Place();
        await undisturbed.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        SameBytesTests.RequireSame(SameBytesTests.Published(undisturbed), SameBytesTests.Published(place));
    }

    [Theory] // 43 of 47 is a loss of 8.5 %, 43 of 48 one of 10.4 %
    [InlineData(47, null)]
    [InlineData(48, "current cases went from 48 (")]
    public async Task A_run_that_lost_too_many_cases_is_not_published(int before, string? said)
    {
        using var place = new Place();
        await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        Assert.Equal(1, place.Execute($"UPDATE jaksignals.run SET cases = {before}"));

        var ran = (await place.RunAsync("weekly", "--as-of", "2026-02-07")).Require(said is null ? ExitCodes.Done : ExitCodes.Failed);

        if (said is not null)
        {
            Assert.Contains(said, ran.Error, StringComparison.Ordinal);
            Assert.Contains("to 43, a loss of 10.42 %, more than QualityGate:MaximumCaseLossPercent of 10 %", ran.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_without_any_case_is_not_published()
    {
        using var place = new Place();
        (await place.RunAsync("ingest", SmallWeeks.Feeds[1])).Require(ExitCodes.Done);
        Assert.Contains("no current case", (await place.RunAsync("weekly", "--as-of", "1990-01-01")).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
    }
}
