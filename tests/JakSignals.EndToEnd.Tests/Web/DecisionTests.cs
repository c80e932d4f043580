using System.Net;
using System.Text.RegularExpressions;
using JakSignals.App.Commands;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>Decisions on a pair, from the form to the register, the chain, and the week after.</summary>
public sealed class DecisionTests
{
    private const string Pair = "/pair?drug=UPADACITINIB&event=herpes_zoster";
    private const string Decide = Pair + "&handler=Decide";

    [Fact]
    public async Task A_decision_is_in_the_register_in_the_chain_and_in_the_next_weeks_snapshot_and_report()
    {
        await using var server = await WeekAsync();
        using var reviewer = await server.OpenAsync(Role.Reviewer);

        var entered = await SendAsync(reviewer, ("Form.State", "validated"), ("Form.Rationale", "three cases, one with a positive rechallenge"), ("Form.Priority", "high"), ("Form.DueOn", "2026-02-01"),
            ("Form.Assignee", "operator"), ("Form.Labelled", "yes"), ("Form.References", "Bechman 2019\nWinthrop 2017"));
        Assert.Equal(HttpStatusCode.Found, entered.Status);

        var register = await PageAsync(reviewer, "/register");
        Assert.Matches("validated.*?high.*?2026-02-01.*?operator.*?yes.*?three cases, one with a positive rechallenge", register);
        var review = Assert.Single(new ReviewLog(server.Place.Database, server.Clock).Read());
        Assert.Equal(("reviewer", "validated the signal", "2026-11-23T06:00:00.0000000+00:00"), (review.UserName, review.Meaning, review.DecidedAt));
        var decided = SnapshotPublisher.Read(server.Place.SnapshotFolder("2026-01-12"));
        Assert.Equal((decided.Manifest.RunId, decided.ManifestSha256), (review.RunId, review.ManifestSha256));
        Assert.Equal(decided.Table("signals").Count("a", decided.Table("signals").Of("UPADACITINIB", "herpes_zoster")), review.CasesSeen);

        var next = await server.Place.WeekAsync("2026-01-31", []);
        Assert.Equal((1, review.Hash), (next.Manifest.Decisions, next.Manifest.AuditHead));
        Assert.Equal("validated", next.Table("register").Text("state", 0));
        var report = File.ReadAllText(Assert.Single(Directory.GetFiles(server.Place.Path("data/reports"), "2026-01-31_*.html")));
        Assert.Contains("three cases, one with a positive rechallenge", report, StringComparison.Ordinal);
        Assert.Contains(review.Hash[..12], report, StringComparison.Ordinal);
        Assert.Equal((0, new string('0', 64)), (decided.Manifest.Decisions, decided.Manifest.AuditHead));
        Assert.Contains("1 decisions is whole, and 1 published manifests that saw decisions agree", (await server.Place.RunAsync("audit", "verify")).Output, StringComparison.Ordinal);

        server.Place.Execute("UPDATE jaksignals.review SET rationale = 'no case' WHERE review_id = 1");
        var broken = await server.Place.RunAsync("audit", "verify");
        Assert.Equal(ExitCodes.Failed, broken.Code);
        Assert.Contains("decision 1 (UPADACITINIB × herpes_zoster, reviewer, 2026-11-23", broken.Output, StringComparison.Ordinal);
    }

