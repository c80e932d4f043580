using System.Text.Json.Serialization;
using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>Why a substance is in no drug group although it is recognised.</summary>
public enum Exclusion
{
    /// <summary>A veterinary product; a report is an accidental human exposure.</summary>
    Veterinary = 1,
}

/// <summary>One active ingredient with the names it is reported under.</summary>
public sealed record Substance
{
    /// <summary>Its international non-proprietary name, lower case.</summary>
    public required string Name { get; init; }

    /// <summary>What it inhibits, such as <c>JAK1/2</c>.</summary>
    public required string Targets { get; init; }

    /// <summary>Names of its salts and hydrates.</summary>
    public IReadOnlyList<string> Salts { get; init; } = [];

    /// <summary>Research codes.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Brand names.</summary>
    public IReadOnlyList<string> Brands { get; init; } = [];

    /// <summary>Brands and codes of products that go on the skin, whatever route the report states.</summary>
    public IReadOnlyList<string> TopicalProducts { get; init; } = [];

    /// <summary>Further names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Misspellings and unverified names: offered as suggestions, never merged.</summary>
    public IReadOnlyList<string> Suggested { get; init; } = [];

    /// <summary>US application numbers (FAERS <c>nda_num</c>), text.</summary>
    public IReadOnlyList<string> ApplicationNumbers { get; init; } = [];

    /// <summary>Why it is in no group, where that is so.</summary>
    public Exclusion? Excluded { get; init; }

    /// <summary>Where its names come from; for the reader.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>What a reader of the file should know.</summary>
    public string? Note { get; init; }

    /// <summary>The name in upper case: the key by which every later stage knows the substance.</summary>
    [JsonIgnore]
    public string Key => FoldedText.Of(Name);

    /// <summary>All names that are merged, each with its place in the file and whether it is a product for the skin.</summary>
    internal IEnumerable<(string Name, string Place, bool Topical)> MergedNames() =>
    [
        (Name, "name", false), .. Named(Salts, "salts"), .. Named(Codes, "codes"), .. Named(Brands, "brands"),
        .. Named(TopicalProducts, "topical_products", topical: true), .. Named(Aliases, "aliases"),
    ];

    private static IEnumerable<(string, string, bool)> Named(IReadOnlyList<string> names, string list, bool topical = false) =>
        names.Select((name, index) => (name, $"{list}[{index}]", topical));
}

/// <summary>What a drug group is made of.</summary>
public enum GroupKind
{
    /// <summary>One substance by every route.</summary>
    Substance = 1,
    /// <summary>One substance by one route.</summary>
    Route = 2,
    /// <summary>Several substances.</summary>
    Class = 3,
    /// <summary>One substance for one use.</summary>
    Use = 4,
}

/// <summary>Which drug rows of its substances a group counts.</summary>
public enum GroupRoute
{
    /// <summary>All.</summary>
    Any = 1,
    /// <summary>All that are not topical: an unstated route of a tablet is the rule.</summary>
    Oral = 2,
    /// <summary>Those on the skin.</summary>
    Topical = 3,
}

/// <summary>What is scored as the drug.</summary>
public sealed record DrugGroup
{
    /// <summary>Lower-case key, <c>[a-z][a-z0-9_]*</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Name as shown.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of.</summary>
    public required GroupKind Kind { get; init; }

    /// <summary>Which rows it counts.</summary>
    public required GroupRoute Route { get; init; }

    /// <summary>Its members: names in the file, substance keys after loading.</summary>
    public required IReadOnlyList<string> Substances { get; init; }

    /// <summary>Key of the indication group a drug row must be given for to count; null for any use.</summary>
    public string? GivenFor { get; init; }

    /// <summary>Key of the indication group a drug row must not be given for to count; null for any use.</summary>
    public string? NotGivenFor { get; init; }

    /// <summary>Whether the group is only compared with: scored, but not shown in the report's matrix.</summary>
    public bool Comparator { get; init; }

