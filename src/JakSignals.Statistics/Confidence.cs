namespace JakSignals.Statistics;

/// <summary>The two-sided confidence levels that every limit in this project accepts.</summary>
internal static class Confidence
{
    /// <summary>The level itself, a fraction from 0.5 to 0.9999.</summary>
    /// <remarks>
    /// Nobody means less than half, and 95 instead of 0.95 must not pass; above 0.9999 the quantiles of MathNet.Numerics 5.0.0
    /// begin to lose digits (measured: 3e-5 relative at a tail of 1e-10).
    /// </remarks>
    public static double Require(double confidence) => confidence is >= 0.5 and <= 0.9999 ? confidence
        : throw new ArgumentOutOfRangeException(nameof(confidence), confidence,
            FormattableString.Invariant($"Confidence is {confidence}, expected a fraction from 0.5 to 0.9999, such as 0.95."));
}
