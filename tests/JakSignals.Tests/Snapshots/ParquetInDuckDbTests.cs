using System.Globalization;
using System.Numerics;
using System.Text.Json;
using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

/// <summary>What DuckDB finds in the files; the expected values are counted here from the table itself.</summary>
public sealed class ParquetInDuckDbTests
{
    public static TheoryData<string, int> Cases { get; } = new(
        from writer in Writers.Each.Select(w => w.Data).Append(Writers.Uncompressed)
        from rows in new[] { 0, 1, 700 }
        select (writer, rows));

    [Theory, MemberData(nameof(Cases))]
    public void Every_value_is_the_one_written(string writer, int rows)
    {
        var table = RandomTables.Make(rows + 1, rows);
        using var file = new TemporaryFile(stream => Writers.Named(writer).Write(table, stream));
        var found = DuckDb.Query($"select * from {file.Literal}");
        Assert.Equal(rows, found.Count);
        for (var row = 0; row < rows; row++)
            foreach (var column in table.Columns)
                Assert.Equal((column.Name, row, RandomTables.Value(column, row)), (column.Name, row, Parsed(found[row].GetProperty(column.Name), column.Type)));
    }

    [Theory, MemberData(nameof(Writers.Each), MemberType = typeof(Writers))]
    public void Totals_are_those_of_the_table_when_it_spans_row_groups(string writer)
    {
        var table = RandomTables.Spanning.Value;
        using var file = new TemporaryFile(stream => Writers.Named(writer).Write(table, stream));
        var sql = table.Columns.Select(c => $"select {Totals(c)} from read_parquet({file.Literal}, file_row_number = true)").ToArray();
        foreach (var (column, found) in table.Columns.Zip(DuckDb.QueryAll(sql)))
            Assert.Equal($"{column.Name}: {ExpectedTotals(column)}", $"{column.Name}: {found[0].GetProperty("totals").GetString()}");
    }

    [Theory, MemberData(nameof(Writers.Each), MemberType = typeof(Writers))]
    public void Statistics_of_every_chunk_are_complete_and_true(string writer)
    {
        var table = RandomTables.Spanning.Value;
        using var file = new TemporaryFile(stream => Writers.Named(writer).Write(table, stream));
        var chunks = DuckDb.Query($"select * from parquet_metadata({file.Literal})");
        Assert.Equal(2 * table.Columns.Count, chunks.Count);
        foreach (var chunk in chunks)
            RequireTrue(chunk, table.Columns.Single(c => c.Name == chunk.GetProperty("path_in_schema").GetString()));
    }

    [Theory, MemberData(nameof(Writers.Each), MemberType = typeof(Writers))]
    public void Filters_find_the_rows_the_table_holds(string writer)
    {
        var table = RandomTables.Spanning.Value;
        using var file = new TemporaryFile(stream => Writers.Named(writer).Write(table, stream));
        var random = new Random(13);
        var filters = (from column in table.Columns
                       let present = Enumerable.Range(0, table.RowCount).Where(r => !column.IsNull(r)).ToArray()
                       where present.Length > 0
                       from row in new[] { present[0], present[^1], present[random.Next(present.Length)] }
                       from comparison in new[] { "=", "<", ">=" }
                       select (Column: column, Comparison: comparison, Value: RandomTables.Value(column, row)!)).ToArray();
        var counts = DuckDb.QueryAll([.. filters.Select(f => $"select count(*) as n from {file.Literal} where {f.Column.Name} {f.Comparison} {Sql(f.Value)}")]);
        foreach (var (filter, count) in filters.Zip(counts))
            Assert.Equal($"{filter}: {Holding(filter)}", $"{filter}: {count[0].GetProperty("n").GetString()}");
    }

