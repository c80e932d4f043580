using System.Globalization;
using JakSignals.Cases;

namespace JakSignals.Ingest.Faers;

/// <summary>One FAERS or AERS quarter as reports, drugs, reactions, indications and therapy periods.</summary>
/// <remarks>
/// DEMO is held in memory (about 150 bytes a report with its index); the other tables stream. Only what is counted is read: what stands in
/// <c>exp_dt</c>, <c>dose_amt</c>, <c>nda_num</c> and the like cannot put a record into quarantine.
/// A record goes to quarantine, and its report stays, when it has no drug, term or outcome that can be read, or not the fields of its table; such
/// reports are named (<see cref="Findings"/>). A DEMO record without a readable number, case, version or day of receipt takes its other records with it;
/// where its case can be read, the report still takes the place of earlier versions (<see cref="ReportRow.IsUnreadable"/>).
/// Any other value that is not what it must be (a date of the event or of therapy, an age, a number of a drug) is unknown, and counted by file and column.
/// </remarks>
public sealed class FaersQuarterLoad : ICaseLoad
{
    private const int DefaultBufferSize = 1 << 17;

    private readonly FaersQuarterFiles _files;
    private readonly Vocabulary _vocabulary;
    private readonly Action<Defect> _quarantine;
    private readonly int _bufferSize;
    private readonly FaersRoutes _routes = new();
    private readonly string _unknownReport;
    private readonly Dictionary<SourceFileKind, LoadTally> _tallies = [];
    private readonly Dictionary<SourceFileKind, TableNotes> _tables = [];
    private FaersReports? _reports;
    private Stage _next;
    private byte[] _name = new byte[1024];
    private int _lastFound;

    private enum Stage { Drugs, Events, Indications, Therapies, Reports, Done }

    private delegate bool TryReadRow<TRow>(FaersTableReader row, int report, out TRow read);

