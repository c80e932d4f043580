using System.IO.Compression;

namespace JakSignals.Ingest;

/// <summary>A file, or a member of a zip archive.</summary>
/// <param name="Path">Path of the file or of the archive.</param>
/// <param name="Member">Full name of the member within the archive, or null.</param>
internal sealed record SourceLocation(string Path, string? Member = null)
{
    /// <summary>Name without folders, fit to be shown; a member as <c>archive.zip/member.txt</c>.</summary>
    internal string Name { get; } = Member is null
        ? SourceEncoding.FileName(LastPart(Path))
        : $"{SourceEncoding.FileName(LastPart(Path))}/{SourceEncoding.FileName(MemberName(Member))}";

    /// <summary>Name of the text itself, without its archive.</summary>
    internal string FileName => Member is null ? LastPart(Path) : MemberName(Member);

    /// <summary>What keeps the files of one quarter together: the archive, or the folder.</summary>
    internal string Container => Member is null ? System.IO.Path.GetDirectoryName(Path) ?? Path : Path;

    /// <summary>Opens the text for reading.</summary>
    /// <exception cref="SourceRefusedException">It is not there any more, or cannot be read.</exception>
    internal Stream Open()
    {
        try
        {
            return Member is null ? OpenFile(Path) : OpenMember(Member);
        }
        catch (Exception fault) when (IsOfSource(fault))
        {
            throw Unreadable(fault);
        }
    }

    /// <summary>Reads on; what the disk or the archive refuses is a refusal of this source, and not of the store.</summary>
    internal int Reading(Stream text, Span<byte> buffer)
    {
        try
        {
            return text.Read(buffer);
        }
        catch (Exception fault) when (IsOfSource(fault))
        {
            throw Unreadable(fault);
        }
    }

    /// <summary>Opens a file. What has no length is never opened and reads as empty: a pipe, a socket and a device have none, and would never end.</summary>
    internal static Stream OpenFile(string path) => FileStamp.Of(path).Bytes == 0
        ? Stream.Null
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>Whether a fault is one of reading files and archives.</summary>
    internal static bool IsOfSource(Exception fault) => fault is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException;

    /// <summary>Zip archives made on Windows may hold backslashes.</summary>
    internal static string MemberName(string member) => member[(member.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string LastPart(string path) => System.IO.Path.GetFileName(path);

    private MemberStream OpenMember(string member)
    {
        var file = OpenFile(Path);
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(file, ZipArchiveMode.Read);
            var entry = archive.GetEntry(member) ?? throw new FileNotFoundException($"The archive has no member {Name} any more.");
            return new MemberStream(entry, Name, archive);
        }
        catch
        {
            archive?.Dispose();
            file.Dispose();
            throw;
        }
    }

    private SourceRefusedException Unreadable(Exception fault) => fault is FileNotFoundException or DirectoryNotFoundException
        ? new SourceChangedException($"{Name} changed while it was read: it is not there any more. Nothing of it was loaded. Load it again when it is complete.", fault)
        : new SourceRefusedException($"{Name} could not be read to its end ({fault.Message.TrimEnd('.')}). Nothing of it was loaded. Check the file, then load it again.", fault);
}

/// <summary>Length and time of the last change of a file, at the end of all links: how a file that is still being written is told.</summary>
/// <param name="Bytes">Length; 0 for a pipe, a socket and a device.</param>
/// <param name="WrittenAt">Time of the last change, UTC.</param>
internal readonly record struct FileStamp(long Bytes, DateTime WrittenAt)
{
    /// <exception cref="IOException">There is no such file, or links lead nowhere or in a circle.</exception>
    internal static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? throw new IOException("It is a link to a folder.");
        return new(file.Length, file.LastWriteTimeUtc);
    }
}

/// <summary>A zip member as it is unpacked. It must have the length and the checksum that its archive lists.</summary>
/// <remarks>ZipArchive does not compare them, and a damaged download must not become a wrong figure; nor may a member unpack without end.</remarks>
internal sealed class MemberStream(ZipArchiveEntry entry, string name, IDisposable? owner = null) : ForwardStream
{
    private readonly Stream _unpacked = entry.Open();
    private Crc32 _crc;
    private long _bytes;

    /// <exception cref="InvalidDataException">The member unpacks to something else.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = _unpacked.Read(buffer);
        _crc.Append(buffer[..read]);
        _bytes += read;
        var hasEnded = read == 0 && buffer.Length > 0;
        if (_bytes > entry.Length || hasEnded && (_bytes != entry.Length || _crc.Value != entry.Crc32))
            throw new InvalidDataException($"{name} unpacks to other bytes than its archive lists");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            owner?.Dispose();
        }
        base.Dispose(disposing);
    }
}
