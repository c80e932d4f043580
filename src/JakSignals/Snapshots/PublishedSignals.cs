using JakSignals.Signals;
using JakSignals.Statistics;

namespace JakSignals.Snapshots;

/// <summary>What a later run needs of the published table <c>signals</c>: the pairs of the main scope over all cases.</summary>
public static class PublishedSignals
{
    private static readonly string[] SignalStatuses =
        [.. new[] { SignalStatus.New, SignalStatus.Strengthened, SignalStatus.Persisting, SignalStatus.Weakened }.Select(status => status.ToString().ToLowerInvariant())];

    /// <summary>Rows and columns of the table that <see cref="ScoresOf"/> needs; the other columns are not read.</summary>
    public static RowFilter Needed { get; } = new(["status"], IsFollowed, ["drug_key", "event_key", "a", "b", "c", "d", "ror", "ror_lower", "status"]);

    /// <summary>Whether a row with this status was above the thresholds that decide it.</summary>
    public static bool IsSignal(string status) => SignalStatuses.Contains(status, StringComparer.Ordinal);

    /// <summary>Row of each pair of the main scope over all cases, which alone have a status.</summary>
    /// <param name="signals">The table.</param>
    /// <exception cref="InvalidDataException">A pair stands there twice.</exception>
    public static IReadOnlyDictionary<(string DrugKey, string EventKey), int> RowsOf(Table signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        var rows = new Dictionary<(string, string), int>();
        for (var row = 0; row < signals.RowCount; row++)
            if (IsFollowed(signals, row) && !rows.TryAdd((signals.Text("drug_key", row)!, signals.Text("event_key", row)!), row))
                throw new InvalidDataException($"Table signals has the pair {signals.Text("drug_key", row)} × {signals.Text("event_key", row)} twice in its main scope.");
        return rows;
    }

    /// <summary>What the run found of each pair.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="signals">Its table, read by <see cref="Needed"/> or whole.</param>
    public static PreviousScores ScoresOf(string runId, Table signals) =>
        new(runId, RowsOf(signals).ToDictionary(pair => pair.Key, pair => ScoreOf(signals, pair.Value)));

    private static bool IsFollowed(Table signals, int row) => signals.Text("status", row) is not null;

    private static PreviousScore ScoreOf(Table signals, int row)
    {
        long Cell(string column) => signals.Count(column, row)!.Value;
        var table = new Table2x2(Cell("a"), Cell("b"), Cell("c"), Cell("d"));
        return new PreviousScore(table, signals.Measure("ror", row), signals.Measure("ror_lower", row), IsSignal(signals.Text("status", row)!));
    }
}
