using JakSignals.Normalise;

namespace JakSignals.Incidence;

/// <summary>What the catalogue makes of the drugs and event classes of a cohort table, and of published rates.</summary>
public sealed class RateNames
{
    private readonly Catalogue _catalogue;
    private readonly DrugNormaliser _normaliser;
    private readonly Dictionary<string, (string Key, string Name)> _groups;
    private readonly Dictionary<string, (string Key, string Name)> _classes;
    private readonly ILookup<(string DrugKey, string EventKey), PublishedRate> _published;

    /// <summary>Names by one catalogue.</summary>
    public RateNames(Catalogue catalogue)
    {
        _catalogue = catalogue;
        _normaliser = new DrugNormaliser(catalogue.Drugs, NameRules.General);
        _groups = new(StringComparer.OrdinalIgnoreCase);
        foreach (var group in catalogue.Drugs.Groups)
        {
            var entry = (Key: group.Kind == GroupKind.Substance && group.Substances.Count == 1 ? group.Substances[0] : group.Key, group.Name);
            _groups.TryAdd(group.Key, entry);
            _groups.TryAdd(group.Name, entry);
        }
        _classes = new(StringComparer.OrdinalIgnoreCase);
        foreach (var scored in catalogue.Events.Scored)
        {
            _classes.TryAdd(scored.Key, (scored.Key, scored.Name));
            _classes.TryAdd(scored.Name, (scored.Key, scored.Name));
        }
        _published = catalogue.PublishedRates.Rates.ToLookup(rate => (Drug(rate.Drug).Key, rate.EventClass));
    }

    /// <summary>Drug key and name: a drug group by key or name, else a substance by any of its names, else the upper-cased text.</summary>
    public (string Key, string Name) Drug(string drug)
    {
        if (_groups.TryGetValue(drug.Trim(), out var group))
            return group;
        var meaning = _normaliser.Normalise(drug, null);
        if (meaning is not { Rule: NameRule.Catalogue, Substances: [var key] })
            return (drug.Trim().ToUpperInvariant(), drug.Trim());
        // A cohort of ruxolitinib is one of its routes; the substance alone is scored only where no route is told apart.
        var route = _catalogue.Drugs.Groups.FirstOrDefault(g => g.Kind == GroupKind.Route && g.Substances is [var only] && only == key
            && g.Route == (meaning.Topical ? GroupRoute.Topical : GroupRoute.Oral));
        return route is null ? _groups.GetValueOrDefault(key, (key, drug.Trim())) : (route.Key, route.Name);
    }

    /// <summary>Event class key and name: a class by key or name, else the lower-cased text.</summary>
    public (string Key, string Name) EventClass(string eventClass) =>
        _classes.TryGetValue(eventClass.Trim(), out var known) ? known : (eventClass.Trim().ToLowerInvariant(), eventClass.Trim());

    /// <summary>The published incidence of the same drug, event class, dose and indication that comes first in the catalogue; null when there is none.</summary>
    public PublishedRate? Published(string drugKey, string? dose, string? indication, string eventKey) =>
        _published[(drugKey, eventKey)].FirstOrDefault(rate => rate.Kind != "sales" && SameDose(rate.Dose, dose)
            && indication is not null && rate.Population.Contains(indication, StringComparison.OrdinalIgnoreCase));

    /// <summary>"5 mg BID" and "5 mg twice daily" are one dose; so are "100 mg" and "100 mg daily".</summary>
    private static bool SameDose(string published, string? dose) => dose is not null && DoseKey(published) == DoseKey(dose);

    private static string DoseKey(string dose) =>
        string.Concat(dose.ToLowerInvariant().Replace("twice daily", "bid", StringComparison.Ordinal).Replace("once daily", "", StringComparison.Ordinal)
            .Replace("daily", "", StringComparison.Ordinal).Replace(" qd", "", StringComparison.Ordinal).Where(char.IsLetterOrDigit));
}
