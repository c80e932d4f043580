namespace JakSignals.Store;

/// <summary>What a reviewer decides on an unmapped name: that it is a spelling of a substance, or that it is not.</summary>
public sealed record NameDecision
{
    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 1000;

    /// <summary>The run it is made on.</summary>
    public required string RunId { get; init; }

    /// <summary>SHA-256 of the manifest of its snapshot.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>The unmapped name, cleaned, as the snapshot has it.</summary>
    public required string Name { get; init; }

    /// <summary>Key of the substance.</summary>
    public required string Substance { get; init; }

    /// <summary>Whether the name counts as the substance from the next run on, and as what kind of product.</summary>
    public required NameState State { get; init; }

    /// <summary>Why; required.</summary>
    public required string Rationale { get; init; }

    /// <summary>Who; the account that signs.</summary>
    public required string UserName { get; init; }

    /// <summary>Number of the decision on the name that the reviewer had before them; 0 when there was none. If another came since, this one is refused.</summary>
    public long Follows { get; init; }

    internal Review ToReview(string decidedAt) => new()
    {
        Kind = Review.OfName, RunId = RunId, ManifestSha256 = ManifestSha256, DrugKey = Substance, Name = Name, StateCode = State.Code(), Meaning = State.Meaning(),
        Rationale = Rationale, UserName = UserName, DecidedAt = decidedAt,
    };
}

/// <summary>Where an unmapped name is.</summary>
public enum NameState
{
    /// <summary>It is no spelling of the substance, or not surely; it counts as it stands.</summary>
    Rejected = 1,
    /// <summary>It counts as the substance; the route of each row says whether the product is topical.</summary>
    Approved = 2,
    /// <summary>It counts as the substance, as a product for the skin whatever route is reported: a spelling of Opzelura.</summary>
    ApprovedTopical = 3,
}

/// <summary>What states of names are called.</summary>
public static class NameStates
{
    /// <summary>Code in the store.</summary>
    public static string Code(this NameState state) => state switch
    {
        NameState.Approved => "approved",
        NameState.ApprovedTopical => "approved_topical",
        NameState.Rejected => "rejected",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state of a name."),
    };

    /// <summary>Whether the name counts as the substance.</summary>
    public static bool IsApproved(this NameState state) => state is NameState.Approved or NameState.ApprovedTopical;

    /// <summary>What the signature says.</summary>
    public static string Meaning(this NameState state) => state switch
    {
        NameState.Approved => "approved the name as this substance",
        NameState.ApprovedTopical => "approved the name as this substance, a product for the skin",
        NameState.Rejected => "rejected the name as this substance",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state of a name."),
    };

    /// <summary>The state of a code; null for none.</summary>
    public static NameState? Parse(string? code)
    {
        foreach (var state in Enum.GetValues<NameState>())
            if (state.Code() == code)
                return state;
        return null;
    }
}
