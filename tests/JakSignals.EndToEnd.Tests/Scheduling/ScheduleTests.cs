using System.Globalization;
using System.Net;
using JakSignals.App;
using JakSignals.App.Scheduling;
using JakSignals.EndToEnd.Tests.Web;
using JakSignals.Jobs;
using JakSignals.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace JakSignals.EndToEnd.Tests.Scheduling;

/// <summary>What holds with either scheduler. Clocks of these tests stand at Monday, 2026-11-23, 06:00 UTC.</summary>
[Collection("Scheduler")] // Hangfire has one logger for the whole process: one server with it at a time
public sealed class ScheduleTests
{
    /// <summary>With its scheduler, and a drop folder of its own.</summary>
    internal static Settings On(Settings settings) => settings with
    {
        Schedule = settings.Schedule with { Enabled = true, Retries = 1, RetryMinutes = 0 },
        Ingest = settings.Ingest with { DropFolder = Path.Combine(settings.Data, "drop") },
        QualityGate = settings.QualityGate with { MaximumQuarantinedPercent = 100 },
    };

    /// <summary>A job that was done before the server of the test began.</summary>
    internal static string DoneBefore(string entry, string due) =>
        $"INSERT INTO job (job_key, entry, due_at, state, attempt, started_at, finished_at) VALUES ('{entry} {due}', '{entry}', '{due}', 'finished', 1, '{due}', '{due}')";

    /// <summary>State and attempt of each job and of each step of the newest run.</summary>
    internal static string Ledger(Server server)
    {
        var ledger = new RunLedger(server.Place.Database, server.Clock);
        return string.Join('\n', ledger.LatestJobs(99).Select(job => $"{job.JobKey} {job.State} {job.Attempt}").Concat(ledger.Latest(1).SelectMany(run => run.Steps).Select(step => $"{step.Step} {step.State} {step.Attempt}")));
    }

