using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>Puts counts together that were not made by <see cref="PairCounter"/>: what it would have kept is kept.</summary>
/// <param name="cases">The coded cases: what is a substance, a group, a term and a class.</param>
/// <param name="wanted">Pairs to keep.</param>
/// <remarks>Memory: 8 bytes a pair, 36 a kept pair and as much again at the end.</remarks>
public sealed class PairCountsBuilder(CodedCases cases, WantedPairs wanted)
{
    private readonly ForcedPairs _forced = new(cases, wanted.Always);
    private readonly ArraySegment<EventCount>[] _byDrug = new ArraySegment<EventCount>[cases.Drugs.Count];
    private readonly List<PairCount[]> _kept = [];
    private readonly List<PairCount> _found = [];      // of the drug under way
    private int _drug;

    /// <summary>Takes a pair that occurs.</summary>
    /// <param name="pair">The next pair, by drug then event.</param>
    /// <exception cref="ArgumentException">It does not come after the one before, is of no drug or event of the cases, or no case has it.</exception>
    public void Add(in PairCount pair)
    {
        if (pair.Drug >= cases.Drugs.Count || (uint)pair.Event >= (uint)cases.Events.Count || pair.Both < 1 || pair.Drug < _drug || (pair.Drug == _drug && _found is [.., var last] && last.Event >= pair.Event))
            throw new ArgumentException($"{pair} cannot follow drug {_drug}, event {_found.LastOrDefault().Event}: expected pairs by drug then event, each once, of {cases.Drugs.Count} drugs and {cases.Events.Count} events.", nameof(pair));
        while (_drug < pair.Drug)
            Close();
        _found.Add(pair);
    }

    /// <summary>The counts of all pairs taken.</summary>
    /// <param name="total">Cases: N.</param>
    /// <param name="drugCases">Cases with each drug.</param>
    /// <param name="eventCases">Cases with each event.</param>
    public PairCounts Build(int total, int[] drugCases, int[] eventCases)
    {
        while (_drug < _byDrug.Length)
            Close();
        return new(total, drugCases, eventCases, new KeptPairs(_kept), new AllPairs(_byDrug, _forced.Substances, _forced.Terms));
    }

    private void Close()
    {
        _byDrug[_drug] = _found.Select(pair => new EventCount(pair.Event, pair.Both)).ToArray();
        var forced = _forced.Of(_drug).ToArray();
        var without = forced.Except(_found.Select(pair => pair.Event)).Select(@event => new PairCount(_drug, @event, 0, 0, 0, 0, 0, 0));
        PairCount[] kept = [.. _found.Where(pair => pair.Both >= wanted.Minimum || Array.BinarySearch(forced, pair.Event) >= 0).Concat(without).OrderBy(pair => pair.Event)];
        if (kept.Length > 0)
            _kept.Add(kept);
        _found.Clear();
        _drug++;
    }
}
