using System.Globalization;
using System.Text.RegularExpressions;
using JakSignals.Cases;
using JakSignals.Ingest.Tables;

namespace JakSignals.Incidence;

/// <summary>Doses in words, brought to one form: amounts with their unit, and how often.</summary>
/// <remarks>
/// "5 mg BID", "5 mg twice daily" and "0.005 g b.i.d." are one dose. A dose without a frequency is taken for once daily, so "100 mg" and "100 mg daily"
/// are one dose, and "5 mg" and "5 mg BID" are two. Other words stay: "10 mg twice daily (average)" is no fixed dose.
/// "1,000 mg" could be one milligram or a thousand and is like no other text than itself.
/// </remarks>
internal static partial class DoseText
{
    /// <summary>Frequencies, the longest phrases first; what stands for them in the key.</summary>
    private static readonly (Regex Phrase, string Often)[] Frequencies =
    [
        (EveryOtherWeek(), "1/14d"), (EveryFourWeeks(), "1/28d"), (Monthly(), "1/month"), (EveryOtherDay(), "1/2d"),
        (Weekly(), "1/7d"), (ThreeTimesDaily(), "3/d"), (TwiceDaily(), "2/d"), (Daily(), "1/d"),
    ];

    /// <summary>The one form of a dose; null for none.</summary>
    internal static string? Key(string? dose)
    {
        if (dose is null)
            return null;
        var text = Plain(dose);
        if (AnyDose().IsMatch(text))
            return "any";
        var often = "1/d";
        foreach (var (phrase, meaning) in Frequencies)
            if (phrase.IsMatch(text))
            {
                (text, often) = (phrase.Replace(text, " "), meaning);
                break;
            }
        var amounts = Amount().Matches(text);
        if (amounts.Count == 0 || amounts.Any(amount => PlainNumber.IsAmbiguous(amount.Groups[1].Value)))
            return $"={Plain(dose)}";
        var words = Word().Matches(Amount().Replace(text, " ")).Select(word => word.Value).Where(word => word is not ("and" or "or" or "po" or "oral" or "orally"));
        return string.Join(' ', [.. Amounts(amounts), often, .. words]);
    }

    /// <summary>"5 and 10 mg": a number without a unit has that of the next.</summary>
    private static IEnumerable<string> Amounts(MatchCollection matches)
    {
        var unit = "";
        var amounts = new List<string>();
        foreach (var match in matches.Reverse())
        {
            unit = match.Groups[2].Value.Length > 0 ? match.Groups[2].Value : unit;
            amounts.Add(InMilligrams(match.Groups[1].Value, unit));
        }
        amounts.Reverse();
        return amounts;
    }

    private static string InMilligrams(string number, string unit)
    {
        if (!decimal.TryParse(number.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return number + unit;
        var (factor, shown) = unit switch { "g" => (1000m, "mg"), "ug" or "mcg" => (0.001m, "mg"), _ => (1m, unit) };
        return (value * factor).ToString("0.##########", CultureInfo.InvariantCulture) + shown;
    }

    private static string Plain(string dose)
    {
        var lower = FoldedText.Of(dose).ToLowerInvariant().Replace('\u03BC', 'u');
        return Initials().Replace(lower, match => match.Value.Replace(".", "", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^(any|all)( doses?)?$")]
    private static partial Regex AnyDose();

    [GeneratedRegex(@"\b[a-z]\.(?:[a-z]\.)*[a-z]\b\.?")]
    private static partial Regex Initials();

    [GeneratedRegex(@"(\d+(?:[.,]\d+)?)\s*((?:mg|g|ug|mcg|ml|iu|%)(?:\s?/\s?(?:kg|ml|m2|g))?(?![a-z]))?")]
    private static partial Regex Amount();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\b(every other week|(once )?every (2|two) weeks|q2w|eow|fortnightly)\b")]
    private static partial Regex EveryOtherWeek();

    [GeneratedRegex(@"\b((once )?every (4|four) weeks|q4w)\b")]
    private static partial Regex EveryFourWeeks();

    [GeneratedRegex(@"\b(once monthly|once a month|monthly|every month|per month)\b|/ ?month\b")]
    private static partial Regex Monthly();

    [GeneratedRegex(@"\b(every other day|every (2|two) days|alternate days|qod)\b")]
    private static partial Regex EveryOtherDay();

    [GeneratedRegex(@"\b(once weekly|once a week|weekly|every week|per week|qw)\b|/ ?(week|wk)\b")]
    private static partial Regex Weekly();

    [GeneratedRegex(@"\b((three|3) times (daily|a day|per day)|3 ?x ?(daily|/ ?d(ay)?)|every 8 hours|q8h|tid|tds)\b")]
    private static partial Regex ThreeTimesDaily();

    [GeneratedRegex(@"\b(twice[ -]?daily|twice (a|per) day|(two|2) times (daily|a day|per day)|2 ?x ?(daily|/ ?d(ay)?)|every 12 hours|q12h|bid|bd)\b")]
    private static partial Regex TwiceDaily();

    [GeneratedRegex(@"\b(once[ -]?daily|once (a|per) day|one time daily|1 ?x ?(daily|/ ?d(ay)?)|every day|daily|per day|a day|qd|od|q24h)\b|/ ?(d|day|24 ?h)\b")]
    private static partial Regex Daily();
}
