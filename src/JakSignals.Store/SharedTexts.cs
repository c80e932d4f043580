using System.Text;

namespace JakSignals.Store;

/// <summary>Few texts that come often: each is made once.</summary>
internal sealed class SharedTexts
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private char[] _buffer = new char[64];

    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > _buffer.Length)
            _buffer = new char[utf8.Length * 2];
        return Of(_buffer.AsSpan(0, Encoding.UTF8.GetChars(utf8, _buffer)));
    }

    public string Of(ReadOnlySpan<char> text)
    {
        var known = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text, out var shared))
            known[text] = shared = text.ToString();
        return shared;
    }
}
