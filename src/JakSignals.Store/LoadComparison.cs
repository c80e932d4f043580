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

/// <summary>Holds a load that was just written against all that was loaded before it: what it supersedes or is superseded by, and which reports it holds again.</summary>
/// <remarks>
/// Cost: one reading of the load's reports and one look into the index of cases for each. Only where it holds a report that is there already are drugs,
/// events, indications and therapies read, once. Memory: about 150 bytes a report of the load.
/// </remarks>
internal sealed class LoadComparison
{
    private const string Columns = "load_id, report_id, case_key, report_number, version, received_on, first_received_on, event_on, age_years, sex, country, reporter, outcomes,"
        + " drug_rows, event_rows, outcome_rows, source_rows, therapy_rows, indication_rows";

    private readonly StoreSession _session;
    private readonly long _first;
    private readonly StoredReport[] _reports;
    private readonly Dictionary<long, (ReportOrder Highest, int LastOwn)> _cases;
    private readonly int[] _ownBefore;      // by report: the one before it of the same case, in this load; -1 for none
    private readonly Dictionary<(int Report, long Load), StoredReport> _again = [];      // of each other load the highest
    private readonly Dictionary<long, string?> _periods;

    private LoadComparison(StoreSession session, long loadId, CaseSource source, long first, long reports, IReadOnlySet<long> withdrawn)
    {
        (_session, _first) = (session, first);
        (_reports, _ownBefore, _cases) = (new StoredReport[reports], new int[reports], new((int)reports));
        _periods = session.List<(long Load, string? Period)>("SELECT load_id, period FROM jaksignals.source_load").ToDictionary(load => load.Load, load => load.Period);
        ReadOwn(first, first + reports - 1);
        ReadOthers(loadId, source, first, first + reports - 1, withdrawn);
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
    /// <param name="withdrawn">Loads that are withdrawn: compared with, but superseding nothing.</param>
    public static LoadComparison Of(StoreSession session, long loadId, CaseSource source, long first, long reports, IReadOnlySet<long> withdrawn) =>
        new(session, loadId, source, first, reports, withdrawn);

    private void ReadOwn(long first, long last)
    {
        using var rows = _session.Rows($"SELECT {Columns} FROM jaksignals.report WHERE report_id BETWEEN @first AND @last", ("@first", first), ("@last", last));
        while (rows.Read())
        {
            var report = Read(rows);
            var at = (int)(report.Order.ReportId - first);
            (_reports[at], _ownBefore[at]) = (report, -1);
            if (!_cases.TryGetValue(report.CaseKey, out var known))
            {
                _cases.Add(report.CaseKey, (report.Order, at));
                continue;
            }
            _ownBefore[at] = known.LastOwn;
            _cases[report.CaseKey] = (Higher(known.Highest, report.Order), at);
        }
    }

    private void ReadOthers(long loadId, CaseSource source, long first, long last, IReadOnlySet<long> withdrawn)
    {
        var columns = "o." + Columns.Replace(", ", ", o.", StringComparison.Ordinal);
        using var rows = _session.Rows($"SELECT {columns} FROM jaksignals.report AS r CROSS JOIN jaksignals.report AS o"
            + " WHERE r.report_id BETWEEN @first AND @last AND o.case_key = r.case_key AND o.source = @source AND o.load_id <> @load",
            ("@first", first), ("@last", last), ("@source", (int)source), ("@load", loadId));
        while (rows.Read())
        {
            var other = Read(rows);
            var known = _cases[other.CaseKey];
            if (!withdrawn.Contains(other.Order.LoadId))
                _cases[other.CaseKey] = known with { Highest = Higher(known.Highest, other.Order) };
            for (var own = known.LastOwn; own >= 0; own = _ownBefore[own])
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
        return new StoredReport(rows.Int64(2), order, ContentOf(rows), records);
    }

    /// <summary>Dates and demographics of a report as one number.</summary>
    private static ulong ContentOf(StoreRows rows)
    {
        var age = rows.IsNull(8) ? -1 : BitConverter.DoubleToInt64Bits(rows.Double(8));
        var country = ContentHash.Of(rows.IsNull(10) ? null : rows.Text(10));
        return unchecked(country + ContentHash.Of(rows.Int64(5), rows.Int64(6), rows.Int64(7), age, rows.Int64(9), rows.Int64(11), rows.Int64(12)));
    }

    private static ReportOrder Higher(ReportOrder one, ReportOrder other) => one.CompareTo(other) >= 0 ? one : other;

    private RecordSums Sum()
    {
        var sum = default(RecordSums);
        foreach (var report in _reports)
            if (_cases[report.CaseKey].Highest != report.Order)
                sum.Add(report.Records);
        return sum;
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
        Add(sums, 1, "SELECT report_id, sequence, drug_name_id, role + route * 256 + dechallenge * 65536 + rechallenge * 16777216 FROM jaksignals.report_drug");
        Add(sums, 2, "SELECT report_id, term_id, 0, 0 FROM jaksignals.report_event");
        Add(sums, 3, "SELECT report_id, sequence, term_id, 0 FROM jaksignals.report_indication");
        Add(sums, 4, "SELECT report_id, sequence, started_on, ended_on FROM jaksignals.report_therapy");
        return sums;
    }

    private void Add(Dictionary<long, ulong> sums, long table, string select)
    {
        using var rows = _session.Rows($"{select} WHERE report_id BETWEEN @lowest AND @highest", ("@lowest", sums.Keys.Min()), ("@highest", sums.Keys.Max()));
        while (rows.Read())
            if (sums.TryGetValue(rows.Int64(0), out var sum))
                sums[rows.Int64(0)] = unchecked(sum + ContentHash.Of(table, rows.Int64(1), rows.Int64(2), rows.Int64(3)));
    }

    /// <summary>A report as far as it is compared.</summary>
    /// <param name="CaseKey">Its case.</param>
    /// <param name="Order">What decides whether it counts.</param>
    /// <param name="Content">Its dates and demographics as one number.</param>
    /// <param name="Records">Records it was made from.</param>
    private readonly record struct StoredReport(long CaseKey, ReportOrder Order, ulong Content, ReportRecords Records);
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
