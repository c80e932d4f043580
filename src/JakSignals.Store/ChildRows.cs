using JakSignals.Cases;

namespace JakSignals.Store;

/// <summary>The same of the current cases and of those that only the previous run counted.</summary>
internal readonly record struct NowAndGone<T>(T Current, T Gone);

/// <summary>Where the rows of each report belong: to a case of now, to one that is gone, or nowhere.</summary>
/// <remarks>Memory: 4 bytes a report.</remarks>
internal sealed class ReportPlaces
{
    private readonly int[] _places;     // by report id: 0 nowhere, i + 1 case i of now, -(i + 1) case i of those gone

    public ReportPlaces(int highestReport, int[] current, IReadOnlyList<GoneReport> gone)
    {
        (_places, Current, Gone) = (new int[highestReport + 1], current.Length, gone.Count);
        for (var row = 0; row < current.Length; row++)
            _places[current[row]] = row + 1;
        for (var row = 0; row < gone.Count; row++)
            _places[gone[row].ReportId] = -(row + 1);
    }

    /// <summary>Number of current cases.</summary>
    public int Current { get; }

    /// <summary>Number of cases that are gone.</summary>
    public int Gone { get; }

    public bool IsCurrent(long reportId) => _places[reportId] > 0;

    /// <summary>Whether a report has a place, and its row there.</summary>
    public bool TryFind(long reportId, out bool isCurrent, out int row)
    {
        var place = reportId < _places.Length ? _places[reportId] : 0;      // beyond: of a load that was committed since
        (isCurrent, row) = (place > 0, Math.Abs(place) - 1);
        return place != 0;
    }
}

/// <summary>First child row of each case, made by counting: every child row is first counted, then put in its place, so nothing grows and nothing is held twice.</summary>
internal sealed class CaseStarts(int cases)
{
    private readonly int[] _start = new int[cases + 1];

    public void Count(int row) => _start[row + 1]++;

    /// <summary>Ends the counting.</summary>
    /// <returns>Number of child rows.</returns>
    public int Sum()
    {
        for (var row = 0; row < cases; row++)
            _start[row + 1] += _start[row];
        return _start[cases];
    }

    /// <summary>The place of the next child row of a case.</summary>
    public int Next(int row) => _start[row]++;

    /// <summary>Ends the placing, which moved each start to the next one's.</summary>
    public int[] Close()
    {
        Array.Copy(_start, 0, _start, 1, cases);
        _start[0] = 0;
        return _start;
    }
}

/// <summary>Drug rows by case, then sequence, then name.</summary>
internal sealed class DrugRows
{
    private readonly CaseStarts _starts;

    private DrugRows(CaseStarts starts)
    {
        var count = starts.Sum();
        (_starts, NameId, Sequence, Role, Route) = (starts, new int[count], new long[count], new DrugRole[count], new AdministrationRoute[count]);
        (Dechallenge, Rechallenge) = (new Challenge[count], new Challenge[count]);
    }

    public int[] Start { get; private set; } = [];
    public int[] NameId { get; }
    public long[] Sequence { get; }
    public DrugRole[] Role { get; }
    public AdministrationRoute[] Route { get; }
    public Challenge[] Dechallenge { get; }
    public Challenge[] Rechallenge { get; }

