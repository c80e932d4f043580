using JakSignals.Ingest;

namespace JakSignals.Store;

/// <summary>Reports and their records by file, added up.</summary>
internal record struct RecordSums(long Reports, long Drugs, long Events, long Outcomes, long ReportSources, long Therapies, long Indications)
{
    /// <summary>Adds one report.</summary>
    public void Add(ReportRecords records)
    {
        Reports++;
        Drugs += records.Drugs;
        Events += records.Events;
        Outcomes += records.Outcomes;
        ReportSources += records.ReportSources;
        Therapies += records.Therapies;
        Indications += records.Indications;
    }

    /// <summary>How many of the records stand in a file of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is new: what its records are must be said here.</exception>
    public readonly long Of(SourceFileKind kind) => kind switch
    {
        SourceFileKind.FaersDemo => Reports,
        SourceFileKind.FaersDrug or SourceFileKind.CaseTable => Drugs,
        SourceFileKind.FaersReaction => Events,
        SourceFileKind.FaersOutcome => Outcomes,
        SourceFileKind.FaersReportSource => ReportSources,
        SourceFileKind.FaersTherapy => Therapies,
        SourceFileKind.FaersIndication => Indications,
        SourceFileKind.FaersDeletedCases or SourceFileKind.ExposureTable => 0,      // they hold no report
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No tally knows what the records of this kind of file are."),
    };
}
