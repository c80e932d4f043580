namespace JakSignals.Store;

/// <summary>What a run may see: an as-of date, the loads and decisions the store held when it began, and the loads of the run it compares with.</summary>
/// <param name="AsOf">Only what was received by this day counts.</param>
/// <param name="Loads">Loads that count: those of the store that are not withdrawn.</param>
/// <param name="Previous">The run to compare with; null for the first. It may have seen loads that were withdrawn since.</param>
public sealed record RunScope(DateOnly AsOf, IReadOnlySet<long> Loads, PreviousRun? Previous)
{
    /// <summary>Number of the last decision that it knows of; 0 for none. Names approved up to it count as their substances, and sources withdrawn up to it do not count.</summary>
    public long LastDecision { get; init; }
}

/// <summary>The newest published run with an earlier as-of date.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="AsOf">Its as-of date.</param>
/// <param name="Loads">The loads it saw.</param>
public sealed record PreviousRun(string RunId, DateOnly AsOf, IReadOnlySet<long> Loads);
