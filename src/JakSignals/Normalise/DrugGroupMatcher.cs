namespace JakSignals.Normalise;

/// <summary>Says which drug groups one drug of a case belongs to.</summary>
/// <remarks>Two drugs of a case can give the same group; a counter counts it once. Immutable, safe to use from several threads.</remarks>
public sealed class DrugGroupMatcher
{
    private readonly int[][] _topical;
    private readonly int[][] _other;
    private readonly (int Use, bool Wanted)?[] _uses;       // by group: an indication group the row must be, or must not be, given for

    /// <summary>A matcher for the ids a run gives its substances; ids are not negative.</summary>
    /// <param name="groups">Groups; a group's index here is what <see cref="GroupsOf"/> gives.</param>
    /// <param name="substanceIds">Id by substance key; a member that no report names may be missing.</param>
    /// <param name="indications">Indication groups that the groups may name.</param>
    public DrugGroupMatcher(IReadOnlyList<DrugGroup> groups, IReadOnlyDictionary<string, int> substanceIds, IndicationCatalogue indications)
    {
        var indexOfUse = indications.Groups.Index().ToDictionary(use => use.Item.Key, use => use.Index, StringComparer.Ordinal);
        _uses = [.. groups.Select(group => group.GivenFor is { } wanted ? (indexOfUse[wanted], true) : group.NotGivenFor is { } unwanted ? (indexOfUse[unwanted], false) : ((int, bool)?)null)];
        _topical = Groups(groups, substanceIds, GroupRoute.Topical);
        _other = Groups(groups, substanceIds, GroupRoute.Oral);
    }

    /// <summary>Indexes of the groups, ascending.</summary>
    /// <param name="substance">Id of the substance.</param>
    /// <param name="topical">Whether the product or the reported route is topical.</param>
    public ReadOnlySpan<int> GroupsOf(int substance, bool topical)
    {
        var groups = topical ? _topical : _other;
        return substance >= 0 && substance < groups.Length ? groups[substance] : [];
    }

    /// <summary>Whether any group has the substance.</summary>
    public bool HasGroups(int substance) => GroupsOf(substance, topical: true).Length > 0 || GroupsOf(substance, topical: false).Length > 0;

    /// <summary>The indication group that a group's rows must be given for, or must not; null where it does not matter.</summary>
    internal (int Group, bool Given)? UseOf(int group) => _uses[group];

    /// <summary>Whether a group counts a drug row, by what it was given for; a use that is not stated is no such use.</summary>
    /// <param name="group">Index of the group.</param>
    /// <param name="uses">What the drug rows were given for.</param>
    /// <param name="row">Case.</param>
    /// <param name="drug">Drug row of the case.</param>
    internal bool Admits(int group, RowUses uses, int row, int drug) => _uses[group] is not { } use || uses.IsGivenFor(row, drug, use.Use) == use.Wanted;

    private static int[][] Groups(IReadOnlyList<DrugGroup> groups, IReadOnlyDictionary<string, int> substanceIds, GroupRoute route)
    {
        var members = groups.Index()
            .Where(group => group.Item.Route == GroupRoute.Any || group.Item.Route == route)
            .SelectMany(group => group.Item.Substances.Where(substanceIds.ContainsKey).Select(key => (Substance: substanceIds[key], Group: group.Index)))
            .ToLookup(member => member.Substance, member => member.Group);
        var size = members.Select(member => member.Key + 1).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(0, size).Select(substance => members[substance].ToArray())];
    }
}
