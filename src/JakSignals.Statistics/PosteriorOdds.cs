using System.Numerics;

namespace JakSignals.Statistics;

/// <summary>The odds of the two components of a Gamma–Poisson posterior, with more digits than a double has.</summary>
/// <remarks>
/// P·NB₁/((1 − P)·NB₂) without the factorial of the count, which both share: P/(1 − P)·Π (α₁ + i)/(α₂ + i)·((β₂ + E)/(β₁ + E))ⁿ·(β₁/(β₁ + E))^α₁/(β₂/(β₂ + E))^α₂, i from 0 to n − 1.
/// A quantile in the gap between the components is where it is for the difference of a weight and a probability that agree in most of their digits.
/// </remarks>
internal static class PosteriorOdds
{
    /// <summary>ln(odds of a component / odds of a probability), to a relative 1e-15: 0 where the component's weight is that probability.</summary>
    /// <param name="prior">The prior.</param>
    /// <param name="count">n, 0 or more.</param>
    /// <param name="expected">E, above 0.</param>
    /// <param name="ofFirst">Whether the first component's odds are asked for, or the second's.</param>
    /// <param name="tail">A probability, above 0 and below 1; its last bit counts.</param>
    /// <param name="lower">Whether the probability is the tail, or one minus it.</param>
    public static double LogOver(in GammaPoissonPrior prior, long count, double expected, bool ofFirst, double tail, bool lower)
    {
        if (prior.P is 0.0 or 1.0)
            return prior.P == 1.0 == ofFirst ? double.PositiveInfinity : double.NegativeInfinity;
        var log = Log(prior, count, Dyadic.Of(expected));
        var ofTail = Odds(Dyadic.Of(tail));
        return Dyadic.ToDouble((ofFirst ? log : -log) - (lower ? ofTail : -ofTail));
    }

    private static BigInteger Log(in GammaPoissonPrior prior, long count, Dyadic expected)
    {
        var (first, second) = ((Dyadic.Of(prior.Beta1) + expected).Log(), (Dyadic.Of(prior.Beta2) + expected).Log());
        return Odds(Dyadic.Of(prior.P)) + Rising(prior.Alpha1, count) - Rising(prior.Alpha2, count) + count * (second - first)
            + Dyadic.Times(Dyadic.Of(prior.Beta1).Log() - first, prior.Alpha1) - Dyadic.Times(Dyadic.Of(prior.Beta2).Log() - second, prior.Alpha2);
    }

    private static BigInteger Odds(Dyadic p) => p.Log() - Dyadic.OneLess(p).Log();

    // ln α·(α + 1)·…·(α + n − 1)
    private static BigInteger Rising(double alpha, long count)
    {
        var (start, product) = (Dyadic.Of(alpha), new Dyadic(BigInteger.One, 0));
        for (var i = 0L; i < count; i++)
            product *= start + new Dyadic(i, 0);
        return product.Log();
    }
}
