using System.Text.RegularExpressions;

namespace JakSignals.Ingest.Tables;

/// <summary>Case ids that a spreadsheet changed, or that are none.</summary>
/// <remarks>
/// A spreadsheet keeps 15 digits of a number and shows fewer: <c>12345678</c> becomes <c>1.23E+07</c>, and so do its neighbours. Two cases would
/// become one, and their drugs and events would be counted together. Such ids stay out, and the message says what to do.
/// Fifteen digits are kept whole; of sixteen and more, those past the fifteenth become zeros.
/// </remarks>
internal static partial class CaseIdText
{
    private const int DigitsKept = 15;
    private const string Remedy = "as the source writes it; export the column as text";

    private static readonly HashSet<string> Totals = new(["total", "totals", "grand total", "sum", "subtotal", "count", "gesamt", "summe"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Unknowns =
        new(["unknown", "unk", "not known", "not stated", "not available", "missing", "blank", "?", "tbd"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What would be an id instead; null when this is one.</summary>
    /// <param name="id">The id, cleaned.</param>
    /// <param name="raw">The same with its line breaks.</param>
    internal static string? Fault(string id, string raw)
    {
        if (id.Length == 0)
            return "a text";
        if (char.IsAsciiDigit(id[0]) && IsChangedNumber(id) || Exponent().IsMatch(id))
            return $"an id {Remedy}: this one was rounded or formatted as a number";
        if (Day().IsMatch(id))
            return $"an id {Remedy}: this one was taken for a date";
        if (id[0] == '#')
            return $"an id {Remedy}: this is an error of a spreadsheet";
        if (Totals.Contains(id.TrimEnd(':', '.', ' ')))
            return "an id; a row of totals is no case";
        if (Unknowns.Contains(id))
            return "an id: cases without one would become one case";
        return raw.AsSpan().IndexOfAny(";|\r\n") < 0 ? null : "one id; give every case a row of its own";
    }

    private static bool IsChangedNumber(string id) => Whole().IsMatch(id) || Grouped().IsMatch(id) || IsCut(id);

    private static bool IsCut(string id) =>
        id.Length > DigitsKept && !id.AsSpan().ContainsAnyExceptInRange('0', '9') && !id.AsSpan(DigitsKept).ContainsAnyExcept('0');

    // 2026E12 may be an id; a spreadsheet writes a sign after the E, or a point before it.
    [GeneratedRegex(@"^[+-]?\d+(([.,]\d+)?E[+-]|[.,]\d+E)\d+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Exponent();

    [GeneratedRegex(@"^\d+[.,]0+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^\d{1,3}((,\d{3})+|([ '\u2019]\d{3})+|(\.\d{3}){2,})$")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^(\d{1,2}[- ](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)([- ]\d{2,4})?|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[- ]\d{2,4}|(19|20)\d\d-\d\d-\d\d)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Day();
}
