using JakSignals.App.Commands;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests;

/// <summary>
/// Names that reviewers approve between two weeks of tests/feeds/small, counted by hand: case 109 took "Xeljans" and had herpes zoster. Without the approval
/// tofacitinib × herpes zoster is (3, 7, 7, 26), of Janus kinase inhibitors (7, 16, 3, 17) (SmallFeedTests); with it a case moves from c to a.
/// </summary>
public sealed class ApprovedNamesTests
{
    [Fact]
    public async Task An_approved_name_counts_from_the_next_run_on_and_both_weeks_verify()
    {
        using var place = new Place();
        var first = await place.WeekAsync("2026-01-12", SmallWeeks.Feeds);
        Decide(place, first, NameState.Approved, 0);

        var second = await place.WeekAsync("2026-01-31", []);

        Assert.Equal((4, 7, 6, 26), second.Table("signals").Cells(second.Table("signals").Of("TOFACITINIB", "herpes_zoster")));
        Assert.Equal((8, 16, 2, 17), second.Table("signals").Cells(second.Table("signals").Of("jak_inhibitors", "herpes_zoster")));
        Assert.Equal("a2106f5aa404c30d825c7f89c29d16e02313e353c1cb7d52ca76ed0fa0ffc43c", second.Manifest.Catalogues["approved names"]);     // ApprovedNameTests
        Assert.False(first.Manifest.Catalogues.ContainsKey("approved names"));
        Assert.Equal((0, 1), (first.Manifest.Decisions, second.Manifest.Decisions));
        var quality = second.Table("data_quality");
        var approved = quality.Where(("check", "approved_name"));
        Assert.Equal(("XELJANS", 1L, "TOFACITINIB"), (quality.Text("subject", approved)!, quality.Count("rows", approved)!.Value, quality.Text("detail", approved)!));
        Assert.DoesNotContain(Enumerable.Range(0, quality.RowCount), row => quality.Text("check", row) is "unmapped_name" or "suggested_match" && quality.Text("subject", row) == "XELJANS");
        var catalogue = second.Table("catalogue");
        Assert.Equal("TOFACITINIB", catalogue.Text("value", catalogue.Where(("kind", "approved_name"), ("key", "XELJANS"), ("attribute", "substance"))));
        Assert.Equal(1, place.Number("SELECT COUNT(*) FROM jaksignals.substance_alias WHERE rule = 'approved'"));
        Assert.Contains("Approved names", File.ReadAllText(Assert.Single(Directory.GetFiles(place.Path("data/reports"), "2026-01-31_*.html"))), StringComparison.Ordinal);
        await VerifyAsync(place, "2026-01-12");
        await VerifyAsync(place, "2026-01-31");
    }

    [Fact]
    public async Task A_snapshot_verifies_and_a_week_run_again_is_another_run_whatever_is_decided_later()
    {
        using var place = new Place();
        var first = await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        Decide(place, first, NameState.Approved, 0);
        var again = (await place.RunAsync("weekly", "--as-of", "2026-01-31")).Require(ExitCodes.Done);
        Assert.DoesNotContain("nothing was computed again", again.Output, StringComparison.Ordinal);
        var runs = new RunStore(place.Database).Published();
        Assert.Equal(2, runs.Count);
        Assert.NotEqual(first.Manifest.RunId, runs[0].RunId);

        Decide(place, first, NameState.Rejected, 1);
        Decide(place, first, NameState.Approved, 0, "METHOTREXATE", "BARICITINIB");
        foreach (var run in runs)
            (await place.RunAsync("verify", Path.Combine(place.Data, run.Snapshot!))).Require(ExitCodes.Done);
    }

    [Fact]
    public async Task A_rejected_name_is_as_if_it_had_never_been_approved()
    {
        using var place = new Place();
        var first = await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        Decide(place, first, NameState.Approved, 0);
        Decide(place, first, NameState.Rejected, 1);

        var again = (await place.RunAsync("weekly", "--as-of", "2026-01-31")).Require(ExitCodes.Done);

        Assert.Contains("nothing was computed again", again.Output, StringComparison.Ordinal);
        Assert.Single(new RunStore(place.Database).Published());
    }

    /// <summary>A run that was killed goes on with the names it began with: its id and its bytes are made of them.</summary>
    [Fact]
    public async Task A_run_that_goes_on_keeps_its_own_names_and_the_next_takes_up_the_new_ones()
    {
        using var place = new Place();
        var first = await place.WeekAsync("2026-01-12", SmallWeeks.Feeds);
        Decide(place, first, NameState.Approved, 0);
        var before = await place.WeekAsync("2026-01-31", []);
        place.Execute("UPDATE jaksignals.run_step SET state = 'waiting' WHERE run_id = '" + before.Manifest.RunId + "'");
        place.Execute("UPDATE jaksignals.run SET state = 'running' WHERE run_id = '" + before.Manifest.RunId + "'");
        Directory.Delete(place.SnapshotFolder("2026-01-31"), recursive: true);
        Decide(place, first, NameState.Rejected, 0, "ASPIRIN", "BARICITINIB");        // which changes no name

        var again = await place.WeekAsync("2026-01-31", []);

        Assert.Equal(before.ManifestSha256, again.ManifestSha256);
        Assert.Equal(1, again.Manifest.Decisions);
    }

