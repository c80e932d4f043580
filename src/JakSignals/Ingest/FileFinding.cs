using System.Globalization;

namespace JakSignals.Ingest;

/// <summary>Something noticed of one file of a load, as the store keeps it and data quality tells it.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Finding">A check of data_quality; see <see cref="Findings"/>.</param>
/// <param name="Subject">What it is about, such as a column; null where that is the file itself.</param>
/// <param name="Rows">Records or reports.</param>
/// <param name="Detail">More about it, such as the first reports.</param>
public sealed record FileFinding(string File, string Finding, string? Subject, long Rows, string? Detail);

/// <summary>The checks that loads report, by their names in data_quality.</summary>
public static class Findings
{
    /// <summary>Reports that no DRUG record was loaded of.</summary>
    public const string WithoutDrug = "report_without_drug";

    /// <summary>Reports that no REAC record was loaded of.</summary>
    public const string WithoutEvent = "report_without_event";

    /// <summary>Reports that no OUTC record was loaded of: they are not serious.</summary>
    public const string WithoutOutcome = "report_without_outcome";

    /// <summary>Reports of which a record of the file is in quarantine.</summary>
    public const string Incomplete = "report_incomplete";

    /// <summary>Reports that the file has records of and DEMO has not.</summary>
    public const string Orphan = "report_not_in_demo";

    /// <summary>Values of a column that could not be read; their records are loaded without them.</summary>
    public const string LeftOut = "value_left_out";

    /// <summary>A file with a header and no record.</summary>
    public const string Empty = "no_records";

    /// <summary>Reports at the end of DEMO that THER or INDI says nothing of, more than chance would have it.</summary>
    public const string EndsEarly = "table_ends_early";

    /// <summary>A load that was accepted in spite of what it would have been refused for.</summary>
    public const string Accepted = "load_accepted";

    /// <summary>What a load noticed, file by file.</summary>
    /// <param name="load">What it noticed.</param>
    /// <param name="files">Its files with the records read of each, DEMO first.</param>
    public static IReadOnlyList<FileFinding> Of(LoadFindings load, IReadOnlyList<(SourceFile File, long Read)> files)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(files);
        var demo = files[0].File.Name;
        return
        [
            .. files.Where(file => file.Read == 0 && file.File.Kind != SourceFileKind.FaersReportSource)
                .Select(file => new FileFinding(file.File.Name, Empty, null, 0, "a header and no record")),
            Without(load, SourceFileKind.FaersDrug, WithoutDrug, demo),
            Without(load, SourceFileKind.FaersReaction, WithoutEvent, demo),
            Without(load, SourceFileKind.FaersOutcome, WithoutOutcome, demo),
            .. load.Tables.Where(IsOfFigures).SelectMany(table => Some(table, Incomplete, table.Incomplete, "with what could be read, these reports count")),
            .. load.Tables.SelectMany(table => Some(table, Orphan, table.Orphans, "their records are in quarantine")),
            .. load.Tables.Where(IsInFigures).Where(table => !Completeness.RefusesSilence(load, table)).SelectMany(table => Early(load, table)),
            .. load.LeftOut.Select(left => new FileFinding(left.File, LeftOut, left.Column, left.Rows, First(left))),
        ];
    }

    /// <summary>Whether figures depend on a record of the table: whether the report has the drug or event, or is serious.</summary>
    private static bool IsOfFigures(TableFindings table) =>
        table.Kind is SourceFileKind.FaersDrug or SourceFileKind.FaersReaction or SourceFileKind.FaersOutcome;

    private static bool IsInFigures(TableFindings table) => IsOfFigures(table) || table.Kind is SourceFileKind.FaersTherapy or SourceFileKind.FaersIndication;

    /// <summary>Given also when it is 0, so that the share of each load can be followed. Outcomes are lacking often: no report is named.</summary>
    private static FileFinding Without(LoadFindings load, SourceFileKind kind, string finding, string demo)
    {
        var table = load.Of(kind);
        var named = table.Without.Count > 0 && kind != SourceFileKind.FaersOutcome ? $": {table.Without.Named(TableFindings.MostNamed)}" : "";
        return new(table.File ?? demo, finding, null, table.Without.Count, Text($"of {load.Reports} reports{named}"));
    }

    private static IEnumerable<FileFinding> Some(TableFindings table, string finding, ReportSet reports, string what) =>
        reports.Count == 0 ? [] : [new(table.File!, finding, null, reports.Count, $"{what}: {reports.Named(TableFindings.MostNamed)}")];

    private static IEnumerable<FileFinding> Early(LoadFindings load, TableFindings table) =>
        Completeness.EndsEarly(load, table) is { } words ? [new(table.File!, EndsEarly, null, table.SilentAtEnd, words)] : [];

    private static string First(LeftOutValues left) => Text($"unknown in the store; first in line {left.FirstLine}: '{left.FirstValue}'");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
