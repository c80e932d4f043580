using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class FalseDiscoveryRateTests
{
    [Fact] // tests/golden/README.md#false_discovery_ratecsv: exact fractions
    public void Q_values_match_their_definition_in_fractions()
    {
        foreach (var set in Golden.Rows("false_discovery_rate.csv").GroupBy(row => row.Text("set")))
        {
            var q = FalseDiscoveryRate.BenjaminiHochberg([.. set.Select(row => row.Number("p"))], set.First().Count("tested"));
            foreach (var (row, actual) in set.Zip(q))
                row.Agrees("q", actual, 1e-14);
        }
    }

    // Benjamini and Hochberg 1995, the trial of thrombolysis: four of its fifteen hypotheses are rejected at 0.05, where Bonferroni rejects three.
    [Fact]
    public void The_published_example_rejects_four_hypotheses_at_five_percent()
    {
        var p = Golden.Rows("false_discovery_rate.csv").Where(row => row.Text("set") == "benjamini_hochberg_1995").Select(row => row.Number("p")).ToArray();
        Assert.Equal(4, FalseDiscoveryRate.BenjaminiHochberg(p, 15).Count(q => q <= 0.05));
    }

    [Fact]
    public void Q_values_are_monotone_in_p_between_p_and_the_p_of_their_rank() => ForEachList(seed: 41, (p, tested, _) =>
    {
        var q = FalseDiscoveryRate.BenjaminiHochberg(p, tested);
        var order = Enumerable.Range(0, p.Length).OrderBy(i => p[i]).ToArray();
        return order.Select((i, place) => p[i] <= q[i] && q[i] <= Math.Min(1.0, (double)tested / (place + 1) * p[i]) && (place == 0 || q[order[place - 1]] <= q[i])).All(holds => holds);
    });

    [Fact]
    public void Shuffling_the_p_values_shuffles_the_q_values() => ForEachList(seed: 42, (p, tested, random) =>
    {
        var (q, order) = (FalseDiscoveryRate.BenjaminiHochberg(p, tested), Enumerable.Range(0, p.Length).ToArray());
        random.Shuffle(order);
        return FalseDiscoveryRate.BenjaminiHochberg([.. order.Select(i => p[i])], tested).SequenceEqual(order.Select(i => q[i]));
    });

    [Fact]
    public void Unlisted_hypotheses_count_as_p_values_of_one() => ForEachList(seed: 43, (p, tested, _) =>
        FalseDiscoveryRate.BenjaminiHochberg([.. p, .. Enumerable.Repeat(1.0, (int)tested - p.Length)], tested).Take(p.Length).SequenceEqual(FalseDiscoveryRate.BenjaminiHochberg(p, tested)));

    [Fact]
    public void No_p_value_gives_no_q_value() => Assert.Empty(FalseDiscoveryRate.BenjaminiHochberg([], 0));

    [Fact]
    public void A_negative_zero_is_the_smallest_p_value() => Assert.Equal([0.03, 0.0, 0.2], FalseDiscoveryRate.BenjaminiHochberg([0.02, -0.0, 0.2], 3));

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(-1e-300, "-1E-300")]
    [InlineData(1.0000000000000002, "1.0000000000000002")]
    public void A_p_value_that_is_no_probability_is_refused_with_its_place_and_value(double p, string value)
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => FalseDiscoveryRate.BenjaminiHochberg([0.5, p, 0.1], 3));
        Assert.StartsWith($"p-value 1 of 3 is {value}, expected 0 to 1.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_tested_than_listed_is_refused() =>
        Assert.Equal(1L, Assert.Throws<ArgumentOutOfRangeException>(() => FalseDiscoveryRate.BenjaminiHochberg([0.5, 0.1], 1)).ActualValue);

    // Lists of up to 60 with many ties, zeros and ones among the p-values.
    private static void ForEachList(int seed, Func<double[], long, Random, bool> holds)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            double[] p = [.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => random.Next(3) == 0 ? random.Next(0, 6) / 5.0 : Math.Pow(random.NextDouble(), 4))];
            var tested = p.Length + random.Next(0, 40);
            Assert.True(holds(p, tested, random), $"Seed {seed}, case {i}: {tested} tested, {string.Join(", ", p)}");
        }
    }
}
