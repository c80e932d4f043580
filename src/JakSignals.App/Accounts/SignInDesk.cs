using System.Net;
using System.Security.Claims;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Accounts;

/// <summary>Checks passwords, counts attempts, opens and ends sessions, and writes the audit lines of these.</summary>
internal sealed class SignInDesk(
    AccountStore accounts, AttemptStore attempts, SessionStore sessions, Settings settings, ILogger<SignInDesk> log)
{
    /// <summary>Claim that holds the stamp the account had at sign-in.</summary>
    public const string Stamp = "stamp";

    /// <summary>Claim of who signed in with a password for one use.</summary>
    public const string MustChange = "must-change";

    // Kept beside the claims of the cookie, not among them: forms opened before a new sign-in at the provider stay good,
    // for their tokens go by the claims.
    private const string SessionId = "jaksignals.session";

    /// <summary>The account, when the password is its own and it may sign in; null otherwise, without saying which was wrong.</summary>
    public Account? Check(string name, string password, IPAddress? from)
    {
        var address = Text(from);
        var sender = Senders.Of(from);
        if (Attempt("sign-in", name, password, address, attempts.BeginSignIn(name, sender)) is not { } account)
            return null;
        if (account.MustChange && !accounts.UseOneTimePassword(account))
        {
            log.OneTimePasswordUsedAgain(account.UserName, address);
            return null;
        }
        attempts.SignedIn(account.UserName, sender);
        accounts.SignedIn(account.UserName);
        log.SignedIn(account.UserName, address);
        return account;
    }

    /// <summary>Whether who is signed in already types the own password. Counted and locked apart from sign-ins, which anyone may try.</summary>
    public bool Confirm(string name, string password, IPAddress? from)
    {
        var address = Text(from);
        if (Attempt("confirmation", name, password, address, attempts.BeginConfirmation(name)) is not { } account)
            return false;
        attempts.Confirmed(account.UserName);
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

    /// <summary>Begins the session of a cookie that is about to be given out; the one it replaces ends.</summary>
    public void Begin(ClaimsPrincipal principal, AuthenticationProperties properties)
    {
        End(properties);
        properties.SetString(SessionId, sessions.Begin(principal.Identity!.Name!, TimeSpan.FromHours(settings.Console.SessionHours)));
    }

    /// <summary>Ends the session of a cookie, whoever holds a copy of it.</summary>
    public void End(AuthenticationProperties? cookie)
    {
        if (cookie?.GetString(SessionId) is { } id)
            sessions.End(id);
    }

    /// <summary>Takes over the session of a cookie that a new one will replace.</summary>
    public static void Replace(AuthenticationProperties? cookie, AuthenticationProperties @new) =>
        @new.SetString(SessionId, cookie?.GetString(SessionId));

    /// <summary>Whether a cookie still speaks for its account: the session is open, the stamp the same, the account not disabled.</summary>
    public bool IsCurrent(ClaimsPrincipal principal, AuthenticationProperties cookie)
    {
        var (id, name, stamp) = (cookie.GetString(SessionId), principal.Identity?.Name, principal.FindFirstValue(Stamp));
        return id is not null && name is not null && stamp is not null && sessions.IsOpen(id, name, stamp);
    }

    private Account? Attempt(string act, string name, string password, string address, AttemptCount count)
    {
        var said = AccountStore.IsName(name) ? name : "(no possible name)";     // what anyone types must not shape the log
        var account = count.IsAllowed ? accounts.Find(name) : null;
        var result = Passwords.Verify(account, password.Length <= Passwords.Longest ? password : "");
        if (!count.IsAllowed)
            log.AttemptRefused(act, said, address);
        else if (account is null || result == PasswordVerificationResult.Failed)
            Failed(act, said, address, count.Locks);
        else
            return Strengthened(account, password, result);
        return null;
    }

    private void Failed(string act, string name, string address, bool locks)
    {
        log.AttemptFailed(act, name, address);
        if (locks)
            log.Locked(act, name, address, AttemptStore.OfSender.Lock.TotalMinutes, AttemptStore.OfSender.Most);
    }

    private Account Strengthened(Account account, string password, PasswordVerificationResult result)
    {
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            accounts.Rehash(account.UserName, Passwords.Hash(password));
        return account;
    }

    private static string Text(IPAddress? address) => address?.ToString() ?? "an unknown address";
}
