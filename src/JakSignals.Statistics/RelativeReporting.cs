namespace JakSignals.Statistics;

/// <summary>How many times more often drug and event are reported together than they would be were they independent.</summary>
public static class RelativeReporting
{
    /// <summary>Relative reporting ratio, RRR = a / E, with E = (a + b)·(a + c) / N.</summary>
    /// <remarks>
    /// Source: DuMouchel 1999, Am Stat 53:177–190. Unit: ratio of cases, 0 or more. What IC and EBGM shrink: unstable where E is small.
    /// Swapping drug and event leaves it unchanged.
    /// </remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <returns>The ratio, 0 when a is 0, or <see langword="null"/> when nothing is expected: no case has the drug, or none the event.</returns>
    public static double? Rrr(in Table2x2 t) => t.Expected is { } expected and > 0.0 ? t.A / expected : null;
}
