using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>A small OpenID Connect provider on this machine: signs in whoever comes as whom the test says, by the code flow with PKCE.</summary>
internal sealed class OpenIdConnectProvider : IAsyncDisposable
{
    public const string ClientId = "jaksignals-console", ClientSecret = "a secret of the console";
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly Dictionary<string, IQueryCollection> _codes = [];
    private readonly WebApplication _app;

    private OpenIdConnectProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object>
        {
            ["issuer"] = Issuer, ["authorization_endpoint"] = Issuer + "/authorize", ["token_endpoint"] = Issuer + "/token", ["jwks_uri"] = Issuer + "/keys",
            ["response_types_supported"] = new[] { "code" }, ["subject_types_supported"] = new[] { "public" }, ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        });
        _app.MapGet("/keys", () => new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "one", n = Base64UrlEncoder.Encode(_rsa.ExportParameters(false).Modulus), e = Base64UrlEncoder.Encode(_rsa.ExportParameters(false).Exponent) } } });
        _app.MapGet("/authorize", context => (ShowsPage && !context.Request.Query.ContainsKey("pressed")
            ? Results.Text($"""<!DOCTYPE html><html lang="en"><title>Provider</title><form action="/authorize">{string.Concat(context.Request.Query.Select(field => $"""<input type="hidden" name="{field.Key}" value="{System.Net.WebUtility.HtmlEncode(field.Value)}">"""))}<button name="pressed">Continue</button></form></html>""", "text/html")
            : Authorize(context)).ExecuteAsync(context));
        _app.MapPost("/token", TokenAsync);
    }

    /// <summary>Its address, by the name <c>localhost</c>: for a browser another site than the console at 127.0.0.1.</summary>
    public string Issuer => "http://localhost:" + new Uri(_app.Urls.First()).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Claims of the user who sits at the browser.</summary>
    public Dictionary<string, object> Claims { get; } = new() { ["sub"] = "248289761001", ["preferred_username"] = "reviewer" };

    /// <summary>When the user signed in there; null when it does not say.</summary>
    public DateTimeOffset? SignedInAt { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>When the next token ends.</summary>
    public DateTimeOffset Ends { get; set; } = DateTimeOffset.UtcNow.AddMinutes(10);

    /// <summary>A nonce instead of the one asked for.</summary>
    public string? OtherNonce { get; set; }

    /// <summary>A key instead of the one it publishes.</summary>
    public RSA? OtherKey { get; set; }

    /// <summary>For whom the token is, instead of the console.</summary>
    public string Audience { get; set; } = ClientId;

    /// <summary>The user refuses.</summary>
    public bool Refuses { get; set; }

    /// <summary>It shows a page with a button first, as providers do: what follows is then begun by another site than the console.</summary>
    public bool ShowsPage { get; set; }

    /// <summary>The last request for a sign-in.</summary>
    public IQueryCollection Asked { get; private set; } = QueryCollection.Empty;

    public static async Task<OpenIdConnectProvider> StartAsync()
    {
        var provider = new OpenIdConnectProvider();
        await provider._app.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private IResult Authorize(HttpContext context)
    {
        Asked = context.Request.Query;
        if (Asked["client_id"] != ClientId || Asked["response_type"] != "code" || Asked["code_challenge_method"] != "S256" || Asked["nonce"].Count != 1)
            return Results.BadRequest("not the code flow with PKCE and nonce");
        var back = $"{Asked["redirect_uri"]}?state={Uri.EscapeDataString(Asked["state"]!)}";
        if (Refuses)
            return Results.Redirect(back + "&error=access_denied&error_description=" + Uri.EscapeDataString("refused\n2026-11-24 [INF] Audit: administrator signed in"));
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = Asked;
        return Results.Redirect($"{back}&code={code}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (!_codes.Remove(form["code"].ToString(), out var asked) || form["client_secret"] != ClientSecret
            || Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked["code_challenge"])
            return Results.BadRequest(new { error = "invalid_grant" });
        return Results.Json(new { access_token = "none", token_type = "Bearer", expires_in = 60, id_token = Token(OtherNonce ?? asked["nonce"].ToString()) });
    }

    private string Token(string nonce)
    {
        var claims = new Dictionary<string, object>(Claims) { ["nonce"] = nonce };
        if (SignedInAt is { } at)
            claims["auth_time"] = at.ToUnixTimeSeconds();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = Audience, Claims = claims, IssuedAt = Ends.AddMinutes(-10).UtcDateTime, NotBefore = Ends.AddMinutes(-10).UtcDateTime, Expires = Ends.UtcDateTime,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(OtherKey ?? _rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });
    }
}
