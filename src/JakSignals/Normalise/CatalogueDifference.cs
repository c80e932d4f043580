namespace JakSignals.Normalise;

/// <summary>What an entry has in one catalogue and not in another.</summary>
/// <param name="Attribute">What is said of the entry, such as <c>core_term</c>; <c>name</c> for the name shown.</param>
/// <param name="Removed">Values that only the earlier catalogue has.</param>
/// <param name="Added">Values that only the later one has.</param>
public sealed record AttributeChange(string Attribute, IReadOnlyList<string> Removed, IReadOnlyList<string> Added);

/// <summary>What became of an entry.</summary>
public enum EntryChange
{
    /// <summary>Only the later catalogue has it.</summary>
    Added = 1,
    /// <summary>Only the earlier catalogue has it.</summary>
    Removed = 2,
    /// <summary>Both have it, and say different things of it.</summary>
    Changed = 3,
}

/// <summary>An entry that two catalogues do not have alike.</summary>
/// <param name="Kind">Kind as in <see cref="CatalogueFact"/>.</param>
/// <param name="Key">Key of the entry.</param>
/// <param name="Name">Name shown, of the later catalogue where it has the entry.</param>
/// <param name="Change">What became of it.</param>
/// <param name="Attributes">What differs; of an entry that only one catalogue has, all it says.</param>
public sealed record EntryDifference(string Kind, string Key, string Name, EntryChange Change, IReadOnlyList<AttributeChange> Attributes);

/// <summary>Compares what two catalogues say. Order and versions are no difference: they change no figure.</summary>
public static class CatalogueDifference
{
    /// <summary>Entries that differ, by kind in the order of the facts, then by place.</summary>
    /// <param name="from">Facts of the earlier catalogue.</param>
    /// <param name="to">Facts of the later one.</param>
    public static IReadOnlyList<EntryDifference> Between(IReadOnlyList<CatalogueFact> from, IReadOnlyList<CatalogueFact> to)
    {
        var (before, after) = (Entries(from), Entries(to));
        var kinds = to.Concat(from).Select(fact => fact.Kind).Distinct().Index().ToDictionary(kind => kind.Item, kind => kind.Index, StringComparer.Ordinal);
        return [.. after.Keys.Union(before.Keys).Select(entry => Difference(entry, before.GetValueOrDefault(entry), after.GetValueOrDefault(entry)))
            .OfType<(int Place, EntryDifference Found)>()
            .OrderBy(one => kinds[one.Found.Kind]).ThenBy(one => one.Place).ThenBy(one => one.Found.Key, StringComparer.Ordinal).Select(one => one.Found)];
    }

    private static Dictionary<(string Kind, string Key), List<CatalogueFact>> Entries(IReadOnlyList<CatalogueFact> facts) =>
        facts.GroupBy(fact => (fact.Kind, fact.Key)).ToDictionary(entry => entry.Key, entry => entry.ToList());

    private static (int Place, EntryDifference Found)? Difference((string Kind, string Key) entry, List<CatalogueFact>? before, List<CatalogueFact>? after)
    {
        var shown = (after ?? before)![0];
        var attributes = Attributes(before ?? [], after ?? []).ToList();
        if (before is not null && after is not null && before[0].Name != after[0].Name)
            attributes.Insert(0, new AttributeChange("name", [before[0].Name], [after[0].Name]));
        var change = before is null ? EntryChange.Added : after is null ? EntryChange.Removed : EntryChange.Changed;
        return attributes.Count == 0 ? null : (shown.Place, new EntryDifference(entry.Kind, entry.Key, shown.Name, change, attributes));
    }

    private static IEnumerable<AttributeChange> Attributes(List<CatalogueFact> before, List<CatalogueFact> after)
    {
        foreach (var attribute in after.Concat(before).Select(fact => fact.Attribute).Distinct())
        {
            var (had, has) = (Values(before, attribute), Values(after, attribute));
            if (!had.ToHashSet(StringComparer.Ordinal).SetEquals(has))
                yield return new AttributeChange(attribute, [.. had.Except(has, StringComparer.Ordinal)], [.. has.Except(had, StringComparer.Ordinal)]);
        }
    }

    private static List<string> Values(List<CatalogueFact> facts, string attribute) => [.. facts.Where(fact => fact.Attribute == attribute).Select(fact => fact.Value)];
}
