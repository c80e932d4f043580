using System.Globalization;
using JakSignals.Signals;

namespace JakSignals.Store;

/// <summary>What a reviewer decides on a pair, and what the reviewer saw.</summary>
public sealed record Decision
{
    /// <summary>Most characters of a rationale.</summary>
    public const int LongestRationale = 4000;

    /// <summary>Most characters of the references.</summary>
    public const int LongestReferences = 2000;

    /// <summary>The run it is made on.</summary>
    public required string RunId { get; init; }

    /// <summary>SHA-256 of the manifest of its snapshot.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Drug key as in the snapshot.</summary>
    public required string DrugKey { get; init; }

    /// <summary>Event key as in the snapshot.</summary>
    public required string EventKey { get; init; }

    /// <summary>State of the pair after it.</summary>
    public required ReviewState State { get; init; }

    /// <summary>Why; required.</summary>
    public required string Rationale { get; init; }

    /// <summary>Who; the account that signs.</summary>
    public required string UserName { get; init; }

    /// <summary>How urgent; null for not said.</summary>
    public ReviewPriority? Priority { get; init; }

    /// <summary>Day by which the next step is due.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Who is to take the next step.</summary>
    public string? Assignee { get; init; }

    /// <summary>Whether the event is listed in the label; null for not said.</summary>
    public bool? Labelled { get; init; }

    /// <summary>References, one a line.</summary>
    public string? References { get; init; }

    /// <summary>Cases of the pair in the snapshot.</summary>
    public long? CasesSeen { get; init; }

    /// <summary>Lower limit of its ROR there; null when not estimable.</summary>
    public double? RorLowerSeen { get; init; }

    /// <summary>Number of the decision on the pair that the reviewer had before them; 0 when there was none. If another came since, this one is refused: it was made without knowing.</summary>
    public long Follows { get; init; }

    internal Review ToReview(string decidedAt) => new()
    {
        RunId = RunId, ManifestSha256 = ManifestSha256, DrugKey = DrugKey, EventKey = EventKey, StateCode = State.Code(), Meaning = State.Meaning(), Rationale = Rationale,
        PriorityCode = Priority?.ToString().ToLowerInvariant(), DueOnIso = DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Assignee = Assignee, Labelled = Labelled,
        Refs = References, CasesSeen = CasesSeen, RorLowerSeen = RorLowerSeen, UserName = UserName, DecidedAt = decidedAt,
    };
}

/// <summary>What became of a decision.</summary>
/// <param name="Head">The new head of the chain; null when it was refused.</param>
/// <param name="Fault">Why it was refused, and what to do; null when it was entered.</param>
public sealed record DecisionResult(string? Head, string? Fault)
{
    /// <summary>It was entered.</summary>
    public static DecisionResult Entered(string head) => new(head, null);

    /// <summary>It was refused.</summary>
    public static DecisionResult Refused(string fault) => new(null, fault);
}
