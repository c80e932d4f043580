using System.Globalization;
using JakSignals.Cases;

namespace JakSignals.Store;

/// <summary>The loads that a run or the run before it sees, in the order they were loaded, and the deleted cases they list.</summary>
/// <remarks>A source that was withdrawn since the previous run is here, too: what that run saw is asked for.</remarks>
internal sealed class ScopedLoads
{
    private readonly LoadRow[] _byRank;
    private readonly int[] _rankOfLoad;     // by load id, which are given from 1; -1: of neither run
    private readonly bool[] _inRun;         // by rank
    private readonly bool[] _inPreviousRun; // by rank
    private readonly Dictionary<long, int> _deleted = [];       // case, and the end of the latest quarter whose list names it; 0 where no list says its quarter
    private readonly HashSet<long> _deletedThen = [];
    private readonly int _asOf;
    private readonly int _previousAsOf;

    public ScopedLoads(StoreSession session, RunScope scope)
    {
        bool WasSeen(LoadRow load) => scope.Previous?.Loads.Contains(load.LoadId) ?? false;
        _byRank = [.. session.List<LoadRow>("SELECT load_id AS LoadId, source AS Source, period AS Period, simulated AS Simulated FROM jaksignals.source_load ORDER BY load_id")
            .Where(load => scope.Loads.Contains(load.LoadId) || WasSeen(load))];
        _rankOfLoad = new int[_byRank.Select(load => load.LoadId).DefaultIfEmpty(0).Max() + 1];
        Array.Fill(_rankOfLoad, -1);
        foreach (var (rank, load) in _byRank.Index())
            _rankOfLoad[load.LoadId] = rank;
        _inRun = [.. _byRank.Select(load => scope.Loads.Contains(load.LoadId))];
        _inPreviousRun = [.. _byRank.Select(WasSeen)];
        _asOf = PartialDate.FromDay(scope.AsOf).Number;
        _previousAsOf = scope.Previous is { } previous ? PartialDate.FromDay(previous.AsOf).Number : 0;
        ReadDeletedCases(session, scope);
    }

    public int Count => _byRank.Length;

    public bool AnySimulated => _byRank.Index().Any(load => _inRun[load.Index] && load.Item.Simulated);

    /// <summary>Sources of reports, ascending.</summary>
    public IEnumerable<CaseSource> Sources => _byRank.Select(load => (CaseSource)load.Source).Where(source => source != 0).Distinct().Order();

    /// <summary>Place of a load in the order; -1 when neither run may see it.</summary>
    public int RankOf(long loadId) => loadId < _rankOfLoad.Length ? _rankOfLoad[loadId] : -1;

    public CaseSource SourceOf(int rank) => (CaseSource)_byRank[rank].Source;

    public string PeriodOf(int rank) => _byRank[rank].Period ?? "";

    public long LoadOf(int rank) => _byRank[rank].LoadId;

    /// <summary>Whether the run sees a load; otherwise only the previous run did: it was withdrawn since.</summary>
    public bool IsInRun(int rank) => _inRun[rank];

    public bool IsReceivedBy(int receivedOn) => receivedOn <= _asOf;

    public bool IsSeen(int rank, int receivedOn) => _inRun[rank] && IsReceivedBy(receivedOn);

    public bool WasSeenByPreviousRun(int rank, int receivedOn) => _inPreviousRun[rank] && receivedOn <= _previousAsOf;

    public bool IsDeleted(CaseSource source, long caseKey) => source == CaseSource.Faers && _deleted.ContainsKey(caseKey);

    public bool WasDeletedInPreviousRun(CaseSource source, long caseKey) => source == CaseSource.Faers && _deletedThen.Contains(caseKey);

    /// <summary>Whether a report of a deleted case came after the latest list that names it: received after that list's quarter, or published in a later one.</summary>
    public bool IsAfterDeletion(long caseKey, int rank, int receivedOn)
    {
        var listedUpTo = _deleted[caseKey];
        return listedUpTo != 0 && (receivedOn > listedUpTo || (_byRank[rank].Period is { } period && NumberOf(QuarterEnd(period)) > listedUpTo));
    }

    /// <summary>Whether what belongs to a quarter is known on a day: from the quarter's end.</summary>
    public static bool IsKnownBy(string? period, DateOnly asOf) => period is null || QuarterEnd(period) <= asOf;

    private void ReadDeletedCases(StoreSession session, RunScope scope)
    {
        using var rows = session.Rows("SELECT load_id, case_key FROM jaksignals.deleted_case");
        while (rows.Read())
        {
            if (RankOf(rows.Int64(0)) is not (>= 0 and var rank))
                continue;
            var (period, caseKey) = (_byRank[rank].Period, rows.Int64(1));
            if (_inRun[rank] && IsKnownBy(period, scope.AsOf))
                _deleted[caseKey] = Math.Max(_deleted.GetValueOrDefault(caseKey), period is null ? 0 : NumberOf(QuarterEnd(period)));
            if (_inPreviousRun[rank] && IsKnownBy(period, scope.Previous!.AsOf))
                _deletedThen.Add(caseKey);
        }
    }

    private static int NumberOf(DateOnly day) => PartialDate.FromDay(day).Number;

    private static DateOnly QuarterEnd(string period)
    {
        var (year, quarter) = (int.Parse(period.AsSpan(0, 4), CultureInfo.InvariantCulture), period[5] - '0');
        return new DateOnly(year, quarter * 3, 1).AddMonths(1).AddDays(-1);
    }

    private sealed record LoadRow
    {
        public long LoadId { get; init; }
        public int Source { get; init; }
        public string? Period { get; init; }
        public bool Simulated { get; init; }
    }
}
