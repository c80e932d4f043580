using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace JakSignals.Store;

/// <summary>SQLite in a file: the embedded default.</summary>
internal sealed class SqliteEngine : StoreEngine
{
    private readonly string _connectionString;

    public SqliteEngine(string path)
    {
        Location = Path.GetFullPath(path);
        Batteries_V2.Init();
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Location, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString();
    }

    public override string Name => "sqlite";

    public override string Location { get; }

    public override string CommandLineName => $"sqlite:{Location}";

    public override bool Exists => File.Exists(Location);

    public override bool MigratesItself => true;

    public override StoreSession Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Location)!);
        var connection = new SqliteConnection(_connectionString);
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
        Execute($"PRAGMA busy_timeout = {BusySeconds * 1000}");
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
