using System.Net;
using System.Security.Claims;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Accounts;

/// <summary>Checks passwords, counts attempts, and writes the audit lines of both.</summary>
internal sealed class SignInDesk(AccountStore accounts, ILogger<SignInDesk> log)
{
    /// <summary>Claim that holds the stamp the account had at sign-in.</summary>
    public const string Stamp = "stamp";

    /// <summary>Claim of who signed in with a password for one use.</summary>
    public const string MustChange = "must-change";

    /// <summary>The account, when the password is its own and it may sign in; null otherwise, without saying which was wrong.</summary>
    public Account? Check(string name, string password, IPAddress? from)
    {
        var address = Text(from);
        if (Attempt("sign-in", name, password, address) is not { } account)
            return null;
        accounts.SignedIn(account.UserName);
        log.SignedIn(account.UserName, address);
        return account;
    }

    /// <summary>Whether who is signed in already types the own password. Counted and locked as a sign-in.</summary>
    public bool Confirm(string name, string password, IPAddress? from)
    {
        var address = Text(from);
        if (Attempt("confirmation", name, password, address) is not { } account)
            return false;
        accounts.Confirmed(account.UserName);
        log.Confirmed(account.UserName, address);
        return true;
    }

    /// <summary>Who is signed in, for the cookie.</summary>
    /// <param name="account">The account.</param>
    /// <param name="scheme">How it signed in.</param>
    public static ClaimsPrincipal Principal(Account account, string scheme)
    {
        List<Claim> claims = [new(ClaimTypes.Name, account.UserName), new(ClaimTypes.Role, account.Role.ToString()), new(Stamp, account.SecurityStamp)];
        if (account.MustChange && scheme == CookieAuthenticationDefaults.AuthenticationScheme)
            claims.Add(new Claim(MustChange, "yes"));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    /// <summary>Whether a cookie still speaks for its account: same stamp, not disabled.</summary>
    public bool IsCurrent(ClaimsPrincipal principal) =>
        principal.Identity?.Name is { } name && accounts.Find(name) is { Disabled: false } account && account.SecurityStamp == principal.FindFirstValue(Stamp);

    private Account? Attempt(string act, string name, string password, string address)
    {
        var said = AccountStore.IsName(name) ? name : "(no possible name)";     // what anyone types must not shape the log
        var mayTry = accounts.BeginAttempt(name);
        var account = mayTry ? accounts.Find(name) : null;
        var result = Passwords.Verify(account, password.Length <= Passwords.Longest ? password : "");
        if (!mayTry)
            log.AttemptRefused(act, said, address);
        else if (account is null || result == PasswordVerificationResult.Failed)
            Failed(act, said, address, account);
        else
            return Strengthened(account, password, result);
        return null;
    }

    private void Failed(string act, string name, string address, Account? account)
    {
        log.AttemptFailed(act, name, address);
        if (account is { LockedUntil: not null })
            log.Locked(name, AccountStore.LockTime.TotalMinutes, AccountStore.AttemptsBeforeLock, address);
    }

    private Account Strengthened(Account account, string password, PasswordVerificationResult result)
    {
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            accounts.Rehash(account.UserName, Passwords.Hash(password));
        return account;
    }

    private static string Text(IPAddress? address) => address?.ToString() ?? "an unknown address";
}
