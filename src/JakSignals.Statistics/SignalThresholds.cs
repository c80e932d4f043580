using System.ComponentModel.DataAnnotations;

namespace JakSignals.Statistics;

/// <summary>Where a disproportionality score becomes a signal of disproportionate reporting (SDR).</summary>
public sealed record SignalThresholds
{
    /// <summary>Fewest cases with drug and event, in cases, 1 to 1,000; 3 by default (Evans 2001).</summary>
    [Range(1, 1000)] public long MinimumCases { get; init; } = 3;

    /// <summary>Smallest PRR, a ratio, 1 to 1,000; 2 by default (Evans 2001). Reached is enough.</summary>
    [Range(1.0, 1000.0)] public double MinimumPrr { get; init; } = 2.0;

    /// <summary>Smallest χ², 0 to 1,000; 4 by default (Evans 2001). Reached is enough.</summary>
    [Range(0.0, 1000.0)] public double MinimumChiSquare { get; init; } = 4.0;

    /// <summary>Whether Evans' rule reads χ² with Yates' correction; no by default.</summary>
    /// <remarks>
    /// The paper's abstract does not say which χ² it means. Pearson's is never the smaller, so the default overlooks nothing that the corrected
    /// one would show; it is also the one published FAERS tables use. Both are published for every pair, so either rule can be read off.
    /// </remarks>
    public bool UseYates { get; init; }

    /// <summary>What the lower limit of the ROR must exceed, a ratio, 0.1 to 1,000; 1 by default (EMA). Reached is not enough.</summary>
    [Range(0.1, 1000.0)] public double MinimumRorLower { get; init; } = 1.0;

    /// <summary>What the lower limit of the IC must exceed, in log2 units, −10 to 10; 0 by default (UMC). Reached is not enough.</summary>
    [Range(-10.0, 10.0)] public double MinimumIcLower { get; init; }

    /// <summary>Smallest EB05, a ratio, 0.1 to 1,000; 2 by default (MGPS). Reached is enough.</summary>
    [Range(0.1, 1000.0)] public double MinimumEb05 { get; init; } = 2.0;
}
