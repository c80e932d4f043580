using System.Xml.Linq;
using JakSignals.Snapshots;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>Title, what the report covers, the way to its sections, and what changed in figures.</summary>
internal static class HeadSection
{
    public static string Title(Week week) => "Weekly signal report: " + (week.Setting("Report:Title") ?? "JAK inhibitors");

    public static XElement Render(Week week) => Element("header",
        Element("h1", Title(week)),
        Paragraph(Capital(Week(week.Manifest.AsOf)), " · reports received to ", Day(week.Manifest.AsOf), " · ", Comparison(week.Manifest),
            week.Manifest.Simulated ? new object[] { " · ", Element("strong", "simulated data") } : null),
        Paragraph($"{Number(week.Manifest.Cases, "current case", "current cases")} · {Number(week.Manifest.PairsTested, "pair", "pairs")} tested of {Count(week.Manifest.PairsObserved)} that occur"),
        Files(week), Contents());

    /// <summary>What changed in figures, each with a link to what is behind it.</summary>
    public static object[] Figures(Week week) =>
    [
        Element("ul", Class("figures"),
            Item(ChangesSection.IdOf(week, Status.New), Changed(week, Status.New), "new pair above the thresholds", "new pairs above the thresholds"),
            Item(ChangesSection.IdOf(week, Status.Strengthened), Changed(week, Status.Strengthened), "stronger pair", "stronger pairs"),
            Item(ChangesSection.IdOf(week, Status.Weakened), Changed(week, Status.Weakened), "weaker pair", "weaker pairs"),
            Item(ChangesSection.IdOf(week, Status.Cleared), Changed(week, Status.Cleared), "cleared pair", "cleared pairs"),
            CasesSection.Groups.Select(g => Item(g.Id, week.NewCases.Count(g.Holds), g.One, g.Many))),
        Thresholds(week),
    ];

    /// <summary>Thresholds entered and left, rule by rule.</summary>
    private static XElement Thresholds(Week week) => Note(Link("thresholds", "Thresholds entered / left"), week.IsFirstRun ? ": nothing to compare with." : new object?[]
    {
        ": ", ThresholdsSection.Rules(week).Select((rule, i) => new object?[] { i == 0 ? null : " · ", rule.Name, " ", Bold($"{Count(rule.Entered.Count)} / {Count(rule.Left.Count)}") }),
        week.Domain.Count(s => s.Status.IsChange() && !week.HasChanged(s)) is var kept and > 0 ? new object[] { " · ", Link("reviewed", Number(kept, "reviewed pair", "reviewed pairs")), " not counted here, as not stronger since" } : null,
    });

    private static string Comparison(SnapshotManifest manifest) => manifest.PreviousAsOf is { } previous
        ? $"compared with {Week(previous)} (to {Day(previous)})" : "first run, nothing to compare with";

    /// <summary>Relative links: they work from a folder and from the console.</summary>
    private static XElement Files(Week week) => Element("p", Class("files"), "Tables as CSV: ", ReportFiles.Names.Select((name, i) => new object?[]
        { i == 0 ? null : " · ", Element("a", Attribute("href", Uri.EscapeDataString(ReportFiles.FolderOf(week.Manifest)) + "/" + name), Path.GetFileNameWithoutExtension(name)) }));

    private static XElement Contents() => Element("nav", Attribute("aria-label", "Sections"), Element("ul",
        new[] { ("changes", "What changed"), ("matrix", "Drugs and event classes"), ("classes", "Class by class"), ("incidence", "Incidence"),
                ("cases", "New cases"), ("decisions", "Decisions"), ("quality", "Data quality"), ("tested", "What was tested"), ("methods", "Methods and limits"), ("readus", "READUS-PV"), ("sign-off", "Sign-off"), ("provenance", "Provenance") }
            .Select(s => Element("li", Link(s.Item1, s.Item2)))));

    private static int Changed(Week week, Status status) => week.Domain.Count(s => s.Status == status && week.HasChanged(s));

    private static XElement Item(string id, long count, string one, string many) =>
        Element("li", Link(id, Bold(Count(count)), " ", Element("span", count == 1 ? one : many)));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
