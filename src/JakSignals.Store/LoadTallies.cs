namespace JakSignals.Store;

/// <summary>Records of loads, added up.</summary>
public static class LoadTallies
{
    /// <summary>Records read and quarantined of these loads.</summary>
    public static (long Read, long Quarantined) Of(Database database, IReadOnlySet<long> loads)
    {
        var sums = database.Do(session => session.List<LoadSum>("SELECT load_id AS LoadId, SUM(rows_read) AS ReadRows, SUM(rows_quarantined) AS Quarantined FROM jaksignals.source_file GROUP BY load_id"))
            .Where(sum => loads.Contains(sum.LoadId)).ToList();
        return (sums.Sum(sum => sum.ReadRows), sums.Sum(sum => sum.Quarantined));
    }

    private sealed record LoadSum
    {
        public long LoadId { get; init; }
        public long ReadRows { get; init; }
        public long Quarantined { get; init; }
    }
}
