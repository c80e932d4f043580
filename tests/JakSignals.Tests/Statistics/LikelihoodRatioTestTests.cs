using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class LikelihoodRatioTestTests
{
    [Fact] // tests/golden/README.md#likelihood_ratio_testcsv: 60-digit decimal
    public void Log_ratios_and_their_p_values_match_the_60_digit_reference()
    {
        foreach (var set in Golden.Rows("likelihood_ratio_test.csv").GroupBy(row => row.Text("set")))
        {
            var tables = set.Select(row => row.Table).ToArray();
            foreach (var (row, test) in set.Zip(LikelihoodRatio.Test(tables[0].Event, tables)))
            {
                row.Agrees("log_likelihood_ratio", test?.Log, 1e-12);
                row.Agrees("p", test?.P, 1e-11);
            }
        }
    }

    // Every case has one drug, so the event's cases fall on the drugs as a multinomial sample: the simulation of Huang 2011.
    [Fact]
    public void The_bound_is_never_below_the_simulated_p_and_close_to_it_where_small()
    {
        const int samples = 40_000;
        var (random, tables) = (new Random(51), Disjoint([6, 5, 11, 8], [50, 100, 250, 600]));
        var largest = new double[samples];
        for (var i = 0; i < samples; i++)
            largest[i] = Disjoint(Sample(random, cases: 30, [50, 100, 250, 600]), [50, 100, 250, 600]).Max(t => LikelihoodRatio.Log(t)!.Value);

        foreach (var test in LikelihoodRatio.Test(30, tables))
        {
            var simulated = largest.Count(log => log >= test!.Value.Log) / (double)samples;
            var error = Math.Sqrt(simulated * (1 - simulated) / samples);
            Assert.True(test!.Value.P >= simulated - 3 * error, $"{test} is below the simulated {simulated} ± {error}.");
            Assert.True(simulated > 0.05 || test.Value.P <= 1.05 * simulated + 3 * error, $"{test} is far above the simulated {simulated} ± {error}.");
        }
        Assert.Contains(LikelihoodRatio.Test(30, tables), test => test!.Value.P < 0.05);
    }

    // One drug: p is its own binomial tail. P(K ≥ 2), K ~ Binomial(3, 1/4), is 3·(1/16)·(3/4) + 1/64 = 10/64 by hand.
    [Fact]
    public void One_drug_has_its_own_tail() =>
        Assert.Equal(10.0 / 64.0, LikelihoodRatio.Test(3, [new(2, 23, 1, 74)])[0]!.Value.P, 1e-15);

    // One more drug of one case: with m = 3 its ln LR of one case is 2.72, that of two cases of the first 1.15, so P(K ≥ 1) = 1 − 0.99³ is added.
    [Fact]
    public void A_drug_without_a_case_of_the_event_adds_its_tail() =>
        Assert.Equal(10.0 / 64.0 + 1 - 0.99 * 0.99 * 0.99, LikelihoodRatio.Test(3, [new(2, 23, 1, 74), new(0, 1, 3, 96)])[0]!.Value.P, 1e-15);

    [Fact]
    public void P_falls_as_cases_are_added_and_never_leaves_its_range()
    {
        var random = new Random(52);
        for (var i = 0; i < 300; i++)
        {
            var (total, cases) = ((long)Math.Pow(10, 1 + 8 * random.NextDouble()), 0L);
            cases = random.NextInt64(1, Math.Min(total, 1_000_000) + 1);
            Table2x2[] tables = [.. Enumerable.Range(0, 8).Select(_ => Any(random, cases, total))];
            var tests = LikelihoodRatio.Test(cases, tables);
            Assert.True(Array.TrueForAll(tests, test => test is not { } t || (t.Log >= 0 && double.IsFinite(t.Log) && t.P is >= 0 and <= 1)), $"Seed 52, case {i}: {string.Join("; ", tables)}");
            var ordered = tests.OfType<LikelihoodRatioTest>().OrderBy(test => test.Log).ToList();
            Assert.True(ordered.Zip(ordered.Skip(1)).All(pair => pair.First.P >= pair.Second.P), $"Seed 52, case {i}: {string.Join("; ", ordered)}");
        }
    }

    [Fact]
    public void Extreme_tables_have_a_p_within_its_range()
    {
        const long billion = 1_000_000_000;
        var tests = LikelihoodRatio.Test(billion, [new(billion, 0, 0, billion), new(billion / 2 + 30_000, billion / 2, billion / 2 - 30_000, billion / 2), new(0, 0, billion, billion)]);
        Assert.Equal(0.0, tests[0]!.Value.P);        // ln LR = 1e9·ln 2: below the range of floating point
        Assert.InRange(tests[1]!.Value.P, 0.0, 1.0);
        Assert.Null(tests[2]);
        Assert.Empty(LikelihoodRatio.Test(7, []));
    }

    [Fact]
    public void Tables_of_another_event_or_stratum_are_refused_with_their_counts()
    {
        Table2x2 first = new(2, 23, 1, 74);
        Assert.Contains("Table 0 has 3 cases with the event of 100, expected 4 of 100", Refused(4, [first]).Message, StringComparison.Ordinal);
        Assert.Contains("Table 1 has 4 cases with the event of 100, expected 3 of 100", Refused(3, [first, new(2, 23, 2, 73)]).Message, StringComparison.Ordinal);
        Assert.Contains("Table 1 has 3 cases with the event of 101, expected 3 of 100", Refused(3, [first, new(2, 23, 1, 75)]).Message, StringComparison.Ordinal);
    }

    private static ArgumentOutOfRangeException Refused(long cases, Table2x2[] tables) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LikelihoodRatio.Test(cases, tables));

    private static Table2x2[] Disjoint(long[] both, long[] drugs) =>
        [.. both.Zip(drugs, (a, n) => Table2x2.FromMargins(Math.Min(a, n), n, both.Sum(), drugs.Sum()))];

    private static long[] Sample(Random random, int cases, long[] drugs)
    {
        var counts = new long[drugs.Length];
        for (var i = 0; i < cases; i++)
        {
            var (place, drug) = (random.NextInt64(drugs.Sum()), 0);
            while (place >= drugs[drug])
                place -= drugs[drug++];
            counts[drug]++;
        }
        return counts;
    }

    private static Table2x2 Any(Random random, long cases, long total)
    {
        var drug = (long)Math.Pow(total, random.NextDouble());
        var fewest = Math.Max(0, cases + drug - total);
        var expected = (double)cases * drug / total;
        var both = (long)Math.Clamp(expected * (0.5 + random.NextDouble()) + 2 * random.NextDouble(), fewest, Math.Min(cases, drug));
        return Table2x2.FromMargins(both, drug, cases, total);
    }
}
