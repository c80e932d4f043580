using System.Threading.RateLimiting;
using JakSignals.App.Api;
using JakSignals.App.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Accounts;

/// <summary>Sign-in: cookie, trusted proxy or OpenID Connect provider, roles, anti-forgery, a limit on attempts. The package feed decides whether there is a part of this class for the provider.</summary>
internal static partial class SignInServices
{
    /// <summary>Name of the limit on sign-in attempts from an address.</summary>
    public const string AttemptLimit = "sign-in";

    /// <summary>Name of the limit on forms that a signed-in user confirms by the password. It is the user's own: whoever tries to sign in cannot use it up.</summary>
    public const string SignatureLimit = "signature";

    /// <summary>Where one signs in.</summary>
    public const string SignInPath = "/sign-in";

    /// <summary>Where one changes the own password.</summary>
    public const string PasswordPath = "/account/password";

    /// <summary>Where one signs out.</summary>
    public const string SignOutPath = "/sign-out";

    /// <summary>Name of the sign-in at the provider.</summary>
    public const string Provider = "OpenIdConnect";

    /// <summary>Where one is sent to the provider.</summary>
    public const string ProviderPath = "/sign-in/provider";

    private const string CookieOrProxy = "CookieOrProxy";
    private static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    public static void AddSignIn(this IServiceCollection services, Settings settings, Listening listening)
    {
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<Signature>();
        var authentication = services.AddAuthentication(CookieOrProxy)
            .AddPolicyScheme(CookieOrProxy, null, options => options.ForwardDefaultSelector = context => ProxyTrust.UserOf(context) is null ? CookieAuthenticationDefaults.AuthenticationScheme : ProxySignIn.Scheme)
            .AddScheme<AuthenticationSchemeOptions, ProxySignIn>(ProxySignIn.Scheme, null)
            .AddCookie(options => Configure(options, listening, TimeSpan.FromHours(settings.Console.SessionHours)));
        if (settings.Console.OpenIdConnect.IsOn)
            AddProvider(authentication, settings.Console.OpenIdConnect, listening);
        services.AddAuthorization(Policies.Add);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "jaksignals-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = Secure(listening);
            options.SuppressXFrameOptionsHeader = true;     // SecurityHeaders sets a stricter one
        });
        services.AddRateLimiter(options => Limit(options, settings.Console.SignInsPerMinute));
        AddKeys(services, Path.Combine(settings.Data, "keys"));
    }

    /// <summary>Maps the way to the provider, where there is one.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<Settings>().Console.OpenIdConnect.IsOn)
            MapProvider(app);
    }

    /// <summary>Sends whoever signed in with a password for one use to the page that changes it.</summary>
    public static Task RequireOwnPassword(HttpContext context, RequestDelegate next)
    {
        if (!context.User.HasClaim(claim => claim.Type == SignInDesk.MustChange) || IsOpen(context))
            return next(context);
        if (Verbs.IsRead(context.Request.Method) && !ApiEndpoints.IsApi(context))
            context.Response.Redirect(PasswordPath);
        else
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static void AddProvider(AuthenticationBuilder authentication, OpenIdConnectSettings settings, Listening listening)
    {
        var isAdded = false;
        AddProvider(authentication, settings, Secure(listening), ref isAdded);
        if (!isAdded)
            throw new SettingsException("Console:OpenIdConnect:Authority is set, but this build cannot sign in so: the package feed it was built with lacks OpenID Connect. Build it with a full feed (README, 'The two package feeds'), or leave the key empty.");
    }

    static partial void AddProvider(AuthenticationBuilder authentication, OpenIdConnectSettings settings, CookieSecurePolicy secure, ref bool isAdded);

    static partial void MapProvider(IEndpointRouteBuilder app);

    private static bool IsOpen(HttpContext context) =>
        context.Request.Path.Equals(PasswordPath, StringComparison.OrdinalIgnoreCase) || context.Request.Path.Equals(SignOutPath, StringComparison.OrdinalIgnoreCase)
        || context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null;

    private static void Configure(CookieAuthenticationOptions options, Listening listening, TimeSpan limit)
    {
        options.Cookie.Name = "jaksignals";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = Secure(listening);
        options.ExpireTimeSpan = limit < Idle ? limit : Idle;
        options.SlidingExpiration = true;
        options.LoginPath = SignInPath;
        options.Events.OnSigningIn = BeginSessionAsync;
        options.Events.OnValidatePrincipal = RequireCurrentAsync;
        options.Events.OnRedirectToLogin = ToSignIn;
        options.Events.OnRedirectToAccessDenied = context => DenyAsync(context.HttpContext);
    }

    /// <summary>Every sign-in begins a session of its own and ends the one this browser had: what was copied before is worth nothing afterwards.</summary>
    private static async Task BeginSessionAsync(CookieSigningInContext context)
    {
        var desk = context.HttpContext.RequestServices.GetRequiredService<SignInDesk>();
        var before = await context.HttpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        desk.End(before.Properties);
        desk.Begin(context.Principal!, context.Properties);
    }

    /// <summary>A disabled or changed account, and a session that was ended or is over, is out at its next request.</summary>
    private static Task RequireCurrentAsync(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<SignInDesk>().IsCurrent(context.Principal!, context.Properties))
            return Task.CompletedTask;
        context.RejectPrincipal();
        return context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>Pages lead to the sign-in and back; a form that is sent, or a machine that asks, is told so.</summary>
    private static Task ToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (Verbs.IsRead(context.Request.Method) && !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) && !ApiEndpoints.IsApi(context.HttpContext))
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);     // relative: whatever name this server goes by
        else
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    /// <summary>Refuses who is signed in, but lacks the role.</summary>
    public static Task DenyAsync(HttpContext context)
    {
        var log = context.RequestServices.GetRequiredService<ILogger<SignInDesk>>();
        log.Refused(context.User.Identity?.Name ?? "", context.Request.Method, Endpoint(context));
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>The page by its own name, not by what was typed.</summary>
    private static string Endpoint(HttpContext context) => context.GetEndpoint()?.DisplayName ?? "";

    private static CookieSecurePolicy Secure(Listening listening) => listening.HttpsOnly ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    private static void Limit(RateLimiterOptions options, int attempts)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "60";
            var log = rejected.HttpContext.RequestServices.GetRequiredService<ILogger<SignInDesk>>();
            log.TooManyAttempts(Sender(rejected.HttpContext));
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(AttemptLimit, context => Limited(context, Sender(context), attempts));
        options.AddPolicy(SignatureLimit, context => Limited(context, context.User.Identity?.Name ?? Sender(context), attempts));
    }

    private static RateLimitPartition<string> Limited(HttpContext context, string who, int attempts)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
            return RateLimitPartition.GetNoLimiter("");
        var limit = new FixedWindowRateLimiterOptions { PermitLimit = attempts, Window = TimeSpan.FromMinutes(1) };
        return RateLimitPartition.GetFixedWindowLimiter(who, _ => limit);
    }

    private static string Sender(HttpContext context) => Senders.Of(context.Connection.RemoteIpAddress);

    /// <summary>Keys of cookies and forms: for the user of the process alone. Servers that share the work share the folder.</summary>
    private static void AddKeys(IServiceCollection services, string folder)
    {
        var keys = services.AddDataProtection().SetApplicationName("JakSignals");
        if (OperatingSystem.IsWindows())
        {
            keys.PersistKeysToFileSystem(Directory.CreateDirectory(folder)).ProtectKeysWithDpapi(protectToLocalMachine: false);
            return;
        }
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        keys.PersistKeysToFileSystem(Directory.CreateDirectory(folder, own));
        File.SetUnixFileMode(folder, own);      // a folder that was there already
    }
}