    /// <summary>Whether it is one substance however used: it is then coded and scored under the substance's own key.</summary>
    [JsonIgnore]
    internal bool IsOneSubstance => this is { Kind: GroupKind.Substance, Route: GroupRoute.Any, Substances.Count: 1 };

    /// <summary>Key under which it is coded and scored.</summary>
    [JsonIgnore]
    internal string CodedKey => IsOneSubstance ? Substances[0] : Key;
}

/// <summary>Words that the general name rules take off a name, and the names they leave alone.</summary>
public sealed record NameWords
{
    /// <summary>Version of the file.</summary>
    public required string Version { get; init; }

    /// <summary>Where its facts come from.</summary>
    public required string Source { get; init; }

    /// <summary>Forms and routes at the end of a name.</summary>
    public required IReadOnlyList<string> Forms { get; init; }

    /// <summary>Words that say, anywhere in a name, that the product goes on the skin.</summary>
    public required IReadOnlyList<string> TopicalForms { get; init; }

    /// <summary>Units after a number.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Hydrates and their like, always taken off.</summary>
    public required IReadOnlyList<string> Hydrates { get; init; }

    /// <summary>Salts, taken off unless a cation or a salt begins the name.</summary>
    public required IReadOnlyList<string> Salts { get; init; }

    /// <summary>Cations: a name that begins with one keeps its salt.</summary>
    public required IReadOnlyList<string> Cations { get; init; }

    /// <summary>Names that end like a salt and are none.</summary>
    public required IReadOnlyList<string> WholeNames { get; init; }

    /// <summary>Ingredients that say nothing; the drug name then decides.</summary>
    public required IReadOnlyList<string> Placeholders { get; init; }

    /// <summary>Words that make a name no evidence of the drug it holds; with an asterisk at its end, all words that begin so.</summary>
    public required IReadOnlyList<string> PlaceboWords { get; init; }

    /// <summary>Words of manufacturers, before a name and hyphenated to it: AURO-TOFACITINIB.</summary>
    public IReadOnlyList<string> Manufacturers { get; init; } = [];
}

/// <summary>Substances and their groups; the order of both files is the order of display.</summary>
public sealed class DrugCatalogue
{
    private readonly Dictionary<string, CatalogueName> _names;

    private DrugCatalogue(string version, IReadOnlyList<Substance> substances, IReadOnlyList<DrugGroup> groups, NameWords words, Dictionary<string, CatalogueName> names, IReadOnlyList<ApprovedName> approved)
    {
        Version = version;
        Substances = substances;
        Groups = groups;
        NameWords = words;
        _names = names;
        Approved = approved;
    }

    /// <summary>Version of drugs.json.</summary>
    public string Version { get; }

    /// <summary>Substances, in file order.</summary>
    public IReadOnlyList<Substance> Substances { get; }

    /// <summary>Drug groups, in file order; their members are substance keys.</summary>
    public IReadOnlyList<DrugGroup> Groups { get; }

    /// <summary>Groups that are coded beside their substances: all but those of one substance however used.</summary>
    internal IReadOnlyList<DrugGroup> CodedGroups => [.. Groups.Where(group => !group.IsOneSubstance)];

    /// <summary>Words of the general name rules.</summary>
    public NameWords NameWords { get; }

    /// <summary>Every merged name, as its words joined by spaces, with what it stands for.</summary>
    internal IReadOnlyDictionary<string, CatalogueName> Names => _names;

    /// <summary>Names that reviewers approved, in ordinal order; they are no part of the files.</summary>
    public IReadOnlyList<ApprovedName> Approved { get; }

    /// <summary>Whether it has a substance of this key.</summary>
    public bool Has(string substance) => Substances.Any(known => known.Key == substance);

