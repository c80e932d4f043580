using System.Xml.Linq;
using JakSignals.Snapshots;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>What was read and what became of it, file by file, and the names the catalogue does not know.</summary>
internal static class QualitySection
{
    private const int MostNames = 20;

    private static readonly string[] Fates = ["current", "superseded", "deleted", "later", "quarantined"];

    private sealed record SourceFile(string Name, string? Kind, string? Period, IReadOnlyDictionary<string, long> Rows)
    {
        public long? Of(string what) => Rows.TryGetValue("rows_" + what, out var rows) ? rows : null;

        /// <summary>Rows read that nothing accounts for; null where it is not known how many were read.</summary>
        public long? Unaccounted => Of("read") is { } read ? read - Fates.Sum(fate => Of(fate) ?? 0) : null;
    }

    private readonly record struct Name(string Subject, string? Detail, long Rows);

    public static XElement Render(Week week)
    {
        var table = week.Snapshot.Table("data_quality");
        return Section("quality", "Data quality",
            Paragraph("Every row read is current, superseded by a newer version, deleted by the source, later than the data cut-off, or quarantined with a reason."),
            FatesOfFiles(table),
            Remarks(table).ToList() is { Count: > 0 } remarks ? Element("ul", Class("prose"), remarks.Select(r => Element("li", r))) : null,
            Names(table, "pair_without_comparison", "Pairs that no ratio can judge", "pair", "cases",
                "Every report of the event names the drug. There is nothing to compare with, so ratios cannot be formed; "
                + (week.Has("eb05") ? "IC and EBGM judge such pairs all the same. Look at the cases." : "only the IC judges such pairs. Look at the cases.")),
            Names(table, "unmapped_name", "Names the catalogue does not know", "name as reported", "rows", "They are counted as they stand. The most frequent first."),
            Names(table, "suggested_match", "Suggested matches", "name as reported", "rows", "Close to a known name. Nothing is merged before a person approves it."),
            Names(table, "approved_name", "Approved names", "name as reported", "rows", "Reviewers approved these names as spellings of the substance beside them, and they are counted as it."),
            NameQuality.SuggestedTerms(table));
    }

    /// <summary>What became of the records of each file, and whether every one is accounted for.</summary>
    public static IReadOnlyList<XElement> FatesOfFiles(Table table) => Files(table) is { Count: > 0 } files ? [FileTable(files), Verdict(files)] : [Paragraph(Class("calm"), "No source file was counted.")];

    /// <summary>What the checks of the whole store say, a sentence each.</summary>
    public static IEnumerable<string> Remarks(Table table)
    {
        var checks = Enumerable.Range(0, table.RowCount).ToLookup(row => table.Text("check", row)!, StringComparer.Ordinal);
        foreach (var remark in CompletenessRemarks.All(table))
            yield return remark;
        foreach (var row in checks["undated_tie"])
            yield return $"{Number(table.Count("rows", row) ?? 0, "case stands", "cases stand")} in several case tables without a day of receipt: the table loaded last decided which report is current.";
        foreach (var sentence in SourceRemarks(table, checks))
            yield return sentence;
        foreach (var row in checks["near_duplicate"])
            yield return $"{Number(table.Count("rows", row) ?? 0, "case repeats another", "cases repeat another")} in every detail under another id. Such cases count; half of the ways to count leave them out.";
        foreach (var row in checks["ebgm_not_fitted"])
            yield return $"There is no EBGM in this run, and its rule takes no part: {Any(table, "detail", row)?.TrimEnd('.') ?? "the prior could not be fitted"}.";
        if (Subjects(table, checks["signal_lost"]) is { } lost)
            yield return $"{Number(lost.Count, "signal of the previous run is", "signals of the previous run are")} lost, as the catalogue does not know the drug or event any more: {lost.Names}.";
        if (Subjects(table, checks["signal_moved"]) is { } moved)
            yield return $"{Number(moved.Count, "signal of the previous run counts", "signals of the previous run count")} under another drug, as its name was approved as a spelling since: {moved.Names}.";
        foreach (var remark in CohortRemarks(table, checks))
            yield return remark;
        if (Subjects(table, checks["approval_lost"]) is { } left)
            yield return $"{Number(left.Count, "approved name is", "approved names are")} not counted as approved, as the catalogue in force does not allow it: {left.Names}.";
        foreach (var remark in NameQuality.Remarks(table))
            yield return remark;
    }

    /// <summary>What to know of the sources: what was withdrawn, what came twice, what was reported again.</summary>
    private static IEnumerable<string> SourceRemarks(Table table, ILookup<string, int> checks)
    {
        foreach (var row in checks["withdrawn_source"])
            yield return $"{table.Text("source_file", row)} was {Any(table, "detail", row)}. It counts for nothing.";
        foreach (var row in checks["reports_differ"])
        {
            var differ = Number(table.Count("rows", row) ?? 0, "report of", "reports of");
            yield return $"{differ} {table.Text("source_file", row)} and {Any(table, "subject", row)} do not say the same: {Any(table, "detail", row)}.";
        }
        foreach (var row in checks["loads_not_compared"])
            yield return $"{Number(table.Count("rows", row) ?? 0, "load was", "loads were")} made by an older program that did not compare reports of one quarter with each other. How many differ is not known.";
        foreach (var row in checks["reported_after_deletion"])
            yield return $"{Number(table.Count("rows", row) ?? 0, "deleted case was", "deleted cases were")} reported again after the latest list of deleted cases that names them. A deletion outweighs a later report.";
    }

