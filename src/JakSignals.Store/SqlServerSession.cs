using System.Data;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;

namespace JakSignals.Store;

/// <summary>One connection to SQL Server.</summary>
/// <remarks>
/// A load goes into permanent staging tables by bulk copy, which no reader sees; one transaction then moves it as sets. An application lock
/// keeps other loads away, so that numbers of reports and texts can be given in this process.
/// </remarks>
internal sealed partial class SqlServerSession(SqlServerEngine engine, SqlConnection connection, SqlServerOptions options) : StoreSession(connection, options.CommandTimeoutSeconds)
{
    private const string LoadLock = "load";
    private static readonly string[] Staged = ["report", "report_drug", "report_event", "report_indication", "report_therapy", "quarantine"];
    private readonly string _schema = $"[{options.Schema}].";
    private readonly List<(string Table, string[] Columns)> _loaded = [];
    private bool _loading;

    public override string Text(string sql) => Schema().Replace(sql, _schema);

    public override string Query(string name) => SqlText.Query("sqlserver", name);

    public override StoreRows Rows(string sql, CancellationToken cancel, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = Command(sql);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return new SqlServerRows(command, cancel);
    }

    public override bool TryBeginWrite()
    {
        Begin();
        return true;
    }

    public override void Lock(string what, CancellationToken cancel) => TakeLock(what, "Transaction", cancel);

    /// <summary>Rows of cases are only ever added, with a load that a reader must know first: nothing has to be held still.</summary>
    public override void BeginRead() { }

    public override long Write<T>(TableShape<T> shape, IEnumerable<T> rows) => BulkCopy(shape.Table, shape, rows);

    public override void BeginLoad(CancellationToken cancel)
    {
        TakeLock(LoadLock, "Session", cancel);
        _loading = true;
        ClearStage();       // what a killed load left
    }

    public override long Load<T>(TableShape<T> shape, IEnumerable<T> rows)
    {
        var count = BulkCopy("stage_" + shape.Table, shape, rows);
        _loaded.Add((shape.Table, shape.Columns));
        return count;
    }

    public override IRowSink<T> LoadSink<T>(TableShape<T> shape)
    {
        _loaded.Add((shape.Table, shape.Columns));
        return new Sink<T>((SqlServerSession)engine.Open(), shape);
    }

    public override void Settle(CancellationToken cancel)
    {
        Begin();
        foreach (var (table, columns) in _loaded)
        {
            var list = string.Join(", ", columns.Select(column => $"[{column}]"));
            ExecuteUntil($"INSERT INTO jaksignals.{table} ({list}) SELECT {list} FROM jaksignals.stage_{table}", cancel);
        }
    }

    /// <summary>Runs a statement that may take long; what the server says when it is asked to stop is no fault.</summary>
    private void ExecuteUntil(string sql, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var command = Command(sql);
        using var stop = cancel.Register(command.Cancel);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqlException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
    }

    public override void Commit()
    {
        base.Commit();
        if (_loading)
            ClearStage();
    }

    /// <summary>Holds a lock of its own until disposed.</summary>
    public IDisposable HoldLock(string what)
    {
        TakeLock(what, "Session", CancellationToken.None);
        return new HeldLock(this, what);
    }

    protected override void Close()
    {
        try
        {
            Transaction?.Dispose();
            if (_loading && Connection.State == ConnectionState.Open)
                ReleaseLock(LoadLock);
        }
        catch (Exception lost) when (lost is SqlException or InvalidOperationException)
        {
            // The connection is gone, and its lock and transaction with it; what broke it was reported already.
            SqlConnection.ClearPool(connection);
        }
        finally
        {
            Connection.Dispose();
        }
    }

