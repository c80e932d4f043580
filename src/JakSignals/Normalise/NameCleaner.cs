using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>Takes strength, form and salt off the end of an upper-case name; never all of it.</summary>
/// <remarks>Only the end, because words inside a name belong to it (CREAM OF TARTAR). Immutable, safe to use from several threads.</remarks>
internal sealed class NameCleaner(NameWords words)
{
    private const string TailPunctuation = " .,;:-";
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Joints = Lookup(["AND", "WITH", "PLUS", "OR", "+", "&", "/", "W/"]);

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _forms = Lookup(words.Forms);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _topicalForms = Lookup(words.TopicalForms);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _units = Lookup(words.Units);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _hydrates = Lookup(words.Hydrates);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _salts = Lookup(words.Salts);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _cations = Lookup(words.Cations);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _wholeNames = Lookup(words.WholeNames);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _placeholders = Lookup(words.Placeholders);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _manufacturers = Lookup(words.Manufacturers);
    private readonly PlaceboWords _placeboWords = new(words.PlaceboWords);

    /// <summary>A product name without strength, form, dictionary code and salt: "METFORMIN HCL 500 MG TABLETS." is METFORMIN.</summary>
    public string Product(ReadOnlySpan<char> upper)
    {
        var name = WithoutStrengthAndForm(upper);
        return WithoutSalts(name.IsEmpty ? upper : name).ToString();
    }

    /// <summary>An ingredient without its salt: "SITAGLIPTIN PHOSPHATE" is SITAGLIPTIN, "SODIUM CHLORIDE" stays.</summary>
    public string Ingredient(ReadOnlySpan<char> upper)
    {
        var name = upper.TrimEnd(" .");
        return WithoutSalts(name.IsEmpty ? upper : name).ToString();
    }

    /// <summary>Whether the text says only that nothing is known.</summary>
    public bool IsPlaceholder(ReadOnlySpan<char> upper) => _placeholders.Contains(upper);

    /// <summary>Whether a word of the name says that it goes on the skin.</summary>
    public bool IsTopical(ReadOnlySpan<char> upper) => HoldsWord(upper, _topicalForms);

    /// <summary>Whether a word of the name says placebo or vehicle, so that the drug it stands in for was perhaps never taken.</summary>
    public bool IsPlacebo(ReadOnlySpan<char> upper) => _placeboWords.AreIn(upper);

    /// <summary>Whether the text holds strengths, forms, salts, manufacturers and placeholders only, and so no drug.</summary>
    public bool IsNoDrug(ReadOnlySpan<char> upper)
    {
        foreach (var range in upper.SplitAny(" ,;()[]"))
            if (upper[range].Trim(TailPunctuation) is { IsEmpty: false } word && !SaysNoDrug(word))
                return IsPlaceholder(upper.Trim(TailPunctuation));
        return true;
    }

    private bool SaysNoDrug(ReadOnlySpan<char> word)
    {
        var isAmount = StartsWithNumber(word) && Units(word) is not null || IsUnit(word);
        var isPart = _forms.Contains(word) || _salts.Contains(word) || _hydrates.Contains(word);
        return isAmount || isPart || _manufacturers.Contains(word) || IsDictionaryCode(word) || IsPlaceholder(word);
    }

    /// <summary>Whether a text glued to a name is strengths and forms, one behind the other: 15MG, XR, XR11MG, 15, 15MGTABLET.</summary>
    public bool IsStrengthOrForm(ReadOnlySpan<char> glued)
    {
        if (IsOneStrengthOrForm(glued))
            return true;
        for (var at = 1; at < glued.Length; at++)
            if (IsOneStrengthOrForm(glued[..at]) && IsStrengthOrForm(glued[at..]))
                return true;
        return false;
    }

    private bool IsOneStrengthOrForm(ReadOnlySpan<char> text) => _forms.Contains(text) || StartsWithNumber(text) && Units(text) is not null;

    private static bool HoldsWord(ReadOnlySpan<char> upper, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> set)
    {
        var at = 0;
        while (PhraseWords.Next(upper, at, out var start, out at))
            if (set.Contains(upper[start..at]))
                return true;
        return false;
    }

