using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace JakSignals.App.Pages;

/// <summary>Where one changes the own password.</summary>
[EnableRateLimiting(SignInServices.SignatureLimit)]
internal sealed class PasswordModel(SignInDesk desk, AccountStore accounts, ILogger<SignInDesk> log) : PageModel
{
    private const string Cookies = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>The password now.</summary>
    [BindProperty] public string? Old { get; set; }

    /// <summary>The new one.</summary>
    [BindProperty] public string? New { get; set; }

    /// <summary>The new one again.</summary>
    [BindProperty] public string? Again { get; set; }

    /// <summary>Why it was not changed.</summary>
    public string? Fault { get; private set; }

    /// <summary>It was changed.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The reverse proxy signs the user in; the password is for signing decisions.</summary>
    public bool IsByProxy => User.Identity?.AuthenticationType == ProxySignIn.Scheme;

    /// <summary>The provider signs the user in, and to sign decisions is to sign in there again.</summary>
    public bool IsByProvider => User.Identity?.AuthenticationType == SignInServices.Provider;

    /// <summary>There is no password to change.</summary>
    public bool HasNone => IsByProxy && accounts.Find(UserName) is { PasswordHash: null };

    /// <summary>The password must be changed before anything else.</summary>
    public bool IsForOneUse => !IsChanged && User.HasClaim(claim => claim.Type == SignInDesk.MustChange);

    /// <summary>Name of the account.</summary>
    public string UserName => User.Identity!.Name!;

    public async Task<IActionResult> OnPostAsync()
    {
        if (IsByProvider || HasNone)
            return Forbid();
        var before = accounts.Find(UserName)!;
        Fault = FaultOf(Old ?? "", New ?? "");
        if (Fault is null && !accounts.ChangePassword(UserName, Passwords.Hash(New!), before.SecurityStamp))
            Fault = "The account was changed at the same time, and this change was not made. Sign in again.";
        if (Fault is not null)
            return Page();
        var first = IsForOneUse;
        log.PasswordChanged(UserName);
        if (!IsByProxy)
            await HttpContext.SignInAsync(Cookies, SignInDesk.Principal(accounts.Find(UserName)!, Cookies)).ConfigureAwait(false);
        if (first)
            return LocalRedirect("/");
        IsChanged = true;
        return Page();
    }

    private string? FaultOf(string old, string @new) =>
        Passwords.Fault(@new, UserName)
        ?? (@new != Again ? "The new password was not typed the same twice."
        : @new == old ? "The new password is the old one."
        : !desk.Confirm(UserName, old, HttpContext.Connection.RemoteIpAddress) ? "The password now is wrong, or changing it is locked for 15 minutes after five wrong passwords."
        : null);
}
