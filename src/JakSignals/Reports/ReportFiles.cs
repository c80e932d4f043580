using System.Globalization;
using JakSignals.Snapshots;

namespace JakSignals.Reports;

/// <summary>The tables of the weekly report as CSV, whole: what the page cuts short is here.</summary>
/// <remarks>No clock, no network: the same snapshot gives the same bytes on every machine.</remarks>
public static class ReportFiles
{
    private const string Changes = "changes.csv", Matrix = "matrix.csv", Classes = "classes.csv", IncidenceName = "incidence.csv", NewCases = "new-cases.csv", DecisionsName = "decisions.csv", Ermr = "ermr.csv";

    /// <summary>Names of the files, in the order they are written.</summary>
    public static IReadOnlyList<string> Names { get; } = [Changes, Matrix, Classes, IncidenceName, NewCases, DecisionsName, Ermr];

    /// <summary>Rows of <c>signals</c> that the files are made from: those of the page, and every term of the matrix's drugs.</summary>
    public static RowFilter SignalsWritten { get; } = new([.. WeeklyReport.SignalsShown.Columns, "drug_order"], (signals, row) => signals.Count("drug_order", row) is not null || WeeklyReport.SignalsShown.Keeps(signals, row));

    /// <summary>Name of the folder that holds the files, and of the page beside it: <c>{as-of}_{run id}</c>.</summary>
    public static string FolderOf(SnapshotManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return string.Create(CultureInfo.InvariantCulture, $"{manifest.AsOf:yyyy-MM-dd}_{manifest.RunId}");
    }

    /// <summary>Writes each file. The writers must encode as UTF-8, with a byte order mark for spreadsheets.</summary>
    /// <param name="snapshot">Snapshot as for <see cref="WeeklyReport.Render"/>, its signals by <see cref="SignalsWritten"/> or whole.</param>
    /// <param name="open">Opens the writer of a file by its name; it is closed after use.</param>
    public static void Write(Snapshot snapshot, Func<string, TextWriter> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var week = new Week(snapshot);
        foreach (var name in Names)
        {
            using var output = open(name);
            Write(week, name, output);
        }
    }

    private static void Write(Week week, string name, TextWriter output)
    {
        switch (name)
        {
            case Changes:
                CsvFile.Write(output, week.Signals.Where(s => s.Status.IsChange()).OrderBy(s => !s.IsDomain).ThenBy(s => s.Status), [.. Pair(), new("in_matrix", s => s.IsDomain), .. Status(week), .. Cases(), .. Ror()]);
                break;
            case Matrix:
                CsvFile.Write(output, week.Drugs, MatrixColumns(week));
                break;
            case Classes:
                CsvFile.Write(output, week.Domain.OrderBy(s => s.Event.Order).ThenBy(s => s.Drug.Order), [.. Pair(), .. Status(week), .. Cases(), new("expected", s => s.Expected), .. Ror(), .. Scores(), .. Rules()]);
                break;
            case IncidenceName:
                CsvFile.Write(output, [.. week.Incidence, .. week.ReportingRates], IncidenceColumns(week));
                break;
            case NewCases:
                CsvFile.Write(output, week.NewCases, CaseColumns());
                break;
            case DecisionsName:
                CsvFile.Write(output, week.Decisions, DecisionColumns(week));
                break;
            default:
                ErmrFile.Write(week, output);
                break;
        }
    }

    internal static CsvColumn<Signal>[] Pair() =>
    [
        new("drug_name", s => s.Drug.Name), new("event_name", s => s.Event.Name), new("event_level", s => s.Level), new("drug_key", s => s.Pair.Drug), new("event_key", s => s.Pair.Event),
    ];

    internal static CsvColumn<Signal>[] Status(Week week) =>
    [
        new("status", s => s.Table.Text("status", s.Row)), new("status_reason", s => s.Table.Text("status_reason", s.Row)),
        new("review_state", s => week.DecisionOn(s)?.Table.Text("state", week.DecisionOn(s)!.Value.Row)), new("suppressed_by_review", s => week.DecisionOn(s)?.IsSuppressed),
    ];

    private static CsvColumn<Signal>[] Cases() =>
    [
        Count("new_cases"), new("all_cases", s => s.Cases), Count("new_serious_cases"), Count("serious_cases"), Count("new_fatal_cases"), Count("fatal_cases"), new("previous_cases", s => s.Table.Count("previous_a", s.Row)),
    ];

    internal static CsvColumn<Signal>[] Ror() => [Measure("ror"), Measure("ror_lower"), Measure("ror_upper")];

