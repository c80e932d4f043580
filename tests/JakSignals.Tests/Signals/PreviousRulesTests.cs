using JakSignals.Signals;
using JakSignals.Statistics;

namespace JakSignals.Tests.Signals;

public class PreviousRulesTests
{
    // 20, 80, 100, 9800: ROR 24.5 (14.4–41.5), PRR 0.2 / 0.0101 = 19.8, expected 100 × 120 / 10,000 = 1.2. Two cases are too few for Evans and EMA, and never pass the IC (docs/methods.md).
    // 6, 94, 400, 9500: expected 100 × 406 / 10,000 = 4.06, PRR 0.06 / 0.0404 = 1.49, SE √(1/6 + 1/94 + 1/400 + 1/9500) = 0.424, lower limit of the ROR 1.516 / 2.296 = 0.66.
    // 12, 488, 100, 9400: PRR 0.024 / 0.01053 = 2.28, χ² = 10,000 (12 × 9400 − 488 × 100)² / (500 × 9500 × 112 × 9888) = 7.79; ROR 2.311, SE √(1/12 + 1/488 + 1/100 + 1/9400) = 0.309, lower limit 1.26; expected 5.6.
    [Theory]
    [InlineData(20, 80, 100, 9800, StatusRule.Evans | StatusRule.Ema | StatusRule.Ic)]
    [InlineData(2, 80, 100, 9800, StatusRule.None)]
    [InlineData(6, 94, 400, 9500, StatusRule.None)]
    [InlineData(12, 488, 100, 9400, StatusRule.Evans | StatusRule.Ema | StatusRule.Ic)]
    public void Rules_of_a_table_of_another_run_are_judged_by_the_thresholds_given(long a, long b, long c, long d, StatusRule met) =>
        Assert.Equal(met, PairScores.RulesMet(new Table2x2(a, b, c, d), new SignalThresholds()));

    [Theory] // PRR 2.28, χ² 7.79, lower limit of the ROR 1.26, as above
    [InlineData(2.3, 1, StatusRule.Ema)] [InlineData(2.2, 1.3, StatusRule.Evans)] [InlineData(2.3, 1.3, StatusRule.None)]
    public void Other_thresholds_change_what_it_meets(double prr, double lower, StatusRule met) =>
        Assert.Equal(met, PairScores.RulesMet(new Table2x2(12, 488, 100, 9400), new SignalThresholds { MinimumPrr = prr, MinimumRorLower = lower, MinimumIcLower = 9 }));

    [Fact]
    public void Rules_met_agree_with_those_of_the_scores()
    {
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var table = new Table2x2(random.Next(40), random.Next(2000), random.Next(3000), 100_000);
            var scores = PairScores.Of(table, new SignalOptions());
            var expected = (scores.Evans ? StatusRule.Evans : 0) | (scores.Ema ? StatusRule.Ema : 0) | (scores.Umc ? StatusRule.Ic : 0);
            Assert.True(expected == PairScores.RulesMet(table, new SignalThresholds()), $"seed 11, case {i}: {table}");
        }
    }
}
