using Parquet;
using Parquet.Schema;

namespace JakSignals.Snapshots;

/// <summary>
/// Writes Parquet with the package Parquet.Net. It encodes the pages; headers, footer and statistics are those of <see cref="BuiltInParquetWriter"/>.
/// </summary>
/// <remarks>
/// Parquet.Net 6.1 orders texts by UTF-16 units, gives a chunk of nulls the limits 0 and 0, does not tell -0.0 from +0.0, and sets neither the column
/// order without which readers may ignore limits nor the offset of a dictionary. A reader that goes by such limits passes over rows it should return.
/// </remarks>
public sealed class ParquetNetWriter : IParquetWriter
{
    /// <inheritdoc/>
    public string CreatedBy { get; } = $"Parquet.Net version {Globals.Version} (build {Globals.GithubSha})";

    /// <inheritdoc/>
    public void Write(TableSource table, Stream stream, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(stream);
        var file = new ParquetFileWriter(stream);
        foreach (var (start, rows) in ParquetFileWriter.RowGroups(table))
        {
            using var encoded = new MemoryStream();
            var part = table.Part(start, rows);
            EncodeAsync(part, encoded).GetAwaiter().GetResult();   // into memory: nothing is waited for
            file.WriteRowGroup(rows, Chunks(part, encoded));
        }
        file.Finish(table, CreatedBy, metadata);
    }

    /// <summary>The rows of a part as a Parquet file of one row group.</summary>
    private static async Task EncodeAsync(Table table, Stream encoded)
    {
        var fields = table.Columns.Select(c => new DataField(c.Name, ClrType(c.Type), c.Nullable)).ToArray();
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), encoded, Options(fields)).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            using var rowGroup = writer.CreateRowGroup();
            foreach (var (field, column) in fields.Zip(table.Columns))
                await WriteAsync(rowGroup, field, column).ConfigureAwait(false);
            rowGroup.CompleteValidate();
        }
    }

    private static ParquetOptions Options(DataField[] fields)
    {
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Gzip, CompressionLevel = BuiltInParquetWriter.GzipLevel };
        foreach (var text in fields.Where(f => f.ClrType == typeof(ReadOnlyMemory<char>)))
            options.ColumnEncodingHints[text.Path.ToString()] = EncodingHint.Dictionary;   // never used without the hint
        return options;
    }

    private static Task WriteAsync(ParquetRowGroupWriter rowGroup, DataField field, Column column) => column switch
    {
        Column<long> counts => WriteAsync(rowGroup, field, counts),
        Column<double> measures => WriteAsync(rowGroup, field, measures),
        Column<bool> flags => WriteAsync(rowGroup, field, flags),
        Column<DateOnly> dates => WriteAsync(rowGroup, field, dates),
        Column<string> texts => rowGroup.WriteAsync(field, Enumerable.Range(0, texts.Count).Select(r => texts.IsNull(r) ? null : texts.Values[r]).ToArray()),
        _ => throw new NotSupportedException($"Column {column.Name} is {column.Type}, which Parquet.Net is given no type for."),
    };

    private static Task WriteAsync<T>(ParquetRowGroupWriter rowGroup, DataField field, Column<T> column) where T : struct
    {
        if (!column.Nullable)
            return rowGroup.WriteAsync(field, column.Memory);
        var values = new T?[column.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column.IsNull(i) ? null : column.Values[i];
        return rowGroup.WriteAsync<T>(field, values);
    }

    private static Type ClrType(ColumnType type) => type switch
    {
        ColumnType.Count => typeof(long),
        ColumnType.Measure => typeof(double),
        ColumnType.Flag => typeof(bool),
        ColumnType.Date => typeof(DateOnly),
        ColumnType.Text => typeof(string),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such column type."),
    };

    /// <summary>The pages of Parquet.Net's file; their headers lose the statistics, which the footer gives right.</summary>
    private static IEnumerable<EncodedChunk> Chunks(Table table, Stream encoded) =>
        ParquetTableReader.ReadFooter(encoded).RowGroups.Single().Columns.Zip(table.Columns,
            (chunk, column) => new EncodedChunk(ColumnChunk.Of(column), chunk.Codec, [.. ParquetTableReader.ReadPages(encoded, chunk).Select(p => p.Page)]));
}
