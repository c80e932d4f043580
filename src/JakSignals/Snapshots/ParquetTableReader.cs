using System.Buffers.Binary;
using System.IO.Compression;

namespace JakSignals.Snapshots;

/// <summary>Chooses rows of a table as it is read; of the others one column at a time is in memory.</summary>
/// <param name="Columns">Columns that <paramref name="Keeps"/> looks at.</param>
/// <param name="Keeps">Whether a row of a table of these columns is kept.</param>
/// <param name="Kept">Columns the table shall have; null for all.</param>
public sealed record RowFilter(IReadOnlyList<string> Columns, Func<Table, int, bool> Keeps, IReadOnlyCollection<string>? Kept = null);

/// <summary>Reads the Parquet files of either writer back, exactly: values, nulls, names, types and descriptions.</summary>
/// <remarks>
/// Knows what the two writers use: flat columns, data pages v1, PLAIN and dictionary encodings, GZIP or no compression. Anything else is an error that
/// names the place in the file and what was expected there.
/// </remarks>
public static class ParquetTableReader
{
    private const int TailLength = 8;   // length of the footer, magic
    private const int WorstDeflateRatio = 1040;   // deflate makes a byte of at most 1,032; a header that claims more is damaged

    /// <summary>The table a file holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="filter">Which rows to keep; null for all.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or not one of ours.</exception>
    public static Table Read(string path, RowFilter? filter = null)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, filter);
    }

    /// <summary>The table a seekable stream holds, from its start to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="filter">Which rows to keep; null for all.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or not one of ours.</exception>
    public static Table Read(Stream stream, RowFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var footer = ReadFooter(stream);
        var dictionary = TableDescription.FromJson(footer.Metadata.FirstOrDefault(p => p.Key == TableDescription.Key).Value
            ?? throw new InvalidDataException($"Parquet file by '{footer.CreatedBy}': expected {TableDescription.Key} in its metadata; JakSignals did not write it."));
        var elements = Columns(footer);
        if (elements.Count != dictionary.Columns.Count)
            throw new InvalidDataException($"Parquet file has {elements.Count} columns, its data dictionary {dictionary.Columns.Count}.");
        Column Read(int column) => ReadColumn(stream, footer, column, elements[column], dictionary.Columns[column]);
        if (filter is null)
            return new(dictionary.Table, dictionary.Description, [.. dictionary.Columns.Select((_, i) => Read(i))]);
        var rows = Kept(new(dictionary.Table, dictionary.Description, [.. dictionary.Columns.Index().Where(c => filter.Columns.Contains(c.Item.Name)).Select(c => Read(c.Index))]), filter);
        return new(dictionary.Table, dictionary.Description, [.. dictionary.Columns.Index().Where(c => filter.Kept?.Contains(c.Item.Name) != false).Select(c => Read(c.Index).Choose(rows))]);
    }

    private static int[] Kept(Table looked, RowFilter filter) => [.. Enumerable.Range(0, looked.RowCount).Where(row => filter.Keeps(looked, row))];

    /// <summary>The footer alone.</summary>
    internal static ParquetFooter ReadFooter(Stream stream)
    {
        var magic = ParquetFileWriter.Magic;
        if (stream.Length < magic.Length + TailLength || !ReadAt(stream, 0, magic.Length).Span.SequenceEqual(magic))
            throw new InvalidDataException("Parquet file, offset 0: expected the magic PAR1.");
        var tailStart = stream.Length - TailLength;
        var tail = ReadAt(stream, tailStart, TailLength).Span;
        if (!tail[4..].SequenceEqual(magic))
            throw new InvalidDataException($"Parquet file, offset {tailStart + 4}: expected the magic PAR1; the file may have been cut off.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (length < 1 || length > tailStart - magic.Length)
            throw new InvalidDataException($"Parquet file, offset {tailStart}: expected a footer length up to {tailStart - magic.Length}, found {length}.");
        var bytes = new ByteCursor(ReadAt(stream, tailStart - length, length), "offset", tailStart - length);
        return ParquetFooter.Read(new(bytes));
    }

    /// <summary>The pages of a chunk, still compressed.</summary>
    internal static IEnumerable<(EncodedPage Page, long Offset)> ReadPages(Stream stream, ColumnChunkMetadata chunk)
    {
        if (chunk.Offset < 0 || chunk.CompressedSize < 0 || chunk.CompressedSize > int.MaxValue || chunk.Offset > stream.Length - chunk.CompressedSize)
            throw Error(chunk, $"a chunk within the file's {stream.Length} bytes", $"{chunk.CompressedSize} bytes at {chunk.Offset}");
        var bytes = new ByteCursor(ReadAt(stream, chunk.Offset, (int)chunk.CompressedSize), "offset", chunk.Offset);
        while (bytes.Left > 0)
        {
            var offset = chunk.Offset + bytes.Position;
            var header = PageHeader.Read(new(bytes));
            if (header.Type is not (PageType.Data or PageType.Dictionary))
                throw bytes.Error("a data page (v1) or dictionary page before here", header.Type);
            yield return (new(header, bytes.TakeMemory(header.CompressedSize, "a page")), offset);
        }
    }

    private static List<SchemaElement> Columns(ParquetFooter footer)
    {
        var columns = footer.Schema.Skip(1).ToList();
        if (footer.Schema.Count == 0 || footer.Schema[0].Children != columns.Count || columns.Any(c => c.Children is not null || c.Repetition is not (0 or 1))
            || columns.DistinctBy(c => c.Name).Count() != columns.Count)
            throw new InvalidDataException("Parquet file, schema in the footer: expected a root and flat columns of different names, each required or optional.");
        if (footer.Rows is < 0 or > int.MaxValue || footer.RowGroups.Any(g => g.Rows is < 0 or > int.MaxValue || g.Columns.Count != columns.Count) || footer.RowGroups.Sum(g => g.Rows) != footer.Rows)
            throw new InvalidDataException($"Parquet file, footer: expected row groups of {columns.Count} columns that together have its {footer.Rows} rows.");
        return columns;
    }

    private static Column ReadColumn(Stream stream, ParquetFooter footer, int index, SchemaElement element, ColumnDescription described)
    {
        if (element.Name != described.Name || element.Repetition != (described.Nullable ? 1 : 0))
            throw new InvalidDataException($"Parquet file, schema in the footer: column {element.Name} is not as the data dictionary has it ({described}).");
        var chunks = footer.RowGroups.Select(g => (g.Columns[index], g.Rows));
        return (element.Type, element.Annotation, described.Type) switch
        {
            (PhysicalType.Int64, null, "BIGINT") => Read(stream, chunks, footer.Rows, ParquetValues.Counts, described),
            (PhysicalType.Double, null, "DOUBLE") => Read(stream, chunks, footer.Rows, ParquetValues.Measures, described),
            (PhysicalType.Boolean, null, "BOOLEAN") => Read(stream, chunks, footer.Rows, ParquetValues.Flags, described),
            (PhysicalType.Int32, ConvertedType.Date, "DATE") => Read(stream, chunks, footer.Rows, ParquetValues.Dates, described),
            (PhysicalType.ByteArray, ConvertedType.Utf8, "VARCHAR") => Read(stream, chunks, footer.Rows, ParquetValues.Texts, described),
            _ => throw new InvalidDataException($"Parquet file, schema in the footer: column {element.Name} is {element.Type} {element.Annotation}, the data dictionary has {described.Type}."),
        };
    }

    private static Column<T> Read<T>(Stream stream, IEnumerable<(ColumnChunkMetadata Chunk, long Rows)> chunks, long rows, ParquetValues<T> layout, ColumnDescription described)
        where T : notnull
    {
        var column = new ColumnFill<T>(layout, described.Nullable, (int)rows);
        foreach (var (chunk, chunkRows) in chunks)
        {
            if (chunk.Column != described.Name || chunk.Type != layout.Type || chunk.ValueCount != chunkRows)
                throw Error(chunk, $"{chunkRows} values {layout.Type} of {described.Name}", $"{chunk.ValueCount} values {chunk.Type} of {chunk.Column}");
            foreach (var (page, offset) in ReadPages(stream, chunk))
                column.Add(page.Header, new(Decompress(page, chunk, offset), $"page at offset {offset} ({chunk.Column}), byte", 0));
            column.EndChunk(chunk);
        }
        return column.ToColumn(described);
    }

    private static ReadOnlyMemory<byte> Decompress(EncodedPage page, ColumnChunkMetadata chunk, long offset)
    {
        var size = page.Header.UncompressedSize;
        if (size < 0 || size > (page.Content.Length + 1L) * WorstDeflateRatio)
            throw Error(chunk, $"a page of at most {(page.Content.Length + 1L) * WorstDeflateRatio} bytes at offset {offset}", size);
        if (chunk.Codec == CompressionCodec.Uncompressed && size == page.Content.Length)
            return page.Content;
        if (chunk.Codec != CompressionCodec.Gzip)
            throw Error(chunk, $"GZIP, or no compression and {size} bytes, at offset {offset}", $"{chunk.Codec}, {page.Content.Length} bytes");
        return Unzip(page.Content, size) ?? throw Error(chunk, $"{size} bytes, compressed with GZIP, in the page at offset {offset}", "a damaged page");
    }

    /// <summary>The plain bytes, or null when there are not exactly as many, or none that GZIP could have made.</summary>
    private static byte[]? Unzip(ReadOnlyMemory<byte> content, int size)
    {
        using var gzip = new GZipStream(new MemoryStream(content.ToArray()), CompressionMode.Decompress);
        var plain = new byte[size];
        try
        {
            return gzip.ReadAtLeast(plain, size, throwOnEndOfStream: false) == size && gzip.ReadByte() < 0 ? plain : null;
        }
        catch (InvalidDataException)   // the only way the library says so; ours names the place
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> ReadAt(Stream stream, long offset, int count)
    {
        var bytes = new byte[count];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    internal static InvalidDataException Error(ColumnChunkMetadata chunk, string expected, object found) =>
        new($"Parquet file, column {chunk.Column} at offset {chunk.Offset}: expected {expected}, found {found}.");
}

/// <summary>A column as its pages fill it.</summary>
internal sealed class ColumnFill<T>(ParquetValues<T> layout, bool nullable, int rows) where T : notnull
{
    private readonly T[] _values = new T[rows];
    private readonly bool[]? _nulls = nullable ? new bool[rows] : null;
    private T[]? _dictionary;
    private int _filled;
    private int _chunkStart;

    public void Add(PageHeader header, ByteCursor page)
    {
        if (header.Type == PageType.Dictionary)
            ReadDictionary(header, page);
        else
            ReadData(header, page);
        if (page.Left > 0)
            throw page.Error("the end of the page", $"{page.Left} bytes more");
    }

    public void EndChunk(ColumnChunkMetadata chunk)
    {
        if (_filled - _chunkStart != chunk.ValueCount)
            throw ParquetTableReader.Error(chunk, $"{chunk.ValueCount} values in its pages", _filled - _chunkStart);
        (_chunkStart, _dictionary) = (_filled, null);
    }

    public Column<T> ToColumn(ColumnDescription described) => new(described.Name, described.Nullable, described.Description, _values,
        _nulls is not null && _nulls.Contains(true) ? _nulls : null);

    private void ReadDictionary(PageHeader header, ByteCursor page)
    {
        if (_dictionary is not null || header.Encoding is not (PageEncoding.Plain or PageEncoding.PlainDictionary) || header.ValueCount < 0 || header.ValueCount > page.Left)
            throw page.Error("one dictionary of PLAIN values that fit its page", $"{header.ValueCount} of {header.Encoding}");
        _dictionary = new T[header.ValueCount];
        layout.Read(page, _dictionary);
    }

    private void ReadData(PageHeader header, ByteCursor page)
    {
        if (header.ValueCount < 0 || header.ValueCount > rows - _filled)
            throw page.Error($"a page of at most {rows - _filled} rows", header.ValueCount);
        var present = ReadDefinitionLevels(page, header.ValueCount);
        var values = new T[present];
        if (header.Encoding == PageEncoding.Plain)
            layout.Read(page, values);
        else if (header.Encoding is PageEncoding.RleDictionary or PageEncoding.PlainDictionary && _dictionary is not null)
            ReadIndexes(page, _dictionary, values);
        else
            throw page.Error("PLAIN values, or indexes after a dictionary", header.Encoding);
        Place(values, header.ValueCount);
    }

    /// <summary>Marks the nulls and returns how many values are present.</summary>
    private int ReadDefinitionLevels(ByteCursor page, int count)
    {
        if (_nulls is null)
            return count;
        var length = page.Int32("the length of definition levels");
        var levels = new int[count];
        var start = page.Position;
        RunLengthBitPacking.Decode(page, 1, levels);
        if (page.Position - start != length)
            throw page.Error($"{length} bytes of definition levels", page.Position - start);
        for (var i = 0; i < count; i++)
            _nulls[_filled + i] = levels[i] == 0;
        return levels.Sum();
    }

    private static void ReadIndexes(ByteCursor page, T[] dictionary, Span<T> values)
    {
        var width = page.Byte("the bit width of dictionary indexes");
        if (width > 31)
            throw page.Error("a bit width up to 31", width);
        var indexes = new int[values.Length];
        RunLengthBitPacking.Decode(page, width, indexes);
        for (var i = 0; i < indexes.Length; i++)
            values[i] = indexes[i] >= 0 && indexes[i] < dictionary.Length ? dictionary[indexes[i]] : throw page.Error($"an index into {dictionary.Length} dictionary entries", indexes[i]);
    }

    private void Place(T[] present, int count)
    {
        var next = 0;
        for (var row = _filled; row < _filled + count; row++)
            _values[row] = _nulls is not null && _nulls[row] ? layout.WhenNull : present[next++];
        _filled += count;
    }
}
