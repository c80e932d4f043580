using JakSignals.Incidence;
using JakSignals.Ingest.Tables;
using JakSignals.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JakSignals.Jobs;

/// <summary>Rates of all cohorts, and the rows of cohort tables that are in none.</summary>
/// <param name="Rates">Rates.</param>
/// <param name="Rejected">Rows left out, with the reason.</param>
/// <param name="Doubtful">Rows that count, but whose patients cannot have had so many years in their period.</param>
public sealed record CohortRates(IReadOnlyList<IncidenceRow> Rates, IReadOnlyList<RejectedCohort> Rejected, IReadOnlyList<ExposureRow> Doubtful);

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
        var rates = week.Rates(cancel).Rates;
        foreach (var rejected in week.Rates(cancel).Rejected.GroupBy(one => (one.Row.Cohort, one.Reason)))
            _log.CohortRejected(week.RunId, rejected.Count(), rejected.Key.Cohort, rejected.Key.Reason);
        var elapsed = _clock.GetElapsedTime(started);
        _log.Rated(week.RunId, rates.Count, elapsed);
        return new WorkResult(rates.Count, null, write => RunStore.ReplaceIncidence(write, week.RunId, rates));
    }

    /// <summary>Computes the step; it reads only. Cohorts of kind <c>sales</c> take their events from the cases.</summary>
    public CohortRates Rate(RunScope scope, NormalisedWeek week)
    {
        var names = new RateNames(options.Catalogue);
        var selected = SelectedCohorts.Of(new ExposureStore(database).Read(scope), names, scope.AsOf, week.Coded);
        var rates = new IncidenceCalculator(names).Rates(selected.Rows, week.Coded, week.Current.Cases);
        return new(rates, selected.Rejected, [.. selected.Rows.Where(ExposureFigures.IsLong)]);
    }
}
