using JakSignals.Cases;

namespace JakSignals.Ingest;

/// <summary>What a source file holds, recognised by its header and not by its name.</summary>
public enum SourceFileKind
{
    /// <summary>FAERS: one row a report.</summary>
    FaersDemo = 1,
    /// <summary>FAERS: one row a drug of a report.</summary>
    FaersDrug = 2,
    /// <summary>FAERS: one row a reaction.</summary>
    FaersReaction = 3,
    /// <summary>FAERS: one row an outcome.</summary>
    FaersOutcome = 4,
    /// <summary>FAERS: one row a report source.</summary>
    FaersReportSource = 5,
    /// <summary>FAERS: one row a therapy period.</summary>
    FaersTherapy = 6,
    /// <summary>FAERS: one row an indication.</summary>
    FaersIndication = 7,
    /// <summary>FAERS: a headerless list of case ids that FDA or a manufacturer withdrew.</summary>
    FaersDeletedCases = 8,
    /// <summary>A table of cases exported by the user.</summary>
    CaseTable = 20,
    /// <summary>A table of cohorts with events and patient-years.</summary>
    ExposureTable = 21,
}

/// <summary>One file of a load.</summary>
/// <param name="Name">Name as found, without folders; a zip member as <c>archive.zip/member.txt</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Period">Quarter such as <c>2022Q4</c>, where the name tells; otherwise null.</param>
/// <param name="Bytes">Length of the text, unpacked.</param>
/// <param name="Sha256">SHA-256 of the text, unpacked, in lower-case hexadecimal: the identity of the file.</param>
public sealed record SourceFile(string Name, SourceFileKind Kind, string? Period, long Bytes, string Sha256);

/// <summary>Distinct texts shared by all loads of a store; a load adds what is new.</summary>
public sealed class Vocabulary
{
    /// <summary>Between the reported name and the ingredient in <see cref="DrugNames"/>: a character no source text keeps.</summary>
    public const char Separator = '\u001F';

    /// <summary>Distinct (name as reported, active ingredient as coded), joined by <see cref="Separator"/>.</summary>
    public TextTable DrugNames { get; } = new();

    /// <summary>Distinct reaction and indication terms as reported.</summary>
    public TextTable Terms { get; } = new();
}

/// <summary>One drug of a report. Dose rows that repeat a drug stay separate rows.</summary>
/// <param name="Report">Ordinal of the report within the load, from 0.</param>
/// <param name="Sequence">The source's own number of the drug within the report (FAERS) or of all drug rows (AERS).</param>
/// <param name="Role">The part it is reported to have played.</param>
/// <param name="NameId">Id in <see cref="Vocabulary.DrugNames"/>.</param>
/// <param name="Route">How it reached the body.</param>
/// <param name="Dechallenge">What happened on stopping.</param>
/// <param name="Rechallenge">What happened on giving again.</param>
public readonly record struct DrugRow(
    int Report, long Sequence, DrugRole Role, int NameId, AdministrationRoute Route, Challenge Dechallenge, Challenge Rechallenge);

/// <summary>One reaction of a report.</summary>
/// <param name="Report">Ordinal of the report within the load, from 0.</param>
/// <param name="TermId">Id in <see cref="Vocabulary.Terms"/>.</param>
public readonly record struct EventRow(int Report, int TermId);

/// <summary>One indication of one drug of a report.</summary>
/// <param name="Report">Ordinal of the report within the load, from 0.</param>
/// <param name="Sequence">The <see cref="DrugRow.Sequence"/> it belongs to.</param>
/// <param name="TermId">Id in <see cref="Vocabulary.Terms"/>.</param>
public readonly record struct IndicationRow(int Report, long Sequence, int TermId);

/// <summary>One therapy period of one drug of a report.</summary>
/// <param name="Report">Ordinal of the report within the load, from 0.</param>
/// <param name="Sequence">The <see cref="DrugRow.Sequence"/> it belongs to.</param>
/// <param name="StartedOn">First day, as precisely as known.</param>
/// <param name="EndedOn">Last day, as precisely as known.</param>
public readonly record struct TherapyRow(int Report, long Sequence, PartialDate? StartedOn, PartialDate? EndedOn);

