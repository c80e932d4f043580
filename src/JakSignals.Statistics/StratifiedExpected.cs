namespace JakSignals.Statistics;

/// <summary>The expected count with the strata held apart, as the empirical Bayes scores of stratified data use it.</summary>
public static class StratifiedExpected
{
    /// <summary>Expected count of drug and event together were they independent within each stratum, E = Σ (a + b)·(a + c) / N.</summary>
    /// <remarks>Source: DuMouchel 1999, Am Stat 53:177–190, as openEBGM forms it. Unit: cases. A stratum without cases contributes nothing.</remarks>
    /// <param name="strata">One table per stratum, distinct current cases.</param>
    /// <returns>Zero or more, or <see langword="null"/> when no stratum has a case.</returns>
    public static double? Of(ReadOnlySpan<Table2x2> strata)
    {
        double? sum = null;
        foreach (var t in strata)
        {
            if (t.Expected is { } expected)
                sum = (sum ?? 0.0) + expected;
        }
        return sum;
    }
}
