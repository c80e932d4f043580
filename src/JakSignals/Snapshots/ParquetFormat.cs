namespace JakSignals.Snapshots;

// The part of Parquet's metadata that flat snapshot files use. Source: apache/parquet-format, parquet.thrift; numbers are its field ids and enum values.

internal enum PhysicalType { Boolean = 0, Int32 = 1, Int64 = 2, Int96 = 3, Float = 4, Double = 5, ByteArray = 6, FixedLengthByteArray = 7 }

internal enum ConvertedType { Utf8 = 0, Date = 6 }

internal enum PageEncoding { Plain = 0, PlainDictionary = 2, Rle = 3, RleDictionary = 8 }

internal enum PageType { Data = 0, Index = 1, Dictionary = 2, DataV2 = 3 }

internal enum CompressionCodec { Uncompressed = 0, Gzip = 2 }

/// <summary>What a column chunk holds, so that readers can pass it over: complete for every chunk.</summary>
/// <param name="NullCount">Nulls in the chunk.</param>
/// <param name="DistinctCount">Different values other than null, where counted.</param>
/// <param name="Min">Smallest value, PLAIN without length; null when all values are.</param>
/// <param name="Max">Largest value, likewise.</param>
internal sealed record ChunkStatistics(long? NullCount, long? DistinctCount, byte[]? Min, byte[]? Max)
{
    public void Write(ThriftCompactWriter thrift)
    {
        if (NullCount is { } nulls)
            thrift.I64Field(3, nulls);
        if (DistinctCount is { } distinct)
            thrift.I64Field(4, distinct);
        if (Min is null || Max is null)
            return;
        thrift.BinaryField(5, Max);
        thrift.BinaryField(6, Min);
        thrift.BoolField(7, true);   // is_max_value_exact: values are never cut short
        thrift.BoolField(8, true);
    }

    public static ChunkStatistics Read(ThriftCompactReader thrift)
    {
        var read = new ChunkStatistics(null, null, null, null);
        thrift.Struct(id =>
        {
            switch (id)
            {
                case 3: read = read with { NullCount = thrift.I64() }; break;
                case 4: read = read with { DistinctCount = thrift.I64() }; break;
                case 5: read = read with { Max = thrift.Binary() }; break;
                case 6: read = read with { Min = thrift.Binary() }; break;
                default: thrift.Skip(); break;
            }
        });
        return read;
    }
}

/// <summary>What stands before a page.</summary>
internal sealed record PageHeader
{
    public required PageType Type { get; init; }
    public required int UncompressedSize { get; init; }
    public required int CompressedSize { get; init; }
    public required int ValueCount { get; init; }
    public required PageEncoding Encoding { get; init; }

    public void Write(ThriftCompactWriter thrift) => thrift.Struct(() =>
    {
        thrift.I32Field(1, (int)Type);
        thrift.I32Field(2, UncompressedSize);
        thrift.I32Field(3, CompressedSize);
        thrift.StructField(Type == PageType.Dictionary ? 7 : 5, () => WriteContent(thrift));
    });

    private void WriteContent(ThriftCompactWriter thrift)
    {
        thrift.I32Field(1, ValueCount);
        thrift.I32Field(2, (int)Encoding);
        if (Type == PageType.Dictionary)
            return;
        thrift.I32Field(3, (int)PageEncoding.Rle);   // definition levels
        thrift.I32Field(4, (int)PageEncoding.Rle);   // repetition levels: flat columns have none
    }

    public static PageHeader Read(ThriftCompactReader thrift)
    {
        var read = new PageHeader { Type = (PageType)(-1), UncompressedSize = -1, CompressedSize = -1, ValueCount = -1, Encoding = (PageEncoding)(-1) };
        thrift.Struct(id =>
        {
            switch (id)
            {
                case 1: read = read with { Type = (PageType)thrift.I32() }; break;
                case 2: read = read with { UncompressedSize = thrift.I32() }; break;
                case 3: read = read with { CompressedSize = thrift.I32() }; break;
                case 5 or 7: read = ReadContent(thrift, read); break;
                default: thrift.Skip(); break;
            }
        });
        return read;
    }

    private static PageHeader ReadContent(ThriftCompactReader thrift, PageHeader read)
    {
        thrift.Struct(id =>
        {
            switch (id)
            {
                case 1: read = read with { ValueCount = thrift.I32() }; break;
                case 2: read = read with { Encoding = (PageEncoding)thrift.I32() }; break;
                default: thrift.Skip(); break;
            }
        });
        return read;
    }
}

