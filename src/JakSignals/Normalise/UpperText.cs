namespace JakSignals.Normalise;

/// <summary>The one form in which names and terms are compared.</summary>
internal static class UpperText
{
    /// <summary>Upper case (invariant), trimmed, white space and control characters and the signs ® and ™ as one space; empty for null.</summary>
    public static string Of(string? text)
    {
        if (text is null)
            return "";
        var upper = text.Length <= 512 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var character in text)
        {
            if (!IsBlank(character))
                upper[length++] = char.ToUpperInvariant(character);
            else if (length > 0 && upper[length - 1] != ' ')
                upper[length++] = ' ';
        }
        return new string(upper[..length].TrimEnd(' '));
    }

    private static bool IsBlank(char character) =>
        char.IsWhiteSpace(character) || char.IsControl(character) || character is '®' or '™';
}
