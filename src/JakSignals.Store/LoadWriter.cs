using System.Globalization;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Tables;

namespace JakSignals.Store;

/// <summary>Writes the rows of one load: first what the files hold, then the ledger of it.</summary>
internal sealed class LoadWriter : IDisposable
{
    private const int ProgressEvery = 1 << 16;
    private readonly StoreSession _session;
    private readonly KnownTexts _texts;
    private readonly IReadOnlyList<SourceFile> _files;
    private readonly TimeProvider _clock;
    private readonly IRowSink<Defect> _quarantine;
    private readonly Dictionary<string, long> _fileIds;
    private readonly Dictionary<string, long> _quarantined = new(StringComparer.Ordinal);
    private readonly int _knownNames;
    private readonly int _knownTerms;
    private readonly long _loadId;
    private long _quarantineId;
    private long _rows;

    /// <summary>Numbers are given here, not by the engine: the session keeps other loads away.</summary>
    public LoadWriter(StoreSession session, KnownTexts texts, IReadOnlyList<SourceFile> files, TimeProvider clock)
    {
        (_session, _texts, _files, _clock) = (session, texts, files, clock);
        (_knownNames, _knownTerms) = (texts.Vocabulary.DrugNames.Count, texts.Vocabulary.Terms.Count);
        _loadId = Next("source_load", "load_id");
        _quarantineId = Next("quarantine", "quarantine_id");
        var fileId = Next("source_file", "source_file_id");
        _fileIds = files.Index().ToDictionary(file => file.Item.Name, file => fileId + file.Index, StringComparer.Ordinal);
        _quarantine = session.LoadSink(new TableShape<Defect>("quarantine", ["quarantine_id", "source_file_id", "line", "column_name", "value", "expected", "record"],
            (row, defect) => row.Bind(_quarantineId++).Bind(_fileIds[defect.File]).Bind(defect.Line).Bind(defect.Column).Bind(defect.Value).Bind(defect.Expected).Bind(defect.Record)));
    }

    public void Quarantine(Defect defect)
    {
        _quarantined[defect.File] = _quarantined.GetValueOrDefault(defect.File) + 1;
        _quarantine.Add(defect);
    }

    public IReadOnlyList<LoadTally> Write(ICaseLoad load, IProgress<long>? progress, CancellationToken cancel)
    {
        var first = Next("report", "report_id");
        _session.Load(Drugs(first), Counted(load.Drugs(cancel), progress));
        _session.Load(Events(first), Counted(load.Events(cancel), progress));
        _session.Load(Indications(first), Counted(load.Indications(cancel), progress));
        _session.Load(Therapies(first), Counted(load.Therapies(cancel), progress));
        var reports = _session.Load(Reports(first, load.Source), Counted(load.Reports(cancel), progress));
        Settle(load.Source, load.Simulated, cancel);
        WriteTexts(cancel);
        var comparison = LoadComparison.Of(_session, _loadId, load.Source, first, reports, cancel);
        LoadTally[] tallies = [.. _files.Zip(load.Tallies, (file, tally) => Superseding(file, tally, comparison.Superseded).RequireBalanced(file.Name))];
        WriteFiles(tallies);
        return tallies;
    }

    /// <summary>Ends the reading of the files and enters the load into the ledger.</summary>
    public void Settle(CaseSource source, bool simulated, CancellationToken cancel)
    {
        _quarantine.Complete();
        _session.Settle(cancel);
        _session.Execute("INSERT INTO jaksignals.source_load (load_id, source, digest, period, simulated, loaded_at, compared) VALUES (@id, @source, @digest, @period, @simulated, @at, 1)", new
        {
            id = _loadId, source = (int)source, digest = LoadDigest.Of(_files), period = _files.Select(f => f.Period).FirstOrDefault(p => p is not null), simulated,
            at = _clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        });
    }

    public void WriteDeleted(IReadOnlyList<long> caseIds, CancellationToken cancel) =>
        _session.Write(new TableShape<long>("deleted_case", ["load_id", "case_key"], (row, caseId) => row.Bind(_loadId).Bind(caseId)), Until(caseIds, cancel));

