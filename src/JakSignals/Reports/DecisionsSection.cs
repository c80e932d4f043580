using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>The register of reviewed pairs as it stood when the snapshot was published: the newest decision on each.</summary>
internal static class DecisionsSection
{
    public static XElement Render(Week week) => Section("decisions", "Decisions",
        Paragraph($"Reviewed pairs with the newest decision on each, as recorded when this run was published. {Due(week)}"),
        week.Decisions.Count == 0 ? Paragraph(Class("calm"), "No decision is recorded.") : Table(week));

    private static string Due(Week week) => week.Decisions.Count(d => d.IsOverdue(week.Manifest.AsOf)) switch
    {
        0 => "None is overdue at the data cut-off.",
        1 => "One is overdue at the data cut-off.",
        var overdue => $"{Count(overdue)} are overdue at the data cut-off.",
    };

    private static XElement Table(Week week) => new ReportTable<Reviewed>("Reviewed pairs and the newest decision on each", "decisions",
        new("Pair", d => PairLink(week, d)),
        new("state", d => d.State.Chip()),
        new("priority", d => d.Priority),
        new("assignee", d => d.Assignee),
        new("due", d => DueOn(week, d), "day"),
        new("labelled", d => d.IsLabelled is { } labelled ? labelled ? "yes" : "no" : null, Meaning: Meanings.Labelled),
        new("rationale", d => new object?[] { d.Rationale, d.References?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(reference => Small(Class("beside"), reference)) }, "rationale"),
        new("seen then: cases, lower limit", d => d.CasesSeen is { } cases ? new object[] { Count(cases), " ", Small(Measure(d.RorLowerSeen, NotEstimable)) } : null, "num", Meaning: Meanings.SeenThen),
        new("decided", d => new object?[] { d.DecidedBy, Small(Class("beside"), d.DecidedAt), Small(Class("beside"), d.DecidedOnRun), d.Decisions > 1 ? Small(Class("beside"), $"{Count(d.Decisions)} decisions") : null }))
        .Render(week.Decisions);

    private static object PairLink(Week week, Reviewed decision)
    {
        var name = $"{decision.DrugName} × {decision.EventName}";
        return week.Classes.Any(c => c.Key == decision.Pair.Event) ? Link(ClassSections.Id(decision.Pair.Event), name) : name;
    }

    private static object? DueOn(Week week, Reviewed decision) => decision.DueOn is not { } day ? null
        : decision.IsOverdue(week.Manifest.AsOf) ? Element("strong", Class("warn"), "▲ overdue, ", IsoDay(day)) : IsoDay(day);
}
