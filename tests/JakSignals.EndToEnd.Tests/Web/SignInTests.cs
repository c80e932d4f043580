using System.Net;
using System.Text.RegularExpressions;
using JakSignals.App.Accounts;
using JakSignals.App.Commands;
using JakSignals.Store;
using Microsoft.Extensions.DependencyInjection;

namespace JakSignals.EndToEnd.Tests.Web;

public sealed partial class SignInTests
{
    private const string NewPassword = "quite another sentence";

    [Fact]
    public async Task The_first_start_makes_one_account_whose_printed_password_must_be_changed_before_anything_else()
    {
        await using var server = await Server.StartAsync(withAccounts: false);
        var password = OneTime().Match(server.Said).Groups[1].Value;
        var account = Assert.Single(server.Accounts.All());
        Assert.Equal(("local", Role.Administrator, true), (account.UserName, account.Role, account.MustChange));
        Assert.DoesNotContain(password, server.Place.Log(), StringComparison.Ordinal);

        using var browser = server.Open();
        Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync("local", password)).Status);
        Assert.Equal("/account/password", (await browser.GetAsync("/runs")).Location);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/account/password", "/runs?handler=Run")).Status);
        Assert.Contains("not typed the same", (await browser.PostAsync("/account/password", "/account/password", ("Old", password), ("New", NewPassword), ("Again", NewPassword + "!"))).Body, StringComparison.Ordinal);
        Assert.Equal("/", (await browser.PostAsync("/account/password", "/account/password", ("Old", password), ("New", NewPassword), ("Again", NewPassword))).Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);

        using var again = server.Open();
        Assert.Equal(HttpStatusCode.Unauthorized, (await again.SignInAsync("local", password)).Status);
        Assert.Equal(HttpStatusCode.Found, (await again.SignInAsync("LOCAL", NewPassword)).Status);
    }

    [Fact]
    public async Task A_start_with_accounts_makes_none()
    {
        await using var server = await Server.StartAsync();
        Assert.Equal(4, server.Accounts.All().Count);
        Assert.DoesNotContain("password", server.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_for_fifteen_minutes_also_against_the_right_one()
    {
        await using var server = await Server.StartAsync();
        using var browser = server.Open();
        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignInAsync("reader", "wrong wrong wrong")).Status);
        Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync("reader", Server.Password)).Status);     // four do not lock, and the count begins anew

        using var other = server.Open();
        for (var i = 0; i < 5; i++)
            Assert.True(server.Attempts.BeginSignIn("reader", "127.0.0.1").IsAllowed);     // as the page does before it looks at a password
        var locked = await other.SignInAsync("reader", Server.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, locked.Status);
        Assert.Contains("or locked", locked.Body, StringComparison.Ordinal);
        server.Clock.Now += TimeSpan.FromMinutes(14.9);
        Assert.False(server.Attempts.BeginSignIn("reader", "127.0.0.1").IsAllowed);
        server.Clock.Now += TimeSpan.FromMinutes(0.2);
        Assert.Equal(HttpStatusCode.Found, (await other.SignInAsync("reader", Server.Password)).Status);
    }

    [Fact]
    public async Task The_page_locks_and_the_log_says_so_without_the_password()
    {
        await using var server = await Server.StartAsync();
        using var browser = server.Open();
        for (var i = 0; i < 5; i++)
            await browser.SignInAsync("reviewer", "wrong wrong wrong");
        Assert.Equal("REVIEWER", Assert.Single(server.Attempts.Locks()).Name);
        var log = server.Place.Log();
        Assert.Contains("sign-in of reviewer from 127.0.0.1 is locked for 15 minutes after 5 wrong passwords", log, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong wrong wrong", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_passwords_from_one_address_keep_nobody_out_from_another()
    {
        await using var server = await Server.StartAsync();
        var desk = server.Services.GetRequiredService<SignInDesk>();
        var (attacker, owner) = (IPAddress.Parse("203.0.113.5"), IPAddress.Parse("198.51.100.7"));
        for (var i = 0; i < 6; i++)
            Assert.Null(desk.Check("reader", "wrong wrong wrong", attacker));
        Assert.Null(desk.Check("reader", Server.Password, attacker));
        Assert.NotNull(desk.Check("reader", Server.Password, owner));
        Assert.Contains("reader", (await server.Place.RunAsync("account", "list")).Require(ExitCodes.Done).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_sign_out()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        using var elsewhere = await server.OpenAsync(Role.Reader);
        using var copy = browser.Copy();
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/runs")).Status);
        Assert.Equal("/sign-in", (await browser.PostAsync("/runs", "/sign-out")).Location);
        Assert.StartsWith("/sign-in", (await copy.GetAsync("/runs")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await copy.GetAsync("/api/v1/runs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/runs")).Status);       // another session of the same account goes on
    }

    [Fact]
    public async Task Two_sign_outs_at_once_both_end_it()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        using var copy = browser.Copy();
        var token = ("__RequestVerificationToken", Browser.TokenOf((await browser.GetAsync("/runs")).Body));
        var answers = await Task.WhenAll(browser.PostBareAsync("/sign-out", token), copy.PostBareAsync("/sign-out", token));
        Assert.All(answers, answer => Assert.True(answer.Code is 302 or 401, $"{answer.Code}"));
        Assert.Contains(answers, answer => answer.Location == "/sign-in");
        using var third = browser.Copy();
        Assert.StartsWith("/sign-in", (await third.GetAsync("/runs")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_sign_in_ends_the_session_the_browser_had()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        using var copy = browser.Copy();
        var token = Browser.TokenOf((await browser.GetAsync("/runs")).Body);
        var again = await browser.PostBareAsync("/sign-in", ("Name", "reader"), ("Password", Server.Password), ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.Found, again.Status);
        Assert.StartsWith("/sign-in", (await copy.GetAsync("/runs")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_much_it_is_used()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        for (var hours = 0; hours < 11; hours++)
        {
            server.Clock.Now += TimeSpan.FromHours(1);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);
        }
        server.Clock.Now += TimeSpan.FromMinutes(59);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);
        server.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_for_one_use_signs_in_once_also_of_two_at_the_same_time()
    {
        await using var server = await Server.StartAsync();
        const string oneTime = "for one sign-in only";
        server.Accounts.Reset("reader", Passwords.Hash(oneTime));
        using var one = server.Open();
        using var other = server.Open();
        var answers = await Task.WhenAll(one.SignInAsync("reader", oneTime), other.SignInAsync("reader", oneTime));
        Assert.Equal([302, 401], answers.Select(answer => answer.Code).Order());

        using var third = server.Open();
        Assert.Equal(HttpStatusCode.Unauthorized, (await third.SignInAsync("reader", oneTime)).Status);
        Assert.Contains("the password for one use was used before", server.Place.Log(), StringComparison.Ordinal);
        var winner = answers[0].Code == 302 ? one : other;
        Assert.Equal("/account/password", (await winner.GetAsync("/runs")).Location);
        Assert.Equal("/", (await Change(winner, oneTime)).Location);
        Assert.Equal(HttpStatusCode.OK, (await winner.GetAsync("/runs")).Status);
        Assert.Equal(HttpStatusCode.Found, (await third.SignInAsync("reader", NewPassword)).Status);
    }

    [Fact]
    public async Task Of_two_changes_of_a_password_at_once_the_first_counts()
    {
        await using var server = await Server.StartAsync();
        var stamp = server.Accounts.Find("reader")!.SecurityStamp;
        Assert.True(server.Accounts.ChangePassword("reader", "one", stamp));
        Assert.False(server.Accounts.ChangePassword("reader", "another", stamp));
        Assert.Equal("one", server.Accounts.Find("reader")!.PasswordHash);
    }

    [Fact]
    public async Task A_wrong_password_and_a_wrong_name_are_answered_alike()
    {
        await using var server = await Server.StartAsync();
        using var browser = server.Open();
        var wrongPassword = await browser.SignInAsync("reader", "wrong wrong wrong");
        var wrongName = await browser.SignInAsync("nobody", "wrong wrong wrong");
        Assert.Equal(wrongPassword.Status, wrongName.Status);
        Assert.Equal(Plain(wrongPassword.Body, "reader"), Plain(wrongName.Body, "nobody"));
    }

    [Fact]
    public async Task A_flood_of_attempts_is_cut_off()
    {
        await using var server = await Server.StartAsync();
        using var browser = server.Open();
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
            codes.Add((await browser.SignInAsync($"nobody{i}", "wrong wrong wrong")).Status);
        Assert.All(codes.Take(10), code => Assert.Equal(HttpStatusCode.Unauthorized, code));
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[10]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-in")).Status);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("reset")]
    [InlineData("role")]
    public async Task A_changed_account_is_out_at_its_next_request(string change)
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Operator);
        using var untouched = await server.OpenAsync(Role.Reader);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);

        string[] more = change == "role" ? ["reader"] : [];
        (await server.Place.RunAsync(["account", change, "operator", .. more])).Require(ExitCodes.Done);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await untouched.GetAsync("/runs")).Status);
        Assert.Equal(change == "role" ? HttpStatusCode.Found : HttpStatusCode.Unauthorized, (await browser.SignInAsync("operator", Server.Password)).Status);
    }

    [Fact]
    public async Task A_session_ends_after_eight_idle_hours_and_a_used_one_lasts()
    {
        await using var server = await Server.StartAsync();
        using var idle = await server.OpenAsync(Role.Reader);
        using var used = await server.OpenAsync(Role.Reader);
        server.Clock.Now += TimeSpan.FromHours(5);
        Assert.Equal(HttpStatusCode.OK, (await used.GetAsync("/runs")).Status);
        server.Clock.Now += TimeSpan.FromHours(4);
        Assert.Equal(HttpStatusCode.OK, (await used.GetAsync("/runs")).Status);
        Assert.Equal(HttpStatusCode.Found, (await idle.GetAsync("/runs")).Status);
    }

    [Fact]
    public async Task A_password_is_changed_only_with_the_old_one_and_puts_out_other_sessions()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        using var elsewhere = await server.OpenAsync(Role.Reader);
        Assert.Contains("The password now is wrong", (await Change(browser, "not the password")).Body, StringComparison.Ordinal);
        Assert.Contains("was changed", (await Change(browser, Server.Password)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);
        Assert.Equal(HttpStatusCode.Found, (await elsewhere.GetAsync("/runs")).Status);
    }

    [Theory]
    [InlineData("short", "fewer than 12")]
    [InlineData("my name is reader", "contains the name")]
    [InlineData("abababababababab", "fewer than five different")]
    public async Task A_weak_password_is_refused(string weak, string said)
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        var answer = await browser.PostAsync("/account/password", "/account/password", ("Old", Server.Password), ("New", weak), ("Again", weak));
        Assert.Contains(said, answer.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        Assert.Equal("/sign-in", (await browser.PostAsync("/runs", "/sign-out")).Location);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/runs")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/runs?of=1", "/runs?of=1")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example/", "/")]
    public async Task After_sign_in_one_goes_where_one_wanted_and_never_elsewhere(string wanted, string sent)
    {
        await using var server = await Server.StartAsync();
        using var browser = server.Open();
        Assert.Equal(sent, (await browser.SignInAsync("reader", Server.Password, "/sign-in?ReturnUrl=" + Uri.EscapeDataString(wanted))).Location);
    }

    [Fact]
    public async Task The_session_cookie_is_for_this_server_alone_and_out_of_reach_of_scripts()
    {
        await using var server = await Server.StartAsync();
        using var browser = server.Open();
        var cookie = (await browser.SignInAsync("reader", Server.Password)).Headers["Set-Cookie"].ToLowerInvariant();
        Assert.Contains("jaksignals=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal);      // http on loopback
        Assert.DoesNotContain("expires", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_for_the_user_of_the_process_alone()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        var keys = Path.Combine(server.Place.Data, "keys");
        Assert.NotEmpty(Directory.GetFiles(keys));
        if (!OperatingSystem.IsWindows())       // which guards them by DPAPI
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
    }

    private static Task<Answer> Change(Browser browser, string old) => browser.PostAsync("/account/password", "/account/password", ("Old", old), ("New", NewPassword), ("Again", NewPassword));

    private static string Plain(string body, string name) => Token().Replace(body, "").Replace(name, "NAME", StringComparison.Ordinal);

    [GeneratedRegex("shown once.*: ([a-z2-9]{20})")]
    private static partial Regex OneTime();

    [GeneratedRegex("value=\"CfDJ[^\"]*\"")]
    private static partial Regex Token();
}
