namespace JakSignals.Normalise;

/// <summary>Checks that several catalogue files share; each names the place it fails at.</summary>
internal static class CatalogueChecks
{
    public static void RequireProvenance(CatalogueFile file, string version, string source)
    {
        RequireText(file, "version", version);
        RequireText(file, "source", source);
    }

    public static void RequireText(CatalogueFile file, string place, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw file.Fault(place, text ?? "null", "some text");
    }

    public static void RequireSome<T>(CatalogueFile file, string place, IReadOnlyList<T> list)
    {
        if (list.Count == 0)
            throw file.Fault(place, "[]", "at least one entry");
        foreach (var (index, entry) in list.Index())
            if (entry is null)
                throw file.Fault($"{place}[{index}]", "null", "an entry");
    }

    /// <summary>Each key once, and written as <c>[a-z][a-z0-9_]*</c>.</summary>
    public static void RequireKeys(CatalogueFile file, IEnumerable<(string Key, string Place)> keys)
    {
        var all = keys.ToList();
        foreach (var (key, place) in all)
            if (!IsKey(key))
                throw file.Fault(place, key ?? "null", "a key of lower-case letters, digits and _ that starts with a letter");
        RequireDistinct(file, all);
    }

    /// <summary>Each text once, none blank.</summary>
    public static void RequireDistinct(CatalogueFile file, IEnumerable<(string Text, string Place)> texts)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (text, place) in texts)
        {
            RequireText(file, place, text);
            if (!places.TryAdd(text, place))
                throw file.Fault(place, text, $"something else than {places[text]}: each may stand here once");
        }
    }

    private static bool IsKey(string? key) =>
        key is { Length: > 0 } && char.IsAsciiLetterLower(key[0])
        && key.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_');
}
