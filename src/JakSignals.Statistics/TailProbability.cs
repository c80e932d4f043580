namespace JakSignals.Statistics;

/// <summary>What each tail outside a two-sided confidence holds, with its normal quantile.</summary>
/// <param name="Confidence">The confidence, from 0.5 to 0.9999.</param>
/// <param name="Probability">(1 − confidence) / 2.</param>
/// <param name="Z">z with P(Z ≥ z) = probability.</param>
internal sealed record TailProbability(double Confidence, double Probability, double Z)
{
    // Nearly all pairs have few cases, and a quantile depends on nothing but their number: each is solved once. 0 is one not yet solved.
    private const int Counts = 256;

    // A run asks for one confidence, a million times. Two threads may both work it out: to the same figures.
    private static volatile TailProbability? last;

    public static TailProbability Outside(double confidence) => last is { } same && same.Confidence == confidence
        ? same
        : last = new(confidence, (1.0 - Statistics.Confidence.Require(confidence)) / 2.0, NormalQuantile.TwoSided(confidence));

    private readonly double[] lower = new double[Counts];
    private readonly double[] upper = new double[Counts];

    /// <summary>The lower quantile of Gamma(count + ½, 1).</summary>
    public double LowerOfCount(long count) => count >= Counts ? GammaQuantile.OfLowerTail(count + 0.5, this)
        : lower[count] is > 0.0 and var known ? known : lower[count] = GammaQuantile.OfLowerTail(count + 0.5, this);

    /// <summary>The upper quantile of Gamma(count + ½, 1).</summary>
    public double UpperOfCount(long count) => count >= Counts ? GammaQuantile.OfUpperTail(count + 0.5, this)
        : upper[count] is > 0.0 and var known ? known : upper[count] = GammaQuantile.OfUpperTail(count + 0.5, this);
}