    /// <summary>A run that was killed goes on with the register it began with: the same bytes whoever publishes it.</summary>
    [Fact]
    public async Task A_run_publishes_the_register_of_its_beginning()
    {
        await using var server = await WeekAsync();
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        var before = await server.Place.WeekAsync("2026-01-31", []);
        server.Place.Execute("UPDATE jaksignals.run_step SET state = 'waiting' WHERE step IN ('publish', 'report') AND run_id = '" + before.Manifest.RunId + "'");
        Directory.Delete(server.Place.SnapshotFolder("2026-01-31"), recursive: true);
        server.Place.Execute("UPDATE jaksignals.run SET state = 'running' WHERE run_id = '" + before.Manifest.RunId + "'");
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(reviewer, ("Form.State", "validated"), ("Form.Rationale", "meanwhile"))).Status);

        var again = await server.Place.WeekAsync("2026-01-31", []);

        Assert.Equal(before.ManifestSha256, again.ManifestSha256);
        Assert.Equal(0, again.Manifest.Decisions);
    }

    [Theory]
    [InlineData("Form.State", "", "Choose the state")]
    [InlineData("Form.State", "closed", "after that it can be under validation, validated, refuted, not closed")]
    [InlineData("Form.Rationale", "  ", "The rationale has 0 characters")]
    [InlineData("Form.DueOn", "1 Feb", "The day is '1 Feb'")]
    [InlineData("Form.Priority", "7", "The priority is '7'")]
    [InlineData("Form.Assignee", "nobody", "There is no account nobody")]
    [InlineData("Form.Manifest", "abc", "A newer week was published")]
    [InlineData("Password", "", "Type your password to sign")]
    [InlineData("Password", "wrong horse battery", "The password is wrong")]
    public async Task What_cannot_be_entered_is_refused_with_its_reason_and_what_was_typed_is_kept(string field, string value, string says)
    {
        await using var server = await WeekAsync();
        using var reviewer = await server.OpenAsync(Role.Reviewer);

        var refused = await SendAsync(reviewer, [("Form.State", "validated"), ("Form.Rationale", "kept words"), ("Form.References", "kept reference"), (field, value)]);

        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Contains(says, WebUtility.HtmlDecode(refused.Body), StringComparison.Ordinal);
        Assert.Contains("kept reference", refused.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong horse battery", refused.Body, StringComparison.Ordinal);
        Assert.Equal(0, new ReviewLog(server.Place.Database, server.Clock).LastId());
    }

    [Fact]
    public async Task A_form_that_is_sent_again_or_was_overtaken_is_refused()
    {
        await using var server = await WeekAsync();
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        using var other = await server.OpenAsync(Role.Administrator);
        var fields = await FieldsAsync(reviewer, ("Form.State", "under_validation"), ("Form.Rationale", "begun"));
        Assert.Equal(HttpStatusCode.Found, (await reviewer.PostBareAsync(Decide, fields)).Status);

        server.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Contains("reviewer decided on this pair meanwhile", (await reviewer.PostBareAsync(Decide, fields)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(other, ("Form.State", "validated"), ("Form.Rationale", "read on"))).Status);
        Assert.Equal([(1, "under_validation"), (2, "validated")], new ReviewLog(server.Place.Database, server.Clock).Read().Select(review => ((int)review.ReviewId, review.StateCode)));
    }

    [Fact]
    public async Task Readers_see_the_review_without_its_form_and_cannot_send_it_and_forms_of_others_are_refused()
    {
        await using var server = await WeekAsync();
        using var reader = await server.OpenAsync(Role.Reader);
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        Assert.DoesNotContain("Sign and enter", await PageAsync(reader, Pair), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync("/account/password", Decide, ("Form.State", "validated"), ("Form.Rationale", "x"), ("Password", Server.Password))).Status);
        var forged = await FieldsAsync(reviewer, ("Form.State", "validated"), ("Form.Rationale", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, (await reader.PostBareAsync(Decide, forged)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await reviewer.PostBareAsync(Decide, [.. forged.Where(field => field.Name != "__RequestVerificationToken")])).Status);
        Assert.Equal(0, new ReviewLog(server.Place.Database, server.Clock).LastId());
    }

    [Fact]
    public async Task A_refuted_pair_is_out_of_the_list_until_asked_for_and_stands_apart_in_the_next_report()
    {
        await using var server = await WeekAsync();
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(reviewer, ("Form.State", "refuted"), ("Form.Rationale", "explained by age"))).Status);

        const string list = "/signals?status=any&drug=UPADACITINIB&event=herpes_zoster";
        Assert.DoesNotContain("event=herpes_zoster\">Upadacitinib", await PageAsync(reviewer, list), StringComparison.Ordinal);
        Assert.Contains("event=herpes_zoster\">Upadacitinib", await PageAsync(reviewer, list + "&suppressed=true"), StringComparison.Ordinal);
        Assert.Contains("event=herpes_zoster\">Upadacitinib", await PageAsync(reviewer, list + "&state=refuted"), StringComparison.Ordinal);
        var next = await server.Place.WeekAsync("2026-01-31", []);
        Assert.Equal(Suppressed(next), next.Table("register").Flag("suppressed", 0));
    }

    [Fact]
    public async Task Script_in_what_a_reviewer_types_stays_text_everywhere()
    {
        const string hostile = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>";
        await using var server = await WeekAsync();
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(reviewer, ("Form.State", "validated"), ("Form.Rationale", hostile), ("Form.References", hostile))).Status);
        Assert.Equal(HttpStatusCode.Found, (await reviewer.PostAsync("/signals", "/signals?handler=Save", ("name", hostile[..25]), ("query", "drug=" + Uri.EscapeDataString(hostile)))).Status);
        await server.Place.WeekAsync("2026-01-31", []);

        foreach (var path in new[] { Pair, "/register", "/signals", "/signals?drug=" + Uri.EscapeDataString(hostile), "/register?assignee=" + Uri.EscapeDataString(hostile) })
        {
            var page = (await reviewer.GetAsync(path)).Body;
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        }
        Assert.DoesNotContain("<img", File.ReadAllText(Assert.Single(Directory.GetFiles(server.Place.Path("data/reports"), "2026-01-31_*.html"))), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The register leads to it, and it must be possible to close it.</summary>
    [Fact]
    public async Task A_reviewed_pair_that_the_latest_week_does_not_score_can_still_be_read_and_decided_on()
    {
        const string gone = "/pair?drug=GONE&event=GONE%20TERM";
        await using var server = await WeekAsync();
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync(gone)).Status);
        var log = new ReviewLog(server.Place.Database, server.Clock);
        Assert.Null(log.Append(new Decision { RunId = "2025-W52-0", ManifestSha256 = "", DrugKey = "GONE", EventKey = "GONE TERM", State = ReviewState.Refuted, Rationale = "two duplicates", UserName = "reviewer" }).Fault);

        Assert.Matches("The latest week does not score this pair.*?two duplicates", await PageAsync(reviewer, gone));
        Assert.Contains("GONE × GONE TERM", await PageAsync(reviewer, "/register"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await reviewer.PostBareAsync(gone + "&handler=Decide", await FieldsAsync(reviewer, gone, ("Form.State", "closed"), ("Form.Rationale", "nothing left to assess")))).Status);
        Assert.Equal(("closed", null, null), (log.Read()[^1].StateCode, log.Read()[^1].CasesSeen, log.Read()[^1].RorLowerSeen));
    }

    [Fact]
    public async Task Kept_filters_are_the_users_own()
    {
        await using var server = await WeekAsync();
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        using var reader = await server.OpenAsync(Role.Reader);
        await reviewer.PostAsync("/signals", "/signals?handler=Save", ("name", "my zoster"), ("query", "event=zoster&status=any&unknown=1"));

        Assert.Contains("href=\"/signals?event=zoster&status=any\">my zoster", await PageAsync(reviewer, "/signals"), StringComparison.Ordinal);
        Assert.DoesNotContain("my zoster", await PageAsync(reader, "/signals"), StringComparison.Ordinal);
        await reviewer.PostAsync("/signals", "/signals?handler=Forget", ("name", "my zoster"));
        Assert.DoesNotContain("my zoster", await PageAsync(reviewer, "/signals"), StringComparison.Ordinal);
    }

    private static async Task<Server> WeekAsync()
    {
        var server = await Server.StartAsync(settings => settings with { Console = settings.Console with { SignInsPerMinute = 1000 } });
        await server.Place.WeekAsync("2026-01-12", SmallWeeks.Feeds);
        return server;
    }

    /// <summary>The rule by hand: refuted or closed, and the lower limit is less than 1.2 times what was seen.</summary>
    private static bool Suppressed(Snapshot next)
    {
        var (seen, now) = (next.Table("register").Measure("ror_lower_seen", 0), next.Table("signals").Measure("ror_lower", next.Table("signals").Of("UPADACITINIB", "herpes_zoster")));
        return now is null || (seen is { } then && now < 1.2 * then);
    }

    private static async Task<Answer> SendAsync(Browser browser, params (string Name, string Value)[] fields) => await browser.PostBareAsync(Decide, await FieldsAsync(browser, fields));

    /// <summary>The fields of the form as a browser would send them.</summary>
    private static Task<(string Name, string Value)[]> FieldsAsync(Browser browser, params (string Name, string Value)[] typed) => FieldsAsync(browser, Pair, typed);

    private static async Task<(string Name, string Value)[]> FieldsAsync(Browser browser, string pair, params (string Name, string Value)[] typed)
    {
        var page = (await browser.GetAsync(pair)).Body;
        var form = page.IndexOf("handler=Decide", StringComparison.Ordinal) is var begin and >= 0 ? page[begin..page.IndexOf("</form>", begin, StringComparison.Ordinal)] : "";      // no other form's token
        var hidden = Regex.Matches(form, """<input (?:type="hidden" )?name="(Form\.Follows|Form\.Manifest|__RequestVerificationToken)"(?: type="hidden")? value="([^"]*)""").Select(match => (Name: match.Groups[1].Value, Value: match.Groups[2].Value)).ToList();
        Assert.True(hidden.Select(field => field.Name).Distinct().Count() == 3, "the page shows no form to decide with");
        var token = hidden.Last(field => field.Name == "__RequestVerificationToken");
        (string Name, string Value)[] shown = [.. hidden.Where(field => field.Name != token.Name), token, ("Password", Server.Password)];
        return [.. shown.Concat(typed).GroupBy(field => field.Name).Select(same => same.Last())];
    }

    private static async Task<string> PageAsync(Browser browser, string path)
    {
        var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return Regex.Replace(WebUtility.HtmlDecode(answer.Body), @"\s+", " ");
    }
}
