using System.Globalization;
using JakSignals.Snapshots;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>An estimate with its limits; there is no such thing where one of the three is missing.</summary>
internal readonly record struct Interval(double Value, double Lower, double Upper)
{
    public static Interval? Of(double? value, double? lower, double? upper) =>
        value is { } v && lower is { } l && upper is { } u ? new Interval(v, l, u) : null;
}

/// <summary>How figures, days and missing values are printed: the same everywhere, whatever the machine's culture.</summary>
internal static class Figure
{
    public const string NotEstimable = "n.e.";
    public const string Unknown = "–";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Count(long count) => count.ToString("N0", Culture);

    /// <summary>A ratio, rate or χ²: two decimals below 10, one below 100, none above; two significant digits below 0.01.</summary>
    public static string Measure(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.0001 => value < 0 ? ">-0.0001" : "<0.0001",
        < 0.00995 => value.ToString(Math.Abs(value) < 0.000995 ? "F5" : "F4", Culture),
        < 9.995 => value.ToString("F2", Culture),
        < 99.95 => value.ToString("N1", Culture),
        _ => value.ToString("N0", Culture),
    };

    /// <summary>A logarithm: two decimals, however small.</summary>
    public static string Logarithm(double? value, string missing) => value is { } known ? (Math.Round(known, 2) + 0.0).ToString("0.00;−0.00;0.00", Culture) : missing;

    public static string Measure(double? value, string missing) => value is { } known ? Measure(known) : missing;

    /// <summary>A p value: three decimals, four below 0.01.</summary>
    public static string Probability(double p) => p < 0.0001 ? "p\u00A0<\u00A00.0001" : "p\u00A0=\u00A0" + Decimals(p);

    /// <summary>The same without its name.</summary>
    public static string Decimals(double p) => p < 0.0001 ? "<0.0001" : p.ToString(p < 0.00995 ? "F4" : "F3", Culture);

    /// <summary>A parameter of a distribution: four significant digits.</summary>
    public static string Parameter(double value) => value.ToString("G4", Culture);

    /// <summary>A share, in percent: one decimal below 10.</summary>
    public static string Share(double share) => (share * 100).ToString(share < 0.0995 ? "0.#" : "0", Culture) + "%";

    public static string Limits(Interval interval) => $"{Measure(interval.Lower)}–{Measure(interval.Upper)}";

    /// <summary>The estimate bold, its limits small beside it; "n.e." where there is none.</summary>
    public static object[] Estimate(Interval? interval) => interval is { } known
        ? [Bold(Measure(known.Value)), " ", Small(Limits(known))] : [Small(NotEstimable)];

    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", Culture);

    public static string IsoDay(DateOnly day) => day.ToString("yyyy-MM-dd", Culture);

    public static string Week(DateOnly day) => $"week {ISOWeek.GetWeekOfYear(day.ToDateTime(default))} of {ISOWeek.GetYear(day.ToDateTime(default))}";

    public static string Coordinate(double value) => Math.Round(value, 2).ToString(Culture);

    /// <summary>A coordinate where a tenth of a pixel is enough, as there are many.</summary>
    public static string Tenth(double value) => Coordinate(Math.Round(value, 1));

    /// <summary>An age in years, cut off after a tenth: rounded up, 64.96 would stand among those under 65 as 65.</summary>
    public static string Age(double years) => (Math.Floor((decimal)years * 10) / 10).ToString("0.#", Culture);

    public static string Number(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>A date to the precision known. Snapshots of older versions have it to the day alone, as <c>received_on</c> for <c>received</c>.</summary>
    public static string? Known(Table table, string column, int row) =>
        Any(table, table.Columns.Any(one => one.Name == column) ? column : column + "_on", row);

    /// <summary>Whatever a column holds, as text; null where it is null or empty.</summary>
    public static string? Any(Table table, string column, int row)
    {
        var found = table.Columns.First(c => c.Name == column);
        if (found.IsNull(row))
            return null;
        return found.Type switch
        {
            ColumnType.Count => table.Count(column, row)!.Value.ToString(Culture),
            ColumnType.Measure => table.Measure(column, row)!.Value.ToString("0.##", Culture),
            ColumnType.Flag => table.Flag(column, row) == true ? "yes" : "no",
            ColumnType.Date => IsoDay(table.Date(column, row)!.Value),
            _ => table.Text(column, row) is { Length: > 0 } text ? text : null,
        };
    }
}
