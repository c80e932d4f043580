using System.Text.Encodings.Web;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JakSignals.App.Accounts;

/// <summary>Signs in whom the trusted reverse proxy names, with the role of the account of that name.</summary>
internal sealed class ProxySignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, AccountStore accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>Name of this way to sign in.</summary>
    public new const string Scheme = "Proxy";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ProxyTrust.UserOf(Context) is not { } name)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (accounts.Find(name) is { Disabled: false } account)
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(SignInDesk.Principal(account, Scheme), Scheme)));
        Logger.ProxyUserUnknown(AccountStore.IsName(name) ? name : "(no possible name)", Context.Connection.RemoteIpAddress?.ToString() ?? "");
        return Task.FromResult(AuthenticateResult.Fail("The user whom the proxy names has no account."));
    }

    /// <summary>A sign-in page would not help: the proxy has signed the user in, but there is no account.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => SignInServices.DenyAsync(Context);
}
