using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Store;

/// <summary>Two loads that hold the same reports.</summary>
public sealed record LoadOverlap
{
    /// <summary>The load that came later.</summary>
    public long LoadId { get; init; }

    /// <summary>The load before it.</summary>
    public long OtherLoadId { get; init; }

    /// <summary>Reports that both hold.</summary>
    public long Same { get; init; }

    /// <summary>Of these, reports that do not say the same in both.</summary>
    public long Differing { get; init; }
}

/// <summary>
/// Holds a load that was just written against all that was loaded before it: which of its records are superseded, and which reports it holds again.
/// </summary>
/// <remarks>
/// Cost: one reading of the load's reports and one look into the index of cases for each. Only where it holds a report that is there already are drugs,
/// events, indications and therapies read, once. Memory: about 120 bytes a report of the load.
/// </remarks>
internal sealed class LoadComparison
{
    private const string Columns = "load_id, report_id, case_key, report_number, version, received_on, first_received_on, event_on,"
        + " age_years, sex, country, reporter, outcomes, drug_rows, event_rows, outcome_rows, source_rows, therapy_rows, indication_rows, unreadable";

    private readonly StoreSession _session;
    private readonly CancellationToken _cancel;
    private readonly long _first;
    private readonly StoredReport[] _reports;
    private readonly Dictionary<long, int> _lastOwn;        // by case: its last report in this load
    private readonly int[] _ownBefore;      // by report: the one before it of the same case, in this load; -1 for none
    private readonly Dictionary<long, ReportOrder> _highestElsewhere = [];      // by case, among the loads that are not withdrawn
    private readonly Dictionary<(int Report, long Load), StoredReport> _again = [];      // of each other load the highest
    private readonly Dictionary<long, string?> _periods;

    private LoadComparison(StoreSession session, long loadId, CaseSource source, long first, long reports, CancellationToken cancel)
    {
        (_session, _first, _cancel) = (session, first, cancel);
        (_reports, _ownBefore, _lastOwn) = (new StoredReport[reports], new int[reports], new((int)reports));
        _periods = session.List<(long Load, string? Period)>("SELECT load_id, period FROM jaksignals.source_load")
            .ToDictionary(load => load.Load, load => load.Period);
        ReadOwn(first, first + reports - 1);
        ReadOthers(loadId, source, first, first + reports - 1);
        Superseded = Sum();
        Overlaps = Overlapping(loadId);
    }

    /// <summary>Records of the load's reports that another report of the case ranks above, among all loads that are not withdrawn.</summary>
    public RecordSums Superseded { get; }

    /// <summary>Loads before it that hold a report of it, by load.</summary>
    public IReadOnlyList<LoadOverlap> Overlaps { get; }

    /// <param name="session">The session that wrote the load.</param>
    /// <param name="loadId">The load.</param>
    /// <param name="source">Where its reports come from.</param>
    /// <param name="first">Number of its first report.</param>
    /// <param name="reports">How many it has; they are numbered without a gap.</param>
    /// <param name="cancel">Stops the comparison.</param>
    public static LoadComparison Of(StoreSession session, long loadId, CaseSource source, long first, long reports, CancellationToken cancel)
    {
        var comparison = new LoadComparison(session, loadId, source, first, reports, cancel);
        foreach (var overlap in comparison.Overlaps)
            session.Execute(
                "INSERT INTO jaksignals.load_overlap (load_id, other_load_id, same_reports, differing_reports) VALUES (@LoadId, @OtherLoadId, @Same, @Differing)",
                overlap);
        return comparison;
    }

    private void ReadOwn(long first, long last)
    {
        using var rows = _session.Rows($"SELECT {Columns} FROM jaksignals.report WHERE report_id BETWEEN @first AND @last", _cancel,
            ("@first", first), ("@last", last));
        while (rows.Read())
        {
            var report = Read(rows);
            var at = (int)(report.Order.ReportId - first);
            (_reports[at], _ownBefore[at]) = (report, _lastOwn.GetValueOrDefault(report.CaseKey, -1));
            _lastOwn[report.CaseKey] = at;
        }
    }

    /// <summary>Withdrawn loads are compared with, for the day they may be in again, but supersede nothing.</summary>
    private void ReadOthers(long loadId, CaseSource source, long first, long last)
    {
        var withdrawn = SourceLedger.All(_session).Where(other => other.Withdrawal is not null).Select(other => other.LoadId).ToHashSet();
        var columns = "o." + Columns.Replace(", ", ", o.", StringComparison.Ordinal);
        using var rows = _session.Rows($"SELECT {columns} FROM jaksignals.report AS r CROSS JOIN jaksignals.report AS o"
            + " WHERE r.report_id BETWEEN @first AND @last AND o.case_key = r.case_key AND o.source = @source AND o.load_id <> @load", _cancel,
            ("@first", first), ("@last", last), ("@source", (int)source), ("@load", loadId));
        while (rows.Read())
        {
            var other = Read(rows);
            var isHighest = !_highestElsewhere.TryGetValue(other.CaseKey, out var highest) || highest.CompareTo(other.Order) < 0;
            if (isHighest && !withdrawn.Contains(other.Order.LoadId))
                _highestElsewhere[other.CaseKey] = other.Order;
            for (var own = _lastOwn[other.CaseKey]; own >= 0; own = _ownBefore[own])
                if (_reports[own].Order.IsSameReportAs(other.Order))
                    TakeAgain(own, other);
        }
    }

