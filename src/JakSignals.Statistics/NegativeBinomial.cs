namespace JakSignals.Statistics;

/// <summary>The count of a pair when λ ~ Gamma(α, β) and the count ~ Poisson(λ·E): what depends on the count and the prior but not on E, formed once.</summary>
/// <remarks>
/// ln P(n) = ln((α)ₙ/n!) + α·ln(β/(β + E)) + n·ln(E/(β + E)). For larger counts these terms are huge and nearly cancel, so they are taken together as
/// <see cref="Deviance"/>s: Loader C. Fast and accurate computation of binomial probabilities. 2000, the method of R's dnbinom (from memory, unverified).
/// </remarks>
internal readonly struct NegativeBinomial
{
    private const long FewestByDeviance = 16;

    private readonly double alpha;
    private readonly double beta;
    private readonly double n;
    private readonly double constant;

    public NegativeBinomial(double alpha, double beta, long count)
    {
        (this.alpha, this.beta, n) = (alpha, beta, count);
        constant = count < FewestByDeviance ? LogRising(alpha, count)
            : Math.Log(alpha / (alpha + n)) + GammaFunction.StirlingError(alpha + n) - GammaFunction.StirlingError(alpha) - GammaFunction.StirlingError(n)
                - 0.5 * Math.Log(2.0 * Math.PI * n * (alpha / (alpha + n)));
    }

    /// <summary>ln P(n), with ln(β/(β + E)) that the caller needs again.</summary>
    public double Log(double expected, out double logBeta)
    {
        logBeta = -GammaFunction.Log1p(expected / beta);
        if (n < FewestByDeviance)
            return constant + alpha * logBeta - (n == 0.0 ? 0.0 : n * GammaFunction.Log1p(beta / expected));
        var (gap, both) = ((n * beta - alpha * expected) / (beta + expected), (alpha + n) / (beta + expected));
        return constant - Deviance.Of(alpha, both * beta, -gap) - Deviance.Of(n, both * expected, gap);
    }

    // ln (α)ₙ/n!; the factors stay below 1e308 for every shape a prior can have within reason, and are taken one by one where not.
    private static double LogRising(double alpha, long count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
            sum += Math.Log((alpha + i) / (i + 1.0));
        return sum;
    }
}