    [Fact] // DuckDB's own reading of the footer, and the first page by hand from parquet.thrift and the Thrift compact protocol
    public void Tiny_file_is_as_the_format_describes_it()
    {
        var table = new Table("tiny", "A row is a pair.",
        [
            new Column<long>("a", nullable: false, "Cases with both, in cases.", [1, 1000], null),
            new Column<string>("term", nullable: true, "Preferred term.", ["", ""], [true, false]),
            new Column<DateOnly>("as_of", nullable: false, "Cut-off.", [new(1970, 1, 2), new(1970, 1, 2)], null),
        ]);
        using var file = new TemporaryFile(stream => new BuiltInParquetWriter(compressed: false).Write(table, stream, new Dictionary<string, string> { ["run_id"] = "2026-W47-0a" }));
        byte[] start =
        [
            (byte)'P', (byte)'A', (byte)'R', (byte)'1',
            0x15, 0x00,              // page header, 1: type, i32 zigzag: DATA_PAGE
            0x15, 0x20, 0x15, 0x20,  // 2 and 3: uncompressed and compressed size, 16 bytes
            0x2C,                    // 5: data page header, a struct
            0x15, 0x04,              //   1: two values
            0x15, 0x00,              //   2: PLAIN
            0x15, 0x06, 0x15, 0x06,  //   3 and 4: levels are RLE (3)
            0x00, 0x00,              // ends of the structs
            0x01, 0, 0, 0, 0, 0, 0, 0, 0xE8, 0x03, 0, 0, 0, 0, 0, 0,
        ];
        Assert.Equal(start, File.ReadAllBytes(file.Path)[..start.Length]);

        var found = DuckDb.QueryAll(
            $"select name, type, repetition_type, converted_type, logical_type, duckdb_type, num_children from parquet_schema({file.Literal})",
            $"select num_rows, num_row_groups, format_version, created_by, column_orders from parquet_file_metadata({file.Literal})",
            $"select decode(key) as key, decode(value) as value from parquet_kv_metadata({file.Literal})",
            $"select path_in_schema, type, num_values, encodings, compression, stats_null_count, stats_distinct_count, stats_min_value, stats_max_value, min_is_exact, max_is_exact from parquet_metadata({file.Literal})");
        Assert.Equal(
        [
            """{"name":"schema","type":null,"repetition_type":null,"converted_type":null,"logical_type":null,"duckdb_type":null,"num_children":"3"}""",
            """{"name":"a","type":"INT64","repetition_type":"REQUIRED","converted_type":null,"logical_type":null,"duckdb_type":"BIGINT","num_children":null}""",
            """{"name":"term","type":"BYTE_ARRAY","repetition_type":"OPTIONAL","converted_type":"UTF8","logical_type":"StringType()","duckdb_type":"VARCHAR","num_children":null}""",
            """{"name":"as_of","type":"INT32","repetition_type":"REQUIRED","converted_type":"DATE","logical_type":"DateType()","duckdb_type":"DATE","num_children":null}""",
        ], found[0].Select(r => r.GetRawText()));
        var order = "\"ColumnOrder(TYPE_ORDER=TypeDefinedOrder())\"";
        Assert.Equal([$$"""{"num_rows":"2","num_row_groups":"1","format_version":"2","created_by":"JakSignals version 0.1.0 (build built-in)","column_orders":[{{order}},{{order}},{{order}}]}"""],
            found[1].Select(r => r.GetRawText()));
        Assert.Equal(["jaksignals.data_dictionary", "run_id"], found[2].Select(r => r.GetProperty("key").GetString()));
        Assert.Equal("""{"table":"tiny","description":"A row is a pair.","columns":[{"name":"a","type":"BIGINT","nullable":false,"description":"Cases with both, in cases."},"""
            + """{"name":"term","type":"VARCHAR","nullable":true,"description":"Preferred term."},{"name":"as_of","type":"DATE","nullable":false,"description":"Cut-off."}]}""",
            found[2][0].GetProperty("value").GetString());
        Assert.Equal("2026-W47-0a", found[2][1].GetProperty("value").GetString());
        Assert.Equal(
        [
            """{"path_in_schema":"a","type":"INT64","num_values":"2","encodings":"PLAIN, RLE","compression":"UNCOMPRESSED","stats_null_count":"0","stats_distinct_count":"2","stats_min_value":"1","stats_max_value":"1000","min_is_exact":true,"max_is_exact":true}""",
            """{"path_in_schema":"term","type":"BYTE_ARRAY","num_values":"2","encodings":"PLAIN, RLE","compression":"UNCOMPRESSED","stats_null_count":"1","stats_distinct_count":"1","stats_min_value":"","stats_max_value":"","min_is_exact":true,"max_is_exact":true}""",
            """{"path_in_schema":"as_of","type":"INT32","num_values":"2","encodings":"PLAIN, RLE, RLE_DICTIONARY","compression":"UNCOMPRESSED","stats_null_count":"0","stats_distinct_count":"1","stats_min_value":"1970-01-02","stats_max_value":"1970-01-02","min_is_exact":true,"max_is_exact":true}""",
        ], found[3].Select(r => r.GetRawText()));
    }

    [Theory, MemberData(nameof(Writers.Each), MemberType = typeof(Writers))]
    public void Types_are_those_of_the_contract(string writer)
    {
        var table = RandomTables.Make(1, 1);
        using var file = new TemporaryFile(stream => Writers.Named(writer).Write(table, stream));
        Assert.Equal(table.Columns.Select(c => $"{c.Name} {TableDescription.SqlName(c.Type)}"),
            DuckDb.Query($"describe select * from {file.Literal}").Select(r => $"{r.GetProperty("column_name").GetString()} {r.GetProperty("column_type").GetString()}"));
    }

