using JakSignals.Cases;
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
/// <param name="Table">Its 2×2 table.</param>
/// <param name="Ror">Reporting odds ratio; null when not estimable.</param>
/// <param name="RorLower">Its lower limit.</param>
/// <param name="IsSignal">Whether it was a signal.</param>
public readonly record struct PreviousScore(Table2x2 Table, double? Ror, double? RorLower, bool IsSignal);

/// <summary>Why the number of cases of a pair is another than in the previous run: the parts add up to the difference.</summary>
/// <param name="New">Cases of which the previous run had no report.</param>
/// <param name="FollowUps">Cases of which a later report brought the pair, less those of which it took it away.</param>
/// <param name="Deleted">Cases with the pair that a list of deleted cases names since.</param>
/// <param name="Withdrawn">Cases that have the pair because a source was withdrawn since, less those that had it from such a source.</param>
/// <param name="Definition">The rest: what catalogue, name rules or settings count otherwise than then; null when the previous run did not score the pair.</param>
public readonly record struct PairChange(long New, long FollowUps, long Deleted, long Withdrawn, long? Definition);

/// <summary>What is known of a drug group × event class beyond its own table.</summary>
public sealed record ClassPairEvidence
{
    /// <summary>Cases expected when drug and event are independent within each stratum of sex, age, region and year; null when there is no case.</summary>
    public required double? ExpectedStratified { get; init; }

    /// <summary>Reporting odds ratio pooled over the same strata (Mantel–Haenszel); null when not estimable.</summary>
    public required Estimate? RorAdjusted { get; init; }

    /// <summary>Whether the odds ratio differs between these strata (Breslow–Day, Tarone's correction); null when it cannot be tested.</summary>
    public required HomogeneityTest? Homogeneity { get; init; }

    /// <summary>p of the likelihood-ratio test over the drugs of the matrix; null for groups that are no part of it.</summary>
    public required double? LikelihoodRatioP { get; init; }

    /// <summary>How many specifications call it a signal; null for pairs without a case.</summary>
    public required Robustness? Robustness { get; init; }
}

/// <summary>A pair with its counts, scores, rules met and status.</summary>
public sealed record ScoredPair
{
    /// <summary>Drug.</summary>
    public required DrugEntry Drug { get; init; }

    /// <summary>Event.</summary>
    public required EventEntry Event { get; init; }

    /// <summary>Roles of the drug that count.</summary>
    public required RoleScope Scope { get; init; }

    /// <summary>Subset of the cases; <see cref="Strata.All"/> for every current case.</summary>
    public required string Stratum { get; init; }

    /// <summary>The 2×2 table of distinct current cases.</summary>
    public required Table2x2 Table { get; init; }

    /// <summary>Cases by novelty and seriousness.</summary>
    public required PairCount Counts { get; init; }

    /// <summary>Scores and rules met.</summary>
    public required PairScores Scores { get; init; }

    /// <summary>False discovery rate at which the pair would be called (Benjamini–Hochberg over its family of pairs); null when there is no p.</summary>
    public double? QValue { get; internal set; }

    /// <summary>Status against the previous run; null outside the main scope and stratum, which alone are followed.</summary>
    public required SignalStatus? Status { get; init; }

    /// <summary>What the previous run found; null when it did not score the pair.</summary>
    public PreviousScore? Previous { get; init; }

    /// <summary>Rules that the table of the previous run meets under the thresholds of this run; null when it did not score the pair. EBGM takes no part: its prior is another in each run.</summary>
    public StatusRule? PreviousMet { get; init; }

    /// <summary>Why its cases are another number than in the previous run; null when there is no such run.</summary>
    public PairChange? Change { get; init; }

    /// <summary>For a drug group × event class over all cases; null otherwise.</summary>
    public ClassPairEvidence? Evidence { get; internal set; }

    /// <summary>Why the status is what it is, in words; null where there is no status.</summary>
    public string? Reason => StatusReason.Of(this);
}
