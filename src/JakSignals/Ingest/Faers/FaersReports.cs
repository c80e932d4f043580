using System.Globalization;
using System.Runtime.InteropServices;
using JakSignals.Cases;

namespace JakSignals.Ingest.Faers;

/// <summary>One DEMO record with what its other records add; about 90 bytes, because a whole quarter is held at once.</summary>
internal struct FaersReport
{
    internal required long Id;
    internal required long CaseId;
    internal required int Version;
    internal required DateOnly ReceivedOn;
    internal required PartialDate? FirstReceivedOn;
    internal required PartialDate? EventOn;
    internal required double? AgeYears;
    internal required Sex Sex;
    internal required ReporterType Reporter;
    internal required int CountryId;
    internal Outcomes Outcomes;
    internal int DrugRecords, EventRecords, OutcomeRecords, SourceRecords, TherapyRecords, IndicationRecords;
    internal QuarantinedIn Quarantined;
}

/// <summary>Tables of which a record of a report is in quarantine.</summary>
[Flags]
internal enum QuarantinedIn : byte
{
    None = 0, Drug = 1, Event = 2, Outcome = 4, Source = 8, Therapy = 16, Indication = 32,
}

/// <summary>A report whose DEMO record is in quarantine, but not whose report it is.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Id">Its primaryid, or ISR number; 0 where that cannot be read.</param>
/// <param name="Version">Its version; 0 where that cannot be read.</param>
/// <param name="ReceivedOn">When it was received; see <see cref="FaersReports"/> for what stands here where that cannot be read.</param>
internal readonly record struct UnreadableReport(long CaseId, long Id, int Version, DateOnly? ReceivedOn);

/// <summary>All reports of one DEMO file, found by their primaryid or ISR number.</summary>
/// <remarks>
/// A number that stands in DEMO twice: the record received later is kept, of two received on one day the greater by its values, so that the order of
/// the lines does not matter; the other counts as superseded.
/// <para>
/// A record in quarantine whose case can be read still is the newest version of the case, or was. Where its day of receipt cannot be read, it is taken
/// for the last day of the quarter, or, without a quarter, the last day on which DEMO has a report received; but for no later than a readable report
/// of the same case and a higher number in the same file. So it comes after every version of earlier quarters and before every version of later ones,
/// and within its own quarter the number decides.
/// </para>
/// </remarks>
internal sealed class FaersReports
{
    private readonly List<FaersReport> _reports;
    private readonly Dictionary<long, int> _ordinals;
    private readonly HashSet<long> _quarantined = [];
    private readonly HashSet<UnreadableReport> _unreadable = [];
    private readonly DateOnly? _lastDay;
    private readonly TextTable _countryTexts = new();
    private readonly List<string?> _countries = [null];   // text ids begin with 1

    /// <summary>Reads a whole DEMO file.</summary>
    internal FaersReports(FaersTable demo, Action<Defect> quarantine, int bufferSize, CancellationToken cancel)
    {
        _ordinals = new(RoughCount(demo.Text.File));
        _reports = new(RoughCount(demo.Text.File));
        _lastDay = QuarterEnd(demo.Text.File.Period);
        using var rows = new FaersTableReader(demo, quarantine, bufferSize, cancel);
        rows.OnBrokenLine = () => TakeUnreadable(FaersIdentity.OfBrokenLine(rows, demo.Header.IsLegacy));
        for (var isFirst = true; rows.Read(); isFirst = false)
        {
            cancel.ThrowIfCancellationRequested();
            if (isFirst)
                IsSimulated = rows[FaersColumn.ManufacturerNumber].StartsWith("SIM-"u8);
            if (TryRead(rows, demo.Header.IsLegacy, out var report))
                Add(report, rows);
            else
                TakeUnreadable(FaersIdentity.OfRecord(rows, demo.Header.IsLegacy));
        }
        Tally = rows.Tally;
        (LeftOut, CutOff) = ([.. rows.LeftOut], rows.CutOff);
        Unreadable = UnreadableReports();
    }

    internal LoadTally Tally { get; }

