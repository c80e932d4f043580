using JakSignals.Reports;
using JakSignals.Signals;

namespace JakSignals.App.Reading;

/// <summary>Which pairs are listed, in which order. Everything is as it stands in an address.</summary>
internal sealed record SignalFilter
{
    /// <summary>Part of the drug's name or key, in any capitals.</summary>
    public string? Drug { get; init; }

    /// <summary>Part of the event's name or key, in any capitals.</summary>
    public string? Event { get; init; }

    /// <summary>Which pairs at all.</summary>
    public PairLevel Level { get; init; }

    /// <summary>Status against the previous run.</summary>
    public PairStatus Status { get; init; }

    /// <summary>Rule that is met.</summary>
    public PairRule Rule { get; init; }

    /// <summary>Cases it must have.</summary>
    public PairCases Cases { get; init; }

    /// <summary>State in the register.</summary>
    public ReviewState? State { get; init; }

    /// <summary>Fewest cases.</summary>
    public int Least { get; init; }

    /// <summary>Whether those reviewed before, and not stronger since, are listed, too.</summary>
    public bool Suppressed { get; init; }

    /// <summary>Order.</summary>
    public SignalOrder Order { get; init; }

    /// <summary>Counts the rows that match, and finds those of one page.</summary>
    /// <param name="reviewed">The week with its register.</param>
    /// <param name="skip">Rows before the page.</param>
    /// <param name="take">Rows of the page.</param>
    public (int Total, IReadOnlyList<int> Rows) Find(ReviewedWeek reviewed, int skip, int take)
    {
        var index = reviewed.Week.Signals;
        var (drugs, events) = (Named(index.Drugs, Drug), Named(index.Events, Event));
        var (marks, statuses) = (Marks, Statuses);
        var cases = index.Cases;
        var (total, rows) = (0, new List<int>(Math.Min(take, 1024)));
        foreach (var row in index.Rows(Order))
        {
            if ((index.Marks[row] & marks) != marks || !statuses[(int)index.StatusOf[row]] || cases[row] < Least || drugs is not null && !drugs[index.DrugOf[row]] || events is not null && !events[index.EventOf[row]])
                continue;
            if ((State is { } state && reviewed.StateOf(row) != state) || (!Suppressed && State is null && reviewed.IsSuppressed(row)))
                continue;
            if (total++ >= skip && rows.Count < take)
                rows.Add(row);
        }
        return (total, rows);
    }

    private PairMarks Marks =>
        Level switch { PairLevel.Matrix => PairMarks.Matrix, PairLevel.Class => PairMarks.Class, PairLevel.Term => PairMarks.Term, _ => PairMarks.None }
        | Rule switch { PairRule.Evans => PairMarks.Evans, PairRule.Ema => PairMarks.Ema, PairRule.Ic => PairMarks.Ic, PairRule.Ebgm => PairMarks.Ebgm, _ => PairMarks.None }
        | Cases switch { PairCases.New => PairMarks.New, PairCases.Serious => PairMarks.Serious, PairCases.Fatal => PairMarks.Fatal, _ => PairMarks.None };

    private bool[] Statuses => [.. Enum.GetValues<Status>().Select(status => Status switch
    {
        PairStatus.Signal => status is not (Reports.Status.Cleared or Reports.Status.None),
        PairStatus.Changed => status.IsChange(),
        PairStatus.Any => true,
        _ => status.ToString() == Status.ToString(),
    })];

    private static bool[]? Named(IReadOnlyList<(string Key, string Name)> names, string? part) => string.IsNullOrWhiteSpace(part) ? null
        : [.. names.Select(one => one.Name.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase) || one.Key.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase))];
}

/// <summary>Which pairs at all.</summary>
internal enum PairLevel
{
    /// <summary>Drug groups by event classes of the report's matrix.</summary>
    Matrix,
    /// <summary>Every event class.</summary>
    Class,
    /// <summary>Single terms.</summary>
    Term,
    /// <summary>All.</summary>
    All,
}

/// <summary>Status against the previous run.</summary>
internal enum PairStatus
{
    /// <summary>A signal now: new, strengthened, persisting or weakened.</summary>
    Signal,
    /// <summary>New, strengthened, weakened or cleared.</summary>
    Changed,
    /// <summary>A signal now, not before.</summary>
    New,
    /// <summary>A signal in both, and stronger.</summary>
    Strengthened,
    /// <summary>A signal in both.</summary>
    Persisting,
    /// <summary>A signal in both, and weaker.</summary>
    Weakened,
    /// <summary>A signal before, not now.</summary>
    Cleared,
    /// <summary>Any, none included.</summary>
    Any,
}

/// <summary>Rule that is met.</summary>
internal enum PairRule
{
    /// <summary>Any or none.</summary>
    Any,
    /// <summary>Evans.</summary>
    Evans,
    /// <summary>EMA.</summary>
    Ema,
    /// <summary>UMC.</summary>
    Ic,
    /// <summary>MGPS.</summary>
    Ebgm,
}

/// <summary>Cases a pair must have.</summary>
internal enum PairCases
{
    /// <summary>Any.</summary>
    Any,
    /// <summary>A new one.</summary>
    New,
    /// <summary>A serious one.</summary>
    Serious,
    /// <summary>A fatal one.</summary>
    Fatal,
}
