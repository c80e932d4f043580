using System.Xml.Linq;
using static JakSignals.Tests.Reports.WeeklyReportTests;

namespace JakSignals.Tests.Reports;

/// <summary>Discordance of rates and reports, thresholds entered and left, groups of new cases, and the parts of the page that are filled from the manifest.</summary>
public class ComparisonTests
{
    // d = 4000: ROR 4 (3.01–5.32), more often; 1000: 1 (0.75–1.33), as expected; 300: 0.3 (0.22–0.41), less often: a = b = 100, c = 1000, limits ROR / 1.338 and ROR × 1.338 for d = 4000.
    // Published 4 (3–6): a rate of 8 (6.01–10) is above, of 8 (6–10) compatible, of 2 (1–2.99) below, of 2 (1–3) compatible.
    [Theory]
    [InlineData(4000, 6.01, 10, "agree: reported more often than expected, and the cohort rate is above the published one")]
    [InlineData(4000, 6, 10, "▲ discordant: reported more often than expected, but the cohort rate is compatible with the published one")]
    [InlineData(4000, 1, 3, "▲ discordant: reported more often than expected, but the cohort rate is compatible with the published one")]
    [InlineData(4000, 1, 2.99, "▲ discordant: reported more often than expected, but the cohort rate is below the published one")]
    [InlineData(1000, 6.01, 10, "▲ discordant: cohort rate above the published one, but not reported more often than expected")]
    [InlineData(300, 6.01, 10, "▲ discordant: cohort rate above the published one, but reported less often than expected")]
    [InlineData(1000, 6, 10, "agree: neither is raised")]
    [InlineData(300, 1, 2.99, "agree: neither is raised")]
    public void Discordance_goes_by_the_limits_of_rate_published_rate_and_ror(long d, double lower, double upper, string words) =>
        Assert.Equal(words, Together(d, lower, upper, (4, 3, 6, "a source")));

    [Theory] // the published rate of 4 stands for both of its limits
    [InlineData(4.01, 10, "agree: reported more often than expected, and the cohort rate is above the published one")]
    [InlineData(4, 10, "▲ discordant: reported more often than expected, but the cohort rate is compatible with the published one")]
    [InlineData(1, 3.99, "▲ discordant: reported more often than expected, but the cohort rate is below the published one")]
    public void Published_rate_without_limits_stands_for_both(double lower, double upper, string words) =>
        Assert.Equal(words, Together(4000, lower, upper, (4, null, null, "a source")));

    [Fact]
    public void Rate_published_rate_and_ror_stand_side_by_side_with_their_limits()
    {
        var table = Section(Page(SampleWeek.Snapshot()), "incidence").Descendants("table").ElementAt(1);
        var row = Rows(table).Single(r => r.Element("th")!.Value.StartsWith("Abrocitinib", StringComparison.Ordinal));
        // ROR of the sample: 42 of 2,903 with the drug, 61,204 of 18,412,306 with the event: 42 × 18,348,241 / (2,861 × 61,162) = 4.404; exp(1.96 √(1/42 + 1/2861 + 1/61162)) = 1.3563, limits 3.247 and 5.973.
        Assert.Equal(["4.30 2.98–6.01", "2.00 1.20–2.90", "4.40 3.25–5.97", "agree: reported more often than expected, and the cohort rate is above the published one"], row.Elements("td").Select(td => td.Value));
    }

