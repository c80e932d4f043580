using System.Buffers;
using System.Globalization;
using System.Text;
using JakSignals.Cases;

namespace JakSignals.Ingest.Tables;

/// <summary>Records of a table by the names of its columns, and what becomes of each.</summary>
/// <remarks>
/// A record with a broken quote, or with more or fewer fields than the header, goes to quarantine here.
/// Words that say that there is no value (<c>n/a</c>, <c>NULL</c>, <c>-</c>, <c>#N/A</c> …) are read as an empty field.
/// </remarks>
internal sealed class RecordTable : IDisposable
{
    private const int LongestMarker = 13;

    private static readonly SearchValues<byte> MarkersBegin = SearchValues.Create("Nn#<(-."u8);

    private readonly TableRecords _records;
    private readonly LoadLedger _ledger;

    /// <summary>Opens a table and reads its header.</summary>
    internal RecordTable(SourceText text, Action<Defect> quarantine)
    {
        _ledger = new(text.File.Name, quarantine);
        _records = TableRecords.Open(text);
    }

    /// <summary>What became of the records read so far.</summary>
    internal LoadTally Tally => _ledger.Tally;

    /// <summary>Line of the record, 1 is the first of the file.</summary>
    internal long Line => _records.Line;

    /// <summary>A field of the record, trimmed; empty where there is no such column or the field says that there is no value.</summary>
    internal string this[string column] => Encoding.UTF8.GetString(Utf8(column));

    /// <summary>Whether the table has a column.</summary>
    internal bool Has(string column) => _records.Header.Place(column) is not null;

    /// <summary>The same as UTF-8; valid until the next record.</summary>
    internal ReadOnlySpan<byte> Utf8(string column)
    {
        var field = Stated(column);
        return field.Length is > 0 and <= LongestMarker && MarkersBegin.Contains(field[0]) && IsMarker(field, column) ? [] : field;
    }

    /// <summary>A field as it stands in the file, trimmed: with its line breaks.</summary>
    internal string Raw(string column) => _records.Header.Place(column) is { } place ? SourceEncoding.Lenient.GetString(_records.Field(place)).Trim() : "";

    /// <summary>Goes to the next record that is whole.</summary>
    internal bool Read()
    {
        while (_records.Read())
        {
            _ledger.Read();
            if (_records.IsBroken)
                Quarantine("quotes", _records.Text, "a quote around a whole field on one line, doubled within it");
            else if (_records.FieldCount != _records.Header.Columns)
                Quarantine("number of fields", _records.FieldCount.ToString(CultureInfo.InvariantCulture), $"{_records.Header.Columns}, as in the header");
            else
                return true;
        }
        return false;
    }

    internal void CountLoaded() => _ledger.Loaded();

    internal void CountSuperseded() => _ledger.Superseded();

    /// <summary>Puts the record into quarantine.</summary>
    /// <returns>False, as the record was not read.</returns>
    internal bool Quarantine(string column, string expected) => Quarantine(column, Encoding.UTF8.GetString(Stated(column)), expected);

    public void Dispose() => _records.Dispose();

    private ReadOnlySpan<byte> Stated(string column) =>
        _records.Header.Place(column) is { } place ? SourceEncoding.Clean(_records.Field(place).Trim((byte)' ')) : [];

    private bool Quarantine(string column, string value, string expected) => _ledger.Quarantine(Line, column, value, expected, _records.Text);

    // NA is Namibia where a country is asked for.
    private static bool IsMarker(ReadOnlySpan<byte> field, string column)
    {
        Span<char> letters = stackalloc char[LongestMarker];
        if (!Encoding.UTF8.TryGetChars(field, letters, out var length))
            return false;
        Span<char> upper = stackalloc char[LongestMarker];
        ((ReadOnlySpan<char>)letters[..length]).ToUpperInvariant(upper);
        return (ReadOnlySpan<char>)upper[..length] switch
        {
            "NA" => column != "country",
            "N/A" or "N.A." or "#N/A" or "#N/A N/A" or "<NA>" or "NAN" or "NULL" or "(NULL)" or "NONE" or "-" or "--" or "." or "NOT SPECIFIED" => true,
            _ => false,
        };
    }
}