    private ReadOnlySpan<char> WithoutStrengthAndForm(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var trimmed = text.TrimEnd(TailPunctuation);
            text = trimmed.EndsWith(")", StringComparison.Ordinal) ? WithoutParenthesis(trimmed) : WithoutLastWord(trimmed);
            if (text.Length == trimmed.Length)
                return text;
        }
    }

    private ReadOnlySpan<char> WithoutLastWord(ReadOnlySpan<char> text)
    {
        var last = LastWord(text, out var before);
        if (_forms.Contains(last) || IsStrength(last) || IsDictionaryCode(last))
            return before;
        return IsUnit(last) && IsNumber(LastWord(before, out var beforeNumber)) ? beforeNumber : text;
    }

    // "TYLENOL (CAPLET)" and "PANTOPRAZOLE (PANTOPRAZOLE)" lose the parenthesis; "INSULIN (HUMAN)" keeps it.
    private ReadOnlySpan<char> WithoutParenthesis(ReadOnlySpan<char> text)
    {
        var open = Opening(text);
        if (open <= 0)
            return text;
        var inner = WithoutStrengthAndForm(text[(open + 1)..^1]);
        var outer = text[..open];
        return inner.IsEmpty || inner.SequenceEqual(WithoutStrengthAndForm(outer)) ? outer : text;
    }

    private static int Opening(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var at = text.Length - 1; at >= 0; at--)
        {
            depth += text[at] switch { ')' => 1, '(' => -1, _ => 0 };
            if (depth == 0)
                return at;
        }
        return -1;
    }

    private ReadOnlySpan<char> WithoutSalts(ReadOnlySpan<char> text)
    {
        while (!_wholeNames.Contains(text))
        {
            var last = LastWord(text, out var before);
            if (!(_hydrates.Contains(last) || _salts.Contains(last) && !IsInorganic(before)) || !IsName(before))
                break;
            text = before;
        }
        return text;
    }

    // What begins with a cation is an inorganic salt, a drug of its own: SODIUM CHLORIDE, FERROUS SULFATE, SODIUM TETRADECYL SULFATE.
    private bool IsInorganic(ReadOnlySpan<char> text)
    {
        var space = text.IndexOf(' ');
        var first = (space < 0 ? text : text[..space]).TrimEnd(',');
        return _cations.Contains(first) || _salts.Contains(first);
    }

    private static bool IsName(ReadOnlySpan<char> text) => !text.IsEmpty && !Joints.Contains(LastWord(text, out _));

    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> text, out ReadOnlySpan<char> before)
    {
        var space = text.LastIndexOf(' ');
        before = text[..Math.Max(space, 0)].TrimEnd(" ,");
        return text[(space + 1)..];
    }

    /// <summary>Whether a word is a code of the WHO drug dictionary, "/01036501/", as some reporters append.</summary>
    private static bool IsDictionaryCode(ReadOnlySpan<char> word) =>
        word.Length > 2 && word[0] == '/' && word[^1] == '/' && !word[1..^1].ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether a word is an amount with its unit: 40MG, 1.5%, 500/50MG, 5MG/ML, 24HR.</summary>
    private bool IsStrength(ReadOnlySpan<char> word) => StartsWithNumber(word) && Units(word) > 0;

    /// <summary>Whether a word is a unit that an amount can stand before: MG, MG/ML, MG/5ML.</summary>
    private bool IsUnit(ReadOnlySpan<char> word) => !word.IsEmpty && !StartsWithNumber(word) && Units(word) > 0;

    private bool IsNumber(ReadOnlySpan<char> word) => StartsWithNumber(word) && Units(word) == 0;

    private static bool StartsWithNumber(ReadOnlySpan<char> word) =>
        word.TrimStart(".") is { IsEmpty: false } digits && char.IsAsciiDigit(digits[0]);

    // How many of the parts between / and - end in a unit; null when a part is neither a number, a unit nor a number with its unit.
    private int? Units(ReadOnlySpan<char> word)
    {
        var units = 0;
        foreach (var part in word.SplitAny("/-"))
        {
            var unit = word[part].TrimStart("0123456789.,");
            if (word[part].IsEmpty || !unit.IsEmpty && !_units.Contains(unit))
                return null;
            units += unit.IsEmpty ? 0 : 1;
        }
        return units;
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(IEnumerable<string> words) =>
        words.Select(FoldedText.Of).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
