using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>What every engine must keep of decisions.</summary>
public abstract class ReviewLogContract : IDisposable
{
    private readonly TestStores _stores;
    private readonly Database _database;

    protected ReviewLogContract(TestStores stores)
    {
        (_stores, _database) = (stores, stores.NewDatabase());
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

    /// <summary>A server can commit and be lost before it says so; the work is then done again.</summary>
    [Fact]
    public void A_decision_whose_commit_was_not_heard_of_is_there_once()
    {
        var decision = new Decision("r", "d", "e", "closed", "done", "mjones");
        var heads = Enumerable.Range(0, 2).Select(_ =>
        {
            using var session = _database.Open();
            return ReviewLog.Append(session, decision, "2026-11-24T12:00:00.0000000+00:00");
        }).ToList();

        Assert.Equal(heads[0], heads[1]);
        Assert.Equal(new ChainCheck(4, heads[0], null), new ReviewLog(_database, TimeProvider.System).Verify());
    }

    [Theory]
    [InlineData("UPDATE jaksignals.review SET rationale = 'did not read' WHERE review_id = 2", "decision 2 (UPADACITINIB × herpes_zoster, mjones", "was changed")]
    [InlineData("UPDATE jaksignals.review SET user_name = 'mjonesr', rationale = 'ead the cases' WHERE review_id = 2", "decision 2", "was changed")]
    [InlineData("DELETE FROM jaksignals.review WHERE review_id = 1", "decision 1 is missing", "decision 2")]
    [InlineData("UPDATE jaksignals.review SET previous_hash = hash WHERE review_id = 3", "decision 3", "follows")]
    public void The_first_broken_link_is_named(string tampering, string decision, string says)
    {
        Assert.True(_stores.Execute(_database, tampering) > 0);

        var fault = new ReviewLog(_database, TimeProvider.System).Verify().Fault;

        Assert.Contains(decision, fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }
}
