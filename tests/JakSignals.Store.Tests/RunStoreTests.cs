using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>What every engine must do with runs.</summary>
public abstract class RunStoreContract : IDisposable
{
    private readonly TestStores _stores;
    private readonly Database _database;
    private readonly RunStore _runs;
    private readonly RunLedger _ledger;

    protected RunStoreContract(TestStores stores)
    {
        (_stores, _database) = (stores, stores.NewDatabase());
        _database.Migrate(TimeProvider.System);
        (_runs, _ledger) = (new RunStore(_database), new RunLedger(_database, TimeProvider.System));
    }

    [Fact]
    public void The_previous_run_is_the_newest_published_one_with_an_earlier_as_of_date()
    {
        Publish("w45", new DateOnly(2026, 11, 2));
        Publish("w46", new DateOnly(2026, 11, 9));
        Publish("w46 again", new DateOnly(2026, 11, 9));
        Publish("w48", new DateOnly(2026, 11, 23));
        _ledger.Begin("failed", _runs.ScopeFor(new DateOnly(2026, 11, 10)), "general", "test", ["count"]);
        _ledger.Fail(_ledger.TryTake(WorkItem.Step("failed", "count"), "a").Lease!, "the disk went away");

        Assert.Equal("w46 again", _runs.ScopeFor(new DateOnly(2026, 11, 16)).Previous?.RunId);
        Assert.Null(_runs.ScopeFor(new DateOnly(2026, 11, 2)).Previous);
    }

    [Fact]
    public void A_run_that_a_later_run_refers_to_can_be_published_again()
    {
        Publish("w45", new DateOnly(2026, 11, 2));
        Publish("w46", new DateOnly(2026, 11, 9));

        Publish("w45", new DateOnly(2026, 11, 2));

        Assert.Equal("published", _runs.Find("w45")?.State);
        Assert.Equal("w45", _runs.ScopeOf("w46").Previous?.RunId);
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Publish(string runId, DateOnly asOf)
    {
        _ledger.Begin(runId, _runs.ScopeFor(asOf), "general", "test", []);
        StoreWrite.Commit(_database, write => _ledger.Publish(write, runId, runId, "hash"), TestContext.Current.CancellationToken);
    }
}
