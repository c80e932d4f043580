using JakSignals.Cases;
using JakSignals.Normalise;

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
public readonly record struct PairCount(int Drug, int Event, int Both, int New, int Serious, int Fatal, int NewSerious, int NewFatal);

/// <summary>Counts of pairs with their margins.</summary>
/// <param name="Total">Current cases: N.</param>
/// <param name="DrugCases">Cases with each drug.</param>
/// <param name="EventCases">Cases with each event.</param>
/// <param name="Pairs">Pairs kept, by drug then event.</param>
/// <param name="Distinct">Distinct pairs that occur at least once, kept or not: what was looked at.</param>
public sealed record PairCounts(int Total, int[] DrugCases, int[] EventCases, IReadOnlyList<PairCount> Pairs, long Distinct);

/// <summary>Counts distinct cases of every drug–event pair.</summary>
public static class PairCounter
{
    private const int CancelEvery = 4096;

    /// <summary>Counts all pairs and keeps those wanted.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="columns">Their seriousness and novelty.</param>
    /// <param name="keep">Whether a pair of this drug and event with this count is kept; asked for pairs that occur, and for every class of every drug group.</param>
    /// <param name="cancel">Stops the counting.</param>
    /// <remarks>
    /// A drug at a time: the events of its cases are counted in one dense array that stays in the cache. Cost: Σ over cases of
    /// (drugs × events); memory: one array of events per processor. Drugs are shared out between processors and put together in order.
    /// </remarks>
    public static PairCounts Count(CodedCases cases, CaseColumns columns, Func<int, int, int, bool> keep, CancellationToken cancel)
    {
        var marks = new byte[cases.CaseCount];
        for (var row = 0; row < marks.Length; row++)
            marks[row] = (byte)((columns.IsNew[row] ? Tally.New : 0) | (columns.IsSerious(row) ? Tally.Serious : 0) | (columns.IsFatal(row) ? Tally.Fatal : 0));
        var (start, rows) = CasesByDrug(cases);
        var byDrug = new List<PairCount>[cases.Drugs.Count];
        var distinct = new long[cases.Drugs.Count];
        Parallel.For(0, byDrug.Length, new ParallelOptions { CancellationToken = cancel }, () => new Tally(cases.Events.Count), (drug, _, tally) =>
        {
            tally.CountCases(cases, rows.AsSpan(start[drug]..start[drug + 1]), marks, cancel);
            distinct[drug] = tally.Distinct;
            byDrug[drug] = tally.TakePairs(drug, cases, keep);
            return tally;
        }, _ => { });
        var eventCases = new int[cases.Events.Count];
        foreach (var @event in cases.CaseEvents)
            eventCases[@event]++;
        return new PairCounts(cases.CaseCount, [.. Enumerable.Range(0, byDrug.Length).Select(d => start[d + 1] - start[d])], eventCases,
            [.. byDrug.SelectMany(pairs => pairs)], distinct.Sum());
    }

    private static (int[] Start, int[] Rows) CasesByDrug(CodedCases cases)
    {
        var start = new int[cases.Drugs.Count + 1];
        foreach (var drug in cases.CaseDrugs)
            start[drug + 1]++;
        for (var drug = 0; drug < cases.Drugs.Count; drug++)
            start[drug + 1] += start[drug];
        var next = start.AsSpan(0, cases.Drugs.Count).ToArray();
        var rows = new int[cases.CaseDrugs.Length];
        for (var row = 0; row < cases.CaseCount; row++)
            foreach (var drug in cases.DrugsOf(row))
                rows[next[drug]++] = row;
        return (start, rows);
    }

    /// <summary>Counts by event for one drug at a time; cleared by what was touched.</summary>
    private sealed class Tally(int eventCount)
    {
        public const int New = 1, Serious = 2, Fatal = 4;
        private readonly int[] _both = new int[eventCount];
        private readonly int[] _new = new int[eventCount];
        private readonly int[] _serious = new int[eventCount];
        private readonly int[] _fatal = new int[eventCount];
        private readonly int[] _newSerious = new int[eventCount];
        private readonly int[] _newFatal = new int[eventCount];
        private readonly List<int> _touched = [];

        public int Distinct => _touched.Count;

        public void CountCases(CodedCases cases, ReadOnlySpan<int> rows, byte[] marks, CancellationToken cancel)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (i % CancelEvery == 0)
                    cancel.ThrowIfCancellationRequested();
                var mark = marks[rows[i]];
                foreach (var @event in cases.EventsOf(rows[i]))
                {
                    if (_both[@event]++ == 0)
                        _touched.Add(@event);
                    if (mark != 0)
                        CountMark(@event, mark);
                }
            }
        }

        public List<PairCount> TakePairs(int drug, CodedCases cases, Func<int, int, int, bool> keep)
        {
            if (cases.Drugs[drug].IsGroup)
                for (var @event = cases.Events.Count - 1; @event >= 0 && cases.Events[@event].IsClass; @event--)
                    if (_both[@event] == 0)
                        _touched.Add(@event);
            _touched.Sort();
            var pairs = new List<PairCount>();
            foreach (var @event in _touched)
            {
                if (keep(drug, @event, _both[@event]))
                    pairs.Add(new PairCount(drug, @event, _both[@event], _new[@event], _serious[@event], _fatal[@event], _newSerious[@event], _newFatal[@event]));
                _both[@event] = _new[@event] = _serious[@event] = _fatal[@event] = _newSerious[@event] = _newFatal[@event] = 0;
            }
            _touched.Clear();
            return pairs;
        }

        private void CountMark(int @event, int mark)
        {
            _new[@event] += mark & New;
            _serious[@event] += mark >> 1 & 1;
            _fatal[@event] += mark >> 2 & 1;
            _newSerious[@event] += mark & mark >> 1 & 1;
            _newFatal[@event] += mark & mark >> 2 & 1;
        }
    }
}
