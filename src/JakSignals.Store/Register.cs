using JakSignals.Signals;

namespace JakSignals.Store;

/// <summary>A pair of the register: its decisions, first to last.</summary>
/// <param name="DrugKey">Drug key as in the snapshot.</param>
/// <param name="EventKey">Event key as in the snapshot.</param>
/// <param name="Decisions">At least one.</param>
public sealed record RegisterEntry(string DrugKey, string EventKey, IReadOnlyList<Review> Decisions)
{
    /// <summary>The last decision.</summary>
    public Review Last => Decisions[^1];

    /// <summary>Where the pair is.</summary>
    public ReviewState State => Last.State;

    /// <summary>Whether the pair is kept out of what is new: see <see cref="Suppression"/>.</summary>
    /// <param name="rorLower">Lower limit of its ROR now; null when not estimable or not scored.</param>
    /// <param name="options">Which states keep a pair out, and what counts as stronger.</param>
    public bool IsSuppressed(double? rorLower, SignalOptions options) => Suppression.Holds(State, Last.RorLowerSeen, rorLower, options.StatesSuppressed, options.ChangeFactor);
}

/// <summary>The register of signals, as a list of decisions leaves it.</summary>
public sealed class Register
{
    private readonly Dictionary<(string, string), RegisterEntry> _entries;

    private Register(Dictionary<(string, string), RegisterEntry> entries, NameRegister names, SourceRegister sources, long count, string head) =>
        (_entries, Names, Sources, Count, Head) = (entries, names, sources, count, head);

    /// <summary>Every pair that was decided on, by its keys.</summary>
    public IEnumerable<RegisterEntry> Entries => _entries.Values.OrderBy(entry => entry.DrugKey, StringComparer.Ordinal).ThenBy(entry => entry.EventKey, StringComparer.Ordinal);

    /// <summary>The names that were decided on.</summary>
    public NameRegister Names { get; }

    /// <summary>The sources that were withdrawn or reinstated.</summary>
    public SourceRegister Sources { get; }

    /// <summary>Number of decisions, those on names and sources included: the length of the chain.</summary>
    public long Count { get; }

    /// <summary>Hash of the last decision; 64 zeros when there is none.</summary>
    public string Head { get; }

    /// <summary>The register after these decisions, first to last.</summary>
    public static Register Of(IReadOnlyList<Review> reviews) => new(
        reviews.Where(review => review.Kind == Review.OfSignal).GroupBy(review => (review.DrugKey, review.EventKey))
            .ToDictionary(pair => pair.Key, pair => new RegisterEntry(pair.Key.DrugKey, pair.Key.EventKey, [.. pair])),
        NameRegister.Of(reviews), SourceRegister.Of(reviews), reviews.Count, reviews.Count == 0 ? ReviewLog.NoHash : reviews[^1].Hash);

    /// <summary>The entry of a pair; null when nobody decided on it.</summary>
    public RegisterEntry? Find(string drugKey, string eventKey) => _entries.GetValueOrDefault((drugKey, eventKey));
}
