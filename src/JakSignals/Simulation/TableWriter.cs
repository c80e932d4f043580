using System.Buffers.Text;

namespace JakSignals.Simulation;

/// <summary>Writes one table as FDA does: fields between dollar signs, no quoting, lines ending in CR LF (DELETE: LF).</summary>
internal sealed class TableWriter(string file, string name, ReadOnlyMemory<byte> lineEnd) : IDisposable
{
    private const int Capacity = 1 << 19;
    private const int LongestRow = 1 << 13;

    private readonly FileStream _stream = new(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly byte[] _buffer = new byte[Capacity];
    private long _flushed;
    private int _used;

    /// <summary>File name without folder.</summary>
    public string Name { get; } = name;

    /// <summary>Physical lines written, the header included.</summary>
    public long Lines { get; private set; }

    /// <summary>Rows written that a reader can use: not the header, not blank lines, not damaged records.</summary>
    public long Rows { get; set; }

    /// <summary>Bytes written.</summary>
    public long Bytes => _flushed + _used;

    /// <summary>A field of text.</summary>
    public TableWriter Field(ReadOnlySpan<byte> text)
    {
        Part(text);
        _buffer[_used++] = (byte)'$';
        return this;
    }

    /// <summary>A field with a number.</summary>
    public TableWriter Field(long number)
    {
        Part(number);
        _buffer[_used++] = (byte)'$';
        return this;
    }

    /// <summary>A field with nothing in it.</summary>
    public TableWriter Empty()
    {
        _buffer[_used++] = (byte)'$';
        return this;
    }

    /// <summary>Text without the end of its field.</summary>
    public TableWriter Part(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(_used));
        _used += text.Length;
        return this;
    }

    /// <summary>A number without the end of its field.</summary>
    public TableWriter Part(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_used), out var written);
        _used += written;
        return this;
    }

    /// <summary>Takes back the last dollar sign: the next field goes on where this one stopped.</summary>
    public TableWriter Glue()
    {
        _used--;
        return this;
    }

    /// <summary>Ends a row of fields.</summary>
    public void EndRow()
    {
        _used--;        // the dollar sign after the last field
        Rows++;
        EndLine();
    }

    /// <summary>Ends a line that is no row.</summary>
    public void EndLine()
    {
        Part(lineEnd.Span);
        Lines++;
        if (_used > Capacity - LongestRow)
            Flush();
    }

    public void Dispose()
    {
        Flush();
        _stream.Dispose();
    }

    private void Flush()
    {
        _stream.Write(_buffer, 0, _used);
        _flushed += _used;
        _used = 0;
    }
}
