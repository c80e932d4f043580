using System.Globalization;
using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>One pair in one quarter of receipt.</summary>
/// <param name="Drug">Drug group.</param>
/// <param name="Event">Event class or term.</param>
/// <param name="Quarter">Quarter in which the cases were first received, such as <c>2026Q3</c>.</param>
/// <param name="InQuarter">Cases first received in the quarter.</param>
/// <param name="Cumulative">Cases first received up to its end, those without a date included.</param>
/// <param name="Ror">Reporting odds ratio of the cumulative table; null when not estimable.</param>
/// <param name="Ic">Information component of the cumulative table; null when not estimable.</param>
/// <param name="RorInQuarter">Reporting odds ratio of the quarter's own cases; null when not estimable.</param>
public sealed record TrendPoint(DrugEntry Drug, EventEntry Event, string Quarter, Table2x2 InQuarter, Table2x2 Cumulative, Estimate? Ror, Estimate? Ic, Estimate? RorInQuarter);

/// <summary>The trend of chosen pairs over the quarters of receipt.</summary>
public static class TrendCounter
{
    private const int CancelEvery = 4096;

    /// <summary>Points by pair in the order given, then quarter; a pair's first point is the quarter of its first case.</summary>
    /// <param name="cases">Coded cases.</param>
    /// <param name="columns">The same cases.</param>
    /// <param name="pairs">Indexes of drug and event; each pair once.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <remarks>The last cumulative table of a pair is its table in the signals: the same current cases, ordered by first receipt.</remarks>
    public static IReadOnlyList<TrendPoint> Count(CodedCases cases, CaseColumns columns, IReadOnlyList<(int Drug, int Event)> pairs, CancellationToken cancel)
    {
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (var day in columns.FirstReceivedOn)
            if (HasQuarter(day))
                (first, last) = (Math.Min(first, QuarterOf(day)), Math.Max(last, QuarterOf(day)));
        if (first > last)
            return [];
        var tally = new QuarterTally(first, last - first + 1, pairs, cases);
        for (var row = 0; row < cases.CaseCount; row++)
        {
            if (row % CancelEvery == 0)
                cancel.ThrowIfCancellationRequested();
            tally.Add(columns.FirstReceivedOn[row] is var day && HasQuarter(day) ? QuarterOf(day) - first + 1 : 0, cases.DrugsOf(row), cases.EventsOf(row));
        }
        return [.. pairs.SelectMany((pair, index) => tally.Points(pair.Drug, pair.Event, index))];
    }

    /// <summary>Of a year alone no quarter is known: such a case is, like one without a date, in every cumulative count.</summary>
    private static bool HasQuarter(int day) => day / 100 % 100 != 0;

    private static int QuarterOf(int day) => day / 10000 * 4 + (day / 100 % 100 - 1) / 3;

    /// <summary>Counts by quarter; slot 0 holds cases without a date, which belong to every cumulative count.</summary>
    private sealed class QuarterTally
    {
        private readonly int _first;
        private readonly int _slots;
        private readonly CodedCases _cases;
        private readonly int[] _drugAt;         // place of a drug or event among those of the pairs; -1 for the others
        private readonly int[] _eventAt;
        private readonly int[] _pairAt;         // by place of the drug and place of the event
        private readonly int _events;
        private readonly long[] _total;
        private readonly long[,] _drug;
        private readonly long[,] _event;
        private readonly long[,] _both;

        public QuarterTally(int first, int quarters, IReadOnlyList<(int Drug, int Event)> pairs, CodedCases cases)
        {
            (_first, _slots, _cases) = (first, quarters + 1, cases);
            (_drugAt, var drugs) = Places(cases.Drugs.Count, pairs.Select(pair => pair.Drug));
            (_eventAt, _events) = Places(cases.Events.Count, pairs.Select(pair => pair.Event));
            _pairAt = new int[drugs * _events];
            Array.Fill(_pairAt, -1);
            foreach (var (index, (drug, @event)) in pairs.Index())
                _pairAt[_drugAt[drug] * _events + _eventAt[@event]] = index;
            _total = new long[_slots];
            (_drug, _event, _both) = (new long[drugs, _slots], new long[_events, _slots], new long[pairs.Count, _slots]);
        }

        public void Add(int slot, ReadOnlySpan<int> drugs, ReadOnlySpan<int> events)
        {
            _total[slot]++;
            foreach (var @event in events)
                if (_eventAt[@event] is var at and >= 0)
                    _event[at, slot]++;
            foreach (var drug in drugs)
                if (_drugAt[drug] is var at and >= 0)
                {
                    _drug[at, slot]++;
                    AddPairs(at * _events, slot, events);
                }
        }

        public IEnumerable<TrendPoint> Points(int drug, int @event, int pair)
        {
            var (drugAt, eventAt) = (_drugAt[drug], _eventAt[@event]);
            var (both, drugs, events, total) = (_both[pair, 0], _drug[drugAt, 0], _event[eventAt, 0], _total[0]);
            for (var slot = 1; slot < _slots; slot++)
            {
                both += _both[pair, slot];
                drugs += _drug[drugAt, slot];
                events += _event[eventAt, slot];
                total += _total[slot];
                if (both == 0)
                    continue;
                var inQuarter = Table2x2.FromMargins(_both[pair, slot], _drug[drugAt, slot], _event[eventAt, slot], _total[slot]);
                var cumulative = Table2x2.FromMargins(both, drugs, events, total);
                yield return new TrendPoint(_cases.Drugs[drug], _cases.Events[@event], QuarterName(_first + slot - 1), inQuarter, cumulative,
                    ReportingOdds.Ror(cumulative), InformationComponent.Ic(cumulative), ReportingOdds.Ror(inQuarter));
            }
        }

        private void AddPairs(int drugAt, int slot, ReadOnlySpan<int> events)
        {
            foreach (var @event in events)
                if (_eventAt[@event] is var at and >= 0 && _pairAt[drugAt + at] is var pair and >= 0)
                    _both[pair, slot]++;
        }

        private static string QuarterName(int quarter) => string.Create(CultureInfo.InvariantCulture, $"{quarter / 4}Q{quarter % 4 + 1}");

        private static (int[] Places, int Count) Places(int count, IEnumerable<int> chosen)
        {
            var places = new int[count];
            Array.Fill(places, -1);
            var next = 0;
            foreach (var one in chosen)
                if (places[one] < 0)
                    places[one] = next++;
            return (places, next);
        }
    }
}
