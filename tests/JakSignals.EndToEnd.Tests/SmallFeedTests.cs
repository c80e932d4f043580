using JakSignals.Snapshots;
using JakSignals.Tests;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Two weeks on tests/feeds/small, run once for all tests of it.</summary>
public sealed class SmallWeeks : IAsyncLifetime
{
    private readonly Place _place = new();

    internal static string[] Feeds { get; } = [Feed("cases.csv"), Feed("exposure.csv")];

    internal Snapshot First { get; private set; } = null!;

    internal Snapshot Second { get; private set; } = null!;

    internal string Report { get; private set; } = "";

    internal string ReportFile { get; private set; } = "";

    internal string Quarantine { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        First = await _place.WeekAsync("2026-01-12", Feeds);
        Second = await _place.WeekAsync("2026-01-31", []);
        ReportFile = Assert.Single(Directory.GetFiles(Path.Combine(_place.Data, "reports"), "2026-01-31_*.html"));
        Report = File.ReadAllText(ReportFile);
        Quarantine = File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_place.Data, "quarantine"), "cases.csv-*.txt")));
    }

    public ValueTask DisposeAsync()
    {
        _place.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Feed(string name) => Path.Combine(Shared.RepoRoot, "tests", "feeds", "small", name);
}

/// <summary>
/// Counts by hand from tests/feeds/small/cases.csv at 2026-01-31: N = 43 cases, which are 101–113 (13), 201–204 (4; 205 came in February), 301–303, 401–406,
/// 501–506, 601–606, 701–704 and A-1; 801–805 are in quarantine.
/// </summary>
public sealed class SmallFeedTests(SmallWeeks weeks) : IClassFixture<SmallWeeks>
{
    [Fact] // tofacitinib × herpes zoster: 101, 102, 113 of 10 cases with the drug
    public void Tables_of_the_report_lie_beside_it_as_csv_for_spreadsheets_and_the_page_links_to_them()
    {
        var folder = Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(weeks.ReportFile)!, "2026-01-31_*"));
        Assert.True(File.Exists(folder + ".html"));
        Assert.Equal(["changes.csv", "classes.csv", "decisions.csv", "ermr.csv", "incidence.csv", "matrix.csv", "new-cases.csv"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder), path => Assert.Equal([0xEF, 0xBB, 0xBF], File.ReadAllBytes(path).AsSpan(0, 3).ToArray()));
        Assert.All(Directory.GetFiles(folder), path => Assert.Contains($"href=\"{Path.GetFileName(folder)}/{Path.GetFileName(path)}\"", weeks.Report, StringComparison.Ordinal));
        Assert.Contains(File.ReadLines(Path.Combine(folder, "ermr.csv")), line => line.StartsWith("Tofacitinib,class,Herpes zoster,TOFACITINIB,herpes_zoster,", StringComparison.Ordinal) && line.Split(',')[6] == "3");
    }

    // Suspect drugs:  tofacitinib 101–108, 111 (SS), 113 = 10; not 109 (Xeljans, no name of the catalogue), 110 (C), 112 (DN).
    //                 baricitinib 201–204 = 4; upadacitinib 301–303 = 3; ruxolitinib 401–406 = 6, so JAK inhibitors 23.
    //                 oral ruxolitinib 401, 404, 405, 406 = 4; topical 402, 403, 405 = 3; orals with a boxed warning 10 + 4 + 3 = 17.
    // Herpes zoster:  101, 102, 109, 110, 113, 201, 204 (ophthalmic), 301, 405, 504 = 10.
    // MACE:           infarction 104, 203; stroke 203, 704; fatal cardiac arrest 105, 604 (106 lived) = 5 cases, 203 once.
    // Serious infection: pneumonia of serious cases 108, 202 (fatal is serious), 501, 603 = 4; 107 was not serious.
    // VTE: 103, 111. Acne: 301, 303, 402. Cytopenia: 404, 406 (Anemia is Anaemia). Perforation: 701.
    [Theory]
    [InlineData("TOFACITINIB", "herpes_zoster", 3, 7, 7, 26)]           // both: 101, 102, 113
    [InlineData("BARICITINIB", "herpes_zoster", 2, 2, 8, 31)]           // 201, and 204, which has no date
    [InlineData("jak_inhibitors", "herpes_zoster", 7, 16, 3, 17)]       // not 109, 110, 504
    [InlineData("ruxolitinib_topical", "herpes_zoster", 1, 2, 9, 31)]   // 405 took both
    [InlineData("ruxolitinib_oral", "herpes_zoster", 1, 3, 9, 30)]
    [InlineData("ruxolitinib_topical", "acne", 1, 2, 2, 38)]            // 402
    [InlineData("ruxolitinib_oral", "acne", 0, 4, 3, 36)]
    [InlineData("ruxolitinib_oral", "haem_labs_cytopenia", 2, 2, 0, 39)]
    [InlineData("ruxolitinib_topical", "haem_labs_cytopenia", 0, 3, 2, 38)]
    [InlineData("TOFACITINIB", "mace", 2, 8, 3, 30)]                    // 104, 105
    [InlineData("TOFACITINIB", "mace_cv_death", 1, 9, 1, 32)]           // 105, and 604 on methotrexate
    [InlineData("BARICITINIB", "mace", 1, 3, 4, 35)]                    // 203, once though it had infarction and stroke
    [InlineData("BARICITINIB", "mace_mi", 1, 3, 1, 38)]
    [InlineData("BARICITINIB", "mace_stroke", 1, 3, 1, 38)]
    [InlineData("BARICITINIB", "mace_cv_death", 0, 4, 2, 37)]           // 202 died of pneumonia
    [InlineData("jak_inhibitors", "mace", 3, 20, 2, 18)]
    [InlineData("TOFACITINIB", "serious_infection", 1, 9, 3, 30)]
    [InlineData("BARICITINIB", "serious_infection", 1, 3, 3, 36)]
    [InlineData("TOFACITINIB", "vte", 2, 8, 0, 33)]                     // 103, 111
    [InlineData("BARICITINIB", "vte", 0, 4, 2, 37)]                     // 205 is later
    [InlineData("jak_inhibitors_oral_boxed", "vte", 2, 15, 0, 26)]
    [InlineData("UPADACITINIB", "cpk_elevation", 1, 2, 0, 40)]          // 302
    [InlineData("jak_inhibitors", "nmsc", 1, 22, 0, 20)]                // 401
    [InlineData("jak_inhibitors", "gi_perforation", 0, 23, 1, 19)]      // 701, whose term holds a comma
    [InlineData("FILGOTINIB", "herpes_zoster", 0, 0, 10, 33)]           // scored without a case
    [InlineData("TOFACITINIB", "HERPES ZOSTER", 3, 7, 6, 27)]           // the term alone: not 204
    [InlineData("METHOTREXATE", "NAUSEA", 3, 3, 1, 36)]                 // 601–606 took it (103 as C); nausea 601, 602, 605 and 703
    public void Pairs_are_counted_as_by_hand(string drug, string @event, long a, long b, long c, long d)
    {
        var signals = weeks.Second.Table("signals");
        Assert.Equal((a, b, c, d), signals.Cells(signals.Of(drug, @event)));
        Assert.Equal(43, weeks.Second.Manifest.Cases);
    }

    // By hand: ROR 3·26/(7·7), PRR (3/10)/(7/33), χ² = N(ad−bc)²/((a+b)(c+d)(a+c)(b+d)); limits exp(ln x ± 1.959963984540054·SE) in Python.
    [Theory]
    [InlineData("TOFACITINIB", "herpes_zoster", 99 / 70.0, 0.4466083414305549, 4.47865365708507, 78 / 49.0, 0.32485178080368843, 7.800308755124717, 0.3320752984389348, 100 / 43.0)]
    [InlineData("jak_inhibitors", "mace", 60 / 46.0, 0.2416761929317444, 7.039680784355397, 1.35, 0.20209294193710195, 9.01812790952008, 0.09643020594965675, 115 / 43.0)]
    [InlineData("METHOTREXATE", "NAUSEA", 18.5, 2.2828681820705965, 149.92105224821785, 36, 2.807284350128638, 461.65611970893275, 474075 / 34632.0, 24 / 43.0)]
    public void Scores_are_those_of_the_hand_calculation(string drug, string @event, double prr, double prrLower, double prrUpper,
        double ror, double rorLower, double rorUpper, double chiSquare, double expected)
    {
        var signals = weeks.Second.Table("signals");
        var row = signals.Of(drug, @event);
        foreach (var (column, value) in new[] { ("prr", prr), ("prr_lower", prrLower), ("prr_upper", prrUpper), ("ror", ror), ("ror_lower", rorLower), ("ror_upper", rorUpper), ("chi_square", chiSquare), ("expected", expected) })
            Rows.Near(value, signals.Measure(column, row));
    }

    [Fact]
    public void A_pair_with_an_empty_cell_has_no_odds_ratio()
    {
        var signals = weeks.Second.Table("signals");
        Assert.Null(signals.Measure("ror", signals.Of("TOFACITINIB", "vte")));
        Assert.Null(signals.Measure("prr", signals.Of("ruxolitinib_oral", "acne")));
        Assert.Null(signals.Measure("expected", signals.Of("FILGOTINIB", "herpes_zoster")));
    }

    [Fact]
    public void Terms_are_scored_from_three_cases_on()
    {
        var signals = weeks.Second.Table("signals");
        string[] terms = [.. Enumerable.Range(0, signals.RowCount).Where(row => signals.Text("event_level", row) == "term").Select(row => $"{signals.Text("drug_key", row)} × {signals.Text("event_key", row)}")];
        Assert.Equal([   // JAK inhibitors with acne 301, 303, 402; with zoster 101, 102, 113, 201, 301, 405; with pneumonia 107, 108, 202
            "METHOTREXATE × NAUSEA", "TOFACITINIB × HERPES ZOSTER",
            "jak_inhibitors × ACNE", "jak_inhibitors × HERPES ZOSTER", "jak_inhibitors × PNEUMONIA", "jak_inhibitors_oral_boxed × HERPES ZOSTER", "jak_inhibitors_oral_boxed × PNEUMONIA",
        ], terms);
    }

    [Fact]
    public void New_serious_and_fatal_cases_are_counted()
    {
        var (first, second) = (weeks.First.Table("signals"), weeks.Second.Table("signals"));
        Assert.Equal((2, 0), (second.Count("serious_cases", second.Of("TOFACITINIB", "herpes_zoster")), second.Count("fatal_cases", second.Of("TOFACITINIB", "herpes_zoster"))));   // 101, 113
        Assert.Equal(1, second.Count("new_cases", second.Of("TOFACITINIB", "herpes_zoster")));          // 113 came on 20 January
        Assert.Equal(0, second.Count("new_cases", second.Of("BARICITINIB", "herpes_zoster")));          // 204 has no date and counted before
        Assert.Equal(2, first.Count("new_cases", first.Of("TOFACITINIB", "herpes_zoster")));            // the first run: all are new
        Assert.Equal(2, second.Count("previous_a", second.Of("TOFACITINIB", "herpes_zoster")));
        Assert.Equal(1, second.Count("fatal_cases", second.Of("TOFACITINIB", "mace")));                 // 105
        Assert.Equal(1, second.Count("fatal_cases", second.Of("BARICITINIB", "serious_infection")));    // 202
    }

    [Fact]
    public void The_earlier_week_counts_what_had_come_by_then()
    {
        var signals = weeks.First.Table("signals");     // to 12 January: 101–110, 201–204, 301, 501–506, 601–606 = 27 cases
        Assert.Equal(27, weeks.First.Manifest.Cases);
        Assert.Equal((2, 6, 6, 13), signals.Cells(signals.Of("TOFACITINIB", "herpes_zoster")));     // 101, 102 of 8; and 109, 110, 201, 204, 301, 504
    }

    [Fact]
    public void Data_quality_balances_and_names_what_was_not_recognised()
    {
        var quality = weeks.Second.Table("data_quality");
        long Of(string check, string file) => quality.Count("rows", quality.Where(("check", check), ("source_file", file)))!.Value;
        // 43 cases and a second row of 103, 110, 111, 112, 203, 301 and 405; 205; one row that stands twice (602); six that cannot be read.
        Assert.Equal((58, 50, 1, 0, 1, 6), (Of("rows_read", "cases.csv"), Of("rows_current", "cases.csv"), Of("rows_superseded", "cases.csv"),
            Of("rows_deleted", "cases.csv"), Of("rows_later", "cases.csv"), Of("rows_quarantined", "cases.csv")));
        Assert.Equal((7, 6, 1), (Of("rows_read", "exposure.csv"), Of("rows_current", "exposure.csv"), Of("rows_quarantined", "exposure.csv")));
        Assert.Equal(1, quality.Count("rows", quality.Where(("check", "unmapped_name"), ("subject", "XELJANS"))));
        Assert.StartsWith("tofacitinib", quality.Text("detail", quality.Where(("check", "suggested_match"), ("subject", "XELJANS"))), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("cases.csv(54): role is 'XX'")]
    [InlineData("cases.csv(55): received_on is '2026-13-45'")]
    [InlineData("cases.csv(56): age_years is '300'")]
    [InlineData("cases.csv(57): drug is ''")]
    [InlineData("cases.csv(58): ")]
    [InlineData("cases.csv(59): sex is 'M'")]      // line 2 says F of case 101
    public void Quarantine_names_line_column_and_value(string sentence) => Assert.Contains(sentence, weeks.Quarantine, StringComparison.Ordinal);

    // Garwood limits: ../shared/golden/incidence (R 4, qchisq): 62 in 5491; 2 in 100; 0 in 100; 7 in 100, each for its patient-years.
    [Theory]
    [InlineData("ORAL Surveillance", "TOFACITINIB", "malignancy_excl_nmsc", "trial", 62, 5491, 1.12912037880168, 0.865690119944866, 1.44748136725089)]
    [InlineData("Registry of the north", "BARICITINIB", "vte", "registry", 2, 200, 1.0, 0.242209278543965 / 2, 7.22468766772396 / 2)]
    [InlineData("Claims of one year", "UPADACITINIB", "gi_perforation", "claims", 0, 100, 0.0, 0.0, 3.68887945411393)]
    [InlineData("Sold in January", "TOFACITINIB", "herpes_zoster", "sales", 2, 50, 4.0, 0.242209278543965 * 2, 7.22468766772396 * 2)]      // 101, 102; 113 is outside the period
    [InlineData("Sold in all time", "jak_inhibitors", "herpes_zoster", "sales", 7, 200, 3.5, 2.81436305151987 / 2, 14.4226753617024 / 2)]
    public void Rates_have_exact_limits(string cohort, string drug, string @event, string kind, long events, double years, double rate, double lower, double upper)
    {
        var incidence = weeks.Second.Table("incidence");
        var row = incidence.Where(("cohort", cohort), ("drug_key", drug), ("event_key", @event), ("kind", kind));
        Assert.Equal((events, years), (incidence.Count("events", row), incidence.Measure("patient_years", row)));
        foreach (var (column, value) in new[] { ("rate_per_100py", rate), ("rate_lower", lower), ("rate_upper", upper) })
            Rows.Near(value, incidence.Measure(column, row));
    }

    [Fact]
    public void A_rate_stands_beside_the_published_one_of_its_dose()
    {
        var incidence = weeks.Second.Table("incidence");
        var row = incidence.Where(("cohort", "ORAL Surveillance"));
        Assert.Equal((1.13, 0.87, 1.45), (incidence.Measure("published_rate", row), incidence.Measure("published_lower", row), incidence.Measure("published_upper", row)));
        Assert.Null(incidence.Measure("published_rate", incidence.Where(("cohort", "Sold in January"))));
        Assert.Equal(120, incidence.Count("patients", incidence.Where(("cohort", "Registry of the north"))));
    }

    [Fact]
    public void The_line_listing_has_the_cases_of_a_class_with_their_facts()
    {
        var cases = weeks.Second.Table("cases");
        var rows = Enumerable.Range(0, cases.RowCount).Where(row => cases.Text("event_key", row) == "herpes_zoster").ToList();
        Assert.Equal(["101", "102", "113", "201", "204", "301", "405"], rows.Select(row => cases.Text("case_id", row)).Order(StringComparer.Ordinal));
        var undated = rows.Single(row => cases.Text("case_id", row) == "204");
        Assert.Null(cases.Date("received_on", undated));
        Assert.False(cases.Flag("is_new", undated));
        Assert.True(cases.Flag("is_new", rows.Single(row => cases.Text("case_id", row) == "113")));
    }

    [Fact]
    public void The_report_calls_sales_a_reporting_rate_and_names_the_run()
    {
        Assert.Contains("reporting rate", weeks.Report, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(weeks.Second.Manifest.RunId, weeks.Report, StringComparison.Ordinal);
    }
}
