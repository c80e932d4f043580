namespace JakSignals.Snapshots;

/// <summary>Column types of the snapshot contract, as Parquet and DuckDB know them.</summary>
public enum ColumnType
{
    /// <summary>INT64, a count.</summary>
    Count,
    /// <summary>DOUBLE, an estimate; never NaN or infinite.</summary>
    Measure,
    /// <summary>BOOLEAN, a flag.</summary>
    Flag,
    /// <summary>DATE, a calendar day.</summary>
    Date,
    /// <summary>BYTE_ARRAY with the STRING annotation.</summary>
    Text,
}

/// <summary>One column of a <see cref="Table"/>: a name, a type, a sentence for the data dictionary, and the values.</summary>
public abstract class Column
{
    private protected Column(string name, ColumnType type, bool nullable, string description) =>
        (Name, Type, Nullable, Description) = (name, type, nullable, description);

    /// <summary>snake_case name.</summary>
    public string Name { get; }

    /// <summary>Type of the values.</summary>
    public ColumnType Type { get; }

    /// <summary>Whether the column may hold nulls (OPTIONAL in Parquet); a null elsewhere is an error of the program.</summary>
    public bool Nullable { get; }

    /// <summary>What a value means, with unit and range.</summary>
    public string Description { get; }

    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>Whether the value at a row is null.</summary>
    public abstract bool IsNull(int row);

    /// <summary>The column over some of its rows.</summary>
    internal abstract Column Slice(int start, int rows);

    /// <summary>The column over chosen rows, ascending.</summary>
    internal abstract Column Choose(int[] rows);
}

/// <summary>A column of values; what is at a null row is the type's default and means nothing.</summary>
/// <typeparam name="T">long, double, bool, DateOnly or string.</typeparam>
public sealed class Column<T> : Column where T : notnull
{
    private readonly T[] _values;
    private readonly bool[]? _nulls;   // null when no value is

    /// <summary>A column over the arrays given; they are not copied and must not change afterwards.</summary>
    /// <exception cref="ArgumentException">A null in a column that is not nullable, NaN or infinity, text that has no UTF-8, or arrays of different length.</exception>
    public Column(string name, bool nullable, string description, T[] values, bool[]? nulls)
        : base(name, TypeOf(), nullable, description)
    {
        if (nulls is not null && nulls.Length != values.Length)
            throw new ArgumentException($"Column {name} has {values.Length} values but {nulls.Length} null marks.", nameof(nulls));
        if (!nullable && nulls is not null && Array.IndexOf(nulls, true) is var row and >= 0)
            throw new ArgumentException($"Column {name} is not nullable but row {row} is null.", nameof(nulls));
        if (values is double[] numbers && Array.FindIndex(numbers, n => !double.IsFinite(n)) is var bad and >= 0)
            throw new ArgumentException($"Column {name} holds {numbers[bad]} at row {bad}; what is not estimable is null.", nameof(values));
        if (values is string[] texts)
            RequireText(name, texts, nulls);
        (_values, _nulls) = (values, nulls);
    }

    /// <summary>All values, in row order; at null rows the type's default (of text, the empty one).</summary>
    public ReadOnlySpan<T> Values => _values;

    internal ReadOnlyMemory<T> Memory => _values;

    internal ReadOnlyMemory<bool> Nulls => _nulls;   // empty when no value is null

    /// <inheritdoc/>
    public override int Count => _values.Length;

    /// <inheritdoc/>
    public override bool IsNull(int row) => _nulls is not null && _nulls[row];

    internal override Column Slice(int start, int rows) =>
        new Column<T>(Name, Nullable, Description, _values.AsSpan(start, rows).ToArray(), _nulls?.AsSpan(start, rows).ToArray() is { } nulls && nulls.Contains(true) ? nulls : null);

    internal override Column Choose(int[] rows) =>
        new Column<T>(Name, Nullable, Description, Array.ConvertAll(rows, row => _values[row]), _nulls is null ? null : Array.ConvertAll(rows, row => _nulls[row]) is var nulls && nulls.Contains(true) ? nulls : null);

    private static void RequireText(string name, string?[] texts, bool[]? nulls)
    {
        for (var row = 0; row < texts.Length; row++)
        {
            if (texts[row] is null && (nulls is null || !nulls[row]))
                throw new ArgumentException($"Column {name} holds no text at row {row}, which is not marked as null.", nameof(texts));
            if (HasLoneSurrogate(texts[row]))
                throw new ArgumentException($"Column {name} holds half a character (an unpaired surrogate) at row {row}: the text was cut in the middle of one.", nameof(texts));
        }
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return true;
            text = text[(at + 2)..];
        }
        return false;
    }

    private static ColumnType TypeOf() => default(T) switch
    {
        long => ColumnType.Count,
        double => ColumnType.Measure,
        bool => ColumnType.Flag,
        DateOnly => ColumnType.Date,
        null when typeof(T) == typeof(string) => ColumnType.Text,
        _ => throw new NotSupportedException($"No column type for {typeof(T)}."),
    };
}

/// <summary>What one Parquet file of a snapshot holds: named, described columns of equal length.</summary>
public sealed class Table
{
    private readonly Dictionary<string, Column> _byName;

