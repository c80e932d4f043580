using System.Globalization;
using Dapper;

namespace JakSignals.Store;

/// <summary>
/// How far runs and jobs are, and who works on them. Work is taken by a lease; its rows and its "finished" mark commit together, and only while
/// the lease is still the worker's own. So each piece of work happens once, however often and by however many processes it is begun.
/// </summary>
/// <remarks>Leases are compared by the clocks of the processes: hosts that share a store must agree on the time to a fraction of a lease.</remarks>
public sealed class RunLedger(Database database, TimeProvider clock, LeaseOptions? options = null)
{
    private const string WorkColumns =
        "state AS State, attempt AS Attempt, owner AS Owner, started_at AS StartedAt, heartbeat_at AS HeartbeatAt, lease_until AS LeaseUntil, finished_at AS FinishedAt, rows AS Rows, done AS Done, total AS Total, message AS Message";

    private const int EndAttempts = 3;      // of a second each: whoever stops on request must not wait for another's long load

    private readonly TimeSpan _lease = (options ?? new LeaseOptions()).Length;

    /// <summary>Enters a run with its steps, all waiting. A run that is there already stays as it is, its finished steps included.</summary>
    /// <param name="runId">Run id.</param>
    /// <param name="scope">What it may see.</param>
    /// <param name="nameRules">Name rules it uses.</param>
    /// <param name="codeVersion">Version of the program.</param>
    /// <param name="steps">Names of its steps, in order. A run entered by a program with other steps begins anew.</param>
    /// <param name="cancel">Gives up waiting for another process's transaction, such as a long load.</param>
    public void Begin(string runId, RunScope scope, string nameRules, string codeVersion, IReadOnlyList<string> steps,
        CancellationToken cancel = default) => StoreWrite.Commit(database, write =>
    {
        write.Lock("runs");
        if (write.Scalar<long>("SELECT COUNT(*) FROM jaksignals.run WHERE run_id = @runId", new { runId }) == 0)
            Enter(write, runId, scope, nameRules, codeVersion);
        if (write.List<string>("SELECT step FROM jaksignals.run_step WHERE run_id = @runId ORDER BY ordinal", new { runId }).SequenceEqual(steps))
            return;
        write.Execute("DELETE FROM jaksignals.run_step WHERE run_id = @runId", new { runId });
        write.Execute("UPDATE jaksignals.run SET state = 'running', started_at = @at, finished_at = NULL, message = NULL WHERE run_id = @runId", new { runId, at = Now() });
        foreach (var (index, step) in steps.Index())
            write.Execute("INSERT INTO jaksignals.run_step (run_id, ordinal, step, state, attempt) VALUES (@runId, @ordinal, @step, 'waiting', 0)", new { runId, ordinal = index + 1, step });
    }, cancel);

    /// <summary>Takes back the "finished" marks of a run from a step on: what it left is not there any more.</summary>
    public void Reopen(string runId, string fromStep, CancellationToken cancel = default) => StoreWrite.Commit(database, write =>
    {
        write.Execute(
            "UPDATE jaksignals.run_step SET state = 'waiting' WHERE run_id = @runId AND state = 'finished' AND ordinal >= (SELECT ordinal FROM jaksignals.run_step WHERE run_id = @runId AND step = @fromStep)",
            new { runId, fromStep });
        write.Execute("UPDATE jaksignals.run SET state = 'running', finished_at = NULL, message = NULL WHERE run_id = @runId", new { runId });
    }, cancel);

    /// <summary>Enters a job, waiting, unless it is there already.</summary>
    /// <param name="jobKey">Its key.</param>
    /// <param name="entry">Entry of the timetable.</param>
    /// <param name="dueAt">When it was due.</param>
    /// <param name="cancel">Gives up waiting for another process's transaction, such as a long load.</param>
    public void EnterJob(string jobKey, string entry, DateTimeOffset dueAt, CancellationToken cancel = default) => StoreWrite.Commit(database, write =>
    {
        write.Lock("jobs");
        write.Execute(
            "INSERT INTO jaksignals.job (job_key, entry, due_at, state, attempt) SELECT @jobKey, @entry, @due, 'waiting', 0 WHERE NOT EXISTS (SELECT 1 FROM jaksignals.job WHERE job_key = @jobKey)",
            new { jobKey, entry, due = Iso(dueAt) });
    }, cancel);

    /// <summary>Takes work that waits, failed or was released, or whose holder is gone or has been silent for longer than its lease.</summary>
    /// <param name="work">The work, which has been entered.</param>
    /// <param name="owner">Who takes it: <see cref="LeaseOwner.Current"/>, or a name of a test's.</param>
    /// <exception cref="StoreException">The work was never entered.</exception>
    public Taking TryTake(WorkItem work, string owner)
    {
        Taking? taking = null;
        return StoreWrite.TryCommit(database, write => taking = TryTake(write, work, owner)) ? taking! : new Taking(null, new Holder(null, null, null));
    }

