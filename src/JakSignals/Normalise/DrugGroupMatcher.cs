namespace JakSignals.Normalise;

/// <summary>Says which drug groups one drug of a case belongs to.</summary>
/// <remarks>Two drugs of a case can give the same group; a counter counts it once. Immutable, safe to use from several threads.</remarks>
public sealed class DrugGroupMatcher
{
    private readonly int[][] _topical;
    private readonly int[][] _other;

    /// <summary>A matcher for the ids a run gives its substances; ids are not negative.</summary>
    /// <param name="groups">Groups; a group's index here is what <see cref="GroupsOf"/> gives.</param>
    /// <param name="substanceIds">Id by substance key; a member that no report names may be missing.</param>
    public DrugGroupMatcher(IReadOnlyList<DrugGroup> groups, IReadOnlyDictionary<string, int> substanceIds)
    {
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