    /// <summary>A table of the columns given.</summary>
    /// <exception cref="ArgumentException">Columns of different length, or two of one name.</exception>
    public Table(string name, string description, IReadOnlyList<Column> columns)
    {
        if (columns.FirstOrDefault(c => c.Count != columns[0].Count) is { } odd)
            throw new ArgumentException($"Table {name}: column {odd.Name} has {odd.Count} rows, {columns[0].Name} has {columns[0].Count}.", nameof(columns));
        (Name, Description, Columns) = (name, description, columns);
        _byName = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    /// <summary>Name without extension: <c>signals</c> is published as <c>signals.parquet</c>.</summary>
    public string Name { get; }

    /// <summary>What a row is.</summary>
    public string Description { get; }

    /// <summary>The columns, in file order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => Columns.Count == 0 ? 0 : Columns[0].Count;

    /// <summary>The count at a row, null where it is null.</summary>
    public long? Count(string column, int row) => Value<long>(column, row) is { } found ? found.Values[row] : null;

    /// <summary>The estimate at a row, null where it is not estimable.</summary>
    public double? Measure(string column, int row) => Value<double>(column, row) is { } found ? found.Values[row] : null;

    /// <summary>The flag at a row, null where it is null.</summary>
    public bool? Flag(string column, int row) => Value<bool>(column, row) is { } found ? found.Values[row] : null;

    /// <summary>The day at a row, null where it is null.</summary>
    public DateOnly? Date(string column, int row) => Value<DateOnly>(column, row) is { } found ? found.Values[row] : null;

    /// <summary>The text at a row, null where it is null.</summary>
    public string? Text(string column, int row) => Value<string>(column, row) is { } found ? found.Values[row] : null;

    /// <summary>The table over some of its rows.</summary>
    internal Table Slice(int start, int rows) => new(Name, Description, [.. Columns.Select(column => column.Slice(start, rows))]);

    private Column<T>? Value<T>(string name, int row) where T : notnull
    {
        if (!_byName.TryGetValue(name, out var column))
            throw new KeyNotFoundException($"Table {Name} has no column {name}; it has {string.Join(", ", _byName.Keys)}.");
        var typed = column as Column<T> ?? throw new InvalidCastException($"{Name}.{name} is {column.Type}, not {typeof(T).Name}.");
        return typed.IsNull(row) ? null : typed;
    }
}

/// <summary>Describes a table once, column by column, and fills it from rows.</summary>
/// <typeparam name="TRow">What one row is made from.</typeparam>
public sealed class TableSchema<TRow>(string name, string description)
{
    private readonly List<Func<IReadOnlyList<TRow>, Column>> _columns = [];

    /// <summary>A column of counts.</summary>
    public TableSchema<TRow> Count(string column, string meaning, Func<TRow, long> value) => Add(column, meaning, value);

    /// <summary>A column of counts that may be null.</summary>
    public TableSchema<TRow> CountOrNull(string column, string meaning, Func<TRow, long?> value) => AddNullable(column, meaning, value);

    /// <summary>A column of measures.</summary>
    public TableSchema<TRow> Measure(string column, string meaning, Func<TRow, double> value) => Add(column, meaning, value);

    /// <summary>A column of estimates; null where not estimable.</summary>
    public TableSchema<TRow> MeasureOrNull(string column, string meaning, Func<TRow, double?> value) => AddNullable(column, meaning, value);

    /// <summary>A column of flags.</summary>
    public TableSchema<TRow> Flag(string column, string meaning, Func<TRow, bool> value) => Add(column, meaning, value);

    /// <summary>A column of flags that may be null.</summary>
    public TableSchema<TRow> FlagOrNull(string column, string meaning, Func<TRow, bool?> value) => AddNullable(column, meaning, value);

    /// <summary>A column of days.</summary>
    public TableSchema<TRow> Date(string column, string meaning, Func<TRow, DateOnly> value) => Add(column, meaning, value);

    /// <summary>A column of days that may be null.</summary>
    public TableSchema<TRow> DateOrNull(string column, string meaning, Func<TRow, DateOnly?> value) => AddNullable(column, meaning, value);

    /// <summary>A column of texts.</summary>
    public TableSchema<TRow> Text(string column, string meaning, Func<TRow, string> value) => Add(column, meaning, value);

    /// <summary>A column of texts that may be null.</summary>
    public TableSchema<TRow> TextOrNull(string column, string meaning, Func<TRow, string?> value)
    {
        _columns.Add(rows =>
        {
            var (values, nulls) = Evaluate(rows, value, "");
            return new Column<string>(column, nullable: true, meaning, values, nulls);
        });
        return this;
    }

    /// <summary>The table of these rows, in their order.</summary>
    public Table Fill(IReadOnlyList<TRow> rows) => new(name, description, [.. _columns.Select(make => make(rows))]);

    /// <summary>The table of these rows, made part by part as it is written; the rows must not change until then.</summary>
    public TableSource Over(IReadOnlyList<TRow> rows) => new(Fill([]), rows.Count, (start, count) => Fill([.. Enumerable.Range(start, count).Select(row => rows[row])]));

    private TableSchema<TRow> Add<T>(string column, string meaning, Func<TRow, T> value) where T : notnull
    {
        _columns.Add(rows => new Column<T>(column, nullable: false, meaning, [.. rows.Select(value)], null));
        return this;
    }

    private TableSchema<TRow> AddNullable<T>(string column, string meaning, Func<TRow, T?> value) where T : struct
    {
        _columns.Add(rows =>
        {
            var (found, nulls) = Evaluate(rows, value, default(T));
            return new Column<T>(column, nullable: true, meaning, Array.ConvertAll(found, v => v.GetValueOrDefault()), nulls);
        });
        return this;
    }

    private static (T[] Values, bool[]? Nulls) Evaluate<T>(IReadOnlyList<TRow> rows, Func<TRow, T?> value, T whenNull)
    {
        var values = new T[rows.Count];
        bool[]? nulls = null;
        for (var row = 0; row < values.Length; row++)
        {
            if (value(rows[row]) is { } present)
                values[row] = present;
            else
                (values[row], (nulls ??= new bool[rows.Count])[row]) = (whenNull, true);
        }
        return (values, nulls);
    }
}
