using System.Buffers;
using System.IO.Compression;
using System.Reflection;

namespace JakSignals.Snapshots;

/// <summary>Writes Parquet without any package: flat columns, one data page (v1) a column chunk, PLAIN or RLE_DICTIONARY, whichever is smaller.</summary>
/// <param name="compressed">Whether pages are compressed with GZIP, which every reader knows.</param>
public sealed class BuiltInParquetWriter(bool compressed = true) : IParquetWriter
{
    /// <summary>Compression of both writers.</summary>
    internal const CompressionLevel GzipLevel = CompressionLevel.Fastest;

    private readonly CompressionCodec _codec = compressed ? CompressionCodec.Gzip : CompressionCodec.Uncompressed;

    /// <inheritdoc/>
    /// <remarks>In the form "NAME version VERSION (build BUILD)" of parquet.thrift; readers that cannot parse it may distrust the statistics.</remarks>
    public string CreatedBy { get; } = $"JakSignals version {Version()} (build built-in)";

    /// <inheritdoc/>
    public void Write(TableSource table, Stream stream, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(stream);
        var file = new ParquetFileWriter(stream);
        foreach (var (start, rows) in ParquetFileWriter.RowGroups(table))
            file.WriteRowGroup(rows, table.Part(start, rows).Columns.Select(column => Encode(ColumnChunk.Of(column))));
        file.Finish(table, CreatedBy, metadata);
    }

    private EncodedChunk Encode(ColumnChunk chunk)
    {
        var pages = new List<EncodedPage>(2);
        if (chunk.DictionarySize is { } entries)
            pages.Add(Page(PageType.Dictionary, entries, PageEncoding.Plain, chunk.WriteDictionary));
        pages.Add(Page(PageType.Data, chunk.Rows, chunk.DictionarySize is null ? PageEncoding.Plain : PageEncoding.RleDictionary, chunk.WriteValues));
        return new(chunk, _codec, pages);
    }

    private EncodedPage Page(PageType type, int values, PageEncoding encoding, Action<ArrayBufferWriter<byte>> write)
    {
        var plain = new ArrayBufferWriter<byte>();
        write(plain);
        var content = _codec == CompressionCodec.Gzip ? Compress(plain.WrittenSpan) : plain.WrittenMemory;
        return new(new() { Type = type, UncompressedSize = plain.WrittenCount, CompressedSize = content.Length, ValueCount = values, Encoding = encoding }, content);
    }

    private static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> plain)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, GzipLevel, leaveOpen: true))
            gzip.Write(plain);
        return compressed.ToArray();
    }

    /// <summary>Without the commit, so that the same tables give the same bytes from one commit to the next.</summary>
    private static string Version() => typeof(BuiltInParquetWriter).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
