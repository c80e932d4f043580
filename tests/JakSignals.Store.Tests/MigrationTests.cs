using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>What every engine must do with its schema.</summary>
public abstract class MigrationContract(TestStores stores) : IDisposable
{
    private readonly TestStores _stores = stores;

    [Fact]
    public void Migrating_twice_applies_each_migration_once()
    {
        var database = _stores.NewDatabase();

        Assert.NotEmpty(database.Migrate(TimeProvider.System).Applied);
        Assert.Empty(database.Migrate(TimeProvider.System).Applied);
        database.RequireCurrentSchema();
    }

    [Fact]
    public void Two_that_migrate_at_once_apply_each_migration_once()
    {
        var database = _stores.NewDatabase();
        var applied = new int[4];

        Parallel.For(0, applied.Length, new ParallelOptions { MaxDegreeOfParallelism = applied.Length }, i => applied[i] = database.Migrate(TimeProvider.System).Applied.Count);

        Assert.Equal(applied.Sum(), Convert.ToInt32(_stores.Scalar(database, "SELECT COUNT(*) FROM jaksignals.schema_migration"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("UPDATE jaksignals.schema_migration SET sha256 = 'edited00000000000000'", "must not be edited")]
    [InlineData("INSERT INTO jaksignals.schema_migration VALUES (99, '0099_future.sql', 'x', 'x'), (98, '0098_future.sql', 'x', 'x')", "Use the newer program")]
    public void A_store_of_another_history_is_refused(string tampering, string says)
    {
        var database = _stores.NewDatabase();
        database.Migrate(TimeProvider.System);
        _stores.Execute(database, tampering);

        Assert.Contains(says, Assert.Throws<StoreException>(() => database.Migrate(TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    /// <summary>The store of a program of version 2, killed while it counted, with a run published before.</summary>
    [Fact]
    public void A_store_of_version_2_keeps_its_runs_and_steps()
    {
        var database = _stores.NewDatabase();
        database.Migrate(TimeProvider.System, upTo: 2);
        _stores.Execute(database, """
            INSERT INTO jaksignals.run (run_id, as_of, state, name_rules, code_version, started_at, finished_at, published_order, snapshot, manifest_sha256)
            VALUES ('w46', '2026-11-16', 'published', 'general', '0.1', '2026-11-16T06:00:00.0000000+00:00', '2026-11-16T06:05:00.0000000+00:00', 1, 'snapshots/w46', 'hash');
            INSERT INTO jaksignals.run (run_id, as_of, previous_run_id, state, name_rules, code_version, started_at) VALUES ('w47', '2026-11-23', 'w46', 'running', 'general', '0.1', '2026-11-23T06:00:00.0000000+00:00');
            INSERT INTO jaksignals.run_step (run_id, ordinal, step, state, started_at, finished_at, rows) VALUES
                ('w46', 1, 'normalise', 'finished', '2026-11-16T06:00:00.0000000+00:00', '2026-11-16T06:01:00.0000000+00:00', 43),
                ('w47', 1, 'normalise', 'finished', '2026-11-23T06:00:00.0000000+00:00', '2026-11-23T06:01:00.0000000+00:00', 44),
                ('w47', 2, 'count', 'running', '2026-11-23T06:01:00.0000000+00:00', NULL, NULL);
            INSERT INTO jaksignals.signal (run_id, drug_key, event_key, event_level, role_scope, stratum, a, b, c, d, sdr, status, new_cases, serious_cases, fatal_cases)
            VALUES ('w46', 'tofacitinib', 'herpes_zoster', 'class', 'suspect', 'all', 5, 6, 7, 8, 1, 'new', 5, 1, 0);
            """);

        Assert.Equal("0003_ledger.sql", database.Migrate(TimeProvider.System).Applied[0].Name);

        var runs = new RunLedger(database, TimeProvider.System).Latest(10);
        Assert.Equal([("w47", "stopped"), ("w46", "published")], runs.Select(run => (run.Run.RunId, run.Condition)));
        Assert.Equal([("normalise", "finished", 44L, 1), ("count", "running", null, 1)], runs[0].Steps.Select(s => (s.Step, s.State, s.Rows, s.Attempt)));
        Assert.Equal("2026-11-16T06:01:00.0000000+00:00", Assert.Single(runs[1].Steps).FinishedAt);
        Assert.Equal(5L, Convert.ToInt64(_stores.Scalar(database, "SELECT a FROM jaksignals.signal WHERE run_id = 'w46'"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(2, new RunLedger(database, TimeProvider.System).TryTake(WorkItem.Step("w47", "count"), "a").Lease!.Attempt);
    }

    /// <summary>
    /// The store of a program of version 6 with two quarters, a list of deleted cases, a case table twice, a cohort table, two runs and a decision. Its figures were
    /// worked out by hand from the rule of that version, which differs from now's in one point: between loads of one quarter the higher digest decided.
    /// </summary>
    [Fact]
    public void A_store_of_version_6_keeps_its_figures_its_runs_and_its_chain()
    {
        var database = _stores.NewDatabase();
        database.Migrate(TimeProvider.System, upTo: 6);
        _stores.Execute(database, """
            INSERT INTO jaksignals.source_load (load_id, source, digest, period, simulated, loaded_at) VALUES
                (1, 1, 'd1', '2026Q1', 0, '2026-04-20T06:00:00.0000000+00:00'), (2, 1, 'c2', '2026Q2', 0, '2026-07-20T06:00:00.0000000+00:00'),
                (3, 1, 'b3', '2026Q1', 0, '2026-07-20T06:00:00.0000000+00:00'), (4, 2, 'f4', NULL, 0, '2026-07-21T06:00:00.0000000+00:00'),
                (5, 2, 'a5', NULL, 0, '2026-07-22T06:00:00.0000000+00:00'), (6, 0, 'e6', NULL, 0, '2026-07-23T06:00:00.0000000+00:00');
            INSERT INTO jaksignals.source_file (source_file_id, load_id, name, kind, period, bytes, sha256, rows_read, rows_loaded, rows_superseded, rows_quarantined) VALUES
                (1, 1, 'DEMO26Q1.txt', 1, '2026Q1', 1, 's1', 4, 4, 0, 0), (2, 2, 'DEMO26Q2.txt', 1, '2026Q2', 1, 's2', 2, 2, 0, 0),
                (3, 3, 'DELETE26Q1.txt', 8, '2026Q1', 1, 's3', 1, 1, 0, 0), (4, 4, 'one.csv', 20, NULL, 1, 's4', 1, 1, 0, 0),
                (5, 5, 'two.csv', 20, NULL, 1, 's5', 1, 1, 0, 0), (6, 6, 'cohorts.csv', 21, NULL, 1, 's6', 1, 1, 0, 0);
            INSERT INTO jaksignals.report (report_id, load_id, source, case_key, report_number, version, received_on, sex, reporter, outcomes, drug_rows, event_rows, outcome_rows, source_rows, therapy_rows, indication_rows) VALUES
                (1, 1, 1, 101, 1011, 1, 20260105, 1, 1, 0, 1, 1, 0, 0, 0, 0), (2, 1, 1, 102, 1021, 1, 20260105, 1, 1, 0, 1, 1, 0, 0, 0, 0),
                (3, 1, 1, 103, 1031, 1, 20260105, 1, 1, 0, 1, 1, 0, 0, 0, 0), (4, 1, 1, 104, 1041, 1, 20260105, 1, 1, 0, 1, 1, 0, 0, 0, 0),
                (5, 2, 1, 102, 1022, 2, 20260405, 1, 1, 1, 1, 1, 1, 0, 0, 0), (6, 2, 1, 103, 1031, 1, 20260105, 1, 1, 0, 1, 1, 0, 0, 0, 0),
                (7, 4, 2, 101, 0, 0, NULL, 1, 1, 0, 1, 1, 0, 0, 0, 0), (8, 5, 2, 101, 0, 0, NULL, 2, 1, 0, 1, 1, 0, 0, 0, 0);
            INSERT INTO jaksignals.deleted_case (load_id, case_key) VALUES (3, 104);
            INSERT INTO jaksignals.exposure (exposure_id, load_id, cohort, drug, event_class, events, patients, patient_years, kind, source)
            VALUES (1, 6, 'ORAL', 'TOFACITINIB', 'MACE', 10, 100, 200, 'registry', 'a table');
            INSERT INTO jaksignals.run (run_id, as_of, state, name_rules, code_version, started_at, published_order, snapshot, manifest_sha256, cases, review_id)
            VALUES ('w15', '2026-04-13', 'published', 'general', '0.6', '2026-04-21T06:00:00.0000000+00:00', 1, 'snapshots/w15', 'hash', 4, 0);
            INSERT INTO jaksignals.run_source (run_id, load_id) VALUES ('w15', 1);
            """);
        var decision = new Review
        {
            ReviewId = 1, RunId = "w15", ManifestSha256 = "hash", DrugKey = "tofacitinib", EventKey = "mace", StateCode = "validated", Meaning = "validated", Rationale = "seen",
            UserName = "anna", DecidedAt = "2026-04-22T06:00:00.0000000+00:00", PreviousHash = ReviewLog.NoHash,
        };
        _stores.Execute(database, $"""
            INSERT INTO jaksignals.review (review_id, kind, run_id, manifest_sha256, drug_key, event_key, state, meaning, rationale, user_name, decided_at, previous_hash, hash)
            VALUES (1, 'signal', 'w15', 'hash', 'tofacitinib', 'mace', 'validated', 'validated', 'seen', 'anna', '{decision.DecidedAt}', '{ReviewLog.NoHash}', '{decision.ComputeHash()}')
            """);

        Assert.Equal("0007_withdrawals.sql", database.Migrate(TimeProvider.System).Applied[0].Name);

        var runs = new RunStore(database);
        var scope = runs.ScopeFor(new DateOnly(2026, 7, 27));
        Assert.Equal([1L, 2, 3, 4, 5, 6], scope.Loads.Order());
        Assert.Equal(("w15", 1L), (scope.Previous!.RunId, scope.LastDecision));
        var set = CurrentCases.Read(database, scope, [], CancellationToken.None);
        // 101 from Q1; 102 by its follow-up from Q2; 103 is the same report in both quarters, that of Q2 counts; 104 is deleted. Of the case table loaded twice without
        // a day of receipt the later load decides: report 8. (Version 6 took the higher digest, 'f4': report 7. That is what is listed as changed.)
        Assert.Equal([1L, 5, 6, 8], set.Cases.ReportId);
        Assert.Equal([false, false, false, true], set.Cases.IsNew);
        Assert.Equal([false, true, true, false], set.Cases.IsFollowedUp);
        Assert.Equal([JakSignals.Cases.GoneCause.Replaced, JakSignals.Cases.GoneCause.Replaced, JakSignals.Cases.GoneCause.Deleted], set.GoneCauses);
        Assert.Equal((1L, 0L), (set.Undated, set.ReportedAfterDeletion));
        Assert.Equal([1L, 2, 3, 4], CurrentCases.Read(database, runs.ScopeOf("w15"), [], CancellationToken.None).Cases.ReportId);
        Assert.Equal([(1L, 1L, 2L), (2L, 0L, 0L)], set.Files.Where(file => file.Kind == "FaersDemo").Select(file => (file.Current, file.Deleted, file.Superseded)));
        Assert.Equal(10, Assert.Single(new ExposureStore(database).Read(scope)).Events);
        var check = new ReviewLog(database, TimeProvider.System).Verify();
        Assert.Equal((1L, decision.ComputeHash(), null), (check.Decisions, check.Head, check.Fault));
        Assert.Equal(1, new SourceLedger(database, TimeProvider.System).NotCompared(scope));       // the second case table: whether it differs from the first was never asked
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class SqliteMigrationTests : MigrationContract
{
    private readonly SqliteStores _sqlite;

    public SqliteMigrationTests() : this(new SqliteStores()) { }

    private SqliteMigrationTests(SqliteStores stores) : base(stores) => _sqlite = stores;

    [Fact]
    public void A_store_that_is_not_there_is_not_made_by_looking_at_it()
    {
        var database = _sqlite.NewDatabase();

        var error = Assert.Throws<StoreException>(database.RequireCurrentSchema);

        Assert.Contains("jaksignals ingest PATH --store sqlite:", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(database.Location));
    }

    [Fact]
    public void A_store_that_was_never_migrated_says_what_to_run()
    {
        var database = _sqlite.NewDatabase();
        File.Create(database.Location).Dispose();

        var error = Assert.Throws<StoreException>(database.RequireCurrentSchema);

        Assert.Contains("jaksignals migrate --store sqlite:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_store_is_refused_by_its_name()
    {
        var path = Path.Combine(_sqlite.Folder, "notes.db");
        File.WriteAllText(path, new string('x', 5000));

        var error = Assert.Throws<StoreException>(() => Database.Named($"sqlite:{path}").Migrate(TimeProvider.System));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql:host")]
    [InlineData("sqlite:")]
    public void A_store_of_an_unknown_engine_is_refused(string name) =>
        Assert.Contains("expected sqlite:PATH", Assert.Throws<StoreException>(() => Database.Named(name)).Message, StringComparison.Ordinal);
}
