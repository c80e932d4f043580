using System.Globalization;

namespace JakSignals.Store;

/// <summary>Removes results nobody needs any more, a portion at a time, so that others can write in between.</summary>
/// <param name="database">The store.</param>
/// <param name="clock">The clock.</param>
/// <param name="portion">Rows of one transaction, about.</param>
public sealed class StoreRetention(Database database, TimeProvider clock, int portion = 50_000)
{
    private const string AtWork = "EXISTS (SELECT 1 FROM jaksignals.run_step WHERE run_id = @runId AND state IN ('running', 'finished'))";

    /// <summary>Runs that were begun before a time and never published, and have results.</summary>
    public IReadOnlyList<string> UnpublishedRuns(DateTimeOffset begunBefore) => database.Do(session => session.List<string>(
        """
        SELECT r.run_id FROM jaksignals.run AS r WHERE r.state <> 'published' AND r.started_at < @before
            AND (EXISTS (SELECT 1 FROM jaksignals.signal AS s WHERE s.run_id = r.run_id) OR EXISTS (SELECT 1 FROM jaksignals.incidence AS i WHERE i.run_id = r.run_id))
        ORDER BY r.run_id
        """, new { before = Iso(begunBefore) }));

    /// <summary>
    /// Published runs whose scores no run needs that was published since a time: neither that run, nor the one it was compared with, nor the newest of all.
    /// </summary>
    public IReadOnlyList<string> RunsNotNeededSince(DateTimeOffset time)
    {
        var runs = database.Do(session => session.List<PublishedRun>(
            "SELECT run_id AS RunId, previous_run_id AS Previous, finished_at AS FinishedAt FROM jaksignals.run WHERE state = 'published' ORDER BY published_order DESC"));
        var since = Iso(time);
        var kept = runs.Where((run, index) => index == 0 || string.CompareOrdinal(run.FinishedAt, since) >= 0).ToList();
        var needed = kept.SelectMany(run => new[] { run.RunId, run.Previous }).ToHashSet();
        return [.. runs.Select(run => run.RunId).Where(run => !needed.Contains(run)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Removes the results of a run that was never published; its steps wait again, so that it computes them anew should it ever go on.</summary>
    /// <returns>Rows removed; none when a process is at the run.</returns>
    public long RemoveUnpublished(string runId, CancellationToken cancel)
    {
        StoreWrite.Commit(database, write => write.Execute(
            """
            UPDATE jaksignals.run_step SET state = 'waiting' WHERE run_id = @runId AND (state = 'finished' OR state = 'running')
                AND NOT EXISTS (SELECT 1 FROM jaksignals.run_step AS held WHERE held.run_id = @runId AND held.state = 'running' AND held.lease_until >= @now)
                AND NOT EXISTS (SELECT 1 FROM jaksignals.run WHERE run_id = @runId AND state = 'published')
            """, new { runId, now = Iso(clock.GetUtcNow()) }), cancel);
        return Remove("signal", "drug_key", runId, $"NOT {AtWork}", cancel) + Remove("incidence", "cohort", runId, $"NOT {AtWork}", cancel);
    }

    /// <summary>Removes the scores of a published run. Its snapshot stays, from which later runs are computed.</summary>
    /// <returns>Rows removed.</returns>
    public long RemoveScores(string runId, CancellationToken cancel) => Remove("signal", "drug_key", runId, "1 = 1", cancel);

    /// <summary>Removes jobs that were finished and due before a time.</summary>
    /// <returns>Rows removed.</returns>
    public long RemoveFinishedJobs(DateTimeOffset dueBefore, CancellationToken cancel)
    {
        var removed = 0L;
        StoreWrite.Commit(database, write => removed = write.Execute("DELETE FROM jaksignals.job WHERE state = 'finished' AND due_at < @before", new { before = Iso(dueBefore) }), cancel);
        return removed;
    }

    /// <summary>First eight digits of the digest of every load: they stand in the names of quarantine texts.</summary>
    public IReadOnlySet<string> LoadMarks() =>
        database.Do(session => session.List<string>("SELECT digest FROM jaksignals.source_load")).Select(digest => digest[..8]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Keys that follow each other make a portion; the engine's own order decides what follows.</summary>
    private long Remove(string table, string key, string runId, string condition, CancellationToken cancel)
    {
        var removed = 0L;
        foreach (var (first, last) in Portions(table, key, runId))
            StoreWrite.Commit(database, write => removed += write.Execute(
                $"DELETE FROM jaksignals.{table} WHERE run_id = @runId AND {key} >= @first AND {key} <= @last AND {condition}", new { runId, first, last }), cancel);
        return removed;
    }

    private List<(string First, string Last)> Portions(string table, string key, string runId)
    {
        var portions = new List<(string, string)>();
        string? first = null;
        var (last, rows) = ("", 0L);
        var keys = database.Do(session => session.List<KeyRows>($"SELECT {key} AS RowKey, COUNT(*) AS KeyCount FROM jaksignals.{table} WHERE run_id = @runId GROUP BY {key} ORDER BY {key}", new { runId }));
        foreach (var one in keys)
        {
            (first, last, rows) = (first ?? one.RowKey, one.RowKey, rows + one.KeyCount);
            if (rows < portion)
                continue;
            portions.Add((first, last));
            (first, rows) = (null, 0);
        }
        if (first is not null)
            portions.Add((first, last));
        return portions;
    }

    private static string Iso(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private sealed record PublishedRun
    {
        public string RunId { get; init; } = "";
        public string? Previous { get; init; }
        public string? FinishedAt { get; init; }
    }

    private sealed record KeyRows
    {
        public string RowKey { get; init; } = "";
        public long KeyCount { get; init; }
    }
}
