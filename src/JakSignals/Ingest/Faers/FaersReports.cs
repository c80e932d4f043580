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
    internal required DateOnly? FirstReceivedOn;
    internal required PartialDate? EventOn;
    internal required double? AgeYears;
    internal required Sex Sex;
    internal required ReporterType Reporter;
    internal required int CountryId;
    internal Outcomes Outcomes;
    internal int DrugRecords, EventRecords, OutcomeRecords, SourceRecords, TherapyRecords, IndicationRecords;
}

/// <summary>All reports of one DEMO file, found by their primaryid or ISR number.</summary>
/// <remarks>
/// A number that stands in DEMO twice: the record received later is kept, of two received on one day the greater by its values, so that the order of
/// the lines does not matter; the other counts as superseded.
/// </remarks>
internal sealed class FaersReports
{
    private readonly List<FaersReport> _reports;
    private readonly Dictionary<long, int> _ordinals;
    private readonly HashSet<long> _quarantined = [];
    private readonly TextTable _countryTexts = new();
    private readonly List<string?> _countries = [null];   // text ids begin with 1

    /// <summary>Reads a whole DEMO file.</summary>
    internal FaersReports(FaersTable demo, Action<Defect> quarantine, int bufferSize, CancellationToken cancel)
    {
        _ordinals = new(RoughCount(demo.Text.File));
        _reports = new(RoughCount(demo.Text.File));
        using var rows = new FaersTableReader(demo, quarantine, bufferSize, cancel);
        for (var isFirst = true; rows.Read(); isFirst = false)
        {
            cancel.ThrowIfCancellationRequested();
            if (isFirst)
                IsSimulated = rows[FaersColumn.ManufacturerNumber].StartsWith("SIM-"u8);
            if (TryRead(rows, demo.Header.IsLegacy, out var report))
                Add(report, rows);
        }
        Tally = rows.Tally;
    }

    internal LoadTally Tally { get; }

    /// <summary>The first record that could be split into fields says by its <c>mfr_num</c> (SIM-…) that the quarter was made by the simulator.</summary>
    internal bool IsSimulated { get; }

    /// <summary>Records whose age is stated but is not one: no number, no or an unknown unit, or outside 0 to 130 years.</summary>
    internal long AgesLeftOut { get; private set; }

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
        if (!FaersFields.TryDate(row[FaersColumn.FirstReceivedOn], out var first))
            return row.Quarantine(FaersColumn.FirstReceivedOn, "yyyy, yyyyMM or yyyyMMdd");
        if (!FaersFields.TryDate(row[FaersColumn.EventOn], out var eventOn))
            return row.Quarantine(FaersColumn.EventOn, "yyyy, yyyyMM or yyyyMMdd");
        report = new()
        {
            Id = id,
            CaseId = caseId,
            Version = version,
            ReceivedOn = received.Value.Latest,
            FirstReceivedOn = first?.Latest,
            EventOn = eventOn,
            AgeYears = Age(row),
            Sex = FaersFields.Sex(row[FaersColumn.Sex]),
            Reporter = FaersFields.Reporter(row[FaersColumn.Occupation]),
            CountryId = CountryId(row),
        };
        return true;
    }

    /// <summary>AERS numbered follow-ups only now and then (<c>foll_seq</c>); FAERS numbers every version.</summary>
    private static bool TryVersion(ReadOnlySpan<byte> field, bool isLegacy, out int version)
    {
        var isNumber = FaersFields.TryNumber(field, out var number) && number <= int.MaxValue;
        version = isNumber ? (int)number : 0;
        return isNumber || isLegacy;
    }

    private double? Age(FaersTableReader row)
    {
        var age = row[FaersColumn.Age];
        if (age.IsEmpty)
            return null;
        var years = FaersFields.AgeYears(age, row[FaersColumn.AgeUnit]);
        AgesLeftOut += years is null ? 1 : 0;
        return years;
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

    private (DateOnly, int, long, (DateOnly?, PartialDate?, double?, Sex, ReporterType, string?)) Rank(in FaersReport report) =>
        (report.ReceivedOn, report.Version, report.CaseId,
            (report.FirstReceivedOn, report.EventOn, report.AgeYears, report.Sex, report.Reporter, _countries[report.CountryId]));
}
