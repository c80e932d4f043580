using System.Net;
using Microsoft.AspNetCore.Http;

namespace JakSignals.App.Hosting;

/// <summary>Which reverse proxy is believed, and what it says.</summary>
internal sealed class ProxyTrust
{
    private readonly IReadOnlyList<IPNetwork> _networks;
    private readonly string _userHeader;

    /// <exception cref="SettingsException">An address is none.</exception>
    public ProxyTrust(ConsoleSettings settings)
    {
        _networks = [.. settings.ProxyAddresses.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network)];
        _userHeader = settings.ProxyUserHeader.Trim();
    }

    /// <summary>The networks it may speak from.</summary>
    public IReadOnlyList<IPNetwork> Networks => _networks;

    /// <summary>Keeps who is at the other end of the connection, before a forwarded address takes its place.</summary>
    public static Task KeepPeer(HttpContext context, RequestDelegate next)
    {
        var forwarded = context.Request.Headers.ContainsKey("X-Forwarded-For") || context.Request.Headers.ContainsKey("Forwarded");
        context.Features.Set(new Peer(context.Connection.RemoteIpAddress, forwarded));
        return next(context);
    }

    /// <summary>Whether the request comes from this machine and was not forwarded for another.</summary>
    public static bool IsLocal(HttpContext context) => context.Features.Get<Peer>() is { Address: { } address, IsForwarded: false } && IPAddress.IsLoopback(Plain(address));

    /// <summary>The user named by the proxy; null when none is, or when it is not the proxy who speaks.</summary>
    public string? UserOf(HttpContext context) =>
        _userHeader.Length > 0 && context.Features.Get<Peer>()?.Address is { } address && _networks.Any(network => network.Contains(Plain(address)))
        && context.Request.Headers[_userHeader] is [{ Length: > 0 } user] ? user : null;

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new SettingsException($"Console:ProxyAddresses has '{text}', expected an IP address or a network such as 10.1.0.0/16 (its host bits zero).");

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private sealed record Peer(IPAddress? Address, bool IsForwarded);
}
