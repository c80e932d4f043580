namespace JakSignals.Simulation;

/// <summary>Draws whole numbers between given quantiles, evenly within each step: a distribution read off real data.</summary>
internal sealed class Spread(params int[] quantiles)
{
    /// <summary>Days from event to FDA's receipt: from the 29 whole dates of FDA's 2017Q2 sample.</summary>
    public static Spread Reporting { get; } = new(3, 5, 6, 14, 18, 24, 33, 41, 60, 147, 190, 235, 409, 530, 724, 1100, 2137);

    /// <summary>Days from start of therapy to event: from the pairs of whole dates in FDA's 2017Q2 sample, an onset before the start among them.</summary>
    public static Spread Onset { get; } = new(-3, 0, 0, 1, 3, 6, 8, 9, 10, 30, 55, 83, 190, 200, 270, 360, 470, 960, 1400, 3649);

    public int Draw(Prng random)
    {
        var step = random.Below(quantiles.Length - 1);
        return quantiles[step] + random.Below(quantiles[step + 1] - quantiles[step] + 1);
    }
}
