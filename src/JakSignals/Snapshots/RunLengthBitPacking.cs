using System.Buffers;

namespace JakSignals.Snapshots;

/// <summary>Parquet's hybrid of run-length encoding and bit packing, for definition levels and dictionary indexes.</summary>
/// <remarks>Source: parquet-format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".</remarks>
internal static class RunLengthBitPacking
{
    private const int GroupSize = 8;   // bit-packed values come in groups of eight; a shorter run is not worth its header

    /// <summary>Appends the values, each of them in [0, 2^bitWidth).</summary>
    public static void Encode(ReadOnlySpan<int> values, int bitWidth, ArrayBufferWriter<byte> page)
    {
        while (!values.IsEmpty)
        {
            var run = RunLength(values);
            var taken = run >= GroupSize ? run : PackedLength(values);
            if (run >= GroupSize)
                WriteRun(values[0], run, bitWidth, page);
            else
                WritePacked(values[..taken], bitWidth, page);
            values = values[taken..];
        }
    }

    /// <summary>Fills the destination with the values that stand next.</summary>
    public static void Decode(ByteCursor page, int bitWidth, Span<int> destination)
    {
        while (!destination.IsEmpty)
        {
            var header = page.Varint();
            var count = header >> 1;
            if (count == 0 || count > int.MaxValue / 2 / GroupSize)
                throw page.Error($"a run for the {destination.Length} values left", count);
            var taken = (int)Math.Min((header & 1) == 0 ? count : count * GroupSize, (ulong)destination.Length);
            if ((header & 1) == 0)
                destination[..taken].Fill(ReadValue(page, bitWidth));
            else
                ReadPacked(page.Take((long)count * bitWidth, "bit-packed values"), bitWidth, destination[..taken]);
            destination = destination[taken..];
        }
    }

    private static int RunLength(ReadOnlySpan<int> values) => values.IndexOfAnyExcept(values[0]) is var end and >= 0 ? end : values.Length;

    /// <summary>Whole groups up to the next one that starts a run; only the last group of a page may be short.</summary>
    private static int PackedLength(ReadOnlySpan<int> values)
    {
        var length = GroupSize;
        while (length + GroupSize <= values.Length && values.Slice(length, GroupSize).ContainsAnyExcept(values[length]))
            length += GroupSize;
        return values.Length - length < GroupSize ? values.Length : length;
    }

    private static void WriteRun(int value, int run, int bitWidth, ArrayBufferWriter<byte> page)
    {
        page.WriteVarint((ulong)run << 1);
        for (var shift = 0; shift < bitWidth; shift += 8)
            page.Write([unchecked((byte)(value >> shift))]);
    }

    private static void WritePacked(ReadOnlySpan<int> values, int bitWidth, ArrayBufferWriter<byte> page)
    {
        var groups = (values.Length + GroupSize - 1) / GroupSize;
        page.WriteVarint((ulong)groups << 1 | 1);
        var packed = page.GetSpan(groups * bitWidth)[..(groups * bitWidth)];
        packed.Clear();
        var at = 0;
        var held = 0;
        ulong bits = 0;
        foreach (var value in values)
        {
            bits |= (ulong)value << held;
            for (held += bitWidth; held >= 8; held -= 8, bits >>= 8)
                packed[at++] = unchecked((byte)bits);
        }
        if (held > 0)
            packed[at] = unchecked((byte)bits);
        page.Advance(packed.Length);
    }

    private static int ReadValue(ByteCursor page, int bitWidth)
    {
        var value = 0;
        for (var shift = 0; shift < bitWidth; shift += 8)
            value |= page.Byte("the value of a run") << shift;
        return value;
    }

    private static void ReadPacked(ReadOnlySpan<byte> packed, int bitWidth, Span<int> destination)
    {
        var mask = (1UL << bitWidth) - 1;
        var at = 0;
        var held = 0;
        ulong bits = 0;
        foreach (ref var value in destination)
        {
            for (; held < bitWidth; held += 8)
                bits |= (ulong)packed[at++] << held;
            value = (int)(bits & mask);
            bits >>= bitWidth;
            held -= bitWidth;
        }
    }
}