    [Fact]
    public async Task An_approval_whose_substance_is_gone_is_left_out_and_named()
    {
        using var place = new Place();
        var first = await place.WeekAsync("2026-01-12", SmallWeeks.Feeds);
        Decide(place, first, NameState.Approved, 0, "XELJANS", "GONE");

        var second = await place.WeekAsync("2026-01-31", []);

        var quality = second.Table("data_quality");
        var lost = quality.Where(("check", "approval_lost"));
        Assert.Equal(("XELJANS", "approved as GONE, but the catalogue has no substance GONE"), (quality.Text("subject", lost)!, quality.Text("detail", lost)!));
        Assert.False(second.Manifest.Catalogues.ContainsKey("approved names"));
        Assert.Equal((3, 7, 7, 26), second.Table("signals").Cells(second.Table("signals").Of("TOFACITINIB", "herpes_zoster")));
        Assert.Contains("1 approved name is not counted as approved", File.ReadAllText(Assert.Single(Directory.GetFiles(place.Path("data/reports"), "2026-01-31_*.html"))), StringComparison.Ordinal);
        await VerifyAsync(place, "2026-01-31");
    }

    /// <summary>Six cases of "Xeljans" with zoster are a signal of the first week, under a drug that is none any more in the second.</summary>
    [Fact]
    public async Task A_signal_of_an_approved_name_is_said_to_have_moved_not_to_be_lost()
    {
        using var place = new Place();
        var cases = place.Write("cases.csv", ["case_id,drug,event,role,received_on,sex,age_years,country,serious,fatal",
            .. Enumerable.Range(1, 6).Select(id => $"{id},Xeljans,Herpes zoster,PS,2026-01-05,F,61,US,yes,no"), "7,Xeljans,Headache,PS,2026-01-05,F,61,US,yes,no",
            .. Enumerable.Range(8, 20).Select(id => $"{id},Aspirin,Headache,PS,2026-01-05,F,61,US,yes,no"), "28,Aspirin,Herpes zoster,PS,2026-01-05,F,61,US,yes,no"]);
        var first = await place.WeekAsync("2026-01-12", [cases]);
        Decide(place, first, NameState.Approved, 0);

        var quality = (await place.WeekAsync("2026-01-31", [])).Table("data_quality");

        Assert.Equal("a signal of the previous run that counts under TOFACITINIB since the name was approved", quality.Text("detail", quality.Where(("check", "signal_moved"), ("subject", "XELJANS × HERPES ZOSTER"))));
        Assert.DoesNotContain(Enumerable.Range(0, quality.RowCount), row => quality.Text("check", row) == "signal_lost");
        Assert.Equal(7, quality.Count("rows", quality.Where(("check", "approved_name"))));
    }

    [Fact]
    public async Task Names_as_given_are_taken_as_they_stand()
    {
        using var place = new Place();
        var first = await place.WeekAsync("2026-01-12", SmallWeeks.Feeds);
        Decide(place, first, NameState.Approved, 0);

        (await place.RunAsync("weekly", "--as-of", "2026-01-31", "--names", "as-given")).Require(ExitCodes.Done);

        var given = SnapshotPublisher.Read(place.SnapshotFolder("2026-01-31"));
        Assert.False(given.Manifest.Catalogues.ContainsKey("approved names"));
        Assert.DoesNotContain(Enumerable.Range(0, given.Table("data_quality").RowCount), row => given.Table("data_quality").Text("check", row)!.StartsWith("appro", StringComparison.Ordinal));
        await VerifyAsync(place, "2026-01-31");
    }

    [Fact]
    public async Task An_approval_that_was_changed_in_the_store_is_a_finding_of_verify()
    {
        using var place = new Place();
        var first = await place.WeekAsync("2026-01-12", SmallWeeks.Feeds);
        Decide(place, first, NameState.Approved, 0);
        await place.WeekAsync("2026-01-31", []);
        Assert.Equal(1, place.Execute("UPDATE jaksignals.review SET drug_key = 'BARICITINIB' WHERE review_id = 1"));

        var verified = (await place.RunAsync("verify", place.SnapshotFolder("2026-01-31"))).Require(ExitCodes.Failed);

        Assert.Contains("signals.parquet differs", verified.Output, StringComparison.Ordinal);
        Assert.Contains("The names that reviewers had approved are not those it was published with", verified.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("this program has", verified.Output, StringComparison.Ordinal);
    }

    private static async Task VerifyAsync(Place place, string asOf) => (await place.RunAsync("verify", place.SnapshotFolder(asOf))).Require(ExitCodes.Done);

    private static void Decide(Place place, Snapshot on, NameState state, long follows, string name = "XELJANS", string substance = "TOFACITINIB") =>
        Assert.Null(new ReviewLog(place.Database, TimeProvider.System).Append(new NameDecision
        {
            RunId = on.Manifest.RunId, ManifestSha256 = on.ManifestSha256, Name = name, Substance = substance, State = state, Rationale = "one letter from Xeljanz", UserName = "mjones", Follows = follows,
        }).Fault);
}
