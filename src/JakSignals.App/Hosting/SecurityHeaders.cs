using Microsoft.AspNetCore.Http;

namespace JakSignals.App.Hosting;

/// <summary>Headers of every answer: nothing but this server's own style sheet and forms; no frames, no guessing of types, no trace elsewhere.</summary>
internal static class SecurityHeaders
{
    /// <summary>What pages may load. An endpoint that needs more sets the header itself.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static Task Add(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            Set(((HttpContext)state).Response.Headers, ((HttpContext)state).Request.IsHttps);
            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    private static void Set(IHeaderDictionary headers, bool https)
    {
        headers.TryAdd("Content-Security-Policy", ContentSecurityPolicy);
        headers.TryAdd("Cache-Control", "no-store");
        headers["X-Content-Type-Options"] = "nosniff";
        headers["X-Frame-Options"] = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (https)
            headers["Strict-Transport-Security"] = "max-age=31536000";
    }
}
