using JakSignals.App.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Hosting;

/// <summary>Marks a page or address that shows single cases or records of them. Reads of it are never kept by a browser or proxy, and each leaves an audit line.</summary>
/// <param name="what">What it shows, for the audit line.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PatientDataAttribute(string what) : Attribute
{
    /// <summary>What it shows.</summary>
    public string What { get; } = what;
}

/// <summary>Says who read what, when and from where. Neither the case nor what was searched for is told: the log holds no patient data.</summary>
internal static class PatientData
{
    /// <summary>Marks an address.</summary>
    public static TBuilder WithPatientData<TBuilder>(this TBuilder builder, string what) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PatientDataAttribute(what));

    /// <summary>Whether the address of a request is marked.</summary>
    public static bool IsShown(HttpContext context) => Mark(context) is not null;

    /// <summary>Guards the marked addresses.</summary>
    public static Task Guard(HttpContext context, RequestDelegate next)
    {
        if (Mark(context) is { } mark)
            context.Response.OnStarting(() => Starting(context, mark));
        return next(context);
    }

    /// <summary>Before the first byte leaves: a read that was cut off was one, too.</summary>
    private static Task Starting(HttpContext context, PatientDataAttribute mark)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (context.Response.StatusCode < StatusCodes.Status300MultipleChoices)
            Log(context, mark);
        return Task.CompletedTask;
    }

    private static void Log(HttpContext context, PatientDataAttribute mark)
    {
        var log = context.RequestServices.GetRequiredService<ILogger<SignInDesk>>();
        var run = context.Request.RouteValues["run"] as string;        // it was found: no text of the reader's own
        var what = run is null ? mark.What : $"{mark.What} of {run}";
        var user = context.User.Identity?.Name ?? "";
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";
        log.PatientDataRead(user, what, address);
    }

    private static PatientDataAttribute? Mark(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PatientDataAttribute>();
}
