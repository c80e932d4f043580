using System.Net;
using System.Security.Cryptography;
using System.Text;
using JakSignals.App.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Hosting;

/// <summary>Which reverse proxy is believed, and what it says.</summary>
internal sealed class ProxyTrust
{
    /// <summary>Fewest signs of the secret.</summary>
    public const int ShortestSecret = 32;

    private readonly IReadOnlyList<IPNetwork> _networks;
    private readonly string _userHeader;
    private readonly string _secretHeader;
    private readonly byte[] _secret;

    /// <exception cref="SettingsException">An address is none, or the proxy shall name users without a secret: any program of this machine could name one, too.</exception>
    public ProxyTrust(ConsoleSettings settings)
    {
        _networks = [.. settings.ProxyAddresses.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network)];
        (_userHeader, _secretHeader) = (settings.ProxyUserHeader.Trim(), settings.ProxySecretHeader.Trim());
        _secret = Digest(settings.ProxySecret);
        if (_userHeader.Length > 0 && settings.ProxySecret.Length < ShortestSecret)
            throw new SettingsException(
                $"Console:ProxyUserHeader is {_userHeader}, but Console:ProxySecret has {settings.ProxySecret.Length} characters, expected at least {ShortestSecret}: "
                + "without it any program that reaches this server from the proxy's address could name a user. "
                + $"Set JAKSIGNALS__CONSOLE__PROXYSECRET in the environment, and have the proxy send it as {_secretHeader}.");
        if (_userHeader.Length > 0 && _userHeader.Equals(_secretHeader, StringComparison.OrdinalIgnoreCase))
            throw new SettingsException($"Console:ProxySecretHeader is {_secretHeader}, expected another header than Console:ProxyUserHeader.");
    }

    /// <summary>The networks it may speak from.</summary>
    public IReadOnlyList<IPNetwork> Networks => _networks;

    /// <summary>Keeps who is at the other end of the connection, before a forwarded address takes its place, and whom it names if it is the proxy.</summary>
    public Task KeepPeer(HttpContext context, RequestDelegate next)
    {
        var forwarded = context.Request.Headers.ContainsKey("X-Forwarded-For") || context.Request.Headers.ContainsKey("Forwarded");
        context.Features.Set(new Peer(context.Connection.RemoteIpAddress, forwarded, Named(context)));
        context.Request.Headers.Remove(_secretHeader);      // nothing after this needs it
        return next(context);
    }

    /// <summary>Whether the request comes from this machine and was not forwarded for another.</summary>
    public static bool IsLocal(HttpContext context) => context.Features.Get<Peer>() is { Address: { } address, IsForwarded: false } && IPAddress.IsLoopback(Plain(address));

    /// <summary>The user named by the proxy; null when none is, or when it is not the proxy who speaks.</summary>
    public static string? UserOf(HttpContext context) => context.Features.Get<Peer>()?.User;

    private string? Named(HttpContext context)
    {
        if (_userHeader.Length == 0 || context.Request.Headers[_userHeader] is not [{ Length: > 0 } user])
            return null;
        if (context.Connection.RemoteIpAddress is not { } address || !_networks.Any(network => network.Contains(Plain(address))))
            return null;
        if (HasSecret(context))
            return user;
        context.RequestServices.GetRequiredService<ILogger<SignInDesk>>().ProxySecretMissing(address.ToString());
        return null;
    }

    /// <summary>Digests are of one length, so that the time of the comparison tells nothing of the secret.</summary>
    private bool HasSecret(HttpContext context) =>
        context.Request.Headers[_secretHeader] is [{ } secret] && CryptographicOperations.FixedTimeEquals(Digest(secret), _secret);

    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new SettingsException($"Console:ProxyAddresses has '{text}', expected an IP address or a network such as 10.1.0.0/16 (its host bits zero).");

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private sealed record Peer(IPAddress? Address, bool IsForwarded, string? User);
}
