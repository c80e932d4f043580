using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace JakSignals.Store;

/// <summary>SQLite in a file: the embedded default.</summary>
internal sealed class SqliteEngine : StoreEngine
{
    private readonly bool _toRead;

    public SqliteEngine(string path, bool toRead = false)
    {
        (Location, _toRead) = (Path.GetFullPath(path), toRead);
        Batteries_V2.Init();
    }

    public override string Name => "sqlite";

    public override string Location { get; }

    public override string CommandLineName => $"sqlite:{Location}";

    public override bool Exists => File.Exists(Location);

    public override bool MigratesItself => true;

    public override StoreEngine ToRead() => new SqliteEngine(Location, toRead: true);

    public override StoreSession Open() => _toRead ? OpenToRead() : OpenToWrite();

    private SqliteSession OpenToWrite()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Location)!);
        CreateForUserAlone();
        var connection = Connection(Location, SqliteOpenMode.ReadWriteCreate);
        try
        {
            connection.Open();
            // WAL lets the console read while a load writes. NORMAL loses no committed load when the process is killed; a power cut may
            // undo the newest one as a whole, which loading again repairs.
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 60000; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;");
            return new SqliteSession(connection);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new StoreException($"The store {Location} cannot be opened: {error.Message}. Check that the path is writable and the file is a JakSignals store.", error);
        }
    }

    /// <summary>
    /// The store holds patient data and hashes of passwords: a new one is for the user of the process alone, and SQLite gives the files beside it (-wal, -shm) the same
    /// rights. A store that is there keeps the rights it has.
    /// </summary>
    private void CreateForUserAlone()
    {
        if (OperatingSystem.IsWindows() || File.Exists(Location))
            return;
        var own = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        try
        {
            using var empty = new FileStream(Location, own);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another process made it meanwhile, or nobody can: SQLite finds out which, and says it.
        }
    }

    /// <summary>
    /// Opens the file for looking only. On a read-only medium the files that WAL needs beside it cannot be made; a file that nobody writes is then read as it is.
    /// </summary>
    private SqliteSession OpenToRead()
    {
        try
        {
            return Looking(Connection(Location, SqliteOpenMode.ReadWrite));      // SQLite itself opens a protected file to read
        }
        catch (SqliteException refused) when (refused.SqliteErrorCode is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN && File.Exists(Location))
        {
            RequireClosed(refused);
            return Looking(Connection($"{new Uri(Location).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly));
        }
    }

    /// <summary>What lies in a log beside the file would be passed over: the newest decisions, perhaps.</summary>
    private void RequireClosed(SqliteException refused)
    {
        if (new FileInfo(Location + "-wal") is { Exists: true, Length: > 0 } || File.Exists(Location + "-shm"))
            throw new StoreException(
                $"The store {Location} cannot be written to, and was not closed: its newest rows are in {Location}-wal. Copy it with sqlite3's .backup command, or close every program that has it open before it is copied.", refused);
    }

    private static SqliteSession Looking(SqliteConnection connection)
    {
        try
        {
            connection.Open();
            connection.Execute("PRAGMA query_only = ON; PRAGMA busy_timeout = 60000; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;");
            connection.ExecuteScalar<long>("SELECT COUNT(*) FROM main.sqlite_master");     // the first look at the file is what fails
            return new SqliteSession(connection);
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Connection(string source, SqliteOpenMode mode) =>
        new(new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false }.ToString());

    public override bool HasMigrationList(StoreSession session) =>
        session.Scalar<long>("SELECT COUNT(*) FROM main.sqlite_master WHERE type = 'table' AND name = 'schema_migration'") == 1;

    public override void CreateMigrationList(StoreSession session) =>
        session.Execute("CREATE TABLE IF NOT EXISTS jaksignals.schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL)");

    /// <summary>Each migration takes the write lock and looks again; nothing more is needed.</summary>
    public override IDisposable LockMigrations(StoreSession session) => new Nothing();

    public override IEnumerable<string> Batches(string migration) => [migration];

    /// <summary>Never: a busy file is waited for by SQLite itself.</summary>
    public override bool IsTransient(Exception fault) => false;

    public override string? Explain(Exception fault) => fault is not SqliteException error ? null
        : $"The store {Location} refused (SQLite {error.SqliteErrorCode}): {error.Message}. {Advice(error.SqliteErrorCode)} What had not finished left nothing behind.";

    /// <summary>What to do about a result code of SQLite.</summary>
    public static string Advice(int code) => code switch
    {
        raw.SQLITE_FULL => "The disk is full: make room, then run the same command again.",
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN => "The file or its folder is read-only: give the user of this process the right to write there.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Another process held the store for more than a minute: wait for it, then run the same command again.",
        raw.SQLITE_NOMEM => "Memory ran out: give the process more, then run the same command again.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "The file is damaged or no database: restore it from a backup.",
        raw.SQLITE_IOERR => "The disk failed or is full: check it, then run the same command again.",
        _ => "Please report this as a bug.",
    };

    private sealed class Nothing : IDisposable
    {
        public void Dispose() { }
    }
}

/// <summary>One connection to a SQLite file.</summary>
internal sealed partial class SqliteSession(SqliteConnection connection) : StoreSession(connection, NoTimeout)
{
    private const int NoTimeout = 0;
    private const int BusySeconds = 1;      // how long a wait for the write lock goes on before it looks whether it is still wanted

    public override string Text(string sql) => Schema().Replace(sql, "main.");

    public override string Query(string name) => SqlText.Query("sqlite", name);

    public override StoreRows Rows(string sql, CancellationToken cancel, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var rows = new SqliteRows(connection, Text(sql), cancel);
        foreach (var (name, value) in parameters)
            rows.BindNamed(name, value);
        return rows;
    }

    /// <summary>One writer at a time, whatever it writes.</summary>
    public override bool TryBeginWrite()
    {
        connection.DefaultTimeout = BusySeconds;
        Execute($"PRAGMA busy_timeout = {BusySeconds * 500}");   // the driver tries again until its own time is over: two waits, not three
        try
        {
            Transaction = connection.BeginTransaction();
            return true;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            return false;
        }
    }

    public override void Lock(string what, CancellationToken cancel) { }

    public override void BeginRead() => Transaction = connection.BeginTransaction(deferred: true);

    public override long Write<T>(TableShape<T> shape, IEnumerable<T> rows)
    {
        using var sink = new Sink<T>(connection, shape);
        var count = 0L;
        foreach (var row in rows)
        {
            sink.Add(row);
            count++;
        }
        return count;
    }

    public override void BeginLoad(CancellationToken cancel)
    {
        BeginWrite(cancel);
        Execute("PRAGMA defer_foreign_keys = ON");   // the ledger of a load is written after its rows
    }

    public override long Load<T>(TableShape<T> shape, IEnumerable<T> rows) => Write(shape, rows);

    public override IRowSink<T> LoadSink<T>(TableShape<T> shape) => new Sink<T>(connection, shape);

    public override void Settle(CancellationToken cancel) => cancel.ThrowIfCancellationRequested();

    [GeneratedRegex(@"\bjaksignals\.")]
    private static partial Regex Schema();

    private sealed class Sink<T>(SqliteConnection connection, TableShape<T> shape) : IRowSink<T>
    {
        private readonly SqliteRows _rows = SqliteRows.Insert(connection, shape.Table, shape.Columns);

        public void Add(T row)
        {
            shape.Bind(_rows, row);
            _rows.Write();
        }

        public void Complete() { }

        public void Dispose() => _rows.Dispose();
    }
}
