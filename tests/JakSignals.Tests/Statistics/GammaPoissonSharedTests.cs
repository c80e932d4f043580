using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

/// <summary>Whole data sets of openEBGM and of a FAERS quarter, fitted and scored by R.</summary>
public class GammaPoissonSharedTests
{
    [Fact]
    public void Likelihoods_match_openEBGM_at_fixed_priors()
    {
        foreach (var row in Golden.RowsOf(Shared.Path("golden/openebgm/negLL_at_fixed_theta.csv")))
        {
            row.Agrees("negLLsquash_sq2", new GammaPoissonLikelihood(SquashedTwice(), zeroTruncated: true).Negative(GammaPoisson.Prior(row, "P")), 1e-12);
            row.Agrees("negLL_full", new GammaPoissonLikelihood(Caers(), zeroTruncated: true).Negative(GammaPoisson.Prior(row, "P")), 1e-12);
        }
    }

    // R's nlminb stops where its likelihood agrees to ten digits and its priors to five.
    [Theory]
    [InlineData("squash2_vignette04_5starts_autoHyper_nlminb")]
    [InlineData("full_unsquashed_vignette03_3starts_autoHyper")]
    [InlineData("stratified_strat1_autoSquash_5starts")]
    public void Fits_match_openEBGM(string name)
    {
        var row = Golden.RowsOf(Shared.Path("golden/openebgm/hyperparameters.csv")).Single(row => row.Text("fit") == name);
        var points = name.StartsWith("full", StringComparison.Ordinal) ? Caers() : name.StartsWith("strat", StringComparison.Ordinal) ? Stratified() : SquashedTwice();
        var likelihood = new GammaPoissonLikelihood(points, zeroTruncated: true);
        row.Agrees("negLL", likelihood.Negative(GammaPoisson.Prior(row, "P")), 1e-12);

        var fit = GammaPoissonFit.Of(likelihood);
        GammaPoisson.AssertClose(GammaPoisson.Prior(row, "P"), fit.Prior, 2e-5);
        row.Agrees("negLL", fit.NegativeLogLikelihood, 1e-12);
        Assert.Equal(fit.Starts.Count, fit.Agreeing);
        Assert.Null(fit.Bound);
    }

    [Fact]
    public void Squashing_as_openEBGM_does_gives_its_points()
    {
        var squashed = Squash(Squash(Caers(), count: 1, bin: 50, keep: 100), count: 2, bin: 10, keep: 50);
        Assert.All(Sorted(squashed).Zip(Sorted(SquashedTwice())), pair =>
        {
            Assert.Equal((pair.Second.Count, pair.Second.Weight), (pair.First.Count, pair.First.Weight));
            Assert.Equal(pair.Second.Expected, pair.First.Expected, 1e-12 * pair.Second.Expected);
        });
        Assert.Equal(SquashedTwice().Count, squashed.Count);
    }

    [Fact]
    public void Posteriors_match_openEBGM_on_its_grid()
    {
        var posterior = new GammaPoissonPosterior(new(0.2, 0.06, 1.4, 1.8, 0.1));
        foreach (var row in Golden.RowsOf(Shared.Path("golden/openebgm/posterior_grid_theta_0.2_0.06_1.4_1.8_0.1.csv")))
        {
            AssertScore(row, posterior, "N", 1e-11, 1e-11);
            row.Agrees("EB025", posterior.Quantile(row.Count("N"), row.Number("E"), 0.025), 1e-11);
            row.Agrees("EB975", posterior.Quantile(row.Count("N"), row.Number("E"), 0.975), 1e-11);
        }
    }

