using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace JakSignals.Store;

/// <summary>
/// A prepared statement on SQLite's own interface. Loading a quarter binds some thirty million values; ADO.NET boxes each of them
/// and takes three times as long.
/// </summary>
internal sealed class SqliteRows : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public SqliteRows(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Require(raw.sqlite3_prepare_v2(_database, sql, out _statement), raw.SQLITE_OK);
    }

    /// <summary>An insert of all columns given, by name.</summary>
    public static SqliteRows Insert(SqliteConnection connection, string table, params string[] columns) =>
        new(connection, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))})");

    public SqliteRows Bind(long value)
    {
        raw.sqlite3_bind_int64(_statement, ++_bound, value);
        return this;
    }

    public SqliteRows Bind(long? value) => value is { } known ? Bind(known) : BindNull();

    public SqliteRows Bind(double? value)
    {
        if (value is not { } known)
            return BindNull();
        raw.sqlite3_bind_double(_statement, ++_bound, known);
        return this;
    }

    public SqliteRows Bind(string? value)
    {
        if (value is null)
            return BindNull();
        raw.sqlite3_bind_text(_statement, ++_bound, value);
        return this;
    }

    public SqliteRows Bind(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return Bind("");   // an empty span would bind NULL
        raw.sqlite3_bind_text(_statement, ++_bound, utf8);
        return this;
    }

    /// <summary>Writes the row bound since the last one.</summary>
    public void Write()
    {
        Require(raw.sqlite3_step(_statement), raw.SQLITE_DONE);
        raw.sqlite3_reset(_statement);
        _bound = 0;
    }

    /// <summary>Moves to the next row of a query; false after the last.</summary>
    public bool Read()
    {
        var result = raw.sqlite3_step(_statement);
        if (result != raw.SQLITE_ROW)
            Require(result, raw.SQLITE_DONE);
        return result == raw.SQLITE_ROW;
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private SqliteRows BindNull()
    {
        raw.sqlite3_bind_null(_statement, ++_bound);
        return this;
    }

    private void Require(int result, int expected)
    {
        if (result != expected)
            throw new StoreException($"SQLite refused a statement (code {result}): {raw.sqlite3_errmsg(_database).utf8_to_string()}. Nothing of the current load was committed.");
    }
}
