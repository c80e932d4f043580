using System.Globalization;
using System.Security.Claims;
using JakSignals.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace JakSignals.App.Accounts;

/// <summary>What a form that is signed asks of the user.</summary>
/// <param name="AsksPassword">The password, again.</param>
/// <param name="Provider">A new sign-in at the provider of this name; null where there is none to ask.</param>
/// <param name="FreshUntil">The last sign-in there serves until then; null when it serves no more.</param>
/// <param name="Obstacle">Why the user cannot sign, and what to do; null when nothing is in the way.</param>
internal sealed record SignatureForm(bool AsksPassword, string? Provider, DateTimeOffset? FreshUntil, string? Obstacle);

/// <summary>
/// Confirms that who signs is the owner of the account, now: by the password, typed again, or by a fresh sign-in at the OpenID Connect provider. A reverse proxy
/// cannot be asked who is at the keyboard, so its users sign with a password of their account.
/// </summary>
internal sealed class Signature(SignInDesk desk, AccountStore accounts, Settings settings, TimeProvider clock)
{
    /// <summary>How long a sign-in at the provider serves to sign.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    // Kept beside the claims of the cookie, not among them: forms opened before the new sign-in stay good, for their tokens go by the claims.
    private const string AuthenticatedAt = "jaksignals.authenticated-at";

    /// <summary>What the form asks of who is signed in.</summary>
    public async Task<SignatureForm> FormAsync(HttpContext context) => context.User.Identity?.AuthenticationType switch
    {
        SignInServices.Provider => new(false, settings.Console.OpenIdConnect.DisplayName, await FreshUntilAsync(context).ConfigureAwait(false), null),
        ProxySignIn.Scheme => ObstacleOf(context.User) is { } obstacle ? new(false, null, null, obstacle) : new(true, null, null, null),
        _ => new(true, null, null, null),
    };

    /// <summary>Confirms the user; wrong passwords are counted and lock, apart from those at the sign-in.</summary>
    /// <param name="context">The request that sends the form.</param>
    /// <param name="password">What was typed; null or empty where the form asks for none.</param>
    /// <returns>Why the signature is refused, and what to do; null when it holds.</returns>
    public async Task<string?> FaultAsync(HttpContext context, string? password)
    {
        var form = await FormAsync(context).ConfigureAwait(false);
        if (!form.AsksPassword)
            return form.Obstacle ?? (form.FreshUntil is null ? $"To sign, sign in again at {form.Provider} by the link beside the button, come back to this form, and send it within five minutes." : null);
        return string.IsNullOrEmpty(password) ? "Type your password to sign."
            : desk.Confirm(context.User.Identity!.Name!, password, context.Connection.RemoteIpAddress) ? null
            : "The password is wrong, or signing is locked for 15 minutes after five wrong passwords.";
    }

    /// <summary>Keeps in the cookie when the provider last saw the user sign in.</summary>
    public static void Remember(AuthenticationProperties properties, DateTimeOffset? at) =>
        properties.SetString(AuthenticatedAt, at?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether a sign-in at the provider serves to sign.</summary>
    public static bool IsFresh(DateTimeOffset at, DateTimeOffset now) => (now - at).Duration() < Fresh;

    private string? ObstacleOf(ClaimsPrincipal user) => accounts.Find(user.Identity!.Name!) switch
    {
        { PasswordHash: null } account => $"Decisions are signed with a password of your own account, and yours has none. An administrator gives one for one use (jaksignals account reset {account.UserName}); choose your own under Password, then sign.",
        { MustChange: true } => "Your password for signing is for one use. Choose your own under Password, then sign.",
        _ => null,
    };

    private async Task<DateTimeOffset?> FreshUntilAsync(HttpContext context)
    {
        var cookie = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        return long.TryParse(cookie.Properties?.GetString(AuthenticatedAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && DateTimeOffset.FromUnixTimeSeconds(seconds) is var at && IsFresh(at, clock.GetUtcNow()) ? at + Fresh : null;
    }
}
