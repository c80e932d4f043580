using System.Globalization;
using System.Xml.Linq;
using JakSignals.Reports;
using JakSignals.Snapshots;

namespace JakSignals.Tests.Reports;

public class WhereItHoldsTests
{
    [Fact] // ROR 24.5 (14.4–41.5) of 20, 80, 100, 9800: tests/golden/README.md#ror; expected (20 + 80)(20 + 100) / 10,000 = 1.2
    public void Stratum_shows_its_cases_expected_ror_and_ic_in_plain_words() =>
        Assert.Equal(["Women", "20 1.20", "24.5 14.4–41.5", "", "3.21"], Row("Women").Elements().Select(cell => cell.Value));

    [Fact]
    public void Logarithms_have_two_decimals_and_a_minus_sign() => Assert.Equal("−0.01", Row("65 and over").Elements().Last().Value);

    [Fact] // as above; the axis runs from 1/8 to 32 with 5 % free: 5 + 90 (3 + log2 24.5) / 8 = 90.7; of the limits 14.448 and 41.546, 82.1 and beyond the end
    public void Plot_of_a_stratum_stands_on_an_axis_that_is_the_same_in_every_table()
    {
        var plot = Row("Women").Descendants("svg").First();
        Assert.Equal(["82.1%", "95%"], [plot.Element("line")!.Attribute("x1")!.Value, plot.Element("line")!.Attribute("x2")!.Value]);
        Assert.Equal("90.7%", plot.Element("rect")!.Attribute("x")!.Value);
        Assert.Equal("pt sig", plot.Element("rect")!.Attribute("class")!.Value);
        Assert.Equal("95%", plot.Element("svg")!.Attribute("x")!.Value);        // the arrow
    }

    [Fact]
    public void Rows_are_roles_strata_then_comparators_without_age_bands_or_backgrounds_that_repeat_others() =>
        Assert.Equal(["As primary suspect", "As a suspect drug", "In any role", "Women", "65 and over", "United States", "Treated for atopic dermatitis", "Treated for Crohn's disease",
            "Among cases with TNF inhibitors", "Against other cases with JAK inhibitors (all)", "Against other cases with TNF inhibitors"], Details("Abrocitinib").Descendants("tbody").Descendants("th").Select(th => th.Value));

    [Fact] // men: 40 × 60 / 10,000; nothing of vitiligo, for which the drug is not given
    public void Strata_without_a_case_are_a_note() => Assert.Equal("No case (expected): Men (0.24).", Details("Abrocitinib").Elements("p").Single().Value);

    [Fact] // a 3, b 0: no ROR
    public void Stratum_without_a_ratio_says_so_and_has_no_plot()
    {
        Assert.Equal("n.e.", Row("United States").Elements().ElementAt(2).Value);
        Assert.Empty(Row("United States").Descendants("svg"));
    }

    // 10 × 99,000 / (90 × 1,000) = 11, SE √(1/10 + 1/90 + 1/1000 + 1/99,000) = 0.33485, limits 11 / 1.9277 and 11 × 1.9277; expected 100 × 1,010 / 100,100 = 1.009
    [Fact]
    public void Comparator_has_its_own_table() =>
        Assert.Equal(["10 1.01", "11.0 5.71–21.2"], Row("Against other cases with TNF inhibitors").Elements().Skip(1).Take(2).Select(cell => cell.Value));

    [Fact] // expected of the main row: 2,903 × 61,204 / 18,412,306 = 9.65
    public void Sentences_say_adjusted_ror_robustness_masking_and_likelihood_ratio() => Assert.Equal(
        ["Adjusted for sex, age, region and year: ROR 3.71 (2.70–5.10); 11.3 cases expected, 9.65 without adjusting. It differs between these strata (Breslow–Day p\u00A0=\u00A00.012): no single ROR stands for all of them.",
         "A signal in 48 of 72 ways to count; in none of the 24 with reports from the US only.",
         "Without the cases of METHOTREXATE, 13% of all with the event: ROR 24.5 (14.4–41.5); still a signal.",
         "Likelihood-ratio test over the drugs of this report with this event class: p\u00A0=\u00A00.0020."],
        Details("Abrocitinib").Elements("ul").Single().Elements().Select(li => li.Value));

