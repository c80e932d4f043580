using JakSignals.Cases;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>Distinct cases of every drug group × event class over a subset of the cases, with the margins.</summary>
public sealed class ClassPairCounts
{
    private readonly int _classes;
    private readonly long[] _drug;
    private readonly long[] _event;
    private readonly PairTally[] _pairs;

    internal ClassPairCounts(int groups, int classes) =>
        (_classes, _drug, _event, _pairs) = (classes, new long[groups], new long[classes], new PairTally[groups * classes]);

    /// <summary>Cases of the subset: N.</summary>
    public long Total { get; private set; }

    /// <summary>The 2×2 table of a pair.</summary>
    public Table2x2 Table(int group, int one) => Table2x2.FromMargins(_pairs[group * _classes + one].Both, _drug[group], _event[one], Total);

    /// <summary>Cases of a pair by novelty and seriousness.</summary>
    public PairTally Pair(int group, int one) => _pairs[group * _classes + one];

    /// <summary>The table of a group against another: only cases with either count, and those with both belong to the first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="one">The event class.</param>
    /// <param name="comparator">The group it is compared with.</param>
    /// <param name="both">Counts of the cases that have the comparator, in the same subset.</param>
    /// <returns>The table, or null when no case has the comparator without the group.</returns>
    internal Table2x2? Against(int group, int one, int comparator, ClassPairCounts both)
    {
        var (a, with, shared) = (Pair(group, one).Both, _drug[group], both._drug[group]);
        var c = Pair(comparator, one).Both - both.Pair(group, one).Both;
        var others = _drug[comparator] - shared;
        return others == 0 ? null : new Table2x2(a, with - a, c, others - c);
    }

    internal void Add(long cases, ReadOnlySpan<int> groups, ReadOnlySpan<int> classes, Traits traits)
    {
        Total += cases;
        foreach (var one in classes)
            _event[one] += cases;
        foreach (var group in groups)
        {
            _drug[group] += cases;
            foreach (var one in classes)
                _pairs[group * _classes + one].Add(cases, traits);
        }
    }
}

/// <summary>Cases of a class pair by novelty and seriousness.</summary>
public record struct PairTally
{
    /// <summary>Cases with both: cell a.</summary>
    public long Both { get; private set; }

    /// <summary>Of these, cases the previous run did not have.</summary>
    public long New { get; private set; }

    /// <summary>Of these, serious cases.</summary>
    public long Serious { get; private set; }

    /// <summary>Of these, fatal cases.</summary>
    public long Fatal { get; private set; }

    internal void Add(long cases, Traits traits)
    {
        Both += cases;
        New += traits.IsNew ? cases : 0;
        Serious += traits.IsSerious ? cases : 0;
        Fatal += traits.IsFatal ? cases : 0;
    }
}

/// <summary>Counts class pairs over any subset of the cases: a pass over the profiles.</summary>
public sealed class ClassPairCounter
{
    private readonly CaseProfiles _profiles;
    private readonly Dictionary<RoleScope, int[][]> _groups;

    /// <summary>A counter of these profiles.</summary>
    public ClassPairCounter(CaseProfiles profiles) =>
        (_profiles, _groups) = (profiles, Enum.GetValues<RoleScope>().ToDictionary(scope => scope, profiles.Domain.GroupsIn));

    /// <summary>Drug groups, event classes and indication groups.</summary>
    public Normalise.DomainCases Domain => _profiles.Domain;

    /// <summary>Drug groups of a profile within a scope, ascending.</summary>
    public int[] GroupsOf(CaseProfile profile, RoleScope scope) => _groups[scope][profile.GroupRoles];

    /// <summary>Indication groups of a profile, ascending.</summary>
    public int[] UsesOf(CaseProfile profile) => Domain.UsesOf.Sets[profile.Uses];

    /// <summary>Counts the cases of a subset.</summary>
    /// <param name="scope">Roles of a drug that count.</param>
    /// <param name="includes">Whether the cases of a profile belong to the subset.</param>
    public ClassPairCounts Count(RoleScope scope, Func<CaseProfile, bool> includes)
    {
        var counts = new ClassPairCounts(Domain.Groups.Count, Domain.Classes.Count);
        var (groups, classes) = (_groups[scope], Domain.ClassesOf.Sets);
        for (var i = 0; i < _profiles.Profiles.Length; i++)
            if (_profiles.Profiles[i] is var profile && includes(profile))
                counts.Add(_profiles.Cases[i], groups[profile.GroupRoles], classes[profile.Classes], profile.Traits);
        return counts;
    }

    /// <summary>Counts every stratum of sex × age band × region × year that has a case, in the order of their codes.</summary>
    public IReadOnlyList<ClassPairCounts> CountByConfounders(RoleScope scope)
    {
        var strata = new SortedDictionary<uint, ClassPairCounts>();
        for (var i = 0; i < _profiles.Profiles.Length; i++)
        {
            var profile = _profiles.Profiles[i];
            if (!strata.TryGetValue(profile.Traits.Confounders, out var counts))
                strata.Add(profile.Traits.Confounders, counts = new ClassPairCounts(Domain.Groups.Count, Domain.Classes.Count));
            counts.Add(_profiles.Cases[i], _groups[scope][profile.GroupRoles], Domain.ClassesOf.Sets[profile.Classes], profile.Traits);
        }
        return [.. strata.Values];
    }
}
