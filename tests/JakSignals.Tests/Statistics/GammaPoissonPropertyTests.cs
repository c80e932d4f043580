using System.Globalization;
using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class GammaPoissonPropertyTests
{
    private const int Seed = 99;

    [Fact]
    public void The_geometric_mean_lies_between_the_quantiles_of_every_pair_with_cases()
    {
        foreach (var (prior, count, expected) in Drawn(5_000))
        {
            var score = new GammaPoissonPosterior(prior).Score(Math.Max(1, count), expected);
            Assert.True(score.Eb05 <= score.Ebgm && score.Ebgm <= score.Eb95, Case(prior, count, expected, score));
        }
    }

    [Fact] // the last row of tests/golden/ebgm.csv: 4 % of this posterior lie near e^-20 and draw the geometric mean below the 5 % quantile of the rest
    public void The_geometric_mean_may_leave_the_quantiles_where_nothing_was_reported()
    {
        var score = new GammaPoissonPosterior(new(16, 3, 0.05, 0.05, 0.96)).Score(0, 1e-6);
        Assert.True(score.Ebgm < score.Eb05);
    }

    [Fact]
    public void Scores_rise_with_the_count_at_a_fixed_expected_count()
    {
        foreach (var (prior, count, expected) in Drawn(3_000))
        {
            var posterior = new GammaPoissonPosterior(prior);
            var (fewer, more) = (posterior.Score(count, expected), posterior.Score(count + 1 + count / 50, expected));
            Assert.True(fewer.Ebgm < more.Ebgm && fewer.Eb05 < more.Eb05 && fewer.Eb95 < more.Eb95, Case(prior, count, expected, more));
        }
    }

    [Theory] // shrinkage goes as (alpha + n)/(beta + E), so a relative 1e-4 is left at a hundred thousand cases
    [InlineData(1_000_000, 100_000.0)]
    [InlineData(10_000_000, 50_000_000.0)]
    public void A_huge_count_speaks_for_itself(long count, double expected)
    {
        var score = new GammaPoissonPosterior(new(0.2, 0.06, 1.4, 1.8, 0.1)).Score(count, expected);
        Assert.Equal(count / expected, score.Ebgm, 1e-4 * count / expected);
        Assert.Equal(count / expected, score.Eb05, 3e-3 * count / expected);
    }

    [Fact]
    public void The_order_of_the_components_changes_nothing()
    {
        foreach (var (prior, count, expected) in Drawn(2_000))
        {
            var (one, other) = (new GammaPoissonPosterior(prior).Score(count, expected), new GammaPoissonPosterior(prior.Swapped()).Score(count, expected));
            Assert.True(Close(one.Ebgm, other.Ebgm) && Close(one.Eb05, other.Eb05) && Close(one.Eb95, other.Eb95), Case(prior, count, expected, other));
            GammaPoissonPoint[] cell = [new(count, expected, 3.0)];
            Assert.Equal(new GammaPoissonLikelihood(cell).Negative(prior), new GammaPoissonLikelihood(cell).Negative(prior.Swapped()), 1e-9);
        }
    }

    [Fact]
    public void Two_points_of_half_the_weight_are_one()
    {
        GammaPoissonPoint[] whole = [new(0, 0.3, 900), new(1, 0.2, 60), new(4, 0.7, 8), new(12, 5, 2)];
        GammaPoissonPoint[] halves = [.. whole.Concat(whole).Select(point => point with { Weight = point.Weight / 2.0 })];
        foreach (var (prior, _, _) in Drawn(200))
        {
            var value = new GammaPoissonLikelihood(whole).Negative(prior);
            Assert.Equal(value, new GammaPoissonLikelihood(halves).Negative(prior), 1e-12 * value);
        }
    }

    [Fact]
    public void The_order_of_the_points_changes_no_bit_of_the_fit()
    {
        var points = GammaPoisson.Points(Golden.Rows("gamma_poisson_caers.csv"), "count", "expected", "weight").ToArray();
        var fit = GammaPoissonFit.Of(new(points));
        new Random(Seed).Shuffle(points);
        Assert.Equal(fit.Prior, GammaPoissonFit.Of(new(points)).Prior);
    }

    [Fact]
    public void Quantiles_rise_with_their_probability()
    {
        double[] probabilities = [1e-12, 1e-6, 0.01, 0.2, 0.5, 0.5000001, 0.9, 0.999, 1 - 1e-9];
        foreach (var (prior, count, expected) in Drawn(1_000))
        {
            var quantiles = probabilities.Select(p => new GammaPoissonPosterior(prior).Quantile(count, expected, p)).ToList();
            Assert.True(quantiles.Zip(quantiles.Skip(1)).All(pair => pair.First <= pair.Second), Case(prior, count, expected, quantiles[0]));
        }
    }

    [Fact]
    public void No_prior_and_no_pair_gives_anything_but_numbers()
    {
        var random = new Random(Seed);
        double Within(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
        for (var i = 0; i < 20_000; i++)
        {
            var prior = new GammaPoissonPrior(Within(1e-6, 1e6), Within(1e-6, 1e6), Within(1e-6, 1e6), Within(1e-6, 1e6), i % 7 == 0 ? i % 2 : random.NextDouble());
            var (count, expected) = (i % 3 == 0 ? 0 : (long)Within(1, 1e7), Within(1e-9, 1e6));
            var score = new GammaPoissonPosterior(prior).Score(count, expected);
            var likelihood = new GammaPoissonLikelihood([new(count, expected, 1.0)]).Negative(prior);
            Assert.True(double.IsFinite(score.Ebgm) && score.Eb05 <= score.Eb95 && score.Eb05 >= 0.0 && double.IsFinite(score.Eb95) && double.IsFinite(likelihood) && likelihood > -1e-9, Case(prior, count, expected, score));
        }
    }

    [Fact] // as of 120,000 reports whose seven other starts ended elsewhere
    public void A_minimum_that_one_start_found_is_confirmed_by_starts_around_it()
    {
        var likelihood = new GammaPoissonLikelihood(GammaPoisson.Points(Golden.Rows("gamma_poisson_caers.csv"), "count", "expected", "weight"));
        var fit = GammaPoissonFit.Of(likelihood, [new(0.2, 0.1, 2, 4, 1.0 / 3)]);
        GammaPoisson.AssertClose(GammaPoisson.Prior(Golden.Rows("gamma_poisson_fit.csv")[0]), fit.Prior, 1e-6);
        Assert.True(fit.Starts.Count > 1 && fit.Agreeing >= GammaPoissonFit.FewestAgreeing, $"{fit.Agreeing} of {fit.Starts.Count}");
    }

    // The weights are the cells expected under the prior, so that the prior is the optimum but for the 5,000 of 10⁻¹² left out. It lies at the end of a long flat valley, two shapes growing at the same mean.
    [Theory]
    [InlineData(500)]
    [InlineData(5000)]
    public void A_narrow_component_is_found_from_every_start(double shape)
    {
        var prior = new GammaPoissonPrior(0.04, 0.0016, shape, shape * 1.002, 0.0004);
        var fit = GammaPoissonFit.Of(new(CellsExpected(prior, 1e6)));
        GammaPoisson.AssertClose(prior, fit.Prior, 1e-3);
        Assert.Equal((8, 8), (fit.Agreeing, fit.Starts.Count));
        Assert.All(fit.Starts, start => Assert.True(start.Steps < 60, $"{start.Steps} steps"));
    }

    // Every cell of a table whose expected counts run from 2⁻¹² to 2⁸, each count with the weight the prior gives it.
    private static IEnumerable<GammaPoissonPoint> CellsExpected(GammaPoissonPrior prior, double cells)
    {
        for (var k = -12; k <= 8; k++)
        {
            var (expected, weight, left) = (Math.Pow(2.0, k), cells * Math.Exp(-0.5 * Math.Pow((k + 7) / 3.0, 2.0)), 1.0);
            for (var n = 0; n < 3_000 && left > 1e-12; n++)
            {
                var probability = Math.Exp(-new GammaPoissonLikelihood([new(n, expected, 1.0)]).Negative(prior));
                left -= probability;
                if (probability * weight > 1e-9)
                    yield return new(n, expected, probability * weight);
            }
        }
    }

    // Counts without any spread beyond chance: the shapes run to their bound, which is no optimum.
    [Fact]
    public void A_table_without_any_spread_gives_no_interior_prior()
    {
        var poisson = Enumerable.Range(0, 12).Select(n => new GammaPoissonPoint(n, 2.0, 10_000.0 * Math.Exp(n * Math.Log(2.0) - 2.0 - Enumerable.Range(1, n).Sum(k => Math.Log(k)))));
        var fit = GammaPoissonFit.Of(new(poisson));
        Assert.Null(fit.Prior);
        Assert.NotNull(fit.Reason);
    }

    [Theory]
    [InlineData(0.0, 1, 1, 1, 0.5, "alpha1 is 0")]
    [InlineData(1, double.NaN, 1, 1, 0.5, "beta1 is NaN")]
    [InlineData(1, 1, double.PositiveInfinity, 1, 0.5, "alpha2 is Infinity")]
    [InlineData(1, 1, 1, -2, 0.5, "beta2 is -2")]
    [InlineData(1, 1, 1, 1, 1.5, "p is 1.5")]
    public void A_prior_that_is_none_is_refused_with_its_values(double alpha1, double beta1, double alpha2, double beta2, double p, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => new GammaPoissonPrior(alpha1, beta1, alpha2, beta2, p)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, 1.0)]
    [InlineData(1, 0.0)]
    [InlineData(1, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    public void A_pair_that_cannot_be_is_refused(long count, double expected) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GammaPoissonPosterior(new(0.2, 0.06, 1.4, 1.8, 0.1)).Score(count, expected));

    private static IEnumerable<(GammaPoissonPrior Prior, long Count, double Expected)> Drawn(int cases)
    {
        var random = new Random(Seed);
        double Within(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
        for (var i = 0; i < cases; i++)
        {
            var prior = new GammaPoissonPrior(Within(0.05, 20), Within(0.02, 10), Within(0.05, 20), Within(0.02, 10), 0.01 + 0.98 * random.NextDouble());
            yield return (prior, (long)Within(1, 1e6) - 1, Within(1e-6, 1e5));
        }
    }

    private static bool Close(double x, double y) => Math.Abs(x - y) <= 1e-11 * Math.Abs(y);

    private static string Case(GammaPoissonPrior prior, long count, double expected, object what) =>
        string.Create(CultureInfo.InvariantCulture, $"Seed {Seed}: {prior} at {count} cases of {expected:R} gives {what}");
}
