using Dapper;
using Microsoft.Data.Sqlite;

namespace JakSignals.Store;

/// <summary>Two connections that see the same commit, so that two threads can read one store.</summary>
/// <remarks>
/// Each holds a read transaction. Rows of cases are only ever added, and only together with their load: two connections that list the same
/// loads see the same cases, and a load committed between the two shows and is waited out by beginning again.
/// </remarks>
internal sealed class TwoReaders : IDisposable
{
    private readonly SqliteTransaction _first;
    private readonly SqliteTransaction _second;

    private TwoReaders(Database database)
    {
        (First, Second) = (database.Open(), database.Open());
        (_first, _second) = (First.BeginTransaction(deferred: true), Second.BeginTransaction(deferred: true));
    }

    public SqliteConnection First { get; }

    public SqliteConnection Second { get; }

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
        _second.Dispose();
        _first.Dispose();
        Second.Dispose();
        First.Dispose();
    }

    /// <summary>The first query of a deferred transaction: it fixes what the connection sees.</summary>
    private static IEnumerable<long> Loads(SqliteConnection connection) => connection.Query<long>("SELECT load_id FROM source_load ORDER BY load_id");
}
