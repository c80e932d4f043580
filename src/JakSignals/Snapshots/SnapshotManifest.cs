namespace JakSignals.Snapshots;

/// <summary>What <c>manifest.json</c> says of a snapshot: enough to cite it, check it and compute it again.</summary>
public sealed record SnapshotManifest
{
    /// <summary>Version of the contract this program publishes and reads: 2 has the register.</summary>
    public const int CurrentContract = 2;

    /// <summary>Version of this contract; raised when a table is added or a column changes its meaning.</summary>
    public int ContractVersion { get; init; } = CurrentContract;

    /// <summary>Run id, such as <c>2026-W47-3fa9c104</c>: the ISO week of the as-of date and a digest of the inputs.</summary>
    public required string RunId { get; init; }

    /// <summary>Only what was received by this day counts.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Run the statuses compare with; null for the first run.</summary>
    public required string? PreviousRunId { get; init; }

    /// <summary>As-of date of that run.</summary>
    public required DateOnly? PreviousAsOf { get; init; }

    /// <summary>Version of the program, with the commit where known.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>Which program wrote the Parquet files, as in their <c>created_by</c>.</summary>
    public required string ParquetWriter { get; init; }

    /// <summary>Engine the figures came from: <c>sqlite</c> or <c>sqlserver</c>.</summary>
    public required string Store { get; init; }

    /// <summary>Whether the reports are simulated; the report says so in its head.</summary>
    public required bool Simulated { get; init; }

    /// <summary>Distinct current cases at the as-of date: N of every unstratified table.</summary>
    public required long Cases { get; init; }

    /// <summary>Pairs of the main scope over all cases that were scored against the thresholds.</summary>
    public required long PairsTested { get; init; }

    /// <summary>Distinct pairs that occur at all, scored or with too few cases: the multiplicity behind every threshold.</summary>
    public required long PairsObserved { get; init; }

    /// <summary>The Gamma–Poisson prior behind EBGM, EB05 and EB95, and how it was fitted.</summary>
    public required ManifestPrior Prior { get; init; }

    /// <summary>Settings that shape the figures, by key.</summary>
    public required IReadOnlyDictionary<string, string> Configuration { get; init; }

    /// <summary>SHA-256 of the settings.</summary>
    public required string ConfigurationSha256 { get; init; }

    /// <summary>Catalogue files by name, with their SHA-256.</summary>
    public required IReadOnlyDictionary<string, string> Catalogues { get; init; }

    /// <summary>Number of reviewers' decisions the run knows of.</summary>
    public long Decisions { get; init; }

    /// <summary>Hash of the last of them, the head of their chain; 64 zeros when there is none. A chain that was cut off or rewritten since does not have it.</summary>
    public string AuditHead { get; init; } = new('0', 64);

    /// <summary>Source files behind the figures.</summary>
    public required IReadOnlyList<ManifestSource> Sources { get; init; }

    /// <summary>Published files.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }
}

/// <summary>The prior of the empirical Bayes scores: a mixture of Gamma(Alpha1, Beta1) with weight P and Gamma(Alpha2, Beta2).</summary>
/// <param name="Alpha1">Shape of the first component; null, like all figures, when the fit failed.</param>
/// <param name="Beta1">Its rate.</param>
/// <param name="Alpha2">Shape of the second component.</param>
/// <param name="Beta2">Its rate.</param>
/// <param name="P">Weight of the first component.</param>
/// <param name="NegativeLogLikelihood">Negative log-likelihood of all substance × term pairs, those without a case included.</param>
/// <param name="Starts">Starting points of the search.</param>
/// <param name="Agreeing">Of these, how many ended in the same optimum.</param>
/// <param name="Note">Why there is no prior, or what to know of it; null when there is nothing to say.</param>
public sealed record ManifestPrior(double? Alpha1, double? Beta1, double? Alpha2, double? Beta2, double? P, double? NegativeLogLikelihood, int Starts, int Agreeing, string? Note);

/// <summary>A source file of a snapshot.</summary>
/// <param name="Name">Name as found.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Period">Quarter, where known.</param>
/// <param name="Sha256">SHA-256 of its text.</param>
public sealed record ManifestSource(string Name, string Kind, string? Period, string Sha256);

/// <summary>A published file.</summary>
/// <param name="Name">Name within the snapshot.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Columns">Schema in file order: name, type, and whether nulls may occur.</param>
public sealed record ManifestFile(string Name, long Rows, long Bytes, string Sha256, IReadOnlyList<ManifestColumn> Columns);

/// <summary>A column of a published file.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type as DuckDB names it.</param>
/// <param name="Nullable">Whether nulls may occur.</param>
public sealed record ManifestColumn(string Name, string Type, bool Nullable);
