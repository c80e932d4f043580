using System.Collections;

namespace JakSignals.Signals;

/// <summary>Distinct current cases of one pair.</summary>
/// <param name="Drug">Drug index.</param>
/// <param name="Event">Event index.</param>
/// <param name="Both">Cases with both: cell a.</param>
/// <param name="New">Of these, cases the previous run did not have.</param>
/// <param name="Serious">Of these, serious cases.</param>
/// <param name="Fatal">Of these, fatal cases.</param>
/// <param name="NewSerious">New serious cases.</param>
/// <param name="NewFatal">New fatal cases.</param>
/// <param name="FollowedUp">Of these, cases the previous run had with another report.</param>
public readonly record struct PairCount(int Drug, int Event, int Both, int New, int Serious, int Fatal, int NewSerious, int NewFatal, int FollowedUp = 0);

/// <summary>Cases of one event with a drug that is known from elsewhere.</summary>
/// <param name="Event">Event index.</param>
/// <param name="Both">Cases with both: cell a, 1 or more.</param>
public readonly record struct EventCount(int Event, int Both);

/// <summary>Counts of pairs with their margins.</summary>
/// <param name="Total">Current cases: N.</param>
/// <param name="DrugCases">Cases with each drug.</param>
/// <param name="EventCases">Cases with each event.</param>
/// <param name="Pairs">Pairs kept, by drug then event.</param>
/// <param name="AllPairs">Pairs that occur, kept or not.</param>
public sealed record PairCounts(int Total, int[] DrugCases, int[] EventCases, KeptPairs Pairs, AllPairs AllPairs)
{
    /// <summary>Distinct pairs that occur at least once, kept or not: what was looked at.</summary>
    public long Distinct => AllPairs.Count;
}

/// <summary>Which pairs are kept with their counts by mark; groups with classes are kept always.</summary>
/// <param name="Minimum">Cases from which a pair is kept, 1 or more.</param>
/// <param name="Always">Pairs kept whatever their count, as indexes of drug and event, also where no case has both.</param>
public sealed record WantedPairs(int Minimum, IReadOnlyCollection<(int Drug, int Event)> Always)
{
    /// <summary>Pairs of so many cases.</summary>
    public WantedPairs(int minimum) : this(minimum, []) { }
}

/// <summary>Every pair that occurs, by drug: what the prior of the empirical Bayes scores is fitted to.</summary>
/// <remarks>8 bytes a pair, in stretches of many drugs: 25 million pairs are 200 MB.</remarks>
public sealed class AllPairs
{
    private readonly ArraySegment<EventCount>[] _byDrug;
    private readonly int _substances;
    private readonly int _terms;

    internal AllPairs(ArraySegment<EventCount>[] byDrug, int substances, int terms) => (_byDrug, _substances, _terms, Count) = (byDrug, substances, terms, byDrug.Sum(pairs => (long)pairs.Count));

    /// <summary>Number of pairs.</summary>
    public long Count { get; }

    /// <summary>Number of drugs, with or without pairs.</summary>
    public int DrugCount => _byDrug.Length;

    /// <summary>Events a drug occurs with, ascending.</summary>
    public ReadOnlySpan<EventCount> Of(int drug) => _byDrug[drug];

    /// <summary>Terms a substance occurs with, ascending; none where the drug is a route or class group, whose cases are those of its substances again.</summary>
    public ReadOnlySpan<EventCount> TermsOf(int drug) => drug < _substances ? Of(drug)[..Below(Of(drug), _terms)] : [];

    /// <summary>Cases of a pair; 0 where it does not occur.</summary>
    public int this[int drug, int @event]
    {
        get
        {
            var pairs = Of(drug);
            var place = Below(pairs, @event);
            return place < pairs.Length && pairs[place].Event == @event ? pairs[place].Both : 0;
        }
    }

    /// <summary>How many stand before an event.</summary>
    private static int Below(ReadOnlySpan<EventCount> pairs, int @event)
    {
        var (low, high) = (0, pairs.Length);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = pairs[middle].Event < @event ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}

/// <summary>Pairs kept, by drug then event, in columns: 36 bytes a pair.</summary>
public sealed class KeptPairs : IReadOnlyList<PairCount>
{
    internal KeptPairs(IReadOnlyList<PairCount[]> blocks)
    {
        Count = blocks.Sum(block => block.Length);
        (Drug, Event, Both, New, Serious, Fatal, NewSerious, NewFatal, FollowedUp) = (Column(), Column(), Column(), Column(), Column(), Column(), Column(), Column(), Column());
        var row = 0;
        foreach (var block in blocks)
            foreach (ref readonly var pair in block.AsSpan())
                Set(row++, in pair);
    }

    /// <summary>Number of pairs.</summary>
    public int Count { get; }

    /// <summary>Drug indexes.</summary>
    public int[] Drug { get; }

    /// <summary>Event indexes.</summary>
    public int[] Event { get; }

    /// <summary>Cases with both: cell a.</summary>
    public int[] Both { get; }

    /// <summary>Of these, cases the previous run did not have.</summary>
    public int[] New { get; }

    /// <summary>Of these, serious cases.</summary>
    public int[] Serious { get; }

    /// <summary>Of these, fatal cases.</summary>
    public int[] Fatal { get; }

    /// <summary>New serious cases.</summary>
    public int[] NewSerious { get; }

    /// <summary>New fatal cases.</summary>
    public int[] NewFatal { get; }

    /// <summary>Of these, cases the previous run had with another report.</summary>
    public int[] FollowedUp { get; }

    /// <summary>One pair.</summary>
    public PairCount this[int index] => new(Drug[index], Event[index], Both[index], New[index], Serious[index], Fatal[index], NewSerious[index], NewFatal[index], FollowedUp[index]);

    /// <inheritdoc/>
    public IEnumerator<PairCount> GetEnumerator()
    {
        for (var row = 0; row < Count; row++)
            yield return this[row];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int[] Column() => GC.AllocateUninitializedArray<int>(Count);

    private void Set(int row, in PairCount pair)
    {
        (Drug[row], Event[row], Both[row]) = (pair.Drug, pair.Event, pair.Both);
        (New[row], Serious[row], Fatal[row]) = (pair.New, pair.Serious, pair.Fatal);
        (NewSerious[row], NewFatal[row], FollowedUp[row]) = (pair.NewSerious, pair.NewFatal, pair.FollowedUp);
    }
}
