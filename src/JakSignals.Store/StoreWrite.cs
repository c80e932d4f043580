namespace JakSignals.Store;

/// <summary>One transaction on the store: what is written through it is there whole or not at all.</summary>
public sealed class StoreWrite
{
    private readonly CancellationToken _cancel;

    private StoreWrite(StoreSession session, CancellationToken cancel) => (Session, _cancel) = (session, cancel);

    internal StoreSession Session { get; }

    /// <summary>Writes in one transaction, which commits when the work returns and rolls back when it throws.</summary>
    /// <param name="database">The store.</param>
    /// <param name="work">What to write; done again when the server asks for another attempt.</param>
    /// <param name="cancel">Gives up waiting for another process's transaction; once the work has begun it is carried through.</param>
    public static void Commit(Database database, Action<StoreWrite> work, CancellationToken cancel = default) => database.Do(session =>
    {
        session.BeginWrite(cancel);
        work(new StoreWrite(session, cancel));
        session.Commit();
    }, cancel);

    /// <summary>The same, but it does not wait for another process that holds the whole store.</summary>
    /// <returns>Whether it was written; false when another process writes.</returns>
    internal static bool TryCommit(Database database, Action<StoreWrite> work) => database.Do(session =>
    {
        if (!session.TryBeginWrite())
            return false;
        work(new StoreWrite(session, CancellationToken.None));
        session.Commit();
        return true;
    });

    /// <summary>Until the end of this transaction no other writes the same thing; where the engine lets only one write at all, nothing more is needed.</summary>
    /// <param name="what">What is written: a lower-case word.</param>
    internal void Lock(string what) => Session.Lock(what, _cancel);

    internal int Execute(string sql, object? parameters = null) => Session.Execute(sql, parameters);

    internal T? Scalar<T>(string sql, object? parameters = null) => Session.Scalar<T>(sql, parameters);

    internal T? First<T>(string sql, object? parameters = null) => Session.First<T>(sql, parameters);

    internal List<T> List<T>(string sql, object? parameters = null) => Session.List<T>(sql, parameters);
}
