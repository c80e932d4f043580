using Dapper;
using Microsoft.Data.Sqlite;

namespace JakSignals.Store.Tests;

public sealed class MigrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Migrating_twice_applies_each_migration_once()
    {
        var database = _folder.NewDatabase();

        Assert.NotEmpty(database.Migrate(TimeProvider.System));
        Assert.Empty(database.Migrate(TimeProvider.System));
        database.RequireCurrentSchema();
    }

    [Fact]
    public void A_store_that_is_not_there_is_not_made_by_looking_at_it()
    {
        var database = _folder.NewDatabase();

        var error = Assert.Throws<StoreException>(database.RequireCurrentSchema);

        Assert.Contains("jaksignals ingest PATH --store sqlite:", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(database.Location));
    }

    [Fact]
    public void A_store_that_was_never_migrated_says_what_to_run()
    {
        var database = _folder.NewDatabase();
        File.Create(database.Location).Dispose();

        var error = Assert.Throws<StoreException>(database.RequireCurrentSchema);

        Assert.Contains("jaksignals migrate --store sqlite:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE schema_migration SET sha256 = 'edited00000000000000'", "must not be edited")]
    [InlineData("INSERT INTO schema_migration VALUES (99, '0099_future.sql', 'x', 'x'), (98, '0098_future.sql', 'x', 'x')", "Use the newer program")]
    public void A_store_of_another_history_is_refused(string tampering, string says)
    {
        var database = _folder.NewDatabase();
        database.Migrate(TimeProvider.System);
        using (var connection = new SqliteConnection($"Data Source={database.Location};Pooling=False"))
            connection.Execute(tampering);

        Assert.Contains(says, Assert.Throws<StoreException>(() => database.Migrate(TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_store_is_refused_by_its_name()
    {
        var path = Path.Combine(_folder.Path, "notes.db");
        File.WriteAllText(path, new string('x', 5000));

        var error = Assert.Throws<StoreException>(() => Database.Named($"sqlite:{path}").Migrate(TimeProvider.System));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql:host")]
    [InlineData("sqlite:")]
    public void A_store_of_an_unknown_engine_is_refused(string name) =>
        Assert.Contains("expected sqlite:PATH", Assert.Throws<StoreException>(() => Database.Named(name)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}
