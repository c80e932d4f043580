using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>The line list of cases received since the previous run: coded fields only, no narratives.</summary>
internal static class CasesSection
{
    private const int MostCases = 200;
    private const int MostLinks = 40;       // of a group: the list below has them all

    /// <summary>Groups of new cases that are counted at the head of the page and can be linked to.</summary>
    public sealed record Group(string Id, string Name, string One, string Many, Func<NewCase, bool> Holds);

    public static IReadOnlyList<Group> Groups { get; } =
    [
        new("cases-fatal", "Fatal", "new fatal case", "new fatal cases", c => c.IsFatal),
        new("cases-serious", "Serious", "new serious case", "new serious cases", c => c.IsSerious),
        new("cases-65", "Aged 65 and over", "new case aged 65+", "new cases aged 65+", c => c.IsAged65),
        new("cases-under-18", "Under 18", "new case under 18", "new cases under 18", c => c.IsUnder18),
    ];

    public static XElement Render(Week week) => Section("cases", "New cases",
        Paragraph((week.IsFirstRun ? "Cases that this run counts as new" : "Cases received since the previous run") + " with a drug of this report and an event of its classes; a case stands once, with all its classes. "
            + "Fatal cases first, then serious ones, then by day received."),
        Element("dl", Class("facts groups"), Groups.Select(g => Element("div", Id(g.Id), Element("dt", g.Name), Element("dd", InGroup(week, g))))),
        week.NewCases.Count == 0 ? Paragraph(Class("calm"), "No such case was received.") : List(week),
        week.NewCases.Count > MostCases ? Note($"{Number(week.NewCases.Count - MostCases, "more new case", "more new cases")}; all are in new-cases.csv and cases.parquet.") : null);

    private static object?[] InGroup(Week week, Group group)
    {
        var all = week.NewCases.Count(group.Holds);
        List<NewCase> linked = [.. week.NewCases.Take(MostCases).Where(group.Holds).Take(MostLinks)];
        return [Bold(Count(all)), all == 0 ? null : ": ", linked.Select((c, i) => new object?[] { i == 0 ? null : ", ", Link(IdOf(c.Id), c.Text("case_id")) }), all > linked.Count ? $" and {Count(all - linked.Count)} more" : null];
    }

    private static XElement List(Week week) => new ReportTable<NewCase>("Line list of new cases", "cases",
        new("Case", c => new object[] { Element("b", Id(c.Id), c.Text("case_id")!), Small(string.Join(" · ", new[] { c.Text("source"), c.Text("version") is { } version ? "version " + version : null }.OfType<string>())) }),
        new("received", c => c.Received, "day"),
        new("outcome", Outcome),
        new("event classes", c => string.Join("; ", c.Events.Select(e => e.Name))),
        new("suspect drugs", c => c.Text("suspect_drugs")),
        new("terms", c => c.Text("terms"), "terms"),
        new("age, sex", c => Joined(c.AgeYears, c.Text("sex")), "day"),
        new("reporter, country", c => Joined(c.Text("reporter"), c.Text("country"))),
        new("event on", c => c.Text("event_on"), "day"),
        new("days to onset", c => c.Text("days_to_onset"), "num", Meaning: Meanings.Onset),
        new("de- / rechallenge", c => c.Text("dechallenge") is null && c.Text("rechallenge") is null ? null : $"{c.Text("dechallenge") ?? Unknown} / {c.Text("rechallenge") ?? Unknown}", Meaning: Meanings.Challenge)).Render([.. week.NewCases.Take(MostCases)]);

    private static string? Joined(params IEnumerable<string?> parts) => string.Join(", ", parts.OfType<string>()) is { Length: > 0 } text ? text : null;

    private static XElement? Outcome(NewCase row) => row.IsFatal ? Bold("fatal") : row.IsSerious ? Element("span", "serious") : null;
}
