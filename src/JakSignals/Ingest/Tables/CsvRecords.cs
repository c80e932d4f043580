using System.Text;
using CsvHelper;

namespace JakSignals.Ingest.Tables;

/// <summary>Records of a text with a separator: quotes as in RFC 4180, UTF-8 or Windows-1252.</summary>
/// <remarks>
/// A record is one line: with line breaks allowed in quotes, one quote never closed would swallow all records after it.
/// A quote amid an unquoted field is text.
/// </remarks>
internal sealed class CsvRecords : TableRecords
{
    private const int LongestLine = 1 << 20;

    private readonly SourceFile _file;
    private readonly CsvReader _reader;
    private readonly long _linesBefore;
    private bool _isBroken;

    /// <summary>Opens a text and reads its header.</summary>
    /// <param name="text">UTF-8 or Windows-1252.</param>
    /// <param name="file">What it was recognised as.</param>
    internal CsvRecords(Stream text, SourceFile file)
    {
        _file = file;
        var lines = new HeaderLines(text);
        _linesBefore = lines.Count;
        Header = Required(TableHeader.Of(lines.Header), file);
        _reader = Create(lines.Rest, Header.Separator, broken => _isBroken = broken.Reason != CsvMalformedReason.StrayQuote);
    }

    internal override TableHeader Header { get; }

    internal override long Line => _linesBefore + _reader.LineNumber;

    internal override int FieldCount => _reader.FieldCount;

    internal override bool IsBroken => _isBroken;

    internal override string Text => _reader.RawRecord.IsEmpty ? "" : SourceEncoding.Lenient.GetString(_reader.RawRecord);

    internal override ReadOnlySpan<byte> Field(int place) => _reader.GetSpan(place);

    internal override bool Read()
    {
        while (ReadLine())
            if (!IsBlank())
                return true;
        return false;
    }

    public override void Dispose() => _reader.Dispose();

    /// <summary>The fields of one line.</summary>
    internal static List<string> Split(string line, char separator)
    {
        using var reader = Create(new MemoryStream(Encoding.UTF8.GetBytes(line)), separator, _ => { });
        return reader.Read()
            ? [.. Enumerable.Range(0, reader.FieldCount).Select(place => SourceEncoding.Clean(Encoding.UTF8.GetString(reader.GetSpan(place))))] : [];
    }

    private bool ReadLine()
    {
        _isBroken = false;
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException tooLong)   // with these options the library throws for nothing else
        {
            throw new SourceRefusedException(
                $"{_file.Name}({_linesBefore + tooLong.LineNumber}): a line has more than {LongestLine} bytes. Is it a table with one record a line?", tooLong);
        }
    }

    // A quote alone is a record with a broken quote, not a blank line.
    private bool IsBlank() => _reader.FieldCount == 1 && _reader.RawRecord.Trim(" \t\r\n"u8).IsEmpty;

    private static CsvReader Create(Stream stream, char separator, Action<CsvMalformedRecord> broken) => CsvReader.Create(stream, new()
    {
        Separator = separator,
        HasHeader = false,
        AllowLineBreaksInQuotes = false,
        MaxRecordSize = LongestLine,
        TrackLineNumbers = true,
        OnMalformedRecord = broken,
    });
}

/// <summary>The lines of a table up to its header: blank ones, and the line <c>sep=;</c> that spreadsheets write for themselves.</summary>
internal sealed class HeaderLines
{
    private const int Longest = 1 << 16;

    /// <summary>Reads the lines up to the header.</summary>
    internal HeaderLines(Stream text)
    {
        var head = new byte[Longest];
        head = head[..text.ReadAtLeast(head, Longest, throwOnEndOfStream: false)];
        Header = Find(head, out var end, out var count);
        (Count, Rest) = (count, new HeadedStream(head[end..], text));
    }

    /// <summary>The header, trimmed; empty where there is none.</summary>
    internal string Header { get; }

    /// <summary>How many lines there are with the header.</summary>
    internal long Count { get; }

    /// <summary>What follows the header.</summary>
    internal Stream Rest { get; }

    /// <summary>The first line that says something, and where the next one begins.</summary>
    internal static string Find(ReadOnlySpan<byte> head, out int end, out int count)
    {
        (end, count) = (0, 0);
        while (end < head.Length)
        {
            var length = head[end..].IndexOf((byte)'\n');
            var bytes = length < 0 ? head[end..] : head.Slice(end, length);
            end += length < 0 ? bytes.Length : length + 1;
            count++;
            var line = SourceEncoding.Lenient.GetString(bytes).TrimStart('\uFEFF').Trim(' ', '\r', '\0');
            if (!string.IsNullOrWhiteSpace(line) && !IsSeparatorLine(line))
                return line;
        }
        return "";
    }

    private static bool IsSeparatorLine(string line) =>
        line.Length is 4 or 5 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase);
}
