namespace JakSignals.Normalise;

/// <summary>What a drug was given for, as a named set of terms.</summary>
public sealed record IndicationGroup
{
    /// <summary>Lower-case key, <c>[a-z][a-z0-9_]*</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Name as shown.</summary>
    public required string Name { get; init; }

    /// <summary>Other names of the disease itself, abbreviations among them; term keys after loading.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Its preferred terms; term keys after loading.</summary>
    public required IReadOnlyList<string> Terms { get; init; }
}

/// <summary>Indication groups; the order of the file is the order of display.</summary>
public sealed class IndicationCatalogue
{
    private readonly TermNormaliser _terms;
    private readonly Dictionary<string, int> _groupOfTerm;

    private readonly Dictionary<string, string> _diseases;

    private IndicationCatalogue(IReadOnlyList<IndicationGroup> groups, TermNormaliser terms, Dictionary<string, int> groupOfTerm)
    {
        (Groups, _terms, _groupOfTerm) = (groups, terms, groupOfTerm);
        _diseases = groups.SelectMany(group => NamesOf(group, terms).Select(name => (Name: name, group.Key))).ToDictionary(one => one.Name, one => one.Key, StringComparer.Ordinal);
    }

    /// <summary>Groups, in file order.</summary>
    public IReadOnlyList<IndicationGroup> Groups { get; }

    /// <summary>Index of the group a reported indication belongs to; -1 for none.</summary>
    /// <param name="text">The term as reported.</param>
    public int GroupOf(string text) => _groupOfTerm.GetValueOrDefault(_terms.Key(text), -1);

    /// <summary>Key of the group whose disease a text names: by its key, its name or one of its other names. A term of the group alone may be a part of it.</summary>
    /// <returns>Null when no group is named.</returns>
    public string? DiseaseOf(string text) => _diseases.GetValueOrDefault(_terms.Key(text));

    private static IEnumerable<string> NamesOf(IndicationGroup group, TermNormaliser terms) =>
        new[] { terms.Key(group.Key), terms.Key(group.Name) }.Concat(group.Names).Distinct(StringComparer.Ordinal);

    /// <summary>Terms of all groups as spelled in the file, in its order; nothing is checked yet.</summary>
    internal static IEnumerable<string> TermsOf(CatalogueFile file) =>
        (file.ReadJson<IndicationFile>().Groups ?? []).Where(group => group is not null).SelectMany(group => group.Terms).OfType<string>();

    internal static IndicationCatalogue Read(CatalogueFile file, TermNormaliser terms)
    {
        var read = file.ReadJson<IndicationFile>();
        CatalogueChecks.RequireProvenance(file, read.Version, read.Source);
        CatalogueChecks.RequireSome(file, "groups", read.Groups);
        CatalogueChecks.RequireKeys(file, read.Groups.Select((group, index) => (group.Key, $"groups[{index}].key")));
        foreach (var (index, group) in read.Groups.Index())
        {
            CatalogueChecks.RequireText(file, $"groups[{index}].name", group.Name);
            CatalogueChecks.RequireSome(file, $"groups[{index}].terms", group.Terms);
        }
        List<IndicationGroup> groups = [.. read.Groups.Select(group => group with { Terms = [.. group.Terms.Select(terms.Key)], Names = [.. group.Names.Select(terms.Key)] })];
        CatalogueChecks.RequireDistinct(file, groups.SelectMany((group, index) => group.Terms.Select((term, nth) => (term, $"groups[{index}].terms[{nth}]"))));
        CatalogueChecks.RequireDistinct(file, groups.SelectMany((group, index) => NamesOf(group, terms).Select(name => (name, $"groups[{index}].names"))));
        var groupOfTerm = groups.SelectMany((group, index) => group.Terms.Select(term => (term, index))).ToDictionary(t => t.term, t => t.index, StringComparer.Ordinal);
        return new IndicationCatalogue(groups, terms, groupOfTerm);
    }
}

internal sealed record IndicationFile
{
    public required string Version { get; init; }
    public required string Source { get; init; }
    public required IReadOnlyList<IndicationGroup> Groups { get; init; }
}
