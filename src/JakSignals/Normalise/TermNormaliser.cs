namespace JakSignals.Normalise;

/// <summary>Spellings of terms that mean another spelling.</summary>
/// <param name="ByAlias">Term key by alias key; no term is itself an alias.</param>
public sealed record TermAliases(IReadOnlyDictionary<string, string> ByAlias)
{
    internal static TermAliases Read(CatalogueFile file)
    {
        var byAlias = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = file.ReadCsv("alias", "term", "reason").ToList();
        foreach (var row in rows)
            if (!byAlias.TryAdd(UpperText.Of(row.Required("alias")), UpperText.Of(row.Required("term"))))
                throw row.Fault("alias", "an alias that no earlier line has");
        foreach (var row in rows)
            if (byAlias.ContainsKey(UpperText.Of(row.Required("term"))))
                throw row.Fault("term", "a term that is no alias itself");
        return new TermAliases(byAlias);
    }
}

/// <summary>Gives every spelling of a term one key.</summary>
public sealed class TermNormaliser(TermAliases aliases)
{
    /// <summary>The key: upper case, trimmed, inner spaces collapsed, then by the aliases.</summary>
    public string Key(string term)
    {
        var key = UpperText.Of(term);
        return aliases.ByAlias.GetValueOrDefault(key, key);
    }
}
