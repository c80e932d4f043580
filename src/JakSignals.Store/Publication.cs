namespace JakSignals.Store;

/// <summary>A published run of a store.</summary>
public sealed record Publication
{
    /// <summary>Its run.</summary>
    public string RunId { get; init; } = "";

    /// <summary>As-of date of the run, ISO.</summary>
    public string AsOf { get; init; } = "";

    /// <summary>UTC time of publication, ISO.</summary>
    public string FinishedAt { get; init; } = "";

    /// <summary>Folder of its snapshot, relative to the data folder.</summary>
    public string Snapshot { get; init; } = "";

    /// <summary>SHA-256 of its manifest.</summary>
    public string ManifestSha256 { get; init; } = "";
}
