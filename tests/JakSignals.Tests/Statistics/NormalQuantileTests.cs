using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class NormalQuantileTests
{
    [Fact] // tests/golden/README.md#normal_quantilecsv
    public void Quantiles_match_the_60_digit_reference()
    {
        foreach (var row in Golden.Rows("normal_quantile.csv"))
            row.Agrees("z", NormalQuantile.TwoSided(row.Number("confidence")), 1e-14);
    }

    [Fact]
    public void The_quantile_of_95_percent_is_exact_to_the_last_bit() => Assert.Equal(1.959963984540054, NormalQuantile.TwoSided(0.95), 1e-15);
}
