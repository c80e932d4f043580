using JakSignals.Cases;

namespace JakSignals.Store;

/// <summary>What a run made of one report of a case.</summary>
public enum ReportFate
{
    /// <summary>It is the report that counts.</summary>
    Current = 1,
    /// <summary>A report of the same case is received later, or has a higher number or version.</summary>
    Superseded = 2,
    /// <summary>A list of deleted cases names the case.</summary>
    Deleted = 3,
    /// <summary>It was received after the as-of date.</summary>
    Later = 4,
    /// <summary>It was loaded after the run.</summary>
    LoadedSince = 5,
    /// <summary>The run does not see it, because its source is withdrawn.</summary>
    Withdrawn = 6,
    /// <summary>It is the newest version, and its record is in quarantine: the case counts nowhere.</summary>
    Unreadable = 7,
}

/// <summary>A report of a case as the source sent it. Dates are integers yyyymmdd, zeros for unknown parts, 0 for none.</summary>
public sealed record CaseReport
{
    /// <summary>Number in the store.</summary>
    public long ReportId { get; init; }

    /// <summary>Load it came with.</summary>
    public long LoadId { get; init; }

    /// <summary>Digest of the load.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Quarter of the load, where known.</summary>
    public string? Period { get; init; }

    /// <summary>Name of the file it stands in.</summary>
    public string? FileName { get; init; }

    /// <summary>Number that the source gave it; 0 where it gives none.</summary>
    public long Number { get; init; }

    /// <summary>Version that the source gave it.</summary>
    public int Version { get; init; }

    /// <summary>The day from which it counts.</summary>
    public int ReceivedOn { get; init; }

    /// <summary>When it was received, as precisely as known.</summary>
    public int Received { get; init; }

    /// <summary>When the first report of the case was received.</summary>
    public int FirstReceivedOn { get; init; }

    /// <summary>When the event happened.</summary>
    public int EventOn { get; init; }

    /// <summary>Age in years.</summary>
    public double? AgeYears { get; init; }

    /// <summary>Sex.</summary>
    public Sex Sex { get; init; }

    /// <summary>Country.</summary>
    public string? Country { get; init; }

    /// <summary>Who reported.</summary>
    public ReporterType Reporter { get; init; }

    /// <summary>Outcomes.</summary>
    public Outcomes Outcomes { get; init; }

    /// <summary>Its record is in quarantine; only whose report it is could be read.</summary>
    public bool Unreadable { get; init; }

    /// <summary>What the run made of it.</summary>
    public ReportFate Fate { get; init; }

    /// <summary>Drugs, in the order of the report.</summary>
    public IReadOnlyList<ReportedDrug> Drugs { get; init; } = [];

    /// <summary>Terms as reported, in alphabetical order.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];
}

/// <summary>A drug of a report.</summary>
public sealed record ReportedDrug
{
    /// <summary>The report.</summary>
    public long ReportId { get; init; }

    /// <summary>Number within the report.</summary>
    public long Sequence { get; init; }

    /// <summary>The part it is reported to have played.</summary>
    public DrugRole Role { get; init; }

    /// <summary>Number of its name in the store.</summary>
    public int NameId { get; init; }

    /// <summary>Name as reported.</summary>
    public string Name { get; init; } = "";

    /// <summary>Ingredient as the source codes it; empty where it codes none.</summary>
    public string Ingredient { get; init; } = "";

    /// <summary>Route.</summary>
    public AdministrationRoute Route { get; init; }

    /// <summary>What happened when it was stopped.</summary>
    public Challenge Dechallenge { get; init; }

    /// <summary>What happened when it was given again.</summary>
    public Challenge Rechallenge { get; init; }

    /// <summary>Substances that the latest run took it for.</summary>
    public IReadOnlyList<string> Substances { get; init; } = [];

    /// <summary>What it was given for, as reported.</summary>
    public IReadOnlyList<string> Indications { get; init; } = [];

    /// <summary>When it was given: starts and ends, yyyymmdd with zeros for unknown parts, 0 for none.</summary>
    public IReadOnlyList<(int StartedOn, int EndedOn)> Therapies { get; init; } = [];
}

/// <summary>Reads the reports of one case, with what a run made of each by the rule of <see cref="CurrentCases"/>.</summary>
public sealed class CaseReports(Database database)
{
    /// <summary>All reports of a case: the one that counts first, then from the latest to the earliest. None when the store does not know the case.</summary>
    /// <param name="source">Where the case came from; ids are comparable within a source only.</param>
    /// <param name="caseId">Case id as the source writes it.</param>
    /// <param name="scope">What the run saw.</param>
    public IReadOnlyList<CaseReport> Read(CaseSource source, string caseId, RunScope scope) => database.Do(session =>
    {
        if (KeyOf(session, caseId) is not { } key)
            return [];
        var reports = session.List<CaseReport>(session.Query("read_case_reports"), new { key, source = (int)source })
            .ConvertAll(report => report with { Received = Receipt.Known(source, report.ReceivedOn, report.FirstReceivedOn) });
        if (reports.Count == 0)
            return [];
        var deleted = source == CaseSource.Faers && IsDeleted(session, key, scope);
        var ordered = reports.OrderByDescending(OrderOf).ToList();
        var current = deleted ? null : ordered.Find(report => IsVisible(report, scope));
        var sources = SourceRegister.Of(ReviewLog.Read(session, null));
        var fated = ordered.ConvertAll(report => report with { Fate = FateOf(report, current, deleted, scope, sources) });
        return (IReadOnlyList<CaseReport>)[.. WithParts(session, fated).OrderBy(report => report.Fate is not (ReportFate.Current or ReportFate.Unreadable))];
    });