/// <summary>One version of one case as the source sent it.</summary>
public readonly record struct ReportRow
{
    /// <summary>Ordinal within the load, from 0; the other rows refer to it.</summary>
    public required int Report { get; init; }

    /// <summary>The case id: a number in FAERS, any text in a case table.</summary>
    public required string CaseId { get; init; }

    /// <summary>The source's number of this report: primaryid (FAERS), ISR (AERS), 0 where there is none.</summary>
    public required long ReportNumber { get; init; }

    /// <summary>Case version, 0 where the source gives none.</summary>
    public required int Version { get; init; }

    /// <summary>The day the source received this version (FAERS <c>fda_dt</c>); null counts in every run.</summary>
    public required DateOnly? ReceivedOn { get; init; }

    /// <summary>When the source received the first version of the case (FAERS <c>init_fda_dt</c>), as precisely as known, where given.</summary>
    public required PartialDate? FirstReceivedOn { get; init; }

    /// <summary>
    /// The record of this report is in quarantine, but whose report it is could be read: it takes the place of earlier versions, and nothing of it counts.
    /// </summary>
    public bool IsUnreadable { get; init; }

    /// <summary>When the event happened, as precisely as known.</summary>
    public required PartialDate? EventOn { get; init; }

    /// <summary>Age at the event in years; null when missing or outside 0 to 130.</summary>
    public required double? AgeYears { get; init; }

    /// <summary>Sex of the patient.</summary>
    public required Sex Sex { get; init; }

    /// <summary>Where the event occurred, otherwise where the reporter is: ISO 3166 alpha-2, or the source's text where it is no country.</summary>
    public required string? Country { get; init; }

    /// <summary>Who reported.</summary>
    public required ReporterType Reporter { get; init; }

    /// <summary>Coded outcomes.</summary>
    public required Outcomes Outcomes { get; init; }

    /// <summary>How many records of each file the report holds; the ledger needs them when a later version replaces it.</summary>
    public required ReportRecords Records { get; init; }
}

/// <summary>Records of one report by file.</summary>
/// <param name="Drugs">Rows in DRUG.</param>
/// <param name="Events">Rows in REAC.</param>
/// <param name="Outcomes">Rows in OUTC.</param>
/// <param name="ReportSources">Rows in RPSR.</param>
/// <param name="Therapies">Rows in THER.</param>
/// <param name="Indications">Rows in INDI.</param>
public readonly record struct ReportRecords(int Drugs, int Events, int Outcomes, int ReportSources, int Therapies, int Indications);

/// <summary>Reports from one set of files that loads whole or not at all: a FAERS quarter, a table of cases.</summary>
/// <remarks>
/// Rows stream: each sequence is read once, to its end, in the order <see cref="Drugs"/>, <see cref="Events"/>, <see cref="Indications"/>,
/// <see cref="Therapies"/>, <see cref="Reports"/>. Reports come last because their outcomes and record counts are known only then.
/// </remarks>
public interface ICaseLoad : IDisposable
{
    /// <summary>Where the reports come from.</summary>
    CaseSource Source { get; }

    /// <summary>Whether the reports are simulated; what is published from them says so.</summary>
    bool Simulated { get; }

    /// <summary>The files, with their hashes; known before any row is read.</summary>
    IReadOnlyList<SourceFile> Files { get; }

    /// <summary>Drugs, in file order.</summary>
    IEnumerable<DrugRow> Drugs(CancellationToken cancel);

    /// <summary>Reactions, in file order.</summary>
    IEnumerable<EventRow> Events(CancellationToken cancel);

    /// <summary>Indications, in file order.</summary>
    IEnumerable<IndicationRow> Indications(CancellationToken cancel);

    /// <summary>Therapy periods, in file order.</summary>
    IEnumerable<TherapyRow> Therapies(CancellationToken cancel);

    /// <summary>Reports, by ascending ordinal.</summary>
    IEnumerable<ReportRow> Reports(CancellationToken cancel);

    /// <summary>By file, in the order of <see cref="Files"/>, after every row was read; superseded here are only records repeated within the load.</summary>
    IReadOnlyList<LoadTally> Tallies { get; }

    /// <summary>What the load noticed of its completeness, after every row was read; null where every record is a whole report.</summary>
    LoadFindings? Findings => null;

    /// <summary>Requires that what was read is what <see cref="Files"/> say; to be called after every row was read and before the load is committed.</summary>
    /// <param name="cancel">Stops reading a file once more.</param>
    /// <exception cref="SourceChangedException">A file changed while it was read.</exception>
    void RequireUnchanged(CancellationToken cancel);
}

/// <summary>A source refused as a whole: its header or structure is not what its kind needs, and nothing of it was loaded (exit code 3).</summary>
public class SourceRefusedException : Exception
{
    /// <summary>A refusal with its reason: what, where, found, expected, what to do.</summary>
    public SourceRefusedException(string message) : base(message) { }

    /// <summary>A refusal with its reason and cause.</summary>
    public SourceRefusedException(string message, Exception inner) : base(message, inner) { }

    /// <summary>A refusal without a reason; give one.</summary>
    public SourceRefusedException() { }
}