    private static void RequireTrue(JsonElement chunk, Column column)
    {
        var start = int.Parse(chunk.GetProperty("row_group_id").GetString()!, CultureInfo.InvariantCulture) * ParquetFileWriter.RowGroupSize;
        var values = RandomTables.Values(column, start, Math.Min(ParquetFileWriter.RowGroupSize, column.Count - start)).ToList();
        var present = values.OfType<object>().ToList();
        Assert.Equal((column.Name, $"{values.Count - present.Count}"), (column.Name, chunk.GetProperty("stats_null_count").GetString()));
        Assert.Equal(present.Count > 0 ? Limit(present.Aggregate((a, b) => RandomTables.Compare(a, b) <= 0 ? a : b), -0.0) : null, chunk.GetProperty("stats_min_value").GetString());
        Assert.Equal(present.Count > 0 ? Limit(present.Aggregate((a, b) => RandomTables.Compare(a, b) >= 0 ? a : b), 0.0) : null, chunk.GetProperty("stats_max_value").GetString());
        if (chunk.GetProperty("stats_distinct_count").GetString() is { } distinct)
            Assert.Equal((column.Name, $"{present.Distinct().Count()}"), (column.Name, distinct));
    }

    /// <summary>A limit as DuckDB prints it; zero has the sign that the format asks for.</summary>
    private static string Limit(object value, double zero) => value switch
    {
        0.0 => double.IsNegative(zero) ? "-0.0" : "0.0",
        double number => DuckDbText(number),
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string DuckDbText(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
        return text.Contains('.', StringComparison.Ordinal) || text.Contains('e', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static object? Parsed(JsonElement value, ColumnType type) => value.ValueKind == JsonValueKind.Null ? null : type switch
    {
        ColumnType.Count => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ColumnType.Measure => value.GetDouble(),
        ColumnType.Flag => value.GetBoolean(),
        ColumnType.Date => DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value.GetString(),
    };

    private static string Sql(object value) => value switch
    {
        long number => $"({number.ToString(CultureInfo.InvariantCulture)})::bigint",
        double number => $"'{number:R}'::double",
        bool flag => flag ? "true" : "false",
        DateOnly day => $"date '{day:yyyy-MM-dd}'",
        _ => $"'{((string)value).Replace("'", "''", StringComparison.Ordinal)}'",
    };

    private static int Holding((Column Column, string Comparison, object Value) filter) =>
        RandomTables.Values(filter.Column, 0, filter.Column.Count).Count(v => v is not null && RandomTables.Compare(v, filter.Value) is var order && filter.Comparison switch
        {
            "=" => order == 0,
            "<" => order < 0,
            _ => order >= 0,
        });

    // Row count, nulls, and a sum over values and row numbers that is exact in both programs.
    private static string Totals(Column column) => $"concat_ws(' ', count(*), count({column.Name}), coalesce({column.Type switch
    {
        ColumnType.Count => $"sum({column.Name}::hugeint * file_row_number)",
        ColumnType.Measure => $"sum(case when signbit({column.Name}) then file_row_number end)",
        ColumnType.Flag => $"sum(case when {column.Name} then file_row_number end)",
        ColumnType.Date => $"sum(({column.Name} - date '1970-01-01')::hugeint * file_row_number)",
        _ => $"sum(strlen({column.Name})::hugeint * file_row_number)",
    }}, 0), {(column.Type is ColumnType.Date or ColumnType.Flag ? "0" : $"count(distinct {column.Name})")}) as totals";

    private static string ExpectedTotals(Column column)
    {
        var present = Enumerable.Range(0, column.Count).Where(r => !column.IsNull(r)).Select(r => (Row: r, Value: RandomTables.Value(column, r)!)).ToList();
        var terms = present.Select(p => p.Value switch
        {
            long number => (BigInteger)number * p.Row,
            double number => double.IsNegative(number) ? p.Row : 0,
            bool flag => flag ? p.Row : 0,
            DateOnly day => (BigInteger)(day.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * p.Row,
            var text => (BigInteger)System.Text.Encoding.UTF8.GetByteCount((string)text) * p.Row,
        });
        var distinct = column.Type is ColumnType.Date or ColumnType.Flag ? 0 : present.Select(p => p.Value).Distinct().Count();
        return $"{column.Count} {present.Count} {terms.Aggregate(BigInteger.Zero, BigInteger.Add)} {distinct}";
    }
}
