using JakSignals.Incidence;

namespace JakSignals.Tests.Incidence;

public sealed class DoseTextTests
{
    [Theory]
    [InlineData("5 mg BID", "5 mg twice daily")]
    [InlineData("5mg b.i.d.", "5 MG  twice a day")]
    [InlineData("5 mg BID", "0.005 g 2x daily")]
    [InlineData("10 mg/d", "10 mg once daily")]
    [InlineData("10 mg/day", "10 mg QD")]
    [InlineData("100 mg", "100 mg daily")]
    [InlineData("1,5 mg", "1.50 mg")]
    [InlineData("250 µg", "0.25 mg")]
    [InlineData("40 mg every other week", "40 mg Q2W")]
    [InlineData("5 and 10 mg twice daily", "5 mg and 10 mg BID")]
    [InlineData("any", "All doses")]
    [InlineData("immediate release", "Immediate  Release")]
    public void One_dose_may_be_written_in_many_ways(string one, string other) => Assert.Equal(DoseText.Key(one), DoseText.Key(other));

    [Theory]
    [InlineData("1.5 mg", "15 mg")]
    [InlineData("5 mg", "5 mg BID")]
    [InlineData("5 mg BID", "10 mg daily")]         // as much a day, but another regimen
    [InlineData("10 mg twice daily", "10 mg twice daily (average)")]
    [InlineData("1,000 mg", "1000 mg")]             // one milligram, or a thousand
    [InlineData("1.000 mg", "1 mg")]
    [InlineData("5 mg", "5 g")]
    [InlineData("40 mg weekly", "40 mg every other week")]
    [InlineData("11 mg", "11 mg XR")]
    [InlineData("any", "5 mg")]
    public void Two_doses_are_two(string one, string other) => Assert.NotEqual(DoseText.Key(one), DoseText.Key(other));
}
