using JakSignals.Cases;

namespace JakSignals.Store;

/// <summary>Which quarantined records to look at; null for all.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Column">Column at fault.</param>
/// <param name="Text">A part of the value or of what was expected, whatever its case.</param>
public sealed record QuarantineFilter(string? File, string? Column, string? Text);

/// <summary>A record in quarantine.</summary>
/// <param name="Id">Its number: the higher, the later it came.</param>
/// <param name="Defect">What is wrong with it.</param>
/// <param name="IsWithdrawn">Whether its source is withdrawn.</param>
public sealed record QuarantinedRecord(long Id, Defect Defect, bool IsWithdrawn);

/// <summary>Files or columns with how many of their records are in quarantine.</summary>
public sealed record QuarantineShare
{
    /// <summary>Name of the file or column.</summary>
    public string Name { get; init; } = "";

    /// <summary>Records in quarantine.</summary>
    public long Records { get; init; }
}

/// <summary>Pages through the records that could not be read.</summary>
public sealed class QuarantineBrowser(Database database)
{
    /// <summary>Records that match, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Number of the last record of the page before; null for the first page.</param>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<QuarantinedRecord> Page(QuarantineFilter filter, long? before, int count) => database.Do(session =>
    {
        var page = new List<QuarantinedRecord>();
        var sources = SourceRegister.Of(ReviewLog.Read(session, null));
        using var rows = session.Rows(session.Query("read_quarantine_page"), ("@before", before), ("@file", filter.File), ("@column", filter.Column), ("@text", Pattern(filter.Text)));
        while (page.Count < count && rows.Read())
        {
            var defect = new Defect(rows.Text(1), rows.Int64(2), rows.Text(3), rows.Text(4), rows.Text(5), rows.Text(6));
            page.Add(new QuarantinedRecord(rows.Int64(0), defect, sources.WithdrawalOf(rows.Text(7)) is not null));
        }
        return page;
    });

    /// <summary>How many records match.</summary>
    public long Count(QuarantineFilter filter) => database.Do(session =>
        session.Scalar<long>(session.Query("count_quarantine"), new { file = filter.File, column = filter.Column, text = Pattern(filter.Text) }));

    /// <summary>Files with records in quarantine.</summary>
    public IReadOnlyList<QuarantineShare> Files() => database.Do(session =>
        session.List<QuarantineShare>("SELECT name AS Name, SUM(rows_quarantined) AS Records FROM jaksignals.source_file WHERE rows_quarantined > 0 GROUP BY name ORDER BY name"));

    /// <summary>Columns at fault.</summary>
    public IReadOnlyList<QuarantineShare> Columns() => database.Do(session =>
        session.List<QuarantineShare>("SELECT column_name AS Name, COUNT(*) AS Records FROM jaksignals.quarantine GROUP BY column_name ORDER BY column_name"));

    /// <summary>A pattern for LIKE in which what was typed stands for itself; a bracket has a meaning to SQL Server only.</summary>
    private static string? Pattern(string? text) => text is null ? null
        : "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal) + "%";
}