    /// <summary>Looks again and again until something is so; gives up after two minutes.</summary>
    internal static async Task UntilAsync(Func<bool> isSo)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        enough.CancelAfter(TimeSpan.FromMinutes(2));
        while (!isSo())
            await Task.Delay(20, enough.Token);
    }

    [Fact]
    public async Task What_was_due_while_no_server_ran_is_done_once_at_the_start_and_a_new_entry_waits_for_its_turn()
    {
        await using var server = await Server.StartAsync(On, place => HealthTests.Fill(place,
            DoneBefore("ingest", "2026-11-20T05:00:00Z"), DoneBefore("retention", "2026-11-23T02:30:00Z")));     // ingest missed three days; weekly and verify were never done
        await UntilAsync(() => Ledger(server).Contains("ingest 2026-11-23T05:00:00Z finished", StringComparison.Ordinal));

        Assert.Equal(["ingest 2026-11-23T05:00:00Z finished 1", "retention 2026-11-23T02:30:00Z finished 1", "ingest 2026-11-20T05:00:00Z finished 1"], Ledger(server).Split('\n'));
        Assert.Contains("ingest 2026-11-23T05:00:00Z was due while no server ran, or was not finished; it is done now", server.Place.Log(), StringComparison.Ordinal);
        Assert.Empty(server.Services.GetRequiredService<MissedEntries>().Find());
    }

    [Fact]
    public async Task A_missed_week_does_not_begin_before_the_load_that_was_due_before_it_has_ended()
    {
        await using var server = await Server.StartAsync(fill: place => HealthTests.Fill(place, DoneBefore("weekly", "2026-11-16T06:00:00Z"), DoneBefore("ingest", "2026-11-22T05:00:00Z")));
        var clock = new Waiting(() => HealthTests.Fill(server.Place, "UPDATE job SET state = 'finished' WHERE state = 'running'"));     // what runs ends while the next one waits
        var starter = new Starter(server, clock);
        using var catchUp = new CatchUp(new MissedEntries(new RunLedger(server.Place.Database, clock), server.Services.GetRequiredService<Settings>(), clock), starter, clock, NullLogger<CatchUp>.Instance);
        await catchUp.StartAsync(TestContext.Current.CancellationToken);
        await catchUp.ExecuteTask!;

        Assert.Equal(["ingest beside 0 running", "weekly beside 0 running"], starter.Begun);
    }

    /// <summary>A clock that stands still, on which something happens whenever somebody waits.</summary>
    private sealed class Waiting(Action happens) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == TimeSpan.FromSeconds(1))
                happens();
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    /// <summary>Begins entries without doing them.</summary>
    private sealed class Starter(Server server, TimeProvider clock) : IEntryStarter
    {
        public List<string> Begun { get; } = [];

        public Task BeginAsync(TimetableEntry entry, CancellationToken cancel)
        {
            var running = new RunLedger(server.Place.Database, clock).LatestJobs(99).Count(job => job.State == "running");
            Begun.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.Id} beside {running} running"));
            var due = entry.LastDue(clock.GetUtcNow()).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            HealthTests.Fill(server.Place, $"INSERT INTO job (job_key, entry, due_at, state, attempt, owner, started_at, heartbeat_at, lease_until) VALUES ('{entry.Id} {due}', '{entry.Id}', '{due}', 'running', 1, 'elsewhere:1:0', '{due}', '{due}', '2099-01-01T00:00:00Z')");
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData("failed", null, true)]
    [InlineData("released", null, true)]
    [InlineData("running", "2026-11-23T05:59:00Z", true)]      // its lease has ended: the process is gone
    [InlineData("running", "2026-11-23T06:01:00Z", false)]
    [InlineData("finished", null, false)]
    public async Task An_occurrence_that_did_not_end_well_is_missed_unless_somebody_is_at_it(string state, string? leaseUntil, bool missed)
    {
        await using var server = await Server.StartAsync(settings => On(settings) with { Schedule = new ScheduleSettings { Enabled = false } }, place => HealthTests.Fill(place,
            $"INSERT INTO job (job_key, entry, due_at, state, attempt, owner, started_at, heartbeat_at, lease_until) VALUES ('weekly 2026-11-23T06:00:00Z', 'weekly', '2026-11-23T06:00:00Z', '{state}', 1, 'elsewhere:1:0', '2026-11-23T06:00:00Z', '2026-11-23T06:00:00Z', {(leaseUntil is null ? "NULL" : $"'{leaseUntil}'")})"));

        Assert.Equal(missed ? ["weekly"] : [], server.Services.GetRequiredService<MissedEntries>().Find().Select(found => found.Entry.Id));
    }

    [Fact]
    public async Task A_failed_step_is_tried_again_under_the_same_occurrence_and_finished_steps_are_not_repeated()
    {
        await using var server = await Server.StartAsync(On, place =>
        {
            HealthTests.Fill(place, DoneBefore("weekly", "2026-11-16T06:00:00Z"));
            Directory.CreateDirectory(place.Data);
            foreach (var feed in SmallWeeks.Feeds)
            {
                Directory.CreateDirectory(Path.Combine(place.Data, "drop"));
                File.Copy(feed, Path.Combine(place.Data, "drop", Path.GetFileName(feed)));
            }
            Assert.Equal(0, place.RunAsync("ingest", Path.Combine(place.Data, "drop")).GetAwaiter().GetResult().Code);
            File.WriteAllText(Path.Combine(place.Data, "snapshots"), "in the way");
        });
        await UntilAsync(() => Ledger(server).Contains("weekly 2026-11-23T06:00:00Z failed 2", StringComparison.Ordinal));

        Assert.Equal(["weekly 2026-11-23T06:00:00Z failed 2", "weekly 2026-11-16T06:00:00Z finished 1", "normalise finished 1", "count finished 1", "rate finished 1", "score finished 1",
            "quality_gate finished 1", "publish failed 2", "report waiting 0"], Ledger(server).Split('\n'));
        Assert.Contains("step publish of run 2026-W48-", server.Place.Log(), StringComparison.Ordinal);

        File.Delete(Path.Combine(server.Place.Data, "snapshots"));      // the cause is mended; an operator asks for it again
        using var browser = await server.OpenAsync(Role.Operator);
        await UntilAsync(() => browser.PostAsync("/runs", "/runs?handler=Run", ("entry", "weekly")).GetAwaiter().GetResult().Location == "/runs?told=asked");
        await UntilAsync(() => Ledger(server).Contains("weekly 2026-11-23T06:00:00Z finished 3", StringComparison.Ordinal));
        Assert.EndsWith("quality_gate finished 1\npublish finished 3\nreport finished 1", Ledger(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_schedule_registers_nothing_and_has_no_dashboard()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Administrator);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/hangfire")).Status);
        Assert.DoesNotContain(">Schedule</a>", (await browser.GetAsync("/runs")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("keeps the timetable", server.Place.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public void Waits_grow_threefold_up_to_a_day()
    {
        var schedule = new ScheduleSettings { RetryMinutes = 5 };
        Assert.Equal([5, 15, 45, 135, 405, 1215, 1440, 1440], Enumerable.Range(1, 8).Select(retry => schedule.WaitBefore(retry).TotalMinutes));
    }
}
