using System.Xml.Linq;
using JakSignals.Signals;
using JakSignals.Snapshots;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>One row of <c>register</c>: a reviewed pair with its newest decision.</summary>
internal readonly record struct Reviewed(Table Table, int Row)
{
    public (string Drug, string Event) Pair => (Table.Text("drug_key", Row)!, Table.Text("event_key", Row)!);
    public string DrugName => Table.Text("drug_name", Row)!;
    public string EventName => Table.Text("event_name", Row)!;
    public ReviewState State => ReviewWords.Parse(Table.Text("state", Row));
    public string? Priority => Table.Text("priority", Row);
    public DateOnly? DueOn => Table.Date("due_on", Row);
    public string? Assignee => Table.Text("assignee", Row);
    public bool? IsLabelled => Table.Flag("labelled", Row);
    public string Rationale => Table.Text("rationale", Row) ?? "";
    public string? References => Table.Text("refs", Row);
    public string DecidedBy => Table.Text("decided_by", Row) ?? "";
    public string DecidedAt => Table.Text("decided_at", Row) ?? "";
    public string? DecidedOnRun => Table.Text("decided_on_run", Row);
    public long Decisions => Table.Count("decisions", Row) ?? 0;
    public long? CasesSeen => Table.Count("cases_seen", Row);
    public double? RorLowerSeen => Table.Measure("ror_lower_seen", Row);
    public bool IsSuppressed => Table.Flag("suppressed", Row) == true;
    public string Hash => Table.Text("hash", Row) ?? "";

    public bool IsOver => State is ReviewState.Refuted or ReviewState.Closed;

    /// <summary>Whether something was due before the data cut-off and the review is not over.</summary>
    public bool IsOverdue(DateOnly asOf) => DueOn < asOf && !IsOver;
}

/// <summary>A state as a word and a shape, beside the status of the pair: never a colour alone.</summary>
internal static class ReviewWords
{
    public static ReviewState Parse(string? text) => ReviewStates.Parse(text)
        ?? throw new InvalidDataException($"register.state is '{text}', expected one of {string.Join(", ", Enum.GetValues<ReviewState>().Select(state => state.Code()))}.");

    public static XElement Chip(this ReviewState state) => Element("span", Class("chip review"), Hidden("review: "), Element("span", Attribute("aria-hidden", "true"), Shape(state)), " ", state.Word());

    private static string Shape(ReviewState state) => state switch
    {
        ReviewState.New => "◇",
        ReviewState.UnderValidation => "◐",
        ReviewState.Validated => "✓",
        ReviewState.Refuted => "✕",
        ReviewState.Confirmed => "◆",
        ReviewState.UnderAssessment => "◑",
        _ => "□",
    };
}
