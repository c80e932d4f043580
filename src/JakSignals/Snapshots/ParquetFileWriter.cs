using System.Buffers.Binary;

namespace JakSignals.Snapshots;

/// <summary>A page as it stands in the file: its header, and its content as compressed.</summary>
internal sealed record EncodedPage(PageHeader Header, ReadOnlyMemory<byte> Content);

/// <summary>A column chunk ready to be written.</summary>
internal sealed record EncodedChunk(ColumnChunk Chunk, CompressionCodec Codec, IReadOnlyList<EncodedPage> Pages);

/// <summary>Puts encoded pages into a Parquet file: magic, row groups, and the footer with schema, statistics and data dictionary.</summary>
/// <remarks>Both writers end here, so that a reader finds the same schema and statistics whoever encoded the pages.</remarks>
internal sealed class ParquetFileWriter
{
    /// <summary>
    /// Rows a row group holds: readers pass over whole row groups by their statistics and read them in parallel;
    /// DuckDB's own are of about this size. A column of a row group is what the writer holds in memory.
    /// </summary>
    public const int RowGroupSize = 128 * 1024;

    private readonly Stream _stream;
    private readonly List<RowGroup> _rowGroups = [];
    private long _offset;

    public ParquetFileWriter(Stream stream)
    {
        _stream = stream;
        Write(Magic);
    }

    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>First row and number of rows of each row group.</summary>
    public static IEnumerable<(int Start, int Rows)> RowGroups(TableSource table)
    {
        if (table.Schema.Columns.Count == 0)
            throw new ArgumentException($"Table {table.Schema.Name} has no columns, which Parquet cannot hold.", nameof(table));
        for (var start = 0; start < table.RowCount; start += RowGroupSize)
            yield return (start, Math.Min(RowGroupSize, table.RowCount - start));
    }

    /// <summary>Writes the chunks as they come, so that one at a time is in memory.</summary>
    public void WriteRowGroup(int rows, IEnumerable<EncodedChunk> chunks) => _rowGroups.Add(new([.. chunks.Select(WriteChunk)], rows));

    /// <summary>Writes the footer.</summary>
    public void Finish(TableSource table, string createdBy, IReadOnlyDictionary<string, string>? metadata)
    {
        var thrift = new ThriftCompactWriter();
        Footer(table, createdBy, metadata).Write(thrift);
        Write(thrift.Written.Span);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, thrift.Written.Length);
        Write(length);
        Write(Magic);
        _stream.Flush();
    }

    private ColumnChunkMetadata WriteChunk(EncodedChunk encoded)
    {
        var start = _offset;
        var offsets = encoded.Pages.Select(WritePage).ToList();
        var dictionary = encoded.Pages[0].Header.Type == PageType.Dictionary;
        return new()
        {
            Type = encoded.Chunk.Type,
            Pages = [.. encoded.Pages.Select(p => p.Header)],
            Column = encoded.Chunk.Column.Name,
            Codec = encoded.Codec,
            ValueCount = encoded.Chunk.Rows,
            UncompressedSize = _offset - start + encoded.Pages.Sum(p => (long)p.Header.UncompressedSize - p.Header.CompressedSize),
            CompressedSize = _offset - start,
            DataPageOffset = offsets[dictionary ? 1 : 0],
            DictionaryPageOffset = dictionary ? offsets[0] : null,
            Statistics = encoded.Chunk.Statistics,
        };
    }

    private long WritePage(EncodedPage page)
    {
        var start = _offset;
        var thrift = new ThriftCompactWriter();
        page.Header.Write(thrift);
        Write(thrift.Written.Span);
        Write(page.Content.Span);
        return start;
    }

    private ParquetFooter Footer(TableSource table, string createdBy, IReadOnlyDictionary<string, string>? metadata) => new()
    {
        Schema = [new() { Name = "schema", Children = table.Schema.Columns.Count }, .. table.Schema.Columns.Select(Element)],
        Rows = table.RowCount,
        RowGroups = _rowGroups,
        Metadata = [new(TableDescription.Key, TableDescription.ToJson(table.Schema)), .. (metadata ?? new Dictionary<string, string>()).OrderBy(p => p.Key, StringComparer.Ordinal)],
        CreatedBy = createdBy,
    };

    private static SchemaElement Element(Column column)
    {
        var chunk = ColumnChunk.Of(column);
        return new() { Name = column.Name, Type = chunk.Type, Repetition = column.Nullable ? 1 : 0, Annotation = chunk.Annotation };
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _offset += bytes.Length;
    }
}
