using System.Globalization;
using Dapper;
using JakSignals.Cases;
using JakSignals.Ingest;
using Microsoft.Data.Sqlite;

namespace JakSignals.Store;

/// <summary>What a load left in the store.</summary>
/// <param name="AlreadyLoaded">The same files were loaded before; nothing changed.</param>
/// <param name="Files">The files.</param>
/// <param name="Tallies">What became of their records, in the order of the files.</param>
public sealed record LoadOutcome(bool AlreadyLoaded, IReadOnlyList<SourceFile> Files, IReadOnlyList<LoadTally> Tallies)
{
    /// <summary>All files together.</summary>
    public LoadTally Total => Tallies.Aggregate(default(LoadTally), (sum, tally) => sum + tally);
}

/// <summary>Writes reports into the store, a load at a time: whole or not at all, twice as once.</summary>
public sealed class CaseStore(Database database, TimeProvider clock)
{
    private Vocabulary? _vocabulary;

    /// <summary>Loads reports in one transaction, unless the same files were loaded before.</summary>
    /// <param name="files">The files of the load.</param>
    /// <param name="open">Opens the load; it gets the store's distinct texts and where defects go.</param>
    /// <param name="progress">Rows written so far.</param>
    /// <param name="cancel">Stops the load; nothing of it stays.</param>
    public LoadOutcome Load(IReadOnlyList<SourceFile> files, Func<Vocabulary, Action<Defect>, ICaseLoad> open,
        IProgress<long>? progress, CancellationToken cancel)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();   // takes the write lock: another process cannot load the same files meanwhile
        if (IsLoaded(connection, files))
            return AlreadyLoaded(files);
        try
        {
            var vocabulary = _vocabulary = CurrentVocabulary(connection);
            using var writer = new LoadWriter(connection, vocabulary, files);
            using var load = open(vocabulary, writer.Quarantine);
            writer.Begin(load.Source, LoadDigest.Of(files), clock);
            var tallies = writer.Write(load, progress, cancel);
            transaction.Commit();
            return new LoadOutcome(false, files, tallies);
        }
        catch
        {
            _vocabulary = null;   // it may number texts that the rolled-back load never stored
            throw;
        }
    }

    /// <summary>Loads a list of deleted cases in one transaction, unless it was loaded before.</summary>
    public LoadOutcome LoadDeletedCases(SourceFile file, Func<Action<Defect>, (IReadOnlyList<long> CaseIds, LoadTally Tally)> read) =>
        LoadOne(file, CaseSource.Faers, (writer, quarantine) =>
        {
            var (caseIds, tally) = read(quarantine);
            writer.WriteDeleted(caseIds);
            return tally;
        });

    /// <summary>Loads a table of cohorts in one transaction, unless it was loaded before.</summary>
    public LoadOutcome LoadExposures(SourceFile file, Func<Action<Defect>, (IReadOnlyList<Ingest.Tables.ExposureRow> Rows, LoadTally Tally)> read) =>
        LoadOne(file, default, (writer, quarantine) =>
        {
            var (rows, tally) = read(quarantine);
            writer.WriteExposures(rows);
            return tally;
        });

    private LoadOutcome LoadOne(SourceFile file, CaseSource source, Func<LoadWriter, Action<Defect>, LoadTally> write)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        if (IsLoaded(connection, [file]))
            return AlreadyLoaded([file]);
        using var writer = new LoadWriter(connection, new Vocabulary(), [file]);
        writer.Begin(source, LoadDigest.Of([file]), clock);
        var tally = write(writer, writer.Quarantine).RequireBalanced(file.Name);
        writer.Finish([tally]);
        transaction.Commit();
        return new LoadOutcome(false, [file], [tally]);
    }

    private static LoadOutcome AlreadyLoaded(IReadOnlyList<SourceFile> files) => new(true, files, [.. files.Select(_ => default(LoadTally))]);

    private static bool IsLoaded(SqliteConnection connection, IReadOnlyList<SourceFile> files) =>
        connection.ExecuteScalar<long>("SELECT COUNT(*) FROM source_load WHERE digest = @digest", new { digest = LoadDigest.Of(files) }) > 0;

    /// <summary>The texts of the load before, unless another process has added some since.</summary>
    private Vocabulary CurrentVocabulary(SqliteConnection connection)
    {
        var (names, terms) = connection.QuerySingle<(long, long)>("SELECT (SELECT COUNT(*) FROM drug_name), (SELECT COUNT(*) FROM term)");
        return _vocabulary is { } known && known.DrugNames.Count == names && known.Terms.Count == terms ? known : ReadVocabulary(connection);
    }

    private static Vocabulary ReadVocabulary(SqliteConnection connection)
    {
        var vocabulary = new Vocabulary();
        using var names = new SqliteRows(connection, "SELECT name, ingredient FROM drug_name ORDER BY drug_name_id");
        while (names.Read())
            vocabulary.DrugNames.Intern(string.Concat(names.Text(0), Vocabulary.Separator.ToString(), names.Text(1)));
        using var terms = new SqliteRows(connection, "SELECT text FROM term ORDER BY term_id");
        while (terms.Read())
            vocabulary.Terms.Intern(terms.Text(0));
        return vocabulary;
    }
}

