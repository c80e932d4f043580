using JakSignals.App.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace JakSignals.App.Pages;

/// <summary>Where one signs in by name and password.</summary>
[AllowAnonymous, EnableRateLimiting(SignInServices.AttemptLimit)]
internal sealed class SignInModel(SignInDesk desk, Settings settings) : PageModel
{
    /// <summary>Where to go afterwards.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    /// <summary>Why a sign-in at the provider failed: a key of fixed sentences.</summary>
    [BindProperty(SupportsGet = true, Name = "why")] public string? Why { get; set; }

    /// <summary>What the provider is called; null where there is none.</summary>
    public string? Provider => settings.Console.OpenIdConnect.IsOn ? settings.Console.OpenIdConnect.DisplayName : null;

    /// <summary>Name as it was typed.</summary>
    [BindProperty] public string? Name { get; set; }

    /// <summary>Password as it was typed; never sent back.</summary>
    [BindProperty] public string? Password { get; set; }

    /// <summary>Why the sign-in failed, in words that do not tell a wrong name from a wrong password.</summary>
    public string? Fault { get; private set; }

    public IActionResult OnGet()
    {
        Fault = Provider is null ? null : Why switch
        {
            "account" => $"{Provider} knows you, but you have no account here, a disabled one, or no role. An administrator can add one: jaksignals account add NAME --role ROLE --no-password",
            "again" => $"{Provider} was asked to have you sign in anew and did not. Sign out there, then repeat it; if it fails again, an administrator must let {Provider} answer max_age with auth_time.",
            "provider" => $"The sign-in at {Provider} did not succeed: it was refused, took too long, or its answer was not in order. Try again; if it fails again, an administrator finds the reason in the log.",
            _ => null,
        };
        return Fault is null && User.Identity is { IsAuthenticated: true } ? LocalRedirect("/") : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (desk.Check(Name ?? "", Password ?? "", HttpContext.Connection.RemoteIpAddress) is not { } account)
        {
            Fault = "Name and password do not fit together, or the account is disabled, or locked for 15 minutes after five wrong passwords from your address, or the password was for one sign-in and has been used.";
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Page();
        }
        const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        await HttpContext.SignInAsync(scheme, SignInDesk.Principal(account, scheme)).ConfigureAwait(false);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }
}
