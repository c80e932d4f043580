namespace JakSignals.Statistics;

/// <summary>How strongly a 2×2 table speaks against independence, in one number that small counts cannot inflate.</summary>
public static class LikelihoodRatio
{
    /// <summary>Log likelihood ratio, ln LR = a·ln(a/E) + c·ln(c/(m − E)), with m = a + c and E = (a + b)·m/N; 0 where a ≤ E.</summary>
    /// <remarks>
    /// Source: Huang L, Zalkikar J, Tiwari RC. J Am Stat Assoc 2011;106:1230–1241, one-sided. Used to rank pairs for display: three reports of
    /// two rare names give a huge ratio of odds but little likelihood. Unit: natural logarithm.
    /// </remarks>
    /// <returns>0 or more, or <see langword="null"/> when a margin is empty: nothing is then expected.</returns>
    public static double? Log(in Table2x2 t)
    {
        if (t.Expected is not ({ } expected and > 0) || t.C + t.D == 0)
            return null;
        if (t.A <= expected)
            return 0;
        var others = t.C == 0 ? 0 : t.C * Math.Log(t.C / (t.Event - expected));
        return t.A * Math.Log(t.A / expected) + others;
    }
}
