using System.Globalization;
using JakSignals.Signals;
using JakSignals.Store;

namespace JakSignals.App.Pages;

/// <summary>A pair as a reviewer sees it.</summary>
/// <param name="DrugKey">Drug key as in the snapshot.</param>
/// <param name="EventKey">Event key as in the snapshot.</param>
/// <param name="Cases">Cases; null where the latest week does not score it.</param>
/// <param name="RorLower">Lower limit of the ROR; null when not estimable or not scored.</param>
internal sealed record PairSeen(string DrugKey, string EventKey, long? Cases, double? RorLower);

/// <summary>What a reviewer typed.</summary>
public sealed class DecisionForm
{
    /// <summary>Code of the state.</summary>
    public string? State { get; set; }

    /// <summary>Why.</summary>
    public string? Rationale { get; set; }

    /// <summary>How urgent; empty for not said.</summary>
    public string? Priority { get; set; }

    /// <summary>Day of the next step, ISO; empty for none.</summary>
    public string? DueOn { get; set; }

    /// <summary>Who takes it; empty for nobody.</summary>
    public string? Assignee { get; set; }

    /// <summary><c>yes</c>, <c>no</c> or empty for not said.</summary>
    public string? Labelled { get; set; }

    /// <summary>References, one a line.</summary>
    public string? References { get; set; }

    /// <summary>Number of the decision on the pair that the form was made after.</summary>
    public long Follows { get; set; }

    /// <summary>SHA-256 of the manifest of the week the form was beside.</summary>
    public string? Manifest { get; set; }

    /// <summary>The form as it is first shown: what was noted with the last decision.</summary>
    internal static DecisionForm After(RegisterEntry? entry, string manifest) => new()
    {
        Priority = entry?.Last.PriorityCode, DueOn = entry?.Last.DueOnIso, Assignee = entry?.Last.Assignee, References = entry?.Last.Refs,
        Labelled = entry?.Last.Labelled switch { true => "yes", false => "no", _ => null }, Follows = entry?.Last.ReviewId ?? 0, Manifest = manifest,
    };

    /// <summary>The decision; null where a field cannot be read.</summary>
    /// <param name="seen">The pair as the reviewer saw it.</param>
    /// <param name="runId">Run of that week.</param>
    /// <param name="userName">Who signs.</param>
    /// <param name="isAccount">Whether a name is an account that can take a step.</param>
    /// <param name="fault">What cannot be read.</param>
    internal Decision? Read(PairSeen seen, string runId, string userName, Func<string, bool> isAccount, out string? fault)
    {
        var state = ReviewStates.Parse(State);
        ReviewPriority? priority = Enum.TryParse<ReviewPriority>(Priority, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
        DateOnly? due = DateOnly.TryParseExact(DueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        fault = state is null ? "Choose the state the pair has after your decision."
            : !string.IsNullOrEmpty(Priority) && priority is null ? $"The priority is '{Priority}', expected low, medium or high."
            : !string.IsNullOrEmpty(DueOn) && due is null ? $"The day is '{DueOn}', expected year, month and day, such as 2026-12-01."
            : !string.IsNullOrWhiteSpace(Assignee) && !isAccount(Assignee.Trim()) ? $"There is no account {Assignee.Trim()} that could take the next step."
            : null;
        return fault is not null ? null : new Decision
        {
            RunId = runId, ManifestSha256 = Manifest ?? "", DrugKey = seen.DrugKey, EventKey = seen.EventKey, State = state!.Value, Rationale = Text(Rationale) ?? "", UserName = userName,
            Priority = priority, DueOn = due, Assignee = Text(Assignee), Labelled = Labelled switch { "yes" => true, "no" => false, _ => null }, References = Text(References),
            CasesSeen = seen.Cases, RorLowerSeen = seen.RorLower, Follows = Follows,
        };
    }

    /// <summary>Without blanks at its ends, lines ended as everywhere; null for nothing.</summary>
    private static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim().ReplaceLineEndings("\n");
}
