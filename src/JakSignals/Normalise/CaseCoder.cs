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
/// <param name="TopicalName">Whether each name id is of a product for the skin.</param>
/// <param name="EventOfTerm">Event index of each term id; -1 for terms no current case carries.</param>
/// <param name="Gone">The reports that only the previous run counted, in the same codes.</param>
public sealed record NormalisedCases(CodedCases Coded, IReadOnlyList<NameUse> Names, int[]?[] SubstancesOfName, bool[] TopicalName, int[] EventOfTerm, CodedCases Gone)
{
    /// <summary>Whether a drug row is of a product for the skin, by its name or its route.</summary>
    internal bool IsTopical(CaseColumns cases, int drug) => TopicalName[cases.DrugNameId[drug]] || cases.Route[drug] == AdministrationRoute.Topical;
}

/// <summary>Turns reported names and terms into substances, groups, terms and classes.</summary>
/// <param name="catalogue">The catalogue in force.</param>
/// <param name="rules">How names are cleaned.</param>
/// <param name="scope">Which roles count.</param>
/// <param name="interactingIsSuspect">Whether an interacting drug is a suspect one.</param>
public sealed class CaseCoder(Catalogue catalogue, NameRules rules, RoleScope scope, bool interactingIsSuspect = true)
{
    private const int CasesOfBlock = 4096;

    /// <summary>Codes the current cases. Only names and terms that they, or the reports gone since the previous run, carry get an index, so what is loaded later changes nothing.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="gone">Reports that were current in the previous run and are not now.</param>
    /// <param name="nameOf">Name and coded ingredient by id.</param>
    /// <param name="termOf">Term by id.</param>
    /// <param name="cancel">Stops the work.</param>
    public NormalisedCases Code(CaseColumns cases, CaseColumns gone, Func<int, (string Name, string Ingredient)> nameOf, Func<int, string> termOf, CancellationToken cancel)
    {
        var names = UseOfNames(cases, gone, nameOf);
        cancel.ThrowIfCancellationRequested();
        var drugs = DrugEntries(names);
        var drugIndex = Index(drugs.Take(drugs.Count - catalogue.Drugs.CodedGroups.Count), d => d.Key);
        var substancesOfName = new int[]?[names.Count == 0 ? 0 : names.Max(n => n.NameId) + 1];
        var topicalName = new bool[substancesOfName.Length];
        foreach (var name in names)
            (substancesOfName[name.NameId], topicalName[name.NameId]) = ([.. name.Meaning.Substances.Select(s => drugIndex[s])], name.Meaning.Topical);

        var (events, eventOfTerm) = EventEntries(cases, gone, termOf);
        cancel.ThrowIfCancellationRequested();
        CodedCases Coded(CaseColumns columns)
        {
            var (drugStart, caseDrugs) = CodeDrugs(columns, substancesOfName, topicalName, drugIndex, new RowUses(columns, catalogue.Indications, termOf), cancel);
            var (eventStart, caseEvents) = CodeEvents(columns, eventOfTerm, events, cancel);
            return new CodedCases { Drugs = drugs, Events = events, DrugStart = drugStart, CaseDrugs = caseDrugs, EventStart = eventStart, CaseEvents = caseEvents };
        }
        return new NormalisedCases(Coded(cases), [.. names.Where(name => name.Rows > 0)], substancesOfName, topicalName, eventOfTerm, Coded(gone));
    }

    private List<NameUse> UseOfNames(CaseColumns cases, CaseColumns gone, Func<int, (string Name, string Ingredient)> nameOf)
    {
        var normaliser = new DrugNormaliser(catalogue.Drugs, rules);
        return [.. Uses(cases.DrugNameId, gone.DrugNameId).ToArray().AsParallel()
            .Select(use => { var (name, ingredient) = nameOf(use.Id); return new NameUse(use.Id, name, ingredient, normaliser.Normalise(name, ingredient), use.Count); })
            .ToList()
            .OrderBy(use => use.Name, StringComparer.Ordinal).ThenBy(use => use.Ingredient, StringComparer.Ordinal)];
    }

