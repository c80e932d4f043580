using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using JakSignals.Reports;
using JakSignals.Snapshots;

namespace JakSignals.Tests.Reports;

public partial class WeeklyReportTests
{
    private static readonly string[] Sections = ["changes", "matrix", "classes", "incidence", "cases", "decisions", "quality", "tested", "methods", "readus", "sign-off", "provenance"];
    private static readonly string[] Denials = ["It does not measure risk.", "A disproportionality score is a reason to look; it is not an estimate of risk, and it says nothing of cause."];

    public static TheoryData<string> Samples => ["realistic", "hostile", "empty", "full"];

    [Theory, MemberData(nameof(Samples))]
    public void Report_is_well_formed_with_every_section_in_order(string sample)
    {
        var html = Parse(Sample(sample));
        Assert.Equal(Sections, html.Descendants("main").Elements("section").Select(s => s.Attribute("id")!.Value));
        Assert.Equal("en", html.Root!.Attribute("lang")!.Value);
        Assert.Equal("#changes", html.Descendants("a").First().Attribute("href")!.Value);
    }

    [Theory, MemberData(nameof(Samples))]
    public void Report_loads_nothing_and_runs_nothing(string sample)
    {
        var text = Sample(sample);
        var html = Parse(text);
        Assert.DoesNotContain(html.Descendants(), e => e.Name.LocalName is "script" or "link" or "img" or "iframe" or "object" or "form" or "base" or "use" or "image");
        Assert.DoesNotContain(html.Descendants().Attributes(), a => a.Name.LocalName is "src" or "style" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(html.Descendants().Attributes("href"), href => Assert.Matches(@"^(#|2026-11-16_[A-Za-z0-9%._-]+/[a-z-]+\.csv$)", href.Value));
        Assert.DoesNotMatch("https?:|@import|url\\(", text);
        Assert.Contains("default-src 'none'", html.Descendants("meta").Attributes("content").First().Value, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Samples))]
    public void Every_link_has_its_target_and_every_id_is_unique(string sample)
    {
        var html = Parse(Sample(sample));
        var ids = html.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(html.Descendants().Attributes("href").Where(href => href.Value[0] == '#'), href => Assert.Contains(Uri.UnescapeDataString(href.Value[1..]), ids));
        Assert.DoesNotContain(ids, id => id.Any(char.IsWhiteSpace));
    }

    [Theory, MemberData(nameof(Samples))]
    public void Every_table_has_a_caption_scopes_and_rows_of_one_width(string sample) => Assert.All(Parse(Sample(sample)).Descendants("table"), table =>
    {
        Assert.NotEqual("", table.Element("caption")!.Value);
        Assert.All(table.Descendants("th"), th => Assert.NotNull(th.Attribute("scope")));
        Assert.Single(table.Descendants("tr").Select(tr => tr.Elements().Sum(cell => (int?)cell.Attribute("colspan") ?? 1)).Distinct());
    });

    [Fact]
    public void Every_plot_says_in_words_what_it_shows_or_hides_from_screen_readers() =>
        Assert.All(Parse(Sample("realistic")).Descendants("svg").Where(svg => (string?)svg.Attribute("class") != "arrow"), svg =>
            Assert.True((string?)svg.Attribute("aria-hidden") == "true" || ((string?)svg.Attribute("aria-label"))?.Length > 10, svg.ToString()));

