namespace JakSignals.Store;

/// <summary>Sessions of the console. A cookie speaks for its account only while its session is here, so that a copy of it is worth nothing after sign-out.</summary>
public sealed class SessionStore(Database database, TimeProvider clock)
{
    /// <summary>Begins a session.</summary>
    /// <param name="name">The account.</param>
    /// <param name="limit">When it ends, however much it is used.</param>
    /// <returns>Its id, for the cookie.</returns>
    public string Begin(string name, TimeSpan limit)
    {
        var now = clock.GetUtcNow();
        var (begins, ends) = (AccountStore.Text(now), AccountStore.Text(now + limit));
        var row = new { id = Guid.NewGuid().ToString("N"), key = AccountStore.Key(name), now = begins, ends };
        database.Do(session =>
        {
            session.Execute("DELETE FROM jaksignals.console_session WHERE ends_at <= @now", new { row.now });
            return session.Execute(
                "INSERT INTO jaksignals.console_session (session_id, normalized_name, begun_at, ends_at) VALUES (@id, @key, @now, @ends)", row);
        });
        return row.id;
    }

    /// <summary>Whether a session goes on: it is the account's, nobody ended it, its time is not over, and the account is neither disabled nor changed since.</summary>
    /// <param name="id">The session.</param>
    /// <param name="name">The account.</param>
    /// <param name="stamp">Security stamp that the account had at sign-in.</param>
    public bool IsOpen(string id, string name, string stamp) => database.Do(session => session.Scalar<long>(
        """
        SELECT COUNT(*)
        FROM jaksignals.console_session AS s
        JOIN jaksignals.account AS a ON a.normalized_name = s.normalized_name
        WHERE s.session_id = @id AND s.normalized_name = @key AND s.ends_at > @now AND a.disabled = 0 AND a.security_stamp = @stamp
        """, new { id, key = AccountStore.Key(name), stamp, now = AccountStore.Text(clock.GetUtcNow()) })) == 1;

    /// <summary>Ends a session; nothing happens where it is over already.</summary>
    public void End(string id) =>
        database.Do(session => session.Execute("DELETE FROM jaksignals.console_session WHERE session_id = @id", new { id }));
}
