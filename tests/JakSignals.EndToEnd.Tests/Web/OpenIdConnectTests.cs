using System.Net;
using System.Security.Cryptography;
using JakSignals.App;
using JakSignals.App.Accounts;
using JakSignals.App.Commands;
using JakSignals.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JakSignals.EndToEnd.Tests.Web;

public sealed class OpenIdConnectTests
{
    [Fact]
    public async Task Whom_the_provider_names_comes_in_with_the_role_of_the_account()
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        using var browser = server.Open();
        Assert.Contains("href=\"/sign-in/provider?returnUrl=%2Fruns%3Fof%3D1\">Sign in with Example &amp; Co</a>", (await browser.GetAsync("/sign-in?ReturnUrl=%2Fruns%3Fof%3D1")).Body, StringComparison.Ordinal);

        var done = await SignInAsync(browser, "/sign-in/provider?returnUrl=%2Fruns%3Fof%3D1");
        Assert.Equal("/sign-in/done?returnUrl=%2Fruns%3Fof%3D1", done.Location);
        Assert.Contains("samesite=strict", done.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("content=\"0; url=/runs?of=1\"", (await browser.GetAsync(done.Location!)).Body, StringComparison.Ordinal);
        var runs = (await browser.GetAsync("/runs")).Body;
        Assert.Contains("<b>reviewer</b> <small>reviewer</small>", runs, StringComparison.Ordinal);
        Assert.DoesNotContain("/account/password", runs, StringComparison.Ordinal);
        Assert.Contains("at the provider", (await browser.GetAsync("/account/password")).Body, StringComparison.Ordinal);
        Assert.Contains("reviewer signed in at the provider from 127.0.0.1", server.Place.Log(), StringComparison.Ordinal);
        Assert.DoesNotContain("prompt", provider.Asked.Keys);
        Assert.Equal("openid profile", provider.Asked["scope"]);
        Assert.DoesNotContain(OpenIdConnectProvider.ClientSecret, server.Place.Log(), StringComparison.Ordinal);

        Assert.Equal("/sign-in", (await browser.PostAsync("/runs", "/sign-out")).Location);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copied_cookie_ends_with_a_new_sign_in_with_sign_out_and_after_twelve_hours()
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        using var browser = server.Open();
        await SignInAsync(browser);
        using var first = browser.Copy();
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/runs")).Status);
        await SignInAsync(browser);
        Assert.StartsWith("/sign-in", (await first.GetAsync("/runs")).Location, StringComparison.Ordinal);

        using var second = browser.Copy();
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/runs")).Status);
        Assert.Equal("/sign-in", (await browser.PostAsync("/runs", "/sign-out")).Location);
        Assert.StartsWith("/sign-in", (await second.GetAsync("/runs")).Location, StringComparison.Ordinal);

        await SignInAsync(browser);
        for (var hours = 0; hours < 11; hours++)
        {
            server.Clock.Now += TimeSpan.FromHours(1);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);
        }
        server.Clock.Now += TimeSpan.FromHours(1);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task The_way_back_never_leads_elsewhere(string wanted)
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        using var browser = server.Open();
        Assert.Equal("/sign-in/done?returnUrl=%2F", (await SignInAsync(browser, "/sign-in/provider?returnUrl=" + Uri.EscapeDataString(wanted))).Location);
        Assert.Contains("url=/\"", (await browser.GetAsync("/sign-in/done?returnUrl=" + Uri.EscapeDataString(wanted))).Body, StringComparison.Ordinal);
        Assert.Contains("url=/&quot;&gt;&lt;script&gt;\"", (await browser.GetAsync("/sign-in/done?returnUrl=" + Uri.EscapeDataString("/\"><script>"))).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("gone")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("")]
    public async Task Whom_the_provider_names_without_an_account_or_with_a_disabled_one_stays_out(string user)
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        server.Accounts.Add("gone", Role.Administrator, null, mustChange: false);
        server.Accounts.Disable("gone");
        provider.Claims["preferred_username"] = user;
        using var browser = server.Open();
        await RequireRefusedAsync(browser, await SignInAsync(browser), "account", "jaksignals account add NAME");
        Assert.DoesNotContain("<script>", server.Place.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_disabled_afterwards_is_out_at_its_next_request()
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        using var browser = server.Open();
        await SignInAsync(browser);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);
        server.Accounts.Disable("reviewer");
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("key")]
    [InlineData("audience")]
    [InlineData("expired")]
    [InlineData("refused")]
    public async Task An_answer_of_the_provider_that_is_not_in_order_lets_nobody_in(string fault)
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        using var otherKey = RSA.Create(2048);
        provider.OtherNonce = fault == "nonce" ? "another" : null;
        provider.OtherKey = fault == "key" ? otherKey : null;
        provider.Audience = fault == "audience" ? "another console" : provider.Audience;
        provider.Ends = fault == "expired" ? DateTimeOffset.UtcNow.AddMinutes(-6) : provider.Ends;      // clocks may differ by five
        provider.Refuses = fault == "refused";
        using var browser = server.Open();
        await RequireRefusedAsync(browser, await SignInAsync(browser), "provider", "Try again");
        Assert.DoesNotContain(server.Place.Log().Split('\n'), line => line.StartsWith("2026-11-24 [INF]", StringComparison.Ordinal));      // what the browser brought does not shape the log
    }

    [Fact]
    public async Task A_return_that_this_browser_did_not_set_out_for_or_came_back_from_already_lets_nobody_in()
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        using var browser = server.Open();
        using var victim = server.Open();
        var back = await AskedAsync(browser, "/sign-in/provider");
        await RequireRefusedAsync(victim, await victim.GetAsync(back), "provider", "Try again");
        await RequireRefusedAsync(browser, await browser.GetAsync(back.Replace("state=", "state=x", StringComparison.Ordinal)), "provider", "Try again");
        Assert.StartsWith("/sign-in/done", (await browser.GetAsync(back)).Location, StringComparison.Ordinal);
        using var replaying = server.Open();
        await RequireRefusedAsync(replaying, await replaying.GetAsync(back), "provider", "Try again");
    }

    [Theory]
    [InlineData("reader", null, "sig-read")]
    [InlineData("operator", null, "sig-read", "sig-operate", "unrelated")]
    [InlineData("", "account", "unrelated")]
    [InlineData("", "account")]
    public async Task A_role_claim_decides_where_one_is_set(string role, string? refused, params string[] groups)
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider, settings => settings with { RoleClaim = "groups", Roles = new() { Reader = "sig-read", Operator = "sig-operate" } });
        provider.Claims["groups"] = groups;
        using var browser = server.Open();
        var done = await SignInAsync(browser);
        if (refused is not null)
            await RequireRefusedAsync(browser, done, refused, "no role");
        else
            Assert.Contains($"<b>reviewer</b> <small>{role}</small>", (await browser.GetAsync("/runs")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_at_the_provider_signs_for_five_minutes_and_then_another_is_needed()
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        using var browser = server.Open();
        var first = DateTimeOffset.UtcNow;
        provider.SignedInAt = server.Clock.Now = first;
        await SignInAsync(browser);
        Assert.Null(await FaultAsync(server, browser));
        server.Clock.Now = first.AddMinutes(4.9);
        Assert.Null(await FaultAsync(server, browser));
        server.Clock.Now = first.AddMinutes(5.1);
        Assert.Contains("sign in again at Example & Co", await FaultAsync(server, browser), StringComparison.Ordinal);

        var page = await browser.GetAsync("/runs");      // a form opened before
        await RequireRefusedAsync(browser, await SignInAsync(browser, "/sign-in/provider?again=true"), "again", "max_age");
        Assert.Equal(("login", "0"), (provider.Asked["prompt"].ToString(), provider.Asked["max_age"].ToString()));
        Assert.NotNull(await FaultAsync(server, browser));

        provider.SignedInAt = null;
        Assert.Equal("/sign-in?why=again", (await SignInAsync(browser, "/sign-in/provider?again=true")).Location);
        provider.SignedInAt = server.Clock.Now;
        var done = await SignInAsync(browser, "/sign-in/provider?again=true");
        Assert.Equal("/sign-in/done", done.Location);
        Assert.Contains("go back to the form", (await browser.GetAsync(done.Location!)).Body, StringComparison.Ordinal);
        Assert.Null(await FaultAsync(server, browser));
        Assert.Equal("/sign-in", (await browser.PostBareAsync("/sign-out", ("__RequestVerificationToken", Browser.TokenOf(page.Body)))).Location);
    }

    [Fact]
    public async Task Without_the_time_of_the_sign_in_nothing_can_be_signed_by_it()
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        provider.SignedInAt = null;
        using var browser = server.Open();
        Assert.StartsWith("/sign-in/done", (await SignInAsync(browser)).Location, StringComparison.Ordinal);
        Assert.Contains("sign in again", await FaultAsync(server, browser), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_to_be_away()
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        await using var server = await StartAsync(provider);
        await provider.DisposeAsync();
        using var browser = server.Open();
        var answer = await browser.GetAsync("/sign-in/provider");
        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Contains("cannot be reached", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authority", "http://provider.example", "id", "secret")]
    [InlineData("Authority", "provider.example", "id", "secret")]
    [InlineData("Authority", "", "id", "")]
    [InlineData("ClientId", "https://provider.example", "", "secret")]
    [InlineData("ClientSecret", "https://provider.example", "id", "")]
    public async Task Incomplete_settings_stop_the_start_by_their_key(string key, string authority, string id, string secret)
    {
        using var place = new Place();
        var settings = place.Write("settings.json", [$$"""{ "Store": "sqlite:x.db", "Data": "d", "Console": { "OpenIdConnect": { "Authority": "{{authority}}", "ClientId": "{{id}}", "ClientSecret": "{{secret}}" } } }"""]);
        var ran = (await Place.RunBareAsync("serve", "--config", settings)).Require(ExitCodes.Failed);
        Assert.Contains($"Console:OpenIdConnect:{key} is ", ran.Error, StringComparison.Ordinal);
    }

    internal static OpenIdConnectSettings SettingsOf(OpenIdConnectProvider provider) =>
        new() { Authority = provider.Issuer, ClientId = OpenIdConnectProvider.ClientId, ClientSecret = OpenIdConnectProvider.ClientSecret, DisplayName = "Example & Co" };

    private static async Task<Server> StartAsync(OpenIdConnectProvider provider, Func<OpenIdConnectSettings, OpenIdConnectSettings>? change = null)
    {
        var server = await Server.StartAsync(all => all with { Console = all.Console with { OpenIdConnect = change?.Invoke(SettingsOf(provider)) ?? SettingsOf(provider) } });
        server.Clock.Now = DateTimeOffset.UtcNow;       // tokens go by the machine's clock
        return server;
    }

    /// <summary>Goes to the provider and back; the answer is the console's to the return.</summary>
    private static async Task<Answer> SignInAsync(Browser browser, string path = "/sign-in/provider") => await browser.GetAsync(await AskedAsync(browser, path));

    /// <summary>Where the provider sends the browser back to.</summary>
    private static async Task<string> AskedAsync(Browser browser, string path)
    {
        var there = (await browser.GetAsync(path)).Location!;
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await client.GetAsync(new Uri(there), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location!.PathAndQuery;
    }

    private static async Task RequireRefusedAsync(Browser browser, Answer answer, string why, string said)
    {
        Assert.Equal("/sign-in?why=" + why, answer.Location);
        Assert.Contains(said, (await browser.GetAsync(answer.Location!)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("jaksignals=", answer.Headers.GetValueOrDefault("Set-Cookie", ""), StringComparison.Ordinal);
    }

    /// <summary>What the signature of a form that this browser sends lacks.</summary>
    private static async Task<string?> FaultAsync(Server server, Browser browser)
    {
        using var scope = server.Services.CreateScope();
        var context = await SignatureTests.ContextAsync(scope.ServiceProvider, browser.Cookies.GetCookieHeader(server.Address));
        return await scope.ServiceProvider.GetRequiredService<Signature>().FaultAsync(context, null);
    }
}
