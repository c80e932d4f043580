using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Text;

namespace JakSignals.Store;

/// <summary>A column as the server has it.</summary>
internal sealed record BulkColumn(string Name, Type Type, bool AllowsNull, int MaximumLength);

/// <summary>Rows as a bulk copy wants to read them: one at a time, none held.</summary>
/// <remarks>Values the table cannot take are refused here, by table, column and row; the server would only say that something did not fit.</remarks>
internal sealed class BulkReader<T>(string table, IReadOnlyList<BulkColumn> columns, TableShape<T> shape, IEnumerable<T> rows) : DbDataReader, IRowBinder
{
    private readonly IEnumerator<T> _rows = rows.GetEnumerator();
    private readonly object[] _values = new object[columns.Count];
    private int _bound;

    /// <summary>Rows read so far.</summary>
    public long Sent { get; private set; }

    /// <summary>The row under way, in words.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture, $"row {Sent} of {table} (columns {string.Join(", ", columns.Select(column => column.Name))}), or one of the rows before it that were still buffered,");

    public override bool Read()
    {
        if (!_rows.MoveNext())
            return false;
        Sent++;
        _bound = 0;
        shape.Bind(this, _rows.Current);
        return _bound == columns.Count ? true : throw new InvalidOperationException($"{_bound} values were bound to {columns.Count} columns of {table}.");
    }

    public IRowBinder Bind(long value)
    {
        var column = columns[_bound];
        object? fitted = Type.GetTypeCode(column.Type) switch
        {
            TypeCode.Int64 => value,
            TypeCode.Int32 when value is >= int.MinValue and <= int.MaxValue => (int)value,
            TypeCode.Int16 when value is >= short.MinValue and <= short.MaxValue => (short)value,
            TypeCode.Byte when value is >= byte.MinValue and <= byte.MaxValue => (byte)value,
            TypeCode.Boolean when value is 0 or 1 => value == 1,
            _ => null,
        };
        return Put(fitted ?? throw Refused(column, value.ToString(CultureInfo.InvariantCulture), $"a value of type {column.Type.Name}"));
    }

    public IRowBinder Bind(long? value) => value is { } known ? Bind(known) : BindNull();

    public IRowBinder Bind(double? value) => value is { } known ? Put(known) : BindNull();

    public IRowBinder Bind(string? value)
    {
        if (value is null)
            return BindNull();
        var column = columns[_bound];
        return value.Length <= column.MaximumLength ? Put(value)
            : throw Refused(column, value[..40] + "…", string.Create(CultureInfo.InvariantCulture, $"at most {column.MaximumLength} characters instead of {value.Length}"));
    }

    public IRowBinder Bind(ReadOnlySpan<byte> utf8) => Bind(Encoding.UTF8.GetString(utf8));

    public override int FieldCount => columns.Count;

    public override object GetValue(int ordinal) => _values[ordinal];

    public override bool IsDBNull(int ordinal) => _values[ordinal] is DBNull;

    public override string GetName(int ordinal) => columns[ordinal].Name;

    public override int GetOrdinal(string name)
    {
        for (var ordinal = 0; ordinal < columns.Count; ordinal++)
            if (columns[ordinal].Name == name)
                return ordinal;
        throw new ArgumentOutOfRangeException(nameof(name), name, $"{table} has no such column.");
    }

    public override Type GetFieldType(int ordinal) => columns[ordinal].Type;

    public override string GetDataTypeName(int ordinal) => columns[ordinal].Type.Name;

    public override bool HasRows => true;

    public override bool IsClosed => false;

    public override int Depth => 0;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => _values[ordinal];

    public override object this[string name] => _values[GetOrdinal(name)];

    public override bool NextResult() => false;

    public override bool GetBoolean(int ordinal) => (bool)_values[ordinal];

    public override byte GetByte(int ordinal) => (byte)_values[ordinal];

    public override short GetInt16(int ordinal) => (short)_values[ordinal];

    public override int GetInt32(int ordinal) => (int)_values[ordinal];

    public override long GetInt64(int ordinal) => (long)_values[ordinal];

    public override double GetDouble(int ordinal) => (double)_values[ordinal];

    public override string GetString(int ordinal) => (string)_values[ordinal];

    public override int GetValues(object[] values)
    {
        Array.Copy(_values, values, columns.Count);
        return columns.Count;
    }

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw NotOffered(ordinal);

    public override char GetChar(int ordinal) => throw NotOffered(ordinal);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw NotOffered(ordinal);

    public override DateTime GetDateTime(int ordinal) => throw NotOffered(ordinal);

    public override decimal GetDecimal(int ordinal) => throw NotOffered(ordinal);

    public override float GetFloat(int ordinal) => throw NotOffered(ordinal);

    public override Guid GetGuid(int ordinal) => throw NotOffered(ordinal);

    protected override void Dispose(bool disposing)
    {
        _rows.Dispose();
        base.Dispose(disposing);
    }

    private BulkReader<T> BindNull() => columns[_bound].AllowsNull ? Put(DBNull.Value) : throw Refused(columns[_bound], "null", "a value");

    private BulkReader<T> Put(object value)
    {
        _values[_bound++] = value;
        return this;
    }

    private StoreException Refused(BulkColumn column, string value, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{table}, row {Sent} of this load, column {column.Name} is '{value}', expected {expected}. Nothing of the load was committed."));

    private NotSupportedException NotOffered(int ordinal) => new($"Column {columns[ordinal].Name} of {table} is {columns[ordinal].Type.Name}.");
}
