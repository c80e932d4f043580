using JakSignals.Incidence;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>Computes the rates of all cohorts.</summary>
public sealed class RateJob(Database database, WeeklyOptions options)
{
    /// <summary>Runs the step; it reads only.</summary>
    public IReadOnlyList<IncidenceRow> Run(RunScope scope, NormalisedWeek week) =>
        new IncidenceCalculator(new RateNames(options.Catalogue))
            .Rates(new ExposureStore(database).Read(scope), week.Coded, week.Current.Cases);
}
