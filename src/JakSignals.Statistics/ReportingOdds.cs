namespace JakSignals.Statistics;

/// <summary>The reporting odds ratio: the odds of the event in the drug's reports over the odds in all other reports.</summary>
public static class ReportingOdds
{
    /// <summary>Reporting odds ratio, ROR = (a·d) / (b·c), with SE(ln ROR) = √(1/a + 1/b + 1/c + 1/d).</summary>
    /// <remarks>
    /// Source: van Puijenbroek et al. 2002, Pharmacoepidemiol Drug Saf 11:3–10; limits: Woolf 1955, Ann Hum Genet 19:251–253.
    /// Unit: ratio of odds of reports; a reason to look, never a risk. Swapping drug and event leaves it unchanged.
    /// </remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <param name="confidence">Two-sided confidence, a fraction from 0.5 to 0.9999.</param>
    /// <returns>The estimate, or <see langword="null"/> when a cell is zero: the ratio or its error is then undefined, and no ½ is added.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside its range.</exception>
    public static Estimate? Ror(in Table2x2 t, double confidence = 0.95)
    {
        if (ErrorOfLog(t) is not { } error)
            return null;

        double a = t.A, b = t.B, c = t.C, d = t.D;
        return Estimate.OfRatio(a * d / (b * c), error, confidence);
    }

    /// <summary>√(1/a + 1/b + 1/c + 1/d), or <see langword="null"/> when a cell is zero.</summary>
    internal static double? ErrorOfLog(in Table2x2 t) => t is { A: 0 } or { B: 0 } or { C: 0 } or { D: 0 }
        ? null
        : Math.Sqrt(1.0 / t.A + 1.0 / t.B + 1.0 / t.C + 1.0 / t.D);
}
