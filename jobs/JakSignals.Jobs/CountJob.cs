using JakSignals.Cases;
using JakSignals.Incidence;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>Everything of a week that is made from its cases one by one; after it they are not needed any more.</summary>
/// <param name="Cases">Current cases.</param>
/// <param name="Files">Fates of the records of each file.</param>
/// <param name="Simulated">Whether any report is simulated.</param>
/// <param name="Undated">Cases that stand in several case tables without a date.</param>
/// <param name="Names">Drug names of the current cases.</param>
/// <param name="Counted">Counts of all pairs, with the drug groups' pairs scored.</param>
/// <param name="Findings">Strata, scopes, robustness and masking of the class pairs.</param>
/// <param name="Trend">Trend of the pairs that are reported.</param>
/// <param name="Lines">The line listing.</param>
/// <param name="Rates">Rates of all cohorts.</param>
public sealed record CountedWeek(
    int Cases, IReadOnlyList<FileFates> Files, bool Simulated, long Undated, IReadOnlyList<NameUse> Names,
    CountedPairs Counted, ClassPairFindings Findings, IReadOnlyList<TrendPoint> Trend, IReadOnlyList<LineListRow> Lines, IReadOnlyList<IncidenceRow> Rates);

/// <summary>Counts all pairs, and looks closer at those of the drug groups.</summary>
public sealed class CountJob(Database database, WeeklyOptions options)
{
    /// <summary>Runs the step; it reads only.</summary>
    /// <param name="scope">As-of date and loads.</param>
    /// <param name="week">Current cases, normalised.</param>
    /// <param name="scorer">Scores pairs.</param>
    /// <param name="cancel">Stops the work.</param>
    public CountedWeek Run(RunScope scope, NormalisedWeek week, SignalScorer scorer, CancellationToken cancel)
    {
        var (coded, cases) = (week.Coded, week.Current.Cases);
        var counted = scorer.Count(coded, cases, GoneReports.Of(week.Normalised.Gone, week.Current.GoneDeleted, cancel), cancel);
        var findings = new ClassPairAnalysis(options.Signals, scope.AsOf).Analyse(coded, cases, week.Domain, counted, cancel);
        var trend = TrendCounter.Count(coded, cases, [.. counted.OfGroups.Where(IsFollowed).Select(pair => (pair.Counts.Drug, pair.Counts.Event))], cancel);
        var lines = new LineListing(database, options.Catalogue.Drugs, options.Signals.RoleScope).Rows(week);
        var rates = new IncidenceCalculator(new RateNames(options.Catalogue)).Rates(new ExposureStore(database).Read(scope), coded, cases);
        return new CountedWeek(cases.Count, week.Current.Files, week.Current.Simulated, week.Current.Undated, week.Normalised.Names, counted, findings, trend, lines, rates);
    }

    /// <summary>A pair whose quarters are published: a drug group with an event class, or with a term that is or was a signal.</summary>
    private static bool IsFollowed(ScoredPair pair) => pair.Event.IsClass ? pair.Table.A > 0 : pair.Status is not SignalStatus.None;
}
