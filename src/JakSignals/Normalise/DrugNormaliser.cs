using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>How far names are changed.</summary>
public enum NameRules
{
    /// <summary>Catalogue names anywhere in a name; strength, form and salt taken off all others.</summary>
    General = 1,
    /// <summary>For names that are standardised already: whole catalogue names only, all others the upper-cased text.</summary>
    AsGiven = 2,
}

/// <summary>What decided the substance of a name.</summary>
public enum NameRule
{
    /// <summary>A name, brand, salt or code of the catalogue.</summary>
    Catalogue = 1,
    /// <summary>The coded active ingredient, not in the catalogue.</summary>
    Ingredient = 2,
    /// <summary>The cleaned drug name, because there is no coded ingredient: <em>unmapped</em>.</summary>
    Cleaned = 3,
    /// <summary>The text itself, under <see cref="NameRules.AsGiven"/>.</summary>
    AsGiven = 4,
    /// <summary>A cleaned drug name without coded ingredient that a reviewer approved as a spelling of the substance.</summary>
    Approved = 5,
}

/// <summary>What a drug name and its coded ingredient stand for.</summary>
/// <param name="Substances">Substance keys, upper case, distinct, in ordinal order; at least one.</param>
/// <param name="Topical">Whether the name alone says that the product goes on the skin: Opzelura, or any cream.</param>
/// <param name="Rule">What decided.</param>
/// <param name="NameDisagrees">Whether the name is of a catalogue substance that the coded ingredient is not; the ingredient was taken.</param>
public sealed record NormalisedDrug(IReadOnlyList<string> Substances, bool Topical, NameRule Rule, bool NameDisagrees)
{
    /// <summary>The names, cleaned, that count as a substance because a reviewer approved them; nearly always none.</summary>
    public IReadOnlyList<string> Approved { get; init; } = [];
}

/// <summary>Finds the substances behind a reported drug name and its coded active ingredient (FAERS <c>drugname</c>, <c>prod_ai</c>).</summary>
/// <remarks>
/// The ingredient decides where there is one: it is coded by the source, the name is typed by a reporter. The name still decides whether the product is
/// topical, and decides all where the ingredient is empty or a placeholder. Pure and immutable, safe to use from several threads.
/// </remarks>
public sealed class DrugNormaliser
{
    /// <summary>The substance of a drug row whose name and ingredient say nothing; kept, so that the row is seen.</summary>
    public const string NotStated = "(NOT STATED)";

    private readonly NameRules _rules;
    private readonly NameCleaner _cleaner;
    private readonly PhraseIndex<CatalogueName> _phrases;
    private readonly GluedNames _glued;
    private readonly Dictionary<string, CatalogueName> _wholeNames;
    private readonly Dictionary<string, ApprovedName> _approved;

    /// <summary>A normaliser for one catalogue.</summary>
    public DrugNormaliser(DrugCatalogue catalogue, NameRules rules)
    {
        _rules = rules;
        _cleaner = new NameCleaner(catalogue.NameWords);
        _phrases = new PhraseIndex<CatalogueName>(catalogue.Names, catalogue.NameWords.Manufacturers);
        _glued = new GluedNames(catalogue.Names.Keys, _cleaner);
        _wholeNames = catalogue.Substances
            .SelectMany(substance => substance.MergedNames().Select(name => (Text: FoldedText.Of(name.Name), Meaning: new CatalogueName(substance.Key, name.Topical))))
            .DistinctBy(name => name.Text, StringComparer.Ordinal)
            .ToDictionary(name => name.Text, name => name.Meaning, StringComparer.Ordinal);
        _approved = catalogue.Approved.DistinctBy(name => FoldedText.Of(name.Name), StringComparer.Ordinal)
            .ToDictionary(name => FoldedText.Of(name.Name), StringComparer.Ordinal);   // approved in a week whose names were folded less
    }

    /// <summary>What a name stands for; the same for the same arguments, always.</summary>
    /// <param name="name">Drug name as reported; may be empty.</param>
    /// <param name="ingredient">Active ingredient as coded, several joined by backslashes; null or empty where the source gives none.</param>
    public NormalisedDrug Normalise(string name, string? ingredient) =>
        _rules == NameRules.AsGiven ? AsGiven(name, ingredient ?? "") : General(FoldedText.Of(name), FoldedText.Of(ingredient));

    private static string Upper(string text) => text.Trim().ToUpperInvariant();

