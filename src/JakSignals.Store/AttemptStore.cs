namespace JakSignals.Store;

/// <summary>What the count says of an attempt at a password.</summary>
/// <param name="IsAllowed">Whether the password may be looked at.</param>
/// <param name="Locks">Whether it is the last one before a lock, should it be wrong.</param>
public readonly record struct AttemptCount(bool IsAllowed, bool Locks);

/// <summary>How many wrong passwords lock, and for how long.</summary>
/// <param name="Most">Wrong passwords within <see cref="AttemptStore.Window"/>.</param>
/// <param name="Lock">How long the lock holds.</param>
public readonly record struct AttemptLimit(int Most, TimeSpan Lock);

/// <summary>An account that is locked for some of who try.</summary>
public sealed record AccountLock
{
    /// <summary>Account, in capitals.</summary>
    public string Name { get; init; } = "";

    /// <summary>From how many senders it is locked.</summary>
    public long Senders { get; init; }

    /// <summary>UTC end of the last lock, ISO.</summary>
    public string Until { get; init; } = "";
}

/// <summary>
/// Counts wrong passwords. Five lock an account for their sender alone, so that nobody is kept out of the own account from elsewhere.
/// Senders from which the account has not signed in share a slower limit, so that changing addresses does not buy more guesses.
/// Who is signed in has a count of its own.
/// </summary>
/// <remarks>Every attempt is counted before its password is looked at, in one transaction, so that attempts at the same time cannot share one count.</remarks>
public sealed class AttemptStore(Database database, TimeProvider clock)
{
    /// <summary>Limit of an account and a sender, and of the signature of an account.</summary>
    public static readonly AttemptLimit OfSender = new(5, TimeSpan.FromMinutes(15));

    /// <summary>Limit of an account over all senders it has not signed in from.</summary>
    public static readonly AttemptLimit OfElsewhere = new(50, TimeSpan.FromDays(1));

    /// <summary>Wrong passwords are counted from the first; after this time the count begins anew.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>How long a sender counts as one of the account's after a sign-in.</summary>
    public static readonly TimeSpan Known = TimeSpan.FromDays(90);

    private const string Elsewhere = "elsewhere";
    private const string Signature = "signature";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private const string Insert =
        """
        INSERT INTO jaksignals.sign_in_attempt (normalized_name, sender, failed_attempts, counted_since, locked_until, signed_in_at)
        VALUES (@key, @sender, @failed, @since, @until, NULL)
        """;

    private const string Update =
        """
        UPDATE jaksignals.sign_in_attempt SET failed_attempts = @failed, counted_since = @since, locked_until = @until
        WHERE normalized_name = @key AND sender = @sender
        """;

    /// <summary>Counts an attempt to sign in.</summary>
    /// <param name="name">The account, as it was typed.</param>
    /// <param name="sender">Address, or network, that it comes from.</param>
    public AttemptCount BeginSignIn(string name, string sender) => Write(name, (write, key, now) =>
    {
        if (!IsThere(write, key))
            return default;
        var own = Find(write, key, sender);
        if (IsLocked(own, now))
            return default;
        if (!IsKnown(own, now) && !Count(write, key, Elsewhere, OfElsewhere, now).IsAllowed)
            return default;
        return Count(write, key, sender, OfSender, now);
    });

    /// <summary>Counts an attempt of who is signed in to confirm it.</summary>
    /// <param name="name">The account.</param>
    public AttemptCount BeginConfirmation(string name) =>
        Write(name, (write, key, now) => IsThere(write, key) ? Count(write, key, Signature, OfSender, now) : default);

