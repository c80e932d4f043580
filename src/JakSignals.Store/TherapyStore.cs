namespace JakSignals.Store;

/// <summary>Reads therapy periods.</summary>
public sealed class TherapyStore(Database database)
{
    /// <summary>First start of each drug of the reports given, as yyyymmdd with zeros for unknown parts, by report and sequence.</summary>
    public IReadOnlyDictionary<(long ReportId, long Sequence), int> FirstStarts(IReadOnlySet<long> reportIds)
    {
        var starts = new Dictionary<(long, long), int>();
        using var connection = database.Open();
        using var rows = new SqliteRows(connection, "SELECT report_id, sequence, started_on FROM report_therapy WHERE started_on IS NOT NULL");
        while (rows.Read())
            if (reportIds.Contains(rows.Int64(0)))
            {
                var drug = (rows.Int64(0), rows.Int64(1));
                starts[drug] = starts.TryGetValue(drug, out var known) ? Math.Min(known, rows.Int32(2)) : rows.Int32(2);
            }
        return starts;
    }
}
