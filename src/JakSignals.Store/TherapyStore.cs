namespace JakSignals.Store;

/// <summary>Reads therapy periods.</summary>
public sealed class TherapyStore(Database database)
{
    /// <summary>First start of each drug of the reports given, as yyyymmdd with zeros for unknown parts, by report and sequence.</summary>
    /// <remarks>One pass over all periods of the store, which looks each up in an array of a byte a report.</remarks>
    /// <param name="reportIds">The reports.</param>
    /// <param name="cancel">Stops the reading.</param>
    public IReadOnlyDictionary<(long ReportId, long Sequence), int> FirstStarts(IReadOnlySet<long> reportIds, CancellationToken cancel = default) => database.Do(session =>
    {
        var starts = new Dictionary<(long, long), int>();
        var wanted = new bool[reportIds.DefaultIfEmpty(-1).Max() + 1];
        foreach (var report in reportIds)
            wanted[report] = true;
        using var rows = session.Rows("SELECT report_id, sequence, started_on FROM jaksignals.report_therapy WHERE started_on IS NOT NULL");
        for (long read = 1; rows.Read(); read++)
        {
            if ((read & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            var report = rows.Int64(0);
            if (report >= wanted.Length || !wanted[report])
                continue;
            var drug = (report, rows.Int64(1));
            starts[drug] = starts.TryGetValue(drug, out var known) ? Math.Min(known, rows.Int32(2)) : rows.Int32(2);
        }
        return (IReadOnlyDictionary<(long, long), int>)starts;
    }, cancel);
}
