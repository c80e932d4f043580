using System.Diagnostics;
using JakSignals.Incidence;
using JakSignals.Ingest.Tables;
using JakSignals.Statistics;
using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>What the ledger must do on every engine: each piece of work happens once, and what a holder that lost it did is in vain.</summary>
public abstract class RunLedgerContract : IDisposable
{
    private const string Run = "2026-W47-0123abcd";
    private static readonly string[] Steps = ["normalise", "count", "publish"];
    private static readonly WorkItem Normalise = WorkItem.Step(Run, "normalise"), Count = WorkItem.Step(Run, "count");
    private static readonly WorkItem Retention = WorkItem.Job("retention 2026-11-24T02:30:00Z");

    private readonly TestStores _stores;
    private readonly Clock _clock = new();
    private readonly Database _database;
    private readonly RunLedger _ledger;

    protected RunLedgerContract(TestStores stores)
    {
        (_stores, _database) = (stores, stores.NewDatabase());
        _database.Migrate(TimeProvider.System);
        _ledger = new RunLedger(_database, _clock);
        Begin(_ledger, Run);
        _ledger.EnterJob(Retention.Name, "retention", new DateTimeOffset(2026, 11, 24, 2, 30, 0, TimeSpan.Zero));
    }

    public static TheoryData<bool> StepOrJob => [false, true];

    [Fact]
    public void Steps_wait_in_their_order_until_they_are_taken()
    {
        var run = Assert.Single(_ledger.Latest(10));

        Assert.Equal([(1, "normalise", "waiting", 0), (2, "count", "waiting", 0), (3, "publish", "waiting", 0)], run.Steps.Select(s => (s.Ordinal, s.Step, s.State, s.Attempt)));
        Assert.Equal("running", run.Run.State);
        Assert.Equal("stopped", run.Condition);     // nobody works on it yet
    }

    [Theory, MemberData(nameof(StepOrJob))]
    public void Work_is_held_by_one_and_the_other_hears_by_whom_since_when_and_until_when(bool job)
    {
        var work = Work(job);
        Assert.Equal(new Lease(work, "a", 1), _ledger.TryTake(work, "a").Lease);

        _clock.Advance(30);
        var other = _ledger.TryTake(work, "b");

        Assert.Null(other.Lease);
        Assert.Equal(new Holder("a", Clock.Start, Clock.Start.AddSeconds(120)), other.HeldBy);
        Assert.False(other.IsFinished);
        Assert.Equal(("running", "a", 1), Entered(work));
    }

    [Theory, MemberData(nameof(StepOrJob))]
    public void A_sign_of_life_extends_the_lease_and_tells_how_far_the_work_is(bool job)
    {
        var work = Work(job);
        var lease = Take(work, "a");
        _clock.Advance(100);

        Assert.Equal(Heartbeat.Kept, _ledger.Beat(lease, 40, 90, "loading"));

        _clock.Advance(100);
        Assert.Equal(Clock.Start.AddSeconds(220), _ledger.TryTake(work, "b").HeldBy?.Until);
        var entry = Entry(work);
        Assert.Equal((40L, 90L, "loading", false), (entry.Done!.Value, entry.Total!.Value, entry.Message, entry.IsAbandoned));
    }

    [Theory, MemberData(nameof(StepOrJob))]
    public void A_holder_that_is_silent_longer_than_its_lease_loses_the_work_and_hears_so(bool job)
    {
        var work = Work(job);
        var silent = Take(work, "a");
        _clock.Advance(120);
        Assert.NotNull(_ledger.TryTake(work, "b").HeldBy);      // to the last moment
        _clock.Advance(1);
        Assert.True(Entry(work).IsAbandoned);

        Assert.Equal(2, Take(work, "b").Attempt);

        Assert.Equal(Heartbeat.Lost, _ledger.Beat(silent, null, null, null));
        Assert.False(_ledger.Release(silent, "stopped"));
        Assert.False(_ledger.Fail(silent, "broken"));
        Assert.Equal(("running", "b", 2), Entered(work));
    }

