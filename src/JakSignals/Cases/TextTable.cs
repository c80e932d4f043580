using System.Buffers.Binary;
using System.Text;

namespace JakSignals.Cases;

/// <summary>Distinct texts numbered 1, 2, 3 … in order of first appearance, so that millions of rows carry small integers.</summary>
/// <remarks>
/// Looks texts up by their UTF-8 bytes without allocating; bytes of all texts lie in one growing arena.
/// Memory: the bytes plus about 28 bytes a text. Not safe for use from several threads at once.
/// </remarks>
public sealed class TextTable
{
    private byte[] _arena = new byte[1 << 16];
    private int[] _ends = new int[1 << 10];      // _ends[id] is one past the last byte of text id; _ends[0] = 0
    private Slot[] _slots = new Slot[1 << 11];  // open addressing; id 0 is an empty slot

    private readonly record struct Slot(uint Hash, int Id);

    /// <summary>How many distinct texts there are; ids run from 1 to this.</summary>
    public int Count { get; private set; }

    /// <summary>The text behind an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not between 1 and <see cref="Count"/>.</exception>
    public string this[int id] => Encoding.UTF8.GetString(Utf8(id));

    /// <summary>The UTF-8 bytes behind an id; valid until the next <see cref="Intern(ReadOnlySpan{byte})"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not between 1 and <see cref="Count"/>.</exception>
    public ReadOnlySpan<byte> Utf8(int id)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(id, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, Count);
        return Bytes(id);
    }

    /// <summary>The id of a text, given as UTF-8; a text not seen before gets the next id.</summary>
    public int Intern(ReadOnlySpan<byte> utf8)
    {
        var hash = Hash(utf8);
        var mask = _slots.Length - 1;
        var slot = (int)(hash & (uint)mask);
        while (_slots[slot] is { Id: not 0 } taken)
        {
            if (taken.Hash == hash && Bytes(taken.Id).SequenceEqual(utf8))
                return taken.Id;
            slot = (slot + 1) & mask;
        }
        return Append(utf8, hash, slot);
    }

    /// <summary>The id of a text; a text not seen before gets the next id.</summary>
    public int Intern(string text) => Intern(Encoding.UTF8.GetBytes(text));

    private int Append(ReadOnlySpan<byte> utf8, uint hash, int slot)
    {
        var start = _ends[Count];
        if (start + utf8.Length > _arena.Length)
            Array.Resize(ref _arena, Math.Max(_arena.Length * 2, start + utf8.Length));
        if (Count + 1 == _ends.Length)
            Array.Resize(ref _ends, _ends.Length * 2);
        utf8.CopyTo(_arena.AsSpan(start));
        var id = ++Count;
        _ends[id] = start + utf8.Length;
        _slots[slot] = new(hash, id);
        if (Count * 2 > _slots.Length)
            Rehash();
        return id;
    }

    private void Rehash()
    {
        var taken = _slots;
        _slots = new Slot[taken.Length * 2];
        var mask = _slots.Length - 1;
        foreach (var text in taken.Where(slot => slot.Id != 0))
        {
            var slot = (int)(text.Hash & (uint)mask);
            while (_slots[slot].Id != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = text;
        }
    }

    private ReadOnlySpan<byte> Bytes(int id)
    {
        var start = _ends[id - 1];
        return new(_arena, start, _ends[id] - start);
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        unchecked   // a hash wraps around by design
        {
            var hash = 0x9E3779B97F4A7C15ul ^ (ulong)bytes.Length;
            for (var rest = bytes; rest.Length > 8; rest = rest[8..])
                hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            hash = Mix(hash, Last8(bytes));
            hash ^= hash >> 29;
            hash *= 0xC4CEB9FE1A85EC53ul;
            return (uint)(hash >> 32);
        }
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = unchecked((hash ^ value) * 0xFF51AFD7ED558CCDul);
        return hash ^ (hash >> 32);
    }

    /// <summary>The last eight bytes as a number; of a shorter text all of them, those in the middle perhaps twice.</summary>
    private static ulong Last8(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        >= 8 => BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]),
        >= 4 => (ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes) << 32 | BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]),
        > 0 => (ulong)bytes[0] << 16 | (ulong)bytes[bytes.Length / 2] << 8 | bytes[^1],
        _ => 0,
    };
}
