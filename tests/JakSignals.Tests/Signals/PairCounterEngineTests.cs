using JakSignals.Normalise;
using JakSignals.Signals;

namespace JakSignals.Tests.Signals;

/// <summary>Counting against a dictionary of pairs, on cases large enough for every way the counter has.</summary>
public sealed class PairCounterEngineTests
{
    private static readonly CountingMeans OneThread = new(1);

    [Theory]
    [InlineData(1, 30, 200, 400)]
    [InlineData(2, 3, 9, 5000)]             // few events: looked through
    [InlineData(3, 300, 2000, 3000)]        // many blocks
    [InlineData(4, 12, 70_000, 2000)]       // three pages of events
    [InlineData(5, 1, 1, 50)]
    public void Counts_are_those_of_a_dictionary(int seed, int drugs, int events, int count)
    {
        var (cases, marks) = Draw(seed, drugs, events, count);
        var expected = Dictionary(cases, marks, 0, count);
        var counts = PairCounter.Count(cases, marks, new WantedPairs(1), OneThread, TestContext.Current.CancellationToken);
        Assert.Equal(expected, counts.Pairs);
        Assert.Equal(expected.Select(pair => (pair.Drug, pair.Event, pair.Both)), All(counts));
        Assert.Equal(expected.Count, counts.Distinct);
        Assert.Equal(Enumerable.Range(0, drugs).Select(drug => cases.CaseDrugs.Count(code => code == drug)), counts.DrugCases);
        Assert.Equal(cases.CaseEvents.CountBy(code => code).OrderBy(code => code.Key), counts.EventCases.Index().Where(code => code.Item > 0).Select(code => KeyValuePair.Create(code.Index, code.Item)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1 << 27)]
    [InlineData(5, 1 << 27)]
    [InlineData(2, 100_000)]
    [InlineData(5, 1)]
    public void Neither_threads_nor_memory_change_the_counts(int threads, int gathered)
    {
        var (cases, marks) = Draw(11, 60, 40_000, 20_000);
        var (one, other) = (PairCounter.Count(cases, marks, new WantedPairs(2), OneThread, TestContext.Current.CancellationToken),
            PairCounter.Count(cases, marks, new WantedPairs(2), new CountingMeans(threads, gathered), TestContext.Current.CancellationToken));
        Assert.Equal(one.Pairs, other.Pairs);
        Assert.Equal(All(one), All(other));
        Assert.Equal(one.DrugCases, other.DrugCases);
        Assert.Equal(one.EventCases, other.EventCases);
    }

    [Fact]
    public void Counts_of_disjoint_cases_add_up()
    {
        var (cases, marks) = Draw(21, 40, 900, 6000);
        var sum = new[] { Part(cases, marks, 0, 2500), Part(cases, marks, 2500, 6000) }
            .SelectMany(part => PairCounter.Count(part.Cases, part.Marks, new WantedPairs(1), new(2), TestContext.Current.CancellationToken).Pairs)
            .GroupBy(pair => (pair.Drug, pair.Event), (key, pairs) => pairs.Aggregate(Add)).OrderBy(pair => pair.Drug).ThenBy(pair => pair.Event);
        Assert.Equal(sum, PairCounter.Count(cases, marks, new WantedPairs(1), new(2), TestContext.Current.CancellationToken).Pairs);
    }

    [Fact]
    public void The_order_of_the_cases_changes_nothing()
    {
        var (cases, marks) = Draw(31, 40, 900, 6000);
        var rows = Enumerable.Range(0, 6000).ToArray();
        new Random(32).Shuffle(rows);
        var (straight, shuffled) = (PairCounter.Count(cases, marks, new WantedPairs(1), new(2), TestContext.Current.CancellationToken),
            PairCounter.Count(Take(cases, rows), [.. rows.Select(row => marks[row])], new WantedPairs(1), new(2), TestContext.Current.CancellationToken));
        Assert.Equal(straight.Pairs, shuffled.Pairs);
        Assert.Equal(All(straight), All(shuffled));
    }

    [Fact]
    public void A_drug_of_every_case_has_every_event_as_often_as_it_occurs()
    {
        var (cases, marks) = Draw(41, 50, 3000, 9000, always: 7);
        var counts = PairCounter.Count(cases, marks, new WantedPairs(int.MaxValue), new(2), TestContext.Current.CancellationToken);
        Assert.Equal(9000, counts.DrugCases[7]);
        Assert.Equal(counts.EventCases, Enumerable.Range(0, 3000).Select(@event => counts.AllPairs[7, @event]));
        Assert.Empty(counts.Pairs);
    }

    [Fact]
    public void One_case_has_its_own_pairs()
    {
        var cases = Code(4, 5, [([0, 3], [2, 4])]);
        var counts = PairCounter.Count(cases, [CaseMarks.New | CaseMarks.Fatal | CaseMarks.Serious | CaseMarks.FollowedUp], new WantedPairs(1), new(5), TestContext.Current.CancellationToken);
        Assert.Equal([new(0, 2, 1, 1, 1, 1, 1, 1, 1), new(0, 4, 1, 1, 1, 1, 1, 1, 1), new(3, 2, 1, 1, 1, 1, 1, 1, 1), new(3, 4, 1, 1, 1, 1, 1, 1, 1)], counts.Pairs);
    }

    [Fact]
    public void No_case_no_pair()
    {
        foreach (var cases in new[] { Code(0, 0, []), Code(3, 4, []), Code(3, 4, [([], []), ([1], []), ([], [2])]) })
        {
            var counts = PairCounter.Count(cases, new CaseMarks[cases.CaseCount], new WantedPairs(1), new(2), TestContext.Current.CancellationToken);
            Assert.Equal((cases.CaseCount, 0L, 0), (counts.Total, counts.Distinct, counts.Pairs.Count));
        }
    }

    [Fact]
    public void Pairs_asked_for_are_kept_with_any_count()
    {
        var cases = Code(3, 70_000, [([0, 1], [5, 40_000]), ([1], [40_000])]);
        var wanted = new WantedPairs(2, [(1, 69_999), (1, 5), (0, 6), (2, 40_000), (1, 5), (0, 40_001), (1, 40_000)]);
        var counts = PairCounter.Count(cases, [CaseMarks.FollowedUp, CaseMarks.Serious], wanted, new(2), TestContext.Current.CancellationToken);
        Assert.Equal([new(0, 6, 0, 0, 0, 0, 0, 0), new(0, 40_001, 0, 0, 0, 0, 0, 0), new(1, 5, 1, 0, 0, 0, 0, 0, 1), new(1, 40_000, 2, 0, 1, 0, 0, 0, 1),
            new(1, 69_999, 0, 0, 0, 0, 0, 0), new(2, 40_000, 0, 0, 0, 0, 0, 0)], counts.Pairs);
        Assert.Equal([(0, 5, 1), (0, 40_000, 1), (1, 5, 1), (1, 40_000, 2)], All(counts));
    }

    [Fact]
    public void Terms_of_substances_leave_out_groups_and_classes()
    {
        var world = new Hand(substances: 2, groups: 1, terms: 3, classes: 2);
        var counts = PairCounter.Count(world.Code([new([0, 2], [1, 2, 3]), new([1], [4])]), new CaseMarks[2], new WantedPairs(1), OneThread, TestContext.Current.CancellationToken);
        Assert.Equal([new(1, 1), new(2, 1)], counts.AllPairs.TermsOf(0).ToArray());
        Assert.Empty(counts.AllPairs.TermsOf(1).ToArray());
        Assert.Empty(counts.AllPairs.TermsOf(2).ToArray());
        Assert.Equal((1, 0), (counts.AllPairs[2, 3], counts.AllPairs[2, 4]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Cancelling_stops_it(int threads)
    {
        var (cases, marks) = Draw(51, 5, 50, 100);
        Assert.Throws<OperationCanceledException>(() => PairCounter.Count(cases, marks, new WantedPairs(1), new(threads), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Marks_of_other_cases_are_refused() =>
        Assert.Contains("2 cases, but marks of 3", Assert.Throws<ArgumentException>(() => PairCounter.Count(Code(1, 1, [([0], [0]), ([], [])]), new CaseMarks[3], new WantedPairs(1), OneThread, TestContext.Current.CancellationToken)).Message);

    /// <summary>Cases with a skew: low codes often, high ones seldom; now and then a case with very many events.</summary>
    private static (CodedCases Cases, CaseMarks[] Marks) Draw(int seed, int drugs, int events, int count, int? always = null)
    {
        var random = new Random(seed);
        int[] Codes(int number, int of) => [.. Enumerable.Range(0, number).Select(_ => (int)(of * Math.Pow(random.NextDouble(), 3))).Distinct().Order()];
        var cases = Enumerable.Range(0, count).Select(_ => (Drugs: Codes(random.Next(6), drugs), Events: Codes(random.Next(20) == 0 ? 40 : random.Next(7), events)))
            .Select(c => always is { } drug ? ([.. c.Drugs.Append(drug).Distinct().Order()], c.Events) : c).ToList();
        return (Code(drugs, events, cases), [.. cases.Select(_ => (CaseMarks)random.Next(16))]);
    }

    private static List<PairCount> Dictionary(CodedCases cases, CaseMarks[] marks, int first, int end)
    {
        var counts = new SortedDictionary<(int, int), PairCount>();
        for (var row = first; row < end; row++)
            foreach (var drug in cases.DrugsOf(row))
                foreach (var @event in cases.EventsOf(row))
                {
                    int Has(CaseMarks wanted) => marks[row].HasFlag(wanted) ? 1 : 0;
                    var one = new PairCount(drug, @event, 1, Has(CaseMarks.New), Has(CaseMarks.Serious), Has(CaseMarks.Fatal),
                        Has(CaseMarks.New) * Has(CaseMarks.Serious), Has(CaseMarks.New) * Has(CaseMarks.Fatal), Has(CaseMarks.FollowedUp));
                    counts[(drug, @event)] = counts.TryGetValue((drug, @event), out var before) ? Add(before, one) : one;
                }
        return [.. counts.Values];
    }

    private static PairCount Add(PairCount x, PairCount y) => new(x.Drug, x.Event, x.Both + y.Both, x.New + y.New, x.Serious + y.Serious, x.Fatal + y.Fatal,
        x.NewSerious + y.NewSerious, x.NewFatal + y.NewFatal, x.FollowedUp + y.FollowedUp);

    private static IEnumerable<(int, int, int)> All(PairCounts counts) =>
        Enumerable.Range(0, counts.AllPairs.DrugCount).SelectMany(drug => counts.AllPairs.Of(drug).ToArray(), (drug, pair) => (drug, pair.Event, pair.Both));

    private static (CodedCases Cases, CaseMarks[] Marks) Part(CodedCases cases, CaseMarks[] marks, int first, int end) =>
        (Take(cases, [.. Enumerable.Range(first, end - first)]), marks[first..end]);

    private static CodedCases Take(CodedCases cases, int[] rows) =>
        Code(cases.Drugs.Count, cases.Events.Count, [.. rows.Select(row => (cases.DrugsOf(row).ToArray(), cases.EventsOf(row).ToArray()))]);

    private static CodedCases Code(int drugs, int events, IReadOnlyList<(int[] Drugs, int[] Events)> cases) =>
        new Hand(drugs, 0, events, 0).Code([.. cases.Select(c => new HandCase(c.Drugs, c.Events))]);
}