    /// <summary>A load that has read nothing yet.</summary>
    /// <param name="files">The quarter, from <see cref="SourceDiscovery"/>.</param>
    /// <param name="vocabulary">Takes drug names and terms as reported, free of control characters.</param>
    /// <param name="quarantine">Takes each record that could not be read.</param>
    /// <param name="bufferSize">Bytes read at once, 1 or more; the rows do not depend on it.</param>
    public FaersQuarterLoad(FaersQuarterFiles files, Vocabulary vocabulary, Action<Defect> quarantine, int bufferSize = DefaultBufferSize)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        (_files, _vocabulary, _quarantine, _bufferSize) = (files, vocabulary, quarantine, bufferSize);
        var demo = files.Tables[0];
        _unknownReport = $"a report whose {demo.Header.NameOf(FaersColumn.Id)} stands in {demo.Text.File.Name}";
    }

    /// <inheritdoc/>
    public CaseSource Source => CaseSource.Faers;

    /// <inheritdoc/>
    public IReadOnlyList<SourceFile> Files => _files.Files;

    /// <summary>The first report says by its <c>mfr_num</c> (SIM-…) that the quarter was made by the simulator.</summary>
    public bool Simulated => Demo(CancellationToken.None).IsSimulated;

    /// <inheritdoc/>
    public LoadFindings? Findings => _next == Stage.Done ? new QuarterFindings(_files, _reports!, _tables).Make() : null;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Not all rows were read yet, or the numbers do not add up.</exception>
    public IReadOnlyList<LoadTally> Tallies => _next == Stage.Done
        ? [.. Files.Select(file => _tallies[file.Kind].RequireBalanced(file.Name))]
        : throw new InvalidOperationException($"{_files.Name}: the tallies are known after Reports were read; {_next} are next.");

    /// <inheritdoc/>
    public IEnumerable<DrugRow> Drugs(CancellationToken cancel) => Rows<DrugRow>(Stage.Drugs, SourceFileKind.FaersDrug, TryReadDrug, cancel);

    /// <inheritdoc/>
    public IEnumerable<EventRow> Events(CancellationToken cancel) => Rows<EventRow>(Stage.Events, SourceFileKind.FaersReaction, TryReadEvent, cancel);

    /// <inheritdoc/>
    public IEnumerable<IndicationRow> Indications(CancellationToken cancel) =>
        Rows<IndicationRow>(Stage.Indications, SourceFileKind.FaersIndication, TryReadIndication, cancel);

    /// <inheritdoc/>
    public IEnumerable<TherapyRow> Therapies(CancellationToken cancel) =>
        Rows<TherapyRow>(Stage.Therapies, SourceFileKind.FaersTherapy, TryReadTherapy, cancel);

    /// <inheritdoc/>
    public IEnumerable<ReportRow> Reports(CancellationToken cancel)
    {
        foreach (var _ in Rows<int>(Stage.Reports, SourceFileKind.FaersOutcome, TryReadOutcome, cancel)) { }
        foreach (var _ in Rows<int>(Stage.Reports, SourceFileKind.FaersReportSource, TryReadSource, cancel)) { }
        for (var ordinal = 0; ordinal < Demo(cancel).All.Length; ordinal++)
            yield return Row(ordinal);
        foreach (var (index, unreadable) in Demo(cancel).Unreadable.Index())
            yield return Row(_reports!.All.Length + index, unreadable);
        _next = Stage.Done;
    }

    /// <inheritdoc/>
    public void RequireUnchanged(CancellationToken cancel)
    {
        foreach (var table in _files.Tables)
            table.Text.RequireUnchanged(cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _reports = null;   // files are open only while their rows are read

    private FaersReports Demo(CancellationToken cancel)
    {
        if (_reports is null)
        {
            _reports = new(_files.Tables[0], _quarantine, _bufferSize, cancel);
            _tallies[SourceFileKind.FaersDemo] = _reports.Tally;
        }
        return _reports;
    }

    private void RequireTurnOf(Stage stage)
    {
        if (_next != stage)
            throw new InvalidOperationException($"{_files.Name}: {stage} were asked for, but {_next} are next; read each sequence once, in order, to its end.");
    }

    private IEnumerable<TRow> Rows<TRow>(Stage stage, SourceFileKind kind, TryReadRow<TRow> read, CancellationToken cancel)
    {
        RequireTurnOf(stage);
        var reports = Demo(cancel);
        if (_files.Tables.FirstOrDefault(table => table.Header.Kind == kind) is { } table)
        {
            using var rows = new FaersTableReader(table, _quarantine, _bufferSize, cancel);
            var notes = _tables[kind] = new TableNotes();
            rows.OnBrokenLine = () => NoteBrokenLine(kind, rows, reports);
            for (var count = 0L; rows.Read(); count++)
            {
                if (count % 4096 == 0)
                    cancel.ThrowIfCancellationRequested();
                if (!TryFindReport(rows, reports, notes, out var report))
                    continue;
                if (!read(rows, report, out var row))
                {
                    reports.All[report].Quarantined |= TableNotes.FlagOf(kind);
                    continue;
                }
                rows.CountLoaded();
                yield return row;
            }
            _tallies[kind] = rows.Tally;
            notes.Close(rows);
        }
        if (stage != Stage.Reports)
            _next = stage + 1;
    }

    /// <summary>A line that is no record leaves its report incomplete, where the line still says whose it is.</summary>
    private static void NoteBrokenLine(SourceFileKind kind, FaersTableReader line, FaersReports reports)
    {
        var place = line.PlaceOf(FaersColumn.Id);
        if (place < line.FieldCount && FaersFields.TryNumber(line.Field(place), out var id) && reports.TryFind(id, 0, out var report))
            reports.All[report].Quarantined |= TableNotes.FlagOf(kind);
    }

    private bool TryFindReport(FaersTableReader row, FaersReports reports, TableNotes notes, out int ordinal)
    {
        if (!FaersFields.TryNumber(row[FaersColumn.Id], out var id))
        {
            ordinal = 0;
            return row.Quarantine(FaersColumn.Id, "a number of 1 to 18 digits");
        }
        if (!reports.TryFind(id, _lastFound, out ordinal))
        {
            if (reports.IsQuarantined(id))
                return row.Quarantine(FaersColumn.Id, _unknownReport + "; its record there is in quarantine");
            notes.TakeOrphan(id);
            return row.Quarantine(FaersColumn.Id, _unknownReport);
        }
        notes.TakeFound();
        _lastFound = ordinal;
        return true;
    }

    private bool TryReadDrug(FaersTableReader row, int report, out DrugRow drug)
    {
        drug = default;
        if (!FaersFields.TryRole(row[FaersColumn.Role], out var role))
            return row.Quarantine(FaersColumn.Role, "PS, SS, C, I or DN");
        var name = SourceEncoding.Clean(row[FaersColumn.DrugName]);
        var ingredient = SourceEncoding.Clean(row[FaersColumn.Ingredient]);
        if (name.IsEmpty && ingredient.IsEmpty)
            return row.Quarantine(FaersColumn.DrugName, "the name of a drug");
        if (!FaersFields.TryNumber(row[FaersColumn.Sequence], out var sequence))
            row.LeaveOut(FaersColumn.Sequence);     // 0: no indication or therapy can be joined, but the drug was taken
        drug = new(report, sequence, role, InternDrug(name, ingredient), _routes.Of(row[FaersColumn.Route], row[FaersColumn.DoseForm]),
            FaersFields.Challenge(row[FaersColumn.Dechallenge]), FaersFields.Challenge(row[FaersColumn.Rechallenge]));
        if (!FaersFields.IsChallenge(row[FaersColumn.Dechallenge]))
            row.LeaveOut(FaersColumn.Dechallenge);
        if (!FaersFields.IsChallenge(row[FaersColumn.Rechallenge]))
            row.LeaveOut(FaersColumn.Rechallenge);
        _reports!.All[report].DrugRecords++;
        return true;
    }

    private int InternDrug(ReadOnlySpan<byte> name, ReadOnlySpan<byte> ingredient)
    {
        var length = name.Length + 1 + ingredient.Length;
        if (length > _name.Length)
            _name = new byte[length * 2];
        name.CopyTo(_name);
        _name[name.Length] = (byte)Vocabulary.Separator;
        ingredient.CopyTo(_name.AsSpan(name.Length + 1));
        return _vocabulary.DrugNames.Intern(_name.AsSpan(0, length));
    }

    private bool TryReadEvent(FaersTableReader row, int report, out EventRow @event)
    {
        @event = default;
        if (!TryInternTerm(row, out var termId))
            return false;
        @event = new(report, termId);
        _reports!.All[report].EventRecords++;
        return true;
    }

    private bool TryReadIndication(FaersTableReader row, int report, out IndicationRow indication)
    {
        indication = default;
        if (!FaersFields.TryNumber(row[FaersColumn.Sequence], out var sequence))
            return row.Quarantine(FaersColumn.Sequence, "a number of 1 to 18 digits");
        if (!TryInternTerm(row, out var termId))
            return false;
        indication = new(report, sequence, termId);
        _reports!.All[report].IndicationRecords++;
        return true;
    }

    private bool TryInternTerm(FaersTableReader row, out int termId)
    {
        var term = SourceEncoding.Clean(row[FaersColumn.Term]);
        termId = term.IsEmpty ? 0 : _vocabulary.Terms.Intern(term);
        return termId != 0 || row.Quarantine(FaersColumn.Term, "a term");
    }

    private bool TryReadTherapy(FaersTableReader row, int report, out TherapyRow therapy)
    {
        therapy = default;
        if (!FaersFields.TryNumber(row[FaersColumn.Sequence], out var sequence))
            return row.Quarantine(FaersColumn.Sequence, "a number of 1 to 18 digits");
        var started = FaersFields.OptionalDate(row, FaersColumn.StartedOn);
        var ended = FaersFields.OptionalDate(row, FaersColumn.EndedOn);
        therapy = new(report, sequence, started, ended);
        _reports!.All[report].TherapyRecords++;
        return true;
    }

    private bool TryReadOutcome(FaersTableReader row, int report, out int read)
    {
        read = report;
        if (!FaersFields.TryOutcome(row[FaersColumn.Outcome], out var outcome))
            return row.Quarantine(FaersColumn.Outcome, "DE, LT, HO, DS, CA, RI or OT");
        _reports!.All[report].Outcomes |= outcome;
        _reports.All[report].OutcomeRecords++;
        return true;
    }

    private bool TryReadSource(FaersTableReader row, int report, out int read)
    {
        read = report;
        _reports!.All[report].SourceRecords++;
        return true;
    }

    private static ReportRow Row(int ordinal, UnreadableReport report) => new()
    {
        Report = ordinal,
        CaseId = report.CaseId.ToString(CultureInfo.InvariantCulture),
        ReportNumber = report.Id,
        Version = report.Version,
        ReceivedOn = report.ReceivedOn,
        FirstReceivedOn = null,
        EventOn = null,
        AgeYears = null,
        Sex = Sex.Unknown,
        Country = null,
        Reporter = ReporterType.Unknown,
        Outcomes = Outcomes.None,
        Records = default,
        IsUnreadable = true,
    };

    private ReportRow Row(int ordinal)
    {
        ref readonly var report = ref _reports!.All[ordinal];
        return new()
        {
            Report = ordinal,
            CaseId = report.CaseId.ToString(CultureInfo.InvariantCulture),
            ReportNumber = report.Id,
            Version = report.Version,
            ReceivedOn = report.ReceivedOn,
            FirstReceivedOn = report.FirstReceivedOn,
            EventOn = report.EventOn,
            AgeYears = report.AgeYears,
            Sex = report.Sex,
            Country = _reports.Country(report.CountryId),
            Reporter = report.Reporter,
            Outcomes = report.Outcomes,
            Records = new(report.DrugRecords, report.EventRecords, report.OutcomeRecords, report.SourceRecords, report.TherapyRecords, report.IndicationRecords),
        };
    }
}
