using System.Text;

namespace JakSignals.Ingest;

/// <summary>Texts of a source as UTF-8 without control characters, whatever bytes they came in.</summary>
/// <remarks>
/// Sources declare no encoding. UTF-8 is tried first; a byte that is no UTF-8 is read as Windows-1252, the encoding FDA's older files were
/// typed in. Control characters (DEL in DRUG11Q4, backspace in AERS SGML) stand for nothing and are left out.
/// </remarks>
internal static class SourceEncoding
{
    /// <summary>Reads UTF-8, and Windows-1252 where a byte is no UTF-8.</summary>
    internal static Encoding Lenient { get; } =
        Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Windows1252Fallback());

    /// <summary>The text as UTF-8, trimmed and free of control characters; the same bytes where they already are that.</summary>
    internal static ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> field) =>
        field.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? field : Encoding.UTF8.GetBytes(Clean(Lenient.GetString(field)));

    /// <summary>The text, trimmed and free of control characters.</summary>
    internal static string Clean(string text) =>
        (text.Any(char.IsControl) ? string.Concat(text.Where(letter => !char.IsControl(letter))) : text).Trim();

    /// <summary>The bytes as text for a person to read, shortened to a number of characters.</summary>
    internal static string Show(ReadOnlySpan<byte> bytes, int limit) => Show(Lenient.GetString(bytes[..Math.Min(bytes.Length, limit * 4)]), limit);

    /// <summary>The text, shortened to a number of characters, with control characters as pictures (␀, ␈, ␡).</summary>
    internal static string Show(string text, int limit) =>
        string.Create(Math.Min(text.Length, limit), text, (shown, source) =>
        {
            for (var i = 0; i < shown.Length; i++)
                shown[i] = source[i] switch { < ' ' => (char)(0x2400 + source[i]), '\u007F' => '\u2421', var letter => letter };
        });

    private sealed class Windows1252Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;
        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Letters();

        private sealed class Letters : DecoderFallbackBuffer
        {
            // 0x80 to 0x9F of Windows-1252; the five unassigned bytes become C1 control characters, which Clean leaves out.
            private const string Upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";
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

            private static char Letter(byte value) => value is >= 0x80 and <= 0x9F ? Upper[value - 0x80] : (char)value;
        }
    }
}
