using JakSignals.App.Commands;
using JakSignals.Snapshots;
using JakSignals.Tests.Ingest;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Half a table, one bad value, a newest version that cannot be read: what a week makes of them.</summary>
public sealed class CompletenessTests
{
    private const string Zoster = "Herpes zoster";

    [Fact] // 60 cases of the background, then 8 of tofacitinib and herpes zoster whose reactions are cut off
    public async Task Reactions_cut_off_at_a_line_end_are_refused_and_nothing_of_the_quarter_is_loaded()
    {
        using var place = new Place();
        var quarter = CutOff().Write(place.Path("26Q1"));

        (await place.RunAsync("ingest", quarter)).Require(ExitCodes.DataRefused);

        Assert.Contains("8 of 68 reports have no reaction in REAC26Q1.txt", place.Log(), StringComparison.Ordinal);
        Assert.Contains("--accept \"2026Q1\" --reason TEXT", place.Log(), StringComparison.Ordinal);
        Assert.Equal(0, place.Number("SELECT COUNT(*) FROM jaksignals.report") + place.Number("SELECT COUNT(*) FROM jaksignals.source_load"));
    }

    [Fact]
    public async Task A_week_of_nothing_but_refused_sources_is_not_run_and_says_why()
    {
        using var place = new Place();
        var quarter = CutOff().Write(place.Path("26Q1"));

        var ran = (await place.RunAsync("weekly", quarter, "--as-of", "2026-06-30")).Require(ExitCodes.DataRefused);

        Assert.Contains("was refused: nothing of it was loaded, because it seems incomplete. 8 of 68 reports have no reaction", ran.Output, StringComparison.Ordinal);
        Assert.Contains("The week was not run, because nothing of what was given was loaded.", ran.Output, StringComparison.Ordinal);
        Assert.Equal(0, place.Number("SELECT COUNT(*) FROM jaksignals.run"));
    }

