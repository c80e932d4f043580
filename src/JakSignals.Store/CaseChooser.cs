using JakSignals.Cases;

namespace JakSignals.Store;

/// <summary>What choosing needs of every report, by report id: ids are given from 1 without a gap, so the id is the place.</summary>
/// <remarks>Memory: 32 bytes a report.</remarks>
internal sealed class ReportColumns
{
    private readonly HashSet<int> _unreadable = [];     // few

    private ReportColumns(int highest) =>
        (Rank, CaseKey, Number, Version, ReceivedOn, FirstReceivedOn) =
        (new int[highest + 1], new long[highest + 1], new long[highest + 1], new int[highest + 1], new int[highest + 1], new int[highest + 1]);

    /// <summary>Whether the record of a report is in quarantine: it takes the place of earlier versions, and counts nowhere.</summary>
    public bool IsUnreadable(int report) => _unreadable.Contains(report);

    /// <summary>Rank of the report's load; -1 when neither the run nor the one before it may see the report.</summary>
    public int[] Rank { get; }

    public long[] CaseKey { get; }

    public long[] Number { get; }

    public int[] Version { get; }

    public int[] ReceivedOn { get; }

    public int[] FirstReceivedOn { get; }

    public static ReportColumns Read(StoreSession session, ScopedLoads loads, CancellationToken cancel)
    {
        var reports = new ReportColumns(checked((int)HighestId(session)));
        reports.Rank[0] = -1;
        var expected = 1;
        using var rows = session.Rows("SELECT report_id, load_id, case_key, report_number, version, received_on, first_received_on, unreadable FROM jaksignals.report ORDER BY report_id");
        for (; rows.Read(); expected++)
        {
            if ((expected & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            var id = rows.Int32(0);
            if (id >= reports.Rank.Length)
                break;      // of a load that was committed since; the run does not know it
            if (id != expected)
                throw new StoreException($"The store's reports are numbered from 1 without a gap, but {expected} is missing before {id}: rows were removed by hand. Load the sources into a new store.");
            reports.Take(id, rows, loads);
        }
        return reports;
    }

    private static long HighestId(StoreSession session) => session.Scalar<long>("SELECT COALESCE(MAX(report_id), 0) FROM jaksignals.report");

    private void Take(int id, StoreRows rows, ScopedLoads loads)
    {
        (Rank[id], ReceivedOn[id]) = (loads.RankOf(rows.Int64(1)), rows.Int32(5));
        if (Rank[id] < 0 || !(loads.IsSeen(Rank[id], ReceivedOn[id]) || loads.WasSeenByPreviousRun(Rank[id], ReceivedOn[id])))
        {
            Rank[id] = -1;
            return;
        }
        (CaseKey[id], Number[id], Version[id]) = (rows.Int64(2), rows.Int64(3), rows.Int32(4));
        FirstReceivedOn[id] = rows.Int32(6) is not 0 and var first ? first : ReceivedOn[id];
        if (rows.Int32(7) != 0)
            _unreadable.Add(id);
    }
}

/// <summary>A report the previous run counted and this run does not.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="FirstReceivedOn">When the first version of its case was received, as far as the previous run could see.</param>
/// <param name="Cause">Why it does not count any more.</param>
internal readonly record struct GoneReport(int ReportId, int FirstReceivedOn, GoneCause Cause);

/// <summary>Chooses the current report of every case, now and as the previous run did.</summary>
/// <remarks>
/// Reports are sorted by source and case; of each run of equal cases the highest by <see cref="ReportOrder"/> is the current one.
/// Where that one's record is in quarantine, the case has no current report: an earlier version would say what is not true any more.
/// Memory: 12 bytes a report while it works.
/// </remarks>
internal sealed class CaseChooser
{
    private readonly ReportColumns _reports;
    private readonly ScopedLoads _loads;
    private readonly int[] _order;      // report ids by source, then case
    private readonly (CaseSource Source, int From, int To)[] _sources;

    public CaseChooser(ReportColumns reports, ScopedLoads loads, CancellationToken cancel)
    {
        (_reports, _loads) = (reports, loads);
        (_order, _sources) = Sorted();
        cancel.ThrowIfCancellationRequested();
        var count = 0;
        foreach (var (source, from, to) in _sources)
            for (int at = from, end; at < to; at = end)
            {
                end = EndOfCase(at, to);
                count += IsCounted(source, _order.AsSpan(at..end)) ? 1 : 0;
            }
        (ReportId, FirstReceivedOn, IsNew, IsFollowedUp) = (new int[count], new int[count], new bool[count], new bool[count]);
        Choose(cancel);
    }

    /// <summary>Current reports, by source and case key.</summary>
    public int[] ReportId { get; }

    /// <summary>When the first version of each case was received.</summary>
    public int[] FirstReceivedOn { get; }

    /// <summary>Whether the previous run did not have the case: it saw no report of it, or could not read the newest.</summary>
    public bool[] IsNew { get; }

    /// <summary>Whether the previous run counted another report of the case.</summary>
    public bool[] IsFollowedUp { get; }

    /// <summary>Reports that only the previous run counted, by source and case key.</summary>
    public List<GoneReport> Gone { get; } = [];

    /// <summary>Current cases, by row, that the previous run left out because a list of deleted cases named them that was withdrawn since.</summary>
    public List<int> Returned { get; } = [];

    /// <summary>Current cases, by row, whose report of the previous run was withdrawn with its source, and that count with another one.</summary>
    public List<int> FellBack { get; } = [];

    /// <summary>Newest reports that are in quarantine, of cases that were not withdrawn, by source and case key: these cases count nowhere.</summary>
    public List<int> Unreadable { get; } = [];

    /// <summary>Cases whose current report has no date and ties with that of another load.</summary>
    public long Undated { get; private set; }

    /// <summary>Deleted cases with a report that came after the latest list that names them. They stay deleted.</summary>
    public long ReportedAfterDeletion { get; private set; }

    private (int[] Order, (CaseSource, int, int)[] Sources) Sorted()
    {
        var visible = _reports.Rank.Count(rank => rank >= 0);
        var (keys, order) = (new long[visible], new int[visible]);
        var (at, sources) = (0, new List<(CaseSource, int, int)>());
        foreach (var source in _loads.Sources)
        {
            var from = at;
            for (var report = 1; report < _reports.Rank.Length; report++)
                if (_reports.Rank[report] >= 0 && _loads.SourceOf(_reports.Rank[report]) == source)
                    (keys[at], order[at++]) = (_reports.CaseKey[report], report);
            Array.Sort(keys, order, from, at - from);
            sources.Add((source, from, at));
        }
        return (order, [.. sources]);
    }

    private int EndOfCase(int at, int to)
    {
        var key = _reports.CaseKey[_order[at]];
        do
            at++;
        while (at < to && _reports.CaseKey[_order[at]] == key);
        return at;
    }

    private void Choose(CancellationToken cancel)
    {
        int row = 0, cases = 0;
        foreach (var (source, from, to) in _sources)
            for (int at = from, end; at < to; at = end)
            {
                if ((cases++ & 0xFFFF) == 0)
                    cancel.ThrowIfCancellationRequested();
                end = EndOfCase(at, to);
                Choose(source, _order.AsSpan(at..end), ref row);
            }
    }

    private bool IsCounted(CaseSource source, ReadOnlySpan<int> reports)
    {
        if (_loads.IsDeleted(source, _reports.CaseKey[reports[0]]))
            return false;
        var highest = Highest(reports, byPreviousRun: false);
        return highest != 0 && !_reports.IsUnreadable(highest);
    }

    private void Choose(CaseSource source, ReadOnlySpan<int> reports, ref int row)
    {
        var caseKey = _reports.CaseKey[reports[0]];
        var isDeleted = _loads.IsDeleted(source, caseKey);
        var (highest, seen) = (Highest(reports, byPreviousRun: false), Highest(reports, byPreviousRun: true));
        var (isUnreadable, wasUnreadable) = (_reports.IsUnreadable(highest), _reports.IsUnreadable(seen));
        var wasDeleted = _loads.WasDeletedInPreviousRun(source, caseKey);
        var (now, then) = (isDeleted || isUnreadable ? 0 : highest, wasDeleted || wasUnreadable ? 0 : seen);
        if (isUnreadable && !isDeleted)
            Unreadable.Add(highest);
        Undated += IsTied(highest, reports) ? 1 : 0;
        ReportedAfterDeletion += isDeleted && IsReportedAfterDeletion(caseKey, reports) ? 1 : 0;
        if (then != 0 && then != now)
            Gone.Add(new GoneReport(then, FirstReceived(reports, byPreviousRun: true), CauseOf(then, now, highest)));
        if (now == 0)
            return;
        (ReportId[row], FirstReceivedOn[row]) = (now, FirstReceived(reports, byPreviousRun: false));
        (IsNew[row], IsFollowedUp[row]) = (seen == 0 || wasUnreadable, then != 0 && then != now);
        if (!IsNew[row] && then == 0)
            Returned.Add(row);
        if (IsFollowedUp[row] && IsWithdrawn(then))
            FellBack.Add(row);
        row++;
    }

    /// <summary>Why the report of then does not count any more.</summary>
    /// <param name="then">The report.</param>
    /// <param name="now">The one that counts now; 0 for none.</param>
    /// <param name="highest">The one that would count if the case were not deleted; 0 where no source of the case is left.</param>
    private GoneCause CauseOf(int then, int now, int highest)
    {
        if (now == 0 && highest != 0)
            return GoneCause.Deleted;
        return IsWithdrawn(then) ? GoneCause.Withdrawn : GoneCause.Replaced;
    }

    private bool IsWithdrawn(int report) => !_loads.IsInRun(_reports.Rank[report]);

    private bool IsReportedAfterDeletion(long caseKey, ReadOnlySpan<int> reports)
    {
        foreach (var report in reports)
            if (Counts(report, byPreviousRun: false) && _loads.IsAfterDeletion(caseKey, _reports.Rank[report], _reports.ReceivedOn[report]))
                return true;
        return false;
    }

    /// <summary>The report that decides; 0 when none counts.</summary>
    private int Highest(ReadOnlySpan<int> reports, bool byPreviousRun)
    {
        var highest = 0;
        foreach (var report in reports)
            if (Counts(report, byPreviousRun) && (highest == 0 || OrderOf(report).CompareTo(OrderOf(highest)) > 0))
                highest = report;
        return highest;
    }

    private bool Counts(int report, bool byPreviousRun) => byPreviousRun
        ? _loads.WasSeenByPreviousRun(_reports.Rank[report], _reports.ReceivedOn[report])
        : _loads.IsSeen(_reports.Rank[report], _reports.ReceivedOn[report]);

    private ReportOrder OrderOf(int report)
    {
        var rank = _reports.Rank[report];
        return new(_reports.ReceivedOn[report], _reports.Number[report], _reports.Version[report], _loads.PeriodOf(rank), _loads.LoadOf(rank), report);
    }

    private bool IsTied(int highest, ReadOnlySpan<int> reports)
    {
        if (highest == 0 || _reports.ReceivedOn[highest] != 0)
            return false;
        foreach (var report in reports)
            if (report != highest && Counts(report, byPreviousRun: false) && OrderOf(report).IsTiedWith(OrderOf(highest)))
                return true;
        return false;
    }

    /// <summary>The earliest date known, as precisely as a report gives it; 0 when none is.</summary>
    private int FirstReceived(ReadOnlySpan<int> reports, bool byPreviousRun)
    {
        var first = 0;
        foreach (var report in reports)
            if (Counts(report, byPreviousRun) && _reports.FirstReceivedOn[report] is not 0 and var date && (first == 0 || IsEarlier(date, first)))
                first = date;
        return first;
    }

    /// <summary>By the last day each can be: "2026" says nothing that "2026-02-03" does not, and "2025" says more than both.</summary>
    private static bool IsEarlier(int date, int than) => LastDay(date).CompareTo(LastDay(than)) is var order && order != 0 ? order < 0 : date > than;

    private static int LastDay(int date)
    {
        var (month, day) = (date / 100 % 100, date % 100);
        if (month == 0)
            return date + 1231;
        return day == 0 ? date + 31 : date;     // whether it has 31 days or fewer: it is before the next month
    }
}
