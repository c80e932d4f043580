using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JakSignals.App.Health;

/// <summary><c>/health/live</c> for anyone; <c>/health/ready</c> for who is signed in, or asks from this machine.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapRead("/health/live", () => Results.Text("live")).AllowAnonymous();
        app.MapRead("/health/ready", ReadyAsync).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, HealthChecks checks, IAuthorizationService authorization)
    {
        if (!ProxyTrust.IsLocal(context) && !(await authorization.AuthorizeAsync(context.User, Policies.Reader).ConfigureAwait(false)).Succeeded)
            return Results.Unauthorized();
        var found = checks.Run();
        var isReady = found.All(check => check.IsOk);
        return Results.Json(new { status = isReady ? "ready" : "unready", checks = found.Select(check => new { name = check.Name, state = check.State, value = check.Value, limit = check.Limit }) },
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
