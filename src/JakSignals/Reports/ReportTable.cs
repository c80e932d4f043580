using System.Xml.Linq;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>A column of a report table.</summary>
/// <param name="Heading">What it shows, as text or elements.</param>
/// <param name="Cell">Content for a row; null where there is none.</param>
/// <param name="Style">Class of its cells: <c>num</c>, <c>plot</c>, or empty.</param>
/// <param name="Missing">What a cell without content prints.</param>
/// <param name="Foot">Content of its foot cell, if the table has a foot.</param>
/// <param name="Meaning">What its figures are, as the tooltip of the heading.</param>
internal sealed record ReportColumn<T>(object Heading, Func<T, object?> Cell, string Style = "", string Missing = Figure.Unknown, object? Foot = null, string? Meaning = null);

/// <summary>Builds one table. A column without content in any row is left out; the first column names the row and stays in view.</summary>
internal sealed class ReportTable<T>(string caption, string style, params ReportColumn<T>[] columns)
{
    private const int LongTable = 12;       // rows; a shorter one is kept on one printed page

    /// <summary>The rows under group headings, where a group has one.</summary>
    public XElement Render(params IReadOnlyList<(string? Heading, IReadOnlyList<T> Rows)> groups)
    {
        var rows = groups.SelectMany(g => g.Rows).ToList();
        // Cells are made once: all of one column, then the columns that hold anything.
        var shown = columns.Select(c => (Column: c, Cells: rows.Select(c.Cell).ToList())).Where((c, i) => i == 0 || c.Cells.Exists(cell => cell is not null)).ToList();
        var start = 0;
        var bodies = new List<XElement>();
        foreach (var (heading, groupRows) in groups)
        {
            bodies.Add(Element("tbody", GroupRow(heading, shown.Count),
                Enumerable.Range(start, groupRows.Count).Select(row => Row(shown, row))));
            start += groupRows.Count;
        }
        return Box(rows.Count, Element("thead", Element("tr", shown.Select(c => Heading(c.Column)))), Foot(shown), bodies);
    }

    public XElement Render(IReadOnlyList<T> rows) => Render((null, rows));

    private XElement Box(int rows, params object?[] parts) => Element("div", Class(rows <= LongTable ? "box short" : "box"),
        Attribute("role", "group"), Attribute("tabindex", "0"), Attribute("aria-label", caption),
        Element("table", Class(style), Element("caption", Class("hidden"), caption), parts));

    private static XElement Heading(ReportColumn<T> column) =>
        Element("th", Attribute("scope", "col"), StyleOf(column), column.Meaning is { } meaning ? Element("abbr", Attribute("title", meaning), column.Heading) : column.Heading);

    private static XElement? GroupRow(string? heading, int width) => heading is null ? null
        : Element("tr", Element("th", Class("group"), Attribute("scope", "rowgroup"), Attribute("colspan", width.ToString(System.Globalization.CultureInfo.InvariantCulture)), heading));

    private static XElement Row(List<(ReportColumn<T> Column, List<object?> Cells)> shown, int row) =>
        Element("tr", shown.Select((c, i) => i == 0
            ? Element("th", Attribute("scope", "row"), StyleOf(c.Column), c.Cells[row] ?? c.Column.Missing)
            : Element("td", StyleOf(c.Column), c.Cells[row] ?? Small(c.Column.Missing))));

    private static XElement? Foot(List<(ReportColumn<T> Column, List<object?> Cells)> shown) =>
        shown.Exists(c => c.Column.Foot is not null) ? Element("tfoot", Element("tr", shown.Select(c => Element("td", StyleOf(c.Column), c.Column.Foot)))) : null;

    private static XAttribute? StyleOf(ReportColumn<T> column) => column.Style.Length == 0 ? null : Class(column.Style);
}
