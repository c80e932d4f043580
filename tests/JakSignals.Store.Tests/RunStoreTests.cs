namespace JakSignals.Store.Tests;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunStore _runs;

    public RunStoreTests()
    {
        var database = _folder.NewDatabase();
        database.Migrate(TimeProvider.System);
        _runs = new RunStore(database, TimeProvider.System);
    }

    [Fact]
    public void The_previous_run_is_the_newest_published_one_with_an_earlier_as_of_date()
    {
        Publish("w45", new DateOnly(2026, 11, 2));
        Publish("w46", new DateOnly(2026, 11, 9));
        Publish("w46 again", new DateOnly(2026, 11, 9));
        Publish("w48", new DateOnly(2026, 11, 23));
        _runs.Begin("failed", _runs.ScopeFor(new DateOnly(2026, 11, 10)), "general", "test");
        _runs.Fail("failed", "the disk went away");

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
    public void A_run_that_failed_says_why_and_in_which_step()
    {
        _runs.Begin("w45", _runs.ScopeFor(new DateOnly(2026, 11, 2)), "general", "test");
        _runs.BeginStep("w45", 1, "normalise");

        _runs.Fail("w45", "the disk went away");

        Assert.Equal(("failed", "the disk went away"), (_runs.Find("w45")?.State, _runs.Find("w45")?.Message));
    }

    public void Dispose() => _folder.Dispose();

    private void Publish(string runId, DateOnly asOf)
    {
        _runs.Begin(runId, _runs.ScopeFor(asOf), "general", "test");
        _runs.Publish(runId, runId, "hash");
    }
}
