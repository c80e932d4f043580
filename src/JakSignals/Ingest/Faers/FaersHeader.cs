using System.Text;
using System.Text.RegularExpressions;

namespace JakSignals.Ingest.Faers;

/// <summary>A column that is read; what else a file carries is passed over.</summary>
internal enum FaersColumn
{
    Id, CaseId, Version, EventOn, ReceivedOn, FirstReceivedOn, Age, AgeUnit, Sex, Occupation, OccurrenceCountry, ReporterCountry,
    ManufacturerNumber, Sequence, Role, DrugName, Ingredient, Route, DoseForm, Dechallenge, Rechallenge, Term, Outcome, ReportSource,
    StartedOn, EndedOn,
}

/// <summary>The header line of a FAERS or AERS table: which table it is, and where the columns lie.</summary>
/// <remarks>
/// The columns changed in 2005Q3, 2012Q4 and 2014Q3, some carry other names in single quarters (" rept_dt", lot_nbr and outc_code in 2012Q4),
/// and rewritten headers name further columns (v23); so the table is told by its columns, in any order and case.
/// <para>
/// AERS rows end with a <c>$</c> that their header lacks, FAERS rows do not. Which of the two a file does is the majority of its first rows,
/// and every other row must do the same: were both read, a stray <c>$</c> within a field would shift the columns unseen.
/// </para>
/// </remarks>
internal sealed partial class FaersHeader
{
    private readonly int[] _indexes;

    private FaersHeader(SourceFileKind kind, string[] names, int[] indexes, bool rowsEndWithSeparator) =>
        (Kind, Names, _indexes, RowsEndWithSeparator) = (kind, names, indexes, rowsEndWithSeparator);

    internal SourceFileKind Kind { get; }

    /// <summary>Column names in the file's own spelling.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Whether each row has one more, empty, field after the last column.</summary>
    internal bool RowsEndWithSeparator { get; }

    /// <summary>An AERS table, from before 2012Q4: reports carry an ISR number.</summary>
    internal bool IsLegacy => NameOf(FaersColumn.Id).Equals("isr", StringComparison.OrdinalIgnoreCase);

    /// <summary>Position of a column, or -1 where the file has none.</summary>
    internal int this[FaersColumn column] => _indexes[(int)column];

    /// <summary>Name of a column as the file spells it.</summary>
    internal string NameOf(FaersColumn column) => this[column] is var index and >= 0 ? Names[index] : column.ToString();

    /// <summary>Whether a header, or the name of its file, says that this is meant to be a FAERS table.</summary>
    internal static bool IsMeant(string fileName, string headerLine) =>
        IsMeantByName(fileName) || headerLine.Contains('$') && Split(headerLine).Any(IsIdName);

    /// <summary>Whether the name of a file says that it is a FAERS table.</summary>
    internal static bool IsMeantByName(string fileName) => DataFileName().IsMatch(fileName);

    /// <summary>Whether a name begins as that of a FAERS table does, whatever follows: DEMO26Q1.txt.gz.</summary>
    internal static bool NamesTable(string fileName) => BeginsAsTable().IsMatch(fileName);

    /// <summary>Reads the header at the start of a text.</summary>
    /// <returns>The header, or why the file cannot be read.</returns>
    internal static (FaersHeader? Header, string? Refusal) Read(string fileName, string headerLine, ReadOnlySpan<byte> firstRows)
    {
        var names = Split(headerLine);
        if (KindOf(fileName, names) is not { } kind)
            return (null, $"no column tells which FAERS table this is; found '{Shown(headerLine)}'. Give the file as FDA publishes it.");
        if (RepeatedName(names) is { } repeated)
            return (null, $"the header names column '{repeated}' twice; found '{Shown(headerLine)}'. Give the file as FDA publishes it.");
        var indexes = Enum.GetValues<FaersColumn>().Select(column => Find(kind, column, names)).ToArray();
        var missing = Layouts[kind].Columns.Where(wanted => wanted.Required && indexes[(int)wanted.Column] < 0).Select(wanted => string.Join(" or ", wanted.Names)).ToList();
        return missing.Count > 0
            ? (null, $"the {TableName(kind)} header lacks {string.Join(" and ", missing)}; found '{Shown(headerLine)}'. Give the file as FDA publishes it, with its header line.")
            : (new(kind, names, indexes, MostRowsEndWithSeparator(firstRows, names.Length)), null);
    }

    /// <summary>FDA's four letters for a table, as its file names begin.</summary>
    internal static string TableName(SourceFileKind kind) => Layouts[kind].Table;

    private static string[] Split(string headerLine)
    {
        var names = headerLine.Split('$', StringSplitOptions.TrimEntries);
        return names[^1].Length == 0 ? names[..^1] : names;
    }

    private static bool IsIdName(string name) => Layouts[SourceFileKind.FaersDemo].Accepts(FaersColumn.Id, name);

    private static int Find(SourceFileKind kind, FaersColumn column, string[] names) =>
        Array.FindIndex(names, name => Layouts[kind].Accepts(column, name));

    private static string? RepeatedName(string[] names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1)?.Key;

