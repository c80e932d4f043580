using System.Globalization;
using System.Text;
using CsvHelper;
using JakSignals.Cases;

namespace JakSignals.Ingest.Tables;

/// <summary>Records of a CSV file with a header: commas, quotes as in RFC 4180, UTF-8 or Windows-1252; column names in any order and case.</summary>
/// <remarks>
/// A record is one line: with line breaks allowed in quotes, one quote never closed would swallow all records after it. A record with a broken
/// quote, or with more or fewer fields than the header, goes to quarantine here; a quote amid an unquoted field is text.
/// </remarks>
internal sealed class CsvTable : IDisposable
{
    private const int LongestLine = 1 << 20;

    /// <summary>Columns that a case table must have.</summary>
    internal static readonly string[] NeededInCases = ["case_id", "drug", "event"];

    /// <summary>Columns that an exposure table must have; not all of them need a value.</summary>
    internal static readonly string[] NeededInExposures =
        ["cohort", "drug", "dose", "indication", "event_class", "events", "patients", "patient_years", "period_start", "period_end", "kind", "source"];

    private readonly SourceFile _file;
    private readonly CsvReader _reader;
    private readonly LoadLedger _ledger;
    private readonly Dictionary<string, int> _indexes;
    private readonly int _columns;
    private bool _isBroken;

    /// <summary>Opens a table and reads its header.</summary>
    internal CsvTable(SourceText text, Action<Defect> quarantine)
    {
        _file = text.File;
        _ledger = new(_file.Name, quarantine);
        _reader = Open(text.Open(), broken => _isBroken = broken.Reason != CsvMalformedReason.StrayQuote);
        while (ReadLine() && IsBlank()) { }
        var names = Names(_reader);
        _indexes = names.Index().Where(name => name.Item.Length > 0).ToDictionary(name => name.Item, name => name.Index);
        _columns = names.Count;
    }

    /// <summary>What became of the records read so far.</summary>
    internal LoadTally Tally => _ledger.Tally;

    /// <summary>Line of the record, 1 is the first of the file.</summary>
    internal long Line => _reader.LineNumber;

    /// <summary>A field of the record as UTF-8, trimmed and free of control characters; empty where there is no such column.</summary>
    internal ReadOnlySpan<byte> Utf8(string column) =>
        _indexes.TryGetValue(column, out var index) ? SourceEncoding.Clean(_reader.GetSpan(index).Trim((byte)' ')) : [];

    /// <summary>A field of the record, trimmed and free of control characters; empty where there is no such column.</summary>
    internal string this[string column] => Encoding.UTF8.GetString(Utf8(column));

    /// <summary>The kind of table a header is meant to be: one with case_id, or one with cohort or patient_years.</summary>
    internal static SourceFileKind? KindOf(string headerLine)
    {
        var names = Names(headerLine);
        return names.Contains("case_id") ? SourceFileKind.CaseTable
            : names.Contains("cohort") || names.Contains("patient_years") ? SourceFileKind.ExposureTable
            : null;
    }

    /// <summary>Why a header cannot be read as that kind; null when it can.</summary>
    internal static string? WhyNot(SourceFileKind kind, string headerLine)
    {
        var needed = kind == SourceFileKind.CaseTable ? NeededInCases : NeededInExposures;
        var names = Names(headerLine);
        var faults = needed.Except(names).Select(name => $"lacks {name}")
            .Concat(names.Where(name => name.Length > 0).GroupBy(name => name).Where(same => same.Count() > 1).Select(same => $"names {same.Key} twice")).ToList();
        return faults.Count == 0 ? null
            : $"the header {string.Join(" and ", faults)}; found '{SourceEncoding.Show(headerLine, 200)}', needed are {string.Join(", ", needed)}. Rename or add the columns.";
    }

    /// <summary>Goes to the next record that is whole.</summary>
    internal bool Read()
    {
        while (ReadLine())
        {
            if (IsBlank())
                continue;
            _ledger.Read();
            if (_isBroken)
                Quarantine("quotes", SourceEncoding.Show(_reader.RawRecord, 200), "a quote around a whole field on one line, doubled within it");
            else if (_reader.FieldCount != _columns)
                Quarantine("number of fields", _reader.FieldCount.ToString(CultureInfo.InvariantCulture), $"{_columns}, as in the header");
            else
                return true;
        }
        return false;
    }

    internal void CountLoaded() => _ledger.Loaded();

    internal void CountSuperseded() => _ledger.Superseded();

    /// <summary>Puts the record into quarantine.</summary>
    /// <returns>False, as the record was not read.</returns>
    internal bool Quarantine(string column, string expected) => Quarantine(column, this[column], expected);

    public void Dispose() => _reader.Dispose();

    private bool Quarantine(string column, string value, string expected) =>
        _ledger.Quarantine(Line, column, value, expected, SourceEncoding.Show(_reader.RawRecord, 2000));

    private bool ReadLine()
    {
        _isBroken = false;
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException tooLong)   // with these options the library throws for nothing else
        {
            throw new SourceRefusedException($"{_file.Name}({tooLong.LineNumber}): a line has more than {LongestLine} bytes. Is it a CSV file with one record a line?", tooLong);
        }
    }

    private bool IsBlank() => _reader.FieldCount == 1 && _reader.GetSpan(0).Trim((byte)' ').IsEmpty;

    private static List<string> Names(string headerLine)
    {
        using var reader = Open(new MemoryStream(Encoding.UTF8.GetBytes(headerLine)), _ => { });
        return reader.Read() ? Names(reader) : [];
    }

    private static List<string> Names(CsvReader header) =>
        [.. Enumerable.Range(0, header.FieldCount).Select(index => Encoding.UTF8.GetString(SourceEncoding.Clean(header.GetSpan(index))).Trim().ToLowerInvariant())];

    private static CsvReader Open(Stream stream, Action<CsvMalformedRecord> broken) => CsvReader.Create(stream, new()
    {
        Separator = ',',
        HasHeader = false,
        AllowLineBreaksInQuotes = false,
        MaxRecordSize = LongestLine,
        TrackLineNumbers = true,
        OnMalformedRecord = broken,
    });
}
