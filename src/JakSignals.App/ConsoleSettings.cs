using System.ComponentModel.DataAnnotations;
using JakSignals.Store;

namespace JakSignals.App;

/// <summary>Where the console listens, and whom it believes.</summary>
public sealed record ConsoleSettings
{
    /// <summary>Addresses it listens on, separated by semicolons.</summary>
    [Required(AllowEmptyStrings = false)] public string Urls { get; init; } = "http://127.0.0.1:8650";

    /// <summary>How long a stop waits for requests and for the step under way to be released, in seconds.</summary>
    [Range(1, 3600)] public int StopSeconds { get; init; } = 30;

    /// <summary>Sign-in attempts allowed from one address, and forms signed by one user, a minute.</summary>
    [Range(1, 1000)] public int SignInsPerMinute { get; init; } = 10;

    /// <summary>When a session ends, however much it is used, in hours; one that is not used ends after 8 hours.</summary>
    [Range(1, 168)] public int SessionHours { get; init; } = 12;

    /// <summary>Certificate for https addresses: PEM, or PFX; empty for none.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>Private key of a PEM certificate; empty when the certificate's file holds it.</summary>
    public string CertificateKeyFile { get; init; } = "";

    /// <summary>Password of a PFX certificate; give it by the environment, not by the file.</summary>
    public string CertificatePassword { get; init; } = "";

    /// <summary>Acknowledges that all requests from elsewhere come by https through the reverse proxy at <see cref="ProxyAddresses"/>.</summary>
    public bool TrustedProxy { get; init; }

    /// <summary>Addresses or networks (10.1.0.0/16) of the reverse proxy, separated by commas.</summary>
    [Required(AllowEmptyStrings = false)] public string ProxyAddresses { get; init; } = "127.0.0.1, ::1";

    /// <summary>Header in which the reverse proxy names the user it signed in; empty for none.</summary>
    public string ProxyUserHeader { get; init; } = "";

    /// <summary>Secret by which the reverse proxy proves that it is the proxy who names a user, at least 32 signs; give it by the environment, not by the file.</summary>
    public string ProxySecret { get; init; } = "";

    /// <summary>Header in which the reverse proxy sends the secret.</summary>
    [Required(AllowEmptyStrings = false)] public string ProxySecretHeader { get; init; } = "X-Proxy-Secret";

    /// <summary>Sign-in at an OpenID Connect provider.</summary>
    [Required] public OpenIdConnectSettings OpenIdConnect { get; init; } = new();
}

/// <summary>Sign-in at an OpenID Connect provider; off while nothing of it is set.</summary>
public sealed record OpenIdConnectSettings : IValidatableObject
{
    /// <summary>Address of the provider, whose <c>/.well-known/openid-configuration</c> says the rest; empty for no such sign-in.</summary>
    public string Authority { get; init; } = "";

    /// <summary>Name by which the provider knows this console.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Secret of that name; give it by the environment, not by the file.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>What the sign-in page calls the provider.</summary>
    [Required(AllowEmptyStrings = false)] public string DisplayName { get; init; } = "single sign-on";

    /// <summary>What is asked for beside <c>openid</c>, separated by spaces.</summary>
    public string Scopes { get; init; } = "profile";

    /// <summary>Claim that names the account.</summary>
    [Required(AllowEmptyStrings = false)] public string NameClaim { get; init; } = "preferred_username";

    /// <summary>Claim that gives the role; empty where the account gives it.</summary>
    public string RoleClaim { get; init; } = "";

    /// <summary>Values of that claim.</summary>
    [Required] public OpenIdConnectRoles Roles { get; init; } = new();

    /// <summary>Whether one can sign in so.</summary>
    public bool IsOn => Authority.Length > 0;

    /// <summary>Names a part that is missing or impossible.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if ((Authority + ClientId + ClientSecret).Length == 0)
            yield break;
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
            yield return new($"is '{Authority}', expected the provider's address, which begins with https:// (http:// on this machine only).", [nameof(Authority)]);
        if (ClientId.Length == 0)
            yield return new("is empty, expected the name by which the provider knows this console.", [nameof(ClientId)]);
        if (ClientSecret.Length == 0)
            yield return new("is empty, expected the secret that the provider gave; set JAKSIGNALS__CONSOLE__OPENIDCONNECT__CLIENTSECRET in the environment.", [nameof(ClientSecret)]);
    }
}

/// <summary>Values of the provider's role claim, a role each; the highest of a user's counts.</summary>
public sealed record OpenIdConnectRoles
{
    /// <summary>Value for readers.</summary>
    [Required(AllowEmptyStrings = false)] public string Reader { get; init; } = "reader";

    /// <summary>Value for reviewers.</summary>
    [Required(AllowEmptyStrings = false)] public string Reviewer { get; init; } = "reviewer";

    /// <summary>Value for operators.</summary>
    [Required(AllowEmptyStrings = false)] public string Operator { get; init; } = "operator";

    /// <summary>Value for administrators.</summary>
    [Required(AllowEmptyStrings = false)] public string Administrator { get; init; } = "administrator";

    /// <summary>The highest role of these values; null when they name none.</summary>
    public Role? Highest(IEnumerable<string> values)
    {
        string[] names = [Reader, Reviewer, Operator, Administrator];
        var highest = values.Select(value => Array.IndexOf(names, value)).DefaultIfEmpty(-1).Max();
        return highest < 0 ? null : (Role)highest;
    }
}

/// <summary>Limits of <c>/health/ready</c>.</summary>
public sealed record HealthSettings
{
    /// <summary>Greatest age of the newest published run, in days.</summary>
    [Range(1, 366)] public int MaximumRunAgeDays { get; init; } = 9;

    /// <summary>Least free space where the data folder is, in gigabytes (10^9 bytes).</summary>
    [Range(0.0, 1_000_000.0)] public double MinimumFreeGigabytes { get; init; } = 5;

    /// <summary>Greatest time from the end of the newest FAERS quarter to today, in days.</summary>
    [Range(1, 3660)] public int MaximumSourceLagDays { get; init; } = 130;
}
