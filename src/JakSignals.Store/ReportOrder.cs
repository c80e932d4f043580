namespace JakSignals.Store;

/// <summary>What decides which report of a case counts: the highest. The one place in this language that says so; in SQL it is sql/queries/count_pairs.sql.</summary>
/// <remarks>
/// FDA's rule (Readme of the quarterly files): the latest receipt, then the highest number; then the version. Reports alike in these three are the same
/// report, published or loaded again: of them the one of the later quarter counts, then the one loaded later.
/// </remarks>
/// <param name="ReceivedOn">Receipt, yyyymmdd; 0 for none, which is before any.</param>
/// <param name="Number">Number that the source gave it; 0 where it gives none.</param>
/// <param name="Version">Version that the source gave it.</param>
/// <param name="Period">Quarter of its load, such as 2026Q1; empty where none is known, which is before any.</param>
/// <param name="LoadId">Its load: the higher, the later it was loaded.</param>
/// <param name="ReportId">Its number in the store: the higher, the later it stands in its load.</param>
internal readonly record struct ReportOrder(int ReceivedOn, long Number, int Version, string Period, long LoadId, long ReportId) : IComparable<ReportOrder>
{
    public int CompareTo(ReportOrder other)
    {
        var report = (ReceivedOn, Number, Version).CompareTo((other.ReceivedOn, other.Number, other.Version));
        if (report != 0)
            return report;
        var quarter = string.CompareOrdinal(Period, other.Period);
        return quarter != 0 ? quarter : (LoadId, ReportId).CompareTo((other.LoadId, other.ReportId));
    }

    /// <summary>Whether both are alike in all that the source says of their order.</summary>
    public bool IsTiedWith(ReportOrder other) => (ReceivedOn, Number, Version) == (other.ReceivedOn, other.Number, other.Version);

    /// <summary>Whether both are the same report of their case, published or loaded again: of one number and version; where the source gives no number, of one receipt, too.</summary>
    public bool IsSameReportAs(ReportOrder other) => Number == other.Number && Version == other.Version && (Number != 0 || ReceivedOn == other.ReceivedOn);
}
