using System.IO.Compression;
using System.Security.Cryptography;

namespace JakSignals.Ingest;

/// <summary>A recognised text: what it is, and how to read it from its start as often as needed.</summary>
public sealed class SourceText
{
    private readonly SourceLocation _location;

    internal SourceText(SourceLocation location, SourceFile file) => (_location, File) = (location, file);

    /// <summary>Name, kind, period, length and SHA-256.</summary>
    public SourceFile File { get; }

    /// <summary>The unpacked bytes from the start; a zip member is unpacked as it is read.</summary>
    public Stream Open() => _location.Open();
}

/// <summary>A file, or a member of a zip archive.</summary>
/// <param name="Path">Path of the file or of the archive.</param>
/// <param name="Member">Full name of the member within the archive, or null.</param>
internal sealed record SourceLocation(string Path, string? Member = null)
{
    /// <summary>Name without folders; a member as <c>archive.zip/member.txt</c>.</summary>
    internal string Name { get; } = Member is null
        ? System.IO.Path.GetFileName(Path)
        : $"{System.IO.Path.GetFileName(Path)}/{System.IO.Path.GetFileName(Member)}";

    /// <summary>Name of the text itself, without its archive.</summary>
    internal string FileName => System.IO.Path.GetFileName(Member ?? Path);

    /// <summary>What keeps the files of one quarter together: the archive, or the folder.</summary>
    internal string Container => Member is null ? System.IO.Path.GetDirectoryName(Path) ?? Path : Path;

    internal Stream Open()
    {
        if (Member is null)
            return OpenFile(Path);
        var archive = new ZipArchive(OpenFile(Path), ZipArchiveMode.Read);
        return new MemberStream(archive, archive.GetEntry(Member)!);
    }

    internal static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>Up to so many bytes from the start.</summary>
    internal byte[] Head(int length)
    {
        using var stream = Open();
        var head = new byte[length];
        return head[..stream.ReadAtLeast(head, length, throwOnEndOfStream: false)];
    }

    /// <summary>Reads the whole text once for its length and SHA-256.</summary>
    /// <exception cref="InvalidDataException">A zip member does not unpack to the length and checksum its archive gives.</exception>
    internal SourceFile Identify(SourceFileKind kind, string? period)
    {
        using var stream = Open();
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = new Crc32();
        var buffer = new byte[1 << 17];
        long bytes = 0;
        for (int read; (read = stream.Read(buffer)) > 0; bytes += read)
        {
            sha.AppendData(buffer, 0, read);
            if (stream is MemberStream)
                crc.Append(buffer.AsSpan(0, read));
        }
        if (stream is MemberStream member && (member.Length != bytes || member.Crc32 != crc.Value))
            throw new InvalidDataException($"{Name} unpacks to other bytes than its archive lists.");
        return new(Name, kind, period, bytes, Convert.ToHexStringLower(sha.GetHashAndReset()));
    }
}

/// <summary>A zip member that closes its archive with itself.</summary>
internal sealed class MemberStream(ZipArchive archive, ZipArchiveEntry entry) : Stream
{
    private readonly Stream _unpacked = entry.Open();

    internal uint Crc32 => entry.Crc32;

    public override long Length => entry.Length;
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer) => _unpacked.Read(buffer);
    public override int Read(byte[] buffer, int offset, int count) => _unpacked.Read(buffer, offset, count);
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            archive.Dispose();
        }
        base.Dispose(disposing);
    }
}
