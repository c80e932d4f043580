using System.Buffers.Binary;

namespace JakSignals.Snapshots;

/// <summary>Reads forward through bytes of a Parquet file; its errors name the place and what was expected there.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="place">What positions count from, such as <c>offset</c> of the file.</param>
/// <param name="origin">Position of the first byte.</param>
internal sealed class ByteCursor(ReadOnlyMemory<byte> bytes, string place, long origin)
{
    private int _position;

    /// <summary>Bytes read so far.</summary>
    public int Position => _position;

    /// <summary>Bytes not read yet.</summary>
    public int Left => bytes.Length - _position;

    public ReadOnlySpan<byte> Take(long count, string expected)
    {
        if (count < 0 || count > Left)
            throw Error($"{expected} ({count} bytes)", $"{Left} bytes");
        var taken = bytes.Span.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    public ReadOnlyMemory<byte> TakeMemory(int count, string expected)
    {
        var start = _position;
        Take(count, expected);
        return bytes.Slice(start, count);
    }

    public byte Byte(string expected) => Take(1, expected)[0];

    public int Int32(string expected) => BinaryPrimitives.ReadInt32LittleEndian(Take(4, expected));

    /// <summary>An unsigned integer of seven bits a byte, lowest first.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte("a variable-length integer");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Error("a variable-length integer of at most 10 bytes");
    }

    /// <summary>The error that something else than expected stands here.</summary>
    public InvalidDataException Error(string expected, object? found = null) =>
        new($"Parquet file, {place} {origin + _position}: expected {expected}{(found is null ? "" : $", found {found}")}.");
}