    private void Begin() => Transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);

    private void ClearStage()
    {
        foreach (var table in Staged)
            Execute($"TRUNCATE TABLE jaksignals.stage_{table}");
    }

    private long BulkCopy<T>(string table, TableShape<T> shape, IEnumerable<T> rows)
    {
        using var reader = new BulkReader<T>(Text($"jaksignals.{table}"), ColumnsOf(table, shape.Columns), shape, rows);
        using var copy = new SqlBulkCopy(connection, SqlBulkCopyOptions.Default, (SqlTransaction?)Transaction)
        {
            DestinationTableName = Text($"jaksignals.{table}"), BulkCopyTimeout = TimeoutSeconds, EnableStreaming = true,
        };
        foreach (var column in shape.Columns)
            copy.ColumnMappings.Add(column, column);
        try
        {
            copy.WriteToServer(reader);
        }
        catch (SqlException error) when (!engine.IsTransient(error))
        {
            throw new StoreException($"{engine.Explain(error)} It happened while {reader.Where} was being sent.", error);
        }
        return reader.Sent;
    }

    private List<BulkColumn> ColumnsOf(string table, string[] columns)
    {
        using var command = Command($"SELECT {string.Join(", ", columns.Select(column => $"[{column}]"))} FROM jaksignals.{table} WHERE 1 = 0");
        using var reader = command.ExecuteReader();
        using var schema = reader.GetSchemaTable()!;
        return [.. schema.Rows.Cast<DataRow>().Select(row => new BulkColumn((string)row["ColumnName"], (Type)row["DataType"],
            row["AllowDBNull"] is not false, row["ColumnSize"] is int and > 0 and var size && (Type)row["DataType"] == typeof(string) ? size : int.MaxValue))];
    }

    private SqlCommand Command(string sql) => new(Text(sql), connection, (SqlTransaction?)Transaction) { CommandTimeout = TimeoutSeconds };

    /// <summary>Waits as long as another process holds the lock, or until this one is to stop: a process that dies lets go of it.</summary>
    private void TakeLock(string what, string owner, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var command = Command("EXEC @result = sp_getapplock @Resource = @resource, @LockMode = 'Exclusive', @LockOwner = @owner, @LockTimeout = -1");
        command.CommandTimeout = 0;
        var result = Parameters(command, what, owner);
        using var stop = cancel.Register(command.Cancel);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqlException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        cancel.ThrowIfCancellationRequested();
        if ((int)result.Value < 0)
            throw new StoreException($"{engine.Location} refused the application lock {what} (sp_getapplock gave {result.Value}). Run the same command again; if it goes on, see what locks there.");
    }

    private void ReleaseLock(string what)
    {
        using var command = Command("EXEC @result = sp_releaseapplock @Resource = @resource, @LockOwner = @owner");
        Parameters(command, what, "Session");
        command.ExecuteNonQuery();
    }

    private SqlParameter Parameters(SqlCommand command, string what, string owner)
    {
        command.Parameters.AddWithValue("@resource", $"{options.Schema}.{what}");
        command.Parameters.AddWithValue("@owner", owner);
        return command.Parameters.Add(new SqlParameter("@result", SqlDbType.Int) { Direction = ParameterDirection.Output });
    }

    [GeneratedRegex(@"\bjaksignals\.")]
    private static partial Regex Schema();

    private sealed class HeldLock(SqlServerSession session, string what) : IDisposable
    {
        public void Dispose() => session.ReleaseLock(what);
    }

    /// <summary>Holds rows back and sends them in portions on a connection of its own: that of the load is busy with a bulk copy.</summary>
    private sealed class Sink<T>(SqlServerSession session, TableShape<T> shape) : IRowSink<T>
    {
        private const int Portion = 10_000;
        private readonly List<T> _held = [];

        public void Add(T row)
        {
            _held.Add(row);
            if (_held.Count >= Portion)
                Complete();
        }

        public void Complete()
        {
            if (_held.Count > 0)
                session.BulkCopy("stage_" + shape.Table, shape, _held);
            _held.Clear();
        }

        public void Dispose() => session.Dispose();
    }
}

/// <summary>Rows of a query on SQL Server.</summary>
internal sealed class SqlServerRows : StoreRows
{
    private readonly SqlCommand _command;
    private readonly SqlDataReader _reader;
    private readonly TypeCode[] _types;
    private readonly CancellationToken _cancel;
    private readonly CancellationTokenRegistration _stop;

    public SqlServerRows(SqlCommand command, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        (_command, _cancel) = (command, cancel);
        _stop = cancel.Register(command.Cancel);
        _reader = Unless(command.ExecuteReader);
        _types = [.. Enumerable.Range(0, _reader.FieldCount).Select(column => Type.GetTypeCode(_reader.GetFieldType(column)))];
    }

    public override bool Read() => Unless(_reader.Read);

    public override long Int64(int column) => _reader.IsDBNull(column) ? 0 : _types[column] switch
    {
        TypeCode.Int32 => _reader.GetInt32(column),
        TypeCode.Int64 => _reader.GetInt64(column),
        TypeCode.Byte => _reader.GetByte(column),
        TypeCode.Int16 => _reader.GetInt16(column),
        TypeCode.Boolean => _reader.GetBoolean(column) ? 1 : 0,
        var other => throw new InvalidOperationException($"Column {_reader.GetName(column)} is {other}, expected a whole number."),
    };

    public override int Int32(int column) => checked((int)Int64(column));

    public override double Double(int column) => _reader.IsDBNull(column) ? 0 : _reader.GetDouble(column);

    public override bool IsNull(int column) => _reader.IsDBNull(column);

    public override string Text(int column) => _reader.IsDBNull(column) ? "" : _reader.GetString(column);

    public override string Text(int column, SharedTexts shared) => shared.Of(Text(column));

    public override void Dispose()
    {
        _stop.Dispose();
        _command.Cancel();      // else closing reads to the end
        _reader.Dispose();
        _command.Dispose();
    }

    /// <summary>What the server says when it is asked to stop is no fault.</summary>
    private T Unless<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqlException) when (_cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(_cancel);
        }
    }
}
