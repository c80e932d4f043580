using System.Globalization;
using System.Security.Claims;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace JakSignals.App.Accounts;

internal static partial class SignInServices
{
    static partial void AddProvider(AuthenticationBuilder authentication, OpenIdConnectSettings settings, CookieSecurePolicy secure, ref bool isAdded)
    {
        authentication.AddOpenIdConnect(Provider, options => OpenIdConnectSignIn.Configure(options, settings, secure));
        isAdded = true;
    }

    static partial void MapProvider(IEndpointRouteBuilder app) => OpenIdConnectSignIn.Map(app);
}

/// <summary>Sign-in at an OpenID Connect provider: authorization code with PKCE. Whom the provider names has an account here, which gives the role unless a claim does.</summary>
internal static class OpenIdConnectSignIn
{
    private const string ReturnPath = "/sign-in/return";
    private const string DonePath = "/sign-in/done";
    private const string Again = "jaksignals.again";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    public static void Configure(OpenIdConnectOptions options, OpenIdConnectSettings settings, CookieSecurePolicy secure)
    {
        options.Authority = settings.Authority;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.RequireHttpsMetadata = !new Uri(settings.Authority).IsLoopback;
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;     // a redirection, with which browsers send Lax cookies; a form of another site would need None
        options.Scope.Clear();
        foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend("openid"))
            options.Scope.Add(scope);
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.BackchannelTimeout = LongestWait;
        options.CallbackPath = ReturnPath;
        options.RemoteSignOutPath = options.SignedOutCallbackPath = PathString.Empty;      // one signs out here, of this console only
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = secure;
        options.Events.OnRedirectToIdentityProvider = AskAgain;
        options.Events.OnTicketReceived = context => TakeOver(context, settings);
        options.Events.OnRemoteFailure = Fail;
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead(SignInServices.ProviderPath, AskAsync).AllowAnonymous();
        app.MapRead(DonePath, (HttpContext context, string? returnUrl) => PlainPage.WriteSignedInAsync(context, returnUrl is null ? null : Local(returnUrl))).AllowAnonymous();
    }

    /// <summary>Goes to the provider. The return does not carry the cookie of the session there is, so the way there remembers which one it will replace.</summary>
    private static async Task<IResult> AskAsync(HttpContext context, string? returnUrl, bool? again)
    {
        var asked = Asked(returnUrl, again == true);
        var cookie = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        SignInDesk.Replace(cookie.Properties, asked);
        return Results.Challenge(asked, [SignInServices.Provider]);
    }

    private static AuthenticationProperties Asked(string? returnUrl, bool again)
    {
        if (!again)
            return new AuthenticationProperties { RedirectUri = $"{DonePath}?returnUrl={Uri.EscapeDataString(Local(returnUrl))}" };
        return new AuthenticationProperties(new Dictionary<string, string?> { [Again] = "yes" }) { RedirectUri = DonePath };
    }

    private static string Local(string? url) => RedirectHttpResult.IsLocalUrl(url) ? url! : "/";

    private static Task AskAgain(RedirectContext context)
    {
        if (context.Properties.Items.ContainsKey(Again))
            (context.ProtocolMessage.Prompt, context.ProtocolMessage.MaxAge) = ("login", "0");
        return Task.CompletedTask;
    }

    /// <summary>The message is proved by now; what is left is whether its user may come in.</summary>
    private static Task TakeOver(TicketReceivedContext context, OpenIdConnectSettings settings)
    {
        var log = Log(context.HttpContext);
        var address = Address(context.HttpContext);
        var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountStore>();
        var name = context.Principal!.FindFirstValue(settings.NameClaim) ?? "";
        if (AccountOf(accounts.Find(name), context.Principal!, settings) is not { } account)
        {
            log.ProviderUserUnknown(AccountStore.IsName(name) ? name : "(no possible name)", address);
            return Refuse(context, "account");
        }
        var at = TimeOf(context.Principal!);
        if (context.Properties!.Items.Remove(Again) && !(at is { } time && Signature.IsFresh(time, context.Options.TimeProvider!.GetUtcNow())))
        {
            log.ProviderFailed(address, "asked for a new sign-in, it told of an old one");
            return Refuse(context, "again");
        }
        Signature.Remember(context.Properties, at);
        context.Principal = SignInDesk.Principal(account, SignInServices.Provider);
        accounts.SignedIn(account.UserName);
        log.SignedInAtProvider(account.UserName, address);
        return Task.CompletedTask;
    }

    private static Account? AccountOf(Account? account, ClaimsPrincipal user, OpenIdConnectSettings settings)
    {
        if (account is not { Disabled: false } || settings.RoleClaim.Length == 0)
            return account is { Disabled: false } ? account : null;
        return settings.Roles.Highest(user.FindAll(settings.RoleClaim).Select(claim => claim.Value)) is { } role ? account with { RoleName = role.ToString() } : null;
    }

    private static DateTimeOffset? TimeOf(ClaimsPrincipal user) =>
        uint.TryParse(user.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static Task Fail(RemoteFailureContext context)
    {
        var (address, reason) = (Address(context.HttpContext), Printable(context.Failure?.Message ?? ""));
        Log(context.HttpContext).ProviderFailed(address, reason);
        return Refuse(context, "provider");
    }

    private static Task Refuse<TOptions>(HandleRequestContext<TOptions> context, string why) where TOptions : AuthenticationSchemeOptions
    {
        context.Response.Redirect($"{SignInServices.SignInPath}?why={why}");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    /// <summary>The message may quote what the browser sent: it must not shape the log.</summary>
    private static string Printable(string text) => string.Concat(text.Take(300).Select(sign => char.IsControl(sign) ? ' ' : sign));

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static ILogger<SignInDesk> Log(HttpContext context) => context.RequestServices.GetRequiredService<ILogger<SignInDesk>>();
}
