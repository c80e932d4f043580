using System.Text.Json.Serialization;

namespace JakSignals.Normalise;

/// <summary>What a report must also be for a term of a class to count.</summary>
public enum EventCondition
{
    /// <summary>Nothing more.</summary>
    Any = 1,
    /// <summary>Fatal: an outcome of death (DE).</summary>
    Fatal = 2,
    /// <summary>Serious: any coded outcome.</summary>
    Serious = 3,
}

/// <summary>A named set of terms, as the catalogue file gives it.</summary>
public sealed record EventClass
{
    /// <summary>Lower-case key, <c>[a-z][a-z0-9_]*</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Name as shown.</summary>
    public required string Name { get; init; }

    /// <summary>Key of the class it details, or null; for display only.</summary>
    public string? Parent { get; init; }

    /// <summary>What the report must also be.</summary>
    public required EventCondition Condition { get; init; }

    /// <summary>Whether the weekly matrix shows it.</summary>
    public bool Reported { get; init; }

    /// <summary>What the choice of terms is anchored in.</summary>
    public required string Source { get; init; }

    /// <summary>Classes of which any one, met with its own condition, meets this one.</summary>
    public IReadOnlyList<string> Children { get; init; } = [];

    /// <summary>Core terms, as spelled in the file.</summary>
    public IReadOnlyList<string> Core { get; init; } = [];

    /// <summary>Terms that only the broad class adds, as spelled in the file.</summary>
    public IReadOnlyList<string> Broad { get; init; } = [];

    /// <summary>Keys of the core terms, in file order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> CoreTerms { get; init; } = [];

    /// <summary>Keys of the broad terms, in file order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> BroadTerms { get; init; } = [];
}

/// <summary>A class as it is scored: the core terms under the class's key, or core and broad ones under the key with <c>_broad</c>.</summary>
/// <param name="Key">Key of the scored class.</param>
/// <param name="Name">Name as shown.</param>
/// <param name="Terms">Keys of its terms, in file order.</param>
/// <param name="Condition">What the report must also be.</param>
/// <param name="Children">Keys of scored classes of which any one meets this one, each with its own condition.</param>
/// <param name="Class">The class it comes from.</param>
/// <param name="Broad">Whether it is the broad version.</param>
public sealed record ScoredEventClass(
    string Key, string Name, IReadOnlyList<string> Terms, EventCondition Condition, IReadOnlyList<string> Children, EventClass Class, bool Broad);

/// <summary>Event classes; the order of the file is the order of display.</summary>
public sealed class EventCatalogue
{
    private const string BroadSuffix = "_broad";

    private EventCatalogue(string version, IReadOnlyList<EventClass> classes, IReadOnlyList<ScoredEventClass> scored) =>
        (Version, Classes, Scored) = (version, classes, scored);

    /// <summary>Version of event-classes.json.</summary>
    public string Version { get; }

    /// <summary>Classes, in file order.</summary>
    public IReadOnlyList<EventClass> Classes { get; }

    /// <summary>What is scored: each class, followed by its broad version where broad terms, its own or a child's, make one.</summary>
    public IReadOnlyList<ScoredEventClass> Scored { get; }

    /// <summary>Terms of all classes as spelled in the file, in its order; nothing is checked yet.</summary>
    internal static IEnumerable<string> TermsOf(CatalogueFile file) =>
        (file.ReadJson<EventFile>().Classes ?? []).Where(one => one is not null).SelectMany(one => one.Core.Concat(one.Broad)).OfType<string>();

    internal static EventCatalogue Read(CatalogueFile file, TermNormaliser terms)
    {
        var content = file.ReadJson<EventFile>();
        CatalogueChecks.RequireProvenance(file, content.Version, content.Source);
        CatalogueChecks.RequireSome(file, "classes", content.Classes);
        CatalogueChecks.RequireKeys(file, content.Classes.Select((eventClass, index) => (eventClass.Key, $"classes[{index}].key")));
        var byKey = content.Classes.ToDictionary(eventClass => eventClass.Key, StringComparer.Ordinal);
        var classes = content.Classes.Select((eventClass, index) => ReadClass(file, eventClass, $"classes[{index}]", byKey, terms)).ToList();
        RefuseCycles(file, classes, byKey);
        var scored = Score(classes);
        CatalogueChecks.RequireDistinct(file, scored.Select(one => (one.Key, $"the key that scoring gives class '{one.Class.Key}'")));
        return new EventCatalogue(content.Version, classes, scored);
    }