/// <summary>Writes the rows of one load on an open transaction.</summary>
internal sealed class LoadWriter : IDisposable
{
    private const int ProgressEvery = 1 << 16;
    private readonly SqliteConnection _connection;
    private readonly Vocabulary _vocabulary;
    private readonly IReadOnlyList<SourceFile> _files;
    private readonly SqliteRows _quarantine;
    private readonly Dictionary<string, long> _fileIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _quarantined = new(StringComparer.Ordinal);
    private readonly int _knownNames;
    private readonly int _knownTerms;
    private long _loadId;
    private long _rows;

    public LoadWriter(SqliteConnection connection, Vocabulary vocabulary, IReadOnlyList<SourceFile> files)
    {
        (_connection, _vocabulary, _files) = (connection, vocabulary, files);
        (_knownNames, _knownTerms) = (vocabulary.DrugNames.Count, vocabulary.Terms.Count);
        _quarantine = SqliteRows.Insert(connection, "quarantine", "source_file_id", "line", "column_name", "value", "expected", "record");
    }

    public void Begin(CaseSource source, string digest, TimeProvider clock)
    {
        var period = _files.Select(f => f.Period).FirstOrDefault(p => p is not null);
        _loadId = _connection.ExecuteScalar<long>(
            "INSERT INTO source_load (source, digest, period, simulated, loaded_at) VALUES (@source, @digest, @period, 0, @at) RETURNING load_id",
            new { source = (int)source, digest, period, at = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) });
        foreach (var file in _files)
            _fileIds[file.Name] = _connection.ExecuteScalar<long>(
                "INSERT INTO source_file (load_id, name, kind, period, bytes, sha256, rows_read, rows_loaded, rows_superseded, rows_quarantined) VALUES (@load, @Name, @Kind, @Period, @Bytes, @Sha256, 0, 0, 0, 0) RETURNING source_file_id",
                new { load = _loadId, file.Name, Kind = (int)file.Kind, file.Period, file.Bytes, file.Sha256 });
    }

    public void Quarantine(Defect defect)
    {
        _quarantined[defect.File] = _quarantined.GetValueOrDefault(defect.File) + 1;
        _quarantine.Bind(_fileIds[defect.File]).Bind(defect.Line).Bind(defect.Column).Bind(defect.Value).Bind(defect.Expected).Bind(defect.Record).Write();
    }

    public IReadOnlyList<LoadTally> Write(ICaseLoad load, IProgress<long>? progress, CancellationToken cancel)
    {
        var first = _connection.ExecuteScalar<long>("SELECT COALESCE(MAX(report_id), 0) + 1 FROM report");
        WriteDrugs(load.Drugs(cancel), first, progress);
        WriteEvents(load.Events(cancel), first, progress);
        WriteIndications(load.Indications(cancel), first, progress);
        WriteTherapies(load.Therapies(cancel), first, progress);
        var reports = WriteReports(load, first, progress, cancel);
        WriteVocabulary();
        _connection.Execute("UPDATE source_load SET simulated = @Simulated WHERE load_id = @id", new { load.Simulated, id = _loadId });
        var superseded = Superseded(first, first + reports - 1);
        LoadTally[] tallies = [.. _files.Zip(load.Tallies, (file, tally) => Superseding(file, tally, superseded).RequireBalanced(file.Name))];
        Finish(tallies);
        return tallies;
    }

    public void WriteDeleted(IReadOnlyList<long> caseIds)
    {
        using var rows = SqliteRows.Insert(_connection, "deleted_case", "load_id", "case_key");
        foreach (var caseId in caseIds)
            rows.Bind(_loadId).Bind(caseId).Write();
    }

    public void WriteExposures(IReadOnlyList<Ingest.Tables.ExposureRow> exposures)
    {
        using var rows = SqliteRows.Insert(_connection, "exposure", "load_id", "cohort", "drug", "dose", "indication", "event_class", "events", "patients",
            "patient_years", "period_start", "period_end", "kind", "source");
        foreach (var e in exposures)
            rows.Bind(_loadId).Bind(e.Cohort).Bind(e.Drug).Bind(e.Dose).Bind(e.Indication).Bind(e.EventClass).Bind(e.Events).Bind(e.Patients)
                .Bind(e.PatientYears).Bind(Iso(e.PeriodStart)).Bind(Iso(e.PeriodEnd)).Bind(e.Kind.ToString().ToLowerInvariant()).Bind(e.Source).Write();
    }

    /// <summary>Writes the tallies; each must agree with the records that really went into quarantine.</summary>
    public void Finish(IReadOnlyList<LoadTally> tallies)
    {
        foreach (var (file, tally) in _files.Zip(tallies))
        {
            if (_quarantined.GetValueOrDefault(file.Name) is var kept && kept != tally.Quarantined)
                throw new InvalidOperationException($"{file.Name}: {tally.Quarantined} records are said to be in quarantine, {kept} are. No row was committed; please report this as a bug.");
            _connection.Execute(
                "UPDATE source_file SET rows_read = @Read, rows_loaded = @Loaded, rows_superseded = @Superseded, rows_quarantined = @Quarantined WHERE source_file_id = @id",
                new { tally.Read, tally.Loaded, tally.Superseded, tally.Quarantined, id = _fileIds[file.Name] });
        }
    }

    public void Dispose() => _quarantine.Dispose();

    private void WriteDrugs(IEnumerable<DrugRow> drugs, long first, IProgress<long>? progress)
    {
        using var rows = SqliteRows.Insert(_connection, "report_drug", "report_id", "sequence", "role", "drug_name_id", "route", "dechallenge", "rechallenge");
        foreach (var drug in drugs)
        {
            rows.Bind(first + drug.Report).Bind(drug.Sequence).Bind((long)drug.Role).Bind(drug.NameId).Bind((long)drug.Route)
                .Bind((long)drug.Dechallenge).Bind((long)drug.Rechallenge).Write();
            Report(progress);
        }
    }

    private void WriteEvents(IEnumerable<EventRow> events, long first, IProgress<long>? progress)
    {
        using var rows = SqliteRows.Insert(_connection, "report_event", "report_id", "term_id");
        foreach (var reaction in events)
        {
            rows.Bind(first + reaction.Report).Bind(reaction.TermId).Write();
            Report(progress);
        }
    }

    private void WriteIndications(IEnumerable<IndicationRow> indications, long first, IProgress<long>? progress)
    {
        using var rows = SqliteRows.Insert(_connection, "report_indication", "report_id", "sequence", "term_id");
        foreach (var indication in indications)
        {
            rows.Bind(first + indication.Report).Bind(indication.Sequence).Bind(indication.TermId).Write();
            Report(progress);
        }
    }

    private void WriteTherapies(IEnumerable<TherapyRow> therapies, long first, IProgress<long>? progress)
    {
        using var rows = SqliteRows.Insert(_connection, "report_therapy", "report_id", "sequence", "started_on", "ended_on");
        foreach (var therapy in therapies)
        {
            rows.Bind(first + therapy.Report).Bind(therapy.Sequence).Bind(therapy.StartedOn?.Number).Bind(therapy.EndedOn?.Number).Write();
            Report(progress);
        }
    }

    private int WriteReports(ICaseLoad load, long first, IProgress<long>? progress, CancellationToken cancel)
    {
        using var rows = SqliteRows.Insert(_connection, "report", "report_id", "load_id", "source", "case_key", "report_number", "version",
            "received_on", "first_received_on", "event_on", "age_years", "sex", "country", "reporter", "outcomes",
            "drug_rows", "event_rows", "outcome_rows", "source_rows", "therapy_rows", "indication_rows");
        var count = 0;
        foreach (var report in load.Reports(cancel))
        {
            rows.Bind(first + report.Report).Bind(_loadId).Bind((long)load.Source).Bind(CaseKey(report.CaseId)).Bind(report.ReportNumber).Bind(report.Version)
                .Bind(Number(report.ReceivedOn)).Bind(Number(report.FirstReceivedOn)).Bind(report.EventOn?.Number).Bind(report.AgeYears)
                .Bind((long)report.Sex).Bind(report.Country).Bind((long)report.Reporter).Bind((long)report.Outcomes)
                .Bind(report.Records.Drugs).Bind(report.Records.Events).Bind(report.Records.Outcomes).Bind(report.Records.ReportSources)
                .Bind(report.Records.Therapies).Bind(report.Records.Indications).Write();
            count++;
            Report(progress);
        }
        return count;
    }

    /// <summary>A plain number without leading zeros is its own key, so that both eras of FAERS share one space; other ids get a negative key.</summary>
    private long CaseKey(string caseId)
    {
        if (long.TryParse(caseId, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && caseId[0] != '0')
            return number;
        _connection.Execute("INSERT OR IGNORE INTO case_name (case_key, case_id) SELECT COALESCE(MIN(case_key), 0) - 1, @caseId FROM case_name", new { caseId });
        return _connection.ExecuteScalar<long>("SELECT case_key FROM case_name WHERE case_id = @caseId", new { caseId });
    }

    private void WriteVocabulary()
    {
        using var names = SqliteRows.Insert(_connection, "drug_name", "drug_name_id", "name", "ingredient");
        for (var id = _knownNames + 1; id <= _vocabulary.DrugNames.Count; id++)
        {
            var pair = _vocabulary.DrugNames.Utf8(id);
            var separator = pair.IndexOf((byte)Vocabulary.Separator);
            names.Bind(id).Bind(pair[..separator]).Bind(pair[(separator + 1)..]).Write();
        }
        using var terms = SqliteRows.Insert(_connection, "term", "term_id", "text");
        for (var id = _knownTerms + 1; id <= _vocabulary.Terms.Count; id++)
            terms.Bind(id).Bind(_vocabulary.Terms.Utf8(id)).Write();
    }

    private SupersededRecords Superseded(long first, long last) =>
        _connection.QuerySingle<SupersededRecords>(SqlText.Query("count_superseded"), new { first, last });

    private static LoadTally Superseding(SourceFile file, LoadTally tally, SupersededRecords records)
    {
        var replaced = file.Kind switch
        {
            SourceFileKind.FaersDemo => records.Reports,
            SourceFileKind.FaersDrug or SourceFileKind.CaseTable => records.Drugs,
            SourceFileKind.FaersReaction => records.Events,
            SourceFileKind.FaersOutcome => records.Outcomes,
            SourceFileKind.FaersReportSource => records.ReportSources,
            SourceFileKind.FaersTherapy => records.Therapies,
            SourceFileKind.FaersIndication => records.Indications,
            _ => 0,
        };
        return tally with { Loaded = tally.Loaded - replaced, Superseded = tally.Superseded + replaced };
    }

    private void Report(IProgress<long>? progress)
    {
        if (++_rows % ProgressEvery == 0)
            progress?.Report(_rows);
    }

    private static long? Number(DateOnly? day) => day is { } known ? PartialDate.FromDay(known).Number : null;

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record SupersededRecords
    {
        public long Reports { get; init; }
        public long Drugs { get; init; }
        public long Events { get; init; }
        public long Outcomes { get; init; }
        public long ReportSources { get; init; }
        public long Therapies { get; init; }
        public long Indications { get; init; }
    }
}
