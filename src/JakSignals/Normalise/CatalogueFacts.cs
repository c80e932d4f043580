namespace JakSignals.Normalise;

/// <summary>One thing that a catalogue says of one of its entries: a member or a property.</summary>
/// <param name="Kind"><c>event_class</c>, <c>drug_group</c>, <c>substance</c>, <c>indication_group</c> or <c>approved_name</c>.</param>
/// <param name="Key">Key of the entry within its kind; of groups and classes the one they are scored under.</param>
/// <param name="Name">Name as shown.</param>
/// <param name="Version">Version of the file it stands in.</param>
/// <param name="Place">Place of the entry in its file, from 1: the order of display.</param>
/// <param name="Attribute">What is said, such as <c>core_term</c> or <c>condition</c>.</param>
/// <param name="Value">The member or property; of terms and substances the key.</param>
public sealed record CatalogueFact(string Kind, string Key, string Name, string Version, int Place, string Attribute, string Value)
{
    /// <summary>An event class.</summary>
    public const string EventClass = "event_class";

    /// <summary>A drug group.</summary>
    public const string DrugGroup = "drug_group";

    /// <summary>A substance with its names.</summary>
    public const string Substance = "substance";

    /// <summary>An indication group.</summary>
    public const string IndicationGroup = "indication_group";

    /// <summary>A name that a reviewer approved.</summary>
    public const string ApprovedName = "approved_name";
}

/// <summary>A catalogue as facts: what decides which cases count for what, so that two catalogues can be compared when their files are gone.</summary>
public static class CatalogueFacts
{
    /// <summary>Facts by kind, entry and attribute, members in file order.</summary>
    public static IReadOnlyList<CatalogueFact> Of(Catalogue catalogue) =>
    [
        .. Facts(catalogue, "event-classes.json", CatalogueFact.EventClass, catalogue.Events.Classes, one => (one.Key, one.Name), Properties),
        .. Facts(catalogue, "drug-groups.json", CatalogueFact.DrugGroup, catalogue.Drugs.Groups, one => (one.CodedKey, one.Name), Properties),
        .. Facts(catalogue, "drugs.json", CatalogueFact.Substance, catalogue.Drugs.Substances, one => (one.Key, one.Name), Properties),
        .. Facts(catalogue, "indication-groups.json", CatalogueFact.IndicationGroup, catalogue.Indications.Groups, one => (one.Key, one.Name), one => [.. Members("other_name", one.Names), .. Members("term", one.Terms)]),
        .. Facts(catalogue, Catalogue.ApprovedNames, CatalogueFact.ApprovedName, catalogue.Drugs.Approved, one => (one.Name, one.Name), one => [("substance", one.Substance), ("topical", YesNo(one.Topical))]),
    ];

    private static IEnumerable<CatalogueFact> Facts<T>(
        Catalogue catalogue, string file, string kind, IReadOnlyList<T> entries, Func<T, (string Key, string Name)> named, Func<T, IEnumerable<(string Attribute, string? Value)>> properties)
    {
        foreach (var (index, entry) in entries.Index())
            foreach (var (attribute, value) in properties(entry).Where(property => property.Value is not null))
                yield return new CatalogueFact(kind, named(entry).Key, named(entry).Name, catalogue.VersionByFile[file], index + 1, attribute, value!);
    }

    private static IEnumerable<(string, string?)> Properties(EventClass one) =>
    [
        ("condition", Lower(one.Condition)), ("reported", YesNo(one.Reported)), ("parent", one.Parent), ("source", one.Source),
        .. Members("child", one.Children), .. Members("core_term", one.CoreTerms), .. Members("broad_term", one.BroadTerms),
    ];

    private static IEnumerable<(string, string?)> Properties(DrugGroup one) =>
    [
        ("kind", Lower(one.Kind)), ("route", Lower(one.Route)), ("given_for", one.GivenFor), ("not_given_for", one.NotGivenFor), ("comparator", YesNo(one.Comparator)),
        .. Members("substance", one.Substances),
    ];

    private static IEnumerable<(string, string?)> Properties(Substance one) =>
    [
        ("targets", one.Targets), ("excluded", one.Excluded is { } reason ? Lower(reason) : null),
        .. Members("salt", one.Salts), .. Members("code", one.Codes), .. Members("brand", one.Brands), .. Members("topical_product", one.TopicalProducts),
        .. Members("alias", one.Aliases), .. Members("suggested", one.Suggested),
    ];

    private static IEnumerable<(string, string?)> Members(string attribute, IReadOnlyList<string> members) => members.Select(member => (attribute, (string?)member));

    private static string YesNo(bool flag) => flag ? "yes" : "no";

    private static string Lower<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
}
