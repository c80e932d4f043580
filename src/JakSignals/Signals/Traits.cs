using System.Collections.Frozen;
using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Signals;

/// <summary>Age of the patient in bands.</summary>
public enum AgeBand
{
    /// <summary>Not stated.</summary>
    Unknown,
    /// <summary>Under 18 years.</summary>
    Under18,
    /// <summary>18 to 44 years.</summary>
    From18,
    /// <summary>45 to 64 years.</summary>
    From45,
    /// <summary>65 to 74 years.</summary>
    From65,
    /// <summary>75 years and over.</summary>
    From75,
}

/// <summary>Where the event occurred, otherwise where the reporter is.</summary>
public enum Region
{
    /// <summary>Not stated, or not read as a country.</summary>
    Unknown,
    /// <summary>United States with its territories.</summary>
    UnitedStates,
    /// <summary>European Economic Area with the French outermost regions, United Kingdom and Switzerland.</summary>
    Europe,
    /// <summary>Japan.</summary>
    Japan,
    /// <summary>Any other country.</summary>
    Other,
}

/// <summary>Who reported, in groups.</summary>
public enum ReporterGroup
{
    /// <summary>Not stated.</summary>
    Unknown,
    /// <summary>Physician, pharmacist or another health professional.</summary>
    HealthProfessional,
    /// <summary>Consumer or lawyer.</summary>
    Consumer,
}

/// <summary>What tells one case from another beside its drugs and events, packed into one number.</summary>
/// <param name="Packed">Bits, lowest first: sex 2, age band 3, region 3, reporter 2, serious, fatal, new and duplicate 1 each, year of first receipt since 1900 8 (0 unknown).</param>
public readonly record struct Traits(uint Packed)
{
    private const int AgeAt = 2, RegionAt = 5, ReporterAt = 8, SeriousAt = 10, FatalAt = 11, NewAt = 12, DuplicateAt = 13, YearAt = 14, FirstYear = 1900;

    private static readonly FrozenSet<string> UnitedStates = CodesOf("US PR GU VI AS MP UM");

    // European Economic Area (with Åland and the French outermost regions, which belong to the Union), United Kingdom, Switzerland.
    private static readonly FrozenSet<string> Europe = CodesOf(
        "AT AX BE BG CH CY CZ DE DK EE ES EU FI FR GB GF GP GR HR HU IE IS IT LI LT LU LV MF MQ MT NL NO PL PT RE RO SE SI SK YT");

    private static FrozenSet<string> CodesOf(string codes) => codes.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Sex.</summary>
    public Sex Sex => (Sex)(Packed & 3);

    /// <summary>Age.</summary>
    public AgeBand Age => (AgeBand)(Packed >> AgeAt & 7);

    /// <summary>Region.</summary>
    public Region Region => (Region)(Packed >> RegionAt & 7);

    /// <summary>Reporter.</summary>
    public ReporterGroup Reporter => (ReporterGroup)(Packed >> ReporterAt & 3);

    /// <summary>Whether any outcome makes the case serious.</summary>
    public bool IsSerious => (Packed >> SeriousAt & 1) != 0;

    /// <summary>Whether the patient died.</summary>
    public bool IsFatal => (Packed >> FatalAt & 1) != 0;

    /// <summary>Whether the previous run did not have the case.</summary>
    public bool IsNew => (Packed >> NewAt & 1) != 0;

    /// <summary>Whether the case repeats another one under another id, see <see cref="NearDuplicates"/>.</summary>
    public bool IsDuplicate => (Packed >> DuplicateAt & 1) != 0;

    /// <summary>Year of first receipt; null when unknown.</summary>
    public int? Year => (Packed >> YearAt) is var year and > 0 ? FirstYear + (int)year : null;

    /// <summary>What the stratified statistics adjust for: sex, age band, region and year; the rest is left out.</summary>
    public uint Confounders => Packed & ~(0x3Fu << ReporterAt);

    /// <summary>The traits of a case.</summary>
    public static Traits Of(CaseColumns cases, int row, bool duplicate) => new((uint)cases.Sex[row] | (uint)BandOf(cases.AgeYears[row]) << AgeAt
        | (uint)RegionOf(cases.Country[row]) << RegionAt | (uint)GroupOf(cases.Reporter[row]) << ReporterAt
        | Bit(cases.IsSerious(row), SeriousAt) | Bit(cases.IsFatal(row), FatalAt) | Bit(cases.IsNew[row], NewAt) | Bit(duplicate, DuplicateAt)
        | (uint)Math.Clamp(cases.FirstReceivedOn[row] / 10000 - FirstYear, 0, 255) << YearAt);

    /// <summary>The band of an age in years; NaN is unknown.</summary>
    public static AgeBand BandOf(double years) => years switch
    {
        double.NaN => AgeBand.Unknown,
        < 18 => AgeBand.Under18,
        < 45 => AgeBand.From18,
        < 65 => AgeBand.From45,
        < 75 => AgeBand.From65,
        _ => AgeBand.From75,
    };

    /// <summary>The region of a country as the store has it: a code, or a text that was not read when it was loaded.</summary>
    /// <remarks>What is no country known here is unknown, never another country.</remarks>
    public static Region RegionOf(string? country) => Countries.CodeOf(country) switch
    {
        null => Region.Unknown,
        "JP" => Region.Japan,
        var code when UnitedStates.Contains(code) => Region.UnitedStates,
        var code when Europe.Contains(code) => Region.Europe,
        _ => Region.Other,
    };

    private static ReporterGroup GroupOf(ReporterType reporter) => reporter switch
    {
        ReporterType.Unknown => ReporterGroup.Unknown,
        ReporterType.Consumer or ReporterType.Lawyer => ReporterGroup.Consumer,
        ReporterType.Physician or ReporterType.Pharmacist or ReporterType.OtherHealthProfessional => ReporterGroup.HealthProfessional,
        _ => throw new ArgumentOutOfRangeException(nameof(reporter), reporter, "No group has this type of reporter."),
    };

    private static uint Bit(bool set, int at) => set ? 1u << at : 0;
}