/// <summary>A column of the file, or its root when it has children.</summary>
internal sealed record SchemaElement
{
    public required string Name { get; init; }
    public PhysicalType? Type { get; init; }
    public int? Repetition { get; init; }   // 0 required, 1 optional, 2 repeated; the root has none
    public int? Children { get; init; }
    public ConvertedType? Annotation { get; init; }

    public void Write(ThriftCompactWriter thrift)
    {
        if (Type is { } type)
            thrift.I32Field(1, (int)type);
        if (Repetition is { } repetition)
            thrift.I32Field(3, repetition);
        thrift.TextField(4, Name);
        if (Children is { } children)
            thrift.I32Field(5, children);
        if (Annotation is not { } annotation)
            return;
        thrift.I32Field(6, (int)annotation);   // for older readers, the same as the logical type
        thrift.StructField(10, () => thrift.StructField(annotation == ConvertedType.Utf8 ? 1 : 6, () => { }));
    }

    public static SchemaElement Read(ThriftCompactReader thrift)
    {
        var read = new SchemaElement { Name = "" };
        thrift.Struct(id =>
        {
            switch (id)
            {
                case 1: read = read with { Type = (PhysicalType)thrift.I32() }; break;
                case 3: read = read with { Repetition = thrift.I32() }; break;
                case 4: read = read with { Name = thrift.Text() }; break;
                case 5: read = read with { Children = thrift.I32() }; break;
                case 6: read = read with { Annotation = (ConvertedType)thrift.I32() }; break;
                default: thrift.Skip(); break;
            }
        });
        return read;
    }
}

/// <summary>Where a column chunk lies and what it holds.</summary>
internal sealed record ColumnChunkMetadata
{
    public required PhysicalType Type { get; init; }
    public required IReadOnlyList<PageHeader> Pages { get; init; }   // empty when read back: a reader finds them in the chunk
    public required string Column { get; init; }
    public required CompressionCodec Codec { get; init; }
    public required long ValueCount { get; init; }
    public required long UncompressedSize { get; init; }
    public required long CompressedSize { get; init; }
    public required long DataPageOffset { get; init; }
    public required long? DictionaryPageOffset { get; init; }
    public required ChunkStatistics Statistics { get; init; }

    public long Offset => DictionaryPageOffset is { } dictionary and > 0 ? Math.Min(dictionary, DataPageOffset) : DataPageOffset;

    public void Write(ThriftCompactWriter thrift)
    {
        thrift.I64Field(2, 0);   // file_offset: deprecated, 0 where no metadata stands beside the chunk
        thrift.StructField(3, () => WriteContent(thrift));
    }

    private void WriteContent(ThriftCompactWriter thrift)
    {
        thrift.I32Field(1, (int)Type);
        thrift.I32ListField(2, [.. Pages.Select(p => (int)p.Encoding).Append((int)PageEncoding.Rle).Distinct().Order()]);
        thrift.TextListField(3, [Column]);
        thrift.I32Field(4, (int)Codec);
        thrift.I64Field(5, ValueCount);
        thrift.I64Field(6, UncompressedSize);
        thrift.I64Field(7, CompressedSize);
        thrift.I64Field(9, DataPageOffset);
        if (DictionaryPageOffset is { } dictionary)
            thrift.I64Field(11, dictionary);
        thrift.StructField(12, () => Statistics.Write(thrift));
        thrift.StructListField(13, [.. Pages.GroupBy(p => (p.Type, p.Encoding))], pages =>
        {
            thrift.I32Field(1, (int)pages.Key.Type);
            thrift.I32Field(2, (int)pages.Key.Encoding);
            thrift.I32Field(3, pages.Count());
        });
    }

    public static ColumnChunkMetadata Read(ThriftCompactReader thrift)
    {
        var read = new ColumnChunkMetadata
        {
            Type = (PhysicalType)(-1), Pages = [], Column = "", Codec = (CompressionCodec)(-1), ValueCount = -1, UncompressedSize = -1, CompressedSize = -1,
            DataPageOffset = -1, DictionaryPageOffset = null, Statistics = new(null, null, null, null),
        };
        thrift.Struct(id =>
        {
            if (id == 3)
                read = read.ReadContent(thrift);
            else
                thrift.Skip();
        });
        return read;
    }

