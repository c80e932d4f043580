using System.Net;
using System.Security.Claims;
using JakSignals.App.Hosting;
using JakSignals.Store;
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
        var address = from?.ToString() ?? "an unknown address";
        var said = AccountStore.IsName(name) ? name : "(no possible name)";     // what anyone types must not shape the log
        var mayTry = accounts.BeginAttempt(name);
        var account = mayTry ? accounts.Find(name) : null;
        var result = Passwords.Verify(account, password.Length <= Passwords.Longest ? password : "");
        if (!mayTry)
            log.SignInRefused(said, address);
        else if (account is null || result == PasswordVerificationResult.Failed)
            Failed(said, address, account);
        else
            return Succeeded(account, password, result, address);
        return null;
    }

    /// <summary>Who is signed in, for the cookie.</summary>
    /// <param name="account">The account.</param>
    /// <param name="scheme">How it signed in.</param>
    public static ClaimsPrincipal Principal(Account account, string scheme)
    {
        List<Claim> claims = [new(ClaimTypes.Name, account.UserName), new(ClaimTypes.Role, account.Role.ToString()), new(Stamp, account.SecurityStamp)];
        if (account.MustChange && scheme != ProxySignIn.Scheme)
            claims.Add(new Claim(MustChange, "yes"));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    /// <summary>Whether a cookie still speaks for its account: same stamp, not disabled.</summary>
    public bool IsCurrent(ClaimsPrincipal principal) =>
        principal.Identity?.Name is { } name && accounts.Find(name) is { Disabled: false } account && account.SecurityStamp == principal.FindFirstValue(Stamp);

    private void Failed(string name, string address, Account? account)
    {
        log.SignInFailed(name, address);
        if (account is { LockedUntil: not null })
            log.Locked(name, AccountStore.LockTime.TotalMinutes, AccountStore.AttemptsBeforeLock, address);
    }

    private Account Succeeded(Account account, string password, PasswordVerificationResult result, string address)
    {
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            accounts.Rehash(account.UserName, Passwords.Hash(password));
        accounts.SignedIn(account.UserName);
        log.SignedIn(account.UserName, address);
        return account;
    }
}
