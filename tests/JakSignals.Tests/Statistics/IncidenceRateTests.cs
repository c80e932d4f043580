using System.Globalization;
using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class IncidenceRateTests
{
    [Fact] // tests/golden/README.md#poisson_limitscsv: over 100 patient-years a rate per 100 is the count itself
    public void Limits_match_the_60_digit_reference()
    {
        foreach (var row in Golden.Rows("poisson_limits.csv"))
            row.Agrees("events", "lower", "upper", IncidenceRate.Per100PatientYears(row.Count("events"), 100.0, row.Number("confidence")), 1e-11);
    }

    [Fact] // tests/golden/README.md#poisson_limits_rcsv: R 4.2.2
    public void Limits_match_R()
    {
        foreach (var row in Golden.Rows("poisson_limits_r.csv"))
            row.Agrees("events", "lower", "upper", IncidenceRate.Per100PatientYears(row.Count("events"), 100.0, row.Number("confidence")), 1e-12);
    }

    [Fact]
    public void Rates_and_limits_match_R_on_the_shared_counts()
    {
        foreach (var row in Golden.RowsOf(Shared.Path("golden/incidence/poisson_ci_golden.csv")))
        {
            foreach (var percent in new[] { 90, 95, 99 })
            {
                var rate = IncidenceRate.Per100PatientYears(row.Count("n"), row.Number("py"), percent / 100.0);
                row.Agrees("rate_per100", $"garwood{percent}_lo", $"garwood{percent}_hi", rate, 1e-12);
            }
        }
    }

    [Fact]
    public void Published_rates_and_limits_are_reproduced_to_their_printed_digits()
    {
        foreach (var row in Golden.Rows("published_rates.csv"))
        {
            var rate = IncidenceRate.Per100PatientYears(row.Count("events"), row.Number("patient_years"));
            AssertPrints(row.Text("rate"), rate.Value, row);
            AssertPrints(row.Text("lower"), rate.Lower, row);
            AssertPrints(row.Text("upper"), rate.Upper, row);
        }
    }

    [Fact]
    public void Shared_published_rates_that_can_be_checked_are_reproduced_to_their_printed_digits()
    {
        var rows = Golden.RowsOf(Shared.Path("golden/incidence/published_incidence_jak_checked.csv")).Where(row => row.Text("check_type") == "direct").ToList();
        Assert.Equal((161, 52), (rows.Count(row => row.Text("match_ir") == "TRUE"), rows.Count(row => row.Text("match_lo") == "TRUE")));
        foreach (var row in rows)
        {
            var rate = IncidenceRate.Per100PatientYears(row.Count("n"), row.Number("py"));
            AssertPrintsWhen(row.Text("match_ir"), row.Text("pub_ir"), rate.Value, row);
            AssertPrintsWhen(row.Text("match_lo"), row.Text("pub_lo"), rate.Lower, row);
            AssertPrintsWhen(row.Text("match_hi"), row.Text("pub_hi"), rate.Upper, row);
        }
    }

    [Fact]
    public void Lower_limit_is_zero_when_there_is_no_event() => Assert.Equal(0.0, IncidenceRate.Per100PatientYears(0, 750.67).Lower);

    [Fact]
    public void Limits_enclose_the_rate_for_any_count_and_time()
    {
        var random = new Random(21);
        for (var i = 0; i < 2_000; i++)
        {
            var (events, years) = ((long)Math.Pow(10, 7 * random.NextDouble()) - 1, Math.Pow(10, 12 * random.NextDouble() - 3));
            var rate = IncidenceRate.Per100PatientYears(events, years);
            Assert.True(0 <= rate.Lower && rate.Lower <= rate.Value && rate.Value < rate.Upper && double.IsFinite(rate.Upper),
                string.Create(CultureInfo.InvariantCulture, $"Seed 21, case {i}: {events} events in {years:R} patient-years give {rate}"));
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Patient_years_that_are_no_time_at_risk_are_refused_with_their_value(double years) =>
        Assert.Equal(years, Assert.Throws<ArgumentOutOfRangeException>(() => IncidenceRate.Per100PatientYears(3, years)).ActualValue);

    [Fact]
    public void A_negative_count_is_refused_with_its_value() =>
        Assert.Equal(-1L, Assert.Throws<ArgumentOutOfRangeException>(() => IncidenceRate.Per100PatientYears(-1, 100)).ActualValue);

    private static void AssertPrintsWhen(string match, string published, double actual, GoldenRow row)
    {
        if (match == "TRUE")
            AssertPrints(published, actual, row);
    }

    // Within half a unit of the last printed digit, whichever way the paper rounded a tie.
    private static void AssertPrints(string published, double actual, GoldenRow row)
    {
        var decimals = published.Contains('.', StringComparison.Ordinal) ? published.Length - published.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        var half = 0.5 * Math.Pow(10, -decimals);
        Assert.True(Math.Abs(actual - double.Parse(published, CultureInfo.InvariantCulture)) <= half * (1 + 1e-9),
            string.Create(CultureInfo.InvariantCulture, $"{row.Text("source")}: {actual:R} does not print as {published}."));
    }
}
