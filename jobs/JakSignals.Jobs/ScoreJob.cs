using JakSignals.Signals;

namespace JakSignals.Jobs;

/// <summary>Scored pairs of a run and the trend of the domain's pairs.</summary>
/// <param name="Scored">Scored pairs.</param>
/// <param name="Trend">Trend.</param>
public sealed record ScoredWeek(ScoredPairs Scored, IReadOnlyList<TrendPoint> Trend);

/// <summary>Counts and scores every pair and compares it with the previous run.</summary>
public sealed class ScoreJob(WeeklyOptions options)
{
    /// <summary>Runs the step; it reads only.</summary>
    public ScoredWeek Run(NormalisedWeek week, PreviousScores? previous, CancellationToken cancel) =>
        new(new SignalScorer(options.Signals, previous).Score(week.Coded, week.Current.Cases, cancel),
            TrendCounter.Count(week.Coded, week.Current.Cases));
}
