using JakSignals.Incidence;
using JakSignals.Ingest.Tables;
using JakSignals.Normalise;
using JakSignals.Tests.Normalise;
using JakSignals.Tests.Signals;

namespace JakSignals.Tests.Incidence;

public sealed class IncidenceCalculatorTests
{
    private static readonly RateNames Names = new(Bundled.Catalogue);

    [Fact]
    public void Periods_of_one_rate_are_added_up()
    {
        var row = Assert.Single(Rates(
            Row("Trial", "tofacitinib", "vte", 1, 150) with { Patients = 90, PeriodStart = new(2024, 1, 1), PeriodEnd = new(2024, 12, 31) },
            Row("Trial", "Xeljanz", "Venous thromboembolism", 1, 50) with { Patients = 120, PeriodStart = new(2025, 1, 1) }));
        Assert.Equal(("TOFACITINIB", "vte", 2L, 120L, 200.0, 1.0), (row.DrugKey, row.EventKey, row.Events, row.Patients, row.PatientYears, row.Rate.Value));
        Assert.Equal(0.242209278543965 / 2, row.Rate.Lower, 1e-12);     // Garwood, 2 in 100 patient-years: R 4, qchisq; ../shared/golden/incidence
        Assert.Equal(7.22468766772396 / 2, row.Rate.Upper, 1e-12);
    }

    [Theory]
    [InlineData("5 mg")]
    [InlineData(null)]
    public void Doses_and_indications_make_rates_of_their_own(string? other) =>
        Assert.Equal(2, Rates(Row("Trial", "tofacitinib", "vte", 1, 100) with { Dose = "10 mg" }, Row("Trial", "tofacitinib", "vte", 3, 100) with { Dose = other }).Count);

    [Fact]
    public void Rates_are_sorted_by_drug_event_kind_and_cohort()
    {
        var rates = Rates(Row("B", "upadacitinib", "vte", 1, 1), Row("B", "baricitinib", "vte", 1, 1), Row("A", "baricitinib", "vte", 1, 1), Row("A", "baricitinib", "mace", 1, 1),
            Row("A", "baricitinib", "vte", 1, 1) with { Kind = ExposureKind.Registry });
        Assert.Equal(["BARICITINIB mace Trial A", "BARICITINIB vte Trial A", "BARICITINIB vte Trial B", "BARICITINIB vte Registry A", "UPADACITINIB vte Trial B"],
            rates.Select(r => $"{r.DrugKey} {r.EventKey} {r.Kind} {r.Cohort}"));
    }

    [Theory]
    [InlineData(null, null, 4)]                     // all with drug and event, the undated one too
    [InlineData("2026-01-05", null, 2)]
    [InlineData(null, "2026-01-05", 3)]             // an undated case came before any end
    [InlineData("2026-01-05", "2026-01-05", 1)]
    [InlineData("2026-02-01", "2026-03-01", 0)]
    public void Events_of_sales_are_the_cases_first_received_in_the_period(string? from, string? to, long expected)
    {
        var (coded, columns) = Reported();
        var sales = Row("Sales", "tofacitinib", "vte", null, 10) with { Kind = ExposureKind.Sales, PeriodStart = Day(from), PeriodEnd = Day(to) };
        Assert.Equal(expected, Assert.Single(new IncidenceCalculator(Names).Rates([sales], coded, columns)).Events);
    }

    [Fact]
    public void Events_given_for_sales_are_taken_as_given()
    {
        var (coded, columns) = Reported();
        Assert.Equal(9, Assert.Single(new IncidenceCalculator(Names).Rates([Row("Sales", "tofacitinib", "vte", 9, 10) with { Kind = ExposureKind.Sales }], coded, columns)).Events);
    }

    [Fact]
    public void Sales_of_a_drug_of_the_catalogue_that_no_report_names_have_no_events()
    {
        var (coded, columns) = Reported();
        Assert.Equal(0, Assert.Single(new IncidenceCalculator(Names).Rates([Row("Sold", "peficitinib", "vte", null, 10) with { Kind = ExposureKind.Sales }], coded, columns)).Events);
    }

    // Reported: tofacitinib with VTE on 4, 5 and 6 January 2026, and one without a date.
    [Theory]
    [InlineData("2026-01-04..2026-01-05 2026-01-05..2026-01-06", 3)]                            // the case of the 5th once
    [InlineData("2026-01-04..2026-01-04 2026-01-04..2026-01-05 2026-01-05..2026-01-06", 3)]
    [InlineData("2026-01-04..2026-01-04 2026-01-06..2026-01-06", 2)]                            // a gap
    [InlineData("..2026-01-05 2026-01-05..", 4)]                                                // an undated case came before any end
    [InlineData("2026-01-04..2026-01-06", 3)]
    public void A_case_on_a_day_that_sales_periods_share_counts_once(string periods, long expected)
    {
        var (coded, columns) = Reported();
        var sales = periods.Split(' ').Select(period => period.Split("..")).Select(days =>
            Row("Sales", "tofacitinib", "vte", null, 10) with { Kind = ExposureKind.Sales, PeriodStart = Day(days[0]), PeriodEnd = Day(days[1]) });
        Assert.Equal(expected, Assert.Single(new IncidenceCalculator(Names).Rates([.. sales], coded, columns)).Events);
    }

