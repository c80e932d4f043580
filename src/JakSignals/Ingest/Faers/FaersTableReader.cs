using System.Globalization;
using JakSignals.Cases;

namespace JakSignals.Ingest.Faers;

/// <summary>Records of one table, each with as many fields as the header has columns; what is not that goes to quarantine here.</summary>
/// <remarks>
/// Two records glued onto one line (DRUG11Q2, DRUG11Q3, DRUG11Q4) are read as two only where there is no doubt: rows of the table end with
/// a <c>$</c>, the line has exactly twice the fields, and both halves begin with a report number. Where rows do not end with a <c>$</c>, the last
/// field of the first and the number of the second run together, and the line goes to quarantine. So does a line with a <c>$</c> within a
/// field (DEMO12Q1), because nothing tells which of its fields that is.
/// </remarks>
internal sealed class FaersTableReader : IDisposable
{
    private readonly FaersTable _table;
    private readonly LoadLedger _ledger;
    private readonly FieldReader _lines;
    private readonly int _columns;
    private readonly int _fields;
    private readonly int[] _indexes;
    private readonly (long Rows, long Line, string Value)[] _leftOut = new (long, long, string)[Enum.GetValues<FaersColumn>().Length];
    private int _first;            // field at which the record begins: 0, or past the first of two glued records
    private bool _secondFollows;

    internal FaersTableReader(FaersTable table, Action<Defect> quarantine, int bufferSize, CancellationToken cancel)
    {
        (_table, _ledger) = (table, new(table.Text.File.Name, quarantine));
        _columns = table.Header.Names.Count;
        _fields = _columns + (table.Header.RowsEndWithSeparator ? 1 : 0);
        _indexes = [.. Enum.GetValues<FaersColumn>().Select(column => table.Header[column])];
        _lines = new(table.Text.Open(cancel), bufferSize);
        _lines.Read();   // the header
    }

    /// <summary>What became of the records read so far.</summary>
    internal LoadTally Tally => _ledger.Tally;

    /// <summary>Hears of each line that is no record before it goes to quarantine; its fields are those of <see cref="Field"/>.</summary>
    internal Action? OnBrokenLine { get; set; }

    /// <summary>Fields of the line.</summary>
    internal int FieldCount => _lines.IsOverlong ? 0 : _lines.FieldCount;

    /// <summary>A field of the line by its place, without the blanks around it.</summary>
    internal ReadOnlySpan<byte> Field(int index) => _lines[index];

    /// <summary>Place of a column in a line; -1 where this era has no such column.</summary>
    internal int PlaceOf(FaersColumn column) => _indexes[(int)column];

    /// <summary>The last line, where it is in quarantine for what stands in it and has no line end: the copy ended there. Known when all was read.</summary>
    internal CutOffFile? CutOff { get; private set; }

    /// <summary>Values left out so far, by column.</summary>
    internal IEnumerable<LeftOutValues> LeftOut =>
        from column in Enum.GetValues<FaersColumn>()
        let left = _leftOut[(int)column]
        where left.Rows > 0
        select new LeftOutValues(_table.Text.File.Name, _table.Header.NameOf(column), left.Rows, left.Line, left.Value);

    /// <summary>Counts a value that is not what it must be; the record is loaded without it.</summary>
    internal void LeaveOut(FaersColumn column)
    {
        ref var left = ref _leftOut[(int)column];
        if (left.Rows++ == 0)
            (left.Line, left.Value) = (_lines.LineNumber, SourceEncoding.Show(this[column], 200));
    }

    /// <summary>A field of the record without the blanks around it; empty where this era has no such column.</summary>
    internal ReadOnlySpan<byte> this[FaersColumn column] =>
        _indexes[(int)column] is var index and >= 0 ? _lines[_first + index] : [];

    /// <summary>Goes to the next record.</summary>
    internal bool Read()
    {
        if (_secondFollows)
        {
            (_first, _secondFollows) = (_columns, false);
            _ledger.Read();
            return true;
        }
        _first = 0;
        while (_lines.Read())
        {
            _ledger.Read();
            if (_lines.FieldCount == _fields && EndsAsItShould() || (_secondFollows = IsTwoRecords()))
                return true;
            OnBrokenLine?.Invoke();
            QuarantineLine();
        }
        return false;
    }

    internal void CountLoaded() => _ledger.Loaded();

    internal void CountSuperseded() => _ledger.Superseded();

    /// <summary>Puts the record into quarantine.</summary>
    /// <returns>False, as the record was not read.</returns>
    internal bool Quarantine(FaersColumn column, string expected) =>
        Quarantine(_table.Header.NameOf(column), SourceEncoding.Show(this[column], 200), expected);

    public void Dispose() => _lines.Dispose();

    private bool EndsAsItShould() => !_lines.IsOverlong && (_fields == _columns || _lines[_columns].IsEmpty);

    private bool IsTwoRecords() =>
        _table.Header.RowsEndWithSeparator && !_lines.IsOverlong && _lines.FieldCount == 2 * _columns + 1 && _lines[2 * _columns].IsEmpty
        && IsNumber(FaersColumn.Id, 0) && IsNumber(FaersColumn.Id, _columns)
        && IsNumber(FaersColumn.CaseId, 0) && IsNumber(FaersColumn.CaseId, _columns)
        && IsNumber(FaersColumn.Sequence, 0) && IsNumber(FaersColumn.Sequence, _columns);

    private bool IsNumber(FaersColumn column, int first) =>
        _indexes[(int)column] < 0 || FaersFields.TryNumber(_lines[first + _indexes[(int)column]], out _);

    private void QuarantineLine()
    {
        if (_lines.IsOverlong)
            Quarantine("line length", $"over {FieldReader.LongestLine} bytes", "a record on one line");
        else
            Quarantine("number of fields", _lines.FieldCount.ToString(CultureInfo.InvariantCulture),
                $"{_fields}, as in the other rows: two records may stand on one line, or a '$' within a field");
    }

    private bool Quarantine(string column, string value, string expected)
    {
        if (!_lines.HasLineEnd && column != _table.Header.NameOf(FaersColumn.Id))   // a report that DEMO lacks is another fault
            CutOff = new(_table.Text.File.Name, _lines.LineNumber);
        return _ledger.Quarantine(_lines.LineNumber, column, value, expected, SourceEncoding.Show(_lines.Line, 2000));
    }
}
