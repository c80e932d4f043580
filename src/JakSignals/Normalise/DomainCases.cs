using System.Runtime.InteropServices;
using JakSignals.Cases;

namespace JakSignals.Normalise;

/// <summary>What each case has of the catalogue's drug groups, event classes and indication groups: all that the class pairs are counted from.</summary>
public sealed class DomainCases
{
    private const int ScopeBits = 3;

    /// <summary>Drug groups, in catalogue order.</summary>
    public required IReadOnlyList<DrugEntry> Groups { get; init; }

    /// <summary>Event classes that are scored, in catalogue order.</summary>
    public required IReadOnlyList<EventEntry> Classes { get; init; }

    /// <summary>Indication groups, in catalogue order.</summary>
    public required IReadOnlyList<IndicationGroup> Uses { get; init; }

    /// <summary>Index of each drug group among the coded drugs.</summary>
    public required int[] DrugOfGroup { get; init; }

    /// <summary>Index of the first event class among the coded events; the others follow it.</summary>
    public required int FirstClass { get; init; }

    /// <summary>Drug groups of each case with the widest role each has in it, as <see cref="GroupsIn"/> reads them.</summary>
    public required SetColumn GroupRoles { get; init; }

    /// <summary>Event classes of each case.</summary>
    public required SetColumn ClassesOf { get; init; }

    /// <summary>Indication groups that any drug of the case was given for.</summary>
    public required SetColumn UsesOf { get; init; }

    /// <summary>Number of cases.</summary>
    public int CaseCount => GroupRoles.Of.Length;

    /// <summary>Indexes of the drug groups within a scope, ascending, for each distinct set of <see cref="GroupRoles"/>.</summary>
    public int[][] GroupsIn(RoleScope scope) =>
        [.. GroupRoles.Sets.Select(set => set.Where(code => (code >> (int)scope & 1) != 0).Select(code => code >> ScopeBits).ToArray())];

    /// <summary>A group with the scopes that a drug of this role belongs to; none for a drug that was not administered.</summary>
    /// <param name="group">Index of the group.</param>
    /// <param name="role">Role of the drug.</param>
    /// <param name="interactingIsSuspect">Whether an interacting drug is a suspect one.</param>
    public static int Code(int group, DrugRole role, bool interactingIsSuspect = true)
    {
        var code = group << ScopeBits;
        foreach (var scope in new[] { RoleScope.Primary, RoleScope.Suspect, RoleScope.Any })
            if (scope.Includes(role, interactingIsSuspect))
                code |= 1 << (int)scope;
        return code;
    }

    /// <summary>Codes of one case, sorted, each group once with all its scopes.</summary>
    internal static void Merge(List<int> codes)
    {
        codes.Sort();
        var kept = 0;
        for (var i = 0; i < codes.Count; i++)
            if (kept > 0 && codes[kept - 1] >> ScopeBits == codes[i] >> ScopeBits)
                codes[kept - 1] |= codes[i];
            else
                codes[kept++] = codes[i];
        codes.RemoveRange(kept, codes.Count - kept);
    }
}

/// <summary>Says which drug groups, event classes and indication groups each case has, in every role scope at once.</summary>
/// <param name="catalogue">The catalogue in force.</param>
/// <param name="interactingIsSuspect">Whether an interacting drug is a suspect one.</param>
public sealed class DomainCoder(Catalogue catalogue, bool interactingIsSuspect = true)
{
    /// <summary>Codes the cases.</summary>
    /// <param name="cases">The cases, with the indications of <see cref="Catalogue.Indications"/>.</param>
    /// <param name="normalised">The same cases, normalised.</param>
    /// <param name="termOf">Term by id.</param>
    /// <param name="cancel">Stops the work.</param>
    public DomainCases Code(CaseColumns cases, NormalisedCases normalised, Func<int, string> termOf, CancellationToken cancel)
    {
        var coded = normalised.Coded;
        var indexOf = coded.Drugs.Index().ToDictionary(drug => drug.Item.Key, drug => drug.Index, StringComparer.Ordinal);
        var drugs = catalogue.Drugs.Groups.Select(group => indexOf[group.CodedKey]).ToArray();
        var classes = coded.Events.Index().Where(one => one.Item.IsClass).Select(one => one.Index).ToArray();
        var uses = new RowUses(cases, catalogue.Indications, termOf);
        return new DomainCases
        {
            Groups = [.. drugs.Select(drug => coded.Drugs[drug])], DrugOfGroup = drugs, Classes = [.. classes.Select(one => coded.Events[one])], FirstClass = coded.Events.Count - classes.Length, Uses = catalogue.Indications.Groups,
            GroupRoles = GroupRoles(cases, normalised, indexOf, uses, cancel), ClassesOf = ClassesOf(coded, coded.Events.Count - classes.Length), UsesOf = UsesOf(cases, uses),
        };
    }

