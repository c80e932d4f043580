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

    [Fact]
    public void A_score_that_is_not_estimable_never_signals()
    {
        Assert.False(SignalRules.Evans(1000, prr: null, 1e6, 1e6, Default));
        Assert.False(SignalRules.Evans(1000, new(50, 40, 60), pearson: null, yates: 1e6, Default));
        Assert.False(SignalRules.Ema(1000, ror: null, Default));
    }

    // PRR = (6/60)/(50/1000) = 2 by hand; formed as a quotient of two products it meets its threshold without a rounding error.
    [Fact]
    public void A_prr_of_exactly_two_reaches_the_threshold()
    {
        Table2x2 table = new(6, 54, 50, 950);
        Assert.True(SignalRules.Evans(table.A, ProportionalReporting.Prr(table), pearson: 4, yates: 4, Default));
    }
}
