using System.Globalization;
using System.Text;
using JakSignals.Cases;

namespace JakSignals.Ingest;

/// <summary>Texts of a source as UTF-8 without control characters, whatever bytes they came in.</summary>
/// <remarks>
/// Sources declare no encoding. UTF-8 is tried first; a byte that is no UTF-8 is read as Windows-1252, the encoding FDA's older files were
/// typed in. A control character (a tab, DEL in DRUG11Q4, backspace in AERS SGML) may have parted two words: it becomes a blank, so that
/// <c>XELJANZ⇥5 MG</c> is not <c>XELJANZ5 MG</c>. All else stays as the source wrote it; comparison folds it (<see cref="FoldedText"/>).
/// </remarks>
internal static class SourceEncoding
{
    /// <summary>Longest name of a file that is shown and kept, in characters; longer ones end with an ellipsis.</summary>
    internal const int LongestFileName = 200;

    /// <summary>Reads UTF-8, and Windows-1252 where a byte is no UTF-8.</summary>
    internal static Encoding Lenient { get; } =
        Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Windows1252Fallback());

    /// <summary>The text as UTF-8, trimmed, with a blank for every control character; the same bytes where they already are that.</summary>
    internal static ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> field) =>
        field.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? field : Encoding.UTF8.GetBytes(Clean(Lenient.GetString(field)));

    /// <summary>The text, trimmed, with a blank for every control character.</summary>
    internal static string Clean(string text)
    {
        if (!text.Any(char.IsControl))
            return text.Trim();
        return string.Create(text.Length, text, (clean, source) =>
        {
            for (var i = 0; i < clean.Length; i++)
                clean[i] = Printable(source[i]);
        }).Trim();
    }

    // 0x80 to 0x9F are letters and signs of Windows-1252, wherever they stand as characters: U+0092 is its apostrophe.
    private static char Printable(char letter)
    {
        if (letter is >= '\u0080' and <= '\u009F')
            letter = FoldedText.Windows1252[letter - 0x80];
        return char.IsControl(letter) ? ' ' : letter;
    }

    /// <summary>The bytes as text for a person to read, shortened to a number of characters.</summary>
    internal static string Show(ReadOnlySpan<byte> bytes, int limit) => Show(Lenient.GetString(bytes[..Math.Min(bytes.Length, limit * 4)]), limit);

    /// <summary>The text, shortened to a number of characters, with control characters as pictures (␀, ␈, ␡).</summary>
    internal static string Show(string text, int limit) =>
        string.Create(Math.Min(text.Length, limit), text, (shown, source) =>
        {
            for (var i = 0; i < shown.Length; i++)
                shown[i] = source[i] switch { < ' ' => (char)(0x2400 + source[i]), '\u007F' => '\u2421', var letter => letter };
        });

    /// <summary>The name of a file or archive member as a log, a terminal or a page may show it, shortened to <see cref="LongestFileName"/> characters.</summary>
    internal static string FileName(string name)
    {
        var shown = Visible(name);
        if (shown.Length <= LongestFileName)
            return shown;
        var kept = LongestFileName - 1;
        if (char.IsHighSurrogate(shown[kept - 1]))
            kept--;
        return string.Concat(shown.AsSpan(0, kept), "…");
    }

    /// <summary>
    /// The text with pictures (␛, ␊) or � in place of whatever a terminal would obey or a reader could not see: control characters, line and paragraph
    /// separators, format characters (those that turn the direction of writing among them), and what is no character.
    /// </summary>
    internal static string Visible(string text)
    {
        if (text.All(letter => letter is >= ' ' and <= '~'))
            return text;
        var shown = new StringBuilder(text.Length);
        foreach (var letter in text.EnumerateRunes())
            shown.Append(Visible(letter).ToString());
        return shown.ToString();
    }

    private static Rune Visible(Rune letter) => letter.Value switch
    {
        < ' ' => new Rune(0x2400 + letter.Value),
        0x7F => new Rune('\u2421'),
        _ => IsVisible(Rune.GetUnicodeCategory(letter)) ? letter : Rune.ReplacementChar,
    };

    private static bool IsVisible(UnicodeCategory category) => category is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private sealed class Windows1252Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;
        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Letters();

        private sealed class Letters : DecoderFallbackBuffer
        {
            private byte[] _bytes = [];
            private int _next;

            public override int Remaining => _bytes.Length - _next;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                (_bytes, _next) = (bytesUnknown, 0);
                return true;
            }

            public override char GetNextChar() => Remaining == 0 ? '\0' : Letter(_bytes[_next++]);

            public override bool MovePrevious()
            {
                if (_next == 0)
                    return false;
                _next--;
                return true;
            }

            public override void Reset() => (_bytes, _next) = ([], 0);

            private static char Letter(byte value) => value is >= 0x80 and <= 0x9F ? FoldedText.Windows1252[value - 0x80] : (char)value;
        }
    }
}
