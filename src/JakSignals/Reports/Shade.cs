using System.Globalization;

namespace JakSignals.Reports;

/// <summary>Shades of the matrix: the level comes from the lower limit of the ROR, the ink from what reads best on it.</summary>
internal static class Shade
{
    // A few levels with a legend can be read off; a continuous ramp cannot.
    private static readonly double[] LowerLimits = [1, 1.5, 2, 3, 5];
    private static readonly string[] Light = ["#e4eef7", "#c9def0", "#a3c8e6", "#6fa8d6", "#0a5a9c"];
    private static readonly string[] Dark = ["#1d2f40", "#24435f", "#2c5880", "#4f92c8", "#8cc7f4"];
    private static readonly string[] LightInks = ["#17212b", "#ffffff"];
    private static readonly string[] DarkInks = ["#0b1015", "#f2f5f7"];

    /// <summary>0 where the lower limit is not above 1 or not estimable, then 1 to 5.</summary>
    public static int Level(double? lowerLimit) =>
        lowerLimit is not > 1 ? 0 : LowerLimits.Count(limit => lowerLimit >= limit);

    /// <summary>Level and its meaning, from the lightest shade on.</summary>
    public static IEnumerable<(int Level, string Meaning)> Legend =>
        LowerLimits.Select((limit, i) => (i + 1, i == 0 ? "above 1" : $"{limit.ToString(CultureInfo.InvariantCulture)} or more"));

    /// <summary>Style rules <c>.s1</c> to <c>.s5</c>.</summary>
    public static string Rules(bool dark) => string.Concat((dark ? Dark : Light)
        .Select((paper, i) => $".s{i + 1}{{background:{paper};color:{BestInk(paper, dark ? DarkInks : LightInks)}}}\n"));

    /// <summary>Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance).</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one) + 0.05, Luminance(other) + 0.05);
        return Math.Max(a, b) / Math.Min(a, b);
    }

    private static string BestInk(string paper, string[] inks) => inks.MaxBy(ink => Contrast(ink, paper))!;

    private static double Luminance(string colour) =>
        0.2126 * Linear(colour[1..3]) + 0.7152 * Linear(colour[3..5]) + 0.0722 * Linear(colour[5..7]);

    private static double Linear(string hex)
    {
        var channel = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);
    }
}
