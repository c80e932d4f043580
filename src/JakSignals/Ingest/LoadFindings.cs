namespace JakSignals.Ingest;

/// <summary>What a load noticed of its own completeness, beside the fate of each record; known after every row was read.</summary>
/// <param name="Reports">Reports loaded; those whose record is in quarantine are not among them.</param>
/// <param name="Tables">Tables beside DEMO, in the order DRUG, REAC, OUTC, RPSR, THER, INDI, whether the quarter has them or not.</param>
/// <param name="LeftOut">Values that were no such thing and are unknown in the store, by file and column.</param>
/// <param name="CutOff">Files whose last record is in quarantine and has no line end: the copy ended within it.</param>
public sealed record LoadFindings(long Reports, IReadOnlyList<TableFindings> Tables, IReadOnlyList<LeftOutValues> LeftOut, IReadOnlyList<CutOffFile> CutOff)
{
    /// <summary>The table of one kind.</summary>
    public TableFindings Of(SourceFileKind kind) => Tables.First(table => table.Kind == kind);
}

/// <summary>How one table covers the reports of its quarter.</summary>
public sealed record TableFindings
{
    /// <summary>Ids named as examples.</summary>
    public const int MostNamed = 20;

    /// <summary>What it holds.</summary>
    public required SourceFileKind Kind { get; init; }

    /// <summary>FDA's four letters, such as REAC.</summary>
    public required string Table { get; init; }

    /// <summary>Name of the file; null where the quarter has none.</summary>
    public required string? File { get; init; }

    /// <summary>Reports without a loaded record of the table.</summary>
    public required ReportSet Without { get; init; }

    /// <summary>Reports of which a record of the table is in quarantine.</summary>
    public required ReportSet Incomplete { get; init; }

    /// <summary>Report numbers that stand in this table and not in DEMO.</summary>
    public required ReportSet Orphans { get; init; }

    /// <summary>Orphans after the last record of a report that DEMO has.</summary>
    public required long OrphansAtEnd { get; init; }

    /// <summary>Reports at the end of DEMO that the table says nothing of, not even in quarantine.</summary>
    public required long SilentAtEnd { get; init; }

    /// <summary>Most reports in a row, before those at the end, that the table says nothing of.</summary>
    public required long LongestSilence { get; init; }

    /// <summary>Reports that the table says something of.</summary>
    public required long Mentioned { get; init; }
}

/// <summary>Some reports: how many, and the first of them.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">Numbers of the first, at most <see cref="TableFindings.MostNamed"/>, ascending in the order of the file.</param>
public sealed record ReportSet(long Count, IReadOnlyList<long> First)
{
    /// <summary>No report.</summary>
    public static ReportSet None { get; } = new(0, []);

    /// <summary>The first ones as a text, with "and others" where there are more.</summary>
    public string Named(int most)
    {
        var shown = First.Take(most).Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var text = string.Join(", ", shown);
        return Count > Math.Min(most, First.Count) ? text + " and others" : text;
    }
}

/// <summary>Values of one column that could not be read and are unknown in the store; their records are loaded.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Column">Column, in the file's own spelling.</param>
/// <param name="Rows">How many records.</param>
/// <param name="FirstLine">Physical line of the first.</param>
/// <param name="FirstValue">What stands there, shortened.</param>
public sealed record LeftOutValues(string File, string Column, long Rows, long FirstLine, string FirstValue);

/// <summary>A file that ends within a record.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Its last line.</param>
public sealed record CutOffFile(string File, long Line);
