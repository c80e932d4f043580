using System.Buffers.Binary;
using System.IO.Compression;

namespace JakSignals.Ingest;

/// <summary>What is asked of a zip archive before anything of it is unpacked.</summary>
internal static class SourceArchive
{
    /// <summary>Below so many bytes unpacked the ratio of the sizes says nothing.</summary>
    private const long RatioMatters = 100_000_000;

    /// <summary>Whether the archive is in truth a document: Word, Excel, OpenDocument.</summary>
    internal static bool IsDocument(ZipArchive zip) => zip.GetEntry("[Content_Types].xml") is not null || zip.GetEntry("META-INF/manifest.xml") is not null;

    /// <summary>Members that are files, without what file managers leave.</summary>
    internal static IReadOnlyList<ZipArchiveEntry> Members(ZipArchive zip) =>
        [.. zip.Entries.Where(entry => SourceLocation.MemberName(entry.FullName).Length > 0 && !IsLitter(entry.FullName))];

    /// <summary>Why nothing of an archive may be read; null when it may.</summary>
    internal static string? WhyNot(ZipArchive zip, Stream file, SearchOptions options)
    {
        var members = Members(zip);
        if (members.FirstOrDefault(member => member.IsEncrypted) is { } locked)
            return $"the archive is encrypted ({Shown(locked)} wants a password). Unpack it, then give the files.";
        if (members.GroupBy(SameName, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return $"the archive has {twice.Count()} members of one name ({Shown(twice.First())}), and nothing tells which of them counts. Pack it again with one of them.";
        return WhyNotPacked(zip, file) ?? WhyTooLarge(members.Sum(member => (decimal)member.Length), file.Length, options);
    }

    /// <summary>Whether a path is of a file that a file manager leaves beside the files of a user: macOS and Windows do so.</summary>
    internal static bool IsLitter(string path)
    {
        var parts = path.Split('/', '\\', Path.DirectorySeparatorChar);
        return parts.Any(IsLitterFolder) || parts[^1].StartsWith("._", StringComparison.Ordinal) || Litter.Contains(parts[^1], StringComparer.OrdinalIgnoreCase);
    }

    internal static bool IsLitterFolder(string name) => name.Equals("__MACOSX", StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Litter = [".DS_Store", "Thumbs.db", "desktop.ini"];

    private static string Shown(ZipArchiveEntry member) => SourceEncoding.FileName(SourceLocation.MemberName(member.FullName));

    /// <summary>The name as an unpacking program would understand it on any system.</summary>
    private static string SameName(ZipArchiveEntry member) =>
        string.Join('/', member.FullName.Split('/', '\\').Where(part => part is not ("" or ".")));

    private static string? WhyNotPacked(ZipArchive zip, Stream file)
    {
        var methods = ZipMethods.Read(file);
        if (methods.Count != zip.Entries.Count)
            throw new InvalidDataException($"it lists {methods.Count} members in one way and {zip.Entries.Count} in another");
        foreach (var (member, method) in zip.Entries.Zip(methods))
            if (!IsLitter(member.FullName) && !ZipMethods.IsRead(method))
                return $"the archive is packed in an unusual way ({Shown(member)}: {ZipMethods.Name(method)}), expected Deflate or no compression. "
                    + "Unpack it, then give the files, or pack them again as an ordinary zip.";
        return null;
    }

    private static string? WhyTooLarge(decimal unpacked, long packed, SearchOptions options)
    {
        if (unpacked > options.MaximumUnpackedBytes)
            return FormattableString.Invariant($"the archive unpacks to {unpacked:0} bytes, expected {options.MaximumUnpackedBytes} at most ")
                + "(setting Ingest:MaximumUnpackedGigabytes). If it is what you want to load, raise the limit.";
        if (unpacked > RatioMatters && unpacked > (decimal)options.MaximumUnpackedRatio * packed)
            return FormattableString.Invariant($"the archive of {packed} bytes unpacks to {unpacked:0}, expected {options.MaximumUnpackedRatio} times its size at most ")
                + "(setting Ingest:MaximumUnpackedRatio). If it is what you want to load, raise the limit.";
        return null;
    }
}

/// <summary>How the members of a zip archive are packed; ZipArchive does not say it.</summary>
/// <remarks>Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16 (central directory) and 4.4.5 (methods).</remarks>
internal static class ZipMethods
{
    private const int Stored = 0;
    private const int Deflated = 8;
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int End64Length = 56;
    private const int HeaderLength = 46;
    private const int LongestComment = ushort.MaxValue;

    internal static bool IsRead(int method) => method is Stored or Deflated;

    internal static string Name(int method) => method switch
    {
        9 => "Deflate64",
        12 => "bzip2",
        14 => "LZMA",
        93 or 20 => "Zstandard",
        95 => "xz",
        98 => "PPMd",
        99 => "AES encryption",
        _ => FormattableString.Invariant($"method {method}"),
    };

    /// <summary>Methods of all members, in the order of the central directory.</summary>
    /// <exception cref="InvalidDataException">The directory is not as it must be.</exception>
    internal static IReadOnlyList<int> Read(Stream file)
    {
        var (offset, count) = FindDirectory(file);
        file.Position = offset;
        var directory = new BufferedStream(file, 1 << 16);   // it owns nothing; the file is the caller's
        var methods = new List<int>();
        Span<byte> header = stackalloc byte[HeaderLength];
        for (ulong index = 0; index < count; index++)
        {
            directory.ReadExactly(header);
            if (!header.StartsWith("PK\u0001\u0002"u8))
                throw new InvalidDataException("its central directory is broken");
            methods.Add(BinaryPrimitives.ReadUInt16LittleEndian(header[10..]));
            var rest = LengthAt(header, 28) + LengthAt(header, 30) + LengthAt(header, 32);   // name, extra field, comment
            directory.Seek(rest, SeekOrigin.Current);
        }
        return methods;
    }

    private static int LengthAt(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadUInt16LittleEndian(header[at..]);

    private static (long Offset, ulong Count) FindDirectory(Stream file)
    {
        var tail = new byte[Math.Min(file.Length, EndLength + LongestComment)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + EndLength > tail.Length)
            throw new InvalidDataException("its end is missing");
        var end = tail.AsSpan(at);
        var (count, offset) = (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
        var isLarge = count == ushort.MaxValue || offset == uint.MaxValue;
        return isLarge && at >= LocatorLength && tail.AsSpan(at - LocatorLength).StartsWith("PK\u0006\u0007"u8)
            ? FindLargeDirectory(file, tail.AsSpan(at - LocatorLength))
            : (offset, count);
    }

    private static (long Offset, ulong Count) FindLargeDirectory(Stream file, ReadOnlySpan<byte> locator)
    {
        Span<byte> end = stackalloc byte[End64Length];
        file.Position = Place(locator[8..]);
        file.ReadExactly(end);
        return end.StartsWith("PK\u0006\u0006"u8)
            ? (Place(end[48..]), BinaryPrimitives.ReadUInt64LittleEndian(end[32..]))
            : throw new InvalidDataException("its end is broken");
    }

    private static long Place(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadInt64LittleEndian(at) is var place and >= 0
        ? place : throw new InvalidDataException("its end is broken");
}
