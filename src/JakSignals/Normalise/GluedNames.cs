using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>Sets names apart from what is glued to them: RINVOQ15MG, XELJANZXR, ゼルヤンツ錠5MG.</summary>
/// <remarks>
/// Only catalogue names of one word, of five letters or more, and only from a strength or a form: XELJANZE stays what it is. In scripts without blanks between words a name is
/// set apart where it begins a word, or anywhere when it has three letters or more and, of kana, no kana beside it. Immutable, safe to use from several threads.
/// </remarks>
internal sealed class GluedNames
{
    private const int Shortest = 5;
    private const int ShortestWithin = 3;

    private readonly NameCleaner _cleaner;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly List<string> _unspaced;
    private readonly int _longest;

    public GluedNames(IEnumerable<string> phrases, NameCleaner cleaner)
    {
        _cleaner = cleaner;
        var words = phrases.Where(phrase => !phrase.Contains(' ')).ToList();
        var names = words.Where(word => word.Length >= Shortest && !Scripts.HasNoBlanks(word[0])).ToHashSet(StringComparer.Ordinal);
        _names = names.GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = names.Select(name => name.Length).DefaultIfEmpty(0).Max();
        _unspaced = [.. words.Where(word => Scripts.HasNoBlanks(word[0])).OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal)];
    }

    /// <summary>The folded text with a blank between a name and what is glued to it; the same text where there is nothing of the kind.</summary>
    public string Apart(string folded)
    {
        var text = System.Text.Ascii.IsValid(folded) ? folded : Unspaced(FoldedText.WithoutAccents(folded));
        var at = 0;
        while (PhraseWords.Next(text, at, out var start, out var end))
        {
            var length = NameLength(text.AsSpan()[start..end]);
            if (length > 0)
                text = text.Insert(start + length, " ");
            at = length > 0 ? start + length : end;
        }
        return text;
    }

    // How long the name is that a word begins with, where a strength or form is the rest; 0 for none.
    private int NameLength(ReadOnlySpan<char> word)
    {
        for (var length = Math.Min(word.Length - 1, _longest); length >= Shortest; length--)
        {
            var isCut = char.IsAsciiDigit(word[length - 1]) && char.IsAsciiDigit(word[length]);     // a longer number is another code
            if (!isCut && _names.Contains(word[..length]) && _cleaner.IsStrengthOrForm(word[length..]))
                return length;
        }
        return 0;
    }

    private string Unspaced(string text)
    {
        foreach (var name in _unspaced)
        {
            var at = text.IndexOf(name, StringComparison.Ordinal);
            if (at >= 0 && IsBounded(text, at, at + name.Length))
                text = $"{text[..at]} {name} {text[(at + name.Length)..]}";
        }
        return text;
    }

    private static bool IsBounded(string text, int start, int end)
    {
        var before = start > 0 ? text[start - 1] : ' ';
        var after = end < text.Length ? text[end] : ' ';
        if (Scripts.IsKana(text[start]) && Scripts.IsKana(before) || Scripts.IsKana(text[end - 1]) && Scripts.IsKana(after))
            return false;
        return !char.IsLetter(before) || end - start >= ShortestWithin;
    }
}
