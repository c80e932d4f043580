using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;

namespace JakSignals.App.Hosting;

/// <summary>Which verbs an address takes. Others are answered 405 with the list, before anything else is asked or done.</summary>
internal static class Verbs
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Whether a request only reads: HEAD is answered like GET, without the body.</summary>
    public static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    /// <summary>Maps an address that is only read.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder app, string pattern, Delegate handler) =>
        app.Map(pattern, handler).WithMetadata(new Taken(Reads));

    /// <summary>Refuses a verb that the address does not take.</summary>
    public static Task Require(HttpContext context, RequestDelegate next)
    {
        var taken = TakenBy(context);
        if (taken is null || taken.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = string.Join(", ", taken);
        return Task.CompletedTask;
    }

    /// <returns>Null where the endpoint decides itself, or there is none.</returns>
    private static IReadOnlyCollection<string>? TakenBy(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
            return null;
        if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is { } page)
            return TakenBy(page, context.Request.Query["handler"].FirstOrDefault() ?? "");
        return endpoint.Metadata.GetMetadata<Taken>()?.Verbs;
    }

    /// <summary>A page is read, and takes the forms of its handlers. Without a handler the framework would show the page of a form that was never made.</summary>
    private static HashSet<string> TakenBy(CompiledPageActionDescriptor page, string form)
    {
        var taken = new HashSet<string>(Reads, StringComparer.OrdinalIgnoreCase);
        foreach (var handler in page.HandlerMethods)
            if (handler.Name is null || handler.Name.Equals(form, StringComparison.OrdinalIgnoreCase))
                taken.Add(handler.HttpMethod.ToUpperInvariant());
        return taken;
    }

    private sealed record Taken(IReadOnlyCollection<string> Verbs);
}
