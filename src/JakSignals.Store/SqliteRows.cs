using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace JakSignals.Store;

/// <summary>
/// A prepared statement on SQLite's own interface. Loading a quarter binds some thirty million values; ADO.NET boxes each of them
/// and takes three times as long.
/// </summary>
internal sealed class SqliteRows : StoreRows, IRowBinder
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;
    private readonly CancellationToken _cancel;
    private readonly CancellationTokenRegistration _stop;
    private int _bound;

    public SqliteRows(SqliteConnection connection, string sql, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Require(raw.sqlite3_prepare_v2(_database, sql, out _statement), raw.SQLITE_OK);
        _handle = _statement.DangerousGetHandle();   // valid until this object is disposed, which frees the statement
        (_cancel, _stop) = (cancel, cancel.Register(() => raw.sqlite3_interrupt(_database)));
    }

    /// <summary>An insert of all columns given, by name.</summary>
    public static SqliteRows Insert(SqliteConnection connection, string table, params string[] columns) =>
        new(connection, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))})");

    public IRowBinder Bind(long value)
    {
        raw.sqlite3_bind_int64(_statement, ++_bound, value);
        return this;
    }

    public IRowBinder Bind(long? value) => value is { } known ? Bind(known) : BindNull();

    public IRowBinder Bind(double? value)
    {
        if (value is not { } known)
            return BindNull();
        raw.sqlite3_bind_double(_statement, ++_bound, known);
        return this;
    }

    public IRowBinder Bind(string? value)
    {
        if (value is null)
            return BindNull();
        raw.sqlite3_bind_text(_statement, ++_bound, value);
        return this;
    }

    public IRowBinder Bind(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return Bind("");   // an empty span would bind NULL
        raw.sqlite3_bind_text(_statement, ++_bound, utf8);
        return this;
    }

    /// <summary>Binds a parameter of a query by its name.</summary>
    public void BindNamed(string name, object? value)
    {
        var index = raw.sqlite3_bind_parameter_index(_statement, name);
        Require(value switch
        {
            null => raw.sqlite3_bind_null(_statement, index),
            string text => raw.sqlite3_bind_text(_statement, index, text),
            int number => raw.sqlite3_bind_int64(_statement, index, number),
            long number => raw.sqlite3_bind_int64(_statement, index, number),
            double number => raw.sqlite3_bind_double(_statement, index, number),
            _ => throw new ArgumentException($"Parameter {name} is of type {value.GetType().Name}, expected a text, a whole number or a number.", nameof(value)),
        }, raw.SQLITE_OK);
    }

    /// <summary>Writes the row bound since the last one.</summary>
    public void Write()
    {
        Require(raw.sqlite3_step(_statement), raw.SQLITE_DONE);
        raw.sqlite3_reset(_statement);
        _bound = 0;
    }

    public override bool Read()
    {
        var result = Native.Step(_handle);
        if (result == raw.SQLITE_INTERRUPT)
            _cancel.ThrowIfCancellationRequested();
        if (result != raw.SQLITE_ROW)
            Require(result, raw.SQLITE_DONE);
        return result == raw.SQLITE_ROW;
    }

    public override long Int64(int column) => Native.Int64(_handle, column);

    public override int Int32(int column) => Native.Int32(_handle, column);

    public override double Double(int column) => Native.Double(_handle, column);

    public override bool IsNull(int column) => Native.Type(_handle, column) == raw.SQLITE_NULL;

    public override string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public override string Text(int column, SharedTexts shared) => shared.Of(raw.sqlite3_column_blob(_statement, column));

    public override void Dispose()
    {
        _stop.Dispose();        // waits for an interruption under way: the connection is still open
        _statement.Dispose();
    }

    private SqliteRows BindNull()
    {
        raw.sqlite3_bind_null(_statement, ++_bound);
        return this;
    }

    private void Require(int result, int expected)
    {
        if (result != expected)
            throw new StoreException($"SQLite refused a statement (code {result}): {raw.sqlite3_errmsg(_database).utf8_to_string()}. {SqliteEngine.Advice(result & 0xFF)} What had not finished left nothing behind.");
    }

    /// <summary>
    /// What reading calls hundreds of millions of times. The package's own declarations guard the handle at every call and let the garbage
    /// collector in, which costs several times what reading an integer does.
    /// </summary>
    private static class Native
    {
        private const string Library = "e_sqlite3";

        [DllImport(Library, EntryPoint = "sqlite3_step"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        public static extern int Step(nint statement);

        [DllImport(Library, EntryPoint = "sqlite3_column_int64"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        public static extern long Int64(nint statement, int column);

        [DllImport(Library, EntryPoint = "sqlite3_column_int"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        public static extern int Int32(nint statement, int column);

        [DllImport(Library, EntryPoint = "sqlite3_column_double"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        public static extern double Double(nint statement, int column);

        [DllImport(Library, EntryPoint = "sqlite3_column_type"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        public static extern int Type(nint statement, int column);
    }
}
