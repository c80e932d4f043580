using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JakSignals.Jobs;

/// <summary>Everything of a week that is made from its cases one by one; after it they are not needed any more.</summary>
/// <param name="Cases">Current cases.</param>
/// <param name="Files">Fates of the records of each file.</param>
/// <param name="Simulated">Whether any report is simulated.</param>
/// <param name="Undated">Cases that stand in several case tables without a date.</param>
/// <param name="ReportedAfterDeletion">Deleted cases with a report that came after the latest list that names them.</param>
/// <param name="Withdrawn">Cases that the previous run counted and that have no report now, because their source was withdrawn.</param>
/// <param name="Names">Drug names of the current cases.</param>
/// <param name="Counted">Counts of all pairs, with the drug groups' pairs scored.</param>
/// <param name="Findings">Strata, scopes, robustness and masking of the class pairs.</param>
/// <param name="Trend">Trend of the pairs that are reported.</param>
/// <param name="Lines">The line listing.</param>
/// <param name="Reading">What of names, terms and countries was not read, or not as one would think.</param>
public sealed record CountedWeek(
    int Cases, IReadOnlyList<FileFates> Files, bool Simulated, long Undated, long ReportedAfterDeletion, int Withdrawn, IReadOnlyList<NameUse> Names,
    CountedPairs Counted, ClassPairFindings Findings, IReadOnlyList<TrendPoint> Trend, IReadOnlyList<LineListRow> Lines,
    IReadOnlyList<QualityRow> Reading)
{
    /// <summary>What data quality says of the completeness of sources and cases.</summary>
    public IReadOnlyList<QualityRow> Completeness { get; init; } = [];
}

/// <summary>Counts all pairs, and looks closer at those of the drug groups.</summary>
public sealed class CountJob(Database database, WeeklyOptions options, TimeProvider? clock = null, ILogger? log = null) : IWeeklyStep
{
    private const int Parts = 4;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ILogger _log = log ?? NullLogger.Instance;

    /// <inheritdoc/>
    public string Name => "count";

    /// <inheritdoc/>
    public string Title => "Counting pairs, looking at class pairs from every side";

    /// <inheritdoc/>
    /// <remarks>It leaves no row: counts live until the pairs are scored, and are counted again where a kill came between.</remarks>
    public WorkResult Run(WeekInMemory week, IJobProgress progress, CancellationToken cancel)
    {
        var started = _clock.GetTimestamp();
        var counted = week.Counted(progress, cancel).Counted;
        var elapsed = _clock.GetElapsedTime(started);
        _log.Counted(week.RunId, counted.Counts.Distinct, elapsed);
        if (counted.Fit.Prior is null)
            _log.PriorNotFitted(week.RunId, counted.Fit.Reason ?? "");
        return new WorkResult(counted.Counts.Distinct, null, _ => { });
    }

    /// <summary>Computes the step; it reads only, but for the codes of the run where the database counts.</summary>
    /// <param name="runId">The run, which is in the ledger.</param>
    /// <param name="scope">As-of date and loads.</param>
    /// <param name="week">Current cases, normalised.</param>
    /// <param name="scorer">Scores pairs.</param>
    /// <param name="progress">Hears which of its four parts are done.</param>
    /// <param name="cancel">Stops the work.</param>
    public CountedWeek Count(string runId, RunScope scope, NormalisedWeek week, SignalScorer scorer, IJobProgress progress, CancellationToken cancel)
    {
        var (coded, cases) = (week.Coded, week.Current.Cases);
        var current = week.Current;
        var gone = GoneReports.Of(week.Normalised.Gone, current.GoneCauses, coded, current.Returned, current.FellBack, cancel);
        var counted = scorer.Count(coded, cases, gone, Counter(runId, week), cancel);
        progress.Rows(1, Parts);
        var findings = new ClassPairAnalysis(options.Signals, scope.AsOf).Analyse(coded, cases, week.Domain, counted, cancel);
        progress.Rows(2, Parts);
        var trend = TrendCounter.Count(coded, cases, [.. counted.OfGroups.Where(IsFollowed).Select(pair => (pair.Counts.Drug, pair.Counts.Event))], cancel);
        progress.Rows(3, Parts);
        var lines = new LineListing(database, options.Catalogue.Drugs, options.Signals).Rows(week);
        progress.Rows(Parts, Parts);
        var withdrawn = current.GoneCauses.Count(cause => cause == GoneCause.Withdrawn) - current.FellBack.Length;
        var reading = ReadingQuality.Of(options.Catalogue, cases, week.Normalised);
        return new CountedWeek(cases.Count, current.Files, current.Simulated, current.Undated, current.ReportedAfterDeletion, withdrawn,
            week.Normalised.Names, counted, findings, trend, lines, reading)
        {
            Completeness = CompletenessRows.Of(current),
        };
    }

    /// <summary>What counts all pairs of the main scope; the class pairs are looked at in memory either way.</summary>
    private CountPairs Counter(string runId, NormalisedWeek week) => options.CountInDatabase
        ? (coded, cases, wanted, cancel) => new PairCountStore(database, _clock)
            .Count(runId, CountingCodes.Of(options.Catalogue, week.Normalised, cases, new NameStore(database).Read().Terms),
                options.Signals.RoleScope, coded, wanted, cancel, options.Signals.InteractingIsSuspect)
        : PairCounter.Count;

    /// <summary>A pair whose quarters are published: a drug group with an event class, or with a term that is or was a signal.</summary>
    private static bool IsFollowed(ScoredPair pair) => pair.Event.IsClass ? pair.Table.A > 0 : pair.Status is not SignalStatus.None;
}
