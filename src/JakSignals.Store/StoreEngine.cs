using System.Data.Common;

namespace JakSignals.Store;

/// <summary>What one kind of database does in its own way; everything else is the same text and the same code.</summary>
internal abstract class StoreEngine
{
    /// <summary><c>sqlite</c> or <c>sqlserver</c>; the folder of its migrations, too.</summary>
    public abstract string Name { get; }

    /// <summary>Where the store is, without secrets: for messages.</summary>
    public abstract string Location { get; }

    /// <summary>The store as the command line names it, for messages that say what to run.</summary>
    public abstract string CommandLineName { get; }

    /// <summary>Whether there is a store to look into; looking must not make one.</summary>
    public abstract bool Exists { get; }

    /// <summary>Whether a command may bring the schema up to date by itself; where several programs share a store that is an act of its own.</summary>
    public abstract bool MigratesItself { get; }

    /// <summary>An open connection with the store's settings.</summary>
    /// <exception cref="StoreException">The store cannot be reached, or is of another kind.</exception>
    public abstract StoreSession Open();

    /// <summary>The same store, opened for looking only, where the engine tells the two apart.</summary>
    public virtual StoreEngine ToRead() => this;

    /// <summary>Whether the list of migrations is there.</summary>
    public abstract bool HasMigrationList(StoreSession session);

    /// <summary>Makes schema and list of migrations where they are missing.</summary>
    public abstract void CreateMigrationList(StoreSession session);

    /// <summary>Holds off other processes that would migrate; disposing lets them go on.</summary>
    public abstract IDisposable LockMigrations(StoreSession session);

    /// <summary>The statements of a migration, to be run one after the other in one transaction.</summary>
    public abstract IEnumerable<string> Batches(string migration);

    /// <summary>Whether the same work may succeed when it is simply done again.</summary>
    public abstract bool IsTransient(Exception fault);

    /// <summary>What a fault of the engine means to the one who runs the program; null when it is none of the engine's.</summary>
    public abstract string? Explain(Exception fault);

    /// <summary>What else the store gains from, beside the migrations; what the server lacks is said, not failed.</summary>
    /// <returns>Notices for the operator.</returns>
    public virtual IReadOnlyList<string> Tune(StoreSession session) => [];
}

/// <summary>One connection to a store, with at most one transaction on it.</summary>
/// <remarks>SQL texts name tables as <c>jaksignals.table</c>; the engine puts its own schema there.</remarks>
internal abstract class StoreSession(DbConnection connection, int timeoutSeconds) : IDisposable
{
    private bool _disposed;

    protected DbConnection Connection { get; } = connection;

    protected DbTransaction? Transaction { get; set; }

    protected int TimeoutSeconds { get; } = timeoutSeconds;

    /// <summary>A text with the engine's schema.</summary>
    public abstract string Text(string sql);

    /// <summary>The text of a query file: the engine's own, or the one for all.</summary>
    public abstract string Query(string name);

    public int Execute(string sql, object? parameters = null) => Dapper.SqlMapper.Execute(Connection, Text(sql), parameters, Transaction, TimeoutSeconds);

    public T? Scalar<T>(string sql, object? parameters = null) => Dapper.SqlMapper.ExecuteScalar<T>(Connection, Text(sql), parameters, Transaction, TimeoutSeconds);

    public T Single<T>(string sql, object? parameters = null) => Dapper.SqlMapper.QuerySingle<T>(Connection, Text(sql), parameters, Transaction, TimeoutSeconds);

    /// <summary>The first row; the default when there is none.</summary>
    public T? First<T>(string sql, object? parameters = null) => Dapper.SqlMapper.QueryFirstOrDefault<T>(Connection, Text(sql), parameters, Transaction, TimeoutSeconds);

    public List<T> List<T>(string sql, object? parameters = null) => [.. Stream<T>(sql, parameters)];

    /// <summary>Rows as they are asked for; the connection does nothing else meanwhile.</summary>
    public IEnumerable<T> Stream<T>(string sql, object? parameters = null) =>
        Dapper.SqlMapper.Query<T>(Connection, Text(sql), parameters, Transaction, buffered: false, TimeoutSeconds);