    [Fact]
    public void Strata_that_agree_are_said_not_to_differ()
    {
        var page = Page(SampleWeek.Snapshot([.. SampleWeek.Signals().Select(s => s with { BreslowDayP = 0.05 })]));
        Assert.Contains("No sign that it differs between these strata (Breslow–Day p\u00A0=\u00A00.050).", Section(page, "classes").Value, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Grids => new()
    {
        { "everywhere", "A signal in all 72 ways to count." },
        { "nowhere", "A signal in none of 72 ways to count." },
        { "not with primary suspects alone, or duplicates left out", "A signal in 24 of 72 ways to count; in none of the 36 without near-duplicates." },
        { "any role and all reporters outside the US", "A signal in 8 of 72 ways to count; in none of the 36 with reports of health professionals only." },
        { "scattered", "A signal in 36 of 72 ways to count." },
        { "rarely in the last five years", "A signal in 45 of 72 ways to count; in only 9 of the 36 over the last five years only." },
    };

    // 24 = 72 · 2/3 · 1/2: neither primary suspects nor "out" have any, but of "in" 2/3 are signals, of the other roles only 1/2. 8: two roles have none, so that neither stands out; of the others the reporters part them 8 of 36 to none, the regions 4 of 24 to none. 36: every level of every choice at one half. 45 = 36 + 9, 9 = 36 · 1/2 · 1/2.
    [Theory, MemberData(nameof(Grids))]
    public void Robustness_names_the_choice_it_hangs_on_only_where_one_stands_out(string grid, string sentence)
    {
        var ways = SampleWeek.Specifications(way => grid switch
        {
            "everywhere" => true,
            "nowhere" => false,
            "any role and all reporters outside the US" => way is { Scope: "any", Reporter: "all" } && way.Region != "US",
            "scattered" => (way.Reporter == "all") == (way.Duplicates == "in"),
            "rarely in the last five years" => way.Period == "all" || (way.Reporter == "all" && way.Duplicates == "in"),
            _ => way.Scope != "primary" && way.Duplicates == "in",
        });
        Assert.Contains(sentence, Details("Abrocitinib", Page(SampleWeek.Snapshot(specifications: ways))).Elements("ul").Single().Elements().Select(li => li.Value));
    }

    [Fact]
    public void Robust_share_and_q_stand_in_the_table_of_the_class()
    {
        var table = Section(Page(SampleWeek.Snapshot()), "class-herpes_zoster").Descendants("table").First();
        var heads = table.Element("thead")!.Descendants("th").Select(th => th.Value).ToList();
        var row = table.Element("tbody")!.Elements().Single(tr => tr.Element("th")!.Value == "Abrocitinib").Elements().Select(cell => cell.Value).ToList();
        Assert.Equal(["1.50", "2.75", "<0.0001", "Evans, EMA48 of 72 ways"], new[] { "IC025", "EB05", "q", "rules met, robust" }.Select(head => row[heads.IndexOf(head)]));
        Assert.DoesNotContain("PRR", heads);
    }

    [Fact] // topical ruxolitinib: 2.9 % of the event's cases are the other drug's
    public void Masked_pair_shows_who_hides_it_its_share_and_ror_with_and_without()
    {
        var table = Section(Page(SampleWeek.Snapshot()), "matrix").Descendants("table").Single(t => t.Element("caption")!.Value == "Masked pairs");
        Assert.Equal(["Ruxolitinib, topical × Herpes zoster", "METHOTREXATE", "2.9%", "1.10 0.80", "20", "24.5 14.4–41.5"], table.Element("tbody")!.Elements("tr").Single().Elements().Select(cell => cell.Value));
        Assert.DoesNotContain("Masked pairs", Section(Page(SampleWeek.Snapshot(masking: [SampleWeek.Masking()[0]])), "matrix").Value, StringComparison.Ordinal);
    }

    [Theory] // signals now or before, with the 3 cases a rule asks for
    [InlineData("new", 3, true)] [InlineData("persisting", 3, true)] [InlineData("cleared", 3, true)] [InlineData("weakened", 3, true)] [InlineData("none", 3, false)] [InlineData("new", 2, false)]
    public void Only_a_pair_that_is_or_was_a_signal_has_details(string status, long cases, bool has)
    {
        var page = Page(SampleWeek.Snapshot([new SampleWeek.SignalRow("d", "Drug", "substance", "e", "Event", "class", cases, 100, 100, 9000) { Status = status }]));
        Assert.Equal(has, Section(page, "classes").Descendants("details").Any());
    }

    [Fact]
    public void Details_beyond_the_most_are_counted()
    {
        var week = SampleWeek.FullWeek();
        var classes = Section(Page(week), "classes");
        var (shown, pairs) = (classes.Descendants("details").Count(), week.Table("signals"));
        var followed = Enumerable.Range(0, pairs.RowCount).Count(row => pairs.Text("status", row) is not null && pairs.Count("a", row) >= 3);
        Assert.InRange(shown, 100, followed - 1);
        Assert.Contains($"{followed - shown} more pairs that persist have their strata in signals.parquet", classes.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_stratum_comparator_masking_drug_and_note_of_the_prior_stay_text()
    {
        var page = Page(SampleWeek.HostileSnapshot());
        const string shown = "<script>alert(1)</script>\" onmouseover='x' &amp; ]]> <!-- \uFFFD";
        var details = Details("Abrocitinib", page);
        Assert.Contains(details.Descendants("th"), th => th.Value.StartsWith("Treated for atopic dermatitis" + shown, StringComparison.Ordinal));
        Assert.Contains(details.Descendants("th"), th => th.Value.StartsWith("Against other cases with " + shown, StringComparison.Ordinal));
        Assert.Contains(details.Descendants("li"), li => li.Value.StartsWith("Without the cases of " + shown, StringComparison.Ordinal));
        Assert.Contains(Section(page, "matrix").Descendants("td"), td => td.Value.StartsWith(shown, StringComparison.Ordinal));
        Assert.Contains("no prior of the whole database to shrink to. " + shown, Section(page, "methods").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Prior_is_stated_with_its_four_parameters_share_and_starts() => Assert.Contains(
        "Prior: Gamma(0.2, 0.1) with a share of 0.3333 and Gamma(2, 4) with the rest (shape, rate), fitted to all substance × term pairs, those without a case included; 4 of 5 starts agree.",
        Section(Page(SampleWeek.Snapshot()), "methods").Value, StringComparison.Ordinal);

    [Fact]
    public void Missing_prior_is_said_with_its_reason()
    {
        var page = Page(SampleWeek.Snapshot(manifest: SampleWeek.Manifest() with { Prior = new(null, null, null, null, null, null, 8, 0, "No start converged.") }));
        Assert.Contains("None in this run: there is no prior of the whole database to shrink to. No start converged. The", Section(page, "methods").Value, StringComparison.Ordinal);
        Assert.DoesNotContain("starts agree", Section(page, "methods").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiplicity_says_how_many_pairs_were_tested_and_occur() => Assert.Contains(
        "412,774 pairs were tested of 5,120,338 that occur; the others have too few cases.", Section(Page(SampleWeek.Snapshot()), "tested").Value, StringComparison.Ordinal);

    [Fact]
    public void Checks_of_the_whole_store_are_sentences()
    {
        var page = Page(SampleWeek.Snapshot(quality: [new("near_duplicate", null, null, 12), new("ebgm_not_fitted", null, null, 0, "no start converged"),
            new("signal_lost", null, "OLD DRUG × Nausea", 0, "gone"), new("signal_lost", null, "OLD DRUG × Rash", 0, "gone"), new("signal_moved", null, "XELJANS × Rash", 0, "moved"), new("approval_lost", null, "RINVOK", 0, "gone"), new("pair_without_comparison", null, "Tofacitinib × Odd event", 4)]));
        Assert.Equal(["12 cases repeat another in every detail under another id. Such cases count; half of the ways to count leave them out.",
            "There is no EBGM in this run, and its rule takes no part: no start converged.",
            "2 signals of the previous run are lost, as the catalogue does not know the drug or event any more: OLD DRUG × Nausea; OLD DRUG × Rash.",
            "1 signal of the previous run counts under another drug, as its name was approved as a spelling since: XELJANS × Rash.",
            "1 approved name is not counted as approved, as the catalogue in force does not allow it: RINVOK."],
            Section(page, "quality").Elements("ul").Elements().Select(li => li.Value));
        Assert.Contains("Pairs that no ratio can judge", Section(page, "quality").Elements("h3").Select(h => h.Value));
        Assert.Contains("IC and EBGM judge such pairs all the same.", Section(page, "quality").Value, StringComparison.Ordinal);
    }

    private static XElement Row(string name) => Details("Abrocitinib").Descendants("tbody").Elements("tr").Single(tr => tr.Element("th")!.Value == name);

    private static XElement Details(string drug, XDocument? page = null) =>
        Section(page ?? Page(SampleWeek.Snapshot()), "class-herpes_zoster").Elements("details").Single(d => d.Element("summary")!.Value == "Where it holds: " + drug);

    private static XElement Section(XDocument page, string id) => page.Descendants("section").Single(s => s.Attribute("id")!.Value == id);

    private static XDocument Page(Snapshot snapshot)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        WeeklyReport.Render(snapshot, writer);
        return WeeklyReportTests.Parse(writer.ToString());
    }
}
