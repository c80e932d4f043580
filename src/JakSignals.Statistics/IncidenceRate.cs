namespace JakSignals.Statistics;

/// <summary>Events per time at risk.</summary>
public static class IncidenceRate
{
    /// <summary>Incidence rate, 100·n / PY, with exact limits 100/PY · [χ²(α/2; 2n) / 2, χ²(1 − α/2; 2n + 2) / 2].</summary>
    /// <remarks>
    /// Source: Garwood 1936, Biometrika 28:437–442. Unit: events per 100 patient-years. The lower limit is 0 when n = 0.
    /// Halved, the χ² quantiles are gamma quantiles with shape n and n + 1. Over patient-years estimated from sales, with spontaneous
    /// numerators, this is a reporting rate, not an incidence: the caller names it so.
    /// </remarks>
    /// <param name="events">n, the events (patients with a first event, where that is what was counted), 0 or more.</param>
    /// <param name="patientYears">PY, the time at risk in patient-years, above 0 and finite.</param>
    /// <param name="confidence">Two-sided confidence 1 − α, a fraction from 0.5 to 0.9999.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range: a rate is defined for every other input.</exception>
    public static Estimate Per100PatientYears(long events, double patientYears, double confidence = 0.95)
    {
        if (events < 0)
            throw new ArgumentOutOfRangeException(nameof(events), events, $"Events is {events}, expected a count, 0 or more.");
        if (!(patientYears > 0.0 && double.IsFinite(patientYears)))
        {
            throw new ArgumentOutOfRangeException(nameof(patientYears), patientYears,
                FormattableString.Invariant($"Patient-years is {patientYears} (events {events}), expected a finite time above 0."));
        }
        var tail = TailProbability.Outside(confidence);
        var lower = events == 0 ? 0.0 : GammaQuantile.OfLowerTail(events, tail);
        var upper = GammaQuantile.OfUpperTail(events + 1.0, tail);
        return new(100.0 * events / patientYears, 100.0 * lower / patientYears, 100.0 * upper / patientYears);
    }
}
