namespace JakSignals.Statistics;

/// <summary>Fisher's exact test of a 2×2 table: how probable such a table is, its margins given, were drug and event independent.</summary>
/// <remarks>
/// Source: Fisher 1922, J R Stat Soc 85:87–94. With the margins fixed A is hypergeometric. Unit: probability, 0 to 1. Swapping drug and event leaves every p unchanged.
/// The observed table's probability comes from deviances (docs/methods.md) and the others from their ratios to it, so p keeps ten digits and more down to the end of
/// double's range and for cells of 10^10; p is 0 only where it is below the smallest double, 4.9e-324, and below 2.2e-308 has the digits a double has left there.
/// Cost: the tables between the observed one and where they no longer count, a few for rare pairs, ten standard deviations of A for common ones.
/// A table with an empty margin is the only one with its margins; there is nothing to test, and p is <see langword="null"/> where R's fisher.test prints 1.
/// </remarks>
public static class FisherExact
{
    // R's fisher.test counts a table as no more probable than the observed one up to this factor, since rounding would part tables that tie.
    private const double Tie = 1.0 + 1e-7;

    /// <summary>Two-sided p, the sum of P(A = k) over every k with P(A = k) ≤ P(A = a)·(1 + 1e-7).</summary>
    /// <remarks>As R's fisher.test defines it; not twice the smaller one-sided p.</remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <returns>p, or <see langword="null"/> when a margin is zero.</returns>
    public static double? TwoSided(in Table2x2 t)
    {
        if (HasEmptyMargin(t))
            return null;

        // With the columns swapped a deficit is an excess, of the other column: the mode is then never above a.
        var observed = new FixedMargins(t);
        var excess = observed.Difference >= 0.0 ? observed : observed.ColumnsSwapped();
        if (NeighboursTied(excess) is not { } neighbours)
            return 1.0;
        var log = excess.LogProbability();
        return Probability(log, excess.SumUpwards() + neighbours + SumBeyondMode(excess, log));
    }

    /// <summary>One-sided p of an excess, P(A ≥ a).</summary>
    /// <param name="t">Distinct current cases.</param>
    /// <returns>p, or <see langword="null"/> when a margin is zero.</returns>
    public static double? Greater(in Table2x2 t) => UpperTail(t, shareOfObserved: 1.0);

    /// <summary>One-sided mid-p of an excess, P(A &gt; a) + P(A = a)/2, never above <see cref="Greater"/>.</summary>
    /// <remarks>
    /// Source: Lancaster 1961, J Am Stat Assoc 56:223–234 (from memory, unverified). The exact p of a discrete count lies above its nominal level on average; half the
    /// observed table corrects that.
    /// </remarks>
    /// <param name="t">Distinct current cases.</param>
    /// <returns>p, or <see langword="null"/> when a margin is zero.</returns>
    public static double? MidGreater(in Table2x2 t) => UpperTail(t, shareOfObserved: 0.5);

    private static bool HasEmptyMargin(in Table2x2 t) => t.Drug == 0 || t.Event == 0 || t.C + t.D == 0 || t.B + t.D == 0;

    private static double? UpperTail(in Table2x2 t, double shareOfObserved)
    {
        if (HasEmptyMargin(t))
            return null;

        var observed = new FixedMargins(t);
        if (observed.Difference > 0.0)
            return Probability(observed.LogProbability(), observed.SumUpwards() - (1.0 - shareOfObserved));

        // At or below the mean the tail holds about a half or more, and what it lacks is the smaller sum.
        var lacking = observed.ColumnsSwapped().SumUpwards() - shareOfObserved;
        return lacking <= 0.0 ? 1.0 : 1.0 - Probability(observed.LogProbability(), lacking);
    }

    private static double Probability(double log, double tables) => Math.Min(1.0, Math.Exp(log + Math.Log(tables)));

    // Tables between the mode and a within the factor of a tie, which common pairs have; null when they reach the mode, so that every table counts.
    private static double? NeighboursTied(FixedMargins t)
    {
        for (var (term, sum) = (1.0, 0.0); ; sum += term, t = t.Moved(-1.0))
        {
            if (t.RatioDownwards <= 1.0)
                return null;
            term *= t.RatioDownwards;
            if (term > Tie)
                return sum;
        }
    }

    private static double SumBeyondMode(in FixedMargins t, double log)
    {
        var limit = log + Math.Log(Tie);
        var lowest = t.Moved(-Math.Min(t.A, t.D));
        var logLowest = lowest.LogProbability();
        if (logLowest > limit)
            return 0.0;
        var last = LastWithin(limit, StartBeyondMode(t, lowest, limit));
        return Math.Exp(last.LogProbability() - log) * last.ColumnsSwapped().SumUpwards();
    }

    // As far below the mean as a is above it, where a skewed distribution is not far from the table sought; lowered by its slope where it is still too probable.
    private static FixedMargins StartBeyondMode(in FixedMargins t, in FixedMargins lowest, double limit)
    {
        var mirrored = t.Moved(-Math.Min(t.A - lowest.A, Math.Ceiling(2.0 * t.Difference)));
        var (over, slope) = (mirrored.LogProbability() - limit, -Math.Log(mirrored.RatioDownwards));
        if (over <= 0.0)
            return mirrored;
        var steps = Math.Ceiling(over / slope);
        return slope > 0.0 && steps < mirrored.A - lowest.A ? mirrored.Moved(-steps) : lowest;
    }

    // The logarithm of the probability is concave: a straight line along its slope stays above it, so no step up to that line's crossing passes the table sought.
    private static FixedMargins LastWithin(double limit, FixedMargins t)
    {
        while (true)
        {
            var steps = Math.Floor((limit - t.LogProbability()) / Math.Log(t.RatioUpwards));
            if (!(steps >= 1.0))
                return t;
            t = t.Moved(steps);
        }
    }
}
