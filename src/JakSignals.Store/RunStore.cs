using System.Globalization;
using JakSignals.Cases;
using JakSignals.Incidence;
using JakSignals.Signals;

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

    /// <summary>Place among the publications: 1, 2, 3 …, the newest has the highest; null when it was never published.</summary>
    public long? PublishedOrder { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }

    /// <summary>Current cases it counted; null before that, and for runs of an older program.</summary>
    public long? Cases { get; init; }

    /// <summary>Number of the last decision it knows of; null for runs of an older program.</summary>
    public long? ReviewId { get; init; }
}

/// <summary>What runs may see and what they found; <see cref="RunLedger"/> keeps how far they are.</summary>
public sealed class RunStore(Database database)
{
    internal const string RunColumns =
        "run_id AS RunId, as_of AS AsOf, previous_run_id AS PreviousRunId, state AS State, name_rules AS NameRules, started_at AS StartedAt, finished_at AS FinishedAt, snapshot AS Snapshot, manifest_sha256 AS ManifestSha256, published_order AS PublishedOrder, message AS Message, cases AS Cases, review_id AS ReviewId";

    /// <summary>A run by its id; null when the ledger has none.</summary>
    public RunRow? Find(string runId)
    {
        return database.Do(session => session.First<RunRow>($"SELECT {RunColumns} FROM jaksignals.run WHERE run_id = @runId", new { runId }));
    }

    /// <summary>The newest runs first.</summary>
    public IReadOnlyList<RunRow> Latest(int count)
    {
        return database.Do(session => session.Stream<RunRow>($"SELECT {RunColumns} FROM jaksignals.run ORDER BY started_at DESC, run_id").Take(count).ToList());
    }

    /// <summary>Published runs, the newest publication first.</summary>
    public IReadOnlyList<RunRow> Published() => database.Do(session =>
        session.List<RunRow>($"SELECT {RunColumns} FROM jaksignals.run WHERE state = 'published' AND snapshot IS NOT NULL ORDER BY published_order DESC"));

    /// <summary>
    /// What a run with this as-of date may see: every decision of now and every load that none of them withdrew, compared with the newest published run of
    /// an earlier date.
    /// </summary>
    public RunScope ScopeFor(DateOnly asOf)
    {
        var (loads, lastDecision, previous) = database.Do(session =>
        {
            var last = ReviewLog.LastId(session);
            var sources = SourceRegister.Of(ReviewLog.Read(session, last));
            var loads = session.List<(long Id, string Digest)>("SELECT load_id, digest FROM jaksignals.source_load");
            var previous = session.First<string>(
                "SELECT run_id FROM jaksignals.run WHERE state = 'published' AND as_of < @asOf ORDER BY as_of DESC, published_order DESC", new { asOf = Iso(asOf) });
            return (loads.Where(load => sources.WithdrawalOf(load.Digest) is null).Select(load => load.Id).ToHashSet(), last, previous);
        });
        return new RunScope(asOf, loads, previous is null ? null : Previous(previous)) { LastDecision = lastDecision };
    }

    /// <summary>What a finished run saw: to compute it again.</summary>
    /// <exception cref="StoreException">The ledger has no such run.</exception>
    public RunScope ScopeOf(string runId)
    {
        var run = Find(runId) ?? throw new StoreException($"The store {database.Location} has no run {runId}; verify a snapshot against the store that published it.");
        return new RunScope(Day(run.AsOf), LoadsOf(runId), run.PreviousRunId is null ? null : Previous(run.PreviousRunId)) { LastDecision = run.ReviewId ?? 0 };
    }

    /// <summary>What a run's id is made from, beside settings: what it sees, and in which order where the order decides.</summary>
    /// <remarks>
    /// First the digests of all loads, sorted; then, in the order they were loaded, the pairs of loads of one quarter that may hold the same report and the
    /// pairs of cohort tables that have the same cohort; last every withdrawal and reinstatement, so that a week that is run again after one is another run.
    /// </remarks>
    public IReadOnlyList<string> Digests(RunScope scope) => database.Do(session =>
    {
        var loads = session.List<LoadIdentity>("SELECT load_id AS LoadId, source AS Source, digest AS Digest, period AS Period, compared AS Compared FROM jaksignals.source_load ORDER BY load_id")
            .Where(load => scope.Loads.Contains(load.LoadId)).ToList();
        var overlaps = SourceLedger.Overlaps(session).Select(overlap => (overlap.OtherLoadId, overlap.LoadId)).ToHashSet();
        var cohorts = session.List<(long Load, string Cohort)>("SELECT DISTINCT load_id, cohort FROM jaksignals.exposure").ToLookup(cohort => cohort.Load, cohort => cohort.Cohort);
        var decisions = SourceRegister.Of(ReviewLog.Read(session, scope.LastDecision)).Decisions;
        return (IReadOnlyList<string>)
        [
            .. loads.Where(load => load.Source != 0).Select(load => load.Digest).Order(StringComparer.Ordinal),
            .. loads.Where(load => load.Source == 0).Select(load => "cohorts " + load.Digest).Order(StringComparer.Ordinal),
            .. OrdersOf(loads, overlaps).Order(StringComparer.Ordinal),
            .. OrdersOf([.. loads.Where(load => load.Source == 0)], cohorts).Order(StringComparer.Ordinal),
            .. decisions.Select(decision => $"{decision.StateCode} {decision.DrugKey}"),
        ];
    });

