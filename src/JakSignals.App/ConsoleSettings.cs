using System.ComponentModel.DataAnnotations;

namespace JakSignals.App;

/// <summary>Where the console listens, and whom it believes.</summary>
public sealed record ConsoleSettings
{
    /// <summary>Addresses it listens on, separated by semicolons.</summary>
    [Required(AllowEmptyStrings = false)] public string Urls { get; init; } = "http://127.0.0.1:8650";

    /// <summary>How long a stop waits for requests and for the step under way to be released, in seconds.</summary>
    [Range(1, 3600)] public int StopSeconds { get; init; } = 30;

    /// <summary>Sign-in attempts allowed from one address, a minute.</summary>
    [Range(1, 1000)] public int SignInsPerMinute { get; init; } = 10;

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
