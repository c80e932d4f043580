using System.Globalization;
using System.Runtime.InteropServices;
using Dapper;
using JakSignals.Cases;
using JakSignals.Incidence;
using JakSignals.Signals;
using JakSignals.Statistics;

namespace JakSignals.Store;

/// <summary>A run as the ledger has it.</summary>
public sealed record RunRow
{
    /// <summary>Run id.</summary>
    public string RunId { get; init; } = "";

    /// <summary>As-of date, ISO.</summary>
    public string AsOf { get; init; } = "";

    /// <summary>Run it was compared with.</summary>
    public string? PreviousRunId { get; init; }

    /// <summary><c>running</c>, <c>published</c> or <c>failed</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Name rules it used.</summary>
    public string NameRules { get; init; } = "";

    /// <summary>UTC start, ISO.</summary>
    public string StartedAt { get; init; } = "";

    /// <summary>UTC end, ISO.</summary>
    public string? FinishedAt { get; init; }

    /// <summary>Folder of the snapshot, relative to the data folder.</summary>
    public string? Snapshot { get; init; }

    /// <summary>SHA-256 of the manifest.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }
}

/// <summary>The ledger of runs and what they found.</summary>
public sealed class RunStore(Database database, TimeProvider clock)
{
    private const string RunColumns =
        "run_id AS RunId, as_of AS AsOf, previous_run_id AS PreviousRunId, state AS State, name_rules AS NameRules, started_at AS StartedAt, finished_at AS FinishedAt, snapshot AS Snapshot, manifest_sha256 AS ManifestSha256, message AS Message";

