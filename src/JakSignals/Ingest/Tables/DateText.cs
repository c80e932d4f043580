using System.Globalization;
using System.Text.RegularExpressions;
using JakSignals.Cases;

namespace JakSignals.Ingest.Tables;

/// <summary>Dates of the user's tables: those alone that can be read in one way.</summary>
/// <remarks>
/// <c>03/04/2026</c> is 3 April or 4 March, <c>26</c> is a year of some century, and a spreadsheet's serial number counts from one of two days: each is a
/// guess, and none is made. The year comes first, or the month is an English word. A time of day after the date is left out.
/// </remarks>
internal static partial class DateText
{
    /// <summary>What is read.</summary>
    internal const string Expected = "yyyy-MM-dd, yyyyMMdd, yyyy-MM, yyyy or dd-MMM-yyyy; write a day such as 03/04/2026, a year of two digits or a serial number as yyyy-MM-dd";

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    /// <summary>Reads a date; an empty text is no date.</summary>
    /// <returns>False when something stands there that is no date, or could be two.</returns>
    internal static bool TryRead(string text, out PartialDate? date)
    {
        date = text.Length is 0 or 6 ? null : PartialDate.TryParse(text) ?? YearFirst(text) ?? MonthInWords(text);   // 200312 is 2003-12 or 20-03-12
        return text.Length == 0 || date is not null;
    }

    private static PartialDate? YearFirst(string text)
    {
        var match = YearMonthDay().Match(text);
        return match.Success ? PartialDate.TryParse(match.Groups[1].Value + match.Groups[3].Value + match.Groups[4].Value) : null;
    }

    private static PartialDate? MonthInWords(string text)
    {
        var match = DayMonthYear().Match(text);
        var month = match.Success ? Array.IndexOf(Months, match.Groups[2].Value.ToUpperInvariant()) + 1 : 0;
        if (month == 0)
            return null;
        var day = match.Groups[1].Value.Length == 0 ? "" : match.Groups[1].Value.PadLeft(2, '0');
        return PartialDate.TryParse(match.Groups[3].Value + month.ToString("00", CultureInfo.InvariantCulture) + day);
    }

    [GeneratedRegex(@"^(\d{4})([-/.])(\d\d)(?:\2(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?)?$")]
    private static partial Regex YearMonthDay();

    [GeneratedRegex(@"^(?:(\d{1,2})[- ])?([A-Za-z]{3})[- ](\d{4})$")]
    private static partial Regex DayMonthYear();
}
