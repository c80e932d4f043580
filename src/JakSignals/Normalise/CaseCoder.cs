using System.Runtime.InteropServices;
using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>A reported drug name and what became of it.</summary>
/// <param name="NameId">Id of the name in the store.</param>
/// <param name="Name">Name as reported.</param>
/// <param name="Ingredient">Active ingredient as coded; empty where the source codes none.</param>
/// <param name="Meaning">What it stands for.</param>
/// <param name="Rows">Drug rows of current cases that carry it, in any role.</param>
public sealed record NameUse(int NameId, string Name, string Ingredient, NormalisedDrug Meaning, int Rows);

/// <summary>Normalised cases with what the line listing and the data-quality table need of the names.</summary>
/// <param name="Coded">Cases as codes.</param>
/// <param name="Names">Names that current cases carry, by name then ingredient.</param>
/// <param name="SubstancesOfName">Drug indexes of the substances of each name id; null for names no current case carries.</param>
/// <param name="EventOfTerm">Event index of each term id; -1 for terms no current case carries.</param>
public sealed record NormalisedCases(CodedCases Coded, IReadOnlyList<NameUse> Names, int[]?[] SubstancesOfName, int[] EventOfTerm);

/// <summary>Turns reported names and terms into substances, groups, terms and classes.</summary>
/// <param name="catalogue">The catalogue in force.</param>
/// <param name="rules">How names are cleaned.</param>
/// <param name="scope">Which roles count.</param>
public sealed class CaseCoder(Catalogue catalogue, NameRules rules, RoleScope scope)
{
    /// <summary>Codes the current cases. Only names and terms that they carry get an index, so what is loaded later changes nothing.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="nameOf">Name and coded ingredient by id.</param>
    /// <param name="termOf">Term by id.</param>
    /// <param name="cancel">Stops the work.</param>
    public NormalisedCases Code(CaseColumns cases, Func<int, (string Name, string Ingredient)> nameOf, Func<int, string> termOf, CancellationToken cancel)
    {
        var names = UseOfNames(cases, nameOf);
        cancel.ThrowIfCancellationRequested();
        var drugs = DrugEntries(names);
        var drugIndex = Index(drugs.Take(drugs.Count - RouteAndClassGroups().Count), d => d.Key);
        var substancesOfName = new int[]?[names.Count == 0 ? 0 : names.Max(n => n.NameId) + 1];
        var topicalName = new bool[substancesOfName.Length];
        foreach (var name in names)
            (substancesOfName[name.NameId], topicalName[name.NameId]) = ([.. name.Meaning.Substances.Select(s => drugIndex[s])], name.Meaning.Topical);

        var (events, eventOfTerm) = EventEntries(cases, termOf);
        cancel.ThrowIfCancellationRequested();
        var (drugStart, caseDrugs) = CodeDrugs(cases, substancesOfName, topicalName, drugIndex, cancel);
        var (eventStart, caseEvents) = CodeEvents(cases, eventOfTerm, events, cancel);
        var coded = new CodedCases { Drugs = drugs, Events = events, DrugStart = drugStart, CaseDrugs = caseDrugs, EventStart = eventStart, CaseEvents = caseEvents };
        return new NormalisedCases(coded, names, substancesOfName, eventOfTerm);
    }

    private List<NameUse> UseOfNames(CaseColumns cases, Func<int, (string Name, string Ingredient)> nameOf)
    {
        var normaliser = new DrugNormaliser(catalogue.Drugs, rules);
        return [.. CountById(cases.DrugNameId).AsParallel()
            .Select(use => { var (name, ingredient) = nameOf(use.Key); return new NameUse(use.Key, name, ingredient, normaliser.Normalise(name, ingredient), use.Value); })
            .ToList()
            .OrderBy(use => use.Name, StringComparer.Ordinal).ThenBy(use => use.Ingredient, StringComparer.Ordinal)];
    }

