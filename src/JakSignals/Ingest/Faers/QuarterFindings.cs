namespace JakSignals.Ingest.Faers;

/// <summary>What was noticed while one table was read.</summary>
internal sealed class TableNotes
{
    private readonly HashSet<long> _orphans = [];
    private readonly HashSet<long> _orphansAtEnd = [];
    private readonly List<long> _first = [];

    internal IReadOnlyList<LeftOutValues> LeftOut { get; private set; } = [];

    internal CutOffFile? CutOff { get; private set; }

    internal ReportSet Orphans => new(_orphans.Count, _first);

    internal long OrphansAtEnd => _orphansAtEnd.Count;

    internal static QuarantinedIn FlagOf(SourceFileKind kind) => kind switch
    {
        SourceFileKind.FaersDrug => QuarantinedIn.Drug,
        SourceFileKind.FaersReaction => QuarantinedIn.Event,
        SourceFileKind.FaersOutcome => QuarantinedIn.Outcome,
        SourceFileKind.FaersReportSource => QuarantinedIn.Source,
        SourceFileKind.FaersTherapy => QuarantinedIn.Therapy,
        SourceFileKind.FaersIndication => QuarantinedIn.Indication,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no table of records of reports."),
    };

    /// <summary>A record of a report that DEMO does not have.</summary>
    internal void TakeOrphan(long id)
    {
        _orphansAtEnd.Add(id);
        if (_orphans.Add(id) && _first.Count < TableFindings.MostNamed)
            _first.Add(id);
    }

    /// <summary>A record of a report that DEMO has.</summary>
    internal void TakeFound()
    {
        if (_orphansAtEnd.Count > 0)
            _orphansAtEnd.Clear();
    }

    internal void Close(FaersTableReader table) => (LeftOut, CutOff) = ([.. table.LeftOut], table.CutOff);
}

/// <summary>Holds the tables of a quarter that was read to its end against its reports.</summary>
internal sealed class QuarterFindings(FaersQuarterFiles files, FaersReports reports, IReadOnlyDictionary<SourceFileKind, TableNotes> notes)
{
    internal LoadFindings Make() => new(reports.All.Length,
        [.. FaersQuarterFiles.AllKinds.Skip(1).Select(Table)],
        [.. reports.LeftOut, .. FaersQuarterFiles.AllKinds.Where(notes.ContainsKey).SelectMany(kind => notes[kind].LeftOut)],
        [.. new[] { reports.CutOff }.Concat(FaersQuarterFiles.AllKinds.Where(notes.ContainsKey).Select(kind => notes[kind].CutOff)).OfType<CutOffFile>()]);

    private TableFindings Table(SourceFileKind kind)
    {
        var flag = TableNotes.FlagOf(kind);
        var (without, incomplete) = (new Named(), new Named());
        long mentioned = 0, silence = 0, longest = 0;
        foreach (ref readonly var report in reports.All)
        {
            var (has, isIncomplete) = (RecordsOf(report, kind) > 0, (report.Quarantined & flag) != 0);
            if (!has)
                without.Add(report.Id);
            if (isIncomplete)
                incomplete.Add(report.Id);
            if (!has && !isIncomplete)
            {
                silence++;
                continue;
            }
            (longest, silence) = (Math.Max(longest, silence), 0);
            mentioned++;
        }
        var note = notes.GetValueOrDefault(kind);
        return new()
        {
            Kind = kind, Table = FaersHeader.TableName(kind), File = files.Files.FirstOrDefault(file => file.Kind == kind)?.Name,
            Without = without.Set, Incomplete = incomplete.Set, Orphans = note?.Orphans ?? ReportSet.None, OrphansAtEnd = note?.OrphansAtEnd ?? 0,
            SilentAtEnd = silence, LongestSilence = longest, Mentioned = mentioned,
        };
    }

    private static int RecordsOf(in FaersReport report, SourceFileKind kind) => kind switch
    {
        SourceFileKind.FaersDrug => report.DrugRecords,
        SourceFileKind.FaersReaction => report.EventRecords,
        SourceFileKind.FaersOutcome => report.OutcomeRecords,
        SourceFileKind.FaersReportSource => report.SourceRecords,
        SourceFileKind.FaersTherapy => report.TherapyRecords,
        SourceFileKind.FaersIndication => report.IndicationRecords,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no table of records of reports."),
    };

    /// <summary>Counts reports and keeps the first of them.</summary>
    private sealed class Named
    {
        private readonly List<long> _first = [];
        private long _count;

        internal ReportSet Set => new(_count, _first);

        internal void Add(long id)
        {
            _count++;
            if (_first.Count < TableFindings.MostNamed)
                _first.Add(id);
        }
    }
}