    private NormalisedDrug AsGiven(string name, string ingredient)
    {
        var isCoded = IsCoded(FoldedText.Of(ingredient));
        var text = isCoded ? ingredient : name;
        if (!_wholeNames.TryGetValue(FoldedText.Of(text), out var meaning))
            return new NormalisedDrug([Upper(text) is { Length: > 0 } given ? given : NotStated], Topical: false, NameRule.AsGiven, NameDisagrees: false);
        var named = _wholeNames.GetValueOrDefault(FoldedText.Of(name)) ?? meaning;
        var agrees = named.Substance == meaning.Substance;
        return new NormalisedDrug([meaning.Substance], meaning.Topical || agrees && named.Topical, NameRule.Catalogue, !agrees);
    }

    private NormalisedDrug General(string name, string ingredient)
    {
        if (_cleaner.IsPlacebo(name) && IsCoded(ingredient))
            ingredient = "";    // TOFACITINIB PLACEBO, coded as the drug it looks like, is not the drug
        var isCoded = IsCoded(ingredient);
        var text = isCoded ? ingredient : name;
        var named = CatalogueNames(name);
        var found = isCoded ? CatalogueNames(ingredient) : named;
        List<ApprovedName> approved = [];
        var substances = Substances(text, isCoded, found, approved);
        var topical = _cleaner.IsTopical(_glued.Apart(name)) || named.Any(meaning => meaning.Topical && substances.Contains(meaning.Substance))
            || found.Any(meaning => meaning.Topical) || approved.Exists(one => one.Topical);
        var disagrees = named.Count > 0 && !named.Any(meaning => substances.Contains(meaning.Substance));
        var drug = new NormalisedDrug(substances, topical, RuleOf(found.Count > 0, isCoded, approved.Count > 0), disagrees);
        return approved.Count == 0 ? drug : drug with { Approved = [.. approved.Select(one => one.Name)] };
    }

    /// <summary>Whether a part of a folded ingredient says what was taken.</summary>
    private bool IsCoded(string ingredient)
    {
        var parts = Parts(ingredient).ToList();
        return parts.Count == 0 ? ingredient.Length > 0 : parts.Exists(part => !_cleaner.IsPlaceholder(part));
    }

    private static NameRule RuleOf(bool isOfCatalogue, bool isCoded, bool isApproved)
    {
        if (isOfCatalogue)
            return NameRule.Catalogue;
        if (isCoded)
            return NameRule.Ingredient;
        return isApproved ? NameRule.Approved : NameRule.Cleaned;
    }

    private List<string> Substances(string text, bool isCoded, IReadOnlyList<CatalogueName> found, List<ApprovedName> approved)
    {
        if (_cleaner.IsPlacebo(text))
            return [Cleaned(text, isCoded)];    // whole, or its part TOFACITINIB would be tofacitinib after all
        var substances = new List<string>(1);
        var isOfCatalogue = found.Count > 0 && !isCoded;
        if (isOfCatalogue)
            foreach (var meaning in found)
                AddOnce(substances, meaning.Substance);     // however the name is taken apart
        foreach (var part in isOfCatalogue ? SeveralNames.Parts(text) : Parts(text))
            AddSubstances(substances, part, isCoded, isOfCatalogue, approved);
        if (substances.Count == 0)
            substances.Add(NotStated);
        substances.Sort(StringComparer.Ordinal);
        return substances;
    }

    /// <summary>The parts between backslashes, but for those within brackets; none is empty.</summary>
    private static IEnumerable<string> Parts(string text) => SeveralNames.Split(text, (letters, at) => letters[at] == '\\' ? 1 : 0);

    private void AddSubstances(List<string> substances, string part, bool isCoded, bool isOfCatalogue, List<ApprovedName> approved)
    {
        var found = CatalogueNames(part);
        foreach (var meaning in found)
            AddOnce(substances, meaning.Substance);
        if (found.Count > 0 || isCoded && _cleaner.IsPlaceholder(part) || isOfCatalogue && _cleaner.IsNoDrug(part))
            return;
        AddOnce(substances, isCoded ? _cleaner.Ingredient(part) : Product(part, approved));
    }

    /// <summary>The substance of a name of no catalogue: what a reviewer approved it as, or the cleaned name.</summary>
    private string Product(ReadOnlySpan<char> part, List<ApprovedName> approved)
    {
        var cleaned = _cleaner.Product(part);
        if (!_approved.TryGetValue(cleaned, out var name))
            return cleaned;
        approved.Add(name);
        return name.Substance;
    }

    private string Cleaned(ReadOnlySpan<char> text, bool isCoded) => isCoded ? _cleaner.Ingredient(text) : _cleaner.Product(text);

    private static void AddOnce(List<string> substances, string substance)
    {
        if (!substances.Contains(substance))
            substances.Add(substance);
    }

    // "TOFACITINIB OR PLACEBO" is no evidence of tofacitinib.
    private IReadOnlyList<CatalogueName> CatalogueNames(string folded) =>
        _cleaner.IsPlacebo(folded) ? [] : _phrases.Find(_glued.Apart(folded));
}
