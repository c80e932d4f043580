using JakSignals.Incidence;
using JakSignals.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JakSignals.Jobs;

/// <summary>Computes how often events happen per 100 patient-years in all cohorts.</summary>
public sealed class RateJob(Database database, WeeklyOptions options, TimeProvider? clock = null, ILogger? log = null) : IWeeklyStep
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ILogger _log = log ?? NullLogger.Instance;

    /// <inheritdoc/>
    public string Name => "rate";

    /// <inheritdoc/>
    public string Title => "Computing rates per 100 patient-years";

    /// <inheritdoc/>
    public WorkResult Run(WeekInMemory week, IJobProgress progress, CancellationToken cancel)
    {
        var started = _clock.GetTimestamp();
        var rates = week.Rates(cancel);
        var elapsed = _clock.GetElapsedTime(started);
        _log.Rated(week.RunId, rates.Count, elapsed);
        return new WorkResult(rates.Count, null, write => RunStore.ReplaceIncidence(write, week.RunId, rates));
    }

    /// <summary>Computes the step; it reads only. Cohorts of kind <c>sales</c> take their events from the cases.</summary>
    public IReadOnlyList<IncidenceRow> Rate(RunScope scope, NormalisedWeek week) =>
        new IncidenceCalculator(new RateNames(options.Catalogue)).Rates(new ExposureStore(database).Read(scope), week.Coded, week.Current.Cases);
}
