using System.Net;
using JakSignals.App.Accounts;
using JakSignals.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>Who signs a decision is the owner of the account, now.</summary>
public sealed class SignatureTests
{
    [Fact]
    public async Task The_password_typed_again_signs_and_nothing_else_does()
    {
        await using var server = await Server.StartAsync();
        Assert.Null(await FaultAsync(server, "reviewer", Server.Password));
        Assert.Equal("Type your password to sign.", await FaultAsync(server, "reviewer", ""));
        Assert.Equal("Type your password to sign.", await FaultAsync(server, "reviewer", null));
        Assert.StartsWith("The password is wrong, or", await FaultAsync(server, "reviewer", Server.Password + "!"), StringComparison.Ordinal);
        var log = server.Place.Log();
        Assert.Contains("reviewer confirmed the password from 127.0.0.1", log, StringComparison.Ordinal);
        Assert.Contains("confirmation of reviewer from 127.0.0.1 failed", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.Password, log, StringComparison.Ordinal);
        Assert.Null(server.Accounts.Find("reviewer")!.LastSignInAt);        // it is no sign-in
    }

    [Fact]
    public async Task Five_wrong_passwords_at_the_signature_lock_signing_alone()
    {
        await using var server = await Server.StartAsync();
        for (var i = 0; i < 5; i++)
            Assert.NotNull(await FaultAsync(server, "reviewer", "wrong wrong wrong"));
        Assert.NotNull(await FaultAsync(server, "reviewer", Server.Password));
        using var browser = server.Open();
        Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync("reviewer", Server.Password)).Status);
        Assert.NotNull(await FaultAsync(server, "reviewer", Server.Password));      // a new session does not open it
        server.Clock.Now += TimeSpan.FromMinutes(15.1);
        Assert.Null(await FaultAsync(server, "reviewer", Server.Password));
    }

    [Fact]
    public async Task A_locked_sign_in_keeps_no_session_from_signing()
    {
        await using var server = await Server.StartAsync();
        for (var i = 0; i < 5; i++)
            Assert.True(server.Attempts.BeginSignIn("reviewer", "127.0.0.1").IsAllowed);
        Assert.False(server.Attempts.BeginSignIn("reviewer", "127.0.0.1").IsAllowed);
        Assert.Null(await FaultAsync(server, "reviewer", Server.Password));
        Assert.False(server.Attempts.BeginSignIn("reviewer", "127.0.0.1").IsAllowed);      // and a signature does not open the sign-in
    }

    [Fact]
    public async Task Whom_the_proxy_signs_in_signs_with_a_password_of_the_account_and_is_told_how_to_get_one()
    {
        await using var server = await Server.StartAsync(settings => settings with { Console = settings.Console with { ProxyUserHeader = "X-User", ProxySecret = Server.ProxySecret, ProxyAddresses = "127.0.0.1" } },
            place => new AccountStore(place.Database, TimeProvider.System).Add("mjones", Role.Reviewer, null, mustChange: false));
        using var browser = server.Open().With("X-User", "mjones").With("X-Proxy-Secret", Server.ProxySecret);
        Assert.Contains("jaksignals account reset mjones", await FaultAsync(server, "mjones", "anything at all", ProxySignIn.Scheme), StringComparison.Ordinal);
        Assert.Contains("jaksignals account reset mjones", (await browser.GetAsync("/account/password")).Body, StringComparison.Ordinal);

        const string oneTime = "for one use only 1", own = "a sentence of my own";
        server.Accounts.Reset("mjones", Passwords.Hash(oneTime));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);      // the proxy still signs in
        Assert.Contains("for one use", await FaultAsync(server, "mjones", oneTime, ProxySignIn.Scheme), StringComparison.Ordinal);

        var changed = await browser.PostAsync("/account/password", "/account/password", ("Old", oneTime), ("New", own), ("Again", own));
        Assert.Contains("was changed", changed.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("jaksignals=", changed.Headers.GetValueOrDefault("Set-Cookie", ""), StringComparison.Ordinal);
        Assert.Null(await FaultAsync(server, "mjones", own, ProxySignIn.Scheme));
        Assert.NotNull(await FaultAsync(server, "mjones", oneTime, ProxySignIn.Scheme));
    }

    /// <summary>A request whose user the cookie names.</summary>
    internal static async Task<HttpContext> ContextAsync(IServiceProvider services, string cookie)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Headers.Cookie = cookie;
        context.User = (await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme)).Principal!;
        return context;
    }

    private static Task<string?> FaultAsync(Server server, string user, string? password, string scheme = CookieAuthenticationDefaults.AuthenticationScheme)
    {
        var context = new DefaultHttpContext { RequestServices = server.Services, User = SignInDesk.Principal(server.Accounts.Find(user)!, scheme) };
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        return server.Services.GetRequiredService<Signature>().FaultAsync(context, password);
    }
}
