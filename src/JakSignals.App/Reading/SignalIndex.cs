using System.Collections.Concurrent;
using JakSignals.Reports;
using JakSignals.Snapshots;

namespace JakSignals.App.Reading;

/// <summary>What is true of a pair.</summary>
[Flags]
internal enum PairMarks
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>A drug group by an event class of the report's matrix.</summary>
    Matrix = 1,
    /// <summary>The event is a class.</summary>
    Class = 2,
    /// <summary>The event is a term.</summary>
    Term = 4,
    /// <summary>It meets Evans' rule.</summary>
    Evans = 8,
    /// <summary>It meets EMA's rule.</summary>
    Ema = 16,
    /// <summary>It meets UMC's rule.</summary>
    Ic = 32,
    /// <summary>It meets the MGPS rule.</summary>
    Ebgm = 64,
    /// <summary>It has a new case.</summary>
    New = 128,
    /// <summary>It has a serious case.</summary>
    Serious = 256,
    /// <summary>It has a fatal case.</summary>
    Fatal = 512,
}

/// <summary>All pairs of a week's main role scope over all cases, in columns: a filter is one pass over them, and each order is sorted once.</summary>
/// <remarks>A million pairs are about 250 MB; a pass over them takes a few milliseconds.</remarks>
internal sealed class SignalIndex
{
    /// <summary>Columns of <c>signals</c> that it has.</summary>
    public static readonly string[] Columns =
    [
        "drug_key", "drug_name", "drug_kind", "event_key", "event_name", "event_level", "a", "b", "c", "d", "expected", "prr", "prr_lower", "prr_upper", "chi_square",
        "ror", "ror_lower", "ror_upper", "ic", "ic_lower", "ic_upper", "ebgm", "eb05", "eb95", "fisher_p", "q_value",
        "sdr_evans", "sdr_ema", "sdr_ic", "sdr_ebgm", "status", "status_reason", "new_cases", "serious_cases", "fatal_cases", "domain", "drug_order", "event_order",
    ];

    private readonly ConcurrentDictionary<SignalOrder, int[]> _orders = new();
    private readonly Dictionary<(string, string), int> _rows;
    private readonly Lazy<int[]> _drugRanks, _eventRanks;

    /// <param name="table">Rows of <c>signals</c> of one role scope and stratum.</param>
    public SignalIndex(Table table)
    {
        Table = table;
        (Drugs, DrugOf) = Coded(table, "drug_key", "drug_name");
        (Events, EventOf) = Coded(table, "event_key", "event_name");
        Marks = [.. Enumerable.Range(0, table.RowCount).Select(row => MarksOf(table, row))];
        StatusOf = [.. Enumerable.Range(0, table.RowCount).Select(row => StatusWords.Parse(table.Text("status", row)))];
        (_drugRanks, _eventRanks) = (new(() => Ranks(Drugs)), new(() => Ranks(Events)));
        _rows = Enumerable.Range(0, table.RowCount).ToDictionary(row => (table.Text("drug_key", row)!, table.Text("event_key", row)!));
    }

    /// <summary>The rows, a pair each.</summary>
    public Table Table { get; }

    /// <summary>Number of pairs.</summary>
    public int Count => Table.RowCount;

    /// <summary>Drugs that occur, by code.</summary>
    public IReadOnlyList<(string Key, string Name)> Drugs { get; }

    /// <summary>Events that occur, by code.</summary>
    public IReadOnlyList<(string Key, string Name)> Events { get; }

    /// <summary>Drug code of each row.</summary>
    public int[] DrugOf { get; }

    /// <summary>Event code of each row.</summary>
    public int[] EventOf { get; }

    /// <summary>What is true of each row.</summary>
    public PairMarks[] Marks { get; }

    /// <summary>Status of each row.</summary>
    public Status[] StatusOf { get; }

    /// <summary>Cases of each row.</summary>
    public ReadOnlySpan<long> Cases => ((Column<long>)Table.Columns.First(column => column.Name == "a")).Values;

    /// <summary>Reads the pairs of a snapshot.</summary>
    public static SignalIndex Read(string folder, SnapshotManifest manifest)
    {
        var scope = manifest.Configuration["Signals:RoleScope"];
        return new SignalIndex(ParquetTableReader.Read(Path.Combine(folder, SnapshotPublisher.SignalsName),
            new RowFilter(["role_scope", "stratum"], (table, row) => table.Text("role_scope", row) == scope && table.Text("stratum", row) == Week.AllCases, Columns)));
    }

    /// <summary>Sorts what the first view needs.</summary>
    public void Prepare() => Rows(SignalOrder.LowerLimit);

    /// <summary>The row of a pair; null when it was not scored.</summary>
    public int? Find(string drugKey, string eventKey) => _rows.TryGetValue((drugKey, eventKey), out var row) ? row : null;

    /// <summary>All rows in an order, what is not estimable last.</summary>
    public ReadOnlySpan<int> Rows(SignalOrder order) => _orders.GetOrAdd(order, Sorted);

    /// <summary>Place of a row's drug among the drugs by name.</summary>
    public int DrugRank(int row) => _drugRanks.Value[DrugOf[row]];

    /// <summary>Place of a row's event among the events by name.</summary>
    public int EventRank(int row) => _eventRanks.Value[EventOf[row]];

    private static int[] Ranks(IReadOnlyList<(string Key, string Name)> names)
    {
        var codes = Enumerable.Range(0, names.Count).OrderBy(code => names[code].Name, StringComparer.OrdinalIgnoreCase).ThenBy(code => names[code].Key, StringComparer.Ordinal).ToArray();
        var ranks = new int[codes.Length];
        foreach (var (rank, code) in codes.Index())
            ranks[code] = rank;
        return ranks;
    }

    private int[] Sorted(SignalOrder order)
    {
        var rows = Enumerable.Range(0, Count).ToArray();
        var keys = Array.ConvertAll(rows, row => new SortKey(order.KeyOf(this, row), row));
        Array.Sort(keys, rows);
        return rows;
    }

    private static PairMarks MarksOf(Table table, int row) =>
        (table.Flag("domain", row) == true ? PairMarks.Matrix : 0) | (table.Text("event_level", row) == "class" ? PairMarks.Class : PairMarks.Term)
        | (table.Flag("sdr_evans", row) == true ? PairMarks.Evans : 0) | (table.Flag("sdr_ema", row) == true ? PairMarks.Ema : 0)
        | (table.Flag("sdr_ic", row) == true ? PairMarks.Ic : 0) | (table.Flag("sdr_ebgm", row) == true ? PairMarks.Ebgm : 0)
        | (table.Count("new_cases", row) > 0 ? PairMarks.New : 0) | (table.Count("serious_cases", row) > 0 ? PairMarks.Serious : 0) | (table.Count("fatal_cases", row) > 0 ? PairMarks.Fatal : 0);

    private static (List<(string, string)> Names, int[] Codes) Coded(Table table, string key, string name)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new List<(string, string)>();
        var codes = new int[table.RowCount];
        for (var row = 0; row < codes.Length; row++)
        {
            var text = table.Text(key, row)!;
            if (!known.TryGetValue(text, out codes[row]))
            {
                known.Add(text, codes[row] = names.Count);
                names.Add((text, table.Text(name, row)!));
            }
        }
        return (names, codes);
    }

    /// <summary>Largest first; of equals the row that is first in the file.</summary>
    private readonly record struct SortKey(double Value, int Row) : IComparable<SortKey>
    {
        public int CompareTo(SortKey other) => Value != other.Value ? other.Value.CompareTo(Value) : Row.CompareTo(other.Row);
    }
}
