using System.Buffers;
using System.Globalization;
using System.Text;

namespace JakSignals.Cases;

/// <summary>The one place that folds text for comparison: drug names, terms, indications, doses, headers and cells of tables.</summary>
/// <remarks>
/// <see cref="Of"/> keeps words apart and can be shown and published; of an ordinary upper-case text it is that text. <see cref="Key"/> is for
/// comparison only. Neither is stored in place of the original. Folding twice gives what folding once gives, capitals and small letters fold alike, and
/// characters without width change nothing. A text of ASCII costs one pass; fold once per distinct text. Safe to use from several threads.
/// </remarks>
public static class FoldedText
{
    private const char Apostrophe = '\'';
    private const string Ends = " .,;:-\"'";
    private const string Starts = " ,;\"'";

    // Signs that look like an apostrophe; what Unicode calls a dash or a quotation mark is told by its category.
    private const string Apostrophes = "`^´ˈʹʻʼʽ′‘’‚‛׳\uFF07\uFF3E\uFF40";

    // A trade mark says nothing of the drug; NFKC would make letters of it. The bullets and the blank of Braille stand before items of lists.
    private const string Blanks = "_®™℠©•‣▪●\u2800";

    // No format characters by category, but as invisible: fillers, variation selectors and the grapheme joiner.
    private const string Invisible = "\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0";

    private static readonly SearchValues<char> Plain =
        SearchValues.Create(" ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'\"()[]{}.,;:-+*/\\%<>=?!#$@~|");

