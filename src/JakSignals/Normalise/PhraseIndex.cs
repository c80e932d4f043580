namespace JakSignals.Normalise;

/// <summary>Finds known phrases in a name, word by word: "XELJANZ XR 11 MG" holds XELJANZ XR, "DEURUXOLITINIB" does not hold RUXOLITINIB.</summary>
/// <remarks>
/// A word is a run of letters and digits, so "CP-690,550" and "CP 690 550" are the same phrase. The longest phrase at a place wins, places go
/// from left to right, and no word is used twice. A word hyphenated to one before it starts no phrase: "D4-RUXOLITINIB" is another chemical.
/// Cost: one look-up a word. Immutable, safe to use from several threads.
/// </remarks>
internal sealed class PhraseIndex<TValue>
{
    private readonly Dictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> _byFirstWord;

    /// <summary>Phrases in any spelling that <see cref="PhraseWords.Of"/> takes apart; each with at least one word.</summary>
    public PhraseIndex(IEnumerable<KeyValuePair<string, TValue>> phrases)
    {
        _byFirstWord = phrases.Select(phrase => new Phrase(PhraseWords.Of(phrase.Key), phrase.Value))
            .GroupBy(phrase => phrase.Words[0])
            .ToDictionary(same => same.Key, same => same.OrderByDescending(phrase => phrase.Words.Length).ToArray())
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The values of the phrases in an upper-case text, in order of place.</summary>
    public IReadOnlyList<TValue> Find(ReadOnlySpan<char> upper)
    {
        List<TValue>? found = null;
        var at = 0;
        while (PhraseWords.Next(upper, at, out var start, out var end))
        {
            at = end;
            if (Longest(upper, start, ref at) is { } phrase)
                (found ??= []).Add(phrase.Value);
        }
        return found ?? (IReadOnlyList<TValue>)[];
    }

    // Moves the end to that of the phrase, when there is one.
    private Phrase? Longest(ReadOnlySpan<char> text, int start, ref int end)
    {
        if (IsHyphenated(text, start) || !_byFirstWord.TryGetValue(text[start..end], out var phrases))
            return null;
        foreach (var phrase in phrases)
            if (Continues(text, end, phrase.Words, out var phraseEnd))
            {
                end = phraseEnd;
                return phrase;
            }
        return null;
    }

    private static bool Continues(ReadOnlySpan<char> text, int at, string[] words, out int end)
    {
        end = at;
        foreach (var word in words.AsSpan(1))
            if (!PhraseWords.Next(text, end, out var start, out end) || !text[start..end].SequenceEqual(word))
                return false;
        return true;
    }

    private static bool IsHyphenated(ReadOnlySpan<char> text, int start) =>
        start >= 2 && text[start - 1] == '-' && char.IsLetterOrDigit(text[start - 2]);

    private sealed record Phrase(string[] Words, TValue Value);
}

/// <summary>The words of a name: its runs of letters and digits.</summary>
internal static class PhraseWords
{
    /// <summary>The next word at or after a place; false at the end of the text.</summary>
    public static bool Next(ReadOnlySpan<char> text, int at, out int start, out int end)
    {
        start = at;
        while (start < text.Length && !char.IsLetterOrDigit(text[start]))
            start++;
        end = start;
        while (end < text.Length && char.IsLetterOrDigit(text[end]))
            end++;
        return start < end;
    }

    /// <summary>All words of a text, in upper case.</summary>
    public static string[] Of(string text)
    {
        var upper = UpperText.Of(text);
        var words = new List<string>();
        var at = 0;
        while (Next(upper, at, out var start, out at))
            words.Add(upper[start..at]);
        return [.. words];
    }

    /// <summary>The words joined by one space: the spelling in which two names are the same.</summary>
    public static string Joined(string text) => string.Join(' ', Of(text));
}
