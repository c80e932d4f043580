using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class GammaPoissonGoldenTests
{
    [Fact] // tests/golden/README.md#ebgmcsv
    public void Scores_match_the_60_digit_reference()
    {
        foreach (var row in Golden.Rows("ebgm.csv"))
        {
            var posterior = new GammaPoissonPosterior(GammaPoisson.Prior(row));
            var (count, expected) = (row.Count("count"), row.Number("expected"));
            AssertScore(row, posterior, 1e-10);
            row.Agrees("median", posterior.Quantile(count, expected, 0.5), 1e-10);
        }
    }

    [Fact] // tests/golden/README.md#ebgm_gapscsv
    public void Quantiles_in_the_gap_between_two_components_match_the_60_digit_reference()
    {
        foreach (var row in Golden.Rows("ebgm_gaps.csv"))
            AssertScore(row, new(GammaPoisson.Prior(row)), 1e-12);
    }

    [Fact] // the last four rows have cases, and a mean above EB95: it is published all the same
    public void A_mean_outside_its_limits_is_a_score_of_a_pair_with_cases()
    {
        foreach (var row in Golden.Rows("ebgm_gaps.csv").TakeLast(4))
        {
            Assert.True(row.Count("count") > 0 && row.Number("ebgm") > row.Number("eb95"));
            AssertScore(row, new(GammaPoisson.Prior(row)), 1e-12);
        }
    }

    [Fact] // tests/golden/README.md#ebgm_openebgmcsv: its bisection stops at 1e-8
    public void Scores_match_openEBGM()
    {
        foreach (var row in Golden.Rows("ebgm_openebgm.csv"))
            AssertScore(row, new(GammaPoisson.Prior(row)), 3e-8);
    }

    [Fact] // tests/golden/README.md#gamma_poisson_likelihoodcsv
    public void Likelihoods_match_the_60_digit_reference()
    {
        var points = GammaPoisson.Points(Golden.Rows("gamma_poisson_points.csv"), "count", "expected", "weight");
        foreach (var row in Golden.Rows("gamma_poisson_likelihood.csv"))
        {
            var truncated = row.Text("zero_truncated") == "yes";
            var likelihood = new GammaPoissonLikelihood(points.Where(point => !truncated || point.Count > 0), truncated);
            row.Agrees("negative_log_likelihood", likelihood.Negative(GammaPoisson.Prior(row)), 1e-13);
        }
    }

    [Fact] // tests/golden/README.md#gamma_poisson_fitcsv
    public void Fits_match_the_60_digit_reference_from_every_start()
    {
        var points = GammaPoisson.Points(Golden.Rows("gamma_poisson_caers.csv"), "count", "expected", "weight");
        foreach (var row in Golden.Rows("gamma_poisson_fit.csv"))
        {
            var truncated = row.Text("zero_truncated") == "yes";
            var fit = GammaPoissonFit.Of(new(points.Where(point => !truncated || point.Count > 0), truncated));
            GammaPoisson.AssertClose(GammaPoisson.Prior(row), fit.Prior, 1e-7);
            row.Agrees("negative_log_likelihood", fit.NegativeLogLikelihood, 1e-13);
            Assert.Equal((fit.Starts.Count, null, null), (fit.Agreeing, fit.Reason, fit.Bound));
        }
    }

    private static void AssertScore(GoldenRow row, GammaPoissonPosterior posterior, double tolerance)
    {
        var (count, expected) = (row.Count("count"), row.Number("expected"));
        var score = posterior.Score(count, expected);
        row.Agrees("qn", posterior.Qn(count, expected), tolerance);
        row.Agrees("ebgm", score.Ebgm, tolerance);
        row.Agrees("eb05", score.Eb05, tolerance);
        row.Agrees("eb95", score.Eb95, tolerance);
    }
}