    /// <summary>What is to know of the rows of cohort tables: a sentence each for those left out, and one for those that seem too long.</summary>
    private static IEnumerable<string> CohortRemarks(Table table, ILookup<string, int> checks)
    {
        foreach (var row in checks["cohort_rejected"].Take(MostNames))
            yield return $"A row of a cohort table is in no rate: {Any(table, "subject", row) ?? Unknown}: {Any(table, "detail", row)?.TrimEnd('.') ?? Unknown}.";
        if (Subjects(table, checks["cohort_follow_up_long"]) is { } doubtful)
            yield return $"{Number(doubtful.Count, "row of a cohort table has", "rows of cohort tables have")} more patient-years than its patients can have in its period. "
                + $"The rates are as given: {doubtful.Names}.";
    }

    /// <summary>What rows are about: how many there are, and the first of them. Null where there is none.</summary>
    private static (int Count, string Names)? Subjects(Table table, IEnumerable<int> rows)
    {
        List<string> subjects = [.. rows.Select(row => Any(table, "subject", row) ?? Unknown)];
        return subjects.Count == 0 ? null : (subjects.Count, string.Join("; ", subjects.Take(MostNames)) + (subjects.Count > MostNames ? "; and others, in data_quality.parquet" : ""));
    }

    private static List<SourceFile> Files(Table table) => [.. Enumerable.Range(0, table.RowCount).Where(row => table.Text("check", row)!.StartsWith("rows_", StringComparison.Ordinal))
        .GroupBy(row => (Name: Any(table, "source_file", row), Kind: Any(table, "source_kind", row), Period: Any(table, "period", row)))
        .OrderBy(g => g.Key.Name is null).ThenBy(g => g.Key.Name, StringComparer.Ordinal).ThenBy(g => g.Key.Kind, StringComparer.Ordinal).ThenBy(g => g.Key.Period, StringComparer.Ordinal)
        .Select(g => new SourceFile(g.Key.Name ?? "whole store", g.Key.Kind, g.Key.Period,
            g.GroupBy(row => table.Text("check", row)!).ToDictionary(c => c.Key, c => c.Sum(row => table.Count("rows", row) ?? 0), StringComparer.Ordinal)))];

    private static XElement FileTable(List<SourceFile> files) => new ReportTable<SourceFile>("Rows of each source file and what became of them", "quality",
        [new("Source file", f => new object?[] { f.Name, f.Kind is null && f.Period is null ? null : Small(string.Join(" · ", new[] { f.Kind, f.Period }.OfType<string>())) }, Foot: Bold("All files")),
            Rows(files, "read"), .. Fates.Select(fate => Rows(files, fate)),
            new("balance", f => f.Unaccounted is { } rows ? Balance(rows) : null, Foot: files.TrueForAll(f => f.Unaccounted is not null) ? Balance(files.Sum(f => f.Unaccounted!.Value)) : null, Meaning: Meanings.Balance)]).Render(files);

    private static ReportColumn<SourceFile> Rows(List<SourceFile> files, string what) =>
        new(what, f => f.Of(what) is { } rows ? Count(rows) : null, "num", Foot: files.Exists(f => f.Of(what) is not null) ? Bold(Count(files.Sum(f => f.Of(what) ?? 0))) : null);

    private static XElement Balance(long unaccounted) => unaccounted == 0 ? Element("span", "balances")
        : Element("strong", Class("warn"), "▲ off by " + Count(unaccounted));

    private static XElement Verdict(List<SourceFile> files) => files.Count(f => f.Unaccounted is not 0) is var off and > 0
        ? Paragraph(Class("calm warn"), Element("strong", $"{Number(off, "file does", "files do")} not balance: do not rely on this report before it is known why."))
        : Note("Every file balances: read = current + superseded + deleted + later + quarantined.");

    private static object?[]? Names(Table table, string check, string title, string subject, string rows, string lead)
    {
        List<Name> names = [.. Enumerable.Range(0, table.RowCount).Where(row => table.Text("check", row) == check)
            .Select(row => new Name(table.Text("subject", row) ?? "", Any(table, "detail", row), table.Count("rows", row) ?? 0))
            .OrderByDescending(n => n.Rows).ThenBy(n => n.Subject, StringComparer.Ordinal)];
        if (names.Count == 0)
            return null;
        return [Element("h3", title), Paragraph(lead),
            new ReportTable<Name>(title, "names", new(subject, n => n.Subject), new(rows, n => Count(n.Rows), "num"), new("detail", n => n.Detail)).Render([.. names.Take(MostNames)]),
            names.Count > MostNames ? Note($"{Number(names.Count - MostNames, "more name", "more names")} in data_quality.parquet.") : null];
    }
}