    /// <summary>A sign of life: the lease lasts on, and the ledger shows how far the work is.</summary>
    public Heartbeat Beat(Lease lease, long? done, long? total, string? message)
    {
        var kept = 0;
        var written = StoreWrite.TryCommit(database, write => kept = write.Execute(
            $"UPDATE jaksignals.{lease.Work.Table} SET heartbeat_at = @now, lease_until = @until, done = @done, total = @total, message = @message WHERE {lease.Work.Key} AND {Held}",
            Of(lease, new { now = Now(), until = Iso(clock.GetUtcNow() + _lease), done, total, message = Short(message) })));
        return !written ? Heartbeat.Busy : kept == 1 ? Heartbeat.Kept : Heartbeat.Lost;
    }

    /// <summary>Commits what the work left and its "finished" mark in one transaction.</summary>
    /// <param name="lease">The lease it was done under.</param>
    /// <param name="rows">Rows it left.</param>
    /// <param name="message">What it says; null for nothing.</param>
    /// <param name="results">Writes what it left.</param>
    /// <param name="cancel">Gives up waiting for another process's transaction.</param>
    /// <exception cref="LeaseLostException">Another holds the work meanwhile: nothing was committed.</exception>
    public void Finish(Lease lease, long rows, string? message, Action<StoreWrite> results, CancellationToken cancel = default) => StoreWrite.Commit(database, write =>
    {
        // The mark goes first: whoever would take the work over waits from here on for the end of this transaction.
        var marked = write.Execute(
            $"UPDATE jaksignals.{lease.Work.Table} SET state = 'finished', heartbeat_at = @now, lease_until = NULL, finished_at = @now, rows = @rows, message = @message WHERE {lease.Work.Key} AND {Held}",
            Of(lease, new { now = Now(), rows, message = Short(message) }));
        if (marked != 1)
            throw Lost(write, lease);
        results(write);
    }, cancel);

    /// <summary>Gives work back that was stopped on request.</summary>
    /// <returns>Whether it was still this holder's.</returns>
    public bool Release(Lease lease, string message) => End(lease, "released", message);

    /// <summary>Enters work, and the run it is a step of, as failed.</summary>
    /// <returns>Whether it was still this holder's.</returns>
    public bool Fail(Lease lease, string message) => End(lease, "failed", message);

    /// <summary>Enters how many current cases a run has.</summary>
    public static void EnterCases(StoreWrite write, string runId, long cases) =>
        write.Execute("UPDATE jaksignals.run SET cases = @cases WHERE run_id = @runId", new { runId, cases });

    /// <summary>Enters a run as published. The manifest a run was published with once is never replaced by another.</summary>
    /// <exception cref="StoreException">The run was published with another manifest; nothing was entered.</exception>
    public void Publish(StoreWrite write, string runId, string snapshot, string manifestSha256)
    {
        write.Lock("publication");
        var entered = write.Execute(
            """
            UPDATE jaksignals.run SET state = 'published', finished_at = @at, snapshot = @snapshot, manifest_sha256 = @manifestSha256,
                published_order = (SELECT COALESCE(MAX(published_order), 0) + 1 FROM jaksignals.run), message = NULL
            WHERE run_id = @runId AND (manifest_sha256 IS NULL OR manifest_sha256 = @manifestSha256)
            """,
            new { runId, snapshot, manifestSha256, at = Now() });
        if (entered == 0)
            throw new StoreException($"Run {runId} was published with another manifest than {manifestSha256}; the ledger keeps the first. Run: jaksignals audit verify");
    }

    /// <summary>The newest runs with their steps; the newest first.</summary>
    public IReadOnlyList<LedgerRun> Latest(int count) => database.Do(session =>
    {
        var runs = session.Stream<RunRow>($"SELECT {RunStore.RunColumns} FROM jaksignals.run ORDER BY started_at DESC, run_id").Take(count).ToList();
        var steps = session.List<LedgerStep>($"SELECT run_id AS RunId, ordinal AS Ordinal, step AS Step, {WorkColumns} FROM jaksignals.run_step WHERE run_id IN @ids ORDER BY run_id, ordinal", new { ids = runs.Select(run => run.RunId) })
            .ToLookup(step => step.RunId, Judged, StringComparer.Ordinal);
        return runs.ConvertAll(run => new LedgerRun(run, [.. steps[run.RunId]]));
    });

    /// <summary>The newest jobs by their due time; the newest first.</summary>
    public IReadOnlyList<LedgerJob> LatestJobs(int count) => database.Do(session =>
        session.Stream<LedgerJob>($"SELECT job_key AS JobKey, entry AS Entry, due_at AS DueAt, {WorkColumns} FROM jaksignals.job ORDER BY due_at DESC, job_key").Take(count).Select(Judged).ToList());

    /// <summary>A job by its key; null when the ledger has none.</summary>
    public LedgerJob? FindJob(string jobKey) => database.Do(session =>
        session.List<LedgerJob>($"SELECT job_key AS JobKey, entry AS Entry, due_at AS DueAt, {WorkColumns} FROM jaksignals.job WHERE job_key = @jobKey", new { jobKey }).Select(Judged).FirstOrDefault());