    public static NowAndGone<DrugRows> Read(StoreSession session, ReportPlaces places, CancellationToken cancel)
    {
        var starts = ChildTable.Count(session, "report_drug", places, cancel);
        var drugs = new NowAndGone<DrugRows>(new(starts.Current), new(starts.Gone));
        using var rows = session.Rows("SELECT report_id, drug_name_id, sequence, role + route * 256 + dechallenge * 65536 + rechallenge * 16777216 FROM jaksignals.report_drug");
        for (long read = 1; rows.Read(); read++)
        {
            if ((read & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            if (places.TryFind(rows.Int64(0), out var isCurrent, out var row))
                (isCurrent ? drugs.Current : drugs.Gone).Put(row, rows);
        }
        drugs.Current.Close();
        drugs.Gone.Close();
        return drugs;
    }

    /// <summary>Ends the placing and puts the rows of each case in an order of their own: an engine may hand them over in any.</summary>
    private void Close()
    {
        Start = _starts.Close();
        for (var row = 0; row + 1 < Start.Length; row++)
            for (var last = Start[row] + 1; last < Start[row + 1]; last++)
                for (var at = last; at > Start[row] && Key(at).CompareTo(Key(at - 1)) < 0; at--)
                    Swap(at, at - 1);
    }

    private (long, int, DrugRole, AdministrationRoute, Challenge, Challenge) Key(int at) => (Sequence[at], NameId[at], Role[at], Route[at], Dechallenge[at], Rechallenge[at]);

    private void Swap(int one, int other)
    {
        (Sequence[one], Sequence[other]) = (Sequence[other], Sequence[one]);
        (NameId[one], NameId[other]) = (NameId[other], NameId[one]);
        (Role[one], Role[other]) = (Role[other], Role[one]);
        (Route[one], Route[other]) = (Route[other], Route[one]);
        (Dechallenge[one], Dechallenge[other]) = (Dechallenge[other], Dechallenge[one]);
        (Rechallenge[one], Rechallenge[other]) = (Rechallenge[other], Rechallenge[one]);
    }

    private void Put(int row, StoreRows rows)
    {
        var (at, codes) = (_starts.Next(row), rows.Int32(3));
        (NameId[at], Sequence[at]) = (rows.Int32(1), rows.Int64(2));
        (Role[at], Route[at]) = ((DrugRole)(codes & 0xFF), (AdministrationRoute)(codes >> 8 & 0xFF));
        (Dechallenge[at], Rechallenge[at]) = ((Challenge)(codes >> 16 & 0xFF), (Challenge)(codes >> 24 & 0xFF));
    }
}

/// <summary>Event rows by case, then term.</summary>
internal sealed record EventRows(int[] Start, int[] TermId)
{
    public static NowAndGone<EventRows> Read(StoreSession session, ReportPlaces places, CancellationToken cancel)
    {
        var starts = ChildTable.Count(session, "report_event", places, cancel);
        var (current, gone) = (new int[starts.Current.Sum()], new int[starts.Gone.Sum()]);
        using var rows = session.Rows("SELECT report_id, term_id FROM jaksignals.report_event");
        for (long read = 1; rows.Read(); read++)
        {
            if ((read & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            if (!places.TryFind(rows.Int64(0), out var isCurrent, out var row))
                continue;
            if (isCurrent)
                current[starts.Current.Next(row)] = rows.Int32(1);
            else
                gone[starts.Gone.Next(row)] = rows.Int32(1);
        }
        return new(InOrder(starts.Current.Close(), current), InOrder(starts.Gone.Close(), gone));
    }

    private static EventRows InOrder(int[] start, int[] terms)
    {
        for (var row = 0; row + 1 < start.Length; row++)
            terms.AsSpan(start[row]..start[row + 1]).Sort();
        return new(start, terms);
    }
}

/// <summary>Wanted indications by case, then drug sequence, then term; each once.</summary>
internal sealed record IndicationRows(int[] Start, long[] Sequence, int[] TermId)
{
    /// <param name="session">The store.</param>
    /// <param name="places">Whose rows to read.</param>
    /// <param name="wanted">By term id; what lies beyond is not wanted.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static NowAndGone<IndicationRows> Read(StoreSession session, ReportPlaces places, bool[] wanted, CancellationToken cancel)
    {
        var found = new NowAndGone<List<(int Row, long Sequence, int TermId)>>([], []);
        if (wanted.Contains(true))
            Find(session, places, wanted, found, cancel);
        return new(Of(found.Current, places.Current), Of(found.Gone, places.Gone));
    }

    private static void Find(StoreSession session, ReportPlaces places, bool[] wanted, NowAndGone<List<(int, long, int)>> found, CancellationToken cancel)
    {
        using var rows = session.Rows("SELECT term_id, report_id, sequence FROM jaksignals.report_indication");
        for (long read = 1; rows.Read(); read++)
        {
            if ((read & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            var term = rows.Int32(0);
            if (term < wanted.Length && wanted[term] && places.TryFind(rows.Int64(1), out var isCurrent, out var row))
                (isCurrent ? found.Current : found.Gone).Add((row, rows.Int64(2), term));
        }
    }

    private static IndicationRows Of(List<(int Row, long Sequence, int TermId)> found, int cases)
    {
        found.Sort();
        var distinct = 0;
        for (var i = 0; i < found.Count; i++)
            if (i == 0 || found[i] != found[i - 1])
                found[distinct++] = found[i];
        found.RemoveRange(distinct, found.Count - distinct);
        var start = new int[cases + 1];
        foreach (var (row, _, _) in found)
            start[row + 1]++;
        for (var row = 0; row < cases; row++)
            start[row + 1] += start[row];
        return new(start, [.. found.Select(one => one.Sequence)], [.. found.Select(one => one.TermId)]);
    }
}

/// <summary>The first reading of a child table.</summary>
internal static class ChildTable
{
    /// <summary>Counts rows by case. A report's own <c>drug_rows</c> will not do: of a case table they count records, not what was stored.</summary>
    public static NowAndGone<CaseStarts> Count(StoreSession session, string table, ReportPlaces places, CancellationToken cancel)
    {
        var starts = new NowAndGone<CaseStarts>(new(places.Current), new(places.Gone));
        using var rows = session.Rows($"SELECT report_id FROM jaksignals.{table}");
        for (long read = 1; rows.Read(); read++)
        {
            if ((read & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            if (places.TryFind(rows.Int64(0), out var isCurrent, out var row))
                (isCurrent ? starts.Current : starts.Gone).Count(row);
        }
        return starts;
    }
}
