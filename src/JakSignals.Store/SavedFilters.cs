namespace JakSignals.Store;

/// <summary>A filter of the list of signals that a user keeps.</summary>
public sealed record SavedFilter
{
    /// <summary>Name the user gave it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Query of the address, without its question mark.</summary>
    public string Query { get; init; } = "";
}

/// <summary>The filters users keep, each user's own.</summary>
public sealed class SavedFilters(Database database)
{
    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 60;

    /// <summary>Most filters of one user.</summary>
    public const int Most = 30;

    /// <summary>Filters of a user, by name.</summary>
    public IReadOnlyList<SavedFilter> Of(string userName) => database.Do(session =>
        session.List<SavedFilter>("SELECT name AS Name, query AS Query FROM jaksignals.saved_filter WHERE user_key = @user ORDER BY name", new { user = Key(userName) }));

    /// <summary>Keeps a filter; one of the same name is replaced.</summary>
    /// <returns>Whether it was kept; false when the user has as many as there may be.</returns>
    public bool Save(string userName, string name, string query)
    {
        var row = new { user = Key(userName), name, query };
        var kept = false;
        StoreWrite.Commit(database, write =>
        {
            write.Lock("filters");
            write.Execute("DELETE FROM jaksignals.saved_filter WHERE user_key = @user AND name = @name", row);
            kept = write.Scalar<long>("SELECT COUNT(*) FROM jaksignals.saved_filter WHERE user_key = @user", row) < Most;
            if (kept)
                write.Execute("INSERT INTO jaksignals.saved_filter (user_key, name, query) VALUES (@user, @name, @query)", row);
        });
        return kept;
    }

    /// <summary>Removes a filter, if it is there.</summary>
    public void Remove(string userName, string name) => StoreWrite.Commit(database, write =>
        write.Execute("DELETE FROM jaksignals.saved_filter WHERE user_key = @user AND name = @name", new { user = Key(userName), name }));

    private static string Key(string userName) => userName.ToUpperInvariant();
}