    /// <summary>Why a name cannot be approved as a substance; null when it can.</summary>
    /// <param name="name">The unmapped name, cleaned.</param>
    /// <param name="substance">Key of the substance.</param>
    public string? ApprovalFault(string name, string substance)
    {
        var cleaner = new NameCleaner(NameWords);
        return !Has(substance) ? $"the catalogue has no substance {substance}"
            : name == DrugNormaliser.NotStated || cleaner.IsPlaceholder(name) ? $"{name} says that the drug is not known"
            : cleaner.IsPlacebo(name) ? $"{name} holds a word for placebo, which is no evidence of a drug"
            : null;
    }

    /// <summary>This catalogue with these approved names, in place of those it had.</summary>
    internal DrugCatalogue WithApproved(IReadOnlyList<ApprovedName> approved) => new(Version, Substances, Groups, NameWords, _names, approved);

    internal static DrugCatalogue Read(CatalogueFile drugsFile, CatalogueFile groupsFile, CatalogueFile wordsFile, IndicationCatalogue indications)
    {
        var drugs = drugsFile.ReadJson<DrugFile>();
        CatalogueChecks.RequireProvenance(drugsFile, drugs.Version, drugs.Source);
        var names = ReadNames(drugsFile, drugs.Substances);
        RefuseMergedSuggestions(drugsFile, drugs.Substances, names);
        return new DrugCatalogue(drugs.Version, drugs.Substances, ReadGroups(groupsFile, drugs.Substances, indications), ReadWords(wordsFile), names, []);
    }

    private static Dictionary<string, CatalogueName> ReadNames(CatalogueFile file, IReadOnlyList<Substance> substances)
    {
        CatalogueChecks.RequireSome(file, "substances", substances);
        CatalogueChecks.RequireDistinct(file, substances.Select((substance, index) => (substance.Key, $"substances[{index}].name")));
        var names = new Dictionary<string, CatalogueName>(StringComparer.Ordinal);
        var codes = new Dictionary<string, CatalogueName>(StringComparer.Ordinal);
        foreach (var (index, substance) in substances.Index())
            foreach (var (name, place, topical) in substance.MergedNames())
                AddName(file, names, codes, name, $"substances[{index}].{place}", new CatalogueName(substance.Key, topical));
        return names;
    }

    private static void AddName(CatalogueFile file, Dictionary<string, CatalogueName> names, Dictionary<string, CatalogueName> codes, string name, string place, CatalogueName meaning)
    {
        var phrase = PhraseWords.Joined(name);
        if (phrase.Length == 0)
            throw file.Fault(place, name ?? "null", "a name with a letter or digit");
        var code = PhraseWords.Code(phrase.Replace(" ", "", StringComparison.Ordinal));
        var isTaken = names.TryGetValue(phrase, out var other) || code is not null && codes.TryGetValue(code, out other);
        if (isTaken && other != meaning)
            throw file.Fault(place, name, other!.Substance == meaning.Substance
                ? "a name that is listed as topical or as not, not both" : $"a name that no other substance claims; {other.Substance} has it already");
        names[phrase] = meaning;
        if (code is not null)
            codes[code] = meaning;
    }

    private static void RefuseMergedSuggestions(CatalogueFile file, IReadOnlyList<Substance> substances, Dictionary<string, CatalogueName> names)
    {
        foreach (var (index, substance) in substances.Index())
            foreach (var (nth, name) in substance.Suggested.Index())
                if (PhraseWords.Joined(name) is var phrase && (phrase.Length == 0 || names.ContainsKey(phrase)))
                    throw file.Fault($"substances[{index}].suggested[{nth}]", name ?? "null", "a name that is merged nowhere, because suggestions are for approval");
    }

    private static List<DrugGroup> ReadGroups(CatalogueFile file, IReadOnlyList<Substance> substances, IndicationCatalogue indications)
    {
        var groups = file.ReadJson<GroupFile>();
        CatalogueChecks.RequireProvenance(file, groups.Version, groups.Source);
        CatalogueChecks.RequireSome(file, "groups", groups.Groups);
        CatalogueChecks.RequireKeys(file, groups.Groups.Select((group, index) => (group.Key, $"groups[{index}].key")));
        foreach (var (index, group) in groups.Groups.Index())
            RequireUse(file, group, $"groups[{index}]", indications);
        var byKey = substances.ToDictionary(substance => substance.Key, StringComparer.Ordinal);
        return [.. groups.Groups.Select((group, index) => ReadGroup(file, group, $"groups[{index}]", byKey))];
    }

