using System.Text;

namespace JakSignals.Ingest.Tables;

/// <summary>The records of a table one after the other, whatever file they come in: rows of text, or of a sheet.</summary>
internal abstract class TableRecords : IDisposable
{
    /// <summary>The header; the first record that is not blank.</summary>
    internal abstract TableHeader Header { get; }

    /// <summary>Where the record stands: a line of the text or a row of the sheet, 1 is the first.</summary>
    internal abstract long Line { get; }

    /// <summary>Number of its fields.</summary>
    internal abstract int FieldCount { get; }

    /// <summary>Whether its quotes do not match.</summary>
    internal abstract bool IsBroken { get; }

    /// <summary>The whole record as text.</summary>
    internal abstract string Text { get; }

    /// <summary>Opens a table by its first bytes: a workbook, UTF-16, or UTF-8 and Windows-1252.</summary>
    /// <exception cref="SourceRefusedException">The header is none that the kind of the source needs, or the workbook is damaged.</exception>
    internal static TableRecords Open(SourceText source)
    {
        var stream = source.Open();
        var head = new byte[TextEncoding.Needed];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var whole = new HeadedStream(head, stream);
        return SheetRecords.IsArchive(head) ? SheetRecords.Open(whole, source.File) : new CsvRecords(TextEncoding.AsUtf8(head, whole), source.File);
    }

    /// <summary>Goes to the next record that is not blank.</summary>
    internal abstract bool Read();

    /// <summary>A field as UTF-8; valid until the next record.</summary>
    internal abstract ReadOnlySpan<byte> Field(int place);

    public abstract void Dispose();

    /// <summary>The header, or a refusal: the file is not what it was recognised as.</summary>
    private protected static TableHeader Required(TableHeader? header, SourceFile file) =>
        header is { Refusal: null } && header.Kind == file.Kind ? header
            : throw new SourceRefusedException($"{file.Name}: {header?.Refusal ?? "its header is no longer that of a table"} Was it changed while it was read?");
}

/// <summary>UTF-16 and UTF-8, told by the first bytes.</summary>
internal static class TextEncoding
{
    /// <summary>How many bytes tell.</summary>
    internal const int Needed = 4;

    /// <summary>The UTF-16 that a text begins in, with its mark or, as all headers are ASCII, with a null byte in its first letter; else null.</summary>
    internal static UnicodeEncoding? Utf16(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => null,
        [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
        _ => null,
    };

    /// <summary>A text as UTF-8; what is no UTF-16 stays as it is.</summary>
    internal static Stream AsUtf8(ReadOnlySpan<byte> head, Stream text) =>
        Utf16(head) is { } utf16 ? Encoding.CreateTranscodingStream(text, utf16, Encoding.UTF8) : text;

    /// <summary>The beginning of a text as UTF-8.</summary>
    internal static ReadOnlySpan<byte> AsUtf8(ReadOnlySpan<byte> head) =>
        Utf16(head) is { } utf16 ? Encoding.UTF8.GetBytes(utf16.GetString(head[..(head.Length & ~1)])) : head;
}

/// <summary>A stream whose first bytes were read already.</summary>
internal sealed class HeadedStream(byte[] head, Stream rest) : ForwardStream
{
    private int _at;

    public override int Read(Span<byte> buffer)
    {
        if (_at == head.Length)
            return rest.Read(buffer);
        var count = Math.Min(buffer.Length, head.Length - _at);
        head.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}
