using JakSignals.Cases;

namespace JakSignals.Store;

/// <summary>The current cases at an as-of date, what the previous run had instead, and what became of every record.</summary>
/// <remarks>
/// Cases of now that are neither new nor returned are as many as those of the previous run without the deleted and withdrawn ones of
/// <paramref name="Gone"/> that have no report now, and each case that is followed up has its counterpart there.
/// </remarks>
/// <param name="Cases">The cases.</param>
/// <param name="Files">Fates of the records of each file, by name then hash.</param>
/// <param name="Simulated">Whether any report is simulated.</param>
/// <param name="Undated">Cases of several case tables without a received date: the table loaded last then decides which one counts.</param>
/// <param name="ReportedAfterDeletion">Deleted cases with a report that came after the latest list that names them. They stay deleted.</param>
/// <param name="Gone">
/// Reports that the previous run counted and this one does not, as the previous run had them: replaced by a follow-up, or of a case that counts no
/// longer. Empty without a previous run; its <see cref="CaseColumns.IsNew"/> and <see cref="CaseColumns.IsFollowedUp"/> are all false.
/// </param>
/// <param name="GoneCauses">By case of <paramref name="Gone"/>: why it does not count any more.</param>
/// <param name="Returned">Rows of <paramref name="Cases"/> that the previous run left out, because a list of deleted cases named them that was withdrawn since.</param>
/// <param name="FellBack">
/// Rows of <paramref name="Cases"/> that count with another report than in the previous run, because the source of that one was withdrawn since. They are
/// among the followed-up ones.
/// </param>
public sealed record CurrentCaseSet(
    CaseColumns Cases, IReadOnlyList<FileFates> Files, bool Simulated, long Undated, long ReportedAfterDeletion,
    CaseColumns Gone, GoneCause[] GoneCauses, int[] Returned, int[] FellBack)
{
    /// <summary>Cases whose newest version is in quarantine, by source and case key; they count nowhere.</summary>
    public IReadOnlyList<UnreadableCase> Unreadable { get; init; } = [];

    /// <summary>What was noticed of the files when they were loaded, in the order of <see cref="Files"/>.</summary>
    public IReadOnlyList<FindingOfFile> Findings { get; init; } = [];
}

/// <summary>A case whose newest version is in quarantine.</summary>
/// <param name="CaseId">The case, as the source writes it.</param>
/// <param name="Number">Number of the report; 0 where it could not be read.</param>
/// <param name="Version">Its version; 0 where it could not be read.</param>
/// <param name="SourceFileId">The file that it stands in.</param>
public sealed record UnreadableCase(string CaseId, long Number, int Version, long SourceFileId);

/// <summary>Something noticed of a file.</summary>
/// <param name="SourceFileId">The file.</param>
/// <param name="Finding">What.</param>
public sealed record FindingOfFile(long SourceFileId, Ingest.FileFinding Finding);

/// <summary>Chooses the current report of every case by FDA's rule and reads the chosen ones as columns.</summary>
/// <remarks>
/// Latest receipt, then highest report number, then version; between loads that hold the same report, the later quarter, then the one
/// loaded later: see <see cref="ReportOrder"/>. The previous run's choice is the same rule on what it could see.
/// Memory: about 70 bytes a case, 16 a drug row and 4 an event row, which stay, and at first 44 a report, which go before the rows come.
/// </remarks>
public sealed class CurrentCases
{
    private readonly TwoReaders _readers;
    private readonly RunScope _scope;
    private readonly ScopedLoads _loads;

    private CurrentCases(TwoReaders readers, RunScope scope) => (_readers, _scope, _loads) = (readers, scope, new ScopedLoads(readers.First, scope));