    private SetColumn GroupRoles(CaseColumns cases, NormalisedCases normalised, Dictionary<string, int> indexOf, RowUses uses, CancellationToken cancel)
    {
        var matcher = new DrugGroupMatcher(catalogue.Drugs.Groups, indexOf, catalogue.Indications);
        var relevant = Array.ConvertAll(normalised.SubstancesOfName, substances => substances is not null && substances.Any(matcher.HasGroups));
        var column = new SetColumn.Builder(cases.Count);
        var codes = new List<int>();
        for (var row = 0; row < cases.Count; row++)
        {
            if (row % 4096 == 0)
                cancel.ThrowIfCancellationRequested();
            codes.Clear();
            for (var drug = cases.DrugStart[row]; drug < cases.DrugStart[row + 1]; drug++)
                if (relevant[cases.DrugNameId[drug]] && RoleScope.Any.Includes(cases.Role[drug]))
                    foreach (var substance in normalised.SubstancesOfName[cases.DrugNameId[drug]]!)
                        foreach (var group in matcher.GroupsOf(substance, normalised.IsTopical(cases, drug)))
                            if (matcher.Admits(group, uses, row, drug))
                                codes.Add(DomainCases.Code(group, cases.Role[drug], interactingIsSuspect));
            DomainCases.Merge(codes);
            column.Set(row, CollectionsMarshal.AsSpan(codes));
        }
        return column.ToColumn();
    }

    private static SetColumn ClassesOf(CodedCases coded, int firstClass)
    {
        var column = new SetColumn.Builder(coded.CaseCount);
        var classes = new List<int>();
        for (var row = 0; row < coded.CaseCount; row++)
        {
            var events = coded.EventsOf(row);
            var terms = events.Length;
            while (terms > 0 && events[terms - 1] >= firstClass)
                terms--;
            classes.Clear();
            foreach (var one in events[terms..])
                classes.Add(one - firstClass);
            column.Set(row, CollectionsMarshal.AsSpan(classes));
        }
        return column.ToColumn();
    }

    private static SetColumn UsesOf(CaseColumns cases, RowUses uses)
    {
        var column = new SetColumn.Builder(cases.Count);
        var found = new SortedSet<int>();
        for (var row = 0; row < cases.Count; row++)
        {
            if (cases.IndicationStart[row] == cases.IndicationStart[row + 1])
                continue;
            found.Clear();
            uses.AddAll(row, found);
            column.Set(row, [.. found]);
        }
        return column.ToColumn();
    }
}

/// <summary>What drug rows were given for. Immutable, safe to use from several threads.</summary>
internal sealed class RowUses(CaseColumns cases, IndicationCatalogue indications, Func<int, string> termOf)
{
    private readonly Dictionary<int, int> _groupOfTerm = cases.IndicationTermId.Distinct().ToDictionary(term => term, term => indications.GroupOf(termOf(term)));

    /// <summary>Whether a drug row was given for an indication group.</summary>
    public bool IsGivenFor(int row, int drug, int use)
    {
        for (var i = cases.IndicationStart[row]; i < cases.IndicationStart[row + 1]; i++)
            if (cases.IndicationSequence[i] == cases.DrugSequence[drug] && _groupOfTerm[cases.IndicationTermId[i]] == use)
                return true;
        return false;
    }

    /// <summary>Adds the indication groups that any drug of a case was given for.</summary>
    public void AddAll(int row, SortedSet<int> found)
    {
        for (var i = cases.IndicationStart[row]; i < cases.IndicationStart[row + 1]; i++)
            if (_groupOfTerm[cases.IndicationTermId[i]] is var group and >= 0)
                found.Add(group);
    }
}