    private static DrugGroup ReadGroup(CatalogueFile file, DrugGroup group, string place, Dictionary<string, Substance> byKey)
    {
        CatalogueChecks.RequireText(file, $"{place}.name", group.Name);
        CatalogueChecks.RequireSome(file, $"{place}.substances", group.Substances);
        var keys = group.Substances.Select(FoldedText.Of).ToList();
        foreach (var (index, key) in keys.Index())
        {
            if (!byKey.TryGetValue(key, out var substance))
                throw file.Fault($"{place}.substances[{index}]", group.Substances[index], "the name of a substance in drugs.json");
            if (substance.Excluded is { } reason)
                throw file.Fault($"{place}.substances[{index}]", group.Substances[index], $"a substance that drugs.json does not exclude ({reason})");
        }
        CatalogueChecks.RequireDistinct(file, keys.Select((key, index) => (key, $"{place}.substances[{index}]")));
        if (group.Kind != GroupKind.Class && keys.Count > 1)
            throw file.Fault($"{place}.substances", string.Join(", ", group.Substances), "one substance, because only a group of kind class has several");
        return group with { Substances = keys };
    }

    private static void RequireUse(CatalogueFile file, DrugGroup group, string place, IndicationCatalogue indications)
    {
        foreach (var (name, key) in new[] { ("given_for", group.GivenFor), ("not_given_for", group.NotGivenFor) })
            if (key is not null && !indications.Groups.Any(g => g.Key == key))
                throw file.Fault($"{place}.{name}", key, "the key of a group in indication-groups.json");
        if (group.GivenFor is not null && group.NotGivenFor is not null)
            throw file.Fault($"{place}.not_given_for", group.NotGivenFor, "given_for or not_given_for, not both");
        if ((group.Kind == GroupKind.Use) != (group.GivenFor is not null || group.NotGivenFor is not null))
            throw file.Fault($"{place}.kind", group.Kind.ToString().ToLowerInvariant(), "use where, and only where, given_for or not_given_for is there");
    }

    private static NameWords ReadWords(CatalogueFile file)
    {
        var words = file.ReadJson<NameWords>();
        CatalogueChecks.RequireProvenance(file, words.Version, words.Source);
        (string Name, IReadOnlyList<string> Words)[] lists =
        [
            ("forms", words.Forms), ("topical_forms", words.TopicalForms), ("units", words.Units), ("hydrates", words.Hydrates), ("salts", words.Salts), ("cations", words.Cations),
            ("whole_names", words.WholeNames), ("placeholders", words.Placeholders), ("placebo_words", words.PlaceboWords), ("manufacturers", words.Manufacturers),
        ];
        foreach (var (name, list) in lists)
            CatalogueChecks.RequireDistinct(file, list.Select((word, index) => (FoldedText.Of(word), $"{name}[{index}]")));
        foreach (var (index, word) in words.PlaceboWords.Index())
            if (word.Contains('*') && FoldedText.Key(word).Length < 4)
                throw file.Fault($"placebo_words[{index}]", word, "four letters or more before the asterisk");
        return words;
    }
}

/// <summary>What a name of the catalogue stands for.</summary>
/// <param name="Substance">Substance key.</param>
/// <param name="Topical">Whether the name is of a product for the skin.</param>
internal sealed record CatalogueName(string Substance, bool Topical);

internal sealed record DrugFile
{
    public required string Version { get; init; }
    public required string Source { get; init; }
    public required IReadOnlyList<Substance> Substances { get; init; }
}

internal sealed record GroupFile
{
    public required string Version { get; init; }
    public required string Source { get; init; }
    public required IReadOnlyList<DrugGroup> Groups { get; init; }
}
