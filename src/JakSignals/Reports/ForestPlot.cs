using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>One small SVG a table row, on an axis all rows share; positions are percentages, so a plot is as wide and high as its cell.</summary>
internal sealed class ForestPlot(LogAxis axis)
{
    private const double WordWidth = 40;      // percent of the narrowest plot

    /// <summary>A ratio: the square is filled where the lower limit is above 1 and grows with the cases; null draws the grid alone.</summary>
    public XElement Ratio(Interval? estimate, long cases) => Plot(Name("ROR", estimate),
        Grid(), estimate is { } known ? new object?[] { Line(known), axis.Holds(known.Value) ? Square(known, cases) : null } : null);

    /// <summary>
    /// The same in few bytes, for the many tables of <see cref="WhereItHolds"/>: the style sheet centres it on y = 0 and draws the line at 1, and the figures stand beside it.
    /// </summary>
    public XElement? Brief(Interval? estimate, long cases) => estimate is not { } known ? null : Element("svg", Class("brief"), Attribute("aria-hidden", "true"),
        Element("line", Class("ci"), BriefAt("x1", known.Lower), BriefAt("x2", known.Upper)),
        axis.IsBelow(known.Lower) ? BriefArrow(known.Lower, "M-5 0l7-4v8z") : null, axis.IsAbove(known.Upper) ? BriefArrow(known.Upper, "M5 0l-7-4v8z") : null,
        axis.Holds(known.Value) ? Element("rect", Class(known.Lower > 1 ? "pt sig" : "pt"), BriefAt("x", known.Value), Attribute("width", Tenth(SquareSide(cases))), Attribute("height", Tenth(SquareSide(cases)))) : null);

    private XElement BriefArrow(double value, string shape) => Element("svg", Class("arrow"), BriefAt("x", value), Element("path", Attribute("d", shape)));

    private XAttribute BriefAt(string attribute, double value) => Attribute(attribute, Tenth(axis.Position(value)) + "%");

    /// <summary>A rate: its limits as a line, over the published range as a band.</summary>
    public XElement Rate(Interval? rate, Interval? published) => Plot(
        Name("Rate", rate) + (published is { } range ? $"; published {Limits(range)}" : ""),
        Ticks(), published is { } band ? Band(band) : null, rate is { } known ? new object?[] { Line(known), axis.Holds(known.Value) ? Point(known.Value) : null } : null);

    /// <summary>A published rate: its range as a band, the rate as a mark.</summary>
    public XElement Published(double rate, Interval? range) => Plot(
        $"Published rate {Measure(rate)}" + (range is { } limits ? $", limits {Limits(limits)}" : ""),
        Ticks(), range is { } band ? Band(band) : null, axis.Holds(rate) ? Element("line", Class("ci"), At("x1", rate), At("x2", rate), Attribute("y1", "30%"), Attribute("y2", "70%")) : null);

    /// <summary>The scale, for the foot of the table.</summary>
    public XElement Scale() => Plot(name: null, axis.Ticks.Select(tick =>
        Element("text", Class("tick"), At("x", tick), Attribute("y", "14"), LogAxis.Label(tick))));

    /// <summary>Which side of 1 means what, for the head of the table, where there is room for the words.</summary>
    public XElement Sides() => Plot(name: null,
        axis.Position(1) < WordWidth ? null : Element("text", Class("tick end"), At("x", 1), Attribute("dx", "-6"), Attribute("y", "14"), "less often"),
        100 - axis.Position(1) < WordWidth ? null : Element("text", Class("tick start"), At("x", 1), Attribute("dx", "6"), Attribute("y", "14"), "more often"));

    private static string Name(string what, Interval? estimate) => estimate is { } known
        ? $"{what} {Measure(known.Value)}, limits {Limits(known)}" : $"{what} not estimable";

    private static XElement Plot(string? name, params object?[] content) => Element("svg", Class("forest"),
        name is null ? Attribute("aria-hidden", "true") : new object[] { Attribute("role", "img"), Attribute("aria-label", name) }, content);

    private IEnumerable<XElement> Ticks() => axis.Ticks.Select(tick => GridLine("g", tick));

    private IEnumerable<XElement> Grid() => axis.Ticks.Select(tick => GridLine(tick == 1 ? "one" : "g", tick));

    private XElement GridLine(string style, double value) =>
        Element("line", Class(style), At("x1", value), At("x2", value), Attribute("y2", "100%"));

    private IEnumerable<XElement> Line(Interval known)
    {
        yield return Element("line", Class("ci"), At("x1", known.Lower), At("x2", known.Upper), Attribute("y1", "50%"), Attribute("y2", "50%"));
        if (axis.IsBelow(known.Lower))
            yield return Arrow(known.Lower, "M-5 0l7-4v8z");
        if (axis.IsAbove(known.Upper))
            yield return Arrow(known.Upper, "M5 0l-7-4v8z");
    }

    // Paths know no percentages; a nested svg does.
    private XElement Arrow(double value, string shape) => Element("svg", Class("arrow"), At("x", value), Attribute("y", "50%"), Element("path", Attribute("d", shape)));

    private XElement Square(Interval known, long cases)
    {
        var side = SquareSide(cases);
        return Element("rect", Class(known.Lower > 1 ? "pt sig" : "pt"), At("x", known.Value), Attribute("y", "50%"),
            Attribute("width", Coordinate(side)), Attribute("height", Coordinate(side)), Attribute("transform", $"translate({Coordinate(-side / 2)} {Coordinate(-side / 2)})"));
    }

    /// <summary>5 px at one case, 2 px more for every tenfold, 13 px at most: area would hide the small ones.</summary>
    public static double SquareSide(long cases) => Math.Min(13, 5 + 2 * Math.Log10(Math.Max(1, cases)));

    private XElement Point(double rate) => Element("circle", Class("pt sig"), At("cx", rate), Attribute("cy", "50%"), Attribute("r", "3.5"));

    private XElement Band(Interval range) => Element("rect", Class("band"), At("x", range.Lower), Attribute("y", "50%"),
        Attribute("width", Percent(axis.Position(range.Upper) - axis.Position(range.Lower))), Attribute("height", "18"), Attribute("transform", "translate(0 -9)"));

    private XAttribute At(string attribute, double value) => Attribute(attribute, Percent(axis.Position(value)));

    private static string Percent(double value) => Coordinate(value) + "%";
}
