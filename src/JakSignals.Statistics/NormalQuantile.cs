using MathNet.Numerics.Distributions;

namespace JakSignals.Statistics;

/// <summary>Quantiles of the standard normal distribution.</summary>
public static class NormalQuantile
{
    /// <summary>z with P(|Z| ≤ z) = confidence for a standard normal Z: 1.959963984540054 for 0.95.</summary>
    /// <remarks>Source: docs/methods.md, "Normal quantile". Unit: none, standard deviations. Never the rounded 1.96, which is off in the fifth digit.</remarks>
    /// <param name="confidence">Two-sided confidence, a fraction from 0.5 to 0.9999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside that range.</exception>
    public static double TwoSided(double confidence) => Normal.InvCDF(0.0, 1.0, 0.5 + Confidence.Require(confidence) / 2.0);
}
