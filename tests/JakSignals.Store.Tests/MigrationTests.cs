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