    /// <summary>A run by its id; null when the ledger has none.</summary>
    public RunRow? Find(string runId)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<RunRow>($"SELECT {RunColumns} FROM run WHERE run_id = @runId", new { runId });
    }

    /// <summary>The newest runs first.</summary>
    public IReadOnlyList<RunRow> Latest(int count)
    {
        using var connection = database.Open();
        return [.. connection.Query<RunRow>($"SELECT {RunColumns} FROM run ORDER BY started_at DESC, run_id LIMIT @count", new { count })];
    }

    /// <summary>What a run with this as-of date may see: every load of now, compared with the newest published run of an earlier date.</summary>
    public RunScope ScopeFor(DateOnly asOf)
    {
        using var connection = database.Open();
        var loads = connection.Query<long>("SELECT load_id FROM source_load").ToHashSet();
        var previous = connection.QueryFirstOrDefault<string>(
            "SELECT run_id FROM run WHERE state = 'published' AND as_of < @asOf ORDER BY as_of DESC, published_order DESC LIMIT 1", new { asOf = Iso(asOf) });
        return new RunScope(asOf, loads, previous is null ? null : Previous(previous));
    }

    /// <summary>What a finished run saw: to compute it again.</summary>
    /// <exception cref="StoreException">The ledger has no such run.</exception>
    public RunScope ScopeOf(string runId)
    {
        var run = Find(runId) ?? throw new StoreException($"The store {database.Location} has no run {runId}; verify a snapshot against the store that published it.");
        return new RunScope(Day(run.AsOf), LoadsOf(runId), run.PreviousRunId is null ? null : Previous(run.PreviousRunId));
    }

    /// <summary>What a run's id is made from: digests of the loads of reports, sorted, then those of cohort tables in the order they were loaded, which decides between them.</summary>
    public IReadOnlyList<string> Digests(IReadOnlySet<long> loads)
    {
        using var connection = database.Open();
        var all = connection.Query<(long Id, int Source, string Digest)>("SELECT load_id, source, digest FROM source_load ORDER BY load_id").Where(l => loads.Contains(l.Id)).ToList();
        return [.. all.Where(l => l.Source != 0).Select(l => l.Digest).Order(StringComparer.Ordinal), .. all.Where(l => l.Source == 0).Select(l => "cohorts " + l.Digest)];
    }

    /// <summary>Enters a run as begun, with what it may see; a failed or killed run of the same id begins anew.</summary>
    public void Begin(string runId, RunScope scope, string nameRules, string codeVersion)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var table in new[] { "run_step", "run_source", "signal", "incidence" })
            connection.Execute($"DELETE FROM {table} WHERE run_id = @runId", new { runId }, transaction);
        var run = new { runId, asOf = Iso(scope.AsOf), previous = scope.Previous?.RunId, nameRules, codeVersion, at = Now() };
        // Updated, not replaced: later runs may refer to it.
        if (connection.Execute("UPDATE run SET state = 'running', started_at = @at, finished_at = NULL, message = NULL WHERE run_id = @runId", run, transaction) == 0)
            connection.Execute(
                "INSERT INTO run (run_id, as_of, previous_run_id, state, name_rules, code_version, started_at) VALUES (@runId, @asOf, @previous, 'running', @nameRules, @codeVersion, @at)",
                run, transaction);
        connection.Execute("INSERT INTO run_source (run_id, load_id) VALUES (@runId, @load)", scope.Loads.Order().Select(load => new { runId, load }), transaction);
        transaction.Commit();
    }

    /// <summary>Enters a step as begun.</summary>
    public void BeginStep(string runId, int ordinal, string step)
    {
        using var connection = database.Open();
        connection.Execute("INSERT INTO run_step (run_id, ordinal, step, state, started_at) VALUES (@runId, @ordinal, @step, 'running', @at)",
            new { runId, ordinal, step, at = Now() });
    }

    /// <summary>Enters a step as finished.</summary>
    public void FinishStep(string runId, int ordinal, long rows)
    {
        using var connection = database.Open();
        connection.Execute("UPDATE run_step SET state = 'finished', finished_at = @at, rows = @rows WHERE run_id = @runId AND ordinal = @ordinal",
            new { runId, ordinal, rows, at = Now() });
    }

    /// <summary>Enters a run, and the step it was in, as failed.</summary>
    public void Fail(string runId, string message)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute("UPDATE run_step SET state = 'failed', finished_at = @at, message = @message WHERE run_id = @runId AND state = 'running'", new { runId, message, at = Now() }, transaction);
        connection.Execute("UPDATE run SET state = 'failed', finished_at = @at, message = @message WHERE run_id = @runId", new { runId, message, at = Now() }, transaction);
        transaction.Commit();
    }

    /// <summary>Enters a run as published.</summary>
    public void Publish(string runId, string snapshot, string manifestSha256)
    {
        using var connection = database.Open();
        connection.Execute(
            "UPDATE run SET state = 'published', finished_at = @at, snapshot = @snapshot, manifest_sha256 = @manifestSha256, published_order = (SELECT COALESCE(MAX(published_order), 0) + 1 FROM run) WHERE run_id = @runId",
            new { runId, snapshot, manifestSha256, at = Now() });
    }

    /// <summary>Replaces the scored pairs of a run.</summary>
    public void ReplaceSignals(string runId, IReadOnlyList<ScoredPair> pairs)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM signal WHERE run_id = @runId", new { runId }, transaction);
        using (var rows = SqliteRows.Insert(connection, "signal", "run_id", "drug_key", "event_key", "event_level", "role_scope", "stratum", "a", "b", "c", "d",
            "prr", "prr_lower", "prr_upper", "chi_square", "ror", "ror_lower", "ror_upper", "sdr", "status", "new_cases", "serious_cases", "fatal_cases",
            "ic", "ic_lower", "ic_upper", "ebgm", "eb05", "eb95", "fisher_p", "q_value", "robust_signals", "robust_specifications"))
            foreach (var pair in pairs)
                rows.Bind(runId).Bind(pair.Drug.Key).Bind(pair.Event.Key).Bind(pair.Event.Level).Bind(pair.Scope.Code()).Bind(pair.Stratum)
                    .Bind(pair.Table.A).Bind(pair.Table.B).Bind(pair.Table.C).Bind(pair.Table.D)
                    .Bind(pair.Scores.Prr?.Value).Bind(pair.Scores.Prr?.Lower).Bind(pair.Scores.Prr?.Upper).Bind(pair.Scores.ChiSquare)
                    .Bind(pair.Scores.Ror?.Value).Bind(pair.Scores.Ror?.Lower).Bind(pair.Scores.Ror?.Upper).Bind(pair.Scores.IsSignal ? 1 : 0).Bind(pair.Status?.ToString().ToLowerInvariant() ?? "none")
                    .Bind(pair.Counts.New).Bind(pair.Counts.Serious).Bind(pair.Counts.Fatal)
                    .Bind(pair.Scores.Ic?.Value).Bind(pair.Scores.Ic?.Lower).Bind(pair.Scores.Ic?.Upper).Bind(pair.Scores.Ebgm?.Ebgm).Bind(pair.Scores.Ebgm?.Eb05).Bind(pair.Scores.Ebgm?.Eb95)
                    .Bind(pair.Scores.FisherP).Bind(pair.QValue).Bind(pair.Evidence?.Robustness?.Signals).Bind(pair.Evidence?.Robustness?.Specifications).Write();
        transaction.Commit();
    }

    /// <summary>Replaces the rates of a run.</summary>
    public void ReplaceIncidence(string runId, IReadOnlyList<IncidenceRow> rates)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM incidence WHERE run_id = @runId", new { runId }, transaction);
        using (var rows = SqliteRows.Insert(connection, "incidence", "run_id", "cohort", "drug_key", "dose", "indication", "event_key", "kind", "events", "patients",
            "patient_years", "rate_per_100py", "rate_lower", "rate_upper"))
            foreach (var rate in rates)
                rows.Bind(runId).Bind(rate.Cohort).Bind(rate.DrugKey).Bind(rate.Dose).Bind(rate.Indication).Bind(rate.EventKey).Bind(rate.Kind.ToString().ToLowerInvariant())
                    .Bind(rate.Events).Bind(rate.Patients).Bind(rate.PatientYears).Bind(rate.Rate.Value).Bind(rate.Rate.Lower).Bind(rate.Rate.Upper).Write();
        transaction.Commit();
    }

    /// <summary>What a published run found of every pair in its main scope over all cases.</summary>
    public PreviousScores? ReadScores(string? runId)
    {
        if (runId is null)
            return null;
        using var connection = database.Open();
        using var rows = new SqliteRows(connection, "SELECT drug_key, event_key, a, b, c, d, ror, ror_lower, sdr FROM signal WHERE run_id = ?1");
        rows.Bind(runId);
        var scores = new Dictionary<(string, string), PreviousScore>();
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);      // a key stands in many pairs, and once in memory
        string Key(string key) => CollectionsMarshal.GetValueRefOrAddDefault(keys, key, out _) ??= key;
        while (rows.Read())
            scores[(Key(rows.Text(0)), Key(rows.Text(1)))] = new PreviousScore(new Table2x2(rows.Int64(2), rows.Int64(3), rows.Int64(4), rows.Int64(5)),
                rows.IsNull(6) ? null : rows.Double(6), rows.IsNull(7) ? null : rows.Double(7), rows.Int32(8) == 1);
        return new PreviousScores(runId, scores);
    }

    private PreviousRun Previous(string runId) => new(runId, Day(Find(runId)!.AsOf), LoadsOf(runId));

    private HashSet<long> LoadsOf(string runId)
    {
        using var connection = database.Open();
        return [.. connection.Query<long>("SELECT load_id FROM run_source WHERE run_id = @runId", new { runId })];
    }

    private string Now() => clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
