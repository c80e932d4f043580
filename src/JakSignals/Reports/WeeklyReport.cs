using System.Xml.Linq;
using JakSignals.Snapshots;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>The weekly signal report: one self-contained HTML file, made from a published snapshot and nothing else.</summary>
/// <remarks>No clock, no network, no scripts: the same snapshot gives the same bytes on every machine.</remarks>
public static class WeeklyReport
{
    // Nothing may be loaded and nothing may run, whatever a drug or file is called.
    private const string NothingButStyle = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>
    /// The rows of <c>signals</c> that the report shows: the matrix's pairs in every scope and stratum, all other pairs whose status moved, and the drug groups
    /// outside the matrix, which are compared with and named.
    /// </summary>
    public static RowFilter SignalsShown { get; } = new(["domain", "status", "drug_kind", "event_level"], (signals, row) => signals.Flag("domain", row) == true
        || signals.Text("status", row) is "new" or "strengthened" or "weakened" or "cleared" || (signals.Text("drug_kind", row) != "substance" && signals.Text("event_level", row) == "class"));

    /// <summary>Writes the report of a snapshot as HTML that is well-formed XML too. The writer must encode as UTF-8, which the page declares.</summary>
    /// <param name="snapshot">Snapshot with the tables <c>signals</c>, <c>incidence</c>, <c>robustness</c>, <c>masking</c>, <c>trend</c>, <c>cases</c>, <c>register</c> and <c>data_quality</c>; each may be empty.</param>
    /// <param name="writer">Where the page goes; it is not closed.</param>
    /// <exception cref="KeyNotFoundException">A table or column is missing.</exception>
    /// <exception cref="InvalidDataException">No pair was counted in the configured role scope, or a status is unknown.</exception>
    /// <exception cref="FormatException">A quarter of the trend is no quarter.</exception>
    public static void Render(Snapshot snapshot, TextWriter writer)
    {
        var week = new Week(snapshot);
        Write(Element("html", Attribute("lang", "en"), Head(week), Body(week)), writer);
    }

    private static XElement Head(Week week) => Element("head",
        Element("meta", Attribute("charset", "utf-8")),
        Element("meta", Attribute("http-equiv", "Content-Security-Policy"), Attribute("content", NothingButStyle)),
        Element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
        Element("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
        Element("title", $"{HeadSection.Title(week)}, {Figure.Week(week.Manifest.AsOf)}"),
        Element("style", ReportStyle.For(week.Manifest.RunId)));

    private static XElement Body(Week week) => Element("body",
        Element("a", Class("skip"), Attribute("href", "#changes"), "Skip to what changed"),
        Element("main", HeadSection.Render(week), HeadSection.Figures(week), ChangesSection.Render(week), MatrixSection.Render(week), ClassSections.Render(week),
            IncidenceSection.Render(week), CasesSection.Render(week), DecisionsSection.Render(week), QualitySection.Render(week), TestedSection.Render(week), MethodsSection.Render(week),
            ReadusSection.Render(week), SignOffSection.Render(week), ProvenanceSection.Render(week)),
        ProvenanceSection.Footer(week));
}
