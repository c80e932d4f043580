using JakSignals.Incidence;
using JakSignals.Ingest.Tables;
using JakSignals.Normalise;
using JakSignals.Tests.Normalise;
using JakSignals.Tests.Signals;

namespace JakSignals.Tests.Incidence;

/// <summary>What a run takes of rows that are in the store already: an older version loaded them, or the catalogue was another.</summary>
public sealed class CohortSelectionTests
{
    private static readonly RateNames Names = new(Bundled.Catalogue);
    private static readonly DateOnly AsOf = new(2026, 6, 30);
    private static readonly ExposureRow Good = new("B", "tofacitinib", "5 mg BID", "RA", "herpes_zoster", 10, 100, 500, new(2024, 1, 1), new(2024, 12, 31), ExposureKind.Registry, "x");

    [Fact]
    public void One_cohort_by_two_names_counts_once()
    {
        // As the shared input has it: the alias repeats 10 events in 500 years; added up they would be 20 in 1,000.
        var selected = Select(Good, Good with { Drug = "Xeljanz", Indication = "rheumatoid arthritis", Dose = "5 mg twice daily", Cohort = "b" });
        Assert.Equal([Good], selected.Rows);
        Assert.Contains("perhaps by other names", Assert.Single(selected.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_differ_in_a_key_or_follow_each_other_all_count() => Assert.Empty(Select(Good, Good with { Dose = "10 mg BID" }, Good with { Indication = "PsA" },
        Good with { Indication = "Rheumatoid lung" }, Good with { EventClass = "mace" }, Good with { Kind = ExposureKind.Claims },
        Good with { PeriodStart = new(2024, 12, 31), PeriodEnd = new(2025, 12, 31) }).Rejected);

    [Fact]
    public void What_cannot_be_a_rate_is_left_out_with_its_reason()
    {
        (ExposureRow, string)[] bad =
        [
            (Good with { EventClass = "shingles" }, "event_class"), (Good with { Drug = "tofacitinibe" }, "TOFACITINIB meant"), (Good with { Events = 101 }, "100 patients"),
            (Good with { PatientYears = 1e308 }, "patient_years"), (Good with { PatientYears = double.NaN }, "patient_years"), (Good with { Events = long.MaxValue }, "events"),
            (Good with { PeriodStart = new(2030, 1, 1), PeriodEnd = new(2031, 12, 31) }, "as-of"), (Good with { PeriodEnd = new(2026, 7, 1) }, "as-of"),
            (Good with { PeriodEnd = new(2023, 7, 1) }, "period_end"),
            (Good with { Kind = ExposureKind.Sales, Events = null, Drug = "Wonderdrug" }, "neither the catalogue nor a report"),
        ];
        var selected = Select([.. bad.Select(one => one.Item1), Good with { PeriodEnd = AsOf }]);
        Assert.Equal(AsOf, Assert.Single(selected.Rows).PeriodEnd);
        Assert.Equal(bad.Length, selected.Rejected.Count);
        Assert.All(bad.Zip(selected.Rejected), one => Assert.Contains(one.First.Item2, one.Second.Reason, StringComparison.Ordinal));
    }

    [Theory] // 100 patients in the 366 days of 2024 have 100.2 years at most
    [InlineData(100.2, false)]
    [InlineData(500, true)]
    public void More_years_than_the_patients_can_have_in_the_period_are_told(double years, bool isLong) =>
        Assert.Equal(isLong, ExposureFigures.IsLong(Good with { PatientYears = years }));

    private static SelectedCohorts Select(params ExposureRow[] rows) => SelectedCohorts.Of(rows, Names, AsOf, new Hand(1, 0, 0, 1).Code([new([0], [0])]));
}
