using JakSignals.Ingest.Faers;
using JakSignals.Ingest.Tables;

namespace JakSignals.Ingest;

/// <summary>What a text turned out to be.</summary>
/// <param name="Kind">The source, when it can be read.</param>
/// <param name="Reason">Why not, otherwise.</param>
/// <param name="IsMeant">Not read, but meant to be a source: passing over it would lose data unseen.</param>
internal readonly record struct Recognised(SourceFileKind? Kind, string? Reason, bool IsMeant)
{
    /// <summary>The header of a FAERS table that can be read.</summary>
    internal FaersHeader? Header { get; init; }

    /// <summary>It is, or is meant to be, a table of a FAERS quarter.</summary>
    internal bool IsFaersTable { get; init; }

    /// <summary>It is an archive or a compressed file: what it holds is not known.</summary>
    internal bool IsArchive { get; init; }
}

/// <summary>Tells sources by how they begin.</summary>
internal static class SourceRecogniser
{
    /// <summary>Looks at the beginning of a text.</summary>
    /// <param name="fileName">Its name; it only says what was meant where the content cannot be read.</param>
    /// <param name="head">Its first bytes: the header and some rows.</param>
    internal static Recognised Recognise(string fileName, ReadOnlySpan<byte> head)
    {
        if (ArchiveFormat(head) is { } archive)
            return new(null, archive, true) { IsArchive = true, IsFaersTable = FaersHeader.NamesTable(fileName) };
        if (BinaryFormat(head) is { } format)
            return new(null, IsWorkbookByName(fileName) ? $"{format.TrimEnd('.')}; {SaveAs}" : format, IsMeantByName(fileName));
        if (TextEncoding.Utf16(head) is not null)
            return Utf16(fileName, head);
        var line = FirstLine(head, out var rest);
        if (FaersHeader.IsMeant(fileName, line))
            return FaersTable(fileName, line, rest);
        if (DeletedCaseList.IsNamed(fileName))
            return DeletedCaseList.WhyNot(head) is { } fault ? new(null, fault, true) : new(SourceFileKind.FaersDeletedCases, null, false);
        if (Table(HeaderLines.Find(head, out _, out _)) is { } table)
            return table;
        if (DeletedCaseList.IsListOfIds(head))
            return new(null, DeletedCaseList.WhyNoOtherList, true);
        return fileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)
            ? new(null, $"it is named as a zip archive and is none, but {Describe(line)} Download it again.", true)
            : new(null, Describe(line), false);
    }

    /// <summary>Whether a file begins as a zip archive does, be it one without members.</summary>
    internal static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);

    /// <summary>UTF-16 is read where it holds a table of the user's; FDA publishes none.</summary>
    private static Recognised Utf16(string fileName, ReadOnlySpan<byte> head) =>
        Table(HeaderLines.Find(TextEncoding.AsUtf8(head), out _, out _))
            ?? new(null, "UTF-16 text without the header of a table; save it as UTF-8.", IsMeantByName(fileName));

    private static Recognised? Table(string headerLine)
    {
        if (TableHeader.Of(headerLine) is not { } header)
            return null;
        return header.Refusal is { } reason ? new(null, reason, true) : new(header.Kind, null, false);
    }

    private static bool IsMeantByName(string fileName) =>
        FaersHeader.IsMeantByName(fileName) || DeletedCaseList.IsNamed(fileName) || IsWorkbookByName(fileName);

    private static bool IsWorkbookByName(string fileName) => WorkbookNames.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);

    private const string SaveAs = "save the sheet as .xlsx without a password, or as CSV, and give it outside of an archive.";

    private static readonly string[] WorkbookNames = [".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"];

    private static Recognised FaersTable(string fileName, string line, ReadOnlySpan<byte> rows)
    {
        var (header, refusal) = FaersHeader.Read(fileName, line, rows);
        return new(header?.Kind, refusal, header is null) { Header = header, IsFaersTable = true };
    }

    /// <summary>What kind of archive a text is, and what to do; null when it is none, and for documents, which are zip archives too.</summary>
    private static string? ArchiveFormat(ReadOnlySpan<byte> head)
    {
        if (IsZip(head))
            return IsZippedDocument(head) ? null : "an archive within an archive. Unpack the outer one, then give what is in it.";
        if (head.StartsWith("PK\u0007\u0008"u8))
            return "a part of a split archive. Join the parts to one zip archive, then give that.";
        return PackedFormat(head) is { } format ? $"{format}, which is not read. Unpack it, then give the files, or pack them as a zip archive." : null;
    }

    private static string? PackedFormat(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0x1F, 0x8B]) ? "a gzip file"
        : head.StartsWith<byte>([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) ? "a 7z archive"
        : head.StartsWith("Rar!\u001A\u0007"u8) ? "a RAR archive"
        : head.StartsWith("BZh"u8) && head.Length > 3 && head[3] is >= (byte)'1' and <= (byte)'9' ? "a bzip2 file"
        : head.StartsWith<byte>([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) ? "an xz file"
        : head.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]) ? "a Zstandard file"
        : head.StartsWith<byte>([0x1F, 0x9D]) ? "a compress (.Z) file"
        : head.Length > TarMark + 5 && head[TarMark..].StartsWith("ustar"u8) ? "a tar archive"
        : null;

    /// <summary>Where a tar archive says what it is.</summary>
    private const int TarMark = 257;

    private static bool IsZippedDocument(ReadOnlySpan<byte> head) =>
        head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("mimetypeapplication/"u8) >= 0;

    private static string? BinaryFormat(ReadOnlySpan<byte> head) =>
        head.StartsWith("%PDF"u8) ? "a PDF document."
        : IsZip(head) ? "an Office document."
        : head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]) ? "an Office document."
        : head.StartsWith<byte>([0xFF, 0xFE, 0, 0]) || head.StartsWith<byte>([0, 0, 0xFE, 0xFF]) ? "UTF-32 text; save it as UTF-8."
        : null;

    /// <summary>The first line that is not blank, as the readers see it; <paramref name="rest"/> is what follows it.</summary>
    private static string FirstLine(ReadOnlySpan<byte> head, out ReadOnlySpan<byte> rest)
    {
        rest = head;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.IndexOfAnyExceptInRange((byte)0, (byte)' ') >= 0)
                return SourceEncoding.Lenient.GetString(line).TrimStart('\uFEFF').Trim();
        }
        return "";
    }

    private static string Describe(string line) => line switch
    {
        "" => "an empty file, or a pipe, a socket or a device, which are not read.",
        ['<', ..] => "XML or SGML: reports are read from the ASCII tables of the same quarter.",
        _ => $"no header of a FAERS table, a case table ({string.Join(", ", TableHeader.NeededInCases)}) or an exposure table "
            + $"({string.Join(", ", TableHeader.NeededInExposures)}), and no list of case ids; it begins with '{SourceEncoding.Show(line, 80)}'.",
    };
}