    private ColumnChunkMetadata ReadContent(ThriftCompactReader thrift)
    {
        var read = this;
        thrift.Struct(id =>
        {
            switch (id)
            {
                case 1: read = read with { Type = (PhysicalType)thrift.I32() }; break;
                case 3: read = read with { Column = string.Join('.', thrift.List(thrift.Text)) }; break;
                case 4: read = read with { Codec = (CompressionCodec)thrift.I32() }; break;
                case 5: read = read with { ValueCount = thrift.I64() }; break;
                case 6: read = read with { UncompressedSize = thrift.I64() }; break;
                case 7: read = read with { CompressedSize = thrift.I64() }; break;
                case 9: read = read with { DataPageOffset = thrift.I64() }; break;
                case 11: read = read with { DictionaryPageOffset = thrift.I64() }; break;
                case 12: read = read with { Statistics = ChunkStatistics.Read(thrift) }; break;
                default: thrift.Skip(); break;
            }
        });
        return read;
    }
}

/// <summary>Some rows of the file, column by column.</summary>
internal sealed record RowGroup(IReadOnlyList<ColumnChunkMetadata> Columns, long Rows)
{
    public void Write(ThriftCompactWriter thrift)
    {
        thrift.StructListField(1, Columns, c => c.Write(thrift));
        thrift.I64Field(2, Columns.Sum(c => c.UncompressedSize));
        thrift.I64Field(3, Rows);
        thrift.I64Field(5, Columns[0].Offset);
        thrift.I64Field(6, Columns.Sum(c => c.CompressedSize));
    }

    public static RowGroup Read(ThriftCompactReader thrift)
    {
        var read = new RowGroup([], -1);
        thrift.Struct(id =>
        {
            switch (id)
            {
                case 1: read = read with { Columns = thrift.List(() => ColumnChunkMetadata.Read(thrift)) }; break;
                case 3: read = read with { Rows = thrift.I64() }; break;
                default: thrift.Skip(); break;
            }
        });
        return read;
    }
}

/// <summary>The footer of a Parquet file: its schema, where its row groups lie, and who wrote it.</summary>
internal sealed record ParquetFooter
{
    private const int FormatVersion = 2;   // the one that knows RLE_DICTIONARY

    public required IReadOnlyList<SchemaElement> Schema { get; init; }   // the root, then the columns
    public required long Rows { get; init; }
    public required IReadOnlyList<RowGroup> RowGroups { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; }
    public required string CreatedBy { get; init; }

    public void Write(ThriftCompactWriter thrift) => thrift.Struct(() =>
    {
        thrift.I32Field(1, FormatVersion);
        thrift.StructListField(2, Schema, e => e.Write(thrift));
        thrift.I64Field(3, Rows);
        thrift.StructListField(4, RowGroups, g => g.Write(thrift));
        thrift.StructListField(5, Metadata, pair =>
        {
            thrift.TextField(1, pair.Key);
            thrift.TextField(2, pair.Value);
        });
        thrift.TextField(6, CreatedBy);
        // Without a column order readers must not use the limits; TYPE_ORDER is the only one there is.
        thrift.StructListField(7, [.. Schema.Skip(1)], _ => thrift.StructField(1, () => { }));
    });

    public static ParquetFooter Read(ThriftCompactReader thrift)
    {
        var read = new ParquetFooter { Schema = [], Rows = -1, RowGroups = [], Metadata = [], CreatedBy = "" };
        thrift.Struct(id =>
        {
            switch (id)
            {
                case 2: read = read with { Schema = thrift.List(() => SchemaElement.Read(thrift)) }; break;
                case 3: read = read with { Rows = thrift.I64() }; break;
                case 4: read = read with { RowGroups = thrift.List(() => RowGroup.Read(thrift)) }; break;
                case 5: read = read with { Metadata = thrift.List(() => ReadPair(thrift)) }; break;
                case 6: read = read with { CreatedBy = thrift.Text() }; break;
                default: thrift.Skip(); break;
            }
        });
        return read;
    }

    private static KeyValuePair<string, string> ReadPair(ThriftCompactReader thrift)
    {
        var (key, value) = ("", "");
        thrift.Struct(id =>
        {
            switch (id)
            {
                case 1: key = thrift.Text(); break;
                case 2: value = thrift.Text(); break;
                default: thrift.Skip(); break;
            }
        });
        return new(key, value);
    }
}
