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
internal sealed class SignInModel(SignInDesk desk) : PageModel
{
    /// <summary>Where to go afterwards.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    /// <summary>Name as it was typed.</summary>
    [BindProperty] public string? Name { get; set; }

    /// <summary>Password as it was typed; never sent back.</summary>
    [BindProperty] public string? Password { get; set; }

    /// <summary>Why the sign-in failed, in words that do not tell a wrong name from a wrong password.</summary>
    public string? Fault { get; private set; }

    public IActionResult OnGet() => User.Identity is { IsAuthenticated: true } ? LocalRedirect("/") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (desk.Check(Name ?? "", Password ?? "", HttpContext.Connection.RemoteIpAddress) is not { } account)
        {
            Fault = "Name and password do not fit together, or the account is disabled, or locked for 15 minutes after five wrong passwords.";
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Page();
        }
        const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        await HttpContext.SignInAsync(scheme, SignInDesk.Principal(account, scheme)).ConfigureAwait(false);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }
}
