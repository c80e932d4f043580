using System.Text;

namespace JakSignals.Cases;

/// <summary>Distinct texts numbered 1, 2, 3 … in order of first appearance, so that millions of rows carry small integers.</summary>
/// <remarks>
/// Looks texts up by their UTF-8 bytes without allocating; bytes of all texts lie in one growing arena.
/// Memory: the bytes plus about 16 bytes a text. Not safe for use from several threads at once.
/// </remarks>
public sealed class TextTable
{
    private byte[] _arena = new byte[1 << 16];
    private int[] _ends = new int[1 << 10];      // _ends[id] is one past the last byte of text id; _ends[0] = 0
    private uint[] _hashes = new uint[1 << 10];
    private int[] _slots = new int[1 << 11];     // open addressing; 0 is an empty slot

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
        return _arena.AsSpan(_ends[id - 1].._ends[id]);
    }

    /// <summary>The id of a text, given as UTF-8; a text not seen before gets the next id.</summary>
    public int Intern(ReadOnlySpan<byte> utf8)
    {
        var hash = Hash(utf8);
        var mask = _slots.Length - 1;
        var slot = (int)(hash & (uint)mask);
        while (_slots[slot] is var id and not 0)
        {
            if (_hashes[id] == hash && _arena.AsSpan(_ends[id - 1].._ends[id]).SequenceEqual(utf8))
                return id;
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
        {
            Array.Resize(ref _ends, _ends.Length * 2);
            Array.Resize(ref _hashes, _hashes.Length * 2);
        }
        utf8.CopyTo(_arena.AsSpan(start));
        var id = ++Count;
        _ends[id] = start + utf8.Length;
        _hashes[id] = hash;
        _slots[slot] = id;
        if (Count * 2 > _slots.Length)
            Rehash();
        return id;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var id = 1; id <= Count; id++)
        {
            var slot = (int)(_hashes[id] & (uint)mask);
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = id;
        }
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        unchecked   // a hash wraps around by design
        {
            var hash = 0x9E3779B97F4A7C15ul ^ (ulong)bytes.Length;
            while (bytes.Length >= 8)
            {
                hash = (hash ^ BitConverter.ToUInt64(bytes)) * 0xFF51AFD7ED558CCDul;
                hash ^= hash >> 32;
                bytes = bytes[8..];
            }
            foreach (var b in bytes)
                hash = (hash ^ b) * 0x100000001B3ul;
            hash ^= hash >> 29;
            hash *= 0xC4CEB9FE1A85EC53ul;
            return (uint)(hash >> 32);
        }
    }
}