    /// <summary>Loads of reports of one quarter, or of none, that hold the same report, or were never compared: the one loaded later decides.</summary>
    private static IEnumerable<string> OrdersOf(List<LoadIdentity> loads, HashSet<(long Before, long After)> overlaps) =>
        from quarter in loads.Where(load => load.Source != 0).GroupBy(load => (load.Source, load.Period))
        from before in quarter
        from after in quarter
        where before.LoadId < after.LoadId && (!after.Compared || overlaps.Contains((before.LoadId, after.LoadId)))
        select $"{after.Digest} after {before.Digest}";

    /// <summary>Cohort tables that have the same cohort: it is read from the one loaded later.</summary>
    private static IEnumerable<string> OrdersOf(List<LoadIdentity> tables, ILookup<long, string> cohorts) =>
        from before in tables
        from after in tables
        where before.LoadId < after.LoadId && cohorts[before.LoadId].Intersect(cohorts[after.LoadId], StringComparer.Ordinal).Any()
        select $"cohorts {after.Digest} after {before.Digest}";

    private sealed record LoadIdentity
    {
        public long LoadId { get; init; }
        public int Source { get; init; }
        public string Digest { get; init; } = "";
        public string? Period { get; init; }
        public bool Compared { get; init; }
    }

    /// <summary>Replaces the scored pairs of a run.</summary>
    public static void ReplaceSignals(StoreWrite write, string runId, IReadOnlyList<ScoredPair> pairs) => Replace(write, runId, pairs, new TableShape<ScoredPair>("signal",
        ["run_id", "drug_key", "event_key", "event_level", "role_scope", "stratum", "a", "b", "c", "d",
            "prr", "prr_lower", "prr_upper", "chi_square", "ror", "ror_lower", "ror_upper", "sdr", "status", "new_cases", "serious_cases", "fatal_cases",
            "ic", "ic_lower", "ic_upper", "ebgm", "eb05", "eb95", "fisher_p", "q_value", "robust_signals", "robust_specifications"],
        (row, pair) => row.Bind(runId).Bind(pair.Drug.Key).Bind(pair.Event.Key).Bind(pair.Event.Level).Bind(pair.Scope.Code()).Bind(pair.Stratum)
            .Bind(pair.Table.A).Bind(pair.Table.B).Bind(pair.Table.C).Bind(pair.Table.D)
            .Bind(pair.Scores.Prr?.Value).Bind(pair.Scores.Prr?.Lower).Bind(pair.Scores.Prr?.Upper).Bind(pair.Scores.ChiSquare)
            .Bind(pair.Scores.Ror?.Value).Bind(pair.Scores.Ror?.Lower).Bind(pair.Scores.Ror?.Upper).Bind(pair.Scores.IsSignal ? 1L : 0L).Bind(pair.Status?.ToString().ToLowerInvariant() ?? "none")
            .Bind((long)pair.Counts.New).Bind((long)pair.Counts.Serious).Bind((long)pair.Counts.Fatal)
            .Bind(pair.Scores.Ic?.Value).Bind(pair.Scores.Ic?.Lower).Bind(pair.Scores.Ic?.Upper).Bind(pair.Scores.Ebgm?.Ebgm).Bind(pair.Scores.Ebgm?.Eb05).Bind(pair.Scores.Ebgm?.Eb95)
            .Bind(pair.Scores.FisherP).Bind(pair.QValue).Bind((long?)pair.Evidence?.Robustness?.Signals).Bind((long?)pair.Evidence?.Robustness?.Specifications)));

    /// <summary>Replaces the rates of a run.</summary>
    public static void ReplaceIncidence(StoreWrite write, string runId, IReadOnlyList<IncidenceRow> rates) => Replace(write, runId, rates, new TableShape<IncidenceRow>("incidence",
        ["run_id", "cohort", "drug_key", "dose", "indication", "event_key", "kind", "events", "patients", "patient_years", "rate_per_100py", "rate_lower", "rate_upper"],
        (row, rate) => row.Bind(runId).Bind(rate.Cohort).Bind(rate.DrugKey).Bind(rate.Dose).Bind(rate.Indication).Bind(rate.EventKey).Bind(rate.Kind.ToString().ToLowerInvariant())
            .Bind(rate.Events).Bind(rate.Patients).Bind((double?)rate.PatientYears).Bind((double?)rate.Rate.Value).Bind((double?)rate.Rate.Lower).Bind((double?)rate.Rate.Upper)));

    private static void Replace<T>(StoreWrite write, string runId, IReadOnlyList<T> found, TableShape<T> shape)
    {
        write.Session.Execute($"DELETE FROM jaksignals.{shape.Table} WHERE run_id = @runId", new { runId });
        write.Session.Write(shape, found);
    }

    private PreviousRun Previous(string runId)
    {
        var run = Find(runId) ?? throw new StoreException($"The store {database.Location} has no run {runId}, with which another was compared. Run: jaksignals audit verify");
        return new PreviousRun(runId, Day(run.AsOf), LoadsOf(runId));
    }

    private HashSet<long> LoadsOf(string runId) =>
        [.. database.Do(session => session.List<long>("SELECT load_id FROM jaksignals.run_source WHERE run_id = @runId", new { runId }))];

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