    private static EventClass ReadClass(CatalogueFile file, EventClass read, string place, Dictionary<string, EventClass> byKey, TermNormaliser terms)
    {
        CatalogueChecks.RequireText(file, $"{place}.name", read.Name);
        CatalogueChecks.RequireText(file, $"{place}.source", read.Source);
        if (read.Core.Count == 0 && read.Children.Count == 0)
            throw file.Fault($"{place} ({read.Key})", "without core terms and children", "at least one of either");
        if (read.Parent is { } parent && !byKey.ContainsKey(parent))
            throw file.Fault($"{place}.parent", parent, "the key of a class in this file");
        foreach (var (index, child) in read.Children.Index())
            if (child is null || !byKey.ContainsKey(child))
                throw file.Fault($"{place}.children[{index}]", child ?? "null", "the key of a class in this file");
        CatalogueChecks.RequireDistinct(file, read.Children.Select((child, index) => (child, $"{place}.children[{index}]")));
        RequireDistinctTerms(file, read, place, terms);
        return read with { CoreTerms = [.. read.Core.Select(terms.Key)], BroadTerms = [.. read.Broad.Select(terms.Key)] };
    }

    private static void RequireDistinctTerms(CatalogueFile file, EventClass read, string place, TermNormaliser terms)
    {
        var core = read.Core.Select((term, index) => (terms.Key(term), $"{place}.core[{index}]"));
        var broad = read.Broad.Select((term, index) => (terms.Key(term), $"{place}.broad[{index}]"));
        CatalogueChecks.RequireDistinct(file, core.Concat(broad));
    }

    private static void RefuseCycles(CatalogueFile file, List<EventClass> classes, Dictionary<string, EventClass> byKey)
    {
        foreach (var (index, eventClass) in classes.Index())
        {
            if (Reaches(eventClass.Key, eventClass.Key, key => byKey[key].Children, classes.Count))
                throw file.Fault($"classes[{index}].children", string.Join(", ", eventClass.Children), $"children that do not lead back to '{eventClass.Key}'");
            if (Reaches(eventClass.Key, eventClass.Key, key => byKey[key].Parent is { } parent ? [parent] : [], classes.Count))
                throw file.Fault($"classes[{index}].parent", eventClass.Parent!, $"a parent that does not lead back to '{eventClass.Key}'");
        }
    }

    private static bool Reaches(string from, string target, Func<string, IReadOnlyList<string>> next, int steps) =>
        steps > 0 && next(from).Any(key => key == target || Reaches(key, target, next, steps - 1));

    private static List<ScoredEventClass> Score(List<EventClass> classes)
    {
        var byKey = classes.ToDictionary(eventClass => eventClass.Key, StringComparer.Ordinal);
        bool HasBroad(string key) => byKey[key].Broad.Count > 0 || byKey[key].Children.Any(HasBroad);
        string BroadKey(string key) => HasBroad(key) ? key + BroadSuffix : key;

        var scored = new List<ScoredEventClass>();
        foreach (var one in classes)
        {
            scored.Add(new ScoredEventClass(one.Key, one.Name, one.CoreTerms, one.Condition, one.Children, one, Broad: false));
            if (HasBroad(one.Key))
                scored.Add(new ScoredEventClass(BroadKey(one.Key), $"{one.Name} (broad)", [.. one.CoreTerms, .. one.BroadTerms],
                    one.Condition, [.. one.Children.Select(BroadKey)], one, Broad: true));
        }
        return scored;
    }
}

internal sealed record EventFile
{
    public required string Version { get; init; }
    public required string Source { get; init; }
    public required IReadOnlyList<EventClass> Classes { get; init; }
}
