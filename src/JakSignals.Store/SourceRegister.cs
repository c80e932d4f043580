namespace JakSignals.Store;

/// <summary>What was decided on a source.</summary>
public enum SourceState
{
    /// <summary>Runs begun from then on do not see it.</summary>
    Withdrawn = 1,
    /// <summary>It was loaded again after it was withdrawn: runs begun from then on see it.</summary>
    Reinstated = 2,
}

/// <summary>What states of sources are called.</summary>
public static class SourceStates
{
    /// <summary>Code in the store.</summary>
    public static string Code(this SourceState state) => state switch
    {
        SourceState.Withdrawn => "withdrawn",
        SourceState.Reinstated => "reinstated",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state of a source."),
    };

    /// <summary>What the audit line says was done.</summary>
    public static string Meaning(this SourceState state) => state switch
    {
        SourceState.Withdrawn => "withdrew the source",
        SourceState.Reinstated => "loaded the source again",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state of a source."),
    };

    /// <summary>The state of a code; null for none.</summary>
    public static SourceState? Parse(string? code)
    {
        foreach (var state in Enum.GetValues<SourceState>())
            if (state.Code() == code)
                return state;
        return null;
    }
}

/// <summary>The sources that were withdrawn or reinstated, as a list of decisions leaves them.</summary>
public sealed class SourceRegister
{
    private readonly Dictionary<string, Review> _last = new(StringComparer.Ordinal);

    private SourceRegister(IReadOnlyList<Review> decisions)
    {
        Decisions = decisions;
        foreach (var decision in decisions)
            _last[decision.DrugKey] = decision;
    }

    /// <summary>The decisions on sources, first to last.</summary>
    public IReadOnlyList<Review> Decisions { get; }

    /// <summary>The decisions that hold: of each withdrawn source the last one, first to last.</summary>
    public IReadOnlyList<Review> Withdrawn => [.. _last.Values.Where(IsWithdrawal).OrderBy(decision => decision.ReviewId)];

    /// <summary>The sources after these decisions, first to last.</summary>
    public static SourceRegister Of(IReadOnlyList<Review> reviews) => new([.. reviews.Where(review => review.Kind == Review.OfSource)]);

    /// <summary>The decision by which a source is withdrawn; null when runs see it.</summary>
    /// <param name="digest">Digest of its load.</param>
    public Review? WithdrawalOf(string digest) => _last.GetValueOrDefault(digest) is { } last && IsWithdrawal(last) ? last : null;

    /// <summary>State of a source after a decision on it.</summary>
    public static SourceState StateOf(Review review) => SourceStates.Parse(review.StateCode)
        ?? throw new StoreException($"Decision {review.ReviewId} has the state '{review.StateCode}', which is none of a source; run: jaksignals audit verify");

    private static bool IsWithdrawal(Review review) => StateOf(review) == SourceState.Withdrawn;
}
