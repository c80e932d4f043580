namespace JakSignals.Statistics;

/// <summary>Upper tails of the binomial distribution of an event's cases that have a drug, summed from their first term.</summary>
internal static class BinomialTail
{
    /// <summary>P(K ≥ k) for K ~ Binomial(trials, drug/(drug + others)) and a k above the mean: the regularised incomplete beta function I(k, trials − k + 1).</summary>
    /// <remarks>
    /// From the first term the others follow by their ratios, each below 1 and falling, all positive: nothing cancels, at some multiple of √trials terms.
    /// </remarks>
    public static double AtLeast(long k, long trials, long drug, long others)
    {
        var (term, odds, sum) = (Probability(k, trials, LikelihoodRatio.Log(k, trials, drug, others)), (double)drug / others, 0.0);
        for (var next = k; term > sum * 1e-17; next++)
        {
            sum += term;
            term *= (trials - next) / (next + 1.0) * odds;
        }
        return Math.Min(1.0, sum);
    }

    /// <summary>P(K = k) for a k above the mean, e^(−ln LR) but for the factorials' share.</summary>
    /// <remarks>Source: Loader 2000, Fast and Accurate Computation of Binomial Probabilities. Differences of log Γ would lose seven digits at a million trials.</remarks>
    public static double Probability(long k, long trials, double logRatio)
    {
        double rest = trials - k;
        return rest == 0 ? Math.Exp(-logRatio)
            : Math.Exp(GammaFunction.StirlingError(trials) - GammaFunction.StirlingError(k) - GammaFunction.StirlingError(rest) - logRatio) * Math.Sqrt(trials / (2.0 * Math.PI * k * rest));
    }
}