    /// <summary>Rows read column by column, without an object for each.</summary>
    public StoreRows Rows(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Rows(sql, CancellationToken.None, parameters);

    /// <summary>As above, for a query that may work for long before its first row.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="cancel">Stops the engine's work.</param>
    /// <param name="parameters">Names with a text, a number or null.</param>
    public abstract StoreRows Rows(string sql, CancellationToken cancel, params ReadOnlySpan<(string Name, object? Value)> parameters);

    /// <summary>Begins to write.</summary>
    /// <param name="cancel">Gives up waiting for another process, where the engine lets only one write at a time.</param>
    public void BeginWrite(CancellationToken cancel = default)
    {
        while (!TryBeginWrite())
            cancel.ThrowIfCancellationRequested();
    }

    /// <summary>As above, but it waits no longer than a second.</summary>
    public abstract bool TryBeginWrite();

    /// <summary>Keeps others from writing the same thing until the transaction ends.</summary>
    /// <param name="what">What is written: a lower-case word.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public abstract void Lock(string what, CancellationToken cancel = default);

    /// <summary>Begins to read: where the engine can, all that is read from now on is of one moment.</summary>
    public abstract void BeginRead();

    /// <summary>Writes rows into a table, in the transaction.</summary>
    /// <returns>How many.</returns>
    public abstract long Write<T>(TableShape<T> shape, IEnumerable<T> rows);

    /// <summary>Begins a load: no other process loads until the session ends, and nothing is to be seen of it before <see cref="Commit"/>.</summary>
    public abstract void BeginLoad(CancellationToken cancel);

    /// <summary>Adds rows of a load to one of its large tables, before <see cref="Settle"/>.</summary>
    public abstract long Load<T>(TableShape<T> shape, IEnumerable<T> rows);

    /// <summary>Takes rows of a load one by one, while others are being added.</summary>
    public abstract IRowSink<T> LoadSink<T>(TableShape<T> shape);

    /// <summary>Moves what was loaded to its place; from here the load is an ordinary transaction.</summary>
    /// <param name="cancel">Stops the engine's work.</param>
    public abstract void Settle(CancellationToken cancel);

    /// <summary>Makes everything since the beginning last.</summary>
    public virtual void Commit()
    {
        Transaction!.Commit();
        Transaction.Dispose();
        Transaction = null;
    }

    public void Dispose()
    {
        if (!_disposed)
            Close();
        _disposed = true;
    }

    /// <summary>Undoes what was not committed and gives the connection back.</summary>
    protected virtual void Close()
    {
        Transaction?.Dispose();
        Connection.Dispose();
    }
}

/// <summary>Takes rows one by one.</summary>
internal interface IRowSink<in T> : IDisposable
{
    void Add(T row);

    /// <summary>Writes what is still held back.</summary>
    void Complete();
}

/// <summary>A table, some of its columns, and how a row fills them.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Columns">Names of the columns, in the order in which <paramref name="Bind"/> fills them.</param>
/// <param name="Bind">Fills all columns of one row.</param>
internal sealed record TableShape<T>(string Table, string[] Columns, Action<IRowBinder, T> Bind);

/// <summary>Takes the values of one row, column by column.</summary>
internal interface IRowBinder
{
    IRowBinder Bind(long value);
    IRowBinder Bind(long? value);
    IRowBinder Bind(double? value);
    IRowBinder Bind(string? value);
    IRowBinder Bind(ReadOnlySpan<byte> utf8);
}

/// <summary>Rows of a query, read column by column. Null reads as 0 and as empty text.</summary>
internal abstract class StoreRows : IDisposable
{
    /// <summary>Moves to the next row; false after the last.</summary>
    public abstract bool Read();

    public abstract long Int64(int column);

    public abstract int Int32(int column);

    public abstract double Double(int column);

    public abstract bool IsNull(int column);

    public abstract string Text(int column);

    /// <summary>One of few texts that come often.</summary>
    public abstract string Text(int column, SharedTexts shared);

    public abstract void Dispose();
}
