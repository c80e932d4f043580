using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>The line list of cases received since the previous run: coded fields only, no narratives.</summary>
internal static class CasesSection
{
    private const int MostCases = 200;

    public static XElement Render(Week week) => Section("cases", "New cases",
        Paragraph((week.IsFirstRun ? "Cases that this run counts as new" : "Cases received since the previous run") + " with a drug of this report and an event of its classes; a case stands once, with all its classes. "
            + "Fatal cases first, then serious ones, then by day received."),
        week.NewCases.Count == 0 ? Paragraph(Class("calm"), "No such case was received.") : List(week),
        week.NewCases.Count > MostCases ? Note($"{Number(week.NewCases.Count - MostCases, "more new case", "more new cases")}; all are in cases.parquet.") : null);

    private static XElement List(Week week) => new ReportTable<NewCase>("Line list of new cases", "cases",
        new("Case", c => new object[] { Bold(c.Text("case_id")!), Small(string.Join(" · ", new[] { c.Text("source"), c.Text("version") is { } version ? "version " + version : null }.OfType<string>())) }),
        new("received", c => c.Text("received_on"), "day"),
        new("outcome", Outcome),
        new("event classes", c => string.Join("; ", c.Events.Select(e => e.Name))),
        new("suspect drugs", c => c.Text("suspect_drugs")),
        new("terms", c => c.Text("terms")),
        new("age, sex", c => Joined(c.Text("age_years"), c.Text("sex")), "day"),
        new("reporter, country", c => Joined(c.Text("reporter"), c.Text("country"))),
        new("event on", c => c.Text("event_on"), "day"),
        new("days to onset", c => c.Text("days_to_onset"), "num"),
        new("de- / rechallenge", c => c.Text("dechallenge") is null && c.Text("rechallenge") is null ? null : $"{c.Text("dechallenge") ?? Unknown} / {c.Text("rechallenge") ?? Unknown}")).Render([.. week.NewCases.Take(MostCases)]);

    private static string? Joined(params IEnumerable<string?> parts) => string.Join(", ", parts.OfType<string>()) is { Length: > 0 } text ? text : null;

    private static XElement? Outcome(NewCase row) => row.IsFatal ? Bold("fatal") : row.IsSerious ? Element("span", "serious") : null;
}
