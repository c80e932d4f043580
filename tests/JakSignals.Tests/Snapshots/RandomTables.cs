using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

/// <summary>Seeded tables with every column type, with and without nulls, and with the values that break readers and writers.</summary>
internal static class RandomTables
{
    private static readonly string[] Words =
        ["", " ", "tofacitinib", "Herpes zoster", "Übelkeit", "ΔIC ≥ 2", "\uFF21 full width", "😀 beyond the BMP", "\uE000", "a'b\"c\\d", "\t\r\n", "zz", "日本語", new('x', 300)];

    /// <summary>A table of two row groups, made once: most of its cost is making it.</summary>
    public static Lazy<Table> Spanning { get; } = new(() => Make(13, ParquetFileWriter.RowGroupSize + 700));

    public static Table Make(int seed, int rows)
    {
        var random = new Random(seed);
        return new($"random_{seed}", "One row is one draw; ≥ 0 rows.",
        [
            new Column<long>("count_any", false, "Any 64 bits.", Fill(rows, _ => random.NextInt64(long.MinValue, long.MaxValue)), null),
            new Column<long>("count_extreme", false, "Ends of the range.", Fill(rows, _ => random.Next(3) switch { 0 => long.MinValue, 1 => long.MaxValue, _ => 0 }), null),
            Nullable("count_small", rows, random, 0.3, _ => (long)random.Next(-3, 40)),
            new Column<long>("count_sorted", false, "Row number.", Fill(rows, row => (long)row), null),
            Nullable("count_one_value", rows, random, 0.0, _ => 42L),
            Nullable("count_all_null", rows, random, 1.0, _ => 1L),
            new Column<double>("measure_any", false, "Any finite double.", Fill(rows, _ => AnyDouble(random)), null),
            Nullable("measure_zero", rows, random, 0.2, _ => random.Next(2) == 0 ? -0.0 : 0.0),
            Nullable("measure_positive", rows, random, 0.5, _ => random.Next(4) == 0 ? 0.0 : random.NextDouble() * 100),
            Nullable("measure_all_null", rows, random, 1.0, _ => 1.0),
            new Column<bool>("flag", false, "A coin.", Fill(rows, _ => random.Next(2) == 0), null),
            Nullable("flag_or_null", rows, random, 0.4, _ => random.Next(2) == 0),
            Nullable("flag_all_null", rows, random, 1.0, _ => true),
            Nullable("flag_true", rows, random, 0.1, _ => true),
            new Column<DateOnly>("date_any", false, "Years 1 to 9999.", Fill(rows, _ => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1))), null),
            Nullable("date_few", rows, random, 0.2, _ => random.Next(3) switch { 0 => DateOnly.MinValue, 1 => DateOnly.MaxValue, _ => new(1969, 12, 31) }),
            Nullable("date_all_null", rows, random, 1.0, _ => DateOnly.MinValue),
            new Column<string>("text_word", false, "A word.", Fill(rows, _ => Words[random.Next(Words.Length)]), null),
            new Column<string>("text_distinct", false, "A text of its own each.", Fill(rows, row => $"{Words[random.Next(5)]} {row:x}"), null),
            Nullable("text_or_null", rows, random, 0.6, _ => Words[random.Next(Words.Length)]),
            Nullable("text_all_null", rows, random, 1.0, _ => "never"),
            Nullable("text_runs", rows, random, 0.01, row => $"drug {row / 1000}"),
        ]);
    }

    /// <summary>The value at a row, or null.</summary>
    public static object? Value(Column column, int row) => column.IsNull(row) ? null : column switch
    {
        Column<long> c => c.Values[row],
        Column<double> c => c.Values[row],
        Column<bool> c => c.Values[row],
        Column<DateOnly> c => c.Values[row],
        Column<string> c => c.Values[row],
        _ => throw new NotSupportedException(),
    };

    public static IEnumerable<object?> Values(Column column, int start, int count) => Enumerable.Range(start, count).Select(row => Value(column, row));

    /// <summary>Order of the Parquet types: texts by UTF-8 bytes, the rest by value.</summary>
    public static int Compare(object left, object right) => left is string l && right is string r
        ? System.Text.Encoding.UTF8.GetBytes(l).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(r))
        : Comparer<object>.Default.Compare(left, right);

    private static T[] Fill<T>(int rows, Func<int, T> value) => [.. Enumerable.Range(0, rows).Select(value)];

    private static Column<T> Nullable<T>(string name, int rows, Random random, double share, Func<int, T> value) where T : notnull
    {
        var nulls = Fill(rows, _ => random.NextDouble() < share);
        return new(name, true, $"Null in {share:P0}.", Fill(rows, row => nulls[row] && typeof(T) != typeof(string) ? default! : value(row)), nulls);
    }

    private static double AnyDouble(Random random)
    {
        var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(value) ? value : double.Epsilon;
    }
}
