using System.Buffers;
using System.Runtime.InteropServices;

namespace JakSignals.Snapshots;

/// <summary>One column over the rows of one row group: what both Parquet writers need to know of it.</summary>
internal abstract class ColumnChunk
{
    public abstract PhysicalType Type { get; }

    public abstract ConvertedType? Annotation { get; }

    public abstract Column Column { get; }

    public abstract int Rows { get; }

    /// <summary>The same from either writer, for readers go by it.</summary>
    public abstract ChunkStatistics Statistics { get; }

    /// <summary>Number of dictionary entries, or null when the values are smaller as they are.</summary>
    public abstract int? DictionarySize { get; }

    public abstract void WriteDictionary(ArrayBufferWriter<byte> page);

    public abstract void WriteValues(ArrayBufferWriter<byte> page);

    /// <summary>The chunk of a column over the rows of one row group.</summary>
    public static ColumnChunk Of(Column column) => column switch
    {
        Column<long> counts => new ColumnChunk<long>(counts, ParquetValues.Counts),
        Column<double> measures => new ColumnChunk<double>(measures, ParquetValues.Measures),
        Column<bool> flags => new ColumnChunk<bool>(flags, ParquetValues.Flags),
        Column<DateOnly> dates => new ColumnChunk<DateOnly>(dates, ParquetValues.Dates),
        Column<string> texts => new ColumnChunk<string>(texts, ParquetValues.Texts),
        _ => throw new NotSupportedException($"Column {column.Name} is {column.Type}, which no Parquet layout is known for."),
    };
}

/// <inheritdoc/>
internal sealed class ColumnChunk<T> : ColumnChunk where T : notnull
{
    private const int MostEntries = 1 << 15;   // beyond, values hardly repeat within a row group and looking on costs more than it saves

    private readonly Column<T> _column;
    private readonly ParquetValues<T> _layout;
    private readonly ReadOnlyMemory<bool> _nulls;
    private readonly ReadOnlyMemory<T> _present;
    private readonly List<T>? _dictionary;   // distinct values by first appearance; null when too many or not looked for
    private readonly int[] _indexes = [];

    public ColumnChunk(Column<T> column, ParquetValues<T> layout)
    {
        (_column, _layout, Rows, _nulls) = (column, layout, column.Count, column.Nulls);
        _present = Present(column.Memory, _nulls.Span);
        if (layout.Repeats)
            _dictionary = Distinct(_present.Span, out _indexes);
        DictionarySize = _dictionary is not null && DictionaryPays() ? _dictionary.Count : null;
        Statistics = Summarise();
    }

    public override PhysicalType Type => _layout.Type;

    public override ConvertedType? Annotation => _layout.Annotation;

    public override Column Column => _column;

    public override int Rows { get; }

    public override ChunkStatistics Statistics { get; }

    public override int? DictionarySize { get; }

    private int IndexWidth => Math.Max(1, 32 - int.LeadingZeroCount(_dictionary!.Count - 1));

    public override void WriteDictionary(ArrayBufferWriter<byte> page) => _layout.Write(CollectionsMarshal.AsSpan(_dictionary), page);

    public override void WriteValues(ArrayBufferWriter<byte> page)
    {
        if (_column.Nullable)
            WriteDefinitionLevels(page);
        if (DictionarySize is null)
        {
            _layout.Write(_present.Span, page);
            return;
        }
        page.Write([(byte)IndexWidth]);
        RunLengthBitPacking.Encode(_indexes, IndexWidth, page);
    }

    /// <summary>1 where a value is, 0 where null, after their length in bytes.</summary>
    private void WriteDefinitionLevels(ArrayBufferWriter<byte> page)
    {
        var levels = new int[Rows];
        for (var row = 0; row < Rows; row++)
            levels[row] = _nulls.IsEmpty || !_nulls.Span[row] ? 1 : 0;
        var encoded = new ArrayBufferWriter<byte>();
        RunLengthBitPacking.Encode(levels, 1, encoded);
        page.WriteInt32(encoded.WrittenCount);
        page.Write(encoded.WrittenSpan);
    }

    private static ReadOnlyMemory<T> Present(ReadOnlyMemory<T> values, ReadOnlySpan<bool> nulls)
    {
        if (!nulls.Contains(true))
            return values;
        var present = new List<T>(values.Length);
        for (var row = 0; row < nulls.Length; row++)
            if (!nulls[row])
                present.Add(values.Span[row]);
        return present.ToArray();
    }

    private static List<T>? Distinct(ReadOnlySpan<T> values, out int[] indexes)
    {
        var entries = new List<T>();
        var known = new Dictionary<T, int>();
        indexes = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(known, values[i], out var found);
            if (!found && entries.Count == MostEntries)
                return null;
            if (!found)
            {
                index = entries.Count;
                entries.Add(values[i]);
            }
            indexes[i] = index;
        }
        return entries;
    }

    private bool DictionaryPays()
    {
        var lengths = _dictionary!.ConvertAll(v => (long)_layout.Length(v));
        var plain = 0L;
        foreach (var index in _indexes)
            plain += lengths[index];
        return lengths.Sum() + (long)_indexes.Length * IndexWidth / 8 < plain;
    }

    private ChunkStatistics Summarise()
    {
        long? distinct = _dictionary?.Count;
        if (_present.IsEmpty)
            return new(Rows, distinct, null, null);
        var (min, max) = _layout.Limits(_dictionary is null ? _present.Span : CollectionsMarshal.AsSpan(_dictionary));
        return new(Rows - _present.Length, distinct, min, max);
    }
}
