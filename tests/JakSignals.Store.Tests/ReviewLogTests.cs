using Dapper;
using Microsoft.Data.Sqlite;

namespace JakSignals.Store.Tests;

public sealed class ReviewLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Database _database;

    public ReviewLogTests()
    {
        _database = _folder.NewDatabase();
        _database.Migrate(TimeProvider.System);
        var log = new ReviewLog(_database, TimeProvider.System);
        foreach (var state in new[] { "under validation", "validated", "confirmed" })
            log.Append(new Decision("2026-W47-3fa9c104", "UPADACITINIB", "herpes_zoster", state, "read the cases", "mjones"));
    }

    [Fact]
    public void An_untouched_chain_is_whole_and_its_head_is_the_last_hash()
    {
        var head = new ReviewLog(_database, TimeProvider.System).Append(new Decision("r", "d", "e", "closed", "done", "mjones"));

        Assert.Equal(new ChainCheck(4, head, null), new ReviewLog(_database, TimeProvider.System).Verify());
    }

    [Theory]
    [InlineData("UPDATE review SET rationale = 'did not read' WHERE review_id = 2", "decision 2 (UPADACITINIB × herpes_zoster, mjones", "was changed")]
    [InlineData("UPDATE review SET user_name = 'mjonesr', rationale = 'ead the cases' WHERE review_id = 2", "decision 2", "was changed")]
    [InlineData("DELETE FROM review WHERE review_id = 1", "decision 1 is missing", "decision 2")]
    [InlineData("UPDATE review SET previous_hash = hash WHERE review_id = 3", "decision 3", "follows")]
    public void The_first_broken_link_is_named(string tampering, string decision, string says)
    {
        using (var connection = new SqliteConnection($"Data Source={_database.Location};Pooling=False"))
            connection.Execute(tampering);

        var fault = new ReviewLog(_database, TimeProvider.System).Verify().Fault;

        Assert.Contains(decision, fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
