namespace JakSignals.Store;

/// <summary>Two connections that see the same commit, so that two threads can read one store.</summary>
/// <remarks>
/// Each holds a read transaction where the engine offers one. Rows of cases are only ever added, and only together with their load: two connections that list the same
/// loads see the same cases, and a load committed between the two shows and is waited out by beginning again.
/// </remarks>
internal sealed class TwoReaders : IDisposable
{
    private TwoReaders(Database database)
    {
        (First, Second) = (database.Open(), database.Open());
        First.BeginRead();
        Second.BeginRead();
    }

    public StoreSession First { get; }

    public StoreSession Second { get; }

    public static TwoReaders Of(Database database)
    {
        while (true)
        {
            var readers = new TwoReaders(database);
            if (Loads(readers.First).SequenceEqual(Loads(readers.Second)))
                return readers;
            readers.Dispose();
        }
    }

    public void Dispose()
    {
        Second.Dispose();
        First.Dispose();
    }

    /// <summary>The first query: with SQLite it fixes what the connection sees.</summary>
    private static List<long> Loads(StoreSession session) => session.List<long>("SELECT load_id FROM jaksignals.source_load ORDER BY load_id");
}
