using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>A store that is opened for looking only. What a read-only medium does to it is tried end to end.</summary>
public sealed class ToReadTests : IDisposable
{
    private readonly SqliteStores _stores = new();

    [Fact]
    public void Everything_can_be_read_and_nothing_written()
    {
        var database = _stores.NewDatabase();
        database.Migrate(TimeProvider.System);
        _stores.Execute(database, "INSERT INTO jaksignals.run (run_id, as_of, state, name_rules, code_version, started_at) VALUES ('w46', '2026-11-16', 'running', 'general', '0.1', '2026-11-16T06:00:00.0000000+00:00')");
        var toRead = database.ToRead();

        toRead.RequireCurrentSchema();
        Assert.Equal("w46", new RunStore(toRead).Find("w46")?.RunId);
        Assert.Equal(0, new ReviewLog(toRead, TimeProvider.System).Verify().Decisions);
        foreach (var statement in new[] { "DELETE FROM jaksignals.run", "CREATE TABLE jaksignals.other (x)", "UPDATE jaksignals.run SET state = 'failed'" })
            Assert.Contains("read-only", Assert.Throws<StoreException>(() => toRead.Do(session => session.Execute(statement))).Message, StringComparison.Ordinal);
        Assert.Equal("running", new RunStore(database).Find("w46")?.State);
    }

    [Fact]
    public void A_store_that_is_not_there_is_not_made_by_looking()
    {
        var database = _stores.NewDatabase();

        Assert.Contains("There is no store at", Assert.Throws<StoreException>(database.ToRead().RequireCurrentSchema).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(database.Location));
    }

    public void Dispose() => _stores.Dispose();
}
