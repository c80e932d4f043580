using System.Globalization;
using JakSignals.Snapshots;

namespace JakSignals.Reports;

/// <summary>A drug or event as the report's tables order it.</summary>
internal readonly record struct Named(string Key, string Name, long? Order);

/// <summary>One row of <c>signals</c>.</summary>
internal readonly record struct Signal(Table Table, int Row)
{
    public Named Drug => new(Table.Text("drug_key", Row)!, Table.Text("drug_name", Row)!, Table.Count("drug_order", Row));
    public Named Event => new(Table.Text("event_key", Row)!, Table.Text("event_name", Row)!, Table.Count("event_order", Row));
    public (string Drug, string Event) Pair => (Table.Text("drug_key", Row)!, Table.Text("event_key", Row)!);
    public bool IsDomain => Table.Flag("domain", Row) == true;
    public string Level => Table.Text("event_level", Row)!;
    public bool IsGroup => Table.Text("drug_kind", Row) != "substance" || IsDomain;
    public string RoleScope => Table.Text("role_scope", Row)!;
    public string Stratum => Table.Text("stratum", Row)!;
    public long Cases => Table.Count("a", Row) ?? 0;
    public double? Expected => Table.Measure("expected", Row);
    public long NewCases => Table.Count("new_cases", Row) ?? 0;
    public long? FatalCases => Table.Count("fatal_cases", Row);
    public Interval? Ror => Estimate("ror", "ror_lower", "ror_upper");
    public Status Status => StatusWords.Parse(Table.Text("status", Row));
    public string Reason => Table.Text("status_reason", Row) ?? "";

    /// <summary>Whether it meets a rule that decides the status, now and in the previous run.</summary>
    public bool IsSdr => Status is Status.New or Status.Strengthened or Status.Weakened or Status.Persisting;
    public bool WasSdr => Status is Status.Cleared or Status.Strengthened or Status.Weakened or Status.Persisting;

    public Interval? Estimate(string value, string lower, string upper) =>
        Interval.Of(Table.Measure(value, Row), Table.Measure(lower, Row), Table.Measure(upper, Row));
}

/// <summary>One row of <c>incidence</c>.</summary>
internal readonly record struct Incidence(Table Table, int Row)
{
    public (string Drug, string Event) Pair => (Table.Text("drug_key", Row)!, Table.Text("event_key", Row)!);
    public string EventName => Table.Text("event_name", Row)!;
    public string DrugName => Table.Text("drug_name", Row)!;
    public string Cohort => Table.Text("cohort", Row)!;
    public string Kind => Table.Text("kind", Row)!;
    public long Events => Table.Count("events", Row) ?? 0;
    public double? PatientYears => Table.Measure("patient_years", Row);
    public Interval? Rate => Estimate("rate_per_100py", "rate_lower", "rate_upper");
    public double? PublishedRate => Table.Measure("published_rate", Row);
    public Interval? Published => Estimate("published_rate", "published_lower", "published_upper");

    public string? Text(string column) => Table.Text(column, Row) is { Length: > 0 } text ? text : null;

    public Interval? Estimate(string value, string lower, string upper) =>
        Interval.Of(Table.Measure(value, Row), Table.Measure(lower, Row), Table.Measure(upper, Row));
}

/// <summary>A case received since the previous run, once, with every event class it counts in.</summary>
internal sealed record NewCase(Table Table, int Row, IReadOnlyList<Named> Events)
{
    public bool IsFatal => Table.Flag("fatal", Row) == true;
    public bool IsSerious => Table.Flag("serious", Row) == true;
    public string? AgeYears => Table.Measure("age_years", Row) is { } years ? Figure.Age(years) : null;
    public bool IsAged65 => Table.Measure("age_years", Row) >= 65;
    public bool IsUnder18 => Table.Measure("age_years", Row) < 18;
    public string Id => "case-" + Text("source") + "-" + Text("case_id");
    public string? Text(string column) => Figure.Any(Table, column, Row);
    public string? Received => Figure.Known(Table, "received", Row);
}

/// <summary>What the report shows of a snapshot: the rows of its tables that matter, in the order they are shown in.</summary>
internal sealed class Week
{
    /// <summary>The stratum that is every current case.</summary>
    public const string AllCases = "all";

    private const string Sales = "sales";

    private readonly ILookup<(string Drug, string Event), TrendPoint> _trend;
    private readonly ILookup<(string Drug, string Event), Signal> _subsets;
    private readonly ILookup<(string Drug, string Event), Specification> _specifications;
    private readonly Dictionary<(string Drug, string Event), Unmasked> _unmasked;
    private readonly Dictionary<string, string> _drugNames;
    private readonly Dictionary<(string Drug, string Event), Reviewed> _decisions;
    private readonly HashSet<string> _filled;      // columns of signals that are not null throughout

