using JakSignals.Cases;
using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>How severe a case is, as far as event classes ask.</summary>
public enum CaseSeverity
{
    /// <summary>No outcome was coded.</summary>
    NotSerious = 0,
    /// <summary>Serious, but not fatal.</summary>
    Serious = 1,
    /// <summary>Fatal, which is serious as well.</summary>
    Fatal = 2,
}

/// <summary>A drug that rows of a name count as.</summary>
/// <param name="NameId">Id of the name in the store.</param>
/// <param name="Topical">Whether it is about rows of the topical route; otherwise about all others.</param>
/// <param name="Drug">Drug index.</param>
/// <param name="Use">Only rows given for this indication group, or only the others; null: whatever they were given for.</param>
public readonly record struct NameCode(int NameId, bool Topical, int Drug, (int Group, bool Given)? Use);

/// <summary>An event that rows of a term count as.</summary>
/// <param name="TermId">Id of the term in the store.</param>
/// <param name="Event">Event index.</param>
/// <param name="Least">Severity from which a case counts.</param>
public readonly record struct TermCode(int TermId, int Event, CaseSeverity Least);

/// <summary>What a run's normalisation made of names and terms, as tables that a query can join with: counting by them gives what counting <see cref="CodedCases"/> does.</summary>
/// <param name="Drugs">Keys of the drugs, by index.</param>
/// <param name="Events">Keys of the events, by index.</param>
/// <param name="Names">Drugs of each name and kind of route, each once.</param>
/// <param name="Terms">Events of each term, each once.</param>
/// <param name="Indications">Indication group of each term that stands for one.</param>
/// <param name="Countries">Region of each country of the current cases.</param>
public sealed record CountingCodes(IReadOnlyList<string> Drugs, IReadOnlyList<string> Events, IReadOnlyList<NameCode> Names, IReadOnlyList<TermCode> Terms,
    IReadOnlyList<(int TermId, int Group)> Indications, IReadOnlyList<(string Country, Region Region)> Countries)
{
    /// <summary>Reads them off a normalisation.</summary>
    /// <param name="catalogue">The catalogue it used.</param>
    /// <param name="normalised">The normalised cases.</param>
    /// <param name="cases">The same cases as read.</param>
    /// <param name="terms">Terms by id.</param>
    public static CountingCodes Of(Catalogue catalogue, NormalisedCases normalised, CaseColumns cases, IReadOnlyList<string> terms) => new(
        [.. normalised.Coded.Drugs.Select(drug => drug.Key)],
        [.. normalised.Coded.Events.Select(@event => @event.Key)],
        [.. NamesOf(catalogue, normalised)],
        [.. TermsOf(catalogue, normalised)],
        [.. terms.Index().Select(term => (term.Index, Group: catalogue.Indications.GroupOf(term.Item))).Where(term => term.Group >= 0)],
        [.. cases.Country.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(country => (country, Traits.RegionOf(country)))]);

    private static IEnumerable<NameCode> NamesOf(Catalogue catalogue, NormalisedCases normalised)
    {
        var substances = normalised.Coded.Drugs.TakeWhile(drug => drug.Kind == DrugEntry.SubstanceKind).Index().ToDictionary(drug => drug.Item.Key, drug => drug.Index, StringComparer.Ordinal);
        var matcher = new DrugGroupMatcher(catalogue.Drugs.CodedGroups, substances, catalogue.Indications);
        foreach (var (name, members) in normalised.SubstancesOfName.Index())
            foreach (var topical in new[] { false, true })
                foreach (var (drug, use) in DrugsOf(members ?? [], topical || normalised.TopicalName[name], matcher, substances.Count))
                    yield return new NameCode(name, topical, drug, use);
    }

    private static SortedDictionary<int, (int, bool)?> DrugsOf(int[] substances, bool topical, DrugGroupMatcher matcher, int firstGroup)
    {
        var drugs = new SortedDictionary<int, (int, bool)?>();
        foreach (var substance in substances)
        {
            drugs[substance] = null;
            foreach (var group in matcher.GroupsOf(substance, topical))
                drugs[firstGroup + group] = matcher.UseOf(group);
        }
        return drugs;
    }

    /// <summary>A case meets a class if any of its terms does by itself, so what the matcher says of one term at a time is all there is to know.</summary>
    private static IEnumerable<TermCode> TermsOf(Catalogue catalogue, NormalisedCases normalised)
    {
        var events = normalised.Coded.Events.TakeWhile(@event => !@event.IsClass).Index().ToDictionary(@event => @event.Item.Key, @event => @event.Index, StringComparer.Ordinal);
        var matcher = new EventClassMatcher(catalogue.Events.Scored, events);
        var classesOf = new List<(int Class, CaseSeverity Least)>[events.Count];
        foreach (var @event in events.Values)
            classesOf[@event] = ClassesOf(@event, matcher);
        foreach (var (term, @event) in normalised.EventOfTerm.Index().Where(term => term.Item >= 0))
        {
            yield return new TermCode(term, @event, CaseSeverity.NotSerious);
            foreach (var (met, least) in classesOf[@event])
                yield return new TermCode(term, events.Count + met, least);
        }
    }

    private static List<(int Class, CaseSeverity Least)> ClassesOf(int @event, EventClassMatcher matcher)
    {
        var (met, least) = (new int[matcher.ClassCount], new SortedDictionary<int, CaseSeverity>());
        foreach (var severity in new[] { CaseSeverity.NotSerious, CaseSeverity.Serious, CaseSeverity.Fatal })
            foreach (var one in met.AsSpan(0, matcher.Match([@event], severity >= CaseSeverity.Serious, severity == CaseSeverity.Fatal, met)))
                least.TryAdd(one, severity);
        return [.. least.Select(one => (one.Key, one.Value))];
    }
}
