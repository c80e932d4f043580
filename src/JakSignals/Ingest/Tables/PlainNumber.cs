using System.Globalization;
using System.Text.RegularExpressions;

namespace JakSignals.Ingest.Tables;

/// <summary>Numbers of cohort tables: those alone that can be read in one way.</summary>
/// <remarks>
/// A comma and a point both stand before decimals. <c>1,234</c> and <c>1.234</c> are a thousand and some, or one and some: neither is read.
/// Nor are blanks within a number, per cent signs and exponents, in which a spreadsheet leaves digits out.
/// </remarks>
internal static partial class PlainNumber
{
    /// <summary>Above what any cohort holds, and far below where sums would overflow.</summary>
    internal const long Largest = 10_000_000_000;

    /// <summary>Reads a whole number of 0 to <see cref="Largest"/>; an empty text is none.</summary>
    /// <returns>False when something else stands there.</returns>
    internal static bool TryReadCount(string text, out long? count)
    {
        var isCount = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Largest;
        count = isCount ? number : null;
        return isCount || text.Length == 0;
    }

    /// <summary>Reads a number above 0, at most <see cref="Largest"/>.</summary>
    internal static bool TryReadAmount(string text, out double amount)
    {
        amount = 0;
        return Decimal().IsMatch(text) && !IsAmbiguous(text)
            && double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount)
            && amount is > 0 and <= Largest;
    }

    /// <summary>Whether a number could be grouped by thousands as well as have three decimals.</summary>
    internal static bool IsAmbiguous(string text) => Grouped().IsMatch(text);

    [GeneratedRegex(@"^\d{1,15}([.,]\d{1,15})?$")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^[1-9]\d{0,2}[.,]\d{3}$")]
    private static partial Regex Grouped();
}
