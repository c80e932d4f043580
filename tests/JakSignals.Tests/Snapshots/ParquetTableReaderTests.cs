using System.Text;
using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

public sealed class ParquetTableReaderTests
{
    public static TheoryData<string, int, int> Cases { get; } = new(
        from writer in Writers.Each.Select(w => w.Data).Append(Writers.Uncompressed)
        from rows in new[] { 0, 1, 2, 7, 8, 9, 63, 1000, 4097 }
        select (writer, rows + 17, rows));

    [Theory, MemberData(nameof(Cases))]
    public void Table_read_back_is_the_one_written(string writer, int seed, int rows)
    {
        var written = RandomTables.Make(seed, rows);
        RequireSame(written, ParquetTableReader.Read(Writers.Written(written, writer)));
    }

    [Theory, MemberData(nameof(Writers.Each), MemberType = typeof(Writers))]
    public void Table_read_back_is_the_one_written_when_it_spans_row_groups(string writer)
    {
        var written = RandomTables.Spanning.Value;
        using var stream = Writers.Written(written, writer);
        Assert.Equal([ParquetFileWriter.RowGroupSize, 700L], ParquetTableReader.ReadFooter(stream).RowGroups.Select(g => g.Rows));
        RequireSame(written, ParquetTableReader.Read(stream));
    }

    [Theory, MemberData(nameof(Writers.Each), MemberType = typeof(Writers))]
    public void Same_table_gives_the_same_bytes(string writer) =>
        Assert.Equal(Writers.Written(RandomTables.Make(3, 2000), writer).ToArray(), Writers.Written(RandomTables.Make(3, 2000), writer).ToArray());

    [Fact]
    public void Rows_chosen_at_reading_are_those_of_the_whole_table()
    {
        using var stream = Writers.Written(RandomTables.Spanning.Value);
        var whole = ParquetTableReader.Read(stream);
        int[] wanted = [.. Enumerable.Range(0, whole.RowCount).Where(row => whole.Flag("flag", row) == true && whole.Count("count_sorted", row) % 7 == 3)];
        stream.Position = 0;
        var chosen = ParquetTableReader.Read(stream, new RowFilter(["flag", "count_sorted"], (table, row) => table.Flag("flag", row) == true && table.Count("count_sorted", row) % 7 == 3));
        Assert.Equal(wanted.Length, chosen.RowCount);
        foreach (var (found, expected) in chosen.Columns.Zip(whole.Columns))
            Assert.Equal(wanted.Select(row => RandomTables.Value(expected, row)), RandomTables.Values(found, 0, wanted.Length));
    }

    [Theory, MemberData(nameof(Writers.Each), MemberType = typeof(Writers))]
    public void A_table_made_part_by_part_gives_the_bytes_of_the_whole_one(string writer)
    {
        var schema = new TableSchema<int>("numbers", "A number.").Count("n", "It.", n => n).MeasureOrNull("half", "Half of the even ones.", n => n % 2 == 0 ? n / 2.0 : null).Text("word", "In words.", n => $"word {n % 50}");
        int[] rows = [.. Enumerable.Range(0, ParquetFileWriter.RowGroupSize + 5)];
        using var parts = new MemoryStream();
        Writers.Named(writer).Write(schema.Over(rows), parts);
        Assert.Equal(Writers.Written(schema.Fill(rows), writer).ToArray(), parts.ToArray());
    }

    [Fact]
    public void Text_that_is_no_Parquet_file_is_refused() =>
        Assert.Equal("Parquet file, offset 0: expected the magic PAR1.", Refusal("drug,event\ntofacitinib,Herpes zoster\n"u8.ToArray()));

    [Fact]
    public void File_cut_off_is_refused_with_the_place()
    {
        var bytes = Writers.Written(RandomTables.Make(1, 10)).ToArray();
        Assert.Equal($"Parquet file, offset {bytes.Length - 7}: expected the magic PAR1; the file may have been cut off.", Refusal(bytes[..^3]));
    }

    [Fact]
    public void File_with_a_wrong_footer_length_is_refused_with_the_place()
    {
        var bytes = Writers.Written(RandomTables.Make(1, 10)).ToArray();
        bytes[^5] = 0x7F;   // highest byte of the length, which stands before the magic
        Assert.StartsWith($"Parquet file, offset {bytes.Length - 8}: expected a footer length up to {bytes.Length - 12}, found ", Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_page_is_refused_with_its_column_and_place()
    {
        var stream = Writers.Written(RandomTables.Make(1, 1000));
        var chunk = ParquetTableReader.ReadFooter(stream).RowGroups[0].Columns[0];
        var bytes = stream.ToArray();
        bytes[chunk.DataPageOffset + chunk.CompressedSize / 2] ^= 0x55;
        Assert.Equal($"Parquet file, column count_any at offset 4: expected 8000 bytes, compressed with GZIP, in the page at offset 4, found a damaged page.", Refusal(bytes));
    }

    [Theory]
    [InlineData(Writers.BuiltIn)]
    [InlineData(Writers.Uncompressed)]
    public void Damage_anywhere_is_an_error_of_the_data_or_harmless(string writer)
    {
        var bytes = Writers.Written(RandomTables.Make(2, 40), writer).ToArray();
        var random = new Random(20);
        for (var trial = 0; trial < 1000; trial++)
        {
            var damaged = bytes.ToArray();
            var at = random.Next(damaged.Length);
            damaged[at] = (byte)random.Next(256);
            var error = Record.Exception(() => ParquetTableReader.Read(new MemoryStream(damaged)));
            Assert.True(error is null or InvalidDataException, $"Byte {at} set to {damaged[at]}, trial {trial}: {error}");
        }
    }

    [Fact]
    public void File_of_another_program_is_refused_for_want_of_the_data_dictionary()
    {
        using var file = new TemporaryFile(_ => { });
        DuckDb.Query($"copy (select 1::bigint as a) to {file.Literal} (format parquet, compression uncompressed)");
        var error = Assert.Throws<InvalidDataException>(() => ParquetTableReader.Read(file.Path));
        Assert.Contains("expected jaksignals.data_dictionary in its metadata; JakSignals did not write it", error.Message, StringComparison.Ordinal);
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<InvalidDataException>(() => ParquetTableReader.Read(new MemoryStream(bytes))).Message;

    /// <summary>Doubles by their bits, for -0.0 is not 0.0.</summary>
    private static void RequireSame(Table expected, Table actual)
    {
        Assert.Equal((expected.Name, expected.Description, expected.RowCount), (actual.Name, actual.Description, actual.RowCount));
        Assert.Equal(expected.Columns.Select(Heading), actual.Columns.Select(Heading));
        foreach (var (left, right) in expected.Columns.Zip(actual.Columns))
            for (var row = 0; row < expected.RowCount; row++)
                if (!Equals(Bits(left, row), Bits(right, row)))
                    Assert.Fail($"{left.Name} row {row}: {RandomTables.Value(left, row)} became {RandomTables.Value(right, row)}");
    }

    private static (string, ColumnType, bool, string) Heading(Column column) => (column.Name, column.Type, column.Nullable, column.Description);

    private static object? Bits(Column column, int row) => RandomTables.Value(column, row) is double value ? BitConverter.DoubleToInt64Bits(value) : RandomTables.Value(column, row);
}
