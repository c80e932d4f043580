namespace JakSignals.Snapshots;

/// <summary>One case of one event class of interest: a line of the line listing. No narrative, no date of birth.</summary>
public sealed record LineListRow
{
    /// <summary>Event class key.</summary>
    public required string EventKey { get; init; }

    /// <summary>Event class name.</summary>
    public required string EventName { get; init; }

    /// <summary>Case id as the source writes it.</summary>
    public required string CaseId { get; init; }

    /// <summary>Version of the current report.</summary>
    public required int Version { get; init; }

    /// <summary><c>faers</c> or <c>tables</c>.</summary>
    public required string Source { get; init; }

    /// <summary>When the current report was received, where that is known to the day.</summary>
    public required DateOnly? ReceivedOn { get; init; }

    /// <summary>The same, ISO 8601 to the precision known.</summary>
    public required string? Received { get; init; }

    /// <summary>When the case was first received.</summary>
    public required DateOnly? FirstReceivedOn { get; init; }

    /// <summary>The same, ISO 8601 to the precision known.</summary>
    public required string? FirstReceived { get; init; }

    /// <summary>When the event happened, ISO 8601 to the precision known.</summary>
    public required string? EventOn { get; init; }

    /// <summary>Age in years.</summary>
    public required double? AgeYears { get; init; }

    /// <summary><c>F</c>, <c>M</c> or null.</summary>
    public required string? Sex { get; init; }

    /// <summary>Country.</summary>
    public required string? Country { get; init; }

    /// <summary>Who reported.</summary>
    public required string? Reporter { get; init; }

    /// <summary>Whether the case is serious.</summary>
    public required bool Serious { get; init; }

    /// <summary>Whether the patient died.</summary>
    public required bool Fatal { get; init; }

    /// <summary>Suspect drugs of the catalogue, joined by "; ".</summary>
    public required string SuspectDrugs { get; init; }

    /// <summary>Keys of the matrix's drug groups it counts in, classes included, joined by "; ".</summary>
    public required string DrugKeys { get; init; }

    /// <summary>All drugs taken, joined by "; ".</summary>
    public required string Drugs { get; init; }

    /// <summary>All terms, joined by "; ".</summary>
    public required string Terms { get; init; }

    /// <summary>Days from the first start of a suspect drug of the catalogue to the event; null unless both are known to the day and in that order.</summary>
    public required long? DaysToOnset { get; init; }

    /// <summary>Dechallenge of the suspect drugs of the catalogue: <c>positive</c> if any is, else <c>negative</c> if any is, else null.</summary>
    public required string? Dechallenge { get; init; }

    /// <summary>Rechallenge, in the same way.</summary>
    public required string? Rechallenge { get; init; }

    /// <summary>Whether the previous run did not have the case.</summary>
    public required bool IsNew { get; init; }
}

/// <summary>One figure about the quality of the data.</summary>
/// <param name="Check">What was checked.</param>
/// <param name="SourceFile">Name of the file; null for checks of the whole store.</param>
/// <param name="SourceKind">What the file holds.</param>
/// <param name="Period">Quarter of the file, where known.</param>
/// <param name="Subject">What the figure is about, such as an unmapped name.</param>
/// <param name="Rows">The figure, in records or cases.</param>
/// <param name="Detail">More about it, such as the suggested name.</param>
public sealed record QualityRow(string Check, string? SourceFile, string? SourceKind, string? Period, string? Subject, long Rows, string? Detail);