    private static readonly Dictionary<string, string> Entities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["amp"] = "&", ["lt"] = "<", ["gt"] = ">", ["quot"] = "\"", ["apos"] = "'", ["nbsp"] = " ", ["shy"] = "", ["reg"] = " ", ["trade"] = " ",
        ["ndash"] = "-", ["mdash"] = "-", ["lsquo"] = "'", ["rsquo"] = "'", ["ldquo"] = "\"", ["rdquo"] = "\"", ["micro"] = "µ",
    };

    // Letters that Unicode does not take apart into a letter and an accent.
    private static readonly Dictionary<char, string> PlainLetters = new()
    {
        ['Æ'] = "AE", ['Œ'] = "OE", ['Ø'] = "O", ['Ł'] = "L", ['Đ'] = "D", ['Ð'] = "D", ['Þ'] = "TH",
    };

    /// <summary>Windows-1252 of the bytes 0x80 to 0x9F; the five unassigned ones are control characters.</summary>
    internal const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    /// <summary>The text in upper case, in Unicode's compatibility form, without marks that are no part of it; empty for null and blanks.</summary>
    /// <remarks>
    /// Invisible characters are dropped. White space, control characters, underscores and the signs ® and ™ are one blank. All apostrophes are
    /// <c>'</c>, all dashes <c>-</c>, HTML entities what they stand for. Quotes and blanks around the text and dots, commas and hyphens at its end are off;
    /// a text of nothing else keeps them. Accents stay.
    /// </remarks>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var folded = Once(text);
        while (!IsPlain(folded) && Once(folded) is var again && again != folded)
            folded = again;     // an entity within an entity, or one that an invisible character split
        return folded;
    }

    /// <summary>What two spellings of one text have in common: its letters without accents and its digits, in upper case.</summary>
    /// <remarks>
    /// Blanks, hyphens, apostrophes and other punctuation are left out, so that "Bowen's disease" is "Bowens disease" and "non-Hodgkin" "non Hodgkin".
    /// What stands between two digits stays (1.5 is not 15), and so do <c>+ &lt; &gt; = %</c>. A text without letters and digits is its <see cref="Of"/>.
    /// </remarks>
    public static string Key(string? text)
    {
        var folded = Of(text);
        var key = new StringBuilder(folded.Length);
        var plain = WithoutAccents(folded);
        for (var at = 0; at < plain.Length; at++)
            if (IsOfKey(plain, at))
                key.Append(plain[at]);
        return key.Length > 0 ? key.ToString() : folded;
    }

    /// <summary>A folded text with plain letters in place of accented Latin ones; marks of other scripts are letters of their own and stay.</summary>
    public static string WithoutAccents(string folded)
    {
        if (Ascii.IsValid(folded))
            return folded;
        var plain = new StringBuilder(folded.Length);
        var afterLatin = false;
        foreach (var letter in folded)
        {
            var isMark = CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;
            if (isMark && afterLatin)
                continue;
            var letters = PlainLetters.GetValueOrDefault(letter) ?? (UnicodeForms.PlainLetter(letter) ?? letter).ToString();
            afterLatin = char.IsAsciiLetter(letters[^1]);
            plain.Append(letters);
        }
        return plain.ToString();
    }

    private static bool IsPlain(string folded) => !folded.AsSpan().ContainsAnyExcept(Plain);

    private static string Once(string text)
    {
        if (!Ascii.IsValid(text) || text.Contains('&'))
            text = Unicode(text);
        var upper = text.Length <= 512 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '^' && IsBetweenDigits(text, at, at))
                upper[length++] = letter;
            else if (!IsBlank(letter))
                upper[length++] = letter is '`' or '^' ? Apostrophe : char.ToUpperInvariant(letter);
            else if (length > 0 && upper[length - 1] != ' ')
                upper[length++] = ' ';
        }
        return Trimmed(upper[..length]).ToString();
    }

    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> upper)
    {
        var trimmed = upper.TrimEnd(Ends).TrimStart(Starts);
        while (trimmed is ['-', ..] && !StartsNumber(trimmed[1..]))
            trimmed = trimmed[1..].TrimStart(Starts);
        return trimmed.IsEmpty ? upper.Trim(' ') : trimmed;
    }

    private static bool StartsNumber(ReadOnlySpan<char> text) => text.TrimStart('.') is [var first, ..] && char.IsAsciiDigit(first);

    private static bool IsBlank(char letter) => letter == '_' || char.IsWhiteSpace(letter) || char.IsControl(letter);

    // ---- what is not ASCII, or has an entity

    private static string Unicode(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())     // half a pair of surrogates becomes U+FFFD, which can be normalised
            AddVisible(visible, rune);
        var marked = WithoutMojibake(WithoutEntities(visible.ToString()));
        var simple = new StringBuilder(marked.Length);
        foreach (var letter in marked)
            AddSimple(simple, letter);
        // After the signs: NFKC makes a blank and an accent of ´, and letters of ™.
        var normal = UnicodeForms.Compatible(simple.ToString());
        simple.Clear();
        foreach (var rune in normal.EnumerateRunes())
            AddUpper(simple, rune);
        return simple.ToString();
    }

    private static void AddVisible(StringBuilder text, Rune rune)
    {
        var isInvisible = Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.IsBmp && Invisible.Contains((char)rune.Value) || IsVariationSelector(rune.Value);
        if (!isInvisible)
            text.Append(rune);
    }

    private static bool IsVariationSelector(int value) => value is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF;

    private static void AddSimple(StringBuilder text, char letter)
    {
        if (letter is >= '\u0080' and <= '\u009F')
            letter = Windows1252[letter - 0x80];
        if (letter != '^' && Apostrophes.Contains(letter))
            letter = Apostrophe;
        else if (Blanks.Contains(letter))
            letter = ' ';
        else if (IsDash(letter))
            letter = '-';
        else if (IsQuote(letter))
            letter = '"';
        text.Append(letter);
    }

    private static bool IsDash(char letter) => letter is '\u2212' or '\u2043' || CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.DashPunctuation;

    private static bool IsQuote(char letter)
    {
        if (letter is '″' or '〝' or '〞' or '〟' or '„' or '「' or '」' or '『' or '』')
            return true;
        return CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;
    }

    // Invariant capitals leave the sharp s and the Turkish i as they are, in one of their two forms.
    private static void AddUpper(StringBuilder text, Rune rune)
    {
        if (rune.Value is 'ß' or 'ẞ')
            text.Append("SS");
        else if (rune.Value is 'ı' or 'İ')
            text.Append('I');
        else
            text.Append(Rune.ToUpperInvariant(rune));
    }

    // UTF-8 that was read as Windows-1252: â€™ for an apostrophe, â€“ for a dash, and Â before a sign.
    private static string WithoutMojibake(string text)
    {
        if (!text.AsSpan().ContainsAny("âÂ"))
            return text;
        var repaired = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var rest = text.AsSpan(at);
            if (rest is ['â' or 'Â', '€' or '\u0080', var sign, ..] && MeantBy(sign) is { } meant)
            {
                repaired.Append(meant);
                at += 2;
            }
            else if (rest is not ['â' or 'Â', var next, ..] || !IsSignAlone(next))
            {
                repaired.Append(text[at]);
            }
        }
        return repaired.ToString();
    }

    // Not the micro sign: its capital is a letter that is no such sign.
    private static bool IsSignAlone(char letter) => letter is >= '\u0080' and <= '\u00BF' and not 'µ' or '‘' or '’' or '“' or '”' or '–' or '—' or '™';

    private static char? MeantBy(char sign)
    {
        if (sign is '™' or '˜' or '\u0099' or '\u0098')
            return Apostrophe;
        if (sign is 'œ' or 'Œ' or '\u009C' or '\u009D')
            return '"';
        return sign is '“' or '”' or '\u0090' or '\u0091' or '\u0093' or '\u0094' ? '-' : null;
    }

    private static string WithoutEntities(string text)
    {
        if (!text.Contains('&'))
            return text;
        var decoded = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            if (text[at] == '&' && text.IndexOf(';', at) is var end and > 0 && Entity(text.AsSpan((at + 1)..end)) is { } meaning)
            {
                decoded.Append(meaning);
                at = end;
            }
            else
            {
                decoded.Append(text[at]);
            }
        return decoded.ToString();
    }

    private static string? Entity(ReadOnlySpan<char> name)
    {
        if (name is not ['#', .. var number])
            return name.Length <= 6 ? Entities.GetValueOrDefault(name.ToString()) : null;
        var isHexadecimal = number is ['x' or 'X', ..];
        var style = isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var isNumber = int.TryParse(isHexadecimal ? number[1..] : number, style, CultureInfo.InvariantCulture, out var value);
        return isNumber && Rune.IsValid(value) ? new Rune(value).ToString() : null;
    }

    // ---- the key

    private static bool IsOfKey(string text, int at)
    {
        var letter = text[at];
        if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || letter is '+' or '<' or '>' or '=' or '%')
            return true;
        var category = CharUnicodeInfo.GetUnicodeCategory(letter);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            return true;
        return IsBetweenDigits(text, at, at);
    }

    private static bool IsBetweenDigits(string text, int first, int last) =>
        first > 0 && last + 1 < text.Length && char.IsDigit(text[first - 1]) && char.IsDigit(text[last + 1]);
}
