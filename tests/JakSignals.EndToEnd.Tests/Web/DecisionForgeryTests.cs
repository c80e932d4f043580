using System.Net;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>What is tried to enter a decision that nobody made: forged forms, guessed signatures, names and scripts in fields.</summary>
public sealed class DecisionForgeryTests
{
    private const string Pair = "/pair?drug=TOFACITINIB&event=herpes_zoster";
    private const string Decide = Pair + "&handler=Decide";
    private const string Hostile = "<script>alert(1)</script>\"' onmouseover=x";

    [Fact]
    public async Task Guessing_at_the_signature_locks_signing_and_a_flood_is_cut_off()
    {
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var browser = await server.OpenAsync(Role.Reviewer);
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
            codes.Add((await browser.PostAsync(Pair, Decide, Fields(week, "wrong wrong wrong"))).Status);
        Assert.Equal(("REVIEWER", 1), (Assert.Single(server.Attempts.Locks()).Name, Assert.Single(server.Attempts.Locks()).Senders));
        Assert.All(codes.Take(10), code => Assert.Equal(HttpStatusCode.OK, code));
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[10]);      // ten a minute for the user, apart from the sign-ins of the address
        using var elsewhere = server.Open();
        Assert.Equal(HttpStatusCode.Found, (await elsewhere.SignInAsync("reviewer", Server.Password)).Status);
        Assert.Empty(Log(server).Read());
    }

    [Fact]
    public async Task A_form_of_an_earlier_session_of_another_user_or_of_no_page_at_all_is_refused()
    {
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var browser = await server.OpenAsync(Role.Reviewer);
        using var other = await server.OpenAsync(Role.Administrator);
        var own = Browser.TokenOf((await browser.GetAsync(Pair)).Body);
        foreach (var token in new[] { "", "CfDJ8forged", Browser.TokenOf((await other.GetAsync(Pair)).Body) })
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostBareAsync(Decide, [.. Fields(week), ("__RequestVerificationToken", token)])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostBareAsync(Decide, Fields(week))).Status);

        var stamp = server.Accounts.Find("reviewer")!.SecurityStamp;
        Assert.True(server.Accounts.ChangePassword("reviewer", JakSignals.App.Accounts.Passwords.Hash("another long sentence"), stamp));       // which ends the session
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostBareAsync(Decide, [.. Fields(week), ("__RequestVerificationToken", own)])).Status);
        Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync("reviewer", "another long sentence")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostBareAsync(Decide, [.. Fields(week, "another long sentence"), ("__RequestVerificationToken", own)])).Status);
        Assert.Empty(Log(server).Read());
    }

    [Fact]
    public async Task Nobody_decides_in_anothers_name_or_at_another_time()
    {
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var reviewer = await server.OpenAsync(Role.Reviewer);
        Assert.Equal(HttpStatusCode.Found, (await reviewer.PostAsync(Pair, Decide, [.. Fields(week), ("UserName", "administrator"), ("Form.UserName", "administrator"), ("Form.DecidedAt", "2020-01-01")])).Status);
        var decision = Assert.Single(Log(server).Read());
        Assert.Equal("reviewer", decision.UserName);
        Assert.StartsWith("2026-11-23T06:00", decision.DecidedAt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_in_every_field_of_the_form_is_shown_as_text_wherever_it_comes_up()
    {
        var (server, week) = await StartAsync();
        await using var _ = server;
        using var browser = await server.OpenAsync(Role.Reviewer);
        Assert.Contains("There is no account &lt;script", (await browser.PostAsync(Pair, Decide, Fields(week, assignee: Hostile))).Body, StringComparison.Ordinal);
        foreach (var field in new[] { "Form.State", "Form.Priority", "Form.DueOn", "Form.Labelled" })
            RequireText(await browser.PostAsync(Pair, Decide, [.. Fields(week, "").Where(one => one.Item1 != field), (field, Hostile)]));
        Assert.Equal(HttpStatusCode.Found, (await browser.PostAsync(Pair, Decide, Fields(week, rationale: Hostile, references: Hostile))).Status);
        Assert.Equal(HttpStatusCode.Found, (await browser.PostAsync("/signals", "/signals?handler=Save", ("name", Hostile), ("query", "drug=" + Uri.EscapeDataString(Hostile)))).Status);
        await server.Place.WeekAsync("2026-01-31", []);
        var run = new RunStore(server.Place.Database).Published()[0].RunId;
        foreach (var path in new[] { Pair, "/register", "/register?assignee=" + Uri.EscapeDataString(Hostile), "/signals", "/signals?level=" + Uri.EscapeDataString(Hostile), $"/snapshots/{run}/report", "/api/v1/decisions" })
            RequireText(await browser.GetAsync(path));
        Assert.Contains("&lt;script&gt;alert(1)", (await browser.GetAsync(Pair)).Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)", (await browser.GetAsync($"/snapshots/{run}/report")).Body, StringComparison.OrdinalIgnoreCase);
    }

    private static void RequireText(Answer answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain("<script", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<[^<>]*\"' onmouseover", answer.Body);      // within a tag; between tags a quotation mark has no meaning
    }

    private static async Task<(Server, Snapshot)> StartAsync()
    {
        var server = await Server.StartAsync();
        return (server, await server.Place.WeekAsync("2026-01-12", SmallWeeks.Feeds));
    }

    private static ReviewLog Log(Server server) => new(server.Place.Database, server.Clock);

    private static (string, string)[] Fields(Snapshot week, string password = Server.Password, string rationale = "Read the cases", string references = "", string assignee = "") =>
    [
        ("Form.State", "validated"), ("Form.Rationale", rationale), ("Form.Priority", "high"), ("Form.DueOn", "2026-12-01"), ("Form.Assignee", assignee), ("Form.Labelled", "yes"), ("Form.References", references),
        ("Form.Follows", "0"), ("Form.Manifest", week.ManifestSha256), ("Password", password),
    ];
}
