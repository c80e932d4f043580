using System.Globalization;
using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace JakSignals.App.Commands;

/// <summary><c>account add | list | disable | role | reset</c></summary>
internal static class AccountCommands
{
    /// <summary>Adds an account; the password is asked for, or read as the first line of the standard input.</summary>
    public static Task<int> AddAsync(Settings settings, string name, Role role, bool noPassword)
    {
        Change(settings, name, $"added, as {Text(role)},", accounts => accounts.Add(name, role, noPassword ? null : Passwords.Hash(Asked(name)), mustChange: false));
        Output.Console.WriteLine(noPassword ? $"Account {name} ({Text(role)}) was added; it signs in through the reverse proxy only." : $"Account {name} ({Text(role)}) was added.");
        return Task.FromResult(ExitCodes.Done);
    }

    /// <summary>Gives an account a password for one use.</summary>
    public static Task<int> ResetAsync(Settings settings, string name)
    {
        var password = Passwords.NewOneTime();
        Change(settings, name, "reset", accounts => accounts.Reset(name, Passwords.Hash(password)));
        Output.Console.WriteLine($"Password of {name} for one sign-in, at which it must be changed: {password}");
        return Task.FromResult(ExitCodes.Done);
    }

    public static Task<int> DisableAsync(Settings settings, string name)
    {
        Change(settings, name, "disabled", accounts => accounts.Disable(name));
        Output.Console.WriteLine($"Account {name} is disabled and signed out everywhere.");
        return Task.FromResult(ExitCodes.Done);
    }

    public static Task<int> SetRoleAsync(Settings settings, string name, Role role)
    {
        Change(settings, name, $"made {Text(role)} the", accounts => accounts.SetRole(name, role));
        Output.Console.WriteLine($"Account {name} is {Text(role)} from its next sign-in on; it was signed out.");
        return Task.FromResult(ExitCodes.Done);
    }

    public static Task<int> ListAsync(Settings settings)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("account", "role", "state", "last sign-in (UTC)", "made (UTC)");
        var accounts = Store(settings);
        var locks = new AttemptStore(settings.Database, TimeProvider.System).Locks().ToDictionary(one => one.Name, StringComparer.Ordinal);
        foreach (var account in accounts.All())
        {
            var state = State(account, locks.GetValueOrDefault(account.UserName.ToUpperInvariant()));
            table.AddRow(new[] { account.UserName, account.RoleName, state, Minutes(account.LastSignInAt), Minutes(account.CreatedAt) }.Select(Markup.Escape).ToArray());
        }
        Output.Console.Write(table);
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Change(Settings settings, string name, string change, Action<AccountStore> make)
    {
        var accounts = Store(settings);
        make(accounts);
        using var logs = AppLog.Create(settings);
        var actor = $"{Environment.UserName} at the command line";
        logs.CreateLogger(typeof(AccountCommands).FullName!).AccountChanged(actor, change, name);
    }

    private static AccountStore Store(Settings settings)
    {
        var database = settings.Database;
        database.PrepareToServe(TimeProvider.System);
        return new AccountStore(database, TimeProvider.System);
    }

    private static string Asked(string name)
    {
        var password = System.Console.IsInputRedirected
            ? System.Console.In.ReadLine() ?? ""
            : AnsiConsole.Prompt(new TextPrompt<string>($"Password of {Markup.Escape(name)} (at least {Passwords.Shortest} characters):").Secret());
        return Passwords.Fault(password, name) is { } fault ? throw new ArgumentException(fault) : password;
    }

    private static string State(Account account, AccountLock? locked)
    {
        if (account.Disabled)
            return "disabled";
        if (account.PasswordHash is null)
            return "by proxy only";
        var state = account.MustChange ? OneTime(account) : "open";
        return locked is null ? state : string.Create(CultureInfo.InvariantCulture, $"{state}; locked for {locked.Senders} sender(s) until {Minutes(locked.Until)}");
    }

    private static string OneTime(Account account) => account.OneTimeUsed ? "password for one use was used, not changed" : "password to be changed";

    private static string Text(Role role) => role.ToString().ToLowerInvariant();

    private static string Minutes(string? iso) => iso is null ? "" : iso[..16].Replace('T', ' ');
}