    private static SourceFileKind? KindOf(string fileName, string[] names)
    {
        var best = Layouts.MaxBy(layout => Tells(layout.Value, names));
        if (Tells(best.Value, names) > 0)
            return best.Key;
        return DataFileName().Match(fileName) is { Success: true } match
            ? Layouts.First(layout => match.Groups[1].ValueSpan.Equals(layout.Value.Table, StringComparison.OrdinalIgnoreCase)).Key : null;
    }

    private static int Tells(Layout layout, string[] names) => names.Count(name => layout.OwnColumns.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static bool MostRowsEndWithSeparator(ReadOnlySpan<byte> rows, int columns)
    {
        var balance = 0;
        foreach (var range in rows.Split((byte)'\n'))
        {
            var row = rows[range].TrimEnd((byte)'\r');
            var separators = row.Count((byte)'$');
            if (separators == columns - 1)
                balance--;
            else if (separators == columns && row[^1] == '$')
                balance++;
        }
        return balance > 0;
    }

    private static string Shown(string line) => SourceEncoding.Show(line, 200);

    [GeneratedRegex(@"^(DEMO|DRUG|REAC|OUTC|RPSR|THER|INDI)\d\dQ[1-4](_new)?\.txt$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DataFileName();

    [GeneratedRegex(@"^(DEMO|DRUG|REAC|OUTC|RPSR|THER|INDI)\d\dQ[1-4]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BeginsAsTable();

    private sealed record Wanted(FaersColumn Column, bool Required, string[] Names);

    /// <summary>A table: FDA's name, the columns that only it has, and the columns that are read.</summary>
    private sealed record Layout(string Table, string[] OwnColumns, Wanted[] Columns)
    {
        internal bool Accepts(FaersColumn column, string name) =>
            Columns.Any(wanted => wanted.Column == column && wanted.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    private static Wanted Needs(FaersColumn column, params string[] names) => new(column, true, names);
    private static Wanted MayHave(FaersColumn column, params string[] names) => new(column, false, names);

    private static readonly Wanted Id = Needs(FaersColumn.Id, "primaryid", "isr");
    private static readonly Wanted Sequence = Needs(FaersColumn.Sequence, "drug_seq", "dsg_drug_seq", "indi_drug_seq");

    private static readonly SortedDictionary<SourceFileKind, Layout> Layouts = new()
    {
        [SourceFileKind.FaersDemo] = new("DEMO",
            ["event_dt", "mfr_dt", "fda_dt", "init_fda_dt", "rept_cod", "mfr_num", "mfr_sndr", "age", "age_cod", "occp_cod", "caseversion", "foll_seq"],
            [
                Id,
                Needs(FaersColumn.CaseId, "caseid", "case"),
                Needs(FaersColumn.Version, "caseversion", "foll_seq"),
                Needs(FaersColumn.EventOn, "event_dt"),
                Needs(FaersColumn.ReceivedOn, "fda_dt"),
                MayHave(FaersColumn.FirstReceivedOn, "init_fda_dt"),
                Needs(FaersColumn.Age, "age"),
                Needs(FaersColumn.AgeUnit, "age_cod"),
                Needs(FaersColumn.Sex, "sex", "gndr_cod"),
                Needs(FaersColumn.Occupation, "occp_cod"),
                MayHave(FaersColumn.OccurrenceCountry, "occr_country"),
                MayHave(FaersColumn.ReporterCountry, "reporter_country"),
                Needs(FaersColumn.ManufacturerNumber, "mfr_num"),
            ]),
        [SourceFileKind.FaersDrug] = new("DRUG",
            ["role_cod", "drugname", "prod_ai", "val_vbm", "route", "dose_vbm", "dechal", "rechal", "nda_num"],
            [
                Id,
                Sequence,
                Needs(FaersColumn.Role, "role_cod"),
                Needs(FaersColumn.DrugName, "drugname"),
                MayHave(FaersColumn.Ingredient, "prod_ai"),
                Needs(FaersColumn.Route, "route"),
                MayHave(FaersColumn.DoseForm, "dose_form"),
                Needs(FaersColumn.Dechallenge, "dechal"),
                Needs(FaersColumn.Rechallenge, "rechal"),
            ]),
        [SourceFileKind.FaersReaction] = new("REAC", ["pt", "drug_rec_act"], [Id, Needs(FaersColumn.Term, "pt")]),
        [SourceFileKind.FaersOutcome] = new("OUTC", ["outc_cod", "outc_code"], [Id, Needs(FaersColumn.Outcome, "outc_cod", "outc_code")]),
        [SourceFileKind.FaersReportSource] = new("RPSR", ["rpsr_cod"], [Id, Needs(FaersColumn.ReportSource, "rpsr_cod")]),
        [SourceFileKind.FaersTherapy] = new("THER", ["dsg_drug_seq", "start_dt", "end_dt", "dur", "dur_cod"],
            [Id, Sequence, Needs(FaersColumn.StartedOn, "start_dt"), Needs(FaersColumn.EndedOn, "end_dt")]),
        [SourceFileKind.FaersIndication] = new("INDI", ["indi_drug_seq", "indi_pt"], [Id, Sequence, Needs(FaersColumn.Term, "indi_pt")]),
    };
}
