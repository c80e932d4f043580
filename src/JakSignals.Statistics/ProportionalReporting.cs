namespace JakSignals.Statistics;

/// <summary>The proportional reporting ratio: how much larger the event's share is in the drug's reports than in all other reports.</summary>
public static class ProportionalReporting
{
    /// <summary>Proportional reporting ratio, PRR = (a/(a+b)) / (c/(c+d)), with SE(ln PRR) = √(1/a − 1/(a+b) + 1/c − 1/(c+d)).</summary>
    /// <remarks>
    /// Source: Evans, Waller, Davis 2001, Pharmacoepidemiol Drug Saf 10:483–486; limits: Katz et al. 1978, Biometrics 34:469–474.
    /// Unit: ratio of proportions of reports; a reason to look, never a risk.
    /// With b = 0 (the drug is reported with this event only) the ratio and its error are defined and given, where the ROR is not; the
    /// drug's part of the error is then 0, so the limits are too narrow when a is small. With d = 0 alone they are given likewise.
    /// </remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <param name="confidence">Two-sided confidence, a fraction from 0.5 to 0.9999.</param>
    /// <returns>
    /// The estimate, or <see langword="null"/> when a or c is zero, so that the ratio or its error is undefined, and when both b and d are zero:
    /// every case then has the event, there is nothing to compare, and an error of 0 would claim certainty.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside its range.</exception>
    public static Estimate? Prr(in Table2x2 t, double confidence = 0.95)
    {
        if (t is { A: 0 } or { C: 0 } or { B: 0, D: 0 })
            return null;

        // In double before any product; and 1/a − 1/(a+b) as b/(a·(a+b)), which keeps its digits when b is small beside a.
        double a = t.A, b = t.B, c = t.C, d = t.D, drug = a + b, others = c + d;
        var error = Math.Sqrt(b / (a * drug) + d / (c * others));
        return Estimate.OfRatio(a * others / (drug * c), error, confidence);
    }
}
