namespace JakSignals.Normalise;

/// <summary>What scripts say about the bounds of words.</summary>
internal static class Scripts
{
    /// <summary>Whether the script of a letter is written without blanks between words: kana, Han, Hangul compounds, Thai.</summary>
    public static bool HasNoBlanks(char letter) => IsKana(letter) || letter is >= '\u0E00' and <= '\u0E7F' or >= '\u3400' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7A3';

    /// <summary>Whether a letter is of Japanese syllables; a change from or to them bounds a word.</summary>
    public static bool IsKana(char letter) => letter is >= '\u3041' and <= '\u30FF';
}
