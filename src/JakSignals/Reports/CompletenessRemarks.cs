using JakSignals.Ingest;
using JakSignals.Snapshots;
using static JakSignals.Reports.Figure;

namespace JakSignals.Reports;

/// <summary>What data quality says of the completeness of sources and cases, a sentence each.</summary>
internal static class CompletenessRemarks
{
    private const int MostNamed = 20;

    /// <summary>What a person must know before using a figure: the command line says it, too.</summary>
    public static IEnumerable<string> Urgent(Table table)
    {
        foreach (var row in Rows(table, Findings.Accepted))
            yield return $"{Any(table, "subject", row) ?? Unknown} was loaded although it seems incomplete. {Any(table, "detail", row)}";
        foreach (var row in Rows(table, Findings.EndsEarly))
            yield return Any(table, "detail", row) ?? "";
        foreach (var row in Rows(table, "newest_version_unreadable"))
            yield return $"{Number(Count(table, row), "case has a newest version that is", "cases have a newest version that is")} unreadable. No version of them counts: {Subjects(table, "unreadable_case")}.";
        foreach (var row in Rows(table, "case_without_drug"))
            yield return $"{Number(Count(table, row), "current case has", "current cases have")} no drug. They count in N only. {Named(table, row)}";
        foreach (var row in Rows(table, "case_without_event"))
            yield return $"{Number(Count(table, row), "current case has", "current cases have")} no reaction. They count as cases without the event. {Named(table, row)}";
        if (ByFile(table, Findings.Empty, withRows: false) is { } empty)
            yield return $"Files with a header and no record: {empty.Files}.";
    }

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All(Table table)
    {
        foreach (var urgent in Urgent(table))
            yield return urgent;
        if (ByFile(table, Findings.WithoutDrug) is { } drugs)
            yield return $"{Number(drugs.Rows, "report was", "reports were")} loaded without a drug: {drugs.Files}.";
        if (ByFile(table, Findings.WithoutEvent) is { } events)
            yield return $"{Number(events.Rows, "report was", "reports were")} loaded without a reaction: {events.Files}.";
        if (ByFile(table, Findings.Incomplete) is { } incomplete)
            yield return $"{Number(incomplete.Rows, "report counts", "reports count")} with what could be read, as a record of a drug, reaction or outcome is in quarantine: {incomplete.Files}.";
        if (ByFile(table, Findings.Orphan) is { } orphans)
            yield return $"{Number(orphans.Rows, "report has", "reports have")} records in a table and none in DEMO: {orphans.Files}.";
        if (ByFile(table, Findings.LeftOut) is { } left)
            yield return $"{Number(left.Rows, "value that could not be read is", "values that could not be read are")} unknown: {left.Files}.";
    }

    private static IEnumerable<int> Rows(Table table, string check) => Enumerable.Range(0, table.RowCount).Where(row => table.Text("check", row) == check);

    private static long Count(Table table, int row) => table.Count("rows", row) ?? 0;

    /// <summary>The cases that a row names after its colon.</summary>
    private static string Named(Table table, int row)
    {
        var detail = Any(table, "detail", row) ?? "";
        return detail.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var at ? $"Cases {detail[(at + 2)..]}." : "";
    }

    private static string Subjects(Table table, string check)
    {
        List<string> subjects = [.. Rows(table, check).Select(row => Any(table, "subject", row) ?? Unknown)];
        return string.Join(", ", subjects.Take(MostNamed)) + (subjects.Count > MostNamed ? " and others" : "");
    }

    /// <summary>Rows of a check that are not 0, by file and what they are about.</summary>
    private static (long Rows, string Files)? ByFile(Table table, string check, bool withRows = true)
    {
        List<int> rows = [.. Rows(table, check).Where(row => !withRows || Count(table, row) > 0)];
        if (rows.Count == 0)
            return null;
        var texts = rows.Take(MostNamed).Select(row => string.Join(' ', Parts(table, row, withRows)));
        return (rows.Sum(row => Count(table, row)), string.Join("; ", texts) + (rows.Count > MostNamed ? "; and others, in data_quality.parquet" : ""));
    }

    private static IEnumerable<string> Parts(Table table, int row, bool withRows)
    {
        yield return Any(table, "source_file", row) ?? Unknown;
        if (Any(table, "subject", row) is { } subject)
            yield return subject;
        if (withRows)
            yield return Figure.Count(Count(table, row));
    }
}