    [Theory] // quantBisect stops at eight decimals
    [InlineData("caers_unstratified_scores_theta_squash2.csv.gz", "squash2_vignette04_5starts_autoHyper_nlminb")]
    [InlineData("caers_stratified_scores_autoSquash.csv.gz", "stratified_strat1_autoSquash_5starts")]
    public void Every_pair_of_CAERS_scores_as_in_openEBGM(string scores, string prior)
    {
        var posterior = new GammaPoissonPosterior(GammaPoisson.Prior(Golden.RowsOf(Shared.Path("golden/openebgm/hyperparameters.csv")).Single(row => row.Text("fit") == prior), "P"));
        foreach (var row in Golden.RowsOf(Shared.Path($"golden/openebgm/{scores}")))
            AssertScore(row, posterior, "N", 1e-10, 1e-7);
    }

    [Fact]
    public void The_fit_with_zero_cells_matches_R_on_its_points()
    {
        var rows = Golden.RowsOf(Shared.Path("golden/faers2022q3/ebgm_hyperparameters_multistart.csv"));
        var fit = GammaPoissonFit.Of(new(FaersPoints()));
        GammaPoisson.AssertClose(GammaPoisson.Prior(rows[1], "P"), fit.Prior, 2e-6);
        rows[1].Agrees("negLL", fit.NegativeLogLikelihood, 1e-13);
        Assert.Null(fit.Bound);
    }

    [Fact] // R's run was bounded at the same 1e-4
    public void A_fit_without_zero_cells_that_runs_into_a_bound_gives_no_prior_and_says_so()
    {
        var row = Golden.RowsOf(Shared.Path("golden/faers2022q3/ebgm_hyperparameters_multistart.csv"))[0];
        var fit = GammaPoissonFit.Of(new(FaersPoints().Where(point => point.Count > 0), zeroTruncated: true));
        GammaPoisson.AssertClose(GammaPoisson.Prior(row, "P"), fit.Starts.Where(start => start.IsConverged).MinBy(start => start.NegativeLogLikelihood)!.End, 1e-6);
        row.Agrees("negLL", fit.NegativeLogLikelihood, 1e-12);
        Assert.Equal((null, "on a bound of the fit: alpha2 = 0.0001", "The best prior within the bounds is on a bound of the fit: alpha2 = 0.0001."), (fit.Prior, fit.Bound, fit.Reason));
    }

    // R put 124 pairs of one case into each point. Beside every cell on its own, that moves the prior by up to 5 %; the bins used here move it by less than 1e-5, and half their width by a quarter of that.
    [Fact]
    public void Squashing_hardly_moves_the_prior_of_a_FAERS_quarter()
    {
        var table = Faers();
        var unsquashed = GammaPoissonFit.Of(new(EveryCell(table))).Prior!.Value;
        GammaPoisson.AssertClose(unsquashed, GammaPoissonFit.Of(new(table.Data().Points)).Prior, 1e-5);
        GammaPoisson.AssertClose(unsquashed, GammaPoissonFit.Of(new(table.Data(2 * GammaPoissonData.DefaultBinsPerDoubling).Points)).Prior, 3e-6);
        Assert.ThrowsAny<Exception>(() => GammaPoisson.AssertClose(unsquashed, GammaPoissonFit.Of(new(FaersPoints())).Prior, 1e-2));
    }

    [Fact] // both put every cell without a case into narrow bins; only the pairs with cases differ
    public void The_zero_cells_counted_from_margins_fit_as_those_R_listed()
    {
        var zeros = Faers().Data().Points.Where(point => point.Count == 0);
        var fit = GammaPoissonFit.Of(new(zeros.Concat(FaersPoints().Where(point => point.Count > 0))));
        GammaPoisson.AssertClose(GammaPoisson.Prior(Golden.RowsOf(Shared.Path("golden/faers2022q3/ebgm_hyperparameters_multistart.csv"))[1], "P"), fit.Prior, 1e-4);
    }

    private static void AssertScore(GoldenRow row, GammaPoissonPosterior posterior, string count, double tolerance, double quantileTolerance)
    {
        var (n, expected) = (row.Count(count), row.Number("E"));
        var score = posterior.Score(n, expected);
        row.Agrees("Qn", posterior.Qn(n, expected), tolerance);
        row.Agrees("EBGM", score.Ebgm, tolerance);
        row.Agrees("EB05", score.Eb05, quantileTolerance);
        row.Agrees("EB95", score.Eb95, quantileTolerance);
    }

