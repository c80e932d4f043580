namespace JakSignals.Cases;

/// <summary>The current cases of a run as columns of codes: case i is row i of every array, by ascending source and case id.</summary>
/// <remarks>Case i owns drug rows <c>DrugStart[i] .. DrugStart[i + 1]</c> and event rows <c>EventStart[i] .. EventStart[i + 1]</c>, in the source's order.</remarks>
public sealed class CaseColumns
{
    /// <summary>Number of cases: N of every unstratified table.</summary>
    public int Count => CaseKey.Length;

    /// <summary>Case number, or a negative key into <see cref="CaseNames"/>.</summary>
    public required long[] CaseKey { get; init; }

    /// <summary>Ids of the cases whose id is no plain number, by key.</summary>
    public required IReadOnlyDictionary<long, string> CaseNames { get; init; }

    /// <summary>Where the case comes from.</summary>
    public required CaseSource[] Source { get; init; }

    /// <summary>The store's key of the current report.</summary>
    public required long[] ReportId { get; init; }

    /// <summary>Version of the current report.</summary>
    public required int[] Version { get; init; }

    /// <summary>When the current report was received, as <see cref="PartialDate.Number"/>; 0 when the source gives no date.</summary>
    public required int[] ReceivedOn { get; init; }

    /// <summary>When the first version of the case was received, as yyyymmdd; 0 when no version gives a date.</summary>
    public required int[] FirstReceivedOn { get; init; }

    /// <summary>When the event happened, as <see cref="PartialDate.Number"/>; 0 when unknown.</summary>
    public required int[] EventOn { get; init; }

    /// <summary>Age in years; NaN when unknown (inside the program only: what is published is null).</summary>
    public required double[] AgeYears { get; init; }

    /// <summary>Sex.</summary>
    public required Sex[] Sex { get; init; }

    /// <summary>Country code, or the text as reported where no country was read from it; null when nothing is stated.</summary>
    public required string?[] Country { get; init; }

    /// <summary>Who reported.</summary>
    public required ReporterType[] Reporter { get; init; }

    /// <summary>Outcomes.</summary>
    public required Outcomes[] Outcomes { get; init; }

    /// <summary>Whether the previous run did not have the case; true for all when there is no previous run.</summary>
    public required bool[] IsNew { get; init; }

    /// <summary>Whether the previous run had the case, but counted another report of it than now.</summary>
    public required bool[] IsFollowedUp { get; init; }

    /// <summary>First drug row of each case, and one more entry: the number of drug rows.</summary>
    public required int[] DrugStart { get; init; }

    /// <summary>Drug rows: the source's sequence number.</summary>
    public required long[] DrugSequence { get; init; }

    /// <summary>Drug rows: id of the reported name.</summary>
    public required int[] DrugNameId { get; init; }

    /// <summary>Drug rows: role.</summary>
    public required DrugRole[] Role { get; init; }

    /// <summary>Drug rows: route.</summary>
    public required AdministrationRoute[] Route { get; init; }

    /// <summary>Drug rows: dechallenge.</summary>
    public required Challenge[] Dechallenge { get; init; }

    /// <summary>Drug rows: rechallenge.</summary>
    public required Challenge[] Rechallenge { get; init; }

    /// <summary>First event row of each case, and one more entry: the number of event rows.</summary>
    public required int[] EventStart { get; init; }

    /// <summary>Event rows: id of the reported term.</summary>
    public required int[] TermId { get; init; }

    /// <summary>First indication of each case, and one more entry: the number of indications.</summary>
    public required int[] IndicationStart { get; init; }

    /// <summary>Indications that were asked for, by case, sequence and term, each once: the <see cref="DrugSequence"/> it belongs to.</summary>
    public required long[] IndicationSequence { get; init; }

    /// <summary>Indications that were asked for: id of the reported term.</summary>
    public required int[] IndicationTermId { get; init; }

    /// <summary>Whether any outcome makes the case serious.</summary>
    public bool IsSerious(int row) => Outcomes[row] != Cases.Outcomes.None;

    /// <summary>Whether the patient died.</summary>
    public bool IsFatal(int row) => (Outcomes[row] & Cases.Outcomes.Death) != 0;

    /// <summary>The case id as the source writes it.</summary>
    public string CaseId(int row) =>
        CaseKey[row] < 0 ? CaseNames[CaseKey[row]] : CaseKey[row].ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What became of the records of one file at one as-of date; the fates add up to what was read.</summary>
/// <param name="SourceFileId">The store's key of the file.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Period">Quarter, where known.</param>
/// <param name="Sha256">SHA-256 of its text.</param>
/// <param name="Read">Records found.</param>
/// <param name="Current">Records of current cases.</param>
/// <param name="Superseded">Records replaced by a later version, or repeated.</param>
/// <param name="Deleted">Records of cases that were withdrawn.</param>
/// <param name="Later">Records received after the as-of date.</param>
/// <param name="Quarantined">Records that could not be read.</param>
public sealed record FileFates(long SourceFileId, string Name, string Kind, string? Period, string Sha256,
    long Read, long Current, long Superseded, long Deleted, long Later, long Quarantined)
{
    /// <summary>The fates themselves.</summary>
    /// <exception cref="InvalidOperationException">They do not add up to what was read: nothing may be published.</exception>
    public FileFates RequireBalanced() => Read == Current + Superseded + Deleted + Later + Quarantined ? this
        : throw new InvalidOperationException(
            $"{Name}: the records do not balance, read {Read} but current {Current} + superseded {Superseded} + deleted {Deleted} + later {Later} + quarantined {Quarantined}. Nothing was published; please report this as a bug.");
}
