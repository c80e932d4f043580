namespace JakSignals.Statistics;

/// <summary>Observed over expected with the error of the ROR: what many published tables print under the names of EBGM and IC.</summary>
/// <remarks>
/// Here to check such tables, never under those names: nothing is shrunk, so a rare pair scores as high as in the raw ratio. The EBGM is a posterior mean of the
/// Gamma–Poisson shrinker, and the IC is in <see cref="InformationComponent"/>. The error is that of another ratio, the ROR, and is taken over as published.
/// </remarks>
public static class ObservedExpected
{
    /// <summary>O/E = a / E, with limits exp(ln(O/E) ± z·√(1/a + 1/b + 1/c + 1/d)).</summary>
    /// <remarks>Source: Sci Rep 2025, s41598-025-85826-1, Table 1, as "EBGM" with the lower limit "EBGM05". Unit: ratio of cases.</remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <param name="confidence">Two-sided confidence, a fraction from 0.5 to 0.9999; 0.90, whose lower limit those tables print (with z rounded to 1.64).</param>
    /// <returns>The estimate, or <see langword="null"/> when a cell is zero: the error is then undefined.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside its range.</exception>
    public static Estimate? OeRatio(in Table2x2 t, double confidence = 0.90) =>
        (RelativeReporting.Rrr(t), ReportingOdds.ErrorOfLog(t)) is ({ } ratio, { } error) ? Estimate.OfRatio(ratio, error, confidence) : null;

    /// <summary>log2(O/E), with limits log2(O/E) ± z·√(1/a + 1/b + 1/c + 1/d) / ln 2.</summary>
    /// <remarks>Source: the same table, as "IC" with the lower limit "IC025". Unit: log2 of a ratio of cases.</remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <param name="confidence">Two-sided confidence, a fraction from 0.5 to 0.9999.</param>
    /// <returns>The estimate, or <see langword="null"/> when a cell is zero: the error is then undefined.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside its range.</exception>
    public static Estimate? OeLog2(in Table2x2 t, double confidence = 0.95)
    {
        if ((RelativeReporting.Rrr(t), ReportingOdds.ErrorOfLog(t)) is not ({ } ratio, { } error))
            return null;

        var (value, margin) = (Math.Log2(ratio), NormalQuantile.TwoSided(confidence) * error / Math.Log(2.0));
        return new(value, value - margin, value + margin);
    }
}