    [Theory, MemberData(nameof(StepOrJob))]
    public void The_rows_of_a_holder_that_lost_the_work_are_rolled_back(bool job)
    {
        var work = Work(job);
        var silent = Take(work, "a");
        _clock.Advance(121);
        var taker = Take(work, "b");

        var lost = Assert.Throws<LeaseLostException>(() => Finish(silent, 1, null, write => RunLedger.EnterCases(write, Run, 111)));
        Assert.Contains("attempt 2 of b", lost.Message, StringComparison.Ordinal);
        Assert.Null(new RunStore(_database).Find(Run)!.Cases);

        Finish(taker, 2, null, write => RunLedger.EnterCases(write, Run, 222));
        Assert.Throws<LeaseLostException>(() => Finish(silent, 1, null, write => RunLedger.EnterCases(write, Run, 111)));
        Assert.Equal(222, new RunStore(_database).Find(Run)!.Cases);
        Assert.Equal(2, Entry(work).Rows);
    }

    [Fact]
    public void The_same_owner_that_took_the_work_again_does_not_finish_its_earlier_attempt()
    {
        var first = Take(Count, "a");
        _clock.Advance(121);
        Take(Count, "a");

        Assert.Throws<LeaseLostException>(() => Finish(first, 1, null, _ => { }));
        Assert.Equal(("running", "a", 2), Entered(Count));
    }

    [Fact]
    public void Rows_and_mark_commit_together_or_not_at_all()
    {
        var lease = Take(Count, "a");

        Assert.Throws<IOException>(() => Finish(lease, 7, null, write =>
        {
            RunStore.ReplaceIncidence(write, Run, [Rate()]);
            RunLedger.EnterCases(write, Run, 111);
            throw new IOException("the disk went away");
        }));

        Assert.Equal(("running", "a", 1), Entered(Count));
        Assert.Null(new RunStore(_database).Find(Run)!.Cases);
        Finish(lease, 7, "done", write => RunLedger.EnterCases(write, Run, 222));
        Assert.Equal(("finished", 7L, "done"), (Entry(Count).State, Entry(Count).Rows!.Value, Entry(Count).Message));
    }

    [Theory, MemberData(nameof(StepOrJob))]
    public void Finished_work_is_not_done_again(bool job)
    {
        var work = Work(job);
        Finish(Take(work, "a"), 7, null, _ => { });
        _clock.Advance(1000);

        Assert.True(_ledger.TryTake(work, "b").IsFinished);
        Assert.Equal((1, Clock.Start.ToString("O")), (Entry(work).Attempt, Entry(work).FinishedAt));
    }

    [Theory, MemberData(nameof(StepOrJob))]
    public void Released_work_is_free_at_once(bool job)
    {
        var work = Work(job);
        Assert.True(_ledger.Release(Take(work, "a"), "stopped on request"));
        Assert.Equal(("released", "stopped on request"), (Entry(work).State, Entry(work).Message));

        Assert.Equal(2, Take(work, "b").Attempt);
        Assert.Null(Entry(work).Message);
    }

    [Fact]
    public void A_failed_step_fails_its_run_says_why_and_taking_it_again_sets_the_run_going_again()
    {
        Assert.True(_ledger.Fail(Take(Count, "a"), "the disk went away"));

        var run = Assert.Single(_ledger.Latest(1));
        Assert.Equal(("failed", "the disk went away"), (run.Run.State, run.Run.Message));
        Assert.Equal(("failed", "the disk went away", 1), (run.Steps[1].State, run.Steps[1].Message, run.Steps[1].Attempt));

        Assert.Equal(2, Take(Count, "b").Attempt);
        run = Assert.Single(_ledger.Latest(1));
        Assert.Equal(("running", null, "running"), (run.Run.State, run.Run.Message, run.Condition));
    }

    [Fact]
    public void A_published_run_stays_published_when_its_report_fails()
    {
        Finish(Take(Count, "a"), 1, null, write => _ledger.Publish(write, Run, "somewhere", "hash"));
        _ledger.Fail(Take(WorkItem.Step(Run, "publish"), "a"), "no room");

        Assert.Equal("published", new RunStore(_database).Find(Run)!.State);
    }

    [Fact]
    public void A_run_that_is_begun_again_keeps_what_is_finished()
    {
        Finish(Take(Normalise, "a"), 5, null, _ => { });
        Take(Count, "a");

        Begin(_ledger, Run);

        Assert.Equal([("finished", 1), ("running", 1), ("waiting", 0)], Assert.Single(_ledger.Latest(1)).Steps.Select(s => (s.State, s.Attempt)));
    }

    [Fact]
    public void A_run_of_a_program_with_other_steps_begins_anew()
    {
        Finish(Take(Normalise, "a"), 5, null, _ => { });

        _ledger.Begin(Run, new RunStore(_database).ScopeFor(new DateOnly(2026, 11, 16)), "general", "test", ["normalise", "publish"]);

        Assert.Equal([("normalise", "waiting"), ("publish", "waiting")], Assert.Single(_ledger.Latest(1)).Steps.Select(s => (s.Step, s.State)));
    }

