namespace JakSignals.Statistics;

/// <summary>The Gamma–Poisson shrinker (GPS, MGPS): what a count says of a pair's ratio of observed to expected, once the prior of all pairs is known.</summary>
/// <remarks>
/// Source: DuMouchel W. Bayesian data mining in large frequency tables, with an application to the FDA spontaneous reporting system. Am Stat 1999;53:177–190.
/// The posterior of λ is Q·Gamma(α₁ + n, β₁ + E) + (1 − Q)·Gamma(α₂ + n, β₂ + E). A pure function of prior, count and expected count; equal pairs may share a score.
/// </remarks>
public sealed class GammaPoissonPosterior
{
    /// <summary>The posterior under a prior, in either order of its components.</summary>
    /// <exception cref="ArgumentException">The prior was never formed (all zero).</exception>
    public GammaPoissonPosterior(GammaPoissonPrior prior)
    {
        if (prior == default)
            throw new ArgumentException("The prior has no components: it was never formed.", nameof(prior));
        Prior = prior;
    }

    /// <summary>The prior of all pairs.</summary>
    public GammaPoissonPrior Prior { get; }

    /// <summary>Q, the probability that the pair belongs to the first component: P·NB₁ / (P·NB₁ + (1 − P)·NB₂) at its count.</summary>
    /// <param name="count">Cases with drug and event, 0 or more.</param>
    /// <param name="expected">Expected cases, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the expected count not positive and finite.</exception>
    public double Qn(long count, double expected) => Of(count, expected).First.Weight;

    /// <summary>EBGM = exp(Q·(ψ(α₁ + n) − ln(β₁ + E)) + (1 − Q)·(ψ(α₂ + n) − ln(β₂ + E))), with the 5 % and 95 % points of the posterior mixture.</summary>
    /// <remarks>
    /// Unit: ratio of observed to expected cases. EB05 ≤ EB95 always. EBGM nearly always lies between them, but that is no theorem: a component of less than 5 % of the
    /// posterior moves the geometric mean, not the quantile, and can draw it past one. Nothing is clamped or withheld. A number too small for double is 0.
    /// </remarks>
    /// <param name="count">Cases with drug and event, 0 or more.</param>
    /// <param name="expected">Expected cases, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the expected count not positive and finite.</exception>
    public EbgmScore Score(long count, double expected)
    {
        const double tail = 0.05;
        var mixture = Of(count, expected);
        return new(Math.Exp(mixture.MeanLog()), Quantile(mixture, count, expected, tail, lower: true), Quantile(mixture, count, expected, tail, lower: false));
    }

    /// <summary>λ with P(Λ ≤ λ) = p under the posterior mixture.</summary>
    /// <remarks>
    /// Right to a relative 1e-12, in the gap between two far components too. Solved on the smaller tail. Unit: ratio of observed to expected cases. A quantile too small for double is 0.
    /// </remarks>
    /// <param name="count">Cases with drug and event, 0 or more.</param>
    /// <param name="expected">Expected cases, above 0.</param>
    /// <param name="p">Probability, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, the expected count not positive and finite, or p not between 0 and 1.</exception>
    public double Quantile(long count, double expected, double p)
    {
        if (!(p is > 0.0 and < 1.0))
            throw new ArgumentOutOfRangeException(nameof(p), p, FormattableString.Invariant($"The probability is {p}, expected one between 0 and 1."));
        var lower = p <= 0.5;
        return Quantile(Of(count, expected), count, expected, lower ? p : 1.0 - p, lower);
    }

    private double Quantile(in GammaMixture mixture, long count, double expected, double tail, bool lower) =>
        mixture.Quantile(tail, lower) ?? mixture.QuantileInGap(WeightOver(mixture, count, expected, tail, lower));

    // Weight w of the lower component less p, from the ratio r of their odds: w·(1 − p)·(1 − 1/r), or p·(1 − w)·(r − 1).
    private double WeightOver(in GammaMixture mixture, long count, double expected, double tail, bool lower)
    {
        var isFirst = mixture.FirstIsLower;
        var over = PosteriorOdds.LogOver(Prior, count, expected, isFirst, tail, lower);
        var (weight, rest) = isFirst ? (mixture.First.Weight, mixture.Second.Weight) : (mixture.Second.Weight, mixture.First.Weight);
        var (p, complement) = lower ? (tail, 1.0 - tail) : (1.0 - tail, tail);
        return over > 0.0 ? -weight * complement * GammaFunction.Expm1(-over) : p * rest * GammaFunction.Expm1(over);
    }

    private GammaMixture Of(long count, double expected)
    {
        if (count < 0)
            throw new ArgumentOutOfRangeException(nameof(count), count, FormattableString.Invariant($"The count is {count} (expected count {expected}): it cannot be negative."));
        if (!(expected > 0.0 && double.IsFinite(expected)))
            throw new ArgumentOutOfRangeException(nameof(expected), expected, FormattableString.Invariant($"The expected count is {expected} (count {count}); it must be above 0 and finite."));

        var first = new NegativeBinomial(Prior.Alpha1, Prior.Beta1, count).Log(expected, out _);
        var second = new NegativeBinomial(Prior.Alpha2, Prior.Beta2, count).Log(expected, out _);
        var odds = Math.Log(Prior.P) - Math.Log(1.0 - Prior.P) + first - second;
        return new(new(1.0 / (1.0 + Math.Exp(-odds)), Prior.Alpha1 + count, Prior.Beta1 + expected),
            new(1.0 / (1.0 + Math.Exp(odds)), Prior.Alpha2 + count, Prior.Beta2 + expected));
    }
}
