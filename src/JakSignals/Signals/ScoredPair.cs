using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>How a pair stands against the previous run.</summary>
public enum SignalStatus
{
    /// <summary>No signal, now or then.</summary>
    None,
    /// <summary>A signal now, none then (or no previous run).</summary>
    New,
    /// <summary>A signal in both; the lower limit of the ROR rose by the factor set.</summary>
    Strengthened,
    /// <summary>A signal in both, of much the same strength.</summary>
    Persisting,
    /// <summary>A signal in both; the lower limit of the ROR fell by the factor set.</summary>
    Weakened,
    /// <summary>A signal then, none now.</summary>
    Cleared,
}

/// <summary>What the previous run found of a pair.</summary>
/// <param name="A">Cases.</param>
/// <param name="Ror">Reporting odds ratio; null when not estimable.</param>
/// <param name="RorLower">Its lower limit.</param>
/// <param name="IsSignal">Whether it was a signal.</param>
public sealed record PreviousScore(long A, double? Ror, double? RorLower, bool IsSignal);

/// <summary>A pair with its counts, scores, rules met and status.</summary>
public sealed record ScoredPair
{
    /// <summary>Drug.</summary>
    public required DrugEntry Drug { get; init; }

    /// <summary>Event.</summary>
    public required EventEntry Event { get; init; }

    /// <summary>The 2×2 table of distinct current cases.</summary>
    public required Table2x2 Table { get; init; }

    /// <summary>Cases by novelty and seriousness.</summary>
    public required PairCount Counts { get; init; }

    /// <summary>Proportional reporting ratio; null when not estimable.</summary>
    public required Estimate? Prr { get; init; }

    /// <summary>Reporting odds ratio; null when not estimable.</summary>
    public required Estimate? Ror { get; init; }

    /// <summary>Pearson's χ², 1 degree of freedom; null when a margin is empty.</summary>
    public required double? ChiSquare { get; init; }

    /// <summary>χ² with Yates' correction; null when a margin is empty.</summary>
    public required double? ChiSquareYates { get; init; }

    /// <summary>Evans' rule.</summary>
    public required bool Evans { get; init; }

    /// <summary>EMA's rule.</summary>
    public required bool Ema { get; init; }

    /// <summary>Whether a rule that decides the status is met.</summary>
    public required bool IsSignal { get; init; }

    /// <summary>Status against the previous run.</summary>
    public required SignalStatus Status { get; init; }

    /// <summary>Why the status is what it is, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>What the previous run found; null when it did not score the pair.</summary>
    public required PreviousScore? Previous { get; init; }
}
