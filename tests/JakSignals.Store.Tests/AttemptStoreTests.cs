using System.Globalization;
using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>Whom wrong passwords lock out, and whom they do not.</summary>
public abstract class AttemptContract : IDisposable
{
    private readonly TestStores _stores;
    private readonly Database _database;
    private readonly Clock _clock = new();
    private readonly AttemptStore _attempts;

    protected AttemptContract(TestStores stores)
    {
        (_stores, _database) = (stores, stores.NewDatabase());
        _database.Migrate(_clock);
        _attempts = new AttemptStore(_database, _clock);
        new AccountStore(_database, _clock).Add("MJones", Role.Reviewer, "hash", mustChange: false);
    }

    [Fact]
    public void Five_lock_the_account_for_their_sender_alone_and_for_fifteen_minutes()
    {
        Assert.Equal([true, true, true, true, true, false], Enumerable.Range(0, 6).Select(_ => Try("a")));
        Assert.True(Try("b"));
        Assert.Equal(("MJONES", 1), (Assert.Single(_attempts.Locks()).Name, Assert.Single(_attempts.Locks()).Senders));
        _clock.Now += TimeSpan.FromMinutes(14.9);
        Assert.False(Try("a"));
        _clock.Now += TimeSpan.FromMinutes(0.2);
        Assert.True(Try("a"));
        Assert.Empty(_attempts.Locks());
    }

    [Fact]
    public void The_fifth_says_that_it_locks_and_a_right_password_begins_the_count_anew()
    {
        Assert.Equal([false, false, false, false], Enumerable.Range(0, 4).Select(_ => _attempts.BeginSignIn("mjones", "a").Locks));
        _attempts.SignedIn("mjones", "a");
        Assert.Equal([false, false, false, false, true], Enumerable.Range(0, 5).Select(_ => _attempts.BeginSignIn("mjones", "a").Locks));
        _attempts.SignedIn("mjones", "a");      // the fifth was right
        Assert.True(Try("a"));
    }

    [Fact]
    public void Changing_addresses_buys_fifty_guesses_a_day_and_keeps_nobody_from_a_known_one()
    {
        Assert.True(Try("home"));
        _attempts.SignedIn("mjones", "home");
        // 50 are looked at, whoever sends them; the right one before was taken back.
        Assert.Equal(50, Enumerable.Range(0, 500).Count(number => Try($"sender {number % 100}")));
        Assert.False(Try("another still"));
        Assert.True(Try("home"));
        Assert.True(_attempts.BeginConfirmation("mjones").IsAllowed);
        _clock.Now += TimeSpan.FromHours(23.9);
        Assert.False(Try("another still"));
        _clock.Now += TimeSpan.FromHours(0.2);
        Assert.True(Try("another still"));
    }

    [Fact]
    public void A_known_address_is_forgotten_after_ninety_days()
    {
        Assert.True(Try("home"));
        _attempts.SignedIn("mjones", "home");
        _clock.Now += TimeSpan.FromDays(90.1);
        Assert.Equal(50, Enumerable.Range(0, 60).Count(number => Try($"sender {number}")));
        Assert.False(Try("home"));
    }

    [Fact]
    public void Confirmations_are_counted_apart()
    {
        Assert.Equal([true, true, true, true, true, false], Enumerable.Range(0, 6).Select(_ => _attempts.BeginConfirmation("mjones").IsAllowed));
        Assert.True(Try("a"));
        _attempts.Confirmed("mjones");
        Assert.True(_attempts.BeginConfirmation("mjones").IsAllowed);
    }

    [Fact]
    public void Attempts_at_the_same_time_share_no_count()
    {
        var looked = 0;
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            if (Try("a"))
                Interlocked.Increment(ref looked);
        });
        Assert.Equal(5, looked);
    }

    [Fact]
    public void Unknown_disabled_and_impossible_names_are_not_looked_at_and_leave_nothing()
    {
        new AccountStore(_database, _clock).Disable("mjones");
        foreach (var name in new[] { "nobody", "mjones", "", "no body", new string('a', 65) })
            Assert.Equal(default, _attempts.BeginSignIn(name, "a"));
        Assert.Equal(0, _stores.Execute(_database, "DELETE FROM jaksignals.sign_in_attempt"));
    }

    [Fact]
    public void A_reset_opens_every_lock()
    {
        for (var i = 0; i < 60; i++)
            Try($"sender {i % 12}");
        Assert.False(Try("another"));
        new AccountStore(_database, _clock).Reset("mjones", "another hash");
        Assert.True(Try("another"));
    }

    [Fact]
    public void A_session_goes_on_until_it_is_ended_over_or_its_account_changes()
    {
        var (accounts, sessions) = (new AccountStore(_database, _clock), new SessionStore(_database, _clock));
        bool IsOpen(string id) => sessions.IsOpen(id, "mjones", accounts.Find("mjones")!.SecurityStamp);
        var stamp = accounts.Find("mjones")!.SecurityStamp;
        var (one, other) = (sessions.Begin("mjones", TimeSpan.FromHours(12)), sessions.Begin("MJONES", TimeSpan.FromHours(12)));
        Assert.True(IsOpen(one) && IsOpen(other));
        Assert.False(sessions.IsOpen(one, "someone", stamp));
        Assert.False(sessions.IsOpen(one, "mjones", "another stamp"));
        sessions.End(one);
        sessions.End(one);
        Assert.Equal((false, true), (IsOpen(one), IsOpen(other)));
        _clock.Now += TimeSpan.FromHours(12);
        Assert.False(IsOpen(other));
        var third = sessions.Begin("mjones", TimeSpan.FromHours(12));
        accounts.SetRole("mjones", Role.Reader);
        Assert.False(IsOpen(third));
        var last = sessions.Begin("mjones", TimeSpan.FromHours(12));
        accounts.Disable("mjones");
        Assert.False(sessions.IsOpen(last, "mjones", accounts.Find("mjones")!.SecurityStamp));
    }

    [Fact]
    public void A_password_for_one_use_is_used_up_once()
    {
        var accounts = new AccountStore(_database, _clock);
        Assert.False(accounts.UseOneTimePassword(accounts.Find("mjones")!));        // an own password is not for one use
        accounts.Reset("mjones", "one");
        var account = accounts.Find("mjones")!;
        var first = 0;
        Parallel.For(0, 8, _ =>
        {
            if (accounts.UseOneTimePassword(account))
                Interlocked.Increment(ref first);
        });
        Assert.Equal(1, first);
        Assert.True(accounts.Find("mjones")!.OneTimeUsed);
        accounts.Reset("mjones", "another");
        Assert.False(accounts.UseOneTimePassword(account));                          // it was read before the reset
        Assert.True(accounts.UseOneTimePassword(accounts.Find("mjones")!));
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }

    private bool Try(string sender) => _attempts.BeginSignIn("mjones", sender).IsAllowed;

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.Parse("2026-11-23T06:00:00Z", CultureInfo.InvariantCulture);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
