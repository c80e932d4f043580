using System.Globalization;

namespace JakSignals.Reports;

/// <summary>A logarithmic axis between two powers of two; positions are percentages of the plot's width.</summary>
internal sealed class LogAxis
{
    private const double Margin = 5;       // percent left free at either end for tick labels and arrows
    private const int MostTicks = 5;     // more labels than that run into each other on a narrow plot

    private readonly int _low;             // exponents of two
    private readonly int _high;

    private LogAxis(int low, int high) => (_low, _high) = (low, high);

    /// <summary>
    /// An axis that holds every estimate above <paramref name="least"/>, and the limits between <paramref name="least"/> and <paramref name="greatestLimit"/>:
    /// one very wide interval must not squeeze the others.
    /// </summary>
    public static LogAxis Covering(IReadOnlyCollection<Interval> intervals, double least, double greatestLimit)
    {
        var low = intervals.Select(i => Math.Max(i.Lower > 0 ? i.Lower : i.Upper / 2, least)).Append(0.5).Min();
        var high = intervals.Select(i => Math.Max(i.Value, Math.Min(i.Upper, greatestLimit))).Append(2).Max();
        return new LogAxis((int)Math.Floor(Math.Log2(low)), (int)Math.Ceiling(Math.Log2(high)));
    }

    /// <summary>The same axis for every table that is to be compared with others.</summary>
    public static LogAxis Between(int low, int high) => new(low, high);

    /// <summary>Powers of two, 1 among them; every second or third when the axis is long.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var step = (_high - _low + MostTicks) / MostTicks;
            return Enumerable.Range(_low, _high - _low + 1).Where(power => power % step == 0).Select(power => Math.Pow(2, power));
        }
    }

    public bool Holds(double value) => !IsBelow(value) && !IsAbove(value);

    public bool IsBelow(double value) => value < Math.Pow(2, _low);

    public bool IsAbove(double value) => value > Math.Pow(2, _high);

    /// <summary>Where a value is, in percent of the width; at the end of the axis when it is beyond.</summary>
    public double Position(double value)
    {
        var power = value <= 0 ? _low : Math.Clamp(Math.Log2(value), _low, _high);
        return Margin + (100 - 2 * Margin) * (power - _low) / (_high - _low);
    }

    public static string Label(double tick) => tick.ToString(tick < 0.1 ? "0.0##" : "#,0.##", CultureInfo.InvariantCulture);
}
