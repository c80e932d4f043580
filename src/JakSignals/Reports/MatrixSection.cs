using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>Drugs by event classes, in bands of as many classes as fit a page.</summary>
internal static class MatrixSection
{
    private const int MostColumns = 8;

    public static XElement Render(Week week) => Section("matrix", "Drugs and event classes",
        Paragraph("Reporting odds ratio (ROR), with the number of cases under it. Shaded where there are at least " + week.MinimumCases + " cases and the lower 95% limit is above 1, darker as that limit rises; n.e. where not estimable."),
        week.Domain.Count == 0 ? Paragraph(Class("calm"), "The snapshot holds no pair of the catalogue's drugs and event classes.") : Content(week));

    private static object?[] Content(Week week)
    {
        var cells = week.Domain.ToDictionary(s => s.Pair);
        var drugs = week.Drugs.Where(d => week.Classes.Any(c => cells.TryGetValue((d.Key, c.Key), out var cell) && cell.Cases > 0)).ToList();
        var bands = Bands(week.Classes);
        return [bands.Select((classes, i) => Band(week, drugs, classes, cells, bands.Count == 1 ? "" : $", part {i + 1} of {bands.Count}")),
            Legend(week), NoCases(week.Drugs.Except(drugs)), MaskedPairs.Render(week)];
    }

    /// <summary>Bands of nearly equal width.</summary>
    internal static IReadOnlyList<T[]> Bands<T>(IReadOnlyList<T> columns)
    {
        var bands = (columns.Count + MostColumns - 1) / MostColumns;
        return bands == 0 ? [] : [.. columns.Chunk((columns.Count + bands - 1) / bands)];
    }

    private static XElement Band(Week week, List<Named> drugs, Named[] classes, Dictionary<(string, string), Signal> cells, string part) =>
        new ReportTable<Named>("Reporting odds ratio and cases by drug and event class" + part, "matrix",
            [new("Drug", d => d.Name), .. classes.Select(c => new ReportColumn<Named>(Link(ClassSections.Id(c.Key), c.Name),
                d => cells.TryGetValue((d.Key, c.Key), out var cell) ? Cell(week, cell) : null))]).Render(drugs);

    private static XElement Cell(Week week, Signal cell) => Element("div", Class("cell s" + (IsShaded(week, cell) ? Shade.Level(cell.Ror?.Lower) : 0)), Attribute("title", Tooltip(cell)),
        cell.Status.IsChange() ? Element("span", Class("mark"), Element("span", Attribute("aria-hidden", "true"), cell.Status.Shape()), Hidden(cell.Status.Word() + ": ")) : null,
        Element(IsShaded(week, cell) ? "b" : "span", cell.Ror is { } ror ? Measure(ror.Value) : NotEstimable), Element("i", Count(cell.Cases)));

    /// <summary>A single case can have a lower limit above 1; no rule calls that a signal, so no colour does.</summary>
    private static bool IsShaded(Week week, Signal cell) => cell.Ror?.Lower > 1 && cell.Cases >= week.MinimumCases;

    private static string Tooltip(Signal cell) =>
        $"{cell.Drug.Name} × {cell.Event.Name}: ROR {(cell.Ror is { } ror ? $"{Measure(ror.Value)} (95% CI {Limits(ror)})" : NotEstimable)}; "
        + $"{Number(cell.Cases, "case", "cases")}, {Measure(cell.Expected, NotEstimable)} expected; {Count(cell.NewCases)} new";

    private static XElement Legend(Week week) => Element("p", Class("legend"), Element("span", "Lower limit:"),
        Element("span", Class("key s0"), $"not above 1, n.e., or fewer than {week.MinimumCases} cases"), Shade.Legend.Select(l => Element("span", Class("key s" + l.Level), l.Meaning)),
        Element("span", "Moved: ", string.Join("  ", Enum.GetValues<Status>().Where(s => s.IsChange()).Select(s => $"{s.Shape()} {s.Word().ToLowerInvariant()}"))));

    private static XElement? NoCases(IEnumerable<Named> drugs) => drugs.ToList() is { Count: > 0 } none
        ? Note($"No case of any of these classes with: {string.Join("; ", none.Select(d => d.Name))}.") : null;
}
