using JakSignals.EndToEnd.Tests.Web;
using JakSignals.Signals;
using JakSignals.Store;
using Microsoft.Playwright;

namespace JakSignals.EndToEnd.Tests.Browsing;

/// <summary>What people do on a Monday, in a browser.</summary>
[Collection(nameof(Chromium))]
public sealed class MorningTests(Chromium chromium)
{
    private const string Rationale = "Zoster on a JAK inhibitor is expected by its mechanism; the case is well documented.";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reviewer_sees_the_changes_opens_a_pair_validates_it_and_finds_it_in_the_register_and_next_weeks_report(bool scripts)
    {
        await using var server = await ConsoleInBrowserTests.StartAsync();
        await using var visit = await chromium.OpenAsync(server.Address, scripts: scripts);
        var page = visit.Page;
        await visit.SignInAsync(Role.Reviewer);
        await page.GetByRole(AriaRole.Link, new() { Name = "The weekly report" }).ClickAsync();
        Assert.Contains("Weekly signal report", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.True(await page.GetByRole(AriaRole.Heading, new() { Name = "What changed" }).First.IsVisibleAsync());
        await page.GoBackAsync();

        await page.GetByLabel("Drug").First.FillAsync("upadacitinib");
        await page.GetByLabel("Event").First.FillAsync("zoster");
        await page.Locator("select[name=status]").SelectOptionAsync("any");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Upadacitinib" }).ClickAsync();
        Assert.Equal("Upadacitinib × Herpes zoster", await page.InnerTextAsync("h1"));
        Assert.NotEqual(0, await page.Locator("main svg").CountAsync());
        foreach (var plot in await page.Locator("main svg:not(svg svg)").AllAsync())
            Assert.True(await plot.GetAttributeAsync("aria-hidden") == "true" || await plot.GetAttributeAsync("aria-label") is { Length: > 0 } || await plot.GetAttributeAsync("aria-labelledby") is { Length: > 0 }, await plot.EvaluateAsync<string>("e => e.outerHTML"));

        await DecideAsync(page, "wrong wrong wrong");
        Assert.Contains("The password is wrong", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(Rationale, await page.GetByLabel("Rationale").InputValueAsync());
        if (scripts)        // which axe needs
            Assert.Empty(await visit.LookAsync("pair-refused"));
        await DecideAsync(page, Server.Password);
        await page.WaitForURLAsync("**told=decided*");
        await visit.PictureAsync("pair-decided");

        await page.GetByRole(AriaRole.Link, new() { Name = "Register" }).First.ClickAsync();
        Assert.Contains("Upadacitinib", await page.InnerTextAsync("tbody"), StringComparison.Ordinal);
        Assert.Contains("validated", await page.InnerTextAsync("tbody"), StringComparison.Ordinal);
        var decision = Assert.Single(new ReviewLog(server.Place.Database, server.Clock).Read());
        Assert.Equal(("UPADACITINIB", "herpes_zoster", ReviewState.Validated, "reviewer", Rationale), (decision.DrugKey, decision.EventKey, decision.State, decision.UserName, decision.Rationale));

        await server.Place.WeekAsync("2026-02-28", []);
        await visit.GoAsync("/signals");
        await page.GetByRole(AriaRole.Link, new() { Name = "The weekly report" }).ClickAsync();
        Assert.Contains(Rationale, await page.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_runs_what_is_due_and_is_told_so()
    {
        await using var server = await ConsoleInBrowserTests.StartAsync();
        await using var visit = await chromium.OpenAsync(server.Address);
        await visit.SignInAsync(Role.Operator);
        await visit.GoAsync("/runs");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Run now: verify" }).ClickAsync();
        Assert.Contains("Asked for", await visit.Page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("operator asked for", server.Place.Log(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/runs?handler=Run")]
    [InlineData("/pair?handler=Decide&drug=UPADACITINIB&event=herpes_zoster")]
    public async Task A_reader_is_offered_nothing_to_change_and_refused_when_sending_it_all_the_same(string path)
    {
        await using var server = await ConsoleInBrowserTests.StartAsync();
        await using var visit = await chromium.OpenAsync(server.Address);
        await visit.SignInAsync(Role.Reader);
        await visit.GoAsync(path.Replace("handler", "was", StringComparison.Ordinal));
        Assert.Equal(0, await visit.Page.Locator("main form[method=post]").CountAsync());
        await visit.Page.EvaluateAsync("path => { const form = document.querySelector('form[action=\"/sign-out\"]'); form.action = path; form.submit(); }", path);
        await visit.Page.WaitForURLAsync("**" + path);
        Assert.Contains("Not allowed", await visit.Page.InnerTextAsync("h1"), StringComparison.Ordinal);
        Assert.Empty(new ReviewLog(server.Place.Database, server.Clock).Read());
    }

    private static async Task DecideAsync(IPage page, string password)
    {
        await page.GetByLabel("State after your decision").SelectOptionAsync("validated");
        await page.GetByLabel("Rationale").FillAsync(Rationale);
        await page.GetByLabel("Your password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign and enter" }).ClickAsync();
    }
}
