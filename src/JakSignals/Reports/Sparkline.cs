using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>One quarter of a pair: cases received in it, and the lower limit of the ROR over everything up to its end.</summary>
internal readonly record struct TrendPoint(Quarter Quarter, long Cases, double? LowerLimit);

/// <summary>A calendar quarter such as 2026Q3, numbered so that neighbours differ by one.</summary>
internal readonly record struct Quarter(int Number) : IComparable<Quarter>
{
    /// <exception cref="FormatException">The text is not yyyyQn.</exception>
    public static Quarter Parse(string text) =>
        text is [_, _, _, _, 'Q', >= '1' and <= '4' and var quarter] && int.TryParse(text.AsSpan(0, 4), out var year)
            ? new Quarter(year * 4 + (quarter - '1'))
            : throw new FormatException($"trend.quarter is '{text}', expected a year and a quarter such as 2026Q3.");

    public int CompareTo(Quarter other) => Number.CompareTo(other.Number);

    public override string ToString() => $"{Number / 4}Q{Number % 4 + 1}";
}

/// <summary>Quarters side by side: bars are cases, the line is the lower limit on a log scale, the dashed line is 1.</summary>
internal sealed class Sparkline(Quarter first, Quarter last)
{
    private const double Width = 128, Height = 34;

    public Quarter First => first;

    public Quarter Last => last;

    private double Slot => Width / (last.Number - first.Number + 1);

    /// <summary>The plot of one pair; quarters without a row stay empty.</summary>
    public XElement Draw(IReadOnlyList<TrendPoint> points)
    {
        var shown = points.Where(p => p.Quarter.Number >= first.Number && p.Quarter.Number <= last.Number).OrderBy(p => p.Quarter).ToList();
        return Element("svg", Class("spark"), Attribute("viewBox", $"0 0 {Coordinate(Width)} {Coordinate(Height)}"),
            Attribute("role", "img"), Attribute("aria-label", Description(shown)), Bars(shown), LowerLimits(shown));
    }

    private string Description(List<TrendPoint> shown)
    {
        var cases = $"Cases a quarter, {first} to {last}: {string.Join(", ", shown.Select(p => p.Cases))}.";
        return shown.Where(p => p.LowerLimit is not null).ToList() is [var start, .., var end]
            ? $"{cases} Lower limit {Measure(start.LowerLimit!.Value)} in {start.Quarter}, {Measure(end.LowerLimit!.Value)} in {end.Quarter}." : cases;
    }

    /// <summary>One path for all bars, as there is a plot in every row of a class: a thick stroke each.</summary>
    private XElement? Bars(List<TrendPoint> shown)
    {
        var most = Math.Max(1, shown.Select(p => p.Cases).DefaultIfEmpty().Max());
        var bars = shown.Where(p => p.Cases > 0).Select(p => $"M{Tenth(Middle(p))} {Tenth(Height)}V{Tenth(Height - (Height - 2) * p.Cases / most)}").ToList();
        return bars.Count == 0 ? null : Element("path", Class("bar"), Attribute("stroke-width", Tenth(Slot - 2)), Attribute("d", string.Concat(bars)));
    }

    private IEnumerable<XElement> LowerLimits(List<TrendPoint> shown)
    {
        var estimable = shown.Where(p => p.LowerLimit is > 0).Select(p => (X: Middle(p), Log: Math.Log2(p.LowerLimit!.Value))).ToList();
        if (estimable.Count == 0)
            yield break;
        var (low, high) = (Math.Min(-1, estimable.Min(p => p.Log)), Math.Max(1, estimable.Max(p => p.Log)));
        string Y(double log) => Tenth(Height - 3 - (Height - 6) * (log - low) / (high - low));
        yield return Element("line", Class("one"), Attribute("x2", Coordinate(Width)), Attribute("y1", Y(0)), Attribute("y2", Y(0)));
        if (estimable.Count > 1)
            yield return Element("polyline", Class("lower"), Attribute("points", string.Join(' ', estimable.Select(p => $"{Tenth(p.X)},{Y(p.Log)}"))));
        yield return Element("circle", Class("now"), Attribute("cx", Tenth(estimable[^1].X)), Attribute("cy", Y(estimable[^1].Log)), Attribute("r", "2.2"));
    }

    private double Middle(TrendPoint point) => (point.Quarter.Number - first.Number + 0.5) * Slot;
}