    public Week(Snapshot snapshot)
    {
        Snapshot = snapshot;
        RoleScope = Setting("Signals:RoleScope") ?? "suspect";
        Signals = ReadSignals(snapshot.Table("signals"));
        _filled = [.. snapshot.Table("signals").Columns.Where(c => Enumerable.Range(0, c.Count).Any(row => !c.IsNull(row))).Select(c => c.Name)];
        Domain = [.. Signals.Where(s => s.IsDomain)];
        _subsets = ReadSubsets(snapshot.Table("signals"));
        _specifications = Rows(snapshot.Table("robustness")).Select(row => new Specification(snapshot.Table("robustness"), row)).ToLookup(s => s.Pair);
        _unmasked = Rows(snapshot.Table("masking")).Select(row => new Unmasked(snapshot.Table("masking"), row)).ToDictionary(u => u.Pair);
        _drugNames = Signals.Where(s => s.IsGroup).DistinctBy(s => s.Pair.Drug).ToDictionary(s => s.Pair.Drug, s => s.Drug.Name, StringComparer.Ordinal);
        Drugs = Ordered(Domain.Select(s => s.Drug));
        Classes = Ordered(Domain.Select(s => s.Event));
        var rates = snapshot.Table("incidence");
        Incidence = [.. Rows(rates).Select(row => new Incidence(rates, row)).Where(i => i.Kind != Sales)];
        ReportingRates = [.. Rows(rates).Select(row => new Incidence(rates, row)).Where(i => i.Kind == Sales)];
        _trend = ReadTrend(snapshot.Table("trend"));
        NewCases = ReadNewCases(snapshot.Table("cases"));
        Decisions = ReadDecisions(snapshot.Table("register"));
        _decisions = Decisions.ToDictionary(d => d.Pair);
    }

    public Snapshot Snapshot { get; }

    public SnapshotManifest Manifest => Snapshot.Manifest;

    /// <summary>Which roles the tables of the report count.</summary>
    public string RoleScope { get; }

    /// <summary>Every pair in the report's role scope over all cases.</summary>
    public IReadOnlyList<Signal> Signals { get; }

    /// <summary>The pairs of the weekly matrix.</summary>
    public IReadOnlyList<Signal> Domain { get; }

    public IReadOnlyList<Named> Drugs { get; }

    public IReadOnlyList<Named> Classes { get; }

    /// <summary>Rates from cohorts.</summary>
    public IReadOnlyList<Incidence> Incidence { get; }

    /// <summary>Spontaneous reports over sales: no incidence.</summary>
    public IReadOnlyList<Incidence> ReportingRates { get; }

    /// <summary>Fatal first, then serious, then the latest received.</summary>
    public IReadOnlyList<NewCase> NewCases { get; }

    /// <summary>Reviewed pairs: what is open first, the overdue ahead, then by name.</summary>
    public IReadOnlyList<Reviewed> Decisions { get; }

    public bool IsFirstRun => Manifest.PreviousRunId is null;

    /// <summary>The newest decision on a pair; null where it was not reviewed.</summary>
    public Reviewed? DecisionOn(Signal signal) => _decisions.TryGetValue(signal.Pair, out var found) ? found : null;

    /// <summary>Whether the status of a pair moved, and no review keeps it out of what changed until it strengthens.</summary>
    public bool HasChanged(Signal signal) => signal.Status.IsChange() && DecisionOn(signal) is not { IsSuppressed: true };

    /// <summary>Rows of <c>signals</c> that show a pair of the matrix in a stratum or in other roles.</summary>
    public int SubsetRows => _subsets.Sum(rows => rows.Count());

