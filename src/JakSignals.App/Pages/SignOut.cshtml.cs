using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JakSignals.App.Pages;

/// <summary>Where one signs out.</summary>
internal sealed class SignOutModel(SignInDesk desk, ILogger<SignInDesk> log) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        var cookie = await HttpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        desk.End(cookie.Properties);
        log.SignedOut(User.Identity?.Name ?? "");
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        return LocalRedirect(SignInServices.SignInPath);
    }
}
