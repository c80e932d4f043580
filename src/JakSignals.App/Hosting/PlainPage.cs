using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using JakSignals.Store;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace JakSignals.App.Hosting;

/// <summary>Answers that no page gives: refusals and faults, in words, without touching the store.</summary>
internal static class PlainPage
{
    /// <summary>Answers a request that ended with a status and no body.</summary>
    public static Task WriteAsync(StatusCodeContext context) => WriteAsync(context.HttpContext);

    /// <summary>Answers a request that a fault ended; the log has the fault.</summary>
    public static Task WriteFaultAsync(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is StoreException)
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return WriteAsync(context);
    }

    private static Task WriteAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var (title, text) = Words(status);
        var code = status.ToString(CultureInfo.InvariantCulture);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><link rel="stylesheet" href="{StyleSheet.Path}"></head>
            <body><main class="narrow"><h1>{title}</h1><p>{text}</p><p class="note">{code} · {HtmlEncoder.Default.Encode(context.TraceIdentifier)} · <a href="/">JakSignals</a></p></main></body></html>

            """, Encoding.UTF8);
    }

    private static (string Title, string Text) Words(int status) => status switch
    {
        400 => ("The request was refused", "The form is too old, or did not come from a page of this server. Go back, load the page again and repeat what you did."),
        401 => ("Not signed in", "Sign in first, then repeat what you did."),
        403 => ("Not allowed", "Your account does not have the role for this. An administrator can give it another: jaksignals account role NAME ROLE."),
        404 => ("No such page", "There is nothing at this address."),
        421 => ("Only by https", "This server is reached through its https address only. A reverse proxy must say so with the header X-Forwarded-Proto: https, from an address in Console:ProxyAddresses."),
        429 => ("Too many attempts", "Too many sign-in attempts came from your address. Wait a minute, then try again."),
        503 => ("The store cannot be used now", "The database does not answer as it should; the log has the reason. Nothing was changed."),
        >= 500 => ("An error of the program", "The log has the details under the number below. What was not confirmed was not done."),
        _ => ("The request was refused", "The server cannot answer this request."),
    };
}