    /// <summary>Drug groups that others are compared with, by key.</summary>
    public IEnumerable<string> Comparators => (Setting("Signals:Comparators") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The pair of a domain row in each stratum, and over all cases in the other role scopes, as published.</summary>
    public IEnumerable<Signal> Subsets(Signal signal) => _subsets[signal.Pair];

    /// <summary>The pair under each way to count.</summary>
    public IEnumerable<Specification> Specifications(Signal signal) => _specifications[signal.Pair];

    /// <summary>The pair without the drug that has most cases of its event; null where there is no such drug.</summary>
    public Unmasked? Unmasked(Signal signal) => _unmasked.TryGetValue(signal.Pair, out var found) ? found : null;

    /// <summary>Name of a drug group; its key where no pair of it was scored.</summary>
    public string DrugName(string key) => _drugNames.GetValueOrDefault(key, key);

    public IEnumerable<TrendPoint> Trend(Signal signal) => _trend[signal.Pair];

    /// <summary>The last quarters any pair has a trend for, at most <paramref name="most"/>; null when there are none.</summary>
    public (Quarter First, Quarter Last)? Quarters(int most)
    {
        var quarters = _trend.SelectMany(points => points.Select(p => p.Quarter)).Distinct().Order().ToList();
        return quarters.Count == 0 ? null : (new Quarter(Math.Max(quarters[0].Number, quarters[^1].Number - most + 1)), quarters[^1]);
    }

    public string? Setting(string key) => Manifest.Configuration.TryGetValue(key, out var value) ? value : null;

    /// <summary>The rules that decide the status, by the names the report gives them.</summary>
    public string StatusRules => Setting("Signals:StatusRules")?.Replace("Ema", "EMA", StringComparison.Ordinal).Replace("Ic", "IC", StringComparison.Ordinal).Replace("Ebgm", "EBGM", StringComparison.Ordinal)
        ?? "(Signals:StatusRules is not in the manifest)";

    /// <summary>Fewest cases of a pair that a rule calls a signal; 1 where the manifest does not say.</summary>
    public long MinimumCases => long.TryParse(Setting("Signals:Thresholds:MinimumCases"), CultureInfo.InvariantCulture, out var fewest) ? fewest : 1;

    /// <summary>Whether a column of <c>signals</c> holds anything: statistics that are not computed yet are null throughout.</summary>
    public bool Has(string column) => _filled.Contains(column);

    private List<Signal> ReadSignals(Table table)
    {
        List<Signal> signals = [.. Rows(table).Where(row => IsMain(table, row)).Select(row => new Signal(table, row))];
        return signals.Count > 0 || table.RowCount == 0 ? signals : throw new InvalidDataException(
            $"Snapshot {Manifest.RunId}: no row of signals has role scope '{RoleScope}' and stratum '{AllCases}'; set Signals:RoleScope to one that was counted.");
    }

    private ILookup<(string, string), Signal> ReadSubsets(Table table) => Rows(table).Where(row => !IsMain(table, row) && table.Flag("domain", row) == true)
        .Select(row => new Signal(table, row)).ToLookup(s => s.Pair);

    private static IEnumerable<int> Rows(Table table) => Enumerable.Range(0, table.RowCount);

    private bool IsMain(Table table, int row) => table.Text("role_scope", row) == RoleScope && table.Text("stratum", row) == AllCases;

    private ILookup<(string, string), TrendPoint> ReadTrend(Table table) => Rows(table).Where(row => IsMain(table, row)).ToLookup(
        row => (table.Text("drug_key", row)!, table.Text("event_key", row)!),
        row => new TrendPoint(Quarter.Parse(table.Text("quarter", row)!), table.Count("a", row) ?? 0, table.Measure("ror_lower", row)));

    private List<NewCase> ReadNewCases(Table table) => [.. Rows(table).Where(row => table.Flag("is_new", row) == true)
        .GroupBy(row => (Source: Figure.Any(table, "source", row), Id: Figure.Any(table, "case_id", row)))
        .Select(rows => (rows.Key, Case: new NewCase(table, rows.First(), EventsOf(table, rows))))
        .OrderByDescending(c => c.Case.IsFatal).ThenByDescending(c => c.Case.IsSerious)
        .ThenByDescending(c => c.Case.Received, StringComparer.Ordinal)
        .ThenBy(c => c.Key.Source, StringComparer.Ordinal).ThenBy(c => c.Key.Id, StringComparer.Ordinal).Select(c => c.Case)];

    private List<Reviewed> ReadDecisions(Table table) => [.. Rows(table).Select(row => new Reviewed(table, row)).OrderByDescending(d => d.IsOverdue(Manifest.AsOf)).ThenBy(d => d.IsOver)
        .ThenBy(d => d.DrugName, StringComparer.Ordinal).ThenBy(d => d.EventName, StringComparer.Ordinal).ThenBy(d => d.Row)];

    private List<Named> EventsOf(Table table, IEnumerable<int> rows)
    {
        var order = Classes.Select((c, i) => (c.Key, i)).ToDictionary(c => c.Key, c => c.i, StringComparer.Ordinal);
        return [.. rows.Select(row => new Named(table.Text("event_key", row)!, table.Text("event_name", row)!, null)).Distinct()
            .OrderBy(e => order.GetValueOrDefault(e.Key, int.MaxValue)).ThenBy(e => e.Name, StringComparer.Ordinal)];
    }

    private static List<Named> Ordered(IEnumerable<Named> names) =>
        [.. names.DistinctBy(n => n.Key).OrderBy(n => n.Order ?? long.MaxValue).ThenBy(n => n.Name, StringComparer.Ordinal)];
}