    /// <summary>The first record that could be split into fields says by its <c>mfr_num</c> (SIM-…) that the quarter was made by the simulator.</summary>
    internal bool IsSimulated { get; }

    /// <summary>Values of optional columns that could not be read.</summary>
    internal IReadOnlyList<LeftOutValues> LeftOut { get; }

    /// <summary>Whether the file ends within a record.</summary>
    internal CutOffFile? CutOff { get; }

    /// <summary>Reports that take the place of earlier versions though their record is in quarantine, by case, number and version.</summary>
    internal IReadOnlyList<UnreadableReport> Unreadable { get; }

    internal Span<FaersReport> All => CollectionsMarshal.AsSpan(_reports);

    /// <summary>Finds a report, first among those after the last one found: FDA's tables list reports in one order.</summary>
    internal bool TryFind(long id, int last, out int ordinal)
    {
        var all = All;
        for (ordinal = last; ordinal < all.Length && ordinal <= last + 3; ordinal++)
            if (all[ordinal].Id == id)
                return true;
        return _ordinals.TryGetValue(id, out ordinal);
    }

    internal bool IsQuarantined(long id) => _quarantined.Contains(id);

    internal string? Country(int id) => _countries[id];

    // DEMO rows have 125 to 165 bytes in every era.
    private static int RoughCount(SourceFile demo) => (int)Math.Clamp(demo.Bytes / 130, 16, 4_000_000);

    private bool TryRead(FaersTableReader row, bool isLegacy, out FaersReport report)
    {
        report = default;
        if (!FaersFields.TryNumber(row[FaersColumn.Id], out var id))
            return row.Quarantine(FaersColumn.Id, "a number of 1 to 18 digits");
        if (TryReadRest(row, id, isLegacy, out report))
            return true;
        _quarantined.Add(id);
        return false;
    }

    private bool TryReadRest(FaersTableReader row, long id, bool isLegacy, out FaersReport report)
    {
        report = default;
        if (!FaersFields.TryNumber(row[FaersColumn.CaseId], out var caseId))
            return row.Quarantine(FaersColumn.CaseId, "a number of 1 to 18 digits");
        if (!TryVersion(row[FaersColumn.Version], isLegacy, out var version))
            return row.Quarantine(FaersColumn.Version, "a whole number");
        if (!FaersFields.TryDate(row[FaersColumn.ReceivedOn], out var received) || received is null)
            return row.Quarantine(FaersColumn.ReceivedOn, "the date FDA received it: yyyy, yyyyMM or yyyyMMdd");
        report = new()
        {
            Id = id,
            CaseId = caseId,
            Version = version,
            ReceivedOn = LastDayOf(received.Value),
            FirstReceivedOn = FirstReceived(row, received.Value),
            EventOn = FaersFields.OptionalDate(row, FaersColumn.EventOn),
            AgeYears = Age(row),
            Sex = FaersFields.Sex(row[FaersColumn.Sex]),
            Reporter = FaersFields.Reporter(row[FaersColumn.Occupation]),
            CountryId = CountryId(row),
        };
        if (!FaersFields.IsSex(row[FaersColumn.Sex]))
            row.LeaveOut(FaersColumn.Sex);
        if (!FaersFields.IsReporter(row[FaersColumn.Occupation]))
            row.LeaveOut(FaersColumn.Occupation);
        return true;
    }

    /// <summary>AERS numbered follow-ups only now and then (<c>foll_seq</c>); FAERS numbers every version.</summary>
    private static bool TryVersion(ReadOnlySpan<byte> field, bool isLegacy, out int version)
    {
        var isNumber = FaersFields.TryNumber(field, out var number) && number <= int.MaxValue;
        version = isNumber ? (int)number : 0;
        return isNumber || isLegacy;
    }

    private static double? Age(FaersTableReader row)
    {
        var age = row[FaersColumn.Age];
        if (age.IsEmpty)
            return null;
        var years = FaersFields.AgeYears(age, row[FaersColumn.AgeUnit]);
        if (years is null)
            row.LeaveOut(FaersColumn.Age);
        return years;
    }

