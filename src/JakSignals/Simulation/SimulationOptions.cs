namespace JakSignals.Simulation;

/// <summary>What to simulate.</summary>
public sealed record SimulationOptions
{
    /// <summary>Reports (versions of cases) over all quarters; at least 20 a quarter, at most 50,000,000.</summary>
    public required int Reports { get; init; }

    /// <summary>Any number; the same seed and options give the same bytes on every machine.</summary>
    public required ulong Seed { get; init; }

    /// <summary>First quarter written, 2016Q1 to 2049Q4.</summary>
    public string FirstQuarter { get; init; } = "2026Q2";

    /// <summary>How many quarters, 1 to 8; later versions of a case cross from one into the next.</summary>
    public int Quarters { get; init; } = 2;

    /// <summary>Packs each quarter into one archive, as FDA publishes it, instead of a folder.</summary>
    /// <remarks>The texts inside are the same on every machine; the archive's own bytes depend on its compressor.</remarks>
    public bool Zip { get; init; }

    internal Quarter[] QuartersToWrite()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Quarters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Quarters, 8);
        if (Reports < 20 * Quarters || Reports > 50_000_000)
            throw new ArgumentOutOfRangeException(nameof(Reports), Reports, $"Reports must be from {20 * Quarters} (20 for each of {Quarters} quarters) to 50000000.");
        var quarter = Quarter.TryParse(FirstQuarter)
            ?? throw new ArgumentException($"FirstQuarter is '{FirstQuarter}', expected a quarter from 2016Q1 to 2049Q4 such as 2026Q2.");
        var quarters = new Quarter[Quarters];
        for (var i = 0; i < quarters.Length; i++, quarter = quarter.Next)
            quarters[i] = quarter;
        return quarters;
    }
}

/// <summary>What was written.</summary>
/// <param name="Reports">Readable rows of DEMO over all quarters.</param>
/// <param name="Bytes">Length of all tables and lists, unpacked.</param>
/// <param name="Quarters">By quarter, in order.</param>
/// <param name="Oddities">Odd records written on purpose, with their lines; also in <c>oddities.csv</c>.</param>
/// <param name="TruthFile">Path of <c>truth.csv</c>.</param>
/// <param name="ExposureFile">Path of <c>exposure.csv</c>.</param>
public sealed record SimulationResult(
    long Reports, long Bytes, IReadOnlyList<SimulatedQuarter> Quarters, IReadOnlyList<Oddity> Oddities, string TruthFile, string ExposureFile);

/// <summary>One quarter of a simulation.</summary>
/// <param name="Quarter">Such as <c>2026Q2</c>.</param>
/// <param name="Path">Its folder or archive, to be ingested.</param>
/// <param name="LastDay">Its last day: reports were received until then.</param>
/// <param name="Rows">Readable rows by table name (<c>DEMO</c>, <c>DRUG</c>, …), in FDA's order.</param>
/// <param name="DeletedIds">Ids in its deleted-case list.</param>
/// <param name="DeletedIdsReported">How many of them a simulated report has.</param>
public sealed record SimulatedQuarter(
    string Quarter, string Path, DateOnly LastDay, IReadOnlyList<KeyValuePair<string, long>> Rows, int DeletedIds, int DeletedIdsReported);
