using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class GammaPoissonDataTests
{
    // Two drugs (8 and 2 cases) and two events (4 and 3) of 10 cases: E = 3.2, 2.4, 0.8 and 0.6; cases with three of the four.
    private static readonly PairTable Hand = new([(3, 0, 0), (1, 1, 1), (3, 0, 1)], [8, 2], [4, 3], 10);

    [Fact]
    public void A_table_of_four_cells_becomes_four_points()
    {
        var data = Hand.Data();
        Assert.Equal([new(0, 0.8, 1), new(1, 0.6, 1), new(3, 2.4, 1), new(3, 3.2, 1)], data.Points);
        Assert.Equal((4, 3), (data.Cells, data.CellsWithCases));
    }

    // One bin to a doubling: margins' products 24 and 32 lie in [16, 32) and [32, 64), 6 in [4, 8), 8 in [8, 16). A third drug of 7 cases adds 28 (with 24, mean 26) and 21 without a case.
    [Fact]
    public void Cells_of_one_count_within_a_bin_become_one_point_at_their_mean()
    {
        var table = Hand with { DrugMargins = [8, 2, 7], Pairs = [.. Hand.Pairs, (3, 2, 0)] };
        Assert.Equal([new(0, 0.8, 1), new(0, 2.1, 1), new(1, 0.6, 1), new(3, 2.6, 2), new(3, 3.2, 1)], table.Data(binsPerDoubling: 1).Points);
    }

    [Fact]
    public void Drugs_and_events_without_cases_have_no_cells() =>
        Assert.Equal(Hand.Data().Points, (Hand with { DrugMargins = [8, 2, 0], EventMargins = [4, 3, 0, 0] }).Data().Points);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Weights_and_expected_counts_add_up_to_those_of_every_cell(int seed)
    {
        var table = Drawn(seed);
        var points = table.Data(binsPerDoubling: 8).Points;
        Assert.Equal((long)table.DrugMargins.Length * table.EventMargins.Length, points.Sum(point => point.Weight), 1e-9);
        var expected = (double)table.DrugMargins.Sum() * table.EventMargins.Sum() / table.Total;
        Assert.Equal(expected, points.Sum(point => point.Weight * point.Expected), 1e-12 * expected);
        foreach (var count in table.Pairs.Select(pair => pair.Cases).Distinct())
            Assert.Equal(table.Pairs.Count(pair => pair.Cases == count), points.Where(point => point.Count == count).Sum(point => point.Weight), 1e-9);
    }

    [Fact]
    public void The_order_of_the_pairs_changes_no_bit()
    {
        var table = Drawn(3);
        var shuffled = table.Pairs.ToArray();
        new Random(4).Shuffle(shuffled);
        Assert.Equal(table.Data().Points, (table with { Pairs = [.. shuffled] }).Data().Points);
    }

    [Fact]
    public void A_count_above_its_margins_is_refused_with_its_values() =>
        Assert.Contains("Pair 0 (drug 1, event 0) has 3 cases of 2 with the drug and 4 with the event", Assert.Throws<ArgumentException>(() => (Hand with { Pairs = [(3, 1, 0)] }).Data()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pair_given_twice_is_refused() => Assert.Throws<ArgumentException>(() => (Hand with { Pairs = [(1, 1, 1), (1, 1, 1)] }).Data());

    [Fact]
    public void A_margin_above_the_total_is_refused_with_its_value() =>
        Assert.Contains("from 2 to 8, expected from 0 to the total 7", Assert.Throws<ArgumentException>(() => (Hand with { Total = 7 }).Data()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(2048)]
    public void Bins_that_are_no_power_of_two_are_refused(int bins) => Assert.Equal(bins, Assert.Throws<ArgumentOutOfRangeException>(() => Hand.Data(bins)).ActualValue);

    private static PairTable Drawn(int seed)
    {
        var random = new Random(seed);
        int[] drugs = [.. Enumerable.Range(0, 60).Select(_ => random.Next(1, 900))], events = [.. Enumerable.Range(0, 40).Select(_ => random.Next(1, 900))];
        var cells = Enumerable.Range(0, 60 * 40).Where(_ => random.Next(3) == 0).Select(cell => (random.Next(1, 1 + Math.Min(drugs[cell / 40], events[cell % 40])), cell / 40, cell % 40));
        return new([.. cells], drugs, events, 1000);
    }
}
