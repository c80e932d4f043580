using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using JakSignals.App.Accounts;
using JakSignals.App.Api;
using JakSignals.Store;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace JakSignals.App.Hosting;

/// <summary>Answers that no page gives: refusals, faults, the return from the provider, in words, without touching the store.</summary>
internal static class PlainPage
{
    private static readonly object Said = new();

    /// <summary>Says why a request will end with a status and no body, in place of the words for the status.</summary>
    /// <param name="context">The request.</param>
    /// <param name="title">What is the matter.</param>
    /// <param name="text">What it means and what to do: plain text.</param>
    public static void Say(HttpContext context, string title, string text) => context.Items[Said] = (title, HtmlEncoder.Default.Encode(text));

    /// <summary>Answers a request that ended with a status and no body.</summary>
    public static Task WriteAsync(StatusCodeContext context) => WriteAsync(context.HttpContext);

    /// <summary>Answers a request that a fault ended; the log has the fault.</summary>
    public static Task WriteFaultAsync(HttpContext context)
    {
        var fault = context.Features.Get<IExceptionHandlerFeature>();
        if (fault?.Error is StoreException)
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else if (fault?.Path == SignInServices.ProviderPath)
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return WriteAsync(context);
    }

    /// <summary>
    /// Answers who comes back from the provider. The session's cookie is not sent along a redirection that began at another site, but with a page that this page
    /// leads to.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="next">Where to go on; null when a form is open elsewhere.</param>
    public static Task WriteSignedInAsync(HttpContext context, string? next)
    {
        if (next is null)
            return WriteAsync(context, "Signed in again", "Close this page, go back to the form you were about to sign, and send it within five minutes.", "", "");
        var address = HtmlEncoder.Default.Encode(next);
        return WriteAsync(context, "Signed in", $"<a href=\"{address}\">Go on</a>", "", $"<meta http-equiv=\"refresh\" content=\"0; url={address}\">");
    }

    private static Task WriteAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var (title, text) = context.Items[Said] as (string, string)? ?? Words(status, context.Response.Headers.Allow.ToString());
        if (ApiEndpoints.IsApi(context))
            return ApiEndpoints.WriteProblemAsync(context, status, title, text);
        var code = status.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, title, text, $"{code} · {HtmlEncoder.Default.Encode(context.TraceIdentifier)} · ", "");
    }

    private static Task WriteAsync(HttpContext context, string title, string text, string note, string head)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><link rel="stylesheet" href="{StyleSheet.Path}">{head}</head>
            <body><main class="one-form"><h1>{title}</h1><p>{text}</p><p class="note">{note}<a href="/">JakSignals</a></p></main></body></html>

            """, Encoding.UTF8);
    }

    private static (string Title, string Text) Words(int status, string verbs) => status switch
    {
        400 => ("The request was refused", "The form is too old, or did not come from a page of this server. Go back, load the page again and repeat what you did."),
        401 => ("Not signed in", "Sign in first, then repeat what you did."),
        403 => ("Not allowed", "Your account does not have the role for this. An administrator can give it another: jaksignals account role NAME ROLE."),
        404 => ("No such page", "There is nothing at this address."),
        405 => ("Not for that", $"This address answers {verbs} only."),
        421 => ("Only by https", "This server is reached through its https address only. A reverse proxy must say so with the header X-Forwarded-Proto: https, from an address in Console:ProxyAddresses."),
        429 => ("Too many attempts", "Too many sign-in attempts came from your address. Wait a minute, then try again."),
        502 => ("The sign-in provider cannot be reached", "The address in Console:OpenIdConnect:Authority does not answer as an OpenID Connect provider does; the log has the reason. Try again later, or tell an administrator."),
        503 => ("The store cannot be used now", "The database does not answer as it should; the log has the reason. Nothing was changed."),
        >= 500 => ("An error of the program", "The log has the details under the number below. What was not confirmed was not done."),
        _ => ("The request was refused", "The server cannot answer this request."),
    };
}