    public void WriteExposures(IReadOnlyList<ExposureRow> exposures, CancellationToken cancel)
    {
        var id = Next("exposure", "exposure_id");
        _session.Write(new TableShape<ExposureRow>("exposure", ["exposure_id", "load_id", "cohort", "drug", "dose", "indication", "event_class", "events", "patients",
                "patient_years", "period_start", "period_end", "kind", "source"],
            (row, e) => row.Bind(id++).Bind(_loadId).Bind(e.Cohort).Bind(e.Drug).Bind(e.Dose).Bind(e.Indication).Bind(e.EventClass).Bind(e.Events).Bind(e.Patients)
                .Bind((double?)e.PatientYears).Bind(Iso(e.PeriodStart)).Bind(Iso(e.PeriodEnd)).Bind(e.Kind.ToString().ToLowerInvariant()).Bind(e.Source)), Until(exposures, cancel));
    }

    /// <summary>Writes files and tallies; each must agree with the records that really went into quarantine.</summary>
    public void WriteFiles(IReadOnlyList<LoadTally> tallies)
    {
        foreach (var (file, tally) in _files.Zip(tallies))
        {
            if (_quarantined.GetValueOrDefault(file.Name) is var kept && kept != tally.Quarantined)
                throw new InvalidOperationException($"{file.Name}: {tally.Quarantined} records are said to be in quarantine, {kept} are. No row was committed; please report this as a bug.");
            _session.Execute(
                "INSERT INTO jaksignals.source_file (source_file_id, load_id, name, kind, period, bytes, sha256, rows_read, rows_loaded, rows_superseded, rows_quarantined)"
                + " VALUES (@id, @load, @Name, @Kind, @Period, @Bytes, @Sha256, @Read, @Loaded, @Superseded, @Quarantined)",
                new { id = _fileIds[file.Name], load = _loadId, file.Name, Kind = (int)file.Kind, file.Period, file.Bytes, file.Sha256, tally.Read, tally.Loaded, tally.Superseded, tally.Quarantined });
        }
    }

    /// <summary>Enters what the load noticed of its files, once these are written.</summary>
    /// <exception cref="SourceRefusedException">The load is not whole, and nobody accepted that.</exception>
    public IReadOnlyList<FileFinding> WriteFindings(ICaseLoad load, IReadOnlyList<LoadTally> tallies, CompletenessGate gate)
    {
        if (load.Findings is not { } noticed)
            return [];
        var fault = gate.Pass(noticed, CompletenessGate.HistoryOf(_session, (int)load.Source));
        _session.Execute("UPDATE jaksignals.source_load SET reports = @Reports, without_drug = @drug, without_event = @event, without_outcome = @outcome,"
            + " accepted_fault = @fault, accepted_reason = @reason WHERE load_id = @id", new
        {
            id = _loadId, noticed.Reports, drug = noticed.Of(SourceFileKind.FaersDrug).Without.Count, @event = noticed.Of(SourceFileKind.FaersReaction).Without.Count,
            outcome = noticed.Of(SourceFileKind.FaersOutcome).Without.Count, fault = Shortened(fault), reason = fault is null ? null : gate.AcceptedReason,
        });
        var findings = Findings.Of(noticed, [.. _files.Zip(tallies, (file, tally) => (file, tally.Read))]);
        if (fault is not null)
            findings = [new FileFinding(_files[0].Name, Findings.Accepted, gate.Name, noticed.Reports, Shortened($"Accepted, because {gate.AcceptedReason!.TrimEnd('.')}. {fault}", 2000)), .. findings];
        foreach (var file in findings.GroupBy(finding => finding.File, StringComparer.Ordinal))
            foreach (var (index, finding) in file.Index())
                _session.Execute("INSERT INTO jaksignals.source_finding (source_file_id, ordinal, finding, subject, finding_rows, detail) VALUES (@file, @ordinal, @Finding, @Subject, @Rows, @Detail)",
                    new { file = _fileIds[file.Key], ordinal = index + 1, finding.Finding, finding.Subject, finding.Rows, finding.Detail });
        return findings;
    }

    public void Dispose() => _quarantine.Dispose();

    private long Next(string table, string id) => _session.Scalar<long>($"SELECT COALESCE(MAX({id}), 0) + 1 FROM jaksignals.{table}");

