using System.Net;
using System.Text.RegularExpressions;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>Decisions on unmapped names, from the form to the register and the week after. "Xeljans" stands in one row of tests/feeds/small, case 109.</summary>
public sealed class NameDecisionTests
{
    private const string Name = "/quality/name?name=XELJANS";
    private const string Decide = Name + "&handler=Decide";

    [Fact]
    public async Task A_name_is_approved_and_is_in_force_with_the_next_run()
    {
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        var open = await PageAsync(reviewer, Name);
        Assert.Matches("1 drug row .*?itself, a substance of its own.*?<b>TOFACITINIB</b><small> Xeljans: listed in the catalogue as an unverified spelling", open);
        Assert.Matches("""<input id="substance" [^>]*value="TOFACITINIB".*?<option value="BARICITINIB">""", open);

        Assert.Equal(HttpStatusCode.Found, (await SendAsync(reviewer, week)).Status);

        var review = Assert.Single(new ReviewLog(server.Place.Database, server.Clock).Read());
        Assert.Equal(("name", "XELJANS", "TOFACITINIB", "", "approved", "reviewer"), (review.Kind, review.Name!, review.DrugKey, review.EventKey, review.StateCode, review.UserName));
        Assert.Equal((week.Manifest.RunId, week.ManifestSha256), (review.RunId, review.ManifestSha256));
        Assert.Matches("approved</span> <span>as TOFACITINIB, from the next run on", await PageAsync(reviewer, "/quality?name=xeljans"));
        Assert.Contains("No such name.", await PageAsync(reviewer, "/quality?name=xeljans&open=true"), StringComparison.Ordinal);
        Assert.Matches("""name=XELJANS">XELJANS</a></th><td>TOFACITINIB</td>.*?approved.*?one letter from Xeljanz.*?reviewer, on """ + week.Manifest.RunId, await PageAsync(reviewer, "/register"));

        var next = await server.Place.WeekAsync("2026-01-31", []);
        Assert.Equal((4, 7, 6, 26), next.Table("signals").Cells(next.Table("signals").Of("TOFACITINIB", "herpes_zoster")));     // ApprovedNamesTests
        Assert.Matches("approved</span> <span>as TOFACITINIB, in force", await PageAsync(reviewer, "/quality?name=xeljans"));
        Assert.Matches("1 drug row .*?TOFACITINIB, because it was approved", await PageAsync(reviewer, Name));
        Assert.Contains("approved the name as this substance", await PageAsync(reviewer, Name), StringComparison.Ordinal);
        Assert.Contains("Both say the same", await PageAsync(reviewer, $"/catalogues/diff?from={next.Manifest.RunId}&to=current"), StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.Found, (await SendAsync(reviewer, next, ("Form.State", "rejected"), ("Form.Follows", "1"))).Status);
        Assert.Matches("rejected</span> <span>counts as TOFACITINIB until the next run", await PageAsync(reviewer, "/quality?name=xeljans"));
        Assert.Contains("The chain of 2 decisions is whole", (await server.Place.RunAsync("audit", "verify")).Output, StringComparison.Ordinal);
        Assert.Matches("\"total\":2", (await reviewer.GetAsync("/api/v1/decisions?kind=name&drug=TOFACITINIB")).Body.Replace(" ", "", StringComparison.Ordinal));
        Assert.Matches("\"total\":0", (await reviewer.GetAsync("/api/v1/decisions?kind=signal")).Body.Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Form.State", "", "Choose whether the name counts")]
    [InlineData("Form.State", "validated", "Choose whether the name counts")]
    [InlineData("Form.Substance", " ", "Name the substance")]
    [InlineData("Form.Substance", "aspirin", "The name cannot be approved: the catalogue has no substance ASPIRIN.")]
    [InlineData("Form.Rationale", "  ", "The rationale has 0 characters")]
    [InlineData("Form.Follows", "7", "Somebody decided on this name meanwhile")]
    [InlineData("Form.Manifest", "abc", "A newer week was published")]
    [InlineData("Password", "", "Type your password to sign")]
    [InlineData("Password", "wrong horse battery", "The password is wrong")]
    public async Task What_cannot_be_entered_is_refused_with_its_reason_and_what_was_typed_is_kept(string field, string value, string says)
    {
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var reviewer = await server.OpenAsync(Role.Reviewer);

        var refused = await SendAsync(reviewer, week, (field, value));

        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Contains(says, WebUtility.HtmlDecode(refused.Body), StringComparison.Ordinal);
        Assert.Equal(field != "Form.Rationale", refused.Body.Contains("one letter from Xeljanz", StringComparison.Ordinal));
        Assert.DoesNotContain("wrong horse battery", refused.Body, StringComparison.Ordinal);
        Assert.Equal(0, new ReviewLog(server.Place.Database, server.Clock).LastId());
    }

    [Fact]
    public async Task A_form_that_is_sent_again_is_refused()
    {
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(reviewer, week)).Status);
        server.Clock.Now += TimeSpan.FromSeconds(1);

        Assert.Contains("reviewer decided on this name meanwhile: approved the name as this substance (TOFACITINIB)", (await SendAsync(reviewer, week)).Body, StringComparison.Ordinal);
        Assert.Equal(1, new ReviewLog(server.Place.Database, server.Clock).LastId());
    }

