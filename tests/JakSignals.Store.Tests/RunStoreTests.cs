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

    [Fact]
    public void The_manifest_a_run_was_published_with_is_never_replaced_by_another()
    {
        Publish("w45", new DateOnly(2026, 11, 2));

        var refused = Assert.Throws<StoreException>(() => StoreWrite.Commit(_database, write => _ledger.Publish(write, "w45", "w45", "other"), TestContext.Current.CancellationToken));

        Assert.Contains("was published with another manifest than other", refused.Message, StringComparison.Ordinal);
        Assert.Equal(("hash", 1L), (_runs.Find("w45")!.ManifestSha256, _runs.Find("w45")!.PublishedOrder));
    }

    [Fact]
    public void Hashes_of_a_report_are_entered_once_and_another_hash_is_refused()
    {
        Publish("w45", new DateOnly(2026, 11, 2));
        var files = new WrittenFiles(_database);
        WrittenFile Of(string name, string sha256) => new() { Name = name, Bytes = 3, Sha256 = sha256 };
        void Enter(params WrittenFile[] written) => StoreWrite.Commit(_database, write => WrittenFiles.Enter(write, "w45", written), TestContext.Current.CancellationToken);

        Enter(Of("report.html", "aa"));
        Enter(Of("report.html", "aa"), Of("changes.csv", "bb"));
        var refused = Assert.Throws<StoreException>(() => Enter(Of("ermr.csv", "cc"), Of("changes.csv", "dd")));

        Assert.Contains("changes.csv of run w45 was written with SHA-256 bb; written again it has dd", refused.Message, StringComparison.Ordinal);
        Assert.Equal([Of("changes.csv", "bb"), Of("report.html", "aa")], files.Of("w45"));
        Assert.Empty(files.Of("w46"));
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
