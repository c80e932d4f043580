using System.Diagnostics;
using JakSignals.App.Accounts;
using JakSignals.App.Commands;
using JakSignals.Store;
using Microsoft.AspNetCore.Identity;

namespace JakSignals.EndToEnd.Tests.Web;

public sealed class AccountCommandTests
{
    [Fact]
    public async Task A_password_is_read_from_the_standard_input_and_kept_as_a_hash_only()
    {
        using var place = new Place();
        Assert.Equal(ExitCodes.Done, await AddAsync(place, "mjones", "operator", "correct horse battery"));
        var account = Assert.Single(new AccountStore(place.Database, TimeProvider.System).All());
        Assert.Equal(("mjones", Role.Operator, false, false), (account.UserName, account.Role, account.MustChange, account.Disabled));
        Assert.Equal(PasswordVerificationResult.Success, Passwords.Verify(account, "correct horse battery"));
        foreach (var file in Directory.GetFiles(place.Folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("correct horse battery", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("added, as operator, account mjones", place.Log(), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Failed, await AddAsync(place, "MJones", "reader", "correct horse battery"));       // the same name
        Assert.Equal(ExitCodes.Failed, await AddAsync(place, "psmith", "reader", "short"));
        Assert.Single(new AccountStore(place.Database, TimeProvider.System).All());
    }

    [Fact]
    public async Task Accounts_are_listed_reset_disabled_and_given_roles()
    {
        using var place = new Place();
        (await place.RunAsync("account", "add", "mjones", "--role", "reader", "--no-password")).Require(ExitCodes.Done);
        Assert.Contains("by proxy only", (await place.RunAsync("account", "list")).Require(ExitCodes.Done).Output, StringComparison.Ordinal);
        Assert.Contains("at which it must be changed: ", (await place.RunAsync("account", "reset", "mjones")).Require(ExitCodes.Done).Output, StringComparison.Ordinal);
        (await place.RunAsync("account", "role", "mjones", "reviewer")).Require(ExitCodes.Done);
        (await place.RunAsync("account", "disable", "mjones")).Require(ExitCodes.Done);
        var account = new AccountStore(place.Database, TimeProvider.System).Find("mjones")!;
        Assert.Equal((Role.Reviewer, true, true), (account.Role, account.MustChange, account.Disabled));
    }

    [Theory]
    [InlineData(ExitCodes.Failed, "account list", "disable", "nobody")]
    [InlineData(ExitCodes.Failed, "expected 1 to 64", "add", "no body", "--role", "reader", "--no-password")]
    [InlineData(ExitCodes.BadArguments, "administrator", "add", "nobody", "--role", "king")]
    [InlineData(ExitCodes.BadArguments, "administrator", "role", "nobody", "3")]
    [InlineData(ExitCodes.BadArguments, "--role", "add", "nobody")]
    public async Task What_makes_no_sense_is_refused_with_what_was_expected(int code, string said, params string[] args)
    {
        using var place = new Place();
        Assert.Contains(said, (await place.RunAsync(["account", .. args])).Require(code).Error, StringComparison.Ordinal);
    }

    private static async Task<int> AddAsync(Place place, string name, string role, string password)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "JakSignals.App.dll"), "account", "add", name, "--role", role, "--store", "sqlite:" + place.StoreFile, "--data", place.Data])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(password);
        process.StandardInput.Close();
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
