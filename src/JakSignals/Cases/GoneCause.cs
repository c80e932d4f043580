namespace JakSignals.Cases;

/// <summary>Why a report that the previous run counted does not count any more.</summary>
public enum GoneCause : byte
{
    /// <summary>Another report of its case came that ranks above it.</summary>
    Replaced = 0,
    /// <summary>A list of deleted cases names its case.</summary>
    Deleted = 1,
    /// <summary>The source it came with was withdrawn.</summary>
    Withdrawn = 2,
}
