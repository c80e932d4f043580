namespace JakSignals.Statistics;

/// <summary>The negative log-likelihood of a Gamma–Poisson prior: −Σ weight·ln(P·NB(n; α₁, β₁, E) + (1 − P)·NB(n; α₂, β₂, E)) over weighted cells.</summary>
/// <remarks>
/// Source: DuMouchel 1999, eq. 7–10; weights: DuMouchel and Pregibon 2001. Zero-truncated, the probability of each
/// component is divided by one minus its own probability of a count of 0, as openEBGM does with N* = 1 for data without their zero cells. The two, and data with and without zero cells, have different optima: their priors are not comparable.
/// </remarks>
public sealed class GammaPoissonLikelihood
{
    private const int FewPoints = 2_000;
    private const long ExactCounts = 32;

    private readonly long[] counts;
    private readonly double[] expected;
    private readonly double[] weights;

    /// <summary>The likelihood of some cells, in any order: they are sorted, so that the order cannot change a bit.</summary>
    /// <param name="points">Cells with their weights.</param>
    /// <param name="zeroTruncated">Whether cells with a count of 0 were left out of the data.</param>
    /// <exception cref="ArgumentException">There is no point; a point has a negative count, or an expected count or weight that is not positive and finite; or the likelihood is zero-truncated and a count is 0.</exception>
    public GammaPoissonLikelihood(IEnumerable<GammaPoissonPoint> points, bool zeroTruncated = false)
    {
        GammaPoissonPoint[] sorted = [.. points.Order(Comparer<GammaPoissonPoint>.Create(Compare))];
        if (sorted.Length == 0)
            throw new ArgumentException("There is no point: a likelihood needs at least one.", nameof(points));
        foreach (var point in sorted)
            Require(point, zeroTruncated);
        IsZeroTruncated = zeroTruncated;
        counts = [.. sorted.Select(point => point.Count)];
        expected = [.. sorted.Select(point => point.Expected)];
        weights = [.. sorted.Select(point => point.Weight)];
    }

    /// <summary>Whether each probability is that of a count given that it is not 0.</summary>
    public bool IsZeroTruncated { get; }

    /// <summary>Number of points.</summary>
    public int Points => counts.Length;

    /// <summary>The negative log-likelihood, in natural units; it has all its constants.</summary>
    public double Negative(GammaPoissonPrior prior) => Derivatives(prior).Value;

    /// <summary>The same with its gradient and second derivatives by ln α₁, ln β₁, ln α₂, ln β₂ and logit P.</summary>
    internal MixtureDerivatives Derivatives(in GammaPoissonPrior prior)
    {
        var total = new MixtureDerivatives();
        for (int start = 0, end; start < counts.Length; start = end)
        {
            for (end = start + 1; end < counts.Length && counts[end] == counts[start]; end++) { }
            total.Add(OfCount(prior, start, end));
        }
        return total;
    }

    /// <summary>A likelihood near this one over far fewer points, by which the fit comes near the optimum before it uses them all.</summary>
    internal GammaPoissonLikelihood Coarse()
    {
        if (Points <= FewPoints)
            return this;
        var groups = Enumerable.Range(0, Points).GroupBy(i => (counts[i] < ExactCounts ? counts[i] : Eighth(counts[i]), Eighth(expected[i])));
        return new(groups.Select(group => Merged([.. group])), IsZeroTruncated);
    }

    private GammaPoissonPoint Merged(int[] group)
    {
        var weight = group.Sum(i => weights[i]);
        return new((long)Math.Round(group.Sum(i => weights[i] * counts[i]) / weight), group.Sum(i => weights[i] * expected[i]) / weight, weight);
    }

    // Exponent and three bits of the mantissa: eight bins to each doubling.
    private static long Eighth(double value) => BitConverter.DoubleToInt64Bits(value) >> 49;

    // One count at a time: what does not depend on E is formed once.
    private MixtureDerivatives OfCount(in GammaPoissonPrior prior, int start, int end)
    {
        var sum = new MixtureDerivatives();
        var first = new CountTerms(prior.Alpha1, prior.Beta1, counts[start], IsZeroTruncated);
        var second = new CountTerms(prior.Alpha2, prior.Beta2, counts[start], IsZeroTruncated);
        for (var i = start; i < end; i++)
            sum.AddCell(prior.P, first.At(expected[i]), second.At(expected[i]), weights[i], isZero: counts[start] == 0);
        return sum;
    }

    private static int Compare(GammaPoissonPoint x, GammaPoissonPoint y) => (x.Count, x.Expected, x.Weight).CompareTo((y.Count, y.Expected, y.Weight));

    private static void Require(in GammaPoissonPoint point, bool zeroTruncated)
    {
        if (point.Count < 0 || !(point.Expected > 0.0 && double.IsFinite(point.Expected)) || !(point.Weight > 0.0 && double.IsFinite(point.Weight)))
            throw new ArgumentException(FormattableString.Invariant($"{point} is no cell: expected a count of 0 or more, and an expected count and a weight above 0."), nameof(point));
        if (zeroTruncated && point.Count == 0)
            throw new ArgumentException(FormattableString.Invariant($"{point} has a count of 0, which a zero-truncated likelihood says cannot be."), nameof(point));
    }
}