    private static IEnumerable<T> Until<T>(IEnumerable<T> rows, CancellationToken cancel)
    {
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private IEnumerable<T> Counted<T>(IEnumerable<T> rows, IProgress<long>? progress)
    {
        foreach (var row in rows)
        {
            yield return row;
            if (++_rows % ProgressEvery == 0)
                progress?.Report(_rows);
        }
    }

    private static TableShape<DrugRow> Drugs(long first) => new("report_drug", ["report_id", "sequence", "role", "drug_name_id", "route", "dechallenge", "rechallenge"],
        (row, drug) => row.Bind(first + drug.Report).Bind(drug.Sequence).Bind((long)drug.Role).Bind((long)drug.NameId).Bind((long)drug.Route)
            .Bind((long)drug.Dechallenge).Bind((long)drug.Rechallenge));

    private static TableShape<EventRow> Events(long first) => new("report_event", ["report_id", "term_id"],
        (row, reaction) => row.Bind(first + reaction.Report).Bind((long)reaction.TermId));

    private static TableShape<IndicationRow> Indications(long first) => new("report_indication", ["report_id", "sequence", "term_id"],
        (row, indication) => row.Bind(first + indication.Report).Bind(indication.Sequence).Bind((long)indication.TermId));

    private static TableShape<TherapyRow> Therapies(long first) => new("report_therapy", ["report_id", "sequence", "started_on", "ended_on"],
        (row, therapy) => row.Bind(first + therapy.Report).Bind(therapy.Sequence).Bind(therapy.StartedOn?.Number).Bind(therapy.EndedOn?.Number));

    private TableShape<ReportRow> Reports(long first, CaseSource source) => new("report",
        ["report_id", "load_id", "source", "case_key", "report_number", "version", "received_on", "first_received_on", "event_on", "age_years", "sex", "country", "reporter",
            "outcomes", "drug_rows", "event_rows", "outcome_rows", "source_rows", "therapy_rows", "indication_rows", "unreadable"],
        (row, report) => row.Bind(first + report.Report).Bind(_loadId).Bind((long)source).Bind(CaseKey(report.CaseId)).Bind(report.ReportNumber).Bind((long)report.Version)
            .Bind(Number(report.ReceivedOn)).Bind(report.FirstReceivedOn?.Number).Bind(report.EventOn?.Number).Bind(report.AgeYears)
            .Bind((long)report.Sex).Bind(report.Country).Bind((long)report.Reporter).Bind((long)report.Outcomes)
            .Bind((long)report.Records.Drugs).Bind((long)report.Records.Events).Bind((long)report.Records.Outcomes).Bind((long)report.Records.ReportSources)
            .Bind((long)report.Records.Therapies).Bind((long)report.Records.Indications).Bind(report.IsUnreadable ? 1L : 0L));

    /// <summary>A plain number without leading zeros is its own key, so that both eras of FAERS share one space; other ids get a negative key.</summary>
    private long CaseKey(string caseId) =>
        long.TryParse(caseId, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && caseId[0] != '0' ? number : _texts.CaseKey(caseId);

    private void WriteTexts(CancellationToken cancel)
    {
        var (names, terms) = (_texts.Vocabulary.DrugNames, _texts.Vocabulary.Terms);
        _session.Write(new TableShape<int>("drug_name", ["drug_name_id", "name", "ingredient"], (row, id) =>
        {
            var pair = names.Utf8(id);
            var separator = pair.IndexOf((byte)Vocabulary.Separator);
            row.Bind((long)id).Bind(pair[..separator]).Bind(pair[(separator + 1)..]);
        }), Until(Enumerable.Range(_knownNames + 1, names.Count - _knownNames), cancel));
        _session.Write(new TableShape<int>("term", ["term_id", "text"], (row, id) => row.Bind((long)id).Bind(terms.Utf8(id))),
            Until(Enumerable.Range(_knownTerms + 1, terms.Count - _knownTerms), cancel));
        _session.Write(new TableShape<(long Key, string Id)>("case_name", ["case_key", "case_id"], (row, one) => row.Bind(one.Key).Bind(one.Id)),
            Until(_texts.NewCases, cancel));
    }

    private static LoadTally Superseding(SourceFile file, LoadTally tally, RecordSums superseded)
    {
        var replaced = superseded.Of(file.Kind);
        return tally with { Loaded = tally.Loaded - replaced, Superseded = tally.Superseded + replaced };
    }

    private static string? Shortened(string? text, int most = 4000) => text?.Length > most ? text[..(most - 1)] + "…" : text;

    private static long? Number(DateOnly? day) => day is { } known ? PartialDate.FromDay(known).Number : null;

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
