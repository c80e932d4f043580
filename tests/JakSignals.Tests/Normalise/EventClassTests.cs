using System.Text.Json;
using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

public class EventClassTests
{
    private static readonly EventCatalogue Events = Bundled.Catalogue.Events;
    private static readonly Dictionary<string, int> TermIds = Events.Scored.SelectMany(one => one.Terms).Append("HEADACHE").Distinct().Index().ToDictionary(one => one.Item, one => one.Index);
    private static readonly EventClassMatcher Matcher = new(Events.Scored, TermIds);

    private static string[] Met(bool serious, bool fatal, params string[] terms)
    {
        var met = new int[Matcher.ClassCount];
        var count = Matcher.Match([.. terms.Select(term => TermIds[term.ToUpperInvariant()])], serious, fatal, met);
        return [.. met.Take(count).Select(index => Events.Scored[index].Key)];
    }

    [Fact]
    public void Classes_are_the_25_of_the_reference()
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Shared.Path("reference/event-classes.json")));
        var expected = reference.RootElement.EnumerateArray().Select(Reference).ToList();
        var actual = Events.Classes.Select(one => string.Join('|', one.Key, one.Name, one.Parent, one.Condition,
            string.Join(';', one.Children), string.Join(';', one.CoreTerms), string.Join(';', one.BroadTerms))).ToList();
        Assert.Equal(25, actual.Count);
        Assert.Equal(expected, actual);
    }

    private static string Reference(JsonElement one)
    {
        string List(string name) => one.TryGetProperty(name, out var list) ? string.Join(';', list.EnumerateArray().Select(item => item.GetString())) : "";
        var condition = one.GetProperty("report_condition").GetString() switch { "outcome DE" => "Fatal", "any serious outcome" => "Serious", _ => "Any" };
        return string.Join('|', one.GetProperty("key").GetString(), one.GetProperty("name").GetString(), one.GetProperty("parent").GetString(), condition,
            List("children"), List("core").ToUpperInvariant(), List("broad").ToUpperInvariant());
    }

    [Fact]
    public void Weekly_matrix_shows_eight_classes() =>
        Assert.Equal(["herpes_zoster", "mace", "vte", "serious_infection", "nmsc", "malignancy_excl_nmsc", "gi_perforation", "cpk_elevation"],
            Events.Classes.Where(one => one.Reported).Select(one => one.Key));

    [Fact]
    public void Broad_version_follows_its_class_and_holds_core_and_broad_terms()
    {
        var broad = Events.Scored[1];
        Assert.Equal(("herpes_zoster_broad", "Herpes zoster (broad)", 22 + 9), (broad.Key, broad.Name, broad.Terms.Count));
        Assert.DoesNotContain(Events.Scored, one => one.Key == "serious_infection_broad");
        Assert.Equal(["mace_mi_broad", "mace_stroke_broad", "mace_cv_death_broad"], Events.Scored.Single(one => one.Key == "mace_broad").Children);
    }

    [Fact]
    public void Term_meets_its_class_and_the_broad_version() =>
        Assert.Equal(["herpes_zoster", "herpes_zoster_broad"], Met(serious: false, fatal: false, "Herpes zoster", "Headache"));

    [Fact]
    public void Broad_term_meets_the_broad_version_only() =>
        Assert.Equal(["herpes_zoster_broad"], Met(serious: false, fatal: false, "Post herpetic neuralgia"));

    [Fact]
    public void Infection_is_serious_only_in_a_serious_case()
    {
        Assert.Equal(["serious_infection"], Met(serious: true, fatal: false, "Pneumonia"));
        Assert.Empty(Met(serious: false, fatal: false, "Pneumonia"));
    }

    [Fact]
    public void Cardiac_arrest_is_MACE_only_in_a_fatal_case()
    {
        Assert.Equal(["mace", "mace_broad", "mace_cv_death", "mace_cv_death_broad"], Met(serious: true, fatal: true, "Cardiac arrest"));
        Assert.Empty(Met(serious: true, fatal: false, "Cardiac arrest"));
    }

    [Fact]
    public void Stroke_is_MACE_in_any_case() =>
        Assert.Equal(["mace", "mace_broad", "mace_stroke", "mace_stroke_broad"], Met(serious: false, fatal: false, "Ischaemic stroke"));

    [Fact]
    public void Broad_term_of_a_child_meets_the_broad_composite_only() =>
        Assert.Equal(["mace_broad", "mace_stroke_broad"], Met(serious: false, fatal: false, "Transient ischaemic attack"));

    [Fact]
    public void Other_terms_and_unknown_ids_meet_nothing()
    {
        Assert.Empty(Met(serious: true, fatal: true, "Headache"));
        Assert.Empty(Met(serious: true, fatal: true));
        Assert.Equal(0, Matcher.Match([-1, int.MaxValue], true, true, new int[Matcher.ClassCount]));
    }

    [Fact]
    public void Matcher_agrees_with_the_definition_on_random_cases()
    {
        const int seed = 7;
        var random = new Random(seed);
        for (var round = 0; round < 2000; round++)
        {
            var classes = RandomClasses(random, count: 1 + random.Next(150));
            var ids = Enumerable.Range(0, 40).ToDictionary(id => $"T{id}", id => id * 3);
            var matcher = new EventClassMatcher(classes, ids);
            var terms = Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(130)).ToArray();
            var (serious, fatal) = (random.Next(2) == 0, random.Next(2) == 0);
            var met = new int[matcher.ClassCount];
            var count = matcher.Match(terms, serious, fatal, met);
            var expected = Enumerable.Range(0, classes.Count).Where(index => IsMet(classes[index]));
            Assert.True(expected.SequenceEqual(met.Take(count)), $"seed {seed}, round {round}");

            bool IsMet(ScoredEventClass one) =>
                one.Condition switch { EventCondition.Serious => serious, EventCondition.Fatal => fatal, _ => true }
                && (one.Terms.Any(term => ids.TryGetValue(term, out var id) && terms.Contains(id)) || one.Children.Any(child => IsMet(classes.Single(other => other.Key == child))));
        }
    }

    private static List<ScoredEventClass> RandomClasses(Random random, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);      // a child may stand before or after its parent, but always comes later in this order
        var file = new EventClass { Key = "x", Name = "x", Condition = EventCondition.Any, Source = "x" };
        return [.. Enumerable.Range(0, count).Select(index => new ScoredEventClass($"c{index}", $"c{index}",
            [.. Enumerable.Range(0, random.Next(4)).Select(_ => $"T{random.Next(45)}").Distinct()], (EventCondition)random.Next(1, 4),
            [.. Enumerable.Range(0, random.Next(5) == 0 ? 2 : 0).Select(_ => random.Next(count)).Where(child => order[child] > order[index]).Distinct().Select(child => $"c{child}")], file, false))];
    }
}