    // openEBGM's squashData: pairs of one count in order of E, so many to a bin from the least on, the rest of them in a smaller bin, the largest kept as they are.
    private static List<GammaPoissonPoint> Squash(List<GammaPoissonPoint> points, long count, int bin, int keep)
    {
        var chosen = points.Where(point => point.Count == count).OrderBy(point => point.Expected).ToList();
        var bins = chosen.SkipLast(keep).Chunk(bin).Select(cells => new GammaPoissonPoint(count, cells.Average(cell => cell.Expected), cells.Length));
        return [.. bins, .. chosen.TakeLast(keep), .. points.Where(point => point.Count != count)];
    }

    private static IEnumerable<GammaPoissonPoint> Sorted(IEnumerable<GammaPoissonPoint> points) => points.OrderBy(point => point.Count).ThenBy(point => point.Expected).ThenBy(point => point.Weight);

    private static List<GammaPoissonPoint> SquashedTwice() => GammaPoisson.Points(Golden.RowsOf(Shared.Path("golden/openebgm/squashed2_vignette.csv")), "N", "E", "weight");

    private static List<GammaPoissonPoint> Stratified() => GammaPoisson.Points(Golden.RowsOf(Shared.Path("golden/openebgm/squashed_stratified_autoSquash.csv")), "N", "E", "weight");

    private static List<GammaPoissonPoint> Caers() => GammaPoisson.Points(Golden.RowsOf(Shared.Path("golden/openebgm/caers_unstratified_scores_theta_squash2.csv.gz")), "N", "E", null);

    private static List<GammaPoissonPoint> FaersPoints() => GammaPoisson.Points(Golden.RowsOf(Shared.Path("golden/faers2022q3/ebgm_points_with_zeros.csv")), "N", "E", "weight");

    private static PairTable Faers()
    {
        var (drugs, events, pairs) = (new Dictionary<string, (int Index, int Margin)>(), new Dictionary<string, (int Index, int Margin)>(), new List<(int, int, int)>());
        var total = 0L;
        foreach (var row in Golden.RowsOf(Shared.Path("golden/faers2022q3/all_pair_counts.csv.gz")))
        {
            drugs.TryAdd(row.Text("ingredient"), (drugs.Count, (int)row.Count("n_drug")));
            events.TryAdd(row.Text("event"), (events.Count, (int)row.Count("n_event")));
            pairs.Add(((int)row.Count("a"), drugs[row.Text("ingredient")].Index, events[row.Text("event")].Index));
            total = row.Count("N");
        }
        return new(pairs, [.. drugs.Values.Select(drug => drug.Margin)], [.. events.Values.Select(@event => @event.Margin)], total);
    }

    // Cells of equal margins are one point, which is exact.
    private static IEnumerable<GammaPoissonPoint> EveryCell(PairTable table)
    {
        var products = new Dictionary<long, long>();
        foreach (var drug in table.DrugMargins.CountBy(margin => margin))
        {
            foreach (var @event in table.EventMargins.CountBy(margin => margin))
                products[(long)drug.Key * @event.Key] = products.GetValueOrDefault((long)drug.Key * @event.Key) + (long)drug.Value * @event.Value;
        }
        foreach (var (_, drug, @event) in table.Pairs)
            products[(long)table.DrugMargins[drug] * table.EventMargins[@event]]--;
        return products.Where(cell => cell.Value > 0).Select(cell => new GammaPoissonPoint(0, (double)cell.Key / table.Total, cell.Value))
            .Concat(table.Pairs.Select(pair => new GammaPoissonPoint(pair.Cases, (double)table.DrugMargins[pair.Drug] * table.EventMargins[pair.Event] / table.Total, 1.0)));
    }
}
