using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>Finds known phrases in a name, word by word: "XELJANZ XR 11 MG" holds XELJANZ XR, "DEURUXOLITINIB" does not hold RUXOLITINIB.</summary>
/// <remarks>
/// A word is a run of letters and digits without accents, so "CP-690,550" and "CP 690 550" are the same phrase. A phrase with letters and digits, such as a
/// research code, is found however it is divided: CP690,550 and INCB-18424, with or without the zeros its number begins with. The longest phrase at a
/// place wins, places go from left to right, and no word is used twice. A word hyphenated to one before it starts no phrase, because "D4-RUXOLITINIB" is
/// another chemical, unless the word before it ends a phrase or is a manufacturer's ("AURO-TOFACITINIB").
/// Cost: a few look-ups a word. Immutable, safe to use from several threads.
/// </remarks>
internal sealed class PhraseIndex<TValue>
{
    private const int MostWordsOfCode = 4;
    private const int LongestCode = 40;

    private readonly Dictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> _byFirstWord;
    private readonly Dictionary<string, TValue>.AlternateLookup<ReadOnlySpan<char>> _byCode;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _prefixes;

    /// <summary>Phrases in any spelling that <see cref="PhraseWords.Of"/> takes apart; each with at least one word.</summary>
    /// <param name="phrases">Phrases with what they stand for; of two that are one code the first counts.</param>
    /// <param name="prefixes">Words that a phrase may be hyphenated to.</param>
    public PhraseIndex(IEnumerable<KeyValuePair<string, TValue>> phrases, IEnumerable<string> prefixes)
    {
        var all = phrases.Select(phrase => new Phrase(PhraseWords.Of(phrase.Key), phrase.Value)).ToList();
        _byFirstWord = all.GroupBy(phrase => phrase.Words[0])
            .ToDictionary(same => same.Key, same => same.OrderByDescending(phrase => phrase.Words.Length).ToArray())
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _byCode = all.Select(phrase => (Code: PhraseWords.Code(string.Concat(phrase.Words)), phrase.Value)).Where(phrase => phrase.Code is not null)
            .DistinctBy(phrase => phrase.Code, StringComparer.Ordinal)
            .ToDictionary(phrase => phrase.Code!, phrase => phrase.Value, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = prefixes.SelectMany(PhraseWords.Of).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The values of the phrases in a folded text without accents, in order of place.</summary>
    public IReadOnlyList<TValue> Find(ReadOnlySpan<char> folded)
    {
        List<TValue>? found = null;
        var (at, endOfPhrase, wordBefore) = (0, -1, default(Range));
        while (PhraseWords.Next(folded, at, out var start, out var end))
        {
            at = end;
            var isFree = !IsHyphenated(folded, start) || endOfPhrase == start - 1 || _prefixes.Contains(folded[wordBefore]);
            if (isFree && TryLongest(folded, start, ref at, out var value))
            {
                (found ??= []).Add(value);
                endOfPhrase = at;
            }
            wordBefore = start..at;
        }
        return found ?? (IReadOnlyList<TValue>)[];
    }

    // Moves the end to that of the phrase, when there is one.
    private bool TryLongest(ReadOnlySpan<char> text, int start, ref int end, out TValue value)
    {
        if (_byFirstWord.TryGetValue(text[start..end], out var phrases))
            foreach (var phrase in phrases)
                if (Continues(text, end, phrase.Words, out var phraseEnd))
                {
                    (end, value) = (phraseEnd, phrase.Value);
                    return true;
                }
        return TryCode(text, start, ref end, out value);
    }

    private bool TryCode(ReadOnlySpan<char> text, int start, ref int end, out TValue value)
    {
        Span<char> joined = stackalloc char[LongestCode];
        var (length, at, found) = (0, start, false);
        value = default!;
        for (var word = 0; word < MostWordsOfCode && PhraseWords.Next(text, at, out var from, out var to); word++)
        {
            if (word > 0 && !IsDivision(text[at..from]) || length + to - from > LongestCode)
                break;
            text[from..to].CopyTo(joined[length..]);
            (length, at) = (length + to - from, to);
            if (PhraseWords.Code(joined[..length]) is { } code && _byCode.TryGetValue(code, out var meaning))
                (found, end, value) = (true, to, meaning);
        }
        return found;
    }

    private static bool IsDivision(ReadOnlySpan<char> between) => between.Length <= 2 && !between.ContainsAnyExcept(" -,.");

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

    /// <summary>All words of a text, in upper case without accents.</summary>
    public static string[] Of(string text)
    {
        var upper = FoldedText.WithoutAccents(FoldedText.Of(text));
        var words = new List<string>();
        var at = 0;
        while (Next(upper, at, out var start, out at))
            words.Add(upper[start..at]);
        return [.. words];
    }

    /// <summary>The words joined by one space: the spelling in which two names are the same.</summary>
    public static string Joined(string text) => string.Join(' ', Of(text));

    /// <summary>A word of letters and digits without the zeros that begin its first number, as codes are compared; null for a word without a digit or a letter.</summary>
    public static string? Code(ReadOnlySpan<char> word)
    {
        var digit = word.IndexOfAnyInRange('0', '9');
        if (digit < 0 || !word.ContainsAnyInRange('A', 'Z') || word.Length < ShortestCode)
            return null;
        var number = word[digit..].TrimStart('0');
        return string.Concat(word[..digit], number);
    }

    private const int ShortestCode = 5;
}
