namespace JakSignals.Statistics;

/// <summary>The association of drug and event within strata, pooled over them, so that what defines the strata no longer confounds it.</summary>
/// <remarks>A stratum without cases or with an empty margin holds no comparison and contributes nothing.</remarks>
public static class MantelHaenszel
{
    /// <summary>Pooled reporting odds ratio, ROR = Σ Rₛ / Σ Sₛ, with Rₛ = a·d/N and Sₛ = b·c/N of stratum s.</summary>
    /// <remarks>
    /// Source: Mantel and Haenszel 1959, J Natl Cancer Inst 22:719–748; limits: Robins, Breslow and Greenland 1986, Biometrics 42:311–323,
    /// Var(ln ROR) = ΣPR/(2(ΣR)²) + Σ(PS + QR)/(2·ΣR·ΣS) + ΣQS/(2(ΣS)²), with P = (a + d)/N and Q = (b + c)/N, consistent for many small strata as for few
    /// large ones. Unit: ratio of odds of reports. Of one stratum it is the ROR and Woolf's limits.
    /// </remarks>
    /// <param name="strata">One table per stratum, distinct current cases.</param>
    /// <param name="confidence">Two-sided confidence, a fraction from 0.5 to 0.9999.</param>
    /// <returns>
    /// The estimate, or <see langword="null"/> when ΣR or ΣS is zero, and when the error is so large that a limit leaves the range of floating point
    /// (ΣR and ΣS each carried by strata that hardly say anything about the other).
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside its range.</exception>
    public static Estimate? Ror(ReadOnlySpan<Table2x2> strata, double confidence = 0.95)
    {
        Confidence.Require(confidence);
        double r = 0, s = 0, pr = 0, mixed = 0, qs = 0;
        foreach (var t in strata)
        {
            if (t.Total == 0)
                continue;
            double n = t.Total, p = (t.A + t.D) / n, q = (t.B + t.C) / n, rs = t.A / n * t.D, ss = t.B / n * t.C;
            (r, s, pr, mixed, qs) = (r + rs, s + ss, pr + p * rs, mixed + p * ss + q * rs, qs + q * ss);
        }
        if (r == 0 || s == 0)
            return null;
        var estimate = Estimate.OfRatio(r / s, Math.Sqrt((pr / r / r + mixed / r / s + qs / s / s) / 2.0), confidence);
        return estimate is { Lower: > 0 } && double.IsFinite(estimate.Upper) ? estimate : null;
    }

    /// <summary>Cochran, Mantel and Haenszel's χ² = (|Σ(a − E)| − correction)² / Σ V, V = (a+b)(c+d)(a+c)(b+d) / (N²(N − 1)), one degree of freedom.</summary>
    /// <remarks>
    /// Source: Mantel and Haenszel 1959, J Natl Cancer Inst 22:719–748. Unit: none; 0 or more. The correction is ½, and none where |Σ(a − E)| is below ½, as
    /// in R's mantelhaen.test. Of one stratum it is (N − 1)/N times Pearson's or Yates' χ².
    /// </remarks>
    /// <param name="strata">One table per stratum, distinct current cases.</param>
    /// <param name="continuityCorrection">Whether ½ is taken off the difference, as R does by default.</param>
    /// <returns>χ², or <see langword="null"/> when every stratum has an empty margin.</returns>
    public static double? ChiSquare(ReadOnlySpan<Table2x2> strata, bool continuityCorrection)
    {
        double difference = 0, variance = 0;
        foreach (var t in strata)
        {
            if (!t.HasEveryMargin)
                continue;
            double n = t.Total, others = t.C + t.D, without = t.B + t.D;
            difference += t.CrossDifference / n;
            variance += t.Drug / n * others * (t.Event / n) * without / (n - 1);
        }
        if (variance == 0)
            return null;
        var excess = Math.Abs(difference);
        var corrected = continuityCorrection && excess >= 0.5 ? excess - 0.5 : excess;
        return corrected * corrected / variance;
    }
}