    [Fact]
    public void Hostile_text_stays_text_wherever_it_comes_from()
    {
        var html = Page(SampleWeek.HostileSnapshot());
        const string shown = "<script>alert(1)</script>\" onmouseover='x' &amp; ]]> <!-- \uFFFD";
        Assert.All(Sections.Except(["methods", "tested"]), id => Assert.Contains(shown, Section(html, id).Value, StringComparison.Ordinal));
        Assert.Contains(shown, html.Descendants("h1").Single().Value, StringComparison.Ordinal);
        Assert.Contains("Run scriptalert1scriptonmouseoverxamp--", html.Descendants("style").Single().Value, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Samples))]
    public void Style_sheet_needs_no_encoding_as_the_page_is_html_and_xml_at_once(string sample) =>
        Assert.DoesNotMatch("[<>&]", Regex.Match(Sample(sample), "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value);

    [Fact]
    public void Word_risk_stands_only_in_the_sentences_that_deny_it()
    {
        var text = string.Join('\n', Parse(Sample("realistic")).Descendants("body").DescendantNodes().OfType<XText>().Select(t => t.Value));
        Assert.All(Denials, denial => Assert.Contains(denial, text, StringComparison.Ordinal));
        var rest = Denials.Aggregate(text, (left, denial) => left.Replace(denial, "", StringComparison.Ordinal));
        Assert.DoesNotContain("risk", rest, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_rows_read_for_the_report_give_the_report_of_all_rows()
    {
        var persisting = new SampleWeek.SignalRow("ASPIRIN", "ASPIRIN", "substance", "NAUSEA", "Nausea", "term", 50, 900, 4000, 900_000) { Domain = false, Status = "persisting" };
        var snapshot = SampleWeek.Snapshot(signals: [.. SampleWeek.Signals(), .. SampleWeek.Subsets(), persisting]);
        using var file = new MemoryStream();
        ParquetWriters.Default.Write(snapshot.Table("signals"), file);
        file.Position = 0;
        var shown = ParquetTableReader.Read(file, WeeklyReport.SignalsShown);
        Assert.Equal(snapshot.Table("signals").RowCount - 1, shown.RowCount);
        Assert.Equal(Render(snapshot), Render(snapshot with { Tables = new Dictionary<string, Table>(snapshot.Tables) { ["signals"] = shown } }));
    }

    [Fact]
    public void Same_snapshot_gives_the_same_bytes_in_any_culture()
    {
        var once = Render(SampleWeek.Snapshot());
        var (before, other) = (CultureInfo.CurrentCulture, (CultureInfo)CultureInfo.InvariantCulture.Clone());
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NumberGroupSeparator = ".";
        other.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(once, Render(SampleWeek.Snapshot()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Full_week_of_31_drugs_and_25_classes_that_all_are_signals_stays_under_3_MB() =>
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Sample("full")), 100_000, 3_000_000);

    [Fact]
    public void Head_says_what_the_report_covers()
    {
        var head = Parse(Sample("realistic")).Descendants("header").Single().Value;
        Assert.Contains("Weekly signal report: JAK inhibitors", head, StringComparison.Ordinal);
        // 16 November 2026 is a Monday, of ISO week 47; 9 November of week 46.
        Assert.Contains("Week 47 of 2026 · reports received to 16 November 2026 · compared with week 46 of 2026 (to 9 November 2026) · simulated data", head, StringComparison.Ordinal);
        Assert.Contains("18,412,306 current cases · 412,774 pairs tested of 5,120,338 that occur", head, StringComparison.Ordinal);
        Assert.Contains("first run, nothing to compare with", Page(SampleWeek.Empty()).Descendants("header").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_count_pairs_of_the_matrix_and_distinct_new_cases() =>
        // Of the sample: one case is fatal and stands in two classes; 9 are serious; ages of 65 and more: 71, 66.5, 66, 69, 77; nobody is younger than 25.
        Assert.Equal(["1 new pair above the thresholds", "2 stronger pairs", "1 weaker pair", "1 cleared pair", "1 new fatal case", "9 new serious cases", "5 new cases aged 65+", "0 new cases under 18"],
            Parse(Sample("realistic")).Descendants("ul").Single(ul => (string?)ul.Attribute("class") == "figures").Elements().Select(li => li.Value));

    [Fact]
    public void Changed_pair_shows_status_reason_counts_score_trend_and_rate()
    {
        var row = Rows(Section(Parse(Sample("realistic")), "changes"))[0];
        Assert.Equal("● NewAbrocitinib × Herpes zoster3 new cases, 1 serious; not above the thresholds before", row.Element("th")!.Value);
        Assert.Equal("#class-herpes_zoster", row.Descendants("a").Single().Attribute("href")!.Value);
        var cells = row.Elements("td").ToList();
        Assert.Equal("3 / 42", cells[0].Value);
        Assert.Equal("4.30 2.98–6.01above published 1.20–2.90", cells[3].Value);
        Assert.Single(cells[2].Descendants("svg"));
    }

    [Fact]
    public void Week_without_changes_says_so() =>
        Assert.Contains("No pair of these drugs and event classes changed its status.", Section(Page(SampleWeek.Snapshot(signals: [Pair(4)])), "changes").Value, StringComparison.Ordinal);

    [Fact]
    public void Other_changed_pairs_are_cut_with_the_number_left_out()
    {
        var section = Section(Parse(Sample("realistic")), "changes");
        Assert.Equal(15, Rows(section.Descendants("table").Single(t => (string?)t.Attribute("class") == "others")).Count);
        Assert.Contains("16 more pairs changed; all are in changes.csv and signals.parquet.", section.Value, StringComparison.Ordinal);     // 31 terms in the sample
    }

    [Fact]
    public void Pair_with_a_zero_cell_prints_not_estimable_and_its_count()
    {
        var cell = Section(Parse(Sample("realistic")), "matrix").Descendants("div").Single(d => ((string?)d.Attribute("title"))?.StartsWith("Abrocitinib × Gastrointestinal perforation", StringComparison.Ordinal) == true);
        Assert.Equal("n.e.0", cell.Value);
        Assert.Equal("cell s0", cell.Attribute("class")!.Value);
        Assert.Contains("No case (expected): Abrocitinib (3.45); ", Section(Parse(Sample("realistic")), "class-gi_perforation").Value, StringComparison.Ordinal);   // 2,903 × 21,870 / 18,412,306
    }

    [Theory] // by the legend: above 1, 1.5, 2, 3, 5 or more
    [InlineData(1000, "s0")] [InlineData(1500, "s1")] [InlineData(2200, "s2")] [InlineData(2700, "s3")] [InlineData(4000, "s4")] [InlineData(8000, "s5")]
    public void Shade_follows_the_lower_limit_not_the_estimate(long d, string shade)
    {
        // a = b = 100, c = 1000: ROR = d / 1000, lower limit = ROR / exp(1.96 √(0.021 + 1/d)), which is ROR / 1.33 or so.
        var page = Page(SampleWeek.Snapshot(signals: [Pair(d / 1000.0)]));
        Assert.Equal("cell " + shade, Section(page, "matrix").Descendants("div").First(e => e.Attribute("title") is not null).Attribute("class")!.Value);
    }

    [Fact]
    public void Statistic_that_is_null_throughout_has_no_column_and_no_definition()
    {
        var without = Page(SampleWeek.Snapshot(signals: [Pair(4) with { Status = "none" }], masking: []));
        Assert.DoesNotContain("IC025", without.Root!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("EB05", without.Root!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Masking audit", without.Root!.Value, StringComparison.Ordinal);
        var with = Page(SampleWeek.Snapshot(signals: [Pair(4) with { IcLower = 1.234 }]));
        Assert.Contains("IC025", Section(with, "classes").Descendants("th").Select(th => th.Value));
        Assert.Contains("1.23", Section(with, "classes").Descendants("td").Select(td => td.Value));
        Assert.Contains("IC025", Section(with, "methods").Descendants("dt").Select(dt => dt.Value));
    }

    [Fact]
    public void Forest_plot_puts_estimate_and_limits_where_hand_calculation_does()
    {
        // ROR 4, SE √(1/100 + 1/100 + 1/1000 + 1/4000) = 0.145774, limits 3.00590 and 5.32286. The axis runs from ½ to 8 (2⁻¹ to 2³) with 5 % free at either end:
        // 1 at 5 + 90·1/4 = 27.5; 4 at 5 + 90·3/4 = 72.5; log2 3.00590 = 1.58780, 5 + 90·2.58780/4 = 63.23; log2 5.32286 = 2.41220, 5 + 90·3.41220/4 = 81.77.
        var plot = Section(Page(SampleWeek.Snapshot(signals: [Pair(4)])), "classes").Descendants("tbody").First().Descendants("svg").Single();
        Assert.Equal("ROR 4.00, limits 3.01–5.32", plot.Attribute("aria-label")!.Value);
        Assert.Equal(["27.5%"], Of(plot, "one", "x1"));
        Assert.Equal(["5%", "50%", "72.5%", "95%"], Of(plot, "g", "x1"));
        Assert.Equal(["63.23%"], Of(plot, "ci", "x1"));
        Assert.Equal(["81.77%"], Of(plot, "ci", "x2"));
        Assert.Equal(["72.5%"], Of(plot, "pt sig", "x"));
        Assert.Equal(["9"], Of(plot, "pt sig", "width"));        // 5 + 2 log10 100
        Assert.Empty(Of(plot, "arrow", "x"));
    }

    [Fact]
    public void Square_is_filled_only_where_the_lower_limit_is_above_1()
    {
        // a 1, b 1, c 1000, d 4000: ROR 4, SE √2.00125 = 1.4147, lower limit 0.25.
        var plot = Section(Page(SampleWeek.Snapshot(signals: [Pair(4) with { A = 1, B = 1 }])), "classes").Descendants("tbody").Descendants("svg").First();
        Assert.Single(Of(plot, "pt", "x"));
        Assert.Empty(Of(plot, "pt sig", "x"));
    }

    [Theory] // limits of the rate: half and twice of it
    [InlineData(12.1, "above published 3.00–6.00")] [InlineData(12, "compatible with published 3.00–6.00")] [InlineData(1.5, "compatible with published 3.00–6.00")] [InlineData(1.49, "below published 3.00–6.00")]
    public void Rate_is_above_or_below_the_published_one_by_the_limits_of_both(double rate, string words)
    {
        SampleWeek.IncidenceRow cohort = new("cohort", "d", "Drug", null, null, "e", "Event", "registry", 10, 100, rate, rate / 2, rate * 2) { Published = (4, 3, 6, "a source") };
        var row = Rows(Section(Page(SampleWeek.Snapshot(signals: [Pair(4) with { Status = "new" }], incidence: [cohort])), "changes"))[0];
        Assert.EndsWith(words, row.Elements("td").Last().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Interval_that_leaves_the_axis_ends_in_an_arrow_and_does_not_squeeze_the_others()
    {
        // a 1, b 2, c 1000, d 200,000: ROR 100, SE √1.501 = 1.2252, limits 9.1 and 1104. The estimate is kept on the axis (to 128); its upper limit is not.
        var plot = Section(Page(SampleWeek.Snapshot(signals: [Pair(4) with { A = 1, B = 2, D = 200_000 }])), "classes").Descendants("tbody").Descendants("svg").First();
        Assert.Equal(["95%"], Of(plot, "arrow", "x"));
        Assert.Equal(["95%"], Of(plot, "ci", "x2"));
        Assert.Equal(["5"], Of(plot, "pt sig", "width"));
    }

    [Fact]
    public void Sparkline_draws_cases_as_bars_and_the_lower_limit_on_a_log_scale()
    {
        SampleWeek.TrendRow[] trend = [new("d", "e", "2026Q1", 0, null), new("d", "e", "2026Q2", 5, 0.5), new("d", "e", "2026Q3", 10, 1), new("d", "e", "2026Q4", 10, 2)];
        var plot = Section(Page(SampleWeek.Snapshot(signals: [Pair(4) with { Status = "new" }], trend: trend)), "changes").Descendants("svg").Single();
        // Four quarters of 32 units; 34 high with 3 free above and below for ½ to 2, so that ½ is at 31, 1 at 17, 2 at 3.
        Assert.Equal("48,31 80,17 112,3", plot.Element("polyline")!.Attribute("points")!.Value);
        Assert.Equal(["17"], Of(plot, "one", "y1"));
        // Bars of 5, 10 and 10 cases from the foot at 34: 16 and 32 high, 30 wide, about 48, 80 and 112.
        Assert.Equal(["M48 34V18M80 34V2M112 34V2"], Of(plot, "bar", "d"));
        Assert.Equal(["30"], Of(plot, "bar", "stroke-width"));
        Assert.Equal("Cases a quarter, 2026Q1 to 2026Q4: 0, 5, 10, 10. Lower limit 0.50 in 2026Q2, 2.00 in 2026Q4.", plot.Attribute("aria-label")!.Value);
    }

    [Fact]
    public void Trend_of_a_single_quarter_is_not_drawn() =>
        Assert.Empty(Section(Page(SampleWeek.Snapshot(signals: [Pair(4) with { Status = "new" }], trend: [new("d", "e", "2026Q4", 10, 2)])), "changes").Descendants("svg"));

    [Fact]
    public void Spontaneous_reports_over_sales_are_a_reporting_rate_in_a_table_of_their_own()
    {
        var section = Section(Parse(Sample("realistic")), "incidence");
        var tables = section.Descendants("table").ToList();
        Assert.Equal(3, tables.Count);
        Assert.All(tables.SkipLast(1), table => Assert.DoesNotContain("sales", table.Value, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["Drug, dose and source of sales", "reports", "patient-years sold", "reporting rate per 100 patient-years sold (95% CI)"], tables[2].Element("thead")!.Descendants("th").Select(th => th.Value));
        Assert.DoesNotContain("incidence", tables[2].Element("tbody")!.Value, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, InlineData(0.0496, "p\u00A0=\u00A00.050")] [InlineData(0.00412, "p\u00A0=\u00A00.0041")] [InlineData(0.00001, "p\u00A0<\u00A00.0001")]
    public void P_value_keeps_enough_decimals(double p, string words)
    {
        SampleWeek.IncidenceRow cohort = new("cohort", "d", "Drug", null, null, "e", "Event", "trial", 10, 100, 10, 5, 18) { Versus = ("placebo", 2, 1, 4, p, 5) };
        Assert.Contains("against placebo, " + words, Section(Page(SampleWeek.Snapshot(incidence: [cohort])), "incidence").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Rate_of_no_events_has_no_point_on_the_log_axis_but_a_line_from_its_upper_limit()
    {
        var row = Rows(Section(Parse(Sample("realistic")), "incidence")).Single(r => r.Element("th")!.Value.StartsWith("Baricitinib, 4 mg", StringComparison.Ordinal));
        Assert.Contains("0 0–0.31", row.Elements("td").Select(td => td.Value));
        Assert.Empty(row.Descendants("circle"));
        Assert.Equal(["5%"], Of(row.Descendants("svg").First(), "arrow", "x"));
    }

    [Fact]
    public void Case_stands_once_with_all_its_classes_and_only_when_new()
    {
        var rows = Rows(Section(Parse(Sample("realistic")), "cases"));
        Assert.Equal("24101188FAERS · version 1", rows[0].Element("th")!.Value);
        Assert.Contains("Serious infection; Gastrointestinal perforation", rows[0].Elements("td").Select(td => td.Value));
        Assert.Equal(21, rows.Count);
        Assert.DoesNotContain(rows, row => row.Value.Contains("19900001", StringComparison.Ordinal));
    }

    [Fact]
    public void Line_list_is_cut_at_200_cases_with_the_number_left_out()
    {
        var section = Section(Parse(Sample("full")), "cases");
        Assert.Equal(200, Rows(section).Count);
        Assert.Contains("700 more new cases; all are in new-cases.csv and cases.parquet.", section.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_balance_are_said_to_and_one_that_does_not_is_named()
    {
        Assert.Contains("Every file balances", Section(Parse(Sample("realistic")), "quality").Value, StringComparison.Ordinal);
        var off = Section(Page(SampleWeek.Snapshot(quality: [.. SampleWeek.File("A.txt", 100, 90, 5, 1, 1, 3), .. SampleWeek.File("B.txt", 100, 90, 5, 1, 1, 1)])), "quality");
        Assert.Equal(["balances", "▲ off by 2"], Rows(off).Select(row => row.Elements("td").Last().Value));
        Assert.Contains("1 file does not balance", off.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Unmapped_names_are_the_20_most_frequent()
    {
        var table = Section(Parse(Sample("realistic")), "quality").Descendants("table").Single(t => t.Element("caption")!.Value == "Names the catalogue does not know");
        Assert.Equal(20, Rows(table).Count);
        Assert.Equal("UNKNOWN PRODUCT 14,000", Rows(table)[0].Value);
    }

    [Fact]
    public void Thresholds_come_from_the_manifest_and_a_missing_one_is_said_to_be_missing()
    {
        Assert.Contains("a ≥ 3, PRR ≥ 2 and χ² ≥ 4.", Section(Parse(Sample("realistic")), "methods").Value, StringComparison.Ordinal);
        var bare = SampleWeek.Snapshot(manifest: SampleWeek.Manifest() with { Configuration = new Dictionary<string, string>() });
        Assert.Contains("PRR ≥ (Signals:Thresholds:MinimumPrr is not in the manifest)", Section(Page(bare), "methods").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Provenance_holds_run_previous_run_versions_and_every_hash()
    {
        var text = Section(Parse(Sample("realistic")), "provenance").Value;
        Assert.All(new[] { "2026-W47-3fa9c104", "2026-W46-91aa03d2", "0.1.0+92101ca", "sqlite", "JakSignals 0.1.0", new string('4', 60) + "b1f0", new('c', 64), new('e', 64), new('a', 64), new('d', 64), new('f', 64), new('9', 64), new('7', 64) },
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Role_scope_that_was_not_counted_is_refused_with_what_to_do()
    {
        var manifest = SampleWeek.Manifest() with { Configuration = new Dictionary<string, string> { ["Signals:RoleScope"] = "primary" } };
        var error = Assert.Throws<InvalidDataException>(() => Render(SampleWeek.Snapshot(SampleWeek.Signals(), manifest: manifest)));
        Assert.Contains("role scope 'primary'", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Text_has_a_contrast_of_at_least_4_5_in_light_and_dark(bool dark)
    {
        var style = Parse(Sample("realistic")).Descendants("style").Single().Value;
        var darkFrom = style.IndexOf("prefers-color-scheme:dark", StringComparison.Ordinal);
        var rules = dark ? style[darkFrom..] : style[..darkFrom];
        var tokens = TokenPattern().Matches(rules).ToLookup(m => m.Groups[1].Value, m => m.Groups[2].Value);
        string[][] pairs = [["ink", "paper"], ["soft", "paper"], ["accent", "paper"], ["warn", "paper"], ["ink", "wash"], ["soft", "wash"], ["warn", "wash"]];
        Assert.All(pairs, pair => Assert.InRange(Contrast(tokens[pair[0]].First(), tokens[pair[1]].First()), 4.5, 21));
        var shades = ShadePattern().Matches(rules);
        Assert.Equal(5, shades.Count);
        Assert.All(shades, shade => Assert.InRange(Contrast(shade.Groups[1].Value, shade.Groups[2].Value), 4.5, 21));
    }

    [Fact] // WebAIM contrast checker: #000 on #fff 21, #777 on #fff 4.48
    public void Contrast_of_these_tests_is_that_of_WCAG()
    {
        Assert.Equal(21, Contrast("#000000", "#ffffff"), 6);
        Assert.Equal(4.48, Contrast("#777777", "#ffffff"), 2);
    }

    [GeneratedRegex("--([a-z]+):(#[0-9a-f]{6})")]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"\.s[1-5]\{background:(#[0-9a-f]{6});color:(#[0-9a-f]{6})\}")]
    private static partial Regex ShadePattern();

    private static double Contrast(string one, string other)
    {
        double[] lights = [Light(one) + 0.05, Light(other) + 0.05];
        return lights.Max() / lights.Min();
    }

    private static double Light(string colour)
    {
        var channels = Convert.FromHexString(colour[1..]).Select(c => c / 255.0).Select(c => c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToList();
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
    }

    /// <summary>One pair with a = b = 100, c = 1000 and the ROR given.</summary>
    private static SampleWeek.SignalRow Pair(double ror) => new("d", "Drug", "substance", "e", "Event", "class", 100, 100, 1000, (long)(1000 * ror)) { Status = "persisting" };

    private static readonly Dictionary<string, Lazy<string>> Rendered = new()
    {
        ["realistic"] = new(() => Render(SampleWeek.Snapshot())),
        ["hostile"] = new(() => Render(SampleWeek.HostileSnapshot())),
        ["empty"] = new(() => Render(SampleWeek.Empty())),
        ["full"] = new(() => Render(SampleWeek.FullWeek())),
    };

    private static string Sample(string name) => Rendered[name].Value;

    internal static XElement Section(XDocument html, string id) => html.Descendants("section").Single(s => s.Attribute("id")!.Value == id);

    internal static List<XElement> Rows(XElement part) => [.. part.DescendantsAndSelf("table").First().Descendants("tbody").Elements("tr").Where(tr => tr.Element("td") is not null)];

    private static List<string> Of(XElement plot, string style, string attribute) =>
        [.. plot.Descendants().Where(e => (string?)e.Attribute("class") == style).Select(e => (string?)e.Attribute(attribute) ?? "")];

    internal static XDocument Page(Snapshot snapshot) => Parse(Render(snapshot));

    internal static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var page = XDocument.Load(reader);
        page.DescendantNodes().OfType<XText>().Where(text => text.Value == "\n").Remove();     // between the lines of the source
        return page;
    }

    private static string Render(Snapshot snapshot)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        WeeklyReport.Render(snapshot, writer);
        return writer.ToString();
    }
}
