namespace JakSignals.Statistics;

/// <summary>Powers taken together, so that what cancels between them never costs a digit.</summary>
/// <remarks>
/// k! = √(2πk)·(k/e)^k·exp(δ(k)), δ being <see cref="GammaFunction.StirlingError"/>. In a probability the powers combine to deviances, k·ln(k/E) + E − k, which are
/// small where the probability is not; formed from ln k! alone, tables of 10^10 cases would keep four digits. Source: Loader C. Fast and accurate computation of
/// binomial probabilities. 2000 (from memory, unverified). Neither argument need be a whole number.
/// </remarks>
internal static class Deviance
{
    /// <summary>count·ln(count/expected) + expected − count, 0 or more.</summary>
    public static double Of(double count, double expected) => Of(count, expected, count - expected);

    /// <summary>The same, 0 or more, from their difference, which the caller may know more exactly than they tell.</summary>
    public static double Of(double count, double expected, double difference)
    {
        if (count == 0.0)
            return expected;
        var v = difference / (count + expected);
        if (Math.Abs(v) >= 0.1)
            return count * Math.Log(count / expected) - difference;

        // ln(count/expected) = 2·artanh v: its first term meets the difference, and what is left of both is v·difference. The first term left out is below 1e-19 of it.
        // In pairs, which the processor takes side by side: a loop that ends when a term no longer counts is slower but for the smallest v.
        var (square, fourth) = (v * v, v * v * v * v);
        var near = 1.0 / 3.0 + square * (1.0 / 5.0) + fourth * (1.0 / 7.0 + square * (1.0 / 9.0));
        var far = 1.0 / 11.0 + square * (1.0 / 13.0) + fourth * (1.0 / 15.0 + square * (1.0 / 17.0));
        return v * difference + 2.0 * count * v * square * (near + fourth * fourth * far);
    }
}
