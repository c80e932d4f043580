using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

/// <summary>Only on a full package feed: what Parquet.Net's writer must have in common with the built-in one.</summary>
public sealed class ParquetNetWriterTests
{
    [Fact]
    public void Parquet_Net_is_the_default_where_the_feed_has_it() => Assert.IsType<ParquetNetWriter>(ParquetWriters.Default);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3000)]
    public void Schema_metadata_and_statistics_are_those_of_the_built_in_writer(int rows)
    {
        var table = RandomTables.Make(40, rows);
        var builtIn = ParquetTableReader.ReadFooter(Writers.Written(table, Writers.BuiltIn));
        var parquetNet = ParquetTableReader.ReadFooter(Writers.Written(table, Writers.ParquetNet));
        Assert.StartsWith("Parquet.Net version 6.", parquetNet.CreatedBy, StringComparison.Ordinal);
        Assert.Equal(builtIn.Schema, parquetNet.Schema);
        Assert.Equal(builtIn.Metadata, parquetNet.Metadata);
        Assert.Equal(Chunks(builtIn), Chunks(parquetNet));
    }

    [Fact]
    public void Texts_are_dictionary_encoded_as_they_are_built_in()
    {
        var footer = ParquetTableReader.ReadFooter(Writers.Written(RandomTables.Make(41, 3000), Writers.ParquetNet));
        Assert.NotNull(footer.RowGroups[0].Columns.Single(c => c.Column == "text_word").DictionaryPageOffset);
    }

    private static IEnumerable<string> Chunks(ParquetFooter footer) => footer.RowGroups.SelectMany(g => g.Columns).Select(c =>
        $"{c.Column} {c.Type} {c.Codec} {c.ValueCount} values, {c.Statistics.NullCount} nulls, {c.Statistics.DistinctCount} distinct, {Hex(c.Statistics.Min)} to {Hex(c.Statistics.Max)}");

    private static string Hex(byte[]? value) => value is null ? "none" : Convert.ToHexString(value);
}
