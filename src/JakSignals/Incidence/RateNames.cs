using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Tables;
using JakSignals.Normalise;

namespace JakSignals.Incidence;

/// <summary>What the catalogue makes of the drugs and event classes of a cohort table, and of published rates.</summary>
public sealed class RateNames
{
    private readonly Catalogue _catalogue;
    private readonly DrugNormaliser _normaliser;
    private readonly NameSuggester _suggester;
    private readonly Dictionary<string, (string Key, string Name)> _groups;
    private readonly Dictionary<string, (string Key, string Name)> _classes;
    private readonly ILookup<(string DrugKey, string EventKey), PublishedRate> _published;

    /// <summary>Names by one catalogue.</summary>
    public RateNames(Catalogue catalogue)
    {
        _catalogue = catalogue;
        _normaliser = new DrugNormaliser(catalogue.Drugs, NameRules.General);
        _suggester = new NameSuggester(catalogue.Drugs);
        _groups = new(StringComparer.OrdinalIgnoreCase);
        foreach (var group in catalogue.Drugs.Groups)
        {
            var entry = (Key: group.Kind == GroupKind.Substance && group.Substances.Count == 1 ? group.Substances[0] : group.Key, group.Name);
            _groups.TryAdd(group.Key, entry);
            _groups.TryAdd(group.Name, entry);
        }
        _classes = new(StringComparer.Ordinal);
        foreach (var scored in catalogue.Events.Scored)
        {
            _classes.TryAdd(ClassText(scored.Key), (scored.Key, scored.Name));
            _classes.TryAdd(ClassText(scored.Name), (scored.Key, scored.Name));
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
        _classes.TryGetValue(ClassText(eventClass), out var known) ? known : (eventClass.Trim().ToLowerInvariant(), eventClass.Trim());

    /// <summary>Whether the catalogue knows a drug: as a drug group, or as a substance.</summary>
    public bool IsKnownDrug(string drug) => _groups.ContainsKey(drug.Trim()) || _normaliser.Normalise(drug, null).Rule == NameRule.Catalogue;

    /// <summary>The substance that a drug of no catalogue seems to be: one slip from one of its names, or a name that is only suggested; null where there is none.</summary>
    public string? Meant(string drug) => !IsKnownDrug(drug) && _suggester.Suggest([drug]) is [var near] ? near.Substance : null;

    /// <summary>Why the names of a row cannot be taken; null when they can.</summary>
    public ExposureFault? FaultOf(ExposureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!_classes.ContainsKey(ClassText(row.EventClass)))
            return new("event_class", "the key or name of an event class of the catalogue, such as herpes_zoster");
        if (SeveralNamed(row.Drug) is { } several)
            return new("drug", $"one drug a row; it names {several}");
        return Meant(row.Drug) is { } meant ? new("drug", $"a drug by one of its names; is {meant} meant?") : null;
    }

    /// <summary>The substances of a text that names several; null where it names one drug, or a drug group.</summary>
    private string? SeveralNamed(string drug)
    {
        if (_groups.ContainsKey(drug.Trim()))
            return null;
        var meaning = _normaliser.Normalise(drug, null);
        return meaning is { Rule: NameRule.Catalogue, Substances.Count: > 1 } ? string.Join(" and ", meaning.Substances) : null;
    }

    /// <summary>One text for all rows that describe the same patients, whatever names they use.</summary>
    public string IdentityOf(ExposureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var population = row.Indication is null ? null : Population.Of(row.Indication, _catalogue.Indications).Key;
        var (drug, eventClass) = (Drug(row.Drug).Key, EventClass(row.EventClass).Key);
        return string.Join(Vocabulary.Separator, FoldedText.Key(row.Cohort), drug, DoseText.Key(row.Dose), population, eventClass, row.Kind);
    }

    /// <summary>Both, for the reader of cohort tables.</summary>
    public ExposureChecks Checks => new(FaultOf, IdentityOf);

    /// <summary>A published incidence of the same drug, event class, dose and disease; null when there is none.</summary>
    /// <remarks>
    /// The disease must be the same key of the catalogue, the dose the same amounts as often. Of several the one for the same patients is taken
    /// ("atopic dermatitis, Japan"), and for a cohort that says no more than its disease one that says no more, then the first of the catalogue.
    /// </remarks>
    public PublishedRate? Published(string drugKey, string? dose, string? indication, string eventKey)
    {
        if (indication is null || DoseText.Key(dose) is not { } doseKey)
            return null;
        var population = Population.Of(indication, _catalogue.Indications);
        if (!population.IsKnown)
            return null;
        var same = _published[(drugKey, eventKey)]
            .Where(rate => rate.Kind != "sales" && DoseText.Key(rate.Dose) == doseKey)
            .Select(rate => (Rate: rate, Of: Population.Of(rate.Population, _catalogue.Indications)))
            .Where(published => published.Of.Disease == population.Disease).ToList();
        var exact = same.Find(published => published.Of.Further == population.Further).Rate;
        return exact ?? (population.Further.Length == 0 ? same.FirstOrDefault().Rate : null);
    }

    private static string ClassText(string eventClass) => FoldedText.Key(eventClass);
}
