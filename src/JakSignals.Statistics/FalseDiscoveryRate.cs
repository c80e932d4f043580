namespace JakSignals.Statistics;

/// <summary>What share of the pairs called a signal by a p-value would be false, over all pairs that were looked at.</summary>
public static class FalseDiscoveryRate
{
    /// <summary>Benjamini and Hochberg's step-up q-values: q₍ᵢ₎ = min(1, min over j ≥ i of p₍ⱼ₎·tested / j), the p-values ranked from the smallest.</summary>
    /// <remarks>
    /// Source: Benjamini and Hochberg 1995, J R Stat Soc B 57:289–300. Unit: none, a fraction of the rejected hypotheses. The hypotheses that were tested but
    /// are not listed count as p = 1, which can only raise a q: pairs with too few cases get no p, yet were looked at. Equal p-values get equal q-values.
    /// </remarks>
    /// <param name="p">One p-value per listed hypothesis, 0 to 1, in any order.</param>
    /// <param name="tested">All hypotheses looked at, as many as listed or more.</param>
    /// <returns>The q-values in the order of the p-values: p ≤ q ≤ 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is no probability, or fewer hypotheses were tested than are listed.</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> p, long tested)
    {
        Require(p, tested);
        var (ranked, place) = Ranked(p);
        var (q, smallest) = (new double[p.Length], 1.0);
        for (var rank = ranked.Length; rank >= 1; rank--)
        {
            // The factor first: it is never below 1 however it rounds, so q is never below p.
            smallest = Math.Min(smallest, (double)tested / rank * BitConverter.Int64BitsToDouble(ranked[rank - 1]));
            q[place[rank - 1]] = smallest;
        }
        return q;
    }

    // Doubles of 0 or more order as their bits do, and integers sort in two thirds of the time. Adding 0 makes −0 a plain zero.
    private static (long[] Bits, int[] Place) Ranked(ReadOnlySpan<double> p)
    {
        var (bits, place) = (new long[p.Length], new int[p.Length]);
        for (var i = 0; i < p.Length; i++)
            (bits[i], place[i]) = (BitConverter.DoubleToInt64Bits(p[i] + 0.0), i);
        Array.Sort(bits, place);
        return (bits, place);
    }

    private static void Require(ReadOnlySpan<double> p, long tested)
    {
        if (tested < p.Length)
            throw new ArgumentOutOfRangeException(nameof(tested), tested, $"{tested} hypotheses were tested, expected {p.Length} (the listed ones) or more.");
        for (var i = 0; i < p.Length; i++)
        {
            if (p[i] is not (>= 0.0 and <= 1.0))
                throw new ArgumentOutOfRangeException(nameof(p), p[i], FormattableString.Invariant($"p-value {i} of {p.Length} is {p[i]}, expected 0 to 1."));
        }
    }
}
