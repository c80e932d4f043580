using System.Diagnostics;
using System.Globalization;
using JakSignals.App.Commands;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Several processes at the same run: each step happens once, and a holder that was silent for too long changes nothing.</summary>
public abstract class SeveralProcessesContract(UndisturbedQuarter quarter)
{
    [Fact]
    public async Task Processes_started_together_do_each_step_once_and_show_the_same_result()
    {
        using var place = await quarter.IngestedAsync();
        Process[] processes = [.. Enumerable.Range(0, 3).Select(_ => place.Start("weekly", "--as-of", quarter.AsOf))];
        foreach (var process in processes)
            using (process)
            {
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.Equal(ExitCodes.Done, process.ExitCode);
            }

        Assert.All(Steps(place), step => Assert.Equal(("finished", 1), (step.State, step.Attempt)));
        SameBytesTests.RequireSame(quarter.Published, SameBytesTests.Published(place));
    }

    /// <summary>The process is stopped for longer than its lease as it scores, another takes over, then it goes on as if nothing had been.</summary>
    [Fact]
    public async Task A_process_that_wakes_up_after_it_lost_its_step_changes_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a process is stopped by SIGSTOP");
        using var place = await quarter.IngestedAsync();
        ShortenLeases(place);
        using var sleeper = place.Start("weekly", "--as-of", quarter.AsOf);
        while (Step(place, "count") is not { State: "running" })
            Thread.Yield();
        Signal(sleeper, "STOP");
        await quarter.RequireSameWeekAsync(place);
        var afterTaker = Steps(place);
        Assert.Equal(2, afterTaker.Single(step => step.Step == "count").Attempt);

        Signal(sleeper, "CONT");
        await sleeper.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Done, sleeper.ExitCode);
        Assert.Equal(afterTaker, Steps(place));
        SameBytesTests.RequireSame(quarter.Published, SameBytesTests.Published(place));
        (await place.RunAsync("verify", place.SnapshotFolder(quarter.AsOf))).Require(ExitCodes.Done);
    }

    [Fact]
    public async Task A_step_held_on_another_machine_is_waited_for_until_its_lease_ends()
    {
        using var place = await HeldElsewhereAsync(DateTimeOffset.UtcNow.AddSeconds(15));

        var ran = (await place.RunAsync("weekly", "--as-of", quarter.AsOf)).Require(ExitCodes.Done);

        Assert.Contains("waiting for elsewhere:1:abc", ran.Output, StringComparison.Ordinal);
        Assert.Equal((2, LeaseOwner.Current), (Step(place, "count")!.Attempt, Step(place, "count")!.Owner));
        Assert.Equal(1, Step(place, "normalise")!.Attempt);
        SameBytesTests.RequireSame(quarter.Published, SameBytesTests.Published(place));
    }

    /// <summary>A scheduler has other things to do than wait; it tries again later.</summary>
    [Fact]
    public async Task A_scheduled_job_leaves_a_run_that_another_process_is_at()
    {
        using var place = await HeldElsewhereAsync(DateTimeOffset.UtcNow.AddHours(1));
        File.WriteAllText(place.Settings, File.ReadAllText(place.Settings).Replace("\"0 6 * * 1\"", "\"0 6 * * *\"", StringComparison.Ordinal));    // the quarter ends on no Monday

        var outcome = TimetableTests.Jobs(place).Run("weekly", At(quarter.AsOf), Jobs.NoProgress.Instance, CancellationToken.None);

        Assert.Equal(Jobs.JobEnd.LeftToAnother, outcome.End);
        Assert.Equal("released", Assert.Single(place.Ledger.LatestJobs(10)).State);
        Assert.Equal(("running", 1, "elsewhere:1:abc"), (Step(place, "count")!.State, Step(place, "count")!.Attempt, Step(place, "count")!.Owner));
    }

    [Fact]
    public async Task A_process_that_is_asked_to_stop_gives_its_step_back_and_the_next_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a process is asked to stop by SIGTERM");
        using var place = await quarter.IngestedAsync();
        using (var process = place.Start("weekly", "--as-of", quarter.AsOf))
        {
            while (Step(place, "count") is not { State: "running" } && !process.HasExited)
                Thread.Yield();
            Signal(process, "TERM");
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(ExitCodes.Done, process.ExitCode);
        }
        var stopped = Steps(place);
        Assert.Contains(stopped, step => step is { State: "released", Message: "stopped on request" });
        Assert.DoesNotContain(stopped, step => step.State is "running" or "failed");
        Assert.Equal("stopped", Assert.Single(place.Ledger.Latest(1)).Condition);

        await quarter.RequireSameWeekAsync(place);
    }

    /// <summary>A week killed as it counts, on another machine: nobody here can tell that its process is gone.</summary>
    private async Task<Place> HeldElsewhereAsync(DateTimeOffset until)
    {
        var place = await quarter.IngestedAsync();
        using (var process = place.Start("weekly", "--as-of", quarter.AsOf))
        {
            while (Step(place, "count") is not { State: "running" } && !process.HasExited)
                Thread.Yield();
            process.Kill();
            process.WaitForExit();
        }
        Assert.Equal("running", Step(place, "count")?.State);
        Assert.Equal(1, place.Execute($"UPDATE jaksignals.run_step SET owner = 'elsewhere:1:abc', lease_until = '{until:O}' WHERE step = 'count'"));
        return place;
    }

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T12:00:00Z", CultureInfo.InvariantCulture);

    private static void ShortenLeases(Place place)
    {
        var text = File.ReadAllText(place.Settings);
        File.WriteAllText(place.Settings, text.Replace("\"LeaseSeconds\": 120", "\"LeaseSeconds\": 3", StringComparison.Ordinal).Replace("\"HeartbeatSeconds\": 10", "\"HeartbeatSeconds\": 1", StringComparison.Ordinal));
        Assert.NotEqual(text, File.ReadAllText(place.Settings));
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static LedgerStep? Step(Place place, string step)
    {
        try
        {
            return place.Ledger.Latest(1) is [var run] ? run.Steps.SingleOrDefault(s => s.Step == step) : null;
        }
        catch (StoreException)      // the process has not brought the schema up to date yet
        {
            return null;
        }
    }

    private static IReadOnlyList<LedgerStep> Steps(Place place) => Assert.Single(place.Ledger.Latest(10)).Steps;
}
