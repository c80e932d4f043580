using System.Globalization;

namespace JakSignals.Ingest;

/// <summary>What the store knows of earlier loads of the same source; loads that were accepted in spite of their gaps are not among them.</summary>
/// <param name="Reports">Reports.</param>
/// <param name="WithoutDrug">Of these, without a drug.</param>
/// <param name="WithoutEvent">Of these, without a reaction.</param>
/// <param name="WithoutOutcome">Of these, without an outcome.</param>
public sealed record LoadHistory(long Reports, long WithoutDrug, long WithoutEvent, long WithoutOutcome)
{
    /// <summary>An empty store.</summary>
    public static LoadHistory None { get; } = new(0, 0, 0, 0);
}

/// <summary>Whether a quarter is whole: its tables are held against each other and against what the store has of the same source.</summary>
/// <remarks>
/// A table that was cut off at a line end looks whole, and turns events into non-events. What gives it away:
/// <list type="bullet">
/// <item>Reports without any drug or without any reaction. In FDA's files nearly every report has both. More than the share allowed, and more
/// than one report, is a fault; so is a table that no report has a record in.</item>
/// <item>Records of reports that DEMO does not have, by the same limits: then DEMO is cut off, or a table is another quarter's.</item>
/// <item>A table that falls silent before DEMO ends. The tables list reports in one order. With the share p of reports that the table speaks of
/// elsewhere, silence over the last k reports happens by chance with a probability of (1 − p)^k. Less than one in a million, and more than twice the
/// longest silence before, is a fault of DRUG and REAC from two reports on, of OUTC from five on: a few reports without an outcome may stand together.
/// Of THER and INDI it is told, not refused: they may be given for a part of the reports only. So it is of OUTC where more than half of the reports
/// are silent (<see cref="RefusesSilence"/>). RPSR is in no figure.</item>
/// <item>A hole in DRUG or REAC, by the same probability over at least three reports.</item>
/// <item>A last record that is in quarantine and has no line end.</item>
/// <item>The history: ten times as many reports without drug or reaction as before, or less than half as many reports with an outcome.</item>
/// </list>
/// </remarks>
public static class Completeness
{
    /// <summary>Share of reports without a drug, without a reaction, or not in DEMO that is let pass, in per cent.</summary>
    public const double DefaultMaximumPercent = 1;

    private const long FewestOfEvery = 2;
    private const long FewestOfSome = 5;
    private const double Improbable = 1e-6;
    private const long ReportsOfHistory = 1000;
    private const double OutcomesExpected = 30;