    /// <summary>Substances that occur or that the catalogue scores as a group by themselves, then the groups by route, use and class.</summary>
    private List<DrugEntry> DrugEntries(List<NameUse> names)
    {
        var alone = catalogue.Drugs.Groups.Index().Where(g => g.Item.IsOneSubstance).ToDictionary(g => g.Item.Substances[0], g => g, StringComparer.Ordinal);
        var shown = catalogue.Drugs.Substances.ToDictionary(s => s.Key, s => Sentence(s.Name), StringComparer.Ordinal);
        var substances = names.SelectMany(n => n.Meaning.Substances).Concat(alone.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(key => alone.TryGetValue(key, out var group)
                ? new DrugEntry(key, group.Item.Name, DrugEntry.SubstanceKind, IsGroup: true, OrderOf(group))
                : new DrugEntry(key, shown.GetValueOrDefault(key, key), DrugEntry.SubstanceKind, IsGroup: false, null));
        return [.. substances, .. catalogue.Drugs.Groups.Index().Where(g => !g.Item.IsOneSubstance).Select(g => new DrugEntry(g.Item.Key, g.Item.Name, g.Item.Kind.ToString().ToLowerInvariant(), IsGroup: true, OrderOf(g)))];
    }

    private static int? OrderOf((int Index, DrugGroup Item) group) => group.Item.Comparator ? null : group.Index;

    private (List<EventEntry> Events, int[] EventOfTerm) EventEntries(CaseColumns cases, CaseColumns gone, Func<int, string> termOf)
    {
        var uses = Uses(cases.TermId, gone.TermId).Select(use => new TermUse(use.Id, termOf(use.Id), use.Count)).ToList();
        var byKey = uses.GroupBy(use => catalogue.Terms.Comparable(use.Text), StringComparer.Ordinal)
            .Select(spellings => (Key: KeyOf(spellings.Key, spellings), Spellings: spellings.ToList()))
            .OrderBy(term => term.Key, StringComparer.Ordinal).ToList();
        var eventOfTerm = new int[uses.Count == 0 ? 0 : uses.Max(u => u.TermId) + 1];
        Array.Fill(eventOfTerm, -1);
        foreach (var (index, term) in byKey.Index())
            foreach (var use in term.Spellings)
                eventOfTerm[use.TermId] = index;
        var reported = catalogue.Events.Classes.Where(c => c.Reported).Select((c, order) => (c.Key, order)).ToDictionary(c => c.Key, c => c.order, StringComparer.Ordinal);
        return ([.. byKey.Select(term => new EventEntry(term.Key, NameOf(term.Key, term.Spellings.Select(use => (use.Text, use.Rows))), IsClass: false, null)),
            .. catalogue.Events.Scored.Select(c => new EventEntry(c.Key, c.Name, IsClass: true, reported.TryGetValue(c.Key, out var order) ? order : null))], eventOfTerm);
    }

    private sealed record TermUse(int TermId, string Text, int Rows);

    /// <summary>The catalogue's key; of a term it does not know, the commonest spelling, folded.</summary>
    private string KeyOf(string comparable, IEnumerable<TermUse> spellings) =>
        catalogue.Terms.Known.GetValueOrDefault(comparable)
        ?? spellings.GroupBy(use => FoldedText.Of(use.Text), StringComparer.Ordinal)
            .OrderByDescending(same => same.Sum(use => (long)use.Rows)).ThenBy(same => same.Key, StringComparer.Ordinal).First().Key;

    /// <summary>The spelling to show: the commonest that is not all capitals (AERS shouted), otherwise the key in sentence case.</summary>
    internal static string NameOf(string key, IEnumerable<(string Text, int Rows)> spellings) =>
        spellings.Where(s => s.Text.Trim().Equals(key, StringComparison.OrdinalIgnoreCase) && s.Text.Any(char.IsLower))
            .OrderByDescending(s => s.Rows).ThenBy(s => s.Text, StringComparer.Ordinal).Select(s => s.Text).FirstOrDefault() ?? Sentence(key);

    private (int[] Start, int[] Codes) CodeDrugs(CaseColumns cases, int[]?[] substancesOfName, bool[] topicalName, Dictionary<string, int> drugIndex, RowUses uses, CancellationToken cancel)
    {
        var matcher = new DrugGroupMatcher(catalogue.Drugs.CodedGroups, drugIndex, catalogue.Indications);
        return Distinct(cases.Count, () => (row, codes) =>
        {
            for (var drug = cases.DrugStart[row]; drug < cases.DrugStart[row + 1]; drug++)
            {
                if (!scope.Includes(cases.Role[drug], interactingIsSuspect))
                    continue;
                var topical = topicalName[cases.DrugNameId[drug]] || cases.Route[drug] == AdministrationRoute.Topical;
                foreach (var substance in substancesOfName[cases.DrugNameId[drug]]!)
                {
                    codes.Add(substance);
                    foreach (var group in matcher.GroupsOf(substance, topical))
                        if (matcher.Admits(group, uses, row, drug))
                            codes.Add(drugIndex.Count + group);
                }
            }
        }, cancel);
    }

    private (int[] Start, int[] Codes) CodeEvents(CaseColumns cases, int[] eventOfTerm, List<EventEntry> events, CancellationToken cancel)
    {
        var termCount = events.Count - catalogue.Events.Scored.Count;
        var matcher = new EventClassMatcher(catalogue.Events.Scored, Index(events.Take(termCount), e => e.Key));
        return Distinct(cases.Count, () =>
        {
            var met = new int[matcher.ClassCount];
            return (row, codes) =>
            {
                for (var at = cases.EventStart[row]; at < cases.EventStart[row + 1]; at++)
                    codes.Add(eventOfTerm[cases.TermId[at]]);
                var count = matcher.Match(CollectionsMarshal.AsSpan(codes), cases.IsSerious(row), cases.IsFatal(row), met);
                for (var i = 0; i < count; i++)
                    codes.Add(termCount + met[i]);
            };
        }, cancel);
    }

    /// <summary>The distinct codes of every case, ascending: blocks of cases are coded on all cores and put together in order.</summary>
    /// <param name="caseCount">Number of cases.</param>
    /// <param name="coder">Makes what adds the codes of a case to a list; each thread gets its own.</param>
    /// <param name="cancel">Stops the work.</param>
    private static (int[] Start, int[] Codes) Distinct(int caseCount, Func<Action<int, List<int>>> coder, CancellationToken cancel)
    {
        var (start, blocks) = (new int[caseCount + 1], new int[(caseCount + CasesOfBlock - 1) / CasesOfBlock][]);
        Parallel.For(0, blocks.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => (CodesOf: coder(), Codes: new List<int>(), All: new List<int>()),
            (block, _, thread) =>
            {
                thread.All.Clear();
                for (var row = block * CasesOfBlock; row < Math.Min(caseCount, (block + 1) * CasesOfBlock); row++)
                    start[row + 1] = AddDistinct(row, thread.CodesOf, thread.Codes, thread.All);
                blocks[block] = [.. thread.All];
                return thread;
            }, _ => { });
        for (var row = 0; row < caseCount; row++)
            start[row + 1] += start[row];
        return (start, Joined(blocks, start[caseCount]));
    }

    /// <returns>How many were added.</returns>
    private static int AddDistinct(int row, Action<int, List<int>> codesOf, List<int> codes, List<int> all)
    {
        var before = all.Count;
        codes.Clear();
        codesOf(row, codes);
        codes.Sort();
        for (var i = 0; i < codes.Count; i++)
            if (i == 0 || codes[i] != codes[i - 1])
                all.Add(codes[i]);
        return all.Count - before;
    }

    private static int[] Joined(int[]?[] blocks, int count)
    {
        var (all, at) = (new int[count], 0);
        for (var block = 0; block < blocks.Length; block++)
        {
            blocks[block]!.CopyTo(all, at);
            at += blocks[block]!.Length;
            blocks[block] = null;   // free to go while the rest is copied
        }
        return all;
    }

    /// <summary>How often each id occurs, by ascending id, without those that do not.</summary>
    /// <summary>Rows of current cases by id; 0 for an id that only gone reports carry.</summary>
    private static IEnumerable<(int Id, int Count)> Uses(int[] current, int[] gone)
    {
        var counts = new int[1 + Math.Max(Highest(current), Highest(gone))];
        foreach (var id in current)
            counts[id]++;
        var carried = gone.ToHashSet();
        return counts.Index().Where(one => one.Item > 0 || carried.Contains(one.Index)).Select(one => (one.Index, one.Item));
    }

    private static int Highest(int[] ids) => ids.Length == 0 ? -1 : ids.Max();

    private static Dictionary<string, int> Index<T>(IEnumerable<T> entries, Func<T, string> key) =>
        entries.Index().ToDictionary(e => key(e.Item), e => e.Index, StringComparer.Ordinal);

    private static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();
}
