using System.Net;
using JakSignals.Store;
using Microsoft.AspNetCore.Http;

namespace JakSignals.App.Hosting;

/// <summary>Where the console listens.</summary>
internal sealed class Listening
{
    private readonly ConsoleSettings _settings;
    private readonly IReadOnlyList<BindingAddress> _addresses;

    private Listening(ConsoleSettings settings, IReadOnlyList<BindingAddress> addresses) => (_settings, _addresses) = (settings, addresses);

    /// <summary>The addresses as Kestrel takes them.</summary>
    public IReadOnlyList<string> Urls => [.. _addresses.Select(address => address.ToString())];

    /// <summary>Another machine can reach it.</summary>
    public bool BeyondLoopback => _addresses.Any(address => !IsLoopback(address));

    /// <summary>Browsers reach it by https only, directly or through the proxy.</summary>
    public bool HttpsOnly => _settings.TrustedProxy || _addresses.All(IsHttps);

    /// <summary>Some address speaks https itself.</summary>
    public bool NeedsCertificate => _addresses.Any(IsHttps);

    /// <summary>Reads the addresses.</summary>
    /// <param name="settings">Settings of the console.</param>
    /// <param name="urls">Addresses of the command line instead of the settings'; null for those.</param>
    /// <exception cref="SettingsException">An address is none, or https lacks its certificate.</exception>
    public static Listening On(ConsoleSettings settings, string? urls)
    {
        var listening = new Listening(settings, [.. (urls ?? settings.Urls).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Address)]);
        if (listening._addresses.Count == 0)
            throw new SettingsException("Console:Urls is empty, expected an address such as http://127.0.0.1:8650.");
        if (listening.NeedsCertificate && settings.CertificateFile.Length == 0)
            throw new SettingsException("An https address needs a certificate: set Console:CertificateFile (PEM or PFX), and Console:CertificateKeyFile or the environment variable JAKSIGNALS__CONSOLE__CERTIFICATEPASSWORD.");
        return listening;
    }

    /// <summary>Refuses to be reached by others while nobody could tell who they are.</summary>
    /// <exception cref="SettingsException">What is missing, and what to do.</exception>
    public void RequireSafe(AccountStore accounts)
    {
        if (!BeyondLoopback)
            return;
        var open = string.Join(", ", _addresses.Where(address => !IsLoopback(address)));
        if (!accounts.Any())
            throw new SettingsException($"Refused to listen on {open}: there is no account yet, so nobody could sign in. Make one first: jaksignals account add NAME --role administrator");
        if (!_settings.TrustedProxy && _addresses.FirstOrDefault(address => !IsLoopback(address) && !IsHttps(address)) is { } bare)
            throw new SettingsException($"Refused to listen on {bare}: passwords would cross the network unprotected. Either listen by https (--urls https://… and Console:CertificateFile), or put a reverse proxy with https before it, name its address in Console:ProxyAddresses and set Console:TrustedProxy to true.");
    }

    /// <summary>Host names that requests may ask for; null for any.</summary>
    public IReadOnlyList<string>? AllowedHosts => BeyondLoopback || _settings.TrustedProxy ? null : ["localhost", "127.0.0.1", "[::1]", .. _addresses.Select(address => address.Host)];

    private static BindingAddress Address(string url)
    {
        try
        {
            if (BindingAddress.Parse(url) is { IsUnixPipe: false, IsNamedPipe: false, PathBase.Length: 0, Scheme: "http" or "https" } address)
                return address;
        }
        catch (FormatException fault)
        {
            throw new SettingsException($"Console:Urls has '{url}', expected an address such as http://127.0.0.1:8650.", fault);
        }
        throw new SettingsException($"Console:Urls has '{url}', expected http or https with host and port, such as http://127.0.0.1:8650.");
    }

    private static bool IsHttps(BindingAddress address) => address.Scheme == "https";

    private static bool IsLoopback(BindingAddress address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
}
