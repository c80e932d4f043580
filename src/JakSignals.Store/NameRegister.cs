using JakSignals.Normalise;

namespace JakSignals.Store;

/// <summary>An unmapped name that was decided on: its decisions, first to last. The last one counts.</summary>
/// <param name="Name">The name, cleaned.</param>
/// <param name="Decisions">At least one.</param>
public sealed record NameEntry(string Name, IReadOnlyList<Review> Decisions)
{
    /// <summary>The last decision.</summary>
    public Review Last => Decisions[^1];

    /// <summary>Substance of the last decision.</summary>
    public string Substance => Last.DrugKey;

    /// <summary>Where the name is.</summary>
    public NameState State => StateOf(Last);

    /// <summary>The name as a run takes it up; null when it was rejected.</summary>
    public ApprovedName? Approved => State.IsApproved() ? new ApprovedName(Name, Substance, State == NameState.ApprovedTopical) : null;

    /// <summary>State of a name after a decision on it.</summary>
    public static NameState StateOf(Review review) => NameStates.Parse(review.StateCode)
        ?? throw new StoreException($"Decision {review.ReviewId} has the state '{review.StateCode}', which is none of a name; run: jaksignals audit verify");
}

/// <summary>The names that were decided on, as a list of decisions leaves them.</summary>
public sealed class NameRegister
{
    private readonly Dictionary<string, NameEntry> _entries;

    private NameRegister(Dictionary<string, NameEntry> entries) => _entries = entries;

    /// <summary>Every name that was decided on, in ordinal order.</summary>
    public IEnumerable<NameEntry> Entries => _entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>Names that are approved, in ordinal order.</summary>
    public IReadOnlyList<ApprovedName> Approved => [.. Entries.Select(entry => entry.Approved).OfType<ApprovedName>()];

    /// <summary>The names after these decisions, first to last.</summary>
    public static NameRegister Of(IReadOnlyList<Review> reviews) => new(reviews.Where(review => review.Kind == Review.OfName)
        .GroupBy(review => review.Name ?? "", StringComparer.Ordinal).ToDictionary(name => name.Key, name => new NameEntry(name.Key, [.. name]), StringComparer.Ordinal));

    /// <summary>The entry of a name; null when nobody decided on it.</summary>
    public NameEntry? Find(string name) => _entries.GetValueOrDefault(name);
}