    // published-rates.csv: tofacitinib, malignancies without NMSC, rheumatoid arthritis; ORAL Surveillance 1.13 (0.87–1.45) for 5 mg twice daily.
    [Theory]
    [InlineData("5 mg BID", "rheumatoid arthritis, 50 years and over with cardiovascular risk", 1.13)]
    [InlineData("5 mg twice daily", "RA, 50 years and over with cardiovascular risk", 1.13)]
    [InlineData("5 mg b.i.d.", "RA", 1.13)]                             // a cohort that says no more than its disease
    [InlineData("5 mg twice daily", "Rheumatoid arthritis, Japan", null)]       // other patients
    [InlineData("5 mg twice daily", "rate", null)]
    [InlineData("5 mg twice daily", "arthritis", null)]
    [InlineData("5 mg", "rheumatoid arthritis", null)]                  // once daily
    [InlineData("0.5 mg BID", "rheumatoid arthritis", null)]
    [InlineData("5 mg BID", "psoriatic arthritis", null)]
    [InlineData("5 mg BID", null, null)]
    [InlineData("7 mg BID", "rheumatoid arthritis", null)]
    [InlineData(null, "rheumatoid arthritis", null)]
    public void A_published_rate_is_of_the_same_dose_and_indication(string? dose, string? indication, double? expected) =>
        Assert.Equal(expected, Assert.Single(Rates(Row("Trial", "tofacitinib", "malignancy_excl_nmsc", 62, 5491) with { Dose = dose, Indication = indication })).Published?.Rate);

    // published-rates.csv has upadacitinib 15 mg daily in rheumatoid arthritis (2.8), and no 1.5 mg; baricitinib 2 mg daily, adjusted rate, in atopic dermatitis alone.
    [Theory]
    [InlineData("upadacitinib", "herpes_zoster", "1.5 mg daily", "rheumatoid arthritis", null)]
    [InlineData("upadacitinib", "herpes_zoster", "1,5 mg daily", "rheumatoid arthritis", null)]
    [InlineData("upadacitinib", "herpes_zoster", "15 mg/d", "rheumatoid arthritis", 2.8)]
    [InlineData("upadacitinib", "herpes_zoster", "15.0 mg QD", "RA", 2.8)]
    [InlineData("upadacitinib", "herpes_zoster", "15 mg", "RA", 2.8)]
    [InlineData("upadacitinib", "herpes_zoster", "15 mg daily", "atopic dermatitis, Japan", 7.4)]
    [InlineData("baricitinib", "serious_infection", "2 mg daily", "RA", null)]
    [InlineData("baricitinib", "serious_infection", "2 mg daily", "rate", null)]
    public void A_published_rate_is_of_no_other_disease_or_dose(string drug, string eventClass, string dose, string indication, double? expected) =>
        Assert.Equal(expected, Assert.Single(Rates(Row("R", drug, eventClass, 30, 500) with { Kind = ExposureKind.Registry, Dose = dose, Indication = indication })).Published?.Rate);

    [Fact]
    public void No_published_incidence_stands_beside_a_reporting_rate() =>
        Assert.Null(Assert.Single(Rates(Row("Sales", "tofacitinib", "malignancy_excl_nmsc", 62, 5491) with { Kind = ExposureKind.Sales, Dose = "5 mg BID", Indication = "rheumatoid arthritis" })).Published);

    [Theory]
    [InlineData("Xeljanz", "TOFACITINIB")]
    [InlineData("tofacitinib citrate", "TOFACITINIB")]
    [InlineData("JAK inhibitors", "jak_inhibitors")]
    [InlineData("ruxolitinib", "ruxolitinib_oral")]
    [InlineData("Opzelura", "ruxolitinib_topical")]
    [InlineData("Ruxolitinib, topical", "ruxolitinib_topical")]
    [InlineData("tocilizumab ", "TOCILIZUMAB")]
    public void A_drug_of_a_cohort_is_found_by_any_of_its_names(string drug, string key) => Assert.Equal(key, Names.Drug(drug).Key);

    private static IReadOnlyList<IncidenceRow> Rates(params ExposureRow[] rows)
    {
        var (coded, columns) = Reported();
        return new IncidenceCalculator(Names).Rates(rows, coded, columns);
    }

    /// <summary>Six cases: four of tofacitinib with VTE, one of tofacitinib alone, one of VTE alone.</summary>
    private static (CodedCases, JakSignals.Cases.CaseColumns) Reported()
    {
        HandCase[] cases = [new([0], [0], 20260104), new([0], [0], 20260105), new([0], [0], 20260106), new([0], [0]), new([0], [], 20260105), new([], [0], 20260105)];
        var coded = new Hand(1, 0, 0, 1).Code(cases);
        return (new CodedCases
        {
            Drugs = [new("TOFACITINIB", "Tofacitinib", "substance", true, 0)], Events = [new("vte", "Venous thromboembolism", true, 0)],
            DrugStart = coded.DrugStart, CaseDrugs = coded.CaseDrugs, EventStart = coded.EventStart, CaseEvents = coded.CaseEvents,
        }, Hand.Columns(cases));
    }

    private static ExposureRow Row(string cohort, string drug, string eventClass, long? events, double years) =>
        new(cohort, drug, null, null, eventClass, events, null, years, null, null, ExposureKind.Trial, "a test");

    private static DateOnly? Day(string? iso) => string.IsNullOrEmpty(iso) ? null : DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
