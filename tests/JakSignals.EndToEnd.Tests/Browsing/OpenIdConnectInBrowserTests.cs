using JakSignals.App;
using JakSignals.EndToEnd.Tests.Web;

namespace JakSignals.EndToEnd.Tests.Browsing;

/// <summary>The console at 127.0.0.1 and the provider at localhost are two sites: the browser's rules for cookies apply as they do in a company.</summary>
[Collection(nameof(Chromium))]
public sealed class OpenIdConnectInBrowserTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_comes_back_from_the_provider_signed_in_where_one_wanted(bool scripts)
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        provider.ShowsPage = true;
        await using var server = await Server.StartAsync(all => all with { Console = all.Console with { OpenIdConnect = OpenIdConnectTests.SettingsOf(provider) } });
        server.Clock.Now = DateTimeOffset.UtcNow;
        await using var visit = await chromium.OpenAsync(server.Address, scripts: scripts);
        await visit.GoAsync("/account/password?from=elsewhere");
        Assert.Contains("/sign-in?ReturnUrl=", visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.GetByText("Sign in with Example & Co").ClickAsync();
        await visit.Page.GetByText("Continue").ClickAsync();
        await visit.Page.WaitForURLAsync("**/account/password?from=elsewhere");
        Assert.Contains("at the provider", await visit.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await visit.Page.ReloadAsync();
        Assert.EndsWith("/account/password?from=elsewhere", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_sign_in_in_another_window_leaves_the_open_form_good()
    {
        await using var provider = await OpenIdConnectProvider.StartAsync();
        provider.ShowsPage = true;
        await using var server = await Server.StartAsync(all => all with { Console = all.Console with { OpenIdConnect = OpenIdConnectTests.SettingsOf(provider) } });
        server.Clock.Now = DateTimeOffset.UtcNow;
        await using var visit = await chromium.OpenAsync(server.Address);
        await visit.GoAsync("/sign-in/provider");
        await visit.Page.GetByText("Continue").ClickAsync();
        await visit.Page.WaitForURLAsync("**/signals");
        await visit.GoAsync("/sign-out");

        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync("/sign-in/provider?again=true");
        await other.GetByText("Continue").ClickAsync();
        Assert.Contains("go back to the form", await other.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal("login", provider.Asked["prompt"]);

        await visit.Page.ClickAsync("main button");
        await visit.Page.WaitForURLAsync("**/sign-in");
    }
}