    private static CsvColumn<Signal>[] Scores() =>
    [
        Measure("prr"), Measure("chi_square"), Measure("ic"), Measure("ic_lower"), Measure("ic_upper"), Measure("ebgm"), Measure("eb05"), Measure("eb95"), Measure("q_value"),
        Measure("ror_adjusted"), Measure("ror_adjusted_lower"), Measure("ror_adjusted_upper"), Count("robust_signals"), Count("robust_specifications"),
    ];

    internal static CsvColumn<Signal>[] Rules() =>
    [
        Flag("sdr_evans"), Flag("sdr_ema"), Flag("sdr_ic"), Flag("sdr_ebgm"), Flag("previous_sdr_evans"), Flag("previous_sdr_ema"), Flag("previous_sdr_ic"),
    ];

    internal static CsvColumn<Signal> Count(string column) => new(column, s => s.Table.Count(column, s.Row));

    private static CsvColumn<Signal> Measure(string column) => new(column, s => s.Table.Measure(column, s.Row));

    private static CsvColumn<Signal> Flag(string column) => new(column, s => s.Table.Flag(column, s.Row));

    /// <summary>A row a drug; of each class the cases, the ROR and its lower limit.</summary>
    private static CsvColumn<Named>[] MatrixColumns(Week week)
    {
        var cells = week.Domain.ToDictionary(s => s.Pair);
        Signal? Cell(Named drug, Named eventClass) => cells.TryGetValue((drug.Key, eventClass.Key), out var cell) ? cell : null;
        return [new("drug_name", d => d.Name), new("drug_key", d => d.Key), .. week.Classes.SelectMany(c => new CsvColumn<Named>[]
        {
            new($"{c.Name}: cases", d => Cell(d, c)?.Cases), new($"{c.Name}: ROR", d => Cell(d, c)?.Ror?.Value), new($"{c.Name}: ROR lower limit", d => Cell(d, c)?.Ror?.Lower),
        })];
    }

    private static CsvColumn<Incidence>[] IncidenceColumns(Week week)
    {
        var compared = Discordance.Of(week).ToDictionary(d => d.Row);
        Discordance? Beside(Incidence row) => compared.GetValueOrDefault(row);
        CsvColumn<Incidence> Text(string column) => new(column, i => i.Table.Text(column, i.Row));
        CsvColumn<Incidence> Number(string column) => new(column, i => i.Table.Measure(column, i.Row));
        return
        [
            Text("drug_name"), Text("event_name"), Text("dose"), Text("cohort"), Text("kind"), Text("indication"), Text("drug_key"), Text("event_key"), new("events", i => i.Events), Number("patient_years"),
            Number("rate_per_100py"), Number("rate_lower"), Number("rate_upper"), Number("published_rate"), Number("published_lower"), Number("published_upper"), Text("published_source"),
            new("ror", i => Beside(i)?.Ror.Value), new("ror_lower", i => Beside(i)?.Ror.Lower), new("ror_upper", i => Beside(i)?.Ror.Upper), new("discordant", i => Beside(i)?.IsDiscordant), new("together", i => Beside(i)?.Words),
        ];
    }

    private static CsvColumn<NewCase>[] CaseColumns()
    {
        CsvColumn<NewCase> Text(string column) => new(column, c => c.Table.Text(column, c.Row));
        return
        [
            Text("case_id"), new("version", c => c.Table.Count("version", c.Row)), Text("source"), new("received_on", c => c.Received), new("first_received_on", c => Figure.Known(c.Table, "first_received", c.Row)),
            new("event_classes", c => string.Join("; ", c.Events.Select(e => e.Name))), Text("suspect_drugs"), Text("drugs"), Text("terms"), new("age_years", c => c.Table.Measure("age_years", c.Row)), Text("sex"), Text("country"), Text("reporter"),
            new("serious", c => c.IsSerious), new("fatal", c => c.IsFatal), Text("event_on"), new("days_to_onset", c => c.Table.Count("days_to_onset", c.Row)), Text("dechallenge"), Text("rechallenge"),
        ];
    }

    private static CsvColumn<Reviewed>[] DecisionColumns(Week week)
    {
        CsvColumn<Reviewed> Text(string column) => new(column, d => d.Table.Text(column, d.Row));
        return
        [
            Text("drug_name"), Text("event_name"), Text("drug_key"), Text("event_key"), Text("state"), Text("priority"), new("due_on", d => d.DueOn), new("overdue", d => d.IsOverdue(week.Manifest.AsOf)), Text("assignee"), new("labelled", d => d.IsLabelled),
            Text("rationale"), Text("refs"), Text("decided_by"), Text("decided_at"), Text("decided_on_run"), new("decisions", d => d.Decisions), new("cases_seen", d => d.CasesSeen), new("ror_lower_seen", d => d.RorLowerSeen), new("suppressed", d => d.IsSuppressed), Text("hash"),
        ];
    }
}
