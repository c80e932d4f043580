namespace JakSignals.Statistics;

/// <summary>A statistic with its two-sided confidence limits, all finite and Lower ≤ Value ≤ Upper.</summary>
/// <param name="Value">The point estimate, in the unit of its statistic.</param>
/// <param name="Lower">The lower limit.</param>
/// <param name="Upper">The upper limit.</param>
public readonly record struct Estimate(double Value, double Lower, double Upper)
{
    /// <summary>Wald limits of a ratio on the log scale, exp(ln value ± z·SE).</summary>
    internal static Estimate OfRatio(double ratio, double standardErrorOfLog, double confidence)
    {
        var factor = Math.Exp(NormalQuantile.TwoSided(confidence) * standardErrorOfLog);
        return new(ratio, ratio / factor, ratio * factor);
    }
}