    [Fact]
    public async Task Readers_see_the_name_without_its_form_and_cannot_send_it_and_forged_forms_are_refused()
    {
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var reader = await server.OpenAsync(Role.Reader);
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        var seen = await PageAsync(reader, Name);
        Assert.Contains("Decisions are made by reviewers.", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign and enter", seen, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync("/account/password", Decide, Fields(week))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await reviewer.PostBareAsync(Decide, Fields(week))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await reviewer.PostBareAsync(Decide, [.. Fields(week), ("__RequestVerificationToken", Browser.TokenOf((await reader.GetAsync("/account/password")).Body))])).Status);
        Assert.Equal(0, new ReviewLog(server.Place.Database, server.Clock).LastId());
    }

    [Fact]
    public async Task A_name_that_no_case_has_and_nobody_decided_on_has_no_page()
    {
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync("/quality/name?name=RINVOK")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.GetAsync("/quality/name")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.PostAsync(Name, "/quality/name?handler=Decide&name=RINVOK", Fields(week))).Status);
    }

    [Fact]
    public async Task Script_in_what_a_reviewer_types_stays_text_everywhere()
    {
        const string hostile = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>";
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        RequireText((await SendAsync(reviewer, week, ("Form.Substance", hostile))).Body);
        RequireText((await SendAsync(reviewer, week, ("Form.State", hostile))).Body);
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(reviewer, week, ("Form.Rationale", hostile))).Status);
        foreach (var path in new[] { Name, "/register", "/quality", "/api/v1/decisions" })
            RequireText((await reviewer.GetAsync(path)).Body);
        Assert.Contains("&lt;script&gt;alert(", (await reviewer.GetAsync(Name)).Body, StringComparison.Ordinal);
    }

    private static void RequireText(string page)
    {
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<(Server, Snapshot)> StartAsync()
    {
        var server = await Server.StartAsync(settings => settings with { Console = settings.Console with { SignInsPerMinute = 1000 } });
        return (server, await server.Place.WeekAsync("2026-01-12", SmallWeeks.Feeds));
    }

    private static (string, string)[] Fields(Snapshot week, params (string Name, string Value)[] changed) =>
        [.. new (string Name, string Value)[]
        {
            ("Form.State", "approved"), ("Form.Substance", "tofacitinib"), ("Form.Rationale", "one letter from Xeljanz"), ("Form.Follows", "0"), ("Form.Manifest", week.ManifestSha256), ("Password", Server.Password),
        }.Concat(changed).GroupBy(field => field.Name).Select(same => same.Last())];

    /// <summary>Sends the form with its own token, not that of another form of the page.</summary>
    private static async Task<Answer> SendAsync(Browser browser, Snapshot week, params (string Name, string Value)[] changed)
    {
        var page = (await browser.GetAsync(Name)).Body;
        var begin = page.IndexOf("handler=Decide", StringComparison.Ordinal);
        Assert.True(begin >= 0, "the page shows no form to decide with");
        return await browser.PostBareAsync(Decide, [.. Fields(week, changed), ("__RequestVerificationToken", Browser.TokenOf(page[begin..page.IndexOf("</form>", begin, StringComparison.Ordinal)]))]);
    }

    private static async Task<string> PageAsync(Browser browser, string path)
    {
        var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return Regex.Replace(WebUtility.HtmlDecode(answer.Body), @"\s+", " ");
    }
}
