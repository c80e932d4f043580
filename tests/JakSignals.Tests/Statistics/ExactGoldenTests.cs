using System.Globalization;
using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class ExactGoldenTests
{
    [Fact] // tests/golden/README.md#exact_tablescsv: 75-digit decimal
    public void Every_exact_statistic_of_a_table_matches_the_decimal_reference()
    {
        foreach (var row in Golden.Rows("exact_tables.csv"))
        {
            var (table, confidence) = (row.Table, row.Number("confidence"));
            row.Agrees("rrr", RelativeReporting.Rrr(table), 1e-15);
            AgreesOnLogScale(row, "ic", "ic_lower", "ic_upper", InformationComponent.Ic(table, confidence), 1e-14);
            row.Agrees("oe", "oe_lower", "oe_upper", ObservedExpected.OeRatio(table, confidence), 1e-14);
            AgreesOnLogScale(row, "oe_log2", "oe_log2_lower", "oe_log2_upper", ObservedExpected.OeLog2(table, confidence), 1e-14);
            AgreesAsProbability(row, "fisher_two_sided", FisherExact.TwoSided(table), 1e-12);
            AgreesAsProbability(row, "fisher_greater", FisherExact.Greater(table), 1e-12);
            AgreesAsProbability(row, "fisher_mid_greater", FisherExact.MidGreater(table), 1e-12);
        }
    }

    // 0.9999 is no double, and the nearest one leaves a tail that is 5e-13 off 1e-4: that much of a lower limit, of small counts above all, is not the function's doing.
    [Fact] // tests/golden/README.md#information_componentcsv
    public void Ic_matches_the_decimal_reference_for_any_count_expectation_and_confidence()
    {
        foreach (var row in Golden.Rows("information_component.csv"))
        {
            var ic = InformationComponent.Ic(row.Count("observed"), row.Number("expected"), row.Number("confidence"));
            AgreesOnLogScale(row, "ic", "lower", "upper", ic, 2e-14 + 1e-16 / (1 - row.Number("confidence")) / (row.Count("observed") + 1));
        }
    }

    [Fact] // tests/golden/README.md#fisher_rcsv: R 4.2.2
    public void Rrr_ic_and_fisher_match_R()
    {
        foreach (var row in Golden.Rows("fisher_r.csv"))
            AgreeWithR(row);
    }

    [Fact]
    public void Rrr_ic_and_fisher_match_R_on_the_shared_tables()
    {
        foreach (var row in Golden.RowsOf(Shared.Path("golden/two_by_two/golden_2x2.csv")))
            AgreeWithR(row);
    }

    [Theory]
    [InlineData(0.99, "IC_q0.005", "IC_q0.995")]
    [InlineData(0.95, "IC_q0.025", "IC_q0.975")]
    [InlineData(0.90, "IC_q0.05", "IC_q0.95")]
    public void Ic_matches_R_on_the_shared_grid_of_counts_and_expectations(double confidence, string lower, string upper)
    {
        foreach (var row in Golden.RowsOf(Shared.Path("golden/two_by_two/ic_grid.csv")))
            AgreesOnLogScale(row, "IC", lower, upper, InformationComponent.Ic(row.Count("obs"), row.Number("exp"), confidence), 1e-13);
    }

    [Fact]
    public void Rrr_and_ic_match_R_on_three_thousand_pairs_of_FAERS_2022Q3()
    {
        foreach (var row in Golden.RowsOf(Shared.Path("golden/faers2022q3/sample3000_signals.csv")))
        {
            row.Agrees("RRR", RelativeReporting.Rrr(row.Table), 1e-13);
            AgreesOnLogScale(row, "IC", "IC025", "IC975", InformationComponent.Ic(row.Table), 1e-13);
        }
    }

    // 2Φ(1.64) − 1: the papers round the 1.645 of their lower limit.
    [Fact] // tests/golden/README.md#published_oecsv
    public void What_papers_print_as_EBGM_and_IC_is_observed_over_expected()
    {
        foreach (var row in Golden.Rows("published_oe.csv"))
        {
            var (ratio, log) = (ObservedExpected.OeRatio(row.Table, 0.898994833)!.Value, ObservedExpected.OeLog2(row.Table)!.Value);
            AssertPrints(row, "ebgm", ratio.Value);
            AssertPrints(row, "ebgm05", ratio.Lower);
            AssertPrints(row, "ic", log.Value);
            AssertPrints(row, "ic025", log.Lower);
            AssertPrints(row, "chi_square", ChiSquare.Pearson(row.Table)!.Value);
        }
    }

    private static void AgreeWithR(GoldenRow row)
    {
        row.Agrees("RRR", RelativeReporting.Rrr(row.Table), 1e-13);
        AgreesOnLogScale(row, "IC", "IC025_gamma", "IC975_gamma", InformationComponent.Ic(row.Table), 1e-13);
        // R sums logarithms of factorials: of the p of 1e-106 and 1e-45 it prints twelve digits right.
        row.Agrees("fisher_p", FisherExact.TwoSided(row.Table), 1e-11);
        row.Agrees("fisher_p_greater", FisherExact.Greater(row.Table), 1e-11);
    }

    // A logarithm near 0 has no relative accuracy to speak of: that of the ratio itself counts.
    private static void AgreesOnLogScale(GoldenRow row, string value, string lower, string upper, Estimate? actual, double tolerance)
    {
        Agrees(row, value, actual?.Value, tolerance);
        Agrees(row, lower, actual?.Lower, tolerance);
        Agrees(row, upper, actual?.Upper, tolerance);
    }

    private static void Agrees(GoldenRow row, string column, double? actual, double tolerance)
    {
        if (actual is { } x && row.Estimable(column) is { } expected && Math.Abs(x - expected) <= tolerance * Math.Max(1, Math.Abs(expected)))
            return;
        row.Agrees(column, actual, 0);
    }

    // Below the normal numbers a double has only the multiples of 4.9e-324, so half of one is as near as it can come.
    private static void AgreesAsProbability(GoldenRow row, string column, double? actual, double tolerance)
    {
        if (row.Estimable(column) is { } expected and < 2.2e-308 && actual is { } x)
            Assert.True(Math.Abs(x - expected) <= Math.Max(double.Epsilon, tolerance * expected), $"{row.Text("id")}: {column} is {x}, expected {expected}");
        else
            row.Agrees(column, actual, tolerance);
    }

    private static void AssertPrints(GoldenRow row, string column, double actual) =>
        Assert.True(Math.Abs(actual - row.Number(column)) <= 0.005 * (1 + 1e-9),
            string.Create(CultureInfo.InvariantCulture, $"{row.Text("source")}, {row.Text("a")} cases: {column} {actual:R} does not print as {row.Text(column)}."));
}
