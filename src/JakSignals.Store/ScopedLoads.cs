using System.Globalization;
using JakSignals.Cases;

namespace JakSignals.Store;

/// <summary>The loads of a run in the order in which they decide between equal reports (later quarter, then higher digest), and the withdrawn cases they list.</summary>
internal sealed class ScopedLoads
{
    private readonly LoadRow[] _byRank;
    private readonly int[] _rankOfLoad;     // by load id, which are given from 1; -1: not of this run
    private readonly bool[] _inPreviousRun; // by rank
    private readonly HashSet<long> _deleted = [];
    private readonly HashSet<long> _deletedThen = [];
    private readonly int _asOf;
    private readonly int _previousAsOf;

    public ScopedLoads(StoreSession session, RunScope scope)
    {
        _byRank = [.. session.List<LoadRow>("SELECT load_id AS LoadId, source AS Source, digest AS Digest, period AS Period, simulated AS Simulated FROM jaksignals.source_load")
            .Where(load => scope.Loads.Contains(load.LoadId))
            .OrderBy(load => load.Period ?? "", StringComparer.Ordinal).ThenBy(load => load.Digest, StringComparer.Ordinal)];
        _rankOfLoad = new int[_byRank.Select(load => load.LoadId).DefaultIfEmpty(0).Max() + 1];
        Array.Fill(_rankOfLoad, -1);
        foreach (var (rank, load) in _byRank.Index())
            _rankOfLoad[load.LoadId] = rank;
        _inPreviousRun = [.. _byRank.Select(load => scope.Previous?.Loads.Contains(load.LoadId) ?? false)];
        _asOf = PartialDate.FromDay(scope.AsOf).Number;
        _previousAsOf = scope.Previous is { } previous ? PartialDate.FromDay(previous.AsOf).Number : 0;
        ReadDeletedCases(session, scope);
    }

    public int Count => _byRank.Length;

    public bool AnySimulated => _byRank.Any(load => load.Simulated);

    /// <summary>Sources of reports, ascending.</summary>
    public IEnumerable<CaseSource> Sources => _byRank.Select(load => (CaseSource)load.Source).Where(source => source != 0).Distinct().Order();

    /// <summary>Place of a load in the order; -1 when the run may not see it.</summary>
    public int RankOf(long loadId) => loadId < _rankOfLoad.Length ? _rankOfLoad[loadId] : -1;

    public CaseSource SourceOf(int rank) => (CaseSource)_byRank[rank].Source;

    public bool IsReceivedBy(int receivedOn) => receivedOn <= _asOf;

    public bool WasSeenByPreviousRun(int rank, int receivedOn) => _inPreviousRun[rank] && receivedOn <= _previousAsOf;

    public bool IsDeleted(CaseSource source, long caseKey) => source == CaseSource.Faers && _deleted.Contains(caseKey);

    public bool WasDeletedInPreviousRun(CaseSource source, long caseKey) => source == CaseSource.Faers && _deletedThen.Contains(caseKey);

    /// <summary>Whether what belongs to a quarter is known on a day: from the quarter's end.</summary>
    public static bool IsKnownBy(string? period, DateOnly asOf) => period is null || QuarterEnd(period) <= asOf;

    private void ReadDeletedCases(StoreSession session, RunScope scope)
    {
        using var rows = session.Rows("SELECT load_id, case_key FROM jaksignals.deleted_case");
        while (rows.Read())
        {
            if (RankOf(rows.Int64(0)) is not (>= 0 and var rank))
                continue;
            if (IsKnownBy(_byRank[rank].Period, scope.AsOf))
                _deleted.Add(rows.Int64(1));
            if (_inPreviousRun[rank] && IsKnownBy(_byRank[rank].Period, scope.Previous!.AsOf))
                _deletedThen.Add(rows.Int64(1));
        }
    }

    private static DateOnly QuarterEnd(string period)
    {
        var (year, quarter) = (int.Parse(period.AsSpan(0, 4), CultureInfo.InvariantCulture), period[5] - '0');
        return new DateOnly(year, quarter * 3, 1).AddMonths(1).AddDays(-1);
    }

    private sealed record LoadRow
    {
        public long LoadId { get; init; }
        public int Source { get; init; }
        public string Digest { get; init; } = "";
        public string? Period { get; init; }
        public bool Simulated { get; init; }
    }
}