    /// <summary>As precisely as it is known; a case cannot have been received for the first time after this version of it.</summary>
    private static PartialDate? FirstReceived(FaersTableReader row, PartialDate received)
    {
        var first = FaersFields.OptionalDate(row, FaersColumn.FirstReceivedOn);
        if (first is not { } known || known.Earliest <= received.Latest)
            return first;
        row.LeaveOut(FaersColumn.FirstReceivedOn);
        return null;
    }

    /// <summary>What was received "in 2026" counts from the last day that can be, which is in the quarter it was published for.</summary>
    private DateOnly LastDayOf(PartialDate received)
    {
        var latest = received.Latest;
        var isWithinQuarter = _lastDay is { } end && latest > end && received.Earliest <= end;
        return isWithinQuarter ? _lastDay!.Value : latest;
    }

    private static DateOnly? QuarterEnd(string? period) =>
        period is null ? null : new DateOnly(int.Parse(period.AsSpan(0, 4), CultureInfo.InvariantCulture), (period[5] - '0') * 3, 1).AddMonths(1).AddDays(-1);

    private void TakeUnreadable(IEnumerable<UnreadableReport> reports)
    {
        foreach (var report in reports)
        {
            _unreadable.Add(report);
            _quarantined.Add(report.Id);
        }
    }

    private IReadOnlyList<UnreadableReport> UnreadableReports()
    {
        if (_unreadable.Count == 0)
            return [];
        var cases = _unreadable.Select(report => report.CaseId).ToHashSet();
        var readable = _reports.Where(report => cases.Contains(report.CaseId)).ToLookup(report => report.CaseId);
        var lastDay = _lastDay ?? (_reports.Count == 0 ? null : _reports.Max(report => report.ReceivedOn));
        return
        [
            .. _unreadable.Where(report => !_ordinals.ContainsKey(report.Id))
                .Select(report => report.ReceivedOn is not null ? report : report with { ReceivedOn = TakenForReceived(report, readable[report.CaseId], lastDay) })
                .GroupBy(report => (report.CaseId, report.Id, report.Version)).Select(same => same.MaxBy(report => report.ReceivedOn))
                .OrderBy(report => report.CaseId).ThenBy(report => report.Id).ThenBy(report => report.Version),
        ];
    }

    private static DateOnly? TakenForReceived(UnreadableReport report, IEnumerable<FaersReport> sameCase, DateOnly? lastDay)
    {
        var higher = sameCase.Where(other => other.Id > report.Id).Select(other => (DateOnly?)other.ReceivedOn).Min();
        return higher < lastDay ? higher : lastDay;
    }

    private int CountryId(FaersTableReader row)
    {
        var occurrence = CountryId(row[FaersColumn.OccurrenceCountry]);
        return _countries[occurrence] is null ? CountryId(row[FaersColumn.ReporterCountry]) : occurrence;
    }

    private int CountryId(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
            return 0;
        var id = _countryTexts.Intern(SourceEncoding.Clean(field));
        if (id == _countries.Count)
            _countries.Add(Countries.Resolve(_countryTexts[id]));
        return id;
    }

    private void Add(in FaersReport report, FaersTableReader row)
    {
        ref var ordinal = ref CollectionsMarshal.GetValueRefOrAddDefault(_ordinals, report.Id, out var isRepeated);
        if (!isRepeated)
        {
            ordinal = _reports.Count;
            _reports.Add(report);
            row.CountLoaded();
            return;
        }
        row.CountSuperseded();
        if (Rank(report).CompareTo(Rank(_reports[ordinal])) > 0)
            _reports[ordinal] = report;
    }

    private (DateOnly, int, long, (PartialDate?, PartialDate?, double?, Sex, ReporterType, string?)) Rank(in FaersReport report) =>
        (report.ReceivedOn, report.Version, report.CaseId,
            (report.FirstReceivedOn, report.EventOn, report.AgeYears, report.Sex, report.Reporter, _countries[report.CountryId]));
}
