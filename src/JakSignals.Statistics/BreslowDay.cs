using MathNet.Numerics;

namespace JakSignals.Statistics;

/// <summary>Whether the strata share one odds ratio: only then does the pooled one stand for them.</summary>
public static class BreslowDay
{
    /// <summary>Breslow and Day's χ² = Σ (a − ã)² / V with Tarone's correction, − (Σ(a − ã))² / Σ V, on one degree of freedom fewer than informative strata.</summary>
    /// <remarks>
    /// Source: Breslow and Day 1980, Statistical Methods in Cancer Research I, IARC Sci Publ 32; correction: Tarone 1985, Biometrika 72:91–95.
    /// ã is the a that the margins of the stratum and the Mantel–Haenszel ratio give, V = 1/(1/ã + 1/b̃ + 1/c̃ + 1/d̃). Unit: none. A stratum is informative when
    /// none of its margins is empty. χ² is approximate: with expected cells below about 5 its p is not to be relied on.
    /// </remarks>
    /// <param name="strata">One table per stratum, distinct current cases.</param>
    /// <returns>The test, or <see langword="null"/> when the pooled ratio is not estimable or fewer than two strata are informative.</returns>
    public static HomogeneityTest? Test(ReadOnlySpan<Table2x2> strata)
    {
        if (MantelHaenszel.Ror(strata) is not { Value: var ratio })
            return null;
        double plain = 0, difference = 0, variance = 0;
        var informative = 0;
        foreach (var t in strata)
        {
            if (!t.HasEveryMargin)
                continue;
            var (excess, v) = Excess(t, ratio);
            (plain, difference, variance, informative) = (plain + excess * excess / v, difference + excess, variance + v, informative + 1);
        }
        if (informative < 2)
            return null;
        var corrected = Math.Max(0.0, plain - difference * difference / variance);
        return new(corrected, informative - 1, SpecialFunctions.GammaUpperRegularized((informative - 1) / 2.0, corrected / 2.0), plain);
    }

    // a − ã and its variance. All four cells differ from their expectation by as much, up to the sign: the smallest loses fewest digits.
    private static (double Excess, double Variance) Excess(in Table2x2 t, double ratio)
    {
        var (a, b, c, d) = (ExpectedCell(t.A, t.B, t.C, t.D, ratio), ExpectedCell(t.B, t.A, t.D, t.C, 1.0 / ratio),
            ExpectedCell(t.C, t.D, t.A, t.B, 1.0 / ratio), ExpectedCell(t.D, t.C, t.B, t.A, ratio));
        var smallest = Math.Min(Math.Min(a, b), Math.Min(c, d));
        var excess = smallest == a ? t.A - a : smallest == d ? t.D - d : smallest == b ? b - t.B : c - t.C;
        return (excess, 1.0 / (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d));
    }

    // The root x of x·(d − a + x) = ratio·(a + b − x)(a + c − x) that leaves no cell negative. Written by margins its discriminant is a sum of terms that are
    // not negative, and each root is taken in the form that adds: no digit is lost, however large the ratio or the cells.
    private static double ExpectedCell(double a, double b, double c, double d, double ratio)
    {
        var (drug, others, with, without) = (a + b, c + d, a + c, b + d);
        var linear = d - a + ratio * (drug + with);
        var root = Math.Sqrt((d - a) * (d - a) + ratio * ratio * (b - c) * (b - c) + 2.0 * ratio * (drug * others + with * without));
        return linear >= 0 ? 2.0 * ratio * drug * with / (linear + root) : (root - linear) / (2.0 * (1.0 - ratio));
    }
}
