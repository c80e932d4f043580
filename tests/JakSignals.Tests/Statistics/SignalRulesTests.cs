using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class SignalRulesTests
{
    private static readonly SignalThresholds Default = new();

    [Theory]
    [InlineData(3, 2.0, 4.0, true)]
    [InlineData(2, 50.0, 50.0, false)]
    [InlineData(3, 1.9999999, 50.0, false)]
    [InlineData(3, 50.0, 3.9999999, false)]
    public void Evans_signals_when_all_three_thresholds_are_reached(long cases, double prr, double chiSquare, bool signals) =>
        Assert.Equal(signals, SignalRules.Evans(cases, new(prr, prr, prr), chiSquare, yates: 0, Default));

    [Fact]
    public void Evans_reads_the_chi_square_that_the_thresholds_name()
    {
        Estimate prr = new(3, 2, 5);
        Assert.True(SignalRules.Evans(3, prr, pearson: 4, yates: 3, Default));
        Assert.False(SignalRules.Evans(3, prr, pearson: 4, yates: 3, Default with { UseYates = true }));
        Assert.True(SignalRules.Evans(3, prr, pearson: null, yates: 4, Default with { UseYates = true }));
    }

    [Theory]
    [InlineData(3, 1.0000001, true)]
    [InlineData(3, 1.0, false)]
    [InlineData(2, 50.0, false)]
    public void Ema_signals_when_the_lower_limit_is_above_one(long cases, double lower, bool signals) =>
        Assert.Equal(signals, SignalRules.Ema(cases, new(lower + 1, lower, lower + 2), Default));

    [Theory]
    [InlineData(0.0000001, true)]
    [InlineData(0.0, false)]
    [InlineData(-1.5, false)]
    public void Umc_signals_when_the_lower_limit_is_above_zero(double lower, bool signals) =>
        Assert.Equal(signals, SignalRules.Umc(new(lower + 1, lower, lower + 2), Default));

    [Theory]
    [InlineData(2.0, true)]
    [InlineData(1.9999999, false)]
    public void Mgps_signals_when_eb05_reaches_two(double eb05, bool signals) => Assert.Equal(signals, SignalRules.Mgps(eb05, Default));

    [Fact]
    public void Umc_and_mgps_read_their_thresholds()
    {
        Assert.False(SignalRules.Umc(new(2, 1, 3), Default with { MinimumIcLower = 1 }));
        Assert.True(SignalRules.Umc(new(0, -1, 1), Default with { MinimumIcLower = -2 }));
        Assert.False(SignalRules.Mgps(2.5, Default with { MinimumEb05 = 3 }));
    }

    // With E next to nothing the lower limit is log2(2 q), q the 2.5 % quantile of a gamma of shape a + ½: χ² quantiles of tables, 0.2158 / 2 (three degrees of
    // freedom) and 0.8312 / 2 (five) give q = 0.1079 and 0.4156, short of ½; 1.6899 / 2 (seven) gives 0.845.
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Umc_asks_for_no_number_of_cases_but_fewer_than_three_never_pass(long cases, bool signals) =>
        Assert.Equal(signals, SignalRules.Umc(InformationComponent.Ic(cases, 1e-12), Default));

    [Fact]
    public void A_score_that_is_not_estimable_never_signals()
    {
        Assert.False(SignalRules.Evans(1000, prr: null, 1e6, 1e6, Default));
        Assert.False(SignalRules.Evans(1000, new(50, 40, 60), pearson: null, yates: 1e6, Default));
        Assert.False(SignalRules.Ema(1000, ror: null, Default));
        Assert.False(SignalRules.Umc(ic: null, Default));
        Assert.False(SignalRules.Mgps(eb05: null, Default));
    }

    // PRR = (6/60)/(50/1000) = 2 by hand; formed as a quotient of two products it meets its threshold without a rounding error.
    [Fact]
    public void A_prr_of_exactly_two_reaches_the_threshold()
    {
        Table2x2 table = new(6, 54, 50, 950);
        Assert.True(SignalRules.Evans(table.A, ProportionalReporting.Prr(table), pearson: 4, yates: 4, Default));
    }
}
