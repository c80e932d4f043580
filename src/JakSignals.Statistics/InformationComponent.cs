namespace JakSignals.Statistics;

/// <summary>The information component: observed over expected on a logarithmic scale, shrunk towards none.</summary>
public static class InformationComponent
{
    /// <summary>Information component, IC = log2((a + ½) / (E + ½)), with limits log2 of the quantiles of Gamma(shape a + ½, rate E + ½).</summary>
    /// <remarks>
    /// Source: Norén, Hopstadius, Bate 2013, Stat Methods Med Res 22:57–69. Unit: log2 of a ratio of cases; 1 is twice what is expected.
    /// Swapping drug and event leaves it unchanged.
    /// </remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <param name="confidence">Two-sided credibility, a fraction from 0.5 to 0.9999.</param>
    /// <returns>The estimate, or <see langword="null"/> when nothing is expected. With a = 0 it is estimable, and negative or 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside its range.</exception>
    public static Estimate? Ic(in Table2x2 t, double confidence = 0.95) =>
        Ic(t.A, t.Expected ?? 0.0, confidence);

    /// <summary>Information component of a count whose expectation was formed elsewhere, over strata for example.</summary>
    /// <remarks>
    /// IC = log2((a + ½) / (E + ½)). The limits are exact gamma quantiles, not the approximation in powers of (a + ½)^−½, which was up to 0.05 off on FAERS pairs.
    /// The value is log2 of the posterior mean. A gamma distribution of shape ½ or more has its mean between the quantiles of
    /// 50 % and 68.3 % (the latter at ½), so the limits enclose it at every confidence of a half or more, also where a is 0.
    /// </remarks>
    /// <param name="observed">a, cases with drug and event, 0 or more.</param>
    /// <param name="expected">E, cases expected, 0 or more and finite.</param>
    /// <param name="confidence">Two-sided credibility, a fraction from 0.5 to 0.9999.</param>
    /// <returns>The estimate, or <see langword="null"/> when nothing is expected, E = 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Estimate? Ic(long observed, double expected, double confidence = 0.95)
    {
        if (observed < 0)
            throw new ArgumentOutOfRangeException(nameof(observed), observed, $"Observed is {observed}, expected a count of cases, 0 or more.");
        if (!(expected >= 0.0 && double.IsFinite(expected)))
        {
            throw new ArgumentOutOfRangeException(nameof(expected), expected,
                FormattableString.Invariant($"The expected count is {expected} (observed {observed}), expected a finite count of cases, 0 or more."));
        }
        var tail = TailProbability.Outside(confidence);
        if (expected == 0.0)
            return null;

        var rate = expected + 0.5;
        return new(Math.Log2((observed + 0.5) / rate), Math.Log2(tail.LowerOfCount(observed) / rate), Math.Log2(tail.UpperOfCount(observed) / rate));
    }
}
