using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>Scores all pairs. It needs no cases any more.</summary>
public sealed class ScoreJob(TimeProvider clock, ILogger log) : IWeeklyStep
{
    /// <inheritdoc/>
    public string Name => "score";

    /// <inheritdoc/>
    public string Title => "Scoring pairs";

    /// <inheritdoc/>
    public WorkResult Run(WeekInMemory week, IJobProgress progress, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var pairs = week.Pairs(progress, cancel);
        var elapsed = clock.GetElapsedTime(started);
        var signals = pairs.Count(pair => pair.Scores.IsSignal);
        log.Scored(week.RunId, pairs.Count, signals, elapsed);
        return new WorkResult(pairs.Count, null, write => RunStore.ReplaceSignals(write, week.RunId, pairs));
    }
}
