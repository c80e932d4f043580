namespace JakSignals.Ingest;

/// <summary>How sources are looked for.</summary>
public sealed record SearchOptions
{
    /// <summary>Most that one archive may unpack to, in bytes.</summary>
    public long MaximumUnpackedBytes { get; init; } = 50_000_000_000;

    /// <summary>Most that one archive may unpack to, as a multiple of its own size; FAERS archives unpack to about 8 times theirs.</summary>
    public int MaximumUnpackedRatio { get; init; } = 200;

    /// <summary>
    /// The paths are a drop folder, looked at in passing: files written after this moment are left for the next time, and an empty folder is no fault.
    /// Null where a user named the paths and wants all of them now.
    /// </summary>
    public DateTimeOffset? SettledBy { get; init; }

    /// <summary>Length and time of the last change of a file; a test may say otherwise.</summary>
    internal Func<string, FileStamp> StampOf { get; init; } = FileStamp.Of;
}
