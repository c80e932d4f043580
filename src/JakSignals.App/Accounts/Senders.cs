using System.Net;
using System.Net.Sockets;

namespace JakSignals.App.Accounts;

/// <summary>Who sends a request, as far as limits on attempts go.</summary>
internal static class Senders
{
    private const int NetworkBytes = 8;

    /// <summary>The address; of IPv6 the network of 64 bits, which one sender has whole.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        var network = new byte[16];
        address.GetAddressBytes().AsSpan(0, NetworkBytes).CopyTo(network);
        return new IPAddress(network) + "/64";
    }
}
