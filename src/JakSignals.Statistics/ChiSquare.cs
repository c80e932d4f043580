namespace JakSignals.Statistics;

/// <summary>χ² of a 2×2 table on one degree of freedom, plain and with the continuity correction.</summary>
public static class ChiSquare
{
    /// <summary>Pearson's χ² = N·(a·d − b·c)² / ((a+b)(c+d)(a+c)(b+d)).</summary>
    /// <remarks>Source: Pearson 1900, Philos Mag 50:157–175. Unit: none; 0 or more. Two-sided: large for a deficit of reports as for an excess.</remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <returns>χ², or <see langword="null"/> when a margin is zero. A zero cell between margins above zero is no obstacle.</returns>
    public static double? Pearson(in Table2x2 t) => FromCrossDifference(t, Math.Abs(t.CrossDifference));

    /// <summary>χ² with Yates' continuity correction, N·max(0, |a·d − b·c| − N/2)² / ((a+b)(c+d)(a+c)(b+d)).</summary>
    /// <remarks>
    /// Source: Yates 1934, Suppl J R Stat Soc 1:217–235; held at 0 where the correction exceeds the difference, as R's chisq.test does.
    /// Unit: none; 0 or more, never above Pearson's.
    /// </remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <returns>χ², or <see langword="null"/> when a margin is zero.</returns>
    public static double? Yates(in Table2x2 t) =>
        FromCrossDifference(t, Math.Max(0.0, Math.Abs(t.CrossDifference) - t.Total / 2.0));

    private static double? FromCrossDifference(in Table2x2 t, double difference)
    {
        double drug = t.Drug, noDrug = t.C + t.D, with = t.Event, without = t.B + t.D;
        var product = drug * noDrug * with * without;
        return product == 0.0 ? null : t.Total * difference * difference / product;
    }
}