    private void TakeAgain(int own, StoredReport other)
    {
        var key = (own, other.Order.LoadId);
        if (!_again.TryGetValue(key, out var known) || known.Order.CompareTo(other.Order) < 0)
            _again[key] = other;
    }

    private StoredReport Read(StoreRows rows)
    {
        var load = rows.Int64(0);
        var order = new ReportOrder(rows.Int32(5), rows.Int64(3), rows.Int32(4), _periods[load] ?? "", load, rows.Int64(1));
        var records = new ReportRecords(rows.Int32(13), rows.Int32(14), rows.Int32(15), rows.Int32(16), rows.Int32(17), rows.Int32(18));
        return new StoredReport(rows.Int64(2), order, ContentOf(rows), records, IsUnreadable: rows.Int32(19) != 0);
    }

    /// <summary>Dates and demographics of a report as one number.</summary>
    private static ulong ContentOf(StoreRows rows)
    {
        var age = rows.IsNull(8) ? -1 : BitConverter.DoubleToInt64Bits(rows.Double(8));
        var country = ContentHash.Of(rows.IsNull(10) ? null : rows.Text(10));
        return unchecked(country + ContentHash.Of(rows.Int64(5), rows.Int64(6), rows.Int64(7), age, rows.Int64(9), rows.Int64(11), rows.Int64(12), rows.Int64(19)));
    }

    private RecordSums Sum()
    {
        var sum = default(RecordSums);
        foreach (var report in _reports)
            if (!report.IsUnreadable && IsSuperseded(report))       // a record in quarantine has its fate already
                sum.Add(report.Records);
        return sum;
    }

    private bool IsSuperseded(in StoredReport report)
    {
        if (_highestElsewhere.TryGetValue(report.CaseKey, out var elsewhere) && elsewhere.CompareTo(report.Order) > 0)
            return true;
        for (var own = _lastOwn[report.CaseKey]; own >= 0; own = _ownBefore[own])
            if (_reports[own].Order.CompareTo(report.Order) > 0)
                return true;
        return false;
    }

    private List<LoadOverlap> Overlapping(long loadId)
    {
        if (_again.Count == 0)
            return [];
        var children = ChildrenOf(_again.SelectMany(pair => new[] { pair.Key.Report + _first, pair.Value.Order.ReportId }));
        bool Differs(KeyValuePair<(int Report, long Load), StoredReport> pair) => _reports[pair.Key.Report].Content != pair.Value.Content
            || children[pair.Key.Report + _first] != children[pair.Value.Order.ReportId];
        return [.. _again.GroupBy(pair => pair.Key.Load).OrderBy(load => load.Key)
            .Select(load => new LoadOverlap { LoadId = loadId, OtherLoadId = load.Key, Same = load.LongCount(), Differing = load.LongCount(Differs) })];
    }

    /// <summary>Drugs, events, indications and therapies of reports, each report's as one number that does not depend on their order.</summary>
    private Dictionary<long, ulong> ChildrenOf(IEnumerable<long> reports)
    {
        var sums = new Dictionary<long, ulong>();
        foreach (var report in reports)
            sums[report] = 0;
        Add(sums, 1, "SELECT report_id, sequence, drug_name_id,"
            + " role + route * 256 + dechallenge * 65536 + rechallenge * 16777216 FROM jaksignals.report_drug");
        Add(sums, 2, "SELECT report_id, term_id, 0, 0 FROM jaksignals.report_event");
        Add(sums, 3, "SELECT report_id, sequence, term_id, 0 FROM jaksignals.report_indication");
        Add(sums, 4, "SELECT report_id, sequence, started_on, ended_on FROM jaksignals.report_therapy");
        return sums;
    }

    private void Add(Dictionary<long, ulong> sums, long table, string select)
    {
        using var rows = _session.Rows($"{select} WHERE report_id BETWEEN @lowest AND @highest", _cancel,
            ("@lowest", sums.Keys.Min()), ("@highest", sums.Keys.Max()));
        while (rows.Read())
            if (sums.TryGetValue(rows.Int64(0), out var sum))
                sums[rows.Int64(0)] = unchecked(sum + ContentHash.Of(table, rows.Int64(1), rows.Int64(2), rows.Int64(3)));
    }

    /// <summary>A report as far as it is compared.</summary>
    /// <param name="CaseKey">Its case.</param>
    /// <param name="Order">What decides whether it counts.</param>
    /// <param name="Content">Its dates and demographics as one number.</param>
    /// <param name="Records">Records it was made from.</param>
    /// <param name="IsUnreadable">Its record is in quarantine.</param>
    private readonly record struct StoredReport(long CaseKey, ReportOrder Order, ulong Content, ReportRecords Records, bool IsUnreadable);
}

/// <summary>64-bit hashes of rows, to tell whether two are alike. They are compared within one run of the program and never stored.</summary>
internal static class ContentHash
{
    /// <summary>A hash of numbers; a missing one reads as 0.</summary>
    public static ulong Of(params ReadOnlySpan<long> values)
    {
        var hash = 0x9E3779B97F4A7C15UL;
        foreach (var value in values)
            hash = Mixed(unchecked(hash * 31 + (ulong)value));
        return hash;
    }

    /// <summary>A hash of a text.</summary>
    public static ulong Of(string? text)
    {
        var hash = text is null ? 0UL : 1UL;
        foreach (var character in text ?? "")
            hash = Mixed(unchecked(hash * 31 + character));
        return hash;
    }

    /// <summary>Spreads every bit over all others: the finaliser of SplitMix64 (Steele, Lea and Flood 2014, OOPSLA).</summary>
    private static ulong Mixed(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
