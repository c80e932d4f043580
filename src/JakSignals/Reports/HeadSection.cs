using System.Xml.Linq;
using JakSignals.Snapshots;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>Title, what the report covers, the way to its sections, and the week in six figures.</summary>
internal static class HeadSection
{
    public static string Title(Week week) => "Weekly signal report: " + (week.Setting("Report:Title") ?? "JAK inhibitors");

    public static XElement Render(Week week) => Element("header",
        Element("h1", Title(week)),
        Paragraph(Capital(Week(week.Manifest.AsOf)), " · reports received to ", Day(week.Manifest.AsOf), " · ", Comparison(week.Manifest),
            week.Manifest.Simulated ? new object[] { " · ", Element("strong", "simulated data") } : null),
        Paragraph($"{Number(week.Manifest.Cases, "current case", "current cases")} · {Number(week.Manifest.PairsTested, "pair", "pairs")} tested of {Count(week.Manifest.PairsObserved)} that occur"),
        Contents());

    /// <summary>The week in six figures, each with a link to what is behind it.</summary>
    public static XElement Figures(Week week) => Element("ul", Class("figures"),
        Item("changes", Changed(week, Status.New), "new pair above the thresholds", "new pairs above the thresholds"),
        Item("changes", Changed(week, Status.Strengthened), "stronger pair", "stronger pairs"),
        Item("changes", Changed(week, Status.Cleared), "cleared pair", "cleared pairs"),
        Item("cases", week.NewCases.Count(c => c.IsFatal), "new fatal case", "new fatal cases"),
        Item("cases", week.NewCases.Count(c => c.IsSerious), "new serious case", "new serious cases"),
        Item("cases", week.NewCases.Count(c => c.IsAged65), "new case aged 65+", "new cases aged 65+"));

    private static string Comparison(SnapshotManifest manifest) => manifest.PreviousAsOf is { } previous
        ? $"compared with {Week(previous)} (to {Day(previous)})" : "first run, nothing to compare with";

    private static XElement Contents() => Element("nav", Attribute("aria-label", "Sections"), Element("ul",
        new[] { ("changes", "What changed"), ("matrix", "Drugs and event classes"), ("classes", "Class by class"), ("incidence", "Incidence"),
                ("cases", "New cases"), ("quality", "Data quality"), ("methods", "Methods and limits"), ("provenance", "Provenance") }
            .Select(s => Element("li", Link(s.Item1, s.Item2)))));

    private static int Changed(Week week, Status status) => week.Domain.Count(s => s.Status == status);

    private static XElement Item(string id, long count, string one, string many) =>
        Element("li", Link(id, Bold(Count(count)), " ", Element("span", count == 1 ? one : many)));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
