using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class NotEstimableTests
{
    [Theory]
    [InlineData(0, 10, 5, 900)]
    [InlineData(5, 0, 5, 900)]
    [InlineData(5, 10, 0, 900)]
    [InlineData(5, 10, 5, 0)]
    public void Ror_is_not_estimable_when_a_cell_is_zero(long a, long b, long c, long d) => Assert.Null(ReportingOdds.Ror(new(a, b, c, d)));

    [Theory]
    [InlineData(0, 10, 5, 900)]   // the ratio is 0, its logarithm and error are not defined
    [InlineData(5, 10, 0, 900)]   // the ratio is infinite
    [InlineData(5, 0, 7, 0)]      // every case has the event: the error would be 0
    [InlineData(0, 0, 5, 900)]    // no case with the drug
    [InlineData(5, 10, 0, 0)]     // no case without the drug
    [InlineData(0, 0, 0, 0)]
    public void Prr_is_not_estimable_when_its_ratio_or_error_is_undefined(long a, long b, long c, long d) =>
        Assert.Null(ProportionalReporting.Prr(new(a, b, c, d)));

    [Theory]
    [InlineData(0, 0, 5, 900)]
    [InlineData(5, 10, 0, 0)]
    [InlineData(0, 10, 0, 900)]
    [InlineData(5, 0, 7, 0)]
    public void Chi_square_is_not_estimable_when_a_margin_is_zero(long a, long b, long c, long d)
    {
        Assert.Null(ChiSquare.Pearson(new(a, b, c, d)));
        Assert.Null(ChiSquare.Yates(new(a, b, c, d)));
    }

    [Fact]
    public void Expected_count_is_not_estimable_when_there_is_no_case() => Assert.Null(default(Table2x2).Expected);

    [Theory]
    [InlineData(95)]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void Confidence_outside_its_range_is_refused_with_its_value(double confidence)
    {
        var table = new Table2x2(20, 80, 100, 9800);
        Assert.All<Action>(
            [
                () => ProportionalReporting.Prr(table, confidence), () => ReportingOdds.Ror(table, confidence),
                () => NormalQuantile.TwoSided(confidence), () => IncidenceRate.Per100PatientYears(3, 100, confidence),
            ],
            score => Assert.Equal(confidence, Assert.Throws<ArgumentOutOfRangeException>(score).ActualValue));
    }
}
