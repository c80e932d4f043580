using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>A sparkline with axes, for a page of one pair: bars are the cases of each quarter, the line is the lower limit of the ROR over everything up to its end, on a log scale, the dashed line is 1.</summary>
internal static class TrendChart
{
    private const int MostQuarters = 48;
    private const double Width = 760, Height = 220, Left = 44, Right = 44, Top = 12, Bottom = 24;

    /// <summary>The chart; null where there is no quarter.</summary>
    public static XElement? Draw(IReadOnlyList<TrendPoint> points)
    {
        var ordered = points.OrderBy(point => point.Quarter).TakeLast(MostQuarters).ToList();
        return ordered.Count == 0 ? null : new Chart(ordered).Draw();
    }

    private sealed class Chart(List<TrendPoint> points)
    {
        private readonly int _first = points[0].Quarter.Number, _last = points[^1].Quarter.Number;
        private readonly long _most = Math.Max(1, points.Max(point => point.Cases));
        private readonly int _low = Math.Min(-1, (int)Math.Floor(Limits(points).Append(0).Min())), _high = Math.Max(1, (int)Math.Ceiling(Limits(points).Append(0).Max()));

        private double Slot => (Width - Left - Right) / Math.Max(8, _last - _first + 1);

        public XElement Draw() => Element("svg", Class("trend-chart"), Attribute("viewBox", $"0 0 {Coordinate(Width)} {Coordinate(Height)}"), Attribute("role", "img"), Attribute("aria-label", Description()),
            CaseAxis(), LimitAxis(), Bars(), Line(), Years());

        private string Description() => $"Cases a quarter from {points[0].Quarter} to {points[^1].Quarter}, at most {Count(_most)}; lower limit of the ROR at the end {Measure(points[^1].LowerLimit, NotEstimable)}. The table below has the figures.";

        private static IEnumerable<double> Limits(List<TrendPoint> points) => points.Where(point => point.LowerLimit is > 0).Select(point => Math.Log2(point.LowerLimit!.Value));

        private IEnumerable<XElement> CaseAxis() =>
        [
            Label(Left - 6, Top + 4, Count(_most), "tick end"), Label(Left - 6, Height - Bottom + 4, "0", "tick end"), Label(Left - 6, (Top + Height - Bottom) / 2, "cases", "tick end"),
            Element("line", Class("g"), Attribute("x1", Coordinate(Left)), Attribute("x2", Coordinate(Width - Right)), Attribute("y1", Coordinate(Height - Bottom)), Attribute("y2", Coordinate(Height - Bottom))),
        ];

        private IEnumerable<XElement> LimitAxis() => Enumerable.Range(_low, _high - _low + 1).Where(power => (power - _low) % Math.Max(1, (_high - _low + 4) / 5) == 0 || power == 0).SelectMany(power => new[]
        {
            Element("line", Class(power == 0 ? "one" : "g"), Attribute("x1", Coordinate(Left)), Attribute("x2", Coordinate(Width - Right)), Attribute("y1", Coordinate(Y(power))), Attribute("y2", Coordinate(Y(power)))),
            Label(Width - Right + 6, Y(power) + 4, LogAxis.Label(Math.Pow(2, power)), "tick start"),
        });

        private IEnumerable<XElement> Bars() => points.Where(point => point.Cases > 0).Select(point => (point, High: (Height - Top - Bottom) * point.Cases / _most)).Select(bar =>
            Element("rect", Class("bar"), Attribute("x", Coordinate(X(bar.point.Quarter) + 1)), Attribute("y", Coordinate(Height - Bottom - bar.High)), Attribute("width", Coordinate(Slot - 2)), Attribute("height", Coordinate(bar.High)),
                Element("title", $"{bar.point.Quarter}: {Number(bar.point.Cases, "case", "cases")}, lower limit {Measure(bar.point.LowerLimit, NotEstimable)}")));

        private IEnumerable<XElement> Line()
        {
            var estimable = points.Where(point => point.LowerLimit is > 0).Select(point => (X: X(point.Quarter) + Slot / 2, Y: Y(Math.Log2(point.LowerLimit!.Value)))).ToList();
            if (estimable.Count > 1)
                yield return Element("polyline", Class("lower"), Attribute("points", string.Join(' ', estimable.Select(at => $"{Coordinate(at.X)},{Coordinate(at.Y)}"))));
            if (estimable.Count > 0)
                yield return Element("circle", Class("now"), Attribute("cx", Coordinate(estimable[^1].X)), Attribute("cy", Coordinate(estimable[^1].Y)), Attribute("r", "3"));
        }

        /// <summary>First quarters by their year; where there is none, the ends.</summary>
        private IEnumerable<XElement> Years()
        {
            var firsts = Enumerable.Range(_first, _last - _first + 1).Where(number => number % 4 == 0).ToList();
            return firsts.Count == 0 ? [Label(X(points[0].Quarter), Height - 8, points[0].Quarter.ToString(), "tick start")]
                : firsts.Where((_, place) => place % Math.Max(1, firsts.Count / 8) == 0).Select(number => Label(X(new Quarter(number)), Height - 8, Coordinate(number / 4), "tick start"));
        }

        private double X(Quarter quarter) => Left + (quarter.Number - _first) * Slot;

        private double Y(double log) => Height - Bottom - (Height - Top - Bottom) * (log - _low) / (_high - _low);

        private static XElement Label(double x, double y, string text, string style) => Element("text", Class(style), Attribute("x", Coordinate(x)), Attribute("y", Coordinate(y)), text);
    }
}
