using JakSignals.Signals;

namespace JakSignals.Tests.Signals;

public sealed class PairCounterTests
{
    private static readonly Hand World = new(substances: 5, groups: 2, terms: 6, classes: 3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Counts_are_those_of_counting_each_pair_by_itself(int seed)
    {
        var cases = World.Draw(new Random(seed), 300);
        var counts = Count(World, cases);
        var expected = new List<PairCount>();
        for (var drug = 0; drug < World.Drugs.Count; drug++)
            for (var @event = 0; @event < World.Events.Count; @event++)
            {
                var both = cases.Where(c => c.Drugs.Contains(drug) && c.Events.Contains(@event)).ToList();
                bool Serious(HandCase c) => c.Outcomes != JakSignals.Cases.Outcomes.None;
                bool Fatal(HandCase c) => c.Outcomes.HasFlag(JakSignals.Cases.Outcomes.Death);
                if (both.Count > 0 || (World.Drugs[drug].IsGroup && World.Events[@event].IsClass))
                    expected.Add(new(drug, @event, both.Count, both.Count(c => c.IsNew), both.Count(Serious), both.Count(Fatal), both.Count(c => c.IsNew && Serious(c)), both.Count(c => c.IsNew && Fatal(c))));
            }
        Assert.Equal(expected, counts.Pairs);
        Assert.Equal(300, counts.Total);
        Assert.Equal(Enumerable.Range(0, World.Drugs.Count).Select(drug => cases.Count(c => c.Drugs.Contains(drug))), counts.DrugCases);
        Assert.Equal(Enumerable.Range(0, World.Events.Count).Select(@event => cases.Count(c => c.Events.Contains(@event))), counts.EventCases);
        Assert.Equal(expected.Count(pair => pair.Both > 0), counts.Distinct);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Counts_of_disjoint_cases_add_up(int seed)
    {
        var cases = World.Draw(new Random(seed), 200);
        var (whole, one, other) = (ByPair(Count(World, cases)), ByPair(Count(World, cases[..70])), ByPair(Count(World, cases[70..])));
        foreach (var (pair, count) in whole)
        {
            var (x, y) = (one.GetValueOrDefault(pair), other.GetValueOrDefault(pair));
            Assert.Equal((count.Both, count.New, count.Serious, count.Fatal, count.NewSerious, count.NewFatal),
                (x.Both + y.Both, x.New + y.New, x.Serious + y.Serious, x.Fatal + y.Fatal, x.NewSerious + y.NewSerious, x.NewFatal + y.NewFatal));
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void The_order_of_the_cases_changes_nothing(int seed)
    {
        var random = new Random(seed);
        var cases = World.Draw(random, 200);
        var shuffled = cases.ToArray();
        random.Shuffle(shuffled);
        Assert.Equal(Count(World, cases).Pairs, Count(World, shuffled).Pairs);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void Drugs_taken_for_events_and_events_for_drugs_give_the_same_counts(int seed)
    {
        var square = new Hand(substances: 6, groups: 0, terms: 6, classes: 0);
        var cases = square.Draw(new Random(seed), 200);
        var turned = cases.Select(c => c with { Drugs = c.Events, Events = c.Drugs }).ToList();
        Assert.Equal(ByPair(Count(square, cases)).ToDictionary(p => p.Key, p => p.Value.Both), ByPair(Count(square, turned)).ToDictionary(p => (p.Key.Event, p.Key.Drug), p => p.Value.Both));
    }

    [Fact]
    public void Only_pairs_that_are_wanted_are_kept_but_all_are_looked_at()
    {
        var cases = World.Draw(new Random(41), 200);
        var all = Count(World, cases);
        var some = PairCounter.Count(World.Code(cases), Hand.Columns(cases), new WantedPairs(13), TestContext.Current.CancellationToken);
        Assert.Equal(all.Pairs.Where(pair => pair.Both > 12 || (World.Drugs[pair.Drug].IsGroup && World.Events[pair.Event].IsClass)), some.Pairs);
        Assert.Equal(all.Distinct, some.Distinct);
    }

    [Fact]
    public void No_case_gives_only_the_empty_pairs_of_groups_and_classes()
    {
        var counts = Count(World, []);
        Assert.Equal((0, 0L), (counts.Total, counts.Distinct));
        Assert.Equal([(5, 6), (5, 7), (5, 8), (6, 6), (6, 7), (6, 8)], counts.Pairs.Select(pair => (pair.Drug, pair.Event)));
    }

    private static PairCounts Count(Hand world, IReadOnlyList<HandCase> cases) =>
        PairCounter.Count(world.Code(cases), Hand.Columns(cases), new WantedPairs(1), TestContext.Current.CancellationToken);

    private static Dictionary<(int Drug, int Event), PairCount> ByPair(PairCounts counts) => counts.Pairs.ToDictionary(pair => (pair.Drug, pair.Event));
}
