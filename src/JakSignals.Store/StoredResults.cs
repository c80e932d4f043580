using System.Globalization;
using JakSignals.Snapshots;

namespace JakSignals.Store;

/// <summary>What a comparison of a run's rows in the store with its published tables showed.</summary>
/// <param name="Rows">Rows the store has; 0 where retention removed them.</param>
/// <param name="Fault">What differs first, in a sentence; null when nothing does.</param>
public sealed record StoredComparison(long Rows, string? Fault);

/// <summary>Results as the store keeps them for people who ask SQL. No figure is computed from them; an altered one would still be believed.</summary>
public sealed class StoredResults(Database database)
{
    private static readonly string[] TextColumns = ["drug_key", "event_key", "event_level", "role_scope", "stratum", "status"];

    private static readonly string[] CountColumns = ["a", "b", "c", "d", "new_cases", "serious_cases", "fatal_cases", "robust_signals", "robust_specifications"];

    private static readonly string[] MeasureColumns =
        ["prr", "prr_lower", "prr_upper", "chi_square", "ror", "ror_lower", "ror_upper", "ic", "ic_lower", "ic_upper", "ebgm", "eb05", "eb95", "fisher_p", "q_value"];

    private static readonly string[] RateTexts = ["cohort", "drug_key", "dose", "indication", "event_key", "kind"];

    private static readonly string[] RateCounts = ["events", "patients"];

    private static readonly string[] RateMeasures = ["patient_years", "rate_per_100py", "rate_lower", "rate_upper"];

    /// <summary>Compares the scored pairs of a run with its published table <c>signals</c>, every column the two share.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="signals">The table, whole.</param>
    public StoredComparison CompareSignals(string runId, Table signals)
    {
        var published = PublishedSignals.RowsOf(signals);
        string[] columns = [.. TextColumns, .. CountColumns, .. MeasureColumns, "sdr"];
        return database.Do(session =>
        {
            var left = new Dictionary<(string, string), int>(published);
            var (read, fault) = (0L, (string?)null);
            using var rows = session.Rows($"SELECT {string.Join(", ", columns)} FROM jaksignals.signal WHERE run_id = @runId", ("@runId", runId));
            while (rows.Read())
            {
                read++;
                var pair = (rows.Text(0), rows.Text(1));
                fault ??= left.Remove(pair, out var row) ? SignalFault(rows, signals, row) : $"{pair.Item1} × {pair.Item2} was not published, or stands there twice";
            }
            if (fault is null && read > 0 && left.Count > 0)
                fault = string.Create(CultureInfo.InvariantCulture, $"{left.Count:N0} published pairs are missing");
            return new StoredComparison(read, fault is null ? null : $"the table signal of the store is not what was published: {fault}");
        });
    }

    /// <summary>Compares the rates of a run with its published table <c>incidence</c>.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="incidence">The table.</param>
    public StoredComparison CompareIncidence(string runId, Table incidence)
    {
        var published = Enumerable.Range(0, incidence.RowCount).Select(row => Line(
            RateTexts.Select(column => incidence.Text(column, row)), RateCounts.Select(column => incidence.Count(column, row)), RateMeasures.Select(column => incidence.Measure(column, row)))).ToList();
        string[] columns = [.. RateTexts, .. RateCounts, .. RateMeasures];
        var stored = database.Do(session =>
        {
            var lines = new List<string>();
            using var rows = session.Rows($"SELECT {string.Join(", ", columns)} FROM jaksignals.incidence WHERE run_id = @runId", ("@runId", runId));
            while (rows.Read())
                lines.Add(Line(
                    RateTexts.Select((_, i) => rows.IsNull(i) ? null : rows.Text(i)),
                    RateCounts.Select((_, i) => Count(rows, RateTexts.Length + i)),
                    RateMeasures.Select((_, i) => Measure(rows, RateTexts.Length + RateCounts.Length + i))));
            return lines;
        });
        var differs = !stored.Order(StringComparer.Ordinal).SequenceEqual(published.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        var first = stored.Except(published).Concat(published.Except(stored)).FirstOrDefault() ?? "a row stands there twice";
        return new StoredComparison(stored.Count, differs && stored.Count > 0 ? $"the table incidence of the store is not what was published: {first}" : null);
    }

    private static string? SignalFault(StoreRows rows, Table signals, int row)
    {
        for (var i = 0; i < TextColumns.Length; i++)
            if (rows.Text(i) != signals.Text(TextColumns[i], row))
                return Fault(rows, TextColumns[i], rows.Text(i), signals.Text(TextColumns[i], row));
        for (var i = 0; i < CountColumns.Length; i++)
            if (Count(rows, TextColumns.Length + i) is var stored && stored != signals.Count(CountColumns[i], row))
                return Fault(rows, CountColumns[i], stored, signals.Count(CountColumns[i], row));
        var measures = TextColumns.Length + CountColumns.Length;
        for (var i = 0; i < MeasureColumns.Length; i++)
            if (Measure(rows, measures + i) is var stored && stored != signals.Measure(MeasureColumns[i], row))
                return Fault(rows, MeasureColumns[i], stored, signals.Measure(MeasureColumns[i], row));
        var isSignal = PublishedSignals.IsSignal(signals.Text("status", row)!);
        return rows.Int32(measures + MeasureColumns.Length) == 1 == isSignal ? null : Fault(rows, "sdr", !isSignal, isSignal);
    }

    private static string Fault(StoreRows rows, string column, object? stored, object? published) =>
        string.Create(CultureInfo.InvariantCulture, $"{rows.Text(0)} × {rows.Text(1)} has {column} {stored ?? "null"}, published {published ?? "null"}");

    private static long? Count(StoreRows rows, int column) => rows.IsNull(column) ? null : rows.Int64(column);

    private static double? Measure(StoreRows rows, int column) => rows.IsNull(column) ? null : rows.Double(column);

    private static string Line(IEnumerable<string?> texts, IEnumerable<long?> counts, IEnumerable<double?> measures) => string.Join(" | ",
        texts.Concat(counts.Select(count => count?.ToString(CultureInfo.InvariantCulture))).Concat(measures.Select(measure => measure?.ToString("R", CultureInfo.InvariantCulture))));
}
