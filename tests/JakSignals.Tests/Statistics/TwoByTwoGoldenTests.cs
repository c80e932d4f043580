using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class TwoByTwoGoldenTests
{
    [Fact] // tests/golden/README.md#two_by_twocsv: 60-digit decimal
    public void Every_statistic_of_a_table_matches_the_60_digit_reference()
    {
        foreach (var row in Golden.Rows("two_by_two.csv"))
        {
            var (table, confidence) = (row.Table, row.Number("confidence"));
            row.Agrees("expected", table.Expected, 1e-14);
            row.Agrees("prr", "prr_lower", "prr_upper", ProportionalReporting.Prr(table, confidence), 1e-13);
            row.Agrees("ror", "ror_lower", "ror_upper", ReportingOdds.Ror(table, confidence), 1e-13);
            row.Agrees("chi_square", ChiSquare.Pearson(table), 1e-14);
            row.Agrees("chi_square_yates", ChiSquare.Yates(table), 1e-14);
            // Where a is within one of an E of millions, the rounding of E shows.
            var (expected, actual) = (row.Estimable("log_likelihood_ratio"), LikelihoodRatio.Log(table));
            Assert.True(expected is null ? actual is null : Math.Abs(actual!.Value - expected.Value) <= 1e-15 + 1e-9 * expected, $"{row.Text("id")}: {actual}, expected {expected}");
        }
    }

    [Fact] // tests/golden/README.md#two_by_two_rcsv: R 4.2.2
    public void Every_statistic_of_a_table_matches_R() =>
        AgreeWithR(Golden.Rows("two_by_two_r.csv"));

    [Fact]
    public void Every_statistic_matches_R_on_the_shared_tables() =>
        AgreeWithR(Golden.RowsOf(Shared.Path("golden/two_by_two/golden_2x2.csv")));

    [Fact]
    public void Every_statistic_matches_R_on_three_thousand_pairs_of_FAERS_2022Q3()
    {
        var rows = Golden.RowsOf(Shared.Path("golden/faers2022q3/sample3000_signals.csv"));
        Assert.Equal(3000, rows.Count);
        AgreeWithR(rows);
        Assert.All(rows, row => Assert.Equal(row.Table, Table2x2.FromMargins(row.Count("a"), row.Count("n_drug"), row.Count("n_event"), row.Count("N"))));
    }

    // As everywhere in this project, an infinite ratio, a ratio of zero and a limit that R gives as NA are "not estimable".
    private static void AgreeWithR(IReadOnlyList<GoldenRow> rows)
    {
        const double tolerance = 1e-12;      // R printed 15 digits
        foreach (var row in rows)
        {
            row.Agrees("E", row.Table.Expected, tolerance);
            row.Agrees("PRR", "PRR_lo", "PRR_hi", ProportionalReporting.Prr(row.Table), tolerance);
            row.Agrees("ROR", "ROR_lo", "ROR_hi", ReportingOdds.Ror(row.Table), tolerance);
            row.Agrees("chi2", ChiSquare.Pearson(row.Table), tolerance);
            row.Agrees("chi2_yates", ChiSquare.Yates(row.Table), tolerance);
        }
    }
}
