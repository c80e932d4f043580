using System.Text.RegularExpressions;
using Hangfire;
using Hangfire.Dashboard;
using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Scheduling;

/// <summary>Hangfire's pages behind the console's sign-in: all roles look, operators and administrators act, and every act is an audit line.</summary>
internal static partial class HangfireDashboard
{
    /// <summary>Where they are.</summary>
    public const string Path = "/hangfire";

    /// <summary>
    /// The pages' own scripts and styles, the colours of states, which are written as attributes, and the one style sheet (by its hash) that the script of the
    /// graphs makes; nothing from elsewhere, no script within a page.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-z7zcnw/4WalZqx+PrNaRnoeLz/G9WXuFqV1WCJ129sg='; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Map(WebApplication app) => app
        .MapHangfireDashboard(Path, new DashboardOptions
        {
            Authorization = [new HangfireGate()], IsReadOnlyFunc = context => !MayAct(context.GetHttpContext()),
            AppPath = "/runs", DashboardTitle = "JakSignals", DisplayStorageConnectionString = false,
        })
        .RequireAuthorization(Policies.Reader)
        .Add(endpoint =>
        {
            var dashboard = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => AnswerAsync(context, dashboard);
        });

    /// <summary>Whether a request changes something. The pages ask for their figures by POST, too.</summary>
    private static bool IsAct(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !context.Request.Path.Equals(Path + "/stats", StringComparison.OrdinalIgnoreCase);

    private static bool MayAct(HttpContext context) => context.User.IsInRole(nameof(Role.Operator)) || context.User.IsInRole(nameof(Role.Administrator));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate dashboard)
    {
        if (IsAct(context) && !MayAct(context))
        {
            await SignInServices.DenyAsync(context).ConfigureAwait(false);
            return;
        }
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        var asked = IsAct(context) ? await AskedAsync(context.Request).ConfigureAwait(false) : null;
        await dashboard(context).ConfigureAwait(false);
        if (asked is not null && context.Response.StatusCode < 400)
            context.RequestServices.GetRequiredService<ILogger<HangfireGate>>().Asked(context.User.Identity?.Name ?? "", asked);
    }

    /// <summary>What a form of the pages asks for, in letters that cannot shape the log.</summary>
    private static async Task<string> AskedAsync(HttpRequest request)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync().ConfigureAwait(false) : FormCollection.Empty;
        return string.Join(' ', new[] { request.Path.Value ?? "" }.Concat(form["jobs[]"]).Where(part => part is not null && Plain().IsMatch(part)));
    }

    [GeneratedRegex("^[A-Za-z0-9/-]{1,120}$")]
    private static partial Regex Plain();
}

/// <summary>Lets in whom the console signed in.</summary>
internal sealed class HangfireGate : IDashboardAuthorizationFilter
{
    public bool Authorize(DashboardContext context)
    {
        var user = context.GetHttpContext().User;
        return Enum.GetValues<Role>().Any(role => user.IsInRole(role.ToString()));
    }
}
