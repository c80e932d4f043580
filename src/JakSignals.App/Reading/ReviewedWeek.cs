using JakSignals.Signals;
using JakSignals.Store;

namespace JakSignals.App.Reading;

/// <summary>A published week and the register as it is now.</summary>
internal sealed class ReviewedWeek
{
    private readonly ReviewState[] _states;
    private readonly bool[] _suppressed;

    public ReviewedWeek(PublishedWeek week, Register register, SignalOptions options)
    {
        (Week, Register) = (week, register);
        (_states, _suppressed) = (new ReviewState[week.Signals.Count], new bool[week.Signals.Count]);
        foreach (var entry in register.Entries)
            if (week.Signals.Find(entry.DrugKey, entry.EventKey) is { } row)
                (_states[row], _suppressed[row]) = (entry.State, entry.IsSuppressed(week.Signals.Table.Measure("ror_lower", row), options));
    }

    public PublishedWeek Week { get; }

    public Register Register { get; }

    /// <summary>State of a row of the week's signals.</summary>
    public ReviewState StateOf(int row) => _states[row];

    /// <summary>Whether a row is kept out of what is new, because it was reviewed before and is not stronger since.</summary>
    public bool IsSuppressed(int row) => _suppressed[row];
}