    /// <summary>Whether an entry of the timetable was ever begun.</summary>
    public bool HasJobOf(string entry) => database.Do(session => session.Scalar<long>("SELECT COUNT(*) FROM jaksignals.job WHERE entry = @entry", new { entry })) > 0;

    private const string Held = "state = 'running' AND owner = @Owner AND attempt = @Attempt";

    private void Enter(StoreWrite write, string runId, RunScope scope, string nameRules, string codeVersion)
    {
        write.Execute(
            "INSERT INTO jaksignals.run (run_id, as_of, previous_run_id, state, name_rules, code_version, started_at, review_id) VALUES (@runId, @asOf, @previous, 'running', @nameRules, @codeVersion, @at, @lastDecision)",
            new { runId, asOf = scope.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), previous = scope.Previous?.RunId, nameRules, codeVersion, at = Now(), lastDecision = scope.LastDecision });
        foreach (var load in scope.Loads.Order())
            write.Execute("INSERT INTO jaksignals.run_source (run_id, load_id) VALUES (@runId, @load)", new { runId, load });
    }

    private Taking TryTake(StoreWrite write, WorkItem work, string owner)
    {
        var now = clock.GetUtcNow();
        var found = Find(write, work);
        if (found.State == "finished")
            return new Taking(null, null);
        var gone = LeaseOwner.IsGone(found.Owner) ? found.Owner : null;
        var taken = write.Execute(
            $"""
            UPDATE jaksignals.{work.Table} SET state = 'running', attempt = attempt + 1, owner = @owner, started_at = @now, heartbeat_at = @now, lease_until = @until,
                finished_at = NULL, rows = NULL, done = NULL, total = NULL, message = NULL
            WHERE {work.Key} AND (state IN ('waiting', 'failed', 'released') OR (state = 'running' AND (lease_until IS NULL OR lease_until < @now OR owner = @gone)))
            """,
            new { work.RunId, work.Name, owner, now = Iso(now), until = Iso(now + _lease), gone });
        found = Find(write, work);
        if (taken == 0)
            return found.State == "finished" ? new Taking(null, null) : new Taking(null, new Holder(found.Owner, Time(found.StartedAt), Time(found.LeaseUntil)));
        if (work.RunId is not null)
            write.Execute("UPDATE jaksignals.run SET state = 'running', finished_at = NULL, message = NULL WHERE run_id = @RunId AND state = 'failed'", work);
        return new Taking(new Lease(work, owner, found.Attempt), null);
    }

    private static LedgerStep Find(StoreWrite write, WorkItem work) =>
        write.First<LedgerStep>($"SELECT {WorkColumns} FROM jaksignals.{work.Table} WHERE {work.Key}", work)
        ?? throw new StoreException($"The ledger has no {work}; it is entered before it is taken. Please report this as a bug.");

    private bool End(Lease lease, string state, string message)
    {
        var (ended, written) = (0, false);
        for (var attempt = 0; attempt < EndAttempts && !written; attempt++)
            written = StoreWrite.TryCommit(database, write => ended = End(write, lease, state, message));
        return written ? ended == 1 : throw new StoreException($"{lease.Work} could not be entered as {state}: another process writes. Its lease runs out by itself.");
    }

    private int End(StoreWrite write, Lease lease, string state, string message)
    {
        var values = Of(lease, new { state, now = Now(), message = Short(message) });
        var ended = write.Execute($"UPDATE jaksignals.{lease.Work.Table} SET state = @state, lease_until = NULL, finished_at = @now, message = @message WHERE {lease.Work.Key} AND {Held}", values);
        if (ended == 1 && state == "failed" && lease.Work.RunId is not null)   // a published run stays so, even when its report failed
            write.Execute("UPDATE jaksignals.run SET state = 'failed', finished_at = @now, message = @message WHERE run_id = @RunId AND state <> 'published'", values);
        return ended;
    }

    private static LeaseLostException Lost(StoreWrite write, Lease lease)
    {
        var now = Find(write, lease.Work);
        return new LeaseLostException(string.Create(CultureInfo.InvariantCulture,
            $"{lease.Owner} held {lease.Work} as attempt {lease.Attempt}, but gave no sign of life for longer than its lease; it is {now.State} now, attempt {now.Attempt} of {now.Owner}. Nothing of the earlier attempt was committed."));
    }

    private static DynamicParameters Of(Lease lease, object more)
    {
        var parameters = new DynamicParameters(more);
        parameters.AddDynamicParams(new { lease.Work.RunId, lease.Work.Name, lease.Owner, lease.Attempt });
        return parameters;
    }

    private T Judged<T>(T work) where T : LedgerWork =>
        work.State != "running" ? work : work with { IsAbandoned = Time(work.LeaseUntil) is not { } until || until < clock.GetUtcNow() || LeaseOwner.IsGone(work.Owner) };

    private string Now() => Iso(clock.GetUtcNow());

    private static string Iso(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? iso) => iso is null ? null : DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture);

    /// <summary>A message is for a line of a table; the log has it whole.</summary>
    private static string? Short(string? message) => message is { Length: > 1000 } ? message[..1000] : message;
}
