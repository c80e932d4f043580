using JakSignals.Cases;

namespace JakSignals.Ingest.Tables;

/// <summary>The header of a table: what the table is, how its fields are separated, and which field a column is.</summary>
/// <remarks>
/// Column names are compared by their letters and digits alone, in any case and order: <c>Case ID</c>, <c>case_id</c> and <c>CaseId</c> are one
/// name. The columns of the case listing that FDA's public FAERS dashboard exports have names of their own and are known too.
/// </remarks>
internal sealed class TableHeader
{
    /// <summary>Columns that a case table must have.</summary>
    internal static readonly string[] NeededInCases = ["case_id", "drug", "event"];

    /// <summary>Columns that an exposure table must have; not all of them need a value.</summary>
    internal static readonly string[] NeededInExposures =
        ["cohort", "drug", "dose", "indication", "event_class", "events", "patients", "patient_years", "period_start", "period_end", "kind", "source"];

    private const string Separators = ",;\t|";

    private static readonly string[] OptionalInCases =
        ["role", "received_on", "first_received_on", "sex", "age_years", "country", "serious", "fatal", "outcomes", "product_names", "concomitants"];

    /// <summary>Names that the FAERS dashboard gives these columns.</summary>
    private static readonly (string Name, string Column)[] DashboardNames =
    [
        ("Suspect Product Active Ingredients", "drug"), ("Suspect Product Names", "product_names"), ("Reactions", "event"),
        ("Concomitant Product Names", "concomitants"), ("Latest FDA Received Date", "received_on"),
        ("Initial FDA Received Date", "first_received_on"), ("Patient Age", "age_years"), ("Country where Event occurred", "country"),
    ];

    private static readonly Dictionary<string, string> CaseColumns = NeededInCases.Concat(OptionalInCases).Select(name => (Name: name, Column: name))
        .Concat(DashboardNames).ToDictionary(known => Letters(known.Name), known => known.Column, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> ExposureColumns =
        NeededInExposures.ToDictionary(Letters, name => name, StringComparer.Ordinal);

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _twice = [];
    private readonly string _shown;

    private TableHeader(SourceFileKind kind, char separator, List<string> names, string shown)
    {
        (Kind, Separator, Columns, _shown) = (kind, separator, names.Count, shown);
        var known = kind == SourceFileKind.CaseTable ? CaseColumns : ExposureColumns;
        foreach (var (place, name) in names.Index())
            if (known.TryGetValue(Letters(name), out var column) && !_places.TryAdd(column, place))
                _twice.Add(column);
        if (kind == SourceFileKind.CaseTable && !_places.ContainsKey("drug") && _places.Remove("product_names", out var products))
            _places["drug"] = products;
    }

    /// <summary>A table of cases, or of cohorts.</summary>
    internal SourceFileKind Kind { get; }

    /// <summary>What separates its fields; of no meaning in a workbook.</summary>
    internal char Separator { get; }

    /// <summary>Number of fields.</summary>
    internal int Columns { get; }

    /// <summary>Why the table cannot be read; null when it can.</summary>
    internal string? Refusal
    {
        get
        {
            var faults = Needed.Where(name => !_places.ContainsKey(name)).Select(name => $"lacks {name}")
                .Concat(_twice.Distinct().Select(name => $"names {name} twice")).ToList();
            return faults.Count == 0 ? null
                : $"the header {string.Join(" and ", faults)}; found '{SourceEncoding.Show(_shown, 200)}', needed are {string.Join(", ", Needed)}. "
                    + "Rename or add the columns.";
        }
    }

    private string[] Needed => Kind == SourceFileKind.CaseTable ? NeededInCases : NeededInExposures;

    /// <summary>The field that a column is; null where the table has no such column.</summary>
    internal int? Place(string column) => _places.TryGetValue(column, out var place) ? place : null;

    /// <summary>The header in a line of text: separated by commas, semicolons, tabs or vertical lines, whichever makes the most known columns.</summary>
    /// <returns>Null when the line is the header of no table.</returns>
    internal static TableHeader? Of(string line)
    {
        var found = Separators.Select(separator => OfNames(CsvRecords.Split(line, separator), separator, line)).OfType<TableHeader>();
        return found.MaxBy(header => header._places.Count);
    }

    /// <summary>The header in the first row of a sheet.</summary>
    internal static TableHeader? OfRow(List<string> names) => OfNames(names, ',', string.Join(", ", names));

    /// <summary>A case table has case_id; an exposure table has cohort or patient_years.</summary>
    private static TableHeader? OfNames(List<string> names, char separator, string shown)
    {
        var letters = names.Select(Letters).ToHashSet(StringComparer.Ordinal);
        var isCases = letters.Contains(Letters("case_id"));
        var isExposures = letters.Contains(Letters("cohort")) || letters.Contains(Letters("patient_years"));
        if (!isCases && !isExposures)
            return null;
        return new TableHeader(isCases ? SourceFileKind.CaseTable : SourceFileKind.ExposureTable, separator, names, shown);
    }

    private static string Letters(string name) => FoldedText.Key(name);
}
