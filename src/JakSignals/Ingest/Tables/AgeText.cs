using System.Globalization;
using System.Text.RegularExpressions;

namespace JakSignals.Ingest.Tables;

/// <summary>Ages of the user's tables, in years: <c>63.5</c>, <c>63,5</c>, and with the units of the FAERS dashboard (<c>65 YR</c>, <c>18 MTH</c>).</summary>
internal static partial class AgeText
{
    /// <summary>What is read.</summary>
    internal const string Expected = "years from 0 to 130, such as 63.5";

    private const double Oldest = 130;

    /// <summary>Reads an age; an empty text is none.</summary>
    /// <returns>False when something stands there that is no age.</returns>
    internal static bool TryRead(string text, out double? years)
    {
        years = text.Length == 0 ? null : Years(text);
        return text.Length == 0 || years is not null;
    }

    private static double? Years(string text)
    {
        var match = NumberAndUnit().Match(text);
        if (!match.Success || !double.TryParse(match.Groups[1].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        double? years = match.Groups[2].Value.ToUpperInvariant() switch
        {
            "" or "Y" or "YR" or "YRS" or "YEAR" or "YEARS" => number,
            "DEC" or "DECADE" or "DECADES" => number * 10,
            "MTH" or "MON" or "MONTH" or "MONTHS" => number / 12,
            "WK" or "WEEK" or "WEEKS" => number * 7 / 365.25,
            "DY" or "DAY" or "DAYS" => number / 365.25,
            "HR" or "HOUR" or "HOURS" => number / 8766,
            _ => null,
        };
        return years <= Oldest ? years : null;
    }

    // A comma and three digits could be a thousand; a point is always one of decimals, as 1,000 years are no age.
    [GeneratedRegex(@"^(\d{1,6}(?:\.\d{1,15}|,\d{1,2})?) ?([A-Za-z]*)$")]
    private static partial Regex NumberAndUnit();
}
