using JakSignals.Signals;

namespace JakSignals.Tests.Signals;

public sealed class TrendCounterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_last_cumulative_table_of_a_pair_is_its_table_in_the_signals(int seed)
    {
        var world = new Hand(3, 3, 3, 4);
        var cases = world.Draw(new Random(seed), 250);
        var (coded, columns) = (world.Code(cases), Hand.Columns(cases));
        var scored = Scored.Of(new SignalScorer(new SignalOptions(), null), coded, columns);
        var last = TrendCounter.Count(coded, columns, Every(world), TestContext.Current.CancellationToken).GroupBy(point => (point.Drug.Key, point.Event.Key)).ToDictionary(pair => pair.Key, pair => pair.Last());
        Assert.Equal(42, last.Count);
        foreach (var ((drug, @event), point) in last)
        {
            var pair = Assert.Single(scored.Pairs, p => p.Drug.Key == drug && p.Event.Key == @event);
            Assert.Equal(pair.Table, point.Cumulative);
            Assert.Equal(pair.Scores.Ror, point.Ror);
            Assert.Equal(pair.Scores.Ic, point.Ic);
        }
    }

    [Fact]
    public void Cases_are_counted_in_the_quarter_of_their_first_receipt_and_undated_ones_in_every_total()
    {
        var world = new Hand(0, 1, 0, 1);
        HandCase[] cases =
        [
            new([0], [0], 20240331), new([0], [0], 20240401), new([0], [0]),      // both: 2024Q1, 2024Q2, undated
            new([0], [], 20240115), new([], [0], 20240630), new([], [], 20241001),
        ];
        var trend = TrendCounter.Count(world.Code(cases), Hand.Columns(cases), Every(world), TestContext.Current.CancellationToken);
        Assert.Equal(["2024Q1", "2024Q2", "2024Q3", "2024Q4"], trend.Select(point => point.Quarter));
        Assert.Equal([(1L, 1L, 0L, 0L), (1, 0, 1, 0), (0, 0, 0, 0), (0, 0, 0, 1)], trend.Select(p => (p.InQuarter.A, p.InQuarter.B, p.InQuarter.C, p.InQuarter.D)));
        Assert.Equal([(2L, 1L, 0L, 0L), (3, 1, 1, 0), (3, 1, 1, 0), (3, 1, 1, 1)], trend.Select(p => (p.Cumulative.A, p.Cumulative.B, p.Cumulative.C, p.Cumulative.D)));
        Assert.Equal([null, null, null, 3.0], trend.Select(p => p.Ror?.Value));       // 3·1/(1·1)
    }

    [Fact]
    public void A_pair_begins_with_the_quarter_of_its_first_case()
    {
        var world = new Hand(0, 1, 0, 1);
        HandCase[] cases = [new([0], [], 20240101), new([0], [0], 20240801), new([], [], 20241001)];
        Assert.Equal(["2024Q3", "2024Q4"], TrendCounter.Count(world.Code(cases), Hand.Columns(cases), Every(world), TestContext.Current.CancellationToken).Select(point => point.Quarter));
    }

    [Fact]
    public void Without_a_dated_case_there_is_no_trend()
    {
        var world = new Hand(0, 1, 0, 1);
        HandCase[] cases = [new([0], [0])];
        Assert.Empty(TrendCounter.Count(world.Code(cases), Hand.Columns(cases), Every(world), TestContext.Current.CancellationToken));
    }

    private static List<(int, int)> Every(Hand world) => [.. Enumerable.Range(0, world.Drugs.Count).SelectMany(_ => Enumerable.Range(0, world.Events.Count), (drug, @event) => (drug, @event))];
}
