using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>The robustness grid of one pair: a cell for each way to count, with the lower limit of the ROR, shaded as the matrix, and a mark where the pair is a signal.</summary>
internal static class RobustnessTable
{
    /// <summary>The grid; null where the pair has none.</summary>
    public static XElement? Render(IEnumerable<Specification> specifications)
    {
        var grid = specifications.Where(one => one.IsInGrid).ToList();
        if (grid.Count == 0)
            return null;
        var columns = grid.Select(Column).Distinct().ToList();
        var cells = grid.ToDictionary(one => (Row(one), Column(one)));
        return Element("div", Class("box"), Attribute("role", "group"), Attribute("tabindex", "0"), Attribute("aria-label", "Ways to count"),
            Element("table", Class("robustness"), Element("caption", Class("hidden"), "Lower limit of the ROR under each way to count; a dot marks a signal"),
                Element("thead",
                    Element("tr", Element("th", Attribute("scope", "col"), Attribute("rowspan", "3"), "Roles and reporters"), Headings(columns, column => column.Region, region => region == Week.AllCases ? "all regions" : region)),
                    Element("tr", Headings(columns, column => (column.Region, column.Period), column => column.Period == Week.AllCases ? "all years" : "last 5 years")),
                    Element("tr", columns.Select(column => Element("th", Attribute("scope", "col"), column.Duplicates == "out" ? Element("abbr", Attribute("title", "without near-duplicates"), "unique") : "all cases")))),
                Element("tbody", grid.Select(Row).Distinct().Select(row => Element("tr", Element("th", Attribute("scope", "row"), $"{Capital(row.Scope)}, {(row.Reporter == Week.AllCases ? "all reporters" : "professionals")}"),
                    columns.Select(column => Cell(cells[(row, column)])))))));
    }

    private static IEnumerable<XElement> Headings<T>(List<(string Region, string Period, string Duplicates)> columns, Func<(string Region, string Period, string Duplicates), T> part, Func<T, string> words) where T : notnull =>
        columns.GroupBy(part).Select(group => Element("th", Attribute("scope", "colgroup"), Attribute("colspan", Coordinate(group.Count())), words(group.Key)));

    private static (string Scope, string Reporter) Row(Specification one) => (one.Text("role_scope"), one.Text("reporter"));

    private static (string Region, string Period, string Duplicates) Column(Specification one) => (one.Text("region"), one.Text("period"), one.Text("duplicates"));

    private static XElement Cell(Specification one)
    {
        var lower = one.Ror?.Lower;
        return Element("td", Element("div", Class($"cell s{Shade.Level(lower)}"), Attribute("title", $"{Number(one.Cases, "case", "cases")}, ROR {(one.Ror is { } ror ? $"{Measure(ror.Value)} ({Limits(ror)})" : NotEstimable)}"),
            Bold((one.IsSignal ? "● " : "") + Measure(lower, NotEstimable)), Element("i", Count(one.Cases)), one.IsSignal ? Hidden(", a signal") : null));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