    [Fact]
    public async Task A_quarter_accepted_by_name_is_loaded_and_the_reason_is_told_wherever_its_figures_are()
    {
        using var place = new Place();
        var quarter = CutOff().Write(place.Path("26Q1"));

        var ran = (await place.RunAsync("weekly", quarter, "--as-of", "2026-06-30", "--accept", "2026Q1", "--reason", "FDA confirmed it")).Require(ExitCodes.Done);
        var quality = SnapshotPublisher.Read(place.SnapshotFolder("2026-06-30")).Table("data_quality");

        var accepted = quality.Where(("check", "load_accepted"));
        Assert.Equal(("2026Q1", 68L), (quality.Text("subject", accepted), quality.Count("rows", accepted)));
        Assert.StartsWith("Accepted, because FDA confirmed it. 8 of 68 reports have no reaction", quality.Text("detail", accepted), StringComparison.Ordinal);
        var without = quality.Where(("check", "report_without_event"));
        Assert.Equal(("REAC26Q1.txt", 8L), (quality.Text("source_file", without), quality.Count("rows", without)));
        Assert.Equal(8, quality.Count("rows", quality.Where(("check", "case_without_event"))));
        Assert.Equal(0, quality.Count("rows", quality.Where(("check", "report_without_drug"))));
        Assert.Contains("8 current cases have no reaction.", ran.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var status = (await place.RunAsync("status")).Require(ExitCodes.Done).Output.ReplaceLineEndings(" ");
        Assert.Contains("Accepted: 2026Q1 seems incomplete, and was loaded because FDA confirmed it.", status, StringComparison.Ordinal);
        var report = File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(place.Data, "reports"), "*.html")));
        Assert.Contains("2026Q1 was loaded although it seems incomplete.", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--accept", "2026Q1")]
    [InlineData("--accept", "2026Q1", "--reason", " ")]
    public async Task Accepting_wants_both_a_name_and_a_reason(params string[] arguments)
    {
        using var place = new Place();
        (await place.RunAsync(["ingest", place.Folder, .. arguments])).Require(ExitCodes.BadArguments);
    }

    [Fact]
    public async Task Accepting_a_quarter_that_is_not_there_is_told()
    {
        using var place = new Place();
        var quarter = QuarterText.Of(30).Write(place.Path("26Q1"));

        (await place.RunAsync("ingest", quarter, "--accept", "2026Q2", "--reason", "why not")).Require(ExitCodes.DataRefused);

        Assert.Contains("--accept names no quarter among the paths given", place.Log(), StringComparison.Ordinal);
        Assert.Equal(30, place.Number("SELECT COUNT(*) FROM jaksignals.report"));
    }

    [Fact] // version 1 said nausea; version 2 says herpes zoster, fatal, and an impossible day of the event: only that day is unknown
    public async Task A_follow_up_with_an_impossible_event_date_counts_as_it_stands()
    {
        using var place = new Place();
        var quarters = FollowedUp(place, (text, i) => text.Add(10050200 + i, 2, "20260501", "XELJANZ", Zoster, "DE", eventOn: "20260230"));

        var snapshot = await place.WeekAsync("2026-06-30", quarters);

        var signals = snapshot.Table("signals");
        var zoster = signals.Of("TOFACITINIB", "herpes_zoster");
        Assert.Equal((4L, 4L), (signals.Count("a", zoster), signals.Count("fatal_cases", zoster)));
        Assert.DoesNotContain(Enumerable.Range(0, signals.RowCount), row => signals.Text("drug_key", row) == "TOFACITINIB" && signals.Text("event_key", row) == "NAUSEA" && signals.Count("a", row) > 0);
        var cases = snapshot.Table("cases");
        Assert.All(Enumerable.Range(0, cases.RowCount).Where(row => cases.Text("event_key", row) == "herpes_zoster"), row => Assert.Null(cases.Text("event_on", row)));
        var quality = snapshot.Table("data_quality");
        var left = quality.Where(("check", "value_left_out"));
        Assert.Equal(("DEMO26Q2.txt", "event_dt", 4L), (quality.Text("source_file", left), quality.Text("subject", left), quality.Count("rows", left)));
    }

    [Fact] // version 2 of four cases has no day of receipt that can be read: nausea, which version 1 said, is no more true, and herpes zoster is in quarantine
    public async Task A_case_whose_newest_version_is_unreadable_is_in_no_count_and_is_listed()
    {
        using var place = new Place();
        var quarters = FollowedUp(place, (text, i) => text.Add(10050200 + i, 2, "20260532", "XELJANZ", Zoster, "DE"));

        var ran = (await place.RunAsync(["weekly", .. quarters, "--as-of", "2026-06-30"])).Require(ExitCodes.Done);
        var snapshot = SnapshotPublisher.Read(place.SnapshotFolder("2026-06-30"));

        Assert.Equal(300, snapshot.Manifest.Cases);       // 200 of the first quarter without these 4, and 100 of the second
        var signals = snapshot.Table("signals");
        Assert.DoesNotContain(Enumerable.Range(0, signals.RowCount), row => signals.Text("drug_key", row) == "TOFACITINIB" && signals.Count("a", row) > 0);
        var quality = snapshot.Table("data_quality");
        Assert.Equal(4, quality.Count("rows", quality.Where(("check", "newest_version_unreadable"))));
        Assert.Equal(["10050200", "10050201", "10050202", "10050203"],
            Enumerable.Range(0, quality.RowCount).Where(row => quality.Text("check", row) == "unreadable_case").Select(row => quality.Text("subject", row)));
        Assert.Contains("4 cases have a newest version that is unreadable.", ran.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Unreadable: 4 reports are in quarantine", (await place.RunAsync("status")).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        foreach (var file in Enumerable.Range(0, quality.RowCount).Where(row => quality.Text("check", row)!.StartsWith("rows_", StringComparison.Ordinal)).GroupBy(row => quality.Text("source_file", row)))
            Assert.Equal(file.Sum(row => quality.Text("check", row) == "rows_read" ? quality.Count("rows", row) : 0), file.Sum(row => quality.Text("check", row) == "rows_read" ? 0 : quality.Count("rows", row)));
    }

    [Fact] // 23741 days are 64.9993 years: rounded to two decimals it would be 65
    public async Task An_age_just_below_65_stays_below_65_in_what_is_published()
    {
        using var place = new Place();
        var quarter = QuarterText.Of(40, drug: "XELJANZ", term: Zoster);
        for (var line = 0; line < 40; line++)
            quarter.Set("DEMO", line, 13, "23741").Set("DEMO", line, 14, "DY");

        var snapshot = await place.WeekAsync("2026-06-30", [quarter.Write(place.Path("26Q1"))]);

        var cases = snapshot.Table("cases");
        Assert.NotEqual(0, cases.RowCount);
        Assert.All(Enumerable.Range(0, cases.RowCount), row => Assert.Equal(23741 / 365.25, cases.Measure("age_years", row)));
    }

    [Fact]
    public async Task A_first_receipt_known_to_the_year_is_no_31_December()
    {
        using var place = new Place();
        var quarter = QuarterText.Of(40, drug: "XELJANZ", term: Zoster).Set("DEMO", 0, 6, "2026");

        var cases = (await place.WeekAsync("2026-06-30", [quarter.Write(place.Path("26Q1"))])).Table("cases");

        // the other 39 were first received on 2026-01-05
        var row = cases.Where(("case_id", "10050000"), ("event_key", "herpes_zoster"));
        Assert.Null(cases.Date("first_received_on", row));
        Assert.Equal(new DateOnly(2026, 1, 5), cases.Date("first_received_on", cases.Where(("case_id", "10050001"), ("event_key", "herpes_zoster"))));
    }

    [Fact]
    public async Task A_quarter_of_headers_only_is_told()
    {
        using var place = new Place();
        await place.WeekAsync("2026-03-31", [QuarterText.Of(40, drug: "XELJANZ", term: Zoster).Write(place.Path("26Q1"))]);

        var ran = await place.RunAsync("weekly", new QuarterText("26Q2").Write(place.Path("26Q2")), "--as-of", "2026-06-30");

        Assert.Contains("DEMO26Q2.txt: a header and no record", ran.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("DEMO26Q2.txt: no_records, 0 records", place.Log(), StringComparison.Ordinal);
        var quality = SnapshotPublisher.Read(place.SnapshotFolder("2026-06-30")).Table("data_quality");
        Assert.Contains(Enumerable.Range(0, quality.RowCount), row => quality.Text("check", row) == "no_records" && quality.Text("source_file", row) == "DEMO26Q2.txt");
    }

    [Theory] // the inputs that went wrong once, where they lie beside the repository
    [InlineData("cases/reactions-cut-off", ExitCodes.DataRefused)]
    [InlineData("cases/follow-up-with-bad-date", ExitCodes.Done)]
    public async Task Inputs_that_went_wrong_once_are_right(string folder, int code)
    {
        var source = JakSignals.Tests.Shared.Path(folder);
        using var place = new Place();
        (await place.RunAsync("ingest", source)).Require(code);
        if (code != ExitCodes.Done)
            return;
        var signals = (await place.WeekAsync("2026-06-30", [])).Table("signals");
        var zoster = signals.Of("TOFACITINIB", "herpes_zoster");
        Assert.Equal((4L, 4L), (signals.Count("a", zoster), signals.Count("fatal_cases", zoster)));
    }

    private static QuarterText CutOff()
    {
        var quarter = QuarterText.Of(60);
        for (var i = 0; i < 8; i++)
            quarter.Add(10060000 + i, 1, "20260115", "XELJANZ", Zoster, "OT");
        return quarter.Cut("REAC", 8);
    }

    /// <summary>A quarter of 204 cases, 4 of them tofacitinib and nausea, and one of 100 others with a second version of these 4.</summary>
    private static string[] FollowedUp(Place place, Action<QuarterText, int> second)
    {
        var (first, later) = (QuarterText.Of(200, "26Q1"), QuarterText.Of(100, "26Q2", first: 10070000, received: "20260415", term: "Headache"));
        for (var i = 0; i < 4; i++)
        {
            first.Add(10050200 + i, 1, "20260115", "XELJANZ", "Nausea", "OT");
            second(later, i);
        }
        return [first.Write(place.Path("26Q1")), later.Write(place.Path("26Q2"))];
    }
}