    [Fact]
    public void Rate_without_a_published_one_is_counted_not_compared()
    {
        var section = Section(Page(SampleWeek.Snapshot()), "incidence");
        Assert.Contains("1 cohort rate has no published rate or no estimable ROR to be compared with.", section.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(Rows(section.Descendants("table").ElementAt(1)), row => row.Element("th")!.Value.StartsWith("Baricitinib", StringComparison.Ordinal));
    }

    [Fact]
    public void Thresholds_entered_and_left_are_told_rule_by_rule()
    {
        // ROR 4, PRR 3.0 and χ² in the hundreds meet both rules; 1000: neither.
        SampleWeek.SignalRow Row(string drug, long d, bool? evans, bool? ema) => new(drug, drug, "substance", "e", "Event", "class", 100, 100, 1000, d) { PreviousEvans = evans, PreviousEma = ema };
        var page = Page(SampleWeek.Snapshot([Row("enters", 4000, false, false), Row("unknown", 4000, null, true), Row("stays", 4000, true, true), Row("leaves", 1000, true, false)]));
        var table = Section(page, "changes").Descendants("table").Single(t => (string?)t.Attribute("class") == "thresholds");
        Assert.Equal(["Evans|2: enters × Event; unknown × Event|1: leaves × Event", "EMA|1: enters × Event|0"], Rows(table).Select(row => string.Join('|', row.Elements().Select(cell => cell.Value))));
        Assert.Contains("Thresholds entered / left: Evans 2 / 1 · EMA 1 / 0", page.Descendants("main").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void First_run_has_no_thresholds_to_compare_with() =>
        Assert.Contains("This is the first run: there is nothing to compare with.", Section(Page(SampleWeek.Empty()), "changes").Value, StringComparison.Ordinal);

    [Fact]
    public void New_cases_are_linked_by_group_and_a_child_is_younger_than_18()
    {
        SampleWeek.CaseRow Case(string id, double? age, bool serious, bool fatal) => new("e", "Event", id, new(2026, 11, 12), age, "F", serious, fatal, "Drug", "Term", null);
        var cases = Section(Page(SampleWeek.Snapshot(cases: [Case("1", 17.9, true, false), Case("2", 18, false, false), Case("3", 65, true, true), Case("4", 64.9, false, false), Case("5", null, true, false)])), "cases");
        Assert.Equal(["Fatal|1: 3", "Serious|3: 3, 1, 5", "Aged 65 and over|1: 3", "Under 18|1: 1"], cases.Element("dl")!.Elements().Select(g => string.Join('|', g.Elements().Select(e => e.Value))));
        Assert.Equal(["cases-fatal", "cases-serious", "cases-65", "cases-under-18"], cases.Element("dl")!.Elements().Select(g => g.Attribute("id")!.Value));
        Assert.Equal("#case-FAERS-1", cases.Element("dl")!.Elements().Last().Descendants("a").Single().Attribute("href")!.Value);
    }

    [Fact]
    public void Class_says_why_its_pairs_moved_and_draws_their_trend()
    {
        var section = Section(Page(SampleWeek.Snapshot()), "class-herpes_zoster");
        Assert.Equal(["● New Abrocitinib: 3 new cases, 1 serious; not above the thresholds before"], section.Elements("ul").Elements().Select(li => li.Value));
        var row = Rows(section).Single(r => r.Element("th")!.Value == "Abrocitinib");
        Assert.Single(row.Descendants("svg"), svg => (string?)svg.Attribute("class") == "spark");
    }

    [Fact] // Table 1 of the statement: 32 items, numbered so
    public void Checklist_has_every_item_and_marks_what_is_left_for_the_author()
    {
        var rows = Section(Page(SampleWeek.Snapshot()), "readus").Descendants("tbody").Elements("tr").Where(tr => tr.Element("td") is not null).ToList();
        Assert.Equal("1a 1b 2a 2b 2c 3 4a 4b 5a 5b 6a 6b 6c 6d 7a 7b 7c 7d 7e 8a 8b 9 10 11 12a 12b 12c 13 14a 14b 14c 14d".Split(' '), rows.Select(row => row.Element("th")!.Value));
        Assert.Equal("2a 2c 7d 10 11 12a 12b 12c 14a 14b 14c".Split(' '), rows.Where(row => row.Elements("td").Last().Value == "▲ left for the author").Select(row => row.Element("th")!.Value));
        Assert.Contains(rows, row => row.Value.Contains("18,412,306 current cases", StringComparison.Ordinal));
    }

    [Fact]
    public void Signed_is_a_run_by_its_manifest_on_lines_for_three_people()
    {
        var section = Section(Page(SampleWeek.Snapshot()), "sign-off");
        Assert.Contains("run 2026-W47-3fa9c104, data to 16 November 2026, made from the snapshot whose manifest has SHA-256 " + new string('4', 60) + "b1f0", section.Value, StringComparison.Ordinal);
        Assert.Equal(["Prepared by", "Reviewed by", "Approved by"], Rows(section).Select(row => row.Element("th")!.Value));
    }

    [Theory, InlineData("changes"), InlineData("classes"), InlineData("incidence"), InlineData("cases")]
    public void Every_heading_of_figures_explains_them(string section) =>
        Assert.All(Section(Page(SampleWeek.Snapshot()), section).Descendants("th").Where(th => (string?)th.Attribute("scope") == "col" && ((string?)th.Attribute("class"))?.Split(' ').Contains("num") == true && th.Ancestors("table").All(t => (string?)t.Attribute("class") != "where-table")),
            th => Assert.True(th.Element("abbr")?.Attribute("title")?.Value.Length > 15, th.Value));

    private static string Together(long d, double lower, double upper, (double, double?, double?, string) published)
    {
        SampleWeek.SignalRow pair = new("d", "Drug", "substance", "e", "Event", "class", 100, 100, 1000, d);
        SampleWeek.IncidenceRow cohort = new("cohort", "d", "Drug", null, null, "e", "Event", "registry", 10, 100, (lower + upper) / 2, lower, upper) { Published = published };
        return Rows(Section(Page(SampleWeek.Snapshot([pair], [cohort])), "incidence").Descendants("table").ElementAt(1)).Single().Elements("td").Last().Value;
    }
}
