namespace JakSignals.Snapshots;

/// <summary>A reviewed pair with its last decision.</summary>
public sealed record RegisterRow
{
    /// <summary>Drug key as in signals.</summary>
    public required string DrugKey { get; init; }

    /// <summary>Name to show; the key where the pair was not scored.</summary>
    public required string DrugName { get; init; }

    /// <summary>Event key as in signals.</summary>
    public required string EventKey { get; init; }

    /// <summary>Name to show; the key where the pair was not scored.</summary>
    public required string EventName { get; init; }

    /// <summary>Code of a <see cref="Signals.ReviewState"/>.</summary>
    public required string State { get; init; }

    /// <summary><c>high</c>, <c>medium</c>, <c>low</c> or null.</summary>
    public required string? Priority { get; init; }

    /// <summary>Day by which the next step is due.</summary>
    public required DateOnly? DueOn { get; init; }

    /// <summary>Who is to take the next step.</summary>
    public required string? Assignee { get; init; }

    /// <summary>Whether the event is listed in the label.</summary>
    public required bool? Labelled { get; init; }

    /// <summary>Why.</summary>
    public required string Rationale { get; init; }

    /// <summary>References, one a line.</summary>
    public required string? Refs { get; init; }

    /// <summary>Who decided.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>UTC time, ISO 8601.</summary>
    public required string DecidedAt { get; init; }

    /// <summary>Run it was decided on.</summary>
    public required string DecidedOnRun { get; init; }

    /// <summary>Number of decisions on the pair.</summary>
    public required int Decisions { get; init; }

    /// <summary>Cases the reviewer saw.</summary>
    public required long? CasesSeen { get; init; }

    /// <summary>Lower limit of the ROR the reviewer saw.</summary>
    public required double? RorLowerSeen { get; init; }

    /// <summary>Whether the pair is kept out of what is new until it strengthens.</summary>
    public required bool Suppressed { get; init; }

    /// <summary>Hash of the decision.</summary>
    public required string Hash { get; init; }
}
