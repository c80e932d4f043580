namespace JakSignals.Ingest.Faers;

/// <summary>The tables of one FAERS or AERS quarter that lie together in a folder or an archive; at least DEMO, DRUG and REAC.</summary>
public sealed class FaersQuarterFiles
{
    internal FaersQuarterFiles(string name, string? period, IReadOnlyList<FaersTable> tables) =>
        (Name, Period, Tables) = (name, period, tables);

    /// <summary>Where it was found: period and folder or archive.</summary>
    public string Name { get; }

    /// <summary>The quarter, such as <c>2022Q4</c>, as the file names tell; otherwise null.</summary>
    public string? Period { get; }

    /// <summary>What a person calls it: its period, or the name of its first file.</summary>
    public string ShortName => Period ?? Files[0].Name;

    /// <summary>Whether a person means this quarter: by its period, its name, or that of its archive or of one of its files.</summary>
    public bool IsNamed(string name) =>
        new[] { Period, Name }.Concat(Files.Select(file => file.Name)).Concat(Files.Select(file => file.Name.Split('/')[0]))
            .Any(known => name.Equals(known, StringComparison.OrdinalIgnoreCase));

    /// <summary>The files, in the order DEMO, DRUG, REAC, OUTC, RPSR, THER, INDI.</summary>
    public IReadOnlyList<SourceFile> Files => [.. Tables.Select(table => table.Text.File)];

    /// <summary>Tables the quarter lacks, as FDA names them: without OUTC, for example, no report is serious.</summary>
    public IReadOnlyList<string> MissingTables =>
        [.. AllKinds.Where(kind => Tables.All(table => table.Header.Kind != kind)).Select(FaersHeader.TableName)];

    internal IReadOnlyList<FaersTable> Tables { get; }

    internal static IReadOnlyList<SourceFileKind> AllKinds { get; } =
    [
        SourceFileKind.FaersDemo, SourceFileKind.FaersDrug, SourceFileKind.FaersReaction, SourceFileKind.FaersOutcome,
        SourceFileKind.FaersReportSource, SourceFileKind.FaersTherapy, SourceFileKind.FaersIndication,
    ];

    internal static IReadOnlyList<SourceFileKind> NeededKinds { get; } =
        [SourceFileKind.FaersDemo, SourceFileKind.FaersDrug, SourceFileKind.FaersReaction];
}

/// <summary>One table with its header.</summary>
internal sealed record FaersTable(SourceText Text, FaersHeader Header);