    /// <summary>What speaks against the quarter, a sentence each; none when it is whole.</summary>
    /// <param name="load">What the load noticed.</param>
    /// <param name="history">What the store has of the same source.</param>
    /// <param name="maximumPercent">Share allowed, in per cent, 0 to 100.</param>
    public static IReadOnlyList<string> Faults(LoadFindings load, LoadHistory history, double maximumPercent)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(history);
        var (drugs, events, outcomes) = (load.Of(SourceFileKind.FaersDrug), load.Of(SourceFileKind.FaersReaction), load.Of(SourceFileKind.FaersOutcome));
        string?[] faults =
        [
            .. load.CutOff.Select(file => Text($"{file.File} ends within the record of line {file.Line:N0}: the copy is incomplete.")),
            TooManyWithout(load, drugs, "drug", maximumPercent),
            TooManyWithout(load, events, "reaction", maximumPercent),
            .. load.Tables.Select(table => TooManyOrphans(load, table, maximumPercent)),
            .. new[] { drugs, events, outcomes }.Where(table => RefusesSilence(load, table)).Select(table => EndsEarly(load, table)),
            .. new[] { drugs, events }.Select(table => HasHole(load, table)),
            .. load.Tables.Select(table => DemoEndsEarly(load, table)),
            MoreThanBefore(load, drugs, "drug", history.Reports, history.WithoutDrug),
            MoreThanBefore(load, events, "reaction", history.Reports, history.WithoutEvent),
            FewerOutcomesThanBefore(load, outcomes, history),
        ];
        return [.. faults.OfType<string>()];
    }

    private static string? TooManyWithout(LoadFindings load, TableFindings table, string what, double maximumPercent)
    {
        var without = table.Without.Count;
        var hasNone = without == load.Reports;
        if (without == 0 || !hasNone && without <= Allowed(load.Reports, maximumPercent))
            return null;
        return Text($"{without:N0} of {load.Reports:N0} reports have no {what} in {Name(table)} ({Share(without, load.Reports)}; at most {maximumPercent} % is allowed): {table.Without.Named(5)}.");
    }

    private static string? TooManyOrphans(LoadFindings load, TableFindings table, double maximumPercent)
    {
        var orphans = table.Orphans.Count;
        if (orphans <= Allowed(load.Reports, maximumPercent))
            return null;
        return Text($"{Name(table)} has records of {orphans:N0} reports that DEMO, with {load.Reports:N0}, does not have (at most {maximumPercent} % is allowed): {table.Orphans.Named(5)}.");
    }

    /// <summary>Whether a table says nothing of reports at the end of DEMO that it would speak of by chance, in a sentence; null where it does not.</summary>
    /// <param name="load">What the load noticed.</param>
    /// <param name="table">A table of it.</param>
    public static string? EndsEarly(LoadFindings load, TableFindings table)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(table);
        var hasEveryReport = table.Kind is SourceFileKind.FaersDrug or SourceFileKind.FaersReaction;
        if (table.Mentioned == 0 || table.SilentAtEnd < (hasEveryReport ? FewestOfEvery : FewestOfSome))
            return null;
        var isTwiceAsLong = table.SilentAtEnd > 2 * table.LongestSilence;
        var silentElsewhere = load.Reports - table.Mentioned - table.SilentAtEnd;
        if (!isTwiceAsLong || Chance(silentElsewhere, load.Reports - table.SilentAtEnd, table.SilentAtEnd) >= Improbable)
            return null;
        return Text($"{Name(table)} says nothing of the last {table.SilentAtEnd:N0} of {load.Reports:N0} reports, and before of {table.Mentioned:N0} of {load.Reports - table.SilentAtEnd:N0}: it seems to be cut off.");
    }

    /// <summary>Whether a table that ends early refuses its quarter; of the others it is told.</summary>
    /// <remarks>OUTC that is silent on more than half of the reports may be whole: small exports list serious reports first.</remarks>
    public static bool RefusesSilence(LoadFindings load, TableFindings table)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(table);
        if (table.Kind == SourceFileKind.FaersOutcome)
            return table.SilentAtEnd * 2 <= load.Reports;
        return table.Kind is SourceFileKind.FaersDrug or SourceFileKind.FaersReaction;
    }

    private static string? HasHole(LoadFindings load, TableFindings table)
    {
        var silentElsewhere = load.Reports - table.Mentioned - table.LongestSilence;
        var isHole = table is { Mentioned: > 0, LongestSilence: >= 3 } && Chance(silentElsewhere, load.Reports - table.LongestSilence, table.LongestSilence) < Improbable;
        return isHole ? Text($"{Name(table)} says nothing of {table.LongestSilence:N0} reports in a row: records seem to be missing within it.") : null;
    }

    private static string? DemoEndsEarly(LoadFindings load, TableFindings table)
    {
        if (table.OrphansAtEnd < 2 || Chance(table.Orphans.Count - table.OrphansAtEnd, load.Reports, table.OrphansAtEnd) >= Improbable)
            return null;
        return Text($"{Name(table)} ends with {table.OrphansAtEnd:N0} reports that DEMO does not have: DEMO seems to be cut off.");
    }

    private static string? MoreThanBefore(LoadFindings load, TableFindings table, string what, long reportsBefore, long withoutBefore)
    {
        if (reportsBefore < ReportsOfHistory)
            return null;
        var expected = (double)withoutBefore / reportsBefore * load.Reports;
        return table.Without.Count <= 10 * (expected + 1) ? null
            : Text($"{table.Without.Count:N0} of {load.Reports:N0} reports have no {what} in {Name(table)}; as before it would be about {expected:0.#}: {table.Without.Named(5)}.");
    }

    private static string? FewerOutcomesThanBefore(LoadFindings load, TableFindings table, LoadHistory history)
    {
        if (history.Reports == 0)
            return null;
        var with = load.Reports - table.Without.Count;
        var expected = (double)(history.Reports - history.WithoutOutcome) / history.Reports * load.Reports;
        return expected < OutcomesExpected || with >= expected / 2 ? null
            : Text($"{with:N0} of {load.Reports:N0} reports have an outcome in {Name(table)}; as before it would be about {expected:N0}. Without it they would not be serious.");
    }

    /// <summary>One report is let pass in a small quarter, where it is more than any sensible share.</summary>
    private static long Allowed(long reports, double maximumPercent) => Math.Max(1, (long)(reports * maximumPercent / 100));

    /// <summary>How likely so many silent reports in a row are, with one silent and one mentioned report added to what is known.</summary>
    private static double Chance(long silent, long of, long inARow) => Math.Pow((silent + 1.0) / (of + 2.0), inARow);

    private static string Name(TableFindings table) => table.File ?? table.Table;

    private static string Share(long part, long whole) => Text($"{100.0 * part / whole:0.0#} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
