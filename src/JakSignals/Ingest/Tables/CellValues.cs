using System.Net;

namespace JakSignals.Ingest.Tables;

/// <summary>Several drugs or events in one cell, as the FAERS dashboard exports them: <c>Herpes Zoster;Pyrexia</c>.</summary>
/// <remarks>
/// Semicolons, vertical lines and line breaks separate values, but not within brackets. A comma is part of a name. A cell is split only when
/// every part is a name of its own, of two letters at least; otherwise nobody can tell one value from several, and the row is for a person.
/// </remarks>
internal static class CellValues
{
    /// <summary>What is expected of a cell that cannot be told apart.</summary>
    internal const string Expected = "one value, or several separated by ; alone, each a name of two letters or more";

    private const string Separators = ";|\n";

    /// <summary>The values of a cell, cleaned; null when they cannot be told apart.</summary>
    /// <param name="raw">The cell as it stands in the file: cleaning would make a blank of a line break, and one value of two.</param>
    internal static IReadOnlyList<string>? Split(string raw)
    {
        var cell = raw.ReplaceLineEndings("\n");
        if (cell.AsSpan().IndexOfAny(Separators) < 0)
            return [SourceEncoding.Clean(cell)];
        var text = WebUtility.HtmlDecode(cell);    // the ; of &amp; separates nothing
        var used = Separators.Where(text.Contains).ToList();
        var separator = used.Find(one => one != '\n');
        if (used.Count(one => one != '\n') > 1)
            return null;
        List<string> parts = [.. Parts(text, separator == default ? '\n' : separator).Select(part => SourceEncoding.Clean(part)).Where(part => part.Length > 0)];
        if (parts.Count == 0)
            return null;
        if (parts.Count == 1 && text.IndexOf(separator, StringComparison.Ordinal) < 0)
            return [SourceEncoding.Clean(cell)];
        return parts.Count == 1 || parts.TrueForAll(IsName) ? [.. parts.Distinct(StringComparer.Ordinal)] : null;
    }

    private static IEnumerable<string> Parts(string text, char separator)
    {
        var (start, depth) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            depth = Math.Max(0, depth + text[at] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 });
            if (text[at] != separator || depth > 0)
                continue;
            yield return text[start..at];
            start = at + 1;
        }
        yield return text[start..];
    }

    private static bool IsName(string part) => part.Count(char.IsLetter) >= 2;
}