    [Fact]
    public void A_reopened_run_does_its_steps_again_from_the_one_named()
    {
        foreach (var step in Steps)
            Finish(Take(WorkItem.Step(Run, step), "a"), 1, null, _ => { });

        _ledger.Reopen(Run, "count");

        Assert.Equal(["finished", "waiting", "waiting"], Assert.Single(_ledger.Latest(1)).Steps.Select(s => s.State));
    }

    [Fact]
    public void A_holder_that_is_a_process_of_this_machine_and_gone_is_not_waited_for()
    {
        using var other = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        other.WaitForExit();
        var parts = LeaseOwner.Current.Split(':');
        var gone = $"{parts[0]}:{other.Id}:{parts[2]}";
        Take(Count, gone);
        Take(Normalise, LeaseOwner.Current);

        Assert.True(Entry(Count).IsAbandoned);
        Assert.Equal(2, Take(Count, "b").Attempt);
        Assert.NotNull(_ledger.TryTake(Normalise, "b").HeldBy);
    }

    [Fact]
    public void Many_that_take_at_once_get_one_lease()
    {
        var takings = new Taking[16];
        Parallel.For(0, takings.Length, i =>
        {
            do
                takings[i] = new RunLedger(_database, _clock).TryTake(Count, $"owner {i}");
            while (takings[i].HeldBy is { Owner: null });       // the store was busy
        });

        var lease = Assert.Single(takings, t => t.Lease is not null).Lease!;
        Assert.All(takings.Where(t => t.Lease is null), t => Assert.Equal(lease.Owner, t.HeldBy!.Owner));
        Assert.Equal(1, Entry(Count).Attempt);
    }

    [Fact]
    public void The_newest_runs_and_jobs_come_first_and_no_more_than_asked_for()
    {
        _clock.Advance(60);
        Begin(_ledger, "later");
        _ledger.EnterJob("verify 2026-12-01T03:00:00Z", "verify", new DateTimeOffset(2026, 12, 1, 3, 0, 0, TimeSpan.Zero));
        _ledger.EnterJob("verify 2026-12-01T03:00:00Z", "verify", new DateTimeOffset(2026, 12, 1, 3, 0, 0, TimeSpan.Zero));

        Assert.Equal(["later", Run], _ledger.Latest(10).Select(r => r.Run.RunId));
        Assert.Equal("later", Assert.Single(_ledger.Latest(1)).Run.RunId);
        Assert.Equal(["verify 2026-12-01T03:00:00Z", Retention.Name], _ledger.LatestJobs(10).Select(j => j.JobKey));
        Assert.Equal("verify", Assert.Single(_ledger.LatestJobs(1)).Entry);
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }

    private static WorkItem Work(bool job) => job ? Retention : Count;

    private Lease Take(WorkItem work, string owner) => Assert.IsType<Lease>(_ledger.TryTake(work, owner).Lease);

    private void Finish(Lease lease, long rows, string? message, Action<StoreWrite> results) => _ledger.Finish(lease, rows, message, results, TestContext.Current.CancellationToken);

    private LedgerWork Entry(WorkItem work) => work.RunId is null
        ? _ledger.LatestJobs(100).Single(j => j.JobKey == work.Name)
        : _ledger.Latest(100).Single(r => r.Run.RunId == work.RunId).Steps.Single(s => s.Step == work.Name);

    private (string, string?, int) Entered(WorkItem work) => (Entry(work).State, Entry(work).Owner, Entry(work).Attempt);

    private void Begin(RunLedger ledger, string runId) =>
        ledger.Begin(runId, new RunStore(_database).ScopeFor(new DateOnly(2026, 11, 16)), "general", "test", Steps);

    private static IncidenceRow Rate() => new("cohort", "tofacitinib", "Tofacitinib", null, null, "herpes_zoster", "Herpes zoster", ExposureKind.Trial, 1, 10, 100, new Estimate(1, 0.5, 2), null);

    /// <summary>A clock that stands until it is moved.</summary>
    private sealed class Clock : TimeProvider
    {
        public static readonly DateTimeOffset Start = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
        private DateTimeOffset _now = Start;

        public void Advance(double seconds) => _now = _now.AddSeconds(seconds);

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