    /// <summary>Substances that occur or that the catalogue scores as a group by themselves, then the groups by route and class.</summary>
    private List<DrugEntry> DrugEntries(List<NameUse> names)
    {
        var alone = catalogue.Drugs.Groups.Index().Where(g => IsOneSubstance(g.Item)).ToDictionary(g => g.Item.Substances[0], g => g, StringComparer.Ordinal);
        var shown = catalogue.Drugs.Substances.ToDictionary(s => s.Key, s => Sentence(s.Name), StringComparer.Ordinal);
        var substances = names.SelectMany(n => n.Meaning.Substances).Concat(alone.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(key => alone.TryGetValue(key, out var group)
                ? new DrugEntry(key, group.Item.Name, "substance", IsGroup: true, group.Index)
                : new DrugEntry(key, shown.GetValueOrDefault(key, key), "substance", IsGroup: false, null));
        return [.. substances, .. RouteAndClassGroups().Select(g => new DrugEntry(g.Item.Key, g.Item.Name, g.Item.Kind.ToString().ToLowerInvariant(), IsGroup: true, g.Index))];
    }

    private List<(int Index, DrugGroup Item)> RouteAndClassGroups() => [.. catalogue.Drugs.Groups.Index().Where(g => !IsOneSubstance(g.Item))];

    private static bool IsOneSubstance(DrugGroup group) => group is { Kind: GroupKind.Substance, Route: GroupRoute.Any, Substances.Count: 1 };

    private (List<EventEntry> Events, int[] EventOfTerm) EventEntries(CaseColumns cases, Func<int, string> termOf)
    {
        var normaliser = new TermNormaliser(catalogue.TermAliases);
        var uses = CountById(cases.TermId).Select(use => (TermId: use.Key, Text: termOf(use.Key), Rows: use.Value)).ToList();
        var byKey = uses.GroupBy(use => normaliser.Key(use.Text), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var eventOfTerm = new int[uses.Count == 0 ? 0 : uses.Max(u => u.TermId) + 1];
        Array.Fill(eventOfTerm, -1);
        foreach (var (index, group) in byKey.Index())
            foreach (var use in group)
                eventOfTerm[use.TermId] = index;
        var reported = catalogue.Events.Classes.Where(c => c.Reported).Select((c, order) => (c.Key, order)).ToDictionary(c => c.Key, c => c.order, StringComparer.Ordinal);
        return ([.. byKey.Select(group => new EventEntry(group.Key, NameOf(group.Key, group.Select(use => (use.Text, use.Rows))), IsClass: false, null)),
            .. catalogue.Events.Scored.Select(c => new EventEntry(c.Key, c.Name, IsClass: true, reported.TryGetValue(c.Key, out var order) ? order : null))], eventOfTerm);
    }

    /// <summary>The spelling to show: the commonest that is not all capitals (AERS shouted), otherwise the key in sentence case.</summary>
    internal static string NameOf(string key, IEnumerable<(string Text, int Rows)> spellings) =>
        spellings.Where(s => UpperText.Of(s.Text) == key && s.Text.Any(char.IsLower))
            .OrderByDescending(s => s.Rows).ThenBy(s => s.Text, StringComparer.Ordinal).Select(s => s.Text).FirstOrDefault() ?? Sentence(key);

    private (int[] Start, int[] Codes) CodeDrugs(CaseColumns cases, int[]?[] substancesOfName, bool[] topicalName, Dictionary<string, int> drugIndex, CancellationToken cancel)
    {
        var groups = RouteAndClassGroups();
        var matcher = new DrugGroupMatcher([.. groups.Select(g => g.Item)], drugIndex);
        return Distinct(cases.Count, (row, codes) =>
        {
            for (var drug = cases.DrugStart[row]; drug < cases.DrugStart[row + 1]; drug++)
            {
                if (!scope.Includes(cases.Role[drug]))
                    continue;
                var topical = topicalName[cases.DrugNameId[drug]] || cases.Route[drug] == AdministrationRoute.Topical;
                foreach (var substance in substancesOfName[cases.DrugNameId[drug]]!)
                {
                    codes.Add(substance);
                    foreach (var group in matcher.GroupsOf(substance, topical))
                        codes.Add(drugIndex.Count + group);
                }
            }
        }, cancel);
    }

    private (int[] Start, int[] Codes) CodeEvents(CaseColumns cases, int[] eventOfTerm, List<EventEntry> events, CancellationToken cancel)
    {
        var termCount = events.Count - catalogue.Events.Scored.Count;
        var matcher = new EventClassMatcher(catalogue.Events.Scored, Index(events.Take(termCount), e => e.Key));
        var met = new int[matcher.ClassCount];
        return Distinct(cases.Count, (row, codes) =>
        {
            for (var at = cases.EventStart[row]; at < cases.EventStart[row + 1]; at++)
                codes.Add(eventOfTerm[cases.TermId[at]]);
            var count = matcher.Match(CollectionsMarshal.AsSpan(codes), cases.IsSerious(row), cases.IsFatal(row), met);
            for (var i = 0; i < count; i++)
                codes.Add(termCount + met[i]);
        }, cancel);
    }

    private static (int[] Start, int[] Codes) Distinct(int caseCount, Action<int, List<int>> codesOf, CancellationToken cancel)
    {
        var (start, all, codes) = (new int[caseCount + 1], new List<int>(), new List<int>());
        for (var row = 0; row < caseCount; row++)
        {
            if (row % 4096 == 0)
                cancel.ThrowIfCancellationRequested();
            codes.Clear();
            codesOf(row, codes);
            codes.Sort();
            for (var i = 0; i < codes.Count; i++)
                if (i == 0 || codes[i] != codes[i - 1])
                    all.Add(codes[i]);
            start[row + 1] = all.Count;
        }
        return (start, [.. all]);
    }

    private static Dictionary<int, int> CountById(int[] ids)
    {
        var counts = new Dictionary<int, int>();
        foreach (var id in ids)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, id, out _)++;
        return counts;
    }

    private static Dictionary<string, int> Index<T>(IEnumerable<T> entries, Func<T, string> key) =>
        entries.Index().ToDictionary(e => key(e.Item), e => e.Index, StringComparer.Ordinal);

    private static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();
}
