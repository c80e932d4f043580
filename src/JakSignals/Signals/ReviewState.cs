namespace JakSignals.Signals;

/// <summary>Where a pair is in the register of signals: the steps of signal management in GVP Module IX (Rev 1), IX.B.</summary>
public enum ReviewState
{
    /// <summary>Detected; nobody has decided on it.</summary>
    New,
    /// <summary>The evidence is being read.</summary>
    UnderValidation,
    /// <summary>The evidence is enough to go on with it as a signal.</summary>
    Validated,
    /// <summary>The evidence is not enough, or the pair is explained.</summary>
    Refuted,
    /// <summary>Confirmed by who is responsible for the drug.</summary>
    Confirmed,
    /// <summary>All evidence is being assessed.</summary>
    UnderAssessment,
    /// <summary>Assessed; what is to be done is done or under way elsewhere.</summary>
    Closed,
}

/// <summary>How urgent a signal is.</summary>
public enum ReviewPriority
{
    /// <summary>Routine.</summary>
    Low,
    /// <summary>Sooner than routine.</summary>
    Medium,
    /// <summary>At once.</summary>
    High,
}

/// <summary>The order of the states, and their words.</summary>
public static class ReviewStates
{
    private static readonly (ReviewState State, string Code, string Word, string Meaning, ReviewState[] Next)[] All =
    [
        (ReviewState.New, "new", "new", "detected, not reviewed", [ReviewState.UnderValidation, ReviewState.Validated, ReviewState.Refuted]),
        (ReviewState.UnderValidation, "under_validation", "under validation", "began to validate the signal", [ReviewState.Validated, ReviewState.Refuted]),
        (ReviewState.Validated, "validated", "validated", "validated the signal", [ReviewState.Confirmed, ReviewState.Refuted, ReviewState.UnderValidation]),
        (ReviewState.Refuted, "refuted", "refuted", "refuted the signal", [ReviewState.UnderValidation, ReviewState.Closed]),
        (ReviewState.Confirmed, "confirmed", "confirmed", "confirmed the signal", [ReviewState.UnderAssessment, ReviewState.Refuted]),
        (ReviewState.UnderAssessment, "under_assessment", "under assessment", "began to assess the signal", [ReviewState.Closed, ReviewState.Refuted]),
        (ReviewState.Closed, "closed", "closed", "closed the signal", [ReviewState.UnderValidation]),
    ];

    /// <summary>The state as tables have it, such as <c>under_validation</c>.</summary>
    public static string Code(this ReviewState state) => All[(int)state].Code;

    /// <summary>The state in words.</summary>
    public static string Word(this ReviewState state) => All[(int)state].Word;

    /// <summary>What signing a decision for this state says; the meaning of the signature (21 CFR 11.50).</summary>
    public static string Meaning(this ReviewState state) => All[(int)state].Meaning;

    /// <summary>States a decision can lead to: those after it; a reviewer who reads in one sitting may go from new to the end of validation.</summary>
    public static IReadOnlyList<ReviewState> Next(this ReviewState state) => All[(int)state].Next;

    /// <summary>Whether a decision may lead from one state to another. A reviewed pair may also keep its state, to change what is noted with it.</summary>
    public static bool Allows(this ReviewState from, ReviewState to) => from.Next().Contains(to) || (from == to && from != ReviewState.New);

    /// <summary>The state of a code; null when there is none.</summary>
    public static ReviewState? Parse(string? code) => Array.FindIndex(All, one => one.Code == code) is var at and >= 0 ? (ReviewState)at : null;
}

/// <summary>Keeps a pair that was reviewed before out of what is new, until it strengthens.</summary>
public static class Suppression
{
    /// <summary>Whether a reviewed pair is kept out: its state is one of those that are, and the lower limit of its ROR is less than <paramref name="factor"/> times what the reviewer saw.</summary>
    /// <param name="state">State of the pair.</param>
    /// <param name="seen">Lower limit of the ROR when it was decided; null when it was not estimable.</param>
    /// <param name="now">Lower limit now; null when it is not estimable, which is not stronger than anything.</param>
    /// <param name="states">States that keep a pair out.</param>
    /// <param name="factor">What counts as stronger, as for the status of a pair.</param>
    public static bool Holds(ReviewState state, double? seen, double? now, IReadOnlyCollection<ReviewState> states, double factor) =>
        states.Contains(state) && (now is null || (seen is { } then && now < then * factor));
}
