using System.Numerics;
using System.Runtime.Intrinsics;

namespace JakSignals.Ingest.Faers;

/// <summary>Physical lines of a <c>$</c>-separated text and the places of their fields, in a buffer that is used again and again.</summary>
/// <remarks>
/// No quoting: <c>"</c>, <c>'</c> and <c>#</c> are data. Lines end with LF or CRLF, the last one perhaps with nothing; blank lines are passed over.
/// Both separators are looked for 64 bytes at a time. Memory: the buffer, grown to the longest line, at most <see cref="LongestLine"/>.
/// </remarks>
internal sealed class FieldReader(Stream text, int bufferSize) : IDisposable
{
    /// <summary>Longest line that is read, in bytes; FDA's longest fields have 1,000 characters.</summary>
    internal const int LongestLine = 1 << 20;

    private const int KeptOfOverlong = 1 << 13;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly int Padding = Vector512<byte>.Count;

    private byte[] _buffer = new byte[bufferSize + Padding];   // the padding lets a vector be read past what is filled
    private int _start;      // where the line begins
    private int _end;        // one past its last byte, line ends not included
    private int _next;       // where the next line begins
    private int _filled;
    private bool _textEnded;
    private int[] _separators = new int[256];

    /// <summary>Number of the line, 1 is the first.</summary>
    internal long LineNumber { get; private set; }

    /// <summary>Whether the line is longer than <see cref="LongestLine"/>: only its beginning is held.</summary>
    internal bool IsOverlong { get; private set; }

    /// <summary>Whether the line ends with a line end; only the last one of a text may lack it.</summary>
    internal bool HasLineEnd { get; private set; }

    /// <summary>One more than there are <c>$</c> in the line.</summary>
    internal int FieldCount { get; private set; }

    /// <summary>The line without its end; valid until the next <see cref="Read"/>.</summary>
    internal ReadOnlySpan<byte> Line => _buffer.AsSpan(_start.._end);

    /// <summary>A field without the blanks around it; valid until the next <see cref="Read"/>.</summary>
    internal ReadOnlySpan<byte> this[int field]
    {
        get
        {
            var from = field == 0 ? _start : _separators[field - 1] + 1;
            var to = field == FieldCount - 1 ? _end : _separators[field];
            while (from < to && _buffer[from] <= ' ')
                from++;
            while (from < to && _buffer[to - 1] <= ' ')
                to--;
            return new(_buffer, from, to - from);
        }
    }

    /// <summary>Goes to the next line that is not blank.</summary>
    internal bool Read()
    {
        while (ReadLine())
            if (FieldCount > 1 || this[0].Length > 0)
                return true;
        return false;
    }

    private bool ReadLine()
    {
        IsOverlong = false;
        _start = _next;
        int end;
        while ((end = FindEnd()) < 0 && !_textEnded)
            if (_filled - _start < LongestLine)
                Fill();
            else
                KeepBeginning();
        if (end < 0 && _start == _filled)
            return false;
        _end = end < 0 ? _filled : end;
        HasLineEnd = end >= 0;
        _next = Math.Min(_end + 1, _filled);
        IsOverlong |= _end - _start > LongestLine;
        if (LineNumber == 0 && Line.StartsWith(ByteOrderMark))
            _start += ByteOrderMark.Length;      // it says how the text is written and is no part of it
        if (_end > _start && _buffer[_end - 1] == '\r')
            _end--;
        LineNumber++;
        return true;
    }

    /// <summary>Marks the fields from the start of the line; returns where it ends, or -1 when that is not in the buffer yet.</summary>
    private int FindEnd()
    {
        FieldCount = 1;
        for (var at = _start; at < _filled; at += Padding)
        {
            var block = Vector512.Create<byte>(_buffer.AsSpan(at));
            var ends = Vector512.Equals(block, Vector512.Create((byte)'\n')).ExtractMostSignificantBits();
            var separators = Vector512.Equals(block, Vector512.Create((byte)'$')).ExtractMostSignificantBits();
            AddSeparators(at, separators & unchecked(ends - 1) & ~ends);   // those before the first line end
            if (ends != 0)
                return at + BitOperations.TrailingZeroCount(ends);
        }
        return -1;
    }

    private void AddSeparators(int at, ulong hits)
    {
        if (FieldCount + Padding > _separators.Length)
            Array.Resize(ref _separators, _separators.Length * 2);
        var (separators, count) = (_separators, FieldCount - 1);
        for (; hits != 0; hits &= hits - 1)
            separators[count++] = at + BitOperations.TrailingZeroCount(hits);
        FieldCount = count + 1;
    }

    /// <summary>Moves the line that has begun to the front of the buffer and reads on behind it.</summary>
    private void Fill()
    {
        var begun = _buffer.AsSpan(_start.._filled);
        if (begun.Length > (_buffer.Length - Padding) / 2)
        {
            var larger = new byte[_buffer.Length * 2];
            begun.CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            begun.CopyTo(_buffer);
        }
        (_filled, _start, _next) = (_filled - _start, 0, 0);
        var read = text.Read(_buffer.AsSpan(_filled, _buffer.Length - Padding - _filled));
        _textEnded = read == 0;
        _filled += read;
        _buffer.AsSpan(_filled, Padding).Clear();   // what an earlier line left there must not be found
    }

    /// <summary>Forgets all but the beginning of a line that is too long, so that its end can be looked for in bounded memory.</summary>
    private void KeepBeginning()
    {
        IsOverlong = true;
        _filled = _start + KeptOfOverlong;
        _buffer.AsSpan(_filled, Padding).Clear();
    }

    public void Dispose() => text.Dispose();
}