    /// <summary>Reads the current cases.</summary>
    /// <param name="database">The store.</param>
    /// <param name="scope">As-of date, loads, previous run.</param>
    /// <param name="wantedIndications">By term id, which indications to read; what lies beyond is not wanted.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static CurrentCaseSet Read(Database database, RunScope scope, bool[] wantedIndications, CancellationToken cancel) => database.Again(() =>
    {
        using var readers = TwoReaders.Of(database);
        return new CurrentCases(readers, scope).Read(wantedIndications, cancel);
    }, cancel);

    private CurrentCaseSet Read(bool[] wantedIndications, CancellationToken cancel)
    {
        var (cases, places, choice) = Choose(cancel);
        var attributes = new NowAndGone<CaseAttributes>(new(places.Current), new(places.Gone));
        var records = new RecordFates(_loads);
        var (events, (drugs, indications)) = OnTwoThreads(
            stop =>
            {
                ReadReports(places, attributes, records, stop);
                return EventRows.Read(_readers.First, places, stop);
            },
            stop => (DrugRows.Read(_readers.Second, places, stop), IndicationRows.Read(_readers.Second, places, wantedIndications, stop)),
            cancel);
        var names = _readers.First.List<(long Key, string Id)>("SELECT case_key, case_id FROM jaksignals.case_name").ToDictionary(c => c.Key, c => c.Id);
        var files = records.OfFiles(_readers.First, _scope.AsOf);
        return new CurrentCaseSet(Columns(cases.Current, attributes.Current, drugs.Current, events.Current, indications.Current, names),
            files, _loads.AnySimulated, choice.Undated, choice.ReportedAfterDeletion,
            Columns(cases.Gone, attributes.Gone, drugs.Gone, events.Gone, indications.Gone, names), choice.GoneCauses, choice.Returned, choice.FellBack)
        {
            Unreadable = UnreadableCases.Read(_readers.First, choice.Unreadable),
            Findings = SourceFindings.Read(_readers.First, files),
        };
    }

    /// <summary>The choice, and what it knows of the chosen; all else it read is free to go when it returns.</summary>
    private (NowAndGone<ChosenCases> Cases, ReportPlaces Places, Choice Choice) Choose(CancellationToken cancel)
    {
        var reports = ReportColumns.Read(_readers.First, _loads, cancel);
        var choice = new CaseChooser(reports, _loads, cancel);
        var cases = new NowAndGone<ChosenCases>(
            ChosenCases.Of(reports, _loads, choice.ReportId, choice.FirstReceivedOn, choice.IsNew, choice.IsFollowedUp),
            ChosenCases.Of(reports, _loads, [.. choice.Gone.Select(gone => gone.ReportId)], [.. choice.Gone.Select(gone => gone.FirstReceivedOn)],
                new bool[choice.Gone.Count], new bool[choice.Gone.Count]));
        return (cases, new ReportPlaces(reports.Rank.Length - 1, choice.ReportId, choice.Gone),
            new Choice(choice.Undated, choice.ReportedAfterDeletion, [.. choice.Gone.Select(gone => gone.Cause)], [.. choice.Returned], [.. choice.FellBack], choice.Unreadable));
    }

    /// <summary>The second reading of the reports: the first did not know yet whose attributes are wanted and what became of the records.</summary>
    private void ReadReports(ReportPlaces places, NowAndGone<CaseAttributes> attributes, RecordFates records, CancellationToken cancel)
    {
        var countries = new SharedTexts();
        using var rows = _readers.First.Rows("SELECT report_id, load_id, case_key, received_on, event_on, age_years, sex, country, reporter, outcomes,"
            + " drug_rows, event_rows, outcome_rows, source_rows, therapy_rows, indication_rows, unreadable FROM jaksignals.report");
        for (long read = 1; rows.Read(); read++)
        {
            if ((read & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            var hasPlace = places.TryFind(rows.Int64(0), out var isCurrent, out var row);
            if (hasPlace)
                (isCurrent ? attributes.Current : attributes.Gone).Take(row, rows, countries);
            var isInQuarantine = rows.Int32(16) != 0;      // its record has its fate already
            if (!isInQuarantine && _loads.RankOf(rows.Int64(1)) is >= 0 and var rank && _loads.IsInRun(rank))
                records.Add(rank, hasPlace && isCurrent ? Fate.Current : FateOf(rank, rows), rows);
        }
    }

    private Fate FateOf(int rank, StoreRows rows) => !_loads.IsReceivedBy(rows.Int32(3)) ? Fate.Later
        : _loads.IsDeleted(_loads.SourceOf(rank), rows.Int64(2)) ? Fate.Deleted : Fate.Superseded;

    private static CaseColumns Columns(ChosenCases cases, CaseAttributes attributes, DrugRows drugs, EventRows events, IndicationRows indications, IReadOnlyDictionary<long, string> names) => new()
    {
        CaseKey = cases.CaseKey, CaseNames = names, Source = cases.Source, ReportId = cases.ReportId, Version = cases.Version,
        ReceivedOn = cases.ReceivedOn, FirstReceivedOn = cases.FirstReceivedOn, IsNew = cases.IsNew, IsFollowedUp = cases.IsFollowedUp,
        EventOn = attributes.EventOn, AgeYears = attributes.AgeYears, Sex = attributes.Sex, Country = attributes.Country,
        Reporter = attributes.Reporter, Outcomes = attributes.Outcomes,
        DrugStart = drugs.Start, DrugSequence = drugs.Sequence, DrugNameId = drugs.NameId, Role = drugs.Role, Route = drugs.Route,
        Dechallenge = drugs.Dechallenge, Rechallenge = drugs.Rechallenge,
        EventStart = events.Start, TermId = events.TermId,
        IndicationStart = indications.Start, IndicationSequence = indications.Sequence, IndicationTermId = indications.TermId,
    };

    /// <summary>Does two things at a time; when one fails the other is stopped and waited for, since both read from connections that are about to close.</summary>
    private static (TFirst, TSecond) OnTwoThreads<TFirst, TSecond>(Func<CancellationToken, TFirst> here, Func<CancellationToken, TSecond> there, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var other = Task.Factory.StartNew(() => there(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return (here(stop.Token), other.GetAwaiter().GetResult());
        }
        catch
        {
            stop.Cancel();
            Task.WaitAny([other], CancellationToken.None);    // its own fault, if any, is this one or was caused by it
            throw;
        }
    }
}

/// <summary>What the choice found beside the cases.</summary>
internal sealed record Choice(long Undated, long ReportedAfterDeletion, GoneCause[] GoneCauses, int[] Returned, int[] FellBack, List<int> Unreadable);

/// <summary>What the choice knows of each chosen case.</summary>
internal sealed record ChosenCases(long[] CaseKey, CaseSource[] Source, long[] ReportId, int[] Version, int[] ReceivedOn, int[] FirstReceivedOn, bool[] IsNew, bool[] IsFollowedUp)
{
    public static ChosenCases Of(ReportColumns reports, ScopedLoads loads, int[] reportId, int[] firstReceivedOn, bool[] isNew, bool[] isFollowedUp) => new(
        Array.ConvertAll(reportId, report => reports.CaseKey[report]), Array.ConvertAll(reportId, report => loads.SourceOf(reports.Rank[report])),
        Array.ConvertAll(reportId, report => (long)report), Array.ConvertAll(reportId, report => reports.Version[report]),
        Array.ConvertAll(reportId, report => Receipt.Known(loads.SourceOf(reports.Rank[report]), reports.ReceivedOn[report], reports.FirstReceivedOn[report])), firstReceivedOn, isNew, isFollowedUp);
}

/// <summary>What the chosen report says of the patient and the event.</summary>
internal sealed class CaseAttributes(int cases)
{
    public int[] EventOn { get; } = new int[cases];
    public double[] AgeYears { get; } = new double[cases];
    public Sex[] Sex { get; } = new Sex[cases];
    public string?[] Country { get; } = new string?[cases];
    public ReporterType[] Reporter { get; } = new ReporterType[cases];
    public Outcomes[] Outcomes { get; } = new Outcomes[cases];

    public void Take(int row, StoreRows rows, SharedTexts countries)
    {
        (EventOn[row], AgeYears[row]) = (rows.Int32(4), rows.IsNull(5) ? double.NaN : rows.Double(5));
        Country[row] = rows.IsNull(7) ? null : rows.Text(7, countries);
        (Sex[row], Reporter[row], Outcomes[row]) = ((Sex)rows.Int32(6), (ReporterType)rows.Int32(8), (Outcomes)rows.Int32(9));
    }
}