    /// <summary>A plain number is its own key; other ids have one in a table.</summary>
    private static long? KeyOf(StoreSession session, string caseId) =>
        long.TryParse(caseId, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && caseId[0] != '0' ? number
            : session.Scalar<long?>("SELECT case_key FROM jaksignals.case_name WHERE case_id = @caseId", new { caseId });

    private static bool IsDeleted(StoreSession session, long key, RunScope scope) =>
        session.List<(long Load, string? Period)>("SELECT l.load_id, l.period FROM jaksignals.deleted_case AS d JOIN jaksignals.source_load AS l ON l.load_id = d.load_id WHERE d.case_key = @key", new { key })
            .Exists(list => scope.Loads.Contains(list.Load) && ScopedLoads.IsKnownBy(list.Period, scope.AsOf));

    private static bool IsVisible(CaseReport report, RunScope scope) => scope.Loads.Contains(report.LoadId) && report.ReceivedOn <= PartialDate.FromDay(scope.AsOf).Number;

    private static ReportOrder OrderOf(CaseReport report) =>
        new(report.ReceivedOn, report.Number, report.Version, report.Period ?? "", report.LoadId, report.ReportId);

    private static ReportFate FateOf(CaseReport report, CaseReport? current, bool deleted, RunScope scope, SourceRegister sources)
    {
        if (!scope.Loads.Contains(report.LoadId))
            return sources.WithdrawalOf(report.Digest) is null ? ReportFate.LoadedSince : ReportFate.Withdrawn;
        if (!IsVisible(report, scope))
            return ReportFate.Later;
        if (deleted)
            return ReportFate.Deleted;
        if (report.ReportId != current?.ReportId)
            return ReportFate.Superseded;
        return report.Unreadable ? ReportFate.Unreadable : ReportFate.Current;
    }

    private static IEnumerable<CaseReport> WithParts(StoreSession session, List<CaseReport> reports)
    {
        var ids = reports.Select(report => report.ReportId).ToList();
        var terms = session.List<(long Report, string Text)>("SELECT e.report_id, t.text FROM jaksignals.report_event AS e JOIN jaksignals.term AS t ON t.term_id = e.term_id WHERE e.report_id IN @ids", new { ids }).ToLookup(term => term.Report, term => term.Text);
        var drugs = Drugs(session, ids).ToLookup(drug => drug.ReportId);
        return reports.Select(report => report with
        {
            Terms = [.. terms[report.ReportId].Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase)], Drugs = [.. drugs[report.ReportId]],
        });
    }

    private static IEnumerable<ReportedDrug> Drugs(StoreSession session, List<long> ids)
    {
        var drugs = session.List<ReportedDrug>(session.Query("read_case_drugs"), new { ids });
        var names = drugs.Select(drug => drug.NameId).Distinct().ToList();
        var substances = session.List<(int Name, string Key)>("SELECT a.drug_name_id, s.substance_key FROM jaksignals.substance_alias AS a JOIN jaksignals.substance AS s ON s.substance_id = a.substance_id WHERE a.drug_name_id IN @names ORDER BY s.substance_key", new { names })
            .ToLookup(one => one.Name, one => one.Key);
        var indications = session.List<(long Report, long Sequence, string Text)>("SELECT i.report_id, i.sequence, t.text FROM jaksignals.report_indication AS i JOIN jaksignals.term AS t ON t.term_id = i.term_id WHERE i.report_id IN @ids ORDER BY t.text", new { ids })
            .ToLookup(one => (one.Report, one.Sequence), one => one.Text);
        var therapies = session.List<(long Report, long Sequence, int From, int To)>("SELECT report_id, sequence, COALESCE(started_on, 0), COALESCE(ended_on, 0) FROM jaksignals.report_therapy WHERE report_id IN @ids", new { ids })
            .ToLookup(one => (one.Report, one.Sequence), one => (one.From, one.To));
        return drugs.Select(drug => drug with
        {
            Substances = [.. substances[drug.NameId]], Indications = [.. indications[(drug.ReportId, drug.Sequence)].Distinct(StringComparer.Ordinal)],
            Therapies = [.. therapies[(drug.ReportId, drug.Sequence)].Distinct().Order()],
        });
    }
}
