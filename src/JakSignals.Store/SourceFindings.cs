using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Store;

/// <summary>Reads what was noticed of files when they were loaded.</summary>
internal static class SourceFindings
{
    /// <summary>Of these files, in their order.</summary>
    public static IReadOnlyList<FindingOfFile> Read(StoreSession session, IReadOnlyList<FileFates> files)
    {
        var rows = session.List<Row>("SELECT source_file_id AS FileId, ordinal AS Ordinal, finding AS Finding, subject AS Subject, finding_rows AS FindingRows, detail AS Detail FROM jaksignals.source_finding")
            .ToLookup(row => row.FileId);
        return [.. files.SelectMany(file => rows[file.SourceFileId].OrderBy(row => row.Ordinal)
            .Select(row => new FindingOfFile(file.SourceFileId, new FileFinding(file.Name, row.Finding, row.Subject, row.FindingRows, row.Detail))))];
    }

    private sealed record Row
    {
        public long FileId { get; init; }
        public int Ordinal { get; init; }
        public string Finding { get; init; } = "";
        public string? Subject { get; init; }
        public long FindingRows { get; init; }
        public string? Detail { get; init; }
    }
}

/// <summary>Reads whose reports the chosen ones in quarantine are.</summary>
internal static class UnreadableCases
{
    private const int ReadAtOnce = 500;

    /// <summary>In the order of the report ids given.</summary>
    public static IReadOnlyList<UnreadableCase> Read(StoreSession session, IReadOnlyList<int> reports) =>
        [.. reports.Chunk(ReadAtOnce).SelectMany(ids => Some(session, ids))];

    private static IEnumerable<UnreadableCase> Some(StoreSession session, int[] ids)
    {
        var rows = session.List<Row>("SELECT r.report_id AS ReportId, COALESCE(c.case_id, CAST(r.case_key AS NVARCHAR(20))) AS CaseId, r.report_number AS Number, r.version AS Version,"
            + " (SELECT MIN(f.source_file_id) FROM jaksignals.source_file AS f WHERE f.load_id = r.load_id) AS FileId"
            + " FROM jaksignals.report AS r LEFT JOIN jaksignals.case_name AS c ON c.case_key = r.case_key WHERE r.report_id IN @ids", new { ids }).ToDictionary(row => row.ReportId);
        return ids.Select(id => rows[id]).Select(row => new UnreadableCase(row.CaseId, row.Number, row.Version, row.FileId));
    }

    private sealed record Row
    {
        public long ReportId { get; init; }
        public string CaseId { get; init; } = "";
        public long Number { get; init; }
        public int Version { get; init; }
        public long FileId { get; init; }
    }
}
