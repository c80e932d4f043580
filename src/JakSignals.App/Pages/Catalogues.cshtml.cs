using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Normalise;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JakSignals.App.Pages;

/// <summary>Event classes, drug groups and substances of the catalogue in force.</summary>
[Authorize(Policies.Reader)]
internal sealed class CataloguesModel(Workplace workplace, SnapshotShelf shelf) : PageModel
{
    /// <summary>A part of a name, key, term or member; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "find")] public string? Find { get; set; }

    public Catalogue Catalogue => workplace.Catalogue;

    /// <summary>The newest published run; null when there is none.</summary>
    public ShelvedSnapshot? Newest { get; private set; }

    public IReadOnlyList<EventClass> Classes { get; private set; } = [];

    public IReadOnlyList<DrugGroup> Groups { get; private set; } = [];

    public IReadOnlyList<Substance> Substances { get; private set; } = [];

    public IReadOnlyList<IndicationGroup> Indications { get; private set; } = [];

    public void OnGet()
    {
        Newest = shelf.Runs() is [var run, ..] ? shelf.Open(run) : null;
        Classes = [.. Catalogue.Events.Classes.Where(one => Has([one.Key, one.Name, .. one.Core, .. one.Broad, .. one.Children]))];
        Groups = [.. Catalogue.Drugs.Groups.Where(one => Has([one.Key, one.Name, .. one.Substances]))];
        Substances = [.. Catalogue.Drugs.Substances.Where(one => Has([one.Name, .. NamesOf(one), .. one.Suggested]))];
        Indications = [.. Catalogue.Indications.Groups.Where(one => Has([one.Key, one.Name, .. one.Terms]))];
    }

    /// <summary>Hash that the newest published run used of a file, in words.</summary>
    public string InNewest(string file) => Newest?.Manifest?.Catalogues.GetValueOrDefault(file) is not { } sha256 ? "–"
        : sha256 == Catalogue.Sha256ByFile[file] ? "the same" : "▲ another: " + sha256[..12] + "…";

    /// <summary>All names that are merged into a substance, but for its own.</summary>
    public static IEnumerable<string> NamesOf(Substance one) => [.. one.Brands, .. one.TopicalProducts, .. one.Codes, .. one.Salts, .. one.Aliases];

    /// <summary>What a class asks of a report beside a term.</summary>
    public static string ConditionWords(EventCondition condition) => condition switch
    {
        EventCondition.Fatal => "fatal reports only",
        EventCondition.Serious => "serious reports only",
        _ => "any report",
    };

    /// <summary>Which rows a group counts.</summary>
    public string UseWords(DrugGroup group) => string.Join("; ", new[]
    {
        group.Route switch { GroupRoute.Oral => "every route but topical", GroupRoute.Topical => "topical only", _ => "any route" },
        group.GivenFor is { } use ? "given for " + IndicationName(use) : null,
        group.NotGivenFor is { } other ? "not given for " + IndicationName(other) : null,
        group.Comparator ? "only compared with" : null,
    }.OfType<string>());

    /// <summary>Name of an event class by its key.</summary>
    public string ClassName(string key) => Catalogue.Events.Classes.First(one => one.Key == key).Name;

    private string IndicationName(string key) => Catalogue.Indications.Groups.First(one => one.Key == key).Name;

    private bool Has(IEnumerable<string> texts) => string.IsNullOrWhiteSpace(Find) || texts.Any(text => text.Contains(Find.Trim(), StringComparison.OrdinalIgnoreCase));
}