    /// <summary>Enters that an attempt to sign in had the right password: the sender's count begins anew, and is one of the account's from now on.</summary>
    public void SignedIn(string name, string sender) => Write(name, (write, key, now) =>
    {
        if (!IsKnown(Find(write, key, sender), now))        // it was counted there, too
            write.Execute(
                """
                UPDATE jaksignals.sign_in_attempt SET failed_attempts = failed_attempts - 1, locked_until = NULL
                WHERE normalized_name = @key AND sender = @sender AND failed_attempts > 0
                """, new { key, sender = Elsewhere });
        write.Execute(
            """
            UPDATE jaksignals.sign_in_attempt SET failed_attempts = 0, locked_until = NULL, signed_in_at = @now
            WHERE normalized_name = @key AND sender = @sender
            """, new { key, sender, now = AccountStore.Text(now) });
        write.Execute(
            """
            DELETE FROM jaksignals.sign_in_attempt
            WHERE counted_since < @old AND (locked_until IS NULL OR locked_until <= @now) AND (signed_in_at IS NULL OR signed_in_at < @unknown)
            """, new { now = AccountStore.Text(now), old = AccountStore.Text(now - Window), unknown = AccountStore.Text(now - Known) });
        return default;
    });

    /// <summary>Enters that a confirmation had the right password.</summary>
    public void Confirmed(string name) => database.Do(session => session.Execute(
        "DELETE FROM jaksignals.sign_in_attempt WHERE normalized_name = @key AND sender = @sender",
        new { key = AccountStore.Key(name), sender = Signature }));

    /// <summary>Accounts that are locked for some sender now.</summary>
    public IReadOnlyList<AccountLock> Locks() => database.Do(session => session.List<AccountLock>(
        """
        SELECT normalized_name AS Name, COUNT(*) AS Senders, MAX(locked_until) AS Until
        FROM jaksignals.sign_in_attempt
        WHERE locked_until > @now
        GROUP BY normalized_name
        """, new { now = AccountStore.Text(clock.GetUtcNow()) }));

    private AttemptCount Write(string name, Func<StoreWrite, string, DateTimeOffset, AttemptCount> work)
    {
        if (!AccountStore.IsName(name))
            return default;
        var count = default(AttemptCount);
        using var patience = new CancellationTokenSource(LongestWait);
        try
        {
            StoreWrite.Commit(database, write =>
            {
                write.Lock("sign_in_attempt");
                count = work(write, AccountStore.Key(name), clock.GetUtcNow());
            }, patience.Token);
        }
        catch (OperationCanceledException waited)
        {
            throw new StoreException(
                $"The store {database.Location} was held by another process for more than a minute, so the attempt could not be counted; try again later.", waited);
        }
        return count;
    }

    private static bool IsThere(StoreWrite write, string key) =>
        write.Scalar<long>("SELECT COUNT(*) FROM jaksignals.account WHERE normalized_name = @key AND disabled = 0", new { key }) == 1;

    private static Row? Find(StoreWrite write, string key, string sender) => write.First<Row>(
        """
        SELECT failed_attempts AS Failed, counted_since AS Since, locked_until AS LockedUntil, signed_in_at AS SignedInAt
        FROM jaksignals.sign_in_attempt
        WHERE normalized_name = @key AND sender = @sender
        """, new { key, sender });

    private static bool IsLocked(Row? row, DateTimeOffset now) =>
        row?.LockedUntil is { } until && string.CompareOrdinal(until, AccountStore.Text(now)) > 0;

    private static bool IsKnown(Row? row, DateTimeOffset now) =>
        row?.SignedInAt is { } at && string.CompareOrdinal(at, AccountStore.Text(now - Known)) >= 0;

    private static AttemptCount Count(StoreWrite write, string key, string sender, AttemptLimit limit, DateTimeOffset now)
    {
        var row = Find(write, key, sender);
        if (IsLocked(row, now))
            return default;
        // A lock that is over begins a new count, and so does a count that began long ago.
        var goesOn = row is { LockedUntil: null } && string.CompareOrdinal(row.Since, AccountStore.Text(now - Window)) > 0;
        var failed = goesOn ? row!.Failed + 1 : 1;
        var locks = failed >= limit.Most;
        var values = new
        {
            key, sender, failed, since = goesOn ? row!.Since : AccountStore.Text(now), until = locks ? AccountStore.Text(now + limit.Lock) : null,
        };
        write.Execute(row is null ? Insert : Update, values);
        return new AttemptCount(true, locks);
    }

    private sealed record Row
    {
        public int Failed { get; init; }
        public string Since { get; init; } = "";
        public string? LockedUntil { get; init; }
        public string? SignedInAt { get; init; }
    }
}
