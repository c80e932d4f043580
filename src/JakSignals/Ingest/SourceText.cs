using System.Security.Cryptography;

namespace JakSignals.Ingest;

/// <summary>A source that is not the same any more as when it was found. It may only still be growing.</summary>
public sealed class SourceChangedException : SourceRefusedException
{
    /// <summary>A refusal with its reason: what, where, found, expected, what to do.</summary>
    public SourceChangedException(string message) : base(message) { }

    /// <summary>A refusal with its reason and cause.</summary>
    public SourceChangedException(string message, Exception inner) : base(message, inner) { }

    /// <summary>A refusal without a reason; give one.</summary>
    public SourceChangedException() { }
}

/// <summary>A recognised text: what it is, and how to read it from its start as often as needed.</summary>
/// <remarks>
/// A text is identified when it is found and opened again when it is loaded, and a file can be replaced or grow in between. So each opening
/// takes the length and the SHA-256 of what it gave, and <see cref="RequireUnchanged"/> compares them with <see cref="File"/>.
/// </remarks>
public sealed class SourceText
{
    private readonly SourceLocation _location;
    private readonly List<Reading> _readings = [];

    internal SourceText(SourceLocation location, SourceFile file) => (_location, File) = (location, file);

    /// <summary>Name, kind, period, length and SHA-256 of the text as it was found.</summary>
    public SourceFile File { get; }

    /// <summary>A user named this very file, and did not only name a folder or archive that holds it.</summary>
    public bool IsNamed { get; internal init; }

    /// <summary>The unpacked bytes from the start; a zip member is unpacked as it is read.</summary>
    /// <param name="cancel">Stops each further reading: a line without end is read in one go.</param>
    /// <exception cref="SourceRefusedException">The text cannot be opened, or later not be read, any more.</exception>
    public Stream Open(CancellationToken cancel = default) => new ReadStream(_location, _location.Open(), _readings.Add, cancel);

    /// <summary>Requires that all that was read of the text since the last call was the text that was found; to be called before a load is committed.</summary>
    /// <remarks>A text that no reading read to its end is read once more as a whole, and what was read must be how it begins.</remarks>
    /// <param name="cancel">Stops reading it once more.</param>
    /// <exception cref="SourceChangedException">Something else was read.</exception>
    public void RequireUnchanged(CancellationToken cancel)
    {
        foreach (var whole in _readings.Where(reading => reading.IsWhole))
            RequireSame(new(File.Bytes, File.Sha256, IsWhole: true), whole);
        if (_readings.Count == 0 || _readings.Exists(reading => !reading.IsWhole))
            CompareBeginnings(cancel);
        _readings.Clear();
    }

    private void CompareBeginnings(CancellationToken cancel)
    {
        var beginnings = _readings.Where(reading => !reading.IsWhole).OrderBy(reading => reading.Bytes);
        using var text = _location.Open();
        using var again = new ReadingHash();
        foreach (var beginning in beginnings)
        {
            again.Read(text, beginning.Bytes, cancel);
            RequireSame(again.Current(isWhole: false), beginning);
        }
        again.Read(text, long.MaxValue, cancel);
        RequireSame(new(File.Bytes, File.Sha256, IsWhole: true), again.Current(isWhole: true));
    }

    private void RequireSame(Reading expected, Reading found)
    {
        if (found != expected)
            throw new SourceChangedException($"{File.Name} changed while it was read: {expected} were expected, {found} were found. "
                + "Nothing of it was loaded. Wait until it is complete, then load it again.");
    }
}

/// <summary>What an opening of a text gave.</summary>
/// <param name="Bytes">So many bytes from the start.</param>
/// <param name="Sha256">Their SHA-256 in lower-case hexadecimal.</param>
/// <param name="IsWhole">The text ended after them.</param>
internal readonly record struct Reading(long Bytes, string Sha256, bool IsWhole)
{
    public override string ToString() => FormattableString.Invariant($"{Bytes} bytes with SHA-256 {Sha256[..Math.Min(12, Sha256.Length)]}…");
}

/// <summary>Length and SHA-256 of what goes by.</summary>
internal sealed class ReadingHash : IDisposable
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 17];
    private long _bytes;

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        _sha.AppendData(bytes);
        _bytes += bytes.Length;
    }

    /// <summary>Reads on until so many bytes went by, or the text ends.</summary>
    internal void Read(Stream text, long upTo, CancellationToken cancel)
    {
        while (_bytes < upTo)
        {
            cancel.ThrowIfCancellationRequested();
            var read = text.Read(_buffer, 0, (int)Math.Min(_buffer.Length, upTo - _bytes));
            if (read == 0)
                return;
            Append(_buffer.AsSpan(0, read));
        }
    }

    internal Reading Current(bool isWhole) => new(_bytes, Convert.ToHexStringLower(_sha.GetCurrentHash()), isWhole);

    public void Dispose() => _sha.Dispose();
}

/// <summary>Gives a text on, takes its length and SHA-256, and tells them when it is closed.</summary>
internal sealed class ReadStream(SourceLocation location, Stream text, Action<Reading> closed, CancellationToken cancel) : ForwardStream
{
    private readonly ReadingHash _hash = new();
    private bool _ended;
    private bool _isClosed;

    public override int Read(Span<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        var read = location.Reading(text, buffer);
        _hash.Append(buffer[..read]);
        _ended |= read == 0 && buffer.Length > 0;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            closed(_hash.Current(_ended));
            _hash.Dispose();
            text.Dispose();
        }
        base.Dispose(disposing);
    }
}

/// <summary>A stream that is read once, forwards.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public abstract override int Read(Span<byte> buffer);
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
