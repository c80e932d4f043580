using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class ExactPropertyTests
{
    [Fact]
    public void Swapping_drug_and_event_leaves_rrr_ic_and_fisher_unchanged() => ForEachTable(seed: 31, t =>
    {
        Table2x2 swapped = new(t.A, t.C, t.B, t.D);
        return Same(RelativeReporting.Rrr(t), RelativeReporting.Rrr(swapped))
            && Same(InformationComponent.Ic(t)?.Value, InformationComponent.Ic(swapped)?.Value)
            && Same(InformationComponent.Ic(t)?.Lower, InformationComponent.Ic(swapped)?.Lower)
            && Same(FisherExact.TwoSided(t), FisherExact.TwoSided(swapped))
            && Same(FisherExact.Greater(t), FisherExact.Greater(swapped));
    });

    [Fact]
    public void Fisher_two_sided_does_not_change_when_event_and_no_event_change_places() => ForEachTable(seed: 32, t =>
        Same(FisherExact.TwoSided(t), FisherExact.TwoSided(new(t.B, t.A, t.D, t.C))));

    [Fact]
    public void Probabilities_lie_between_0_and_1_and_a_mid_p_is_never_above_its_p() => ForEachTable(seed: 33, t =>
        (FisherExact.TwoSided(t), FisherExact.Greater(t), FisherExact.MidGreater(t)) is var (two, greater, mid)
        && two.HasValue == greater.HasValue && two.HasValue == mid.HasValue && two.HasValue == ChiSquare.Pearson(t).HasValue
        && (two is null || (two is >= 0 and <= 1 && greater is >= 0 and <= 1 && mid >= 0 && mid <= greater)));

    [Fact]
    public void Ic_and_rrr_exist_where_anything_is_expected_and_the_limits_enclose_the_value() => ForEachTable(seed: 34, t =>
        InformationComponent.Ic(t).HasValue == (t.Drug > 0 && t.Event > 0)
        && RelativeReporting.Rrr(t).HasValue == InformationComponent.Ic(t).HasValue
        && (InformationComponent.Ic(t) is not { } ic || Ordered(ic)));

    [Fact]
    public void Ic_limits_enclose_the_value_at_every_confidence_down_to_a_half()
    {
        for (long observed = 0; observed <= 400; observed++)
        {
            foreach (var confidence in new[] { 0.5, 0.51, 0.6, 0.683, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999 })
            {
                foreach (var expected in new[] { double.Epsilon, 1e-300, 1e-12, 0.3, observed + 0.25, 1e6, 1e300 })
                {
                    var ic = InformationComponent.Ic(observed, expected, confidence)!.Value;
                    Assert.True(Ordered(ic) && ic.Lower < ic.Upper, $"{observed} observed, {expected} expected, {confidence}: {ic}");
                }
            }
        }
    }

    // The quantiles of a growing shape grow, from the one solved to the expansion that takes over at 200.
    [Fact]
    public void Ic_and_its_limits_rise_with_the_count()
    {
        foreach (var confidence in new[] { 0.5, 0.95, 0.9999 })
        {
            for (long observed = 0; observed < 1000; observed++)
            {
                var (ic, next) = (InformationComponent.Ic(observed, 3.3, confidence)!.Value, InformationComponent.Ic(observed + 1, 3.3, confidence)!.Value);
                Assert.True(ic.Value < next.Value && ic.Lower < next.Lower && ic.Upper < next.Upper, $"{observed} at {confidence}: {ic}, then {next}");
            }
        }
    }

    // Every table with a given total, its weights as products of exact binomial coefficients.
    [Fact]
    public void Fisher_agrees_with_all_tables_of_up_to_thirteen_cases_counted_out()
    {
        for (var total = 2; total <= 13; total++)
        {
            for (var drug = 1; drug < total; drug++)
            {
                for (var with = 1; with < total; with++)
                    AgreesWithEnumeration(total, drug, with);
            }
        }
    }

    [Theory]
    [InlineData(10_000_000, 0, 0, 10_000_000)]
    [InlineData(0, 10_000_000, 10_000_000, 0)]
    [InlineData(10_000_000, 1, 1, 1)]
    [InlineData(1, 10_000_000, 10_000_000, 10_000_000)]
    [InlineData(0, 10_000_000_000, 1, 10_000_000_000)]
    [InlineData(10_000_000_000, 1, 1, 10_000_000_000)]
    [InlineData(1, 0, 0, 10_000_000_000)]
    [InlineData(1, 1, 10_000_000_000, 10_000_000_000)]
    public void Extreme_tables_give_finite_figures(long a, long b, long c, long d)
    {
        Table2x2 table = new(a, b, c, d);
        Assert.True(Ordered(InformationComponent.Ic(table)!.Value));
        Assert.All([FisherExact.TwoSided(table), FisherExact.Greater(table), FisherExact.MidGreater(table)], p => Assert.InRange(p!.Value, 0.0, 1.0));
        Assert.True(double.IsFinite(RelativeReporting.Rrr(table)!.Value));
    }

    // P = 1/C(2n, n); by hand 1/C(20, 10) = 1/184,756, doubled as the opposite table is as improbable.
    [Fact]
    public void The_one_table_of_perfect_separation_has_the_probability_of_its_binomial_coefficient()
    {
        Assert.Equal(2.0 / 184_756, FisherExact.TwoSided(new(10, 0, 0, 10))!.Value, 1e-18);
        Assert.Equal(1.0 / 184_756, FisherExact.Greater(new(10, 0, 0, 10))!.Value, 1e-18);
        Assert.Equal(0.5 / 184_756, FisherExact.MidGreater(new(10, 0, 0, 10))!.Value, 1e-18);
        Assert.Equal(1.0, FisherExact.Greater(new(0, 10, 10, 0)));
    }

    [Theory]
    [InlineData(0, 0, 5, 900)]
    [InlineData(5, 10, 0, 0)]
    [InlineData(0, 10, 0, 900)]
    [InlineData(5, 0, 7, 0)]
    [InlineData(0, 0, 0, 0)]
    public void Fisher_has_nothing_to_test_when_a_margin_is_zero(long a, long b, long c, long d) =>
        Assert.All([FisherExact.TwoSided(new(a, b, c, d)), FisherExact.Greater(new(a, b, c, d)), FisherExact.MidGreater(new(a, b, c, d))], Assert.Null);

    [Theory]
    [InlineData(0, 0, 5, 900)]
    [InlineData(0, 10, 0, 900)]
    [InlineData(0, 0, 0, 0)]
    public void Rrr_and_ic_are_not_estimable_when_nothing_is_expected(long a, long b, long c, long d)
    {
        Assert.Null(RelativeReporting.Rrr(new(a, b, c, d)));
        Assert.Null(InformationComponent.Ic(new(a, b, c, d)));
        Assert.Null(InformationComponent.Ic(3, expected: 0));
    }

    [Theory]
    [InlineData(0, 10, 5, 900)]
    [InlineData(5, 0, 5, 900)]
    [InlineData(5, 10, 0, 900)]
    [InlineData(5, 10, 5, 0)]
    [InlineData(0, 0, 0, 0)]
    public void Observed_over_expected_is_not_estimable_when_a_cell_is_zero(long a, long b, long c, long d)
    {
        Assert.Null(ObservedExpected.OeRatio(new(a, b, c, d)));
        Assert.Null(ObservedExpected.OeLog2(new(a, b, c, d)));
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_impossible_expectation_is_refused_with_its_value(double expected) =>
        Assert.Equal(expected, Assert.Throws<ArgumentOutOfRangeException>(() => InformationComponent.Ic(3, expected)).ActualValue);

    [Fact]
    public void A_negative_observed_count_is_refused_with_its_value() =>
        Assert.Equal(-1L, Assert.Throws<ArgumentOutOfRangeException>(() => InformationComponent.Ic(-1, 2.5)).ActualValue);

    [Theory]
    [InlineData(95)]
    [InlineData(0.49)]
    [InlineData(double.NaN)]
    public void Confidence_outside_its_range_is_refused_with_its_value(double confidence) => Assert.All<Action>(
        [
            () => InformationComponent.Ic(new(20, 80, 100, 9800), confidence), () => InformationComponent.Ic(3, 0.0, confidence),
            () => ObservedExpected.OeRatio(new(20, 80, 100, 9800), confidence), () => ObservedExpected.OeLog2(new(20, 80, 100, 9800), confidence),
        ],
        score => Assert.Equal(confidence, Assert.Throws<ArgumentOutOfRangeException>(score).ActualValue));

    private static void AgreesWithEnumeration(int total, int drug, int with)
    {
        var (low, high) = (Math.Max(0, drug + with - total), Math.Min(drug, with));
        var weights = Enumerable.Range(low, high - low + 1).Select(k => Choose(drug, k) * Choose(total - drug, with - k)).ToArray();
        var all = (double)weights.Sum();
        for (var a = low; a <= high; a++)
        {
            Table2x2 table = new(a, drug - a, with - a, total - drug - with + a);
            var at = weights[a - low];
            var above = weights[(a - low + 1)..].Sum();
            AssertClose(weights.Where(weight => weight <= at).Sum() / all, FisherExact.TwoSided(table), table);
            AssertClose((above + at) / all, FisherExact.Greater(table), table);
            AssertClose((above + at / 2.0) / all, FisherExact.MidGreater(table), table);

            // P(A ≤ a − 1) is the one-sided p of the other column, and both make up all tables.
            if (a > low)
                Assert.Equal(1.0, FisherExact.Greater(table)!.Value + FisherExact.Greater(new(table.B + 1, a - 1, table.D - 1, table.C + 1))!.Value, 1e-14);
        }
    }

    private static long Choose(int n, int k) => k == 0 ? 1 : Choose(n - 1, k - 1) * n / k;

    private static void AssertClose(double expected, double? actual, Table2x2 table) =>
        Assert.True(Math.Abs(actual!.Value - expected) <= 2e-14 * expected, $"{table}: {actual}, expected {expected}");

    // As in TwoByTwoPropertyTests, with cells up to 1e7.
    private static void ForEachTable(int seed, Func<Table2x2, bool> holds)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            Table2x2 table = new(Cell(random), Cell(random), Cell(random), Cell(random));
            Assert.True(holds(table), $"Seed {seed}, case {i}: {table}");
        }
    }

    private static long Cell(Random random) => random.Next(6) == 0 ? 0 : (long)Math.Pow(10, 7 * random.NextDouble());

    private static bool Ordered(Estimate e) => double.IsFinite(e.Lower) && double.IsFinite(e.Upper) && e.Lower <= e.Value && e.Value <= e.Upper;

    private static bool Same(double? x, double? y) => x is { } left && y is { } right
        ? Math.Abs(left - right) <= Math.Max(1e-12 * Math.Abs(left), 1e-15)
        : x is null && y is null;
}
