using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>Words that say placebo, vehicle or sham, in the languages that names come in.</summary>
/// <remarks>
/// Whole words, without accents; a word with an asterisk stands for all that begin so (PLACEBO* for PLACEBO5MG). Japanese, Chinese and Korean put no blanks between words:
/// such a word is found anywhere. Immutable, safe to use from several threads.
/// </remarks>
internal sealed class PlaceboWords
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _whole;
    private readonly List<string> _beginnings = [];
    private readonly List<string> _anywhere = [];

    public PlaceboWords(IEnumerable<string> words)
    {
        var whole = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var folded = FoldedText.WithoutAccents(FoldedText.Of(word));
            if (folded.EndsWith('*'))
                _beginnings.Add(folded[..^1]);
            else if (Scripts.HasNoBlanks(folded[0]))
                _anywhere.Add(folded);
            else
                whole.Add(folded);
        }
        _whole = whole.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether one of them is in a folded text.</summary>
    public bool AreIn(ReadOnlySpan<char> folded)
    {
        ReadOnlySpan<char> text = System.Text.Ascii.IsValid(folded) ? folded : FoldedText.WithoutAccents(folded.ToString());
        var at = 0;
        while (PhraseWords.Next(text, at, out var start, out at))
            if (_whole.Contains(text[start..at]) || BeginsOne(text[start..at]))
                return true;
        foreach (var word in _anywhere)
            if (text.IndexOf(word, StringComparison.Ordinal) >= 0)
                return true;
        return false;
    }

    private bool BeginsOne(ReadOnlySpan<char> word)
    {
        foreach (var beginning in _beginnings)
            if (word.StartsWith(beginning, StringComparison.Ordinal))
                return true;
        return false;
    }
}
