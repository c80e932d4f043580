using System.Globalization;
using JakSignals.Cases;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>What data quality says of the completeness of a run's sources and cases.</summary>
internal static class CompletenessRows
{
    private const int CasesShown = 500;
    private const int CasesNamed = 20;

    /// <summary>Rows by check; those of files in the order of the files.</summary>
    public static IReadOnlyList<QualityRow> Of(CurrentCaseSet current)
    {
        var files = current.Files.ToDictionary(file => file.SourceFileId);
        return
        [
            .. current.Findings.Select(found => OfFile(files[found.SourceFileId], found.Finding)),
            .. Unreadable(current.Unreadable, files),
            .. Without(current.Cases, current.Cases.DrugStart, "case_without_drug"),
            .. Without(current.Cases, current.Cases.EventStart, "case_without_event"),
        ];
    }

    private static QualityRow OfFile(FileFates file, Ingest.FileFinding finding) =>
        new(finding.Finding, file.Name, file.Kind, file.Period, finding.Subject, finding.Rows, finding.Detail);

    /// <summary>Cases whose newest version is in quarantine: how many, then each up to a limit.</summary>
    private static IEnumerable<QualityRow> Unreadable(IReadOnlyList<UnreadableCase> cases, Dictionary<long, FileFates> files)
    {
        if (cases.Count == 0)
            yield break;
        yield return new QualityRow("newest_version_unreadable", null, null, null, null, cases.Count, "cases whose newest version is in quarantine; no version of them counts");
        foreach (var one in cases.Take(CasesShown))
        {
            var file = files.GetValueOrDefault(one.SourceFileId);
            yield return new QualityRow("unreadable_case", file?.Name, file?.Kind, file?.Period, one.CaseId, 1, Text($"report {one.Number}, version {one.Version}"));
        }
    }

    /// <summary>Cases that count in N and in no margin of drugs, or of events.</summary>
    private static IEnumerable<QualityRow> Without(CaseColumns cases, int[] start, string check)
    {
        var rows = Enumerable.Range(0, cases.Count).Where(row => start[row] == start[row + 1]).ToList();
        if (rows.Count == 0)
            yield break;
        var named = string.Join(", ", rows.Take(CasesNamed).Select(cases.CaseId)) + (rows.Count > CasesNamed ? " and others" : "");
        yield return new QualityRow(check, null, null, null, null, rows.Count, $"current cases, counted as they are: {named}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
