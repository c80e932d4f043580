using System.Globalization;
using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>One drug group × event class in one quarter of receipt.</summary>
/// <param name="Drug">Drug group.</param>
/// <param name="Event">Event class.</param>
/// <param name="Quarter">Quarter in which the cases were first received, such as <c>2026Q3</c>.</param>
/// <param name="InQuarter">Cases first received in the quarter.</param>
/// <param name="Cumulative">Cases first received up to its end, those without a date included.</param>
/// <param name="Ror">Reporting odds ratio of the cumulative table; null when not estimable.</param>
public sealed record TrendPoint(DrugEntry Drug, EventEntry Event, string Quarter, Table2x2 InQuarter, Table2x2 Cumulative, Estimate? Ror);

/// <summary>The trend of every drug group × event class that has a case.</summary>
public static class TrendCounter
{
    /// <summary>Points by drug key, event key and quarter; a pair's first point is the quarter of its first case.</summary>
    /// <remarks>The last cumulative table of a pair is its table in the signals: the same current cases, ordered by first receipt.</remarks>
    public static IReadOnlyList<TrendPoint> Count(CodedCases cases, CaseColumns columns)
    {
        var quarterOf = Array.ConvertAll(columns.FirstReceivedOn, day => day == 0 ? int.MinValue : day / 10000 * 4 + (day / 100 % 100 - 1) / 3);
        int[] quarters = [.. quarterOf.Where(q => q != int.MinValue).Distinct().Order()];
        if (quarters.Length == 0)
            return [];
        var groups = Enumerable.Range(0, cases.Drugs.Count).Where(d => cases.Drugs[d].IsGroup).ToArray();
        var classes = Enumerable.Range(0, cases.Events.Count).Where(e => cases.Events[e].IsClass).ToArray();
        var tally = new QuarterTally(quarters[0], quarters[^1] - quarters[0] + 1, groups, classes, cases);
        for (var row = 0; row < cases.CaseCount; row++)
            tally.Add(quarterOf[row], cases.DrugsOf(row), cases.EventsOf(row));
        return [.. groups.OrderBy(g => cases.Drugs[g].Key, StringComparer.Ordinal)
            .SelectMany(_ => classes.OrderBy(c => cases.Events[c].Key, StringComparer.Ordinal), (g, c) => (g, c))
            .SelectMany(pair => tally.Points(pair.g, pair.c))];
    }

    /// <summary>Counts by quarter; slot 0 holds cases without a date, which belong to every cumulative count.</summary>
    private sealed class QuarterTally
    {
        private readonly int _first;
        private readonly CodedCases _cases;
        private readonly int[] _groupSlot;
        private readonly int[] _classSlot;
        private readonly long[] _total;
        private readonly long[,] _drug;
        private readonly long[,] _event;
        private readonly long[,,] _both;

        public QuarterTally(int first, int quarters, int[] groups, int[] classes, CodedCases cases)
        {
            (_first, _cases) = (first, cases);
            _groupSlot = Slots(cases.Drugs.Count, groups);
            _classSlot = Slots(cases.Events.Count, classes);
            _total = new long[quarters + 1];
            _drug = new long[quarters + 1, groups.Length];
            _event = new long[quarters + 1, classes.Length];
            _both = new long[quarters + 1, groups.Length, classes.Length];
        }

        public void Add(int quarter, ReadOnlySpan<int> drugs, ReadOnlySpan<int> events)
        {
            var slot = quarter == int.MinValue ? 0 : quarter - _first + 1;
            _total[slot]++;
            foreach (var @event in events)
                if (_classSlot[@event] >= 0)
                    _event[slot, _classSlot[@event]]++;
            foreach (var drug in drugs)
                if (_groupSlot[drug] is var group and >= 0)
                {
                    _drug[slot, group]++;
                    foreach (var @event in events)
                        if (_classSlot[@event] >= 0)
                            _both[slot, group, _classSlot[@event]]++;
                }
        }

        public IEnumerable<TrendPoint> Points(int drug, int @event)
        {
            var (group, @class) = (_groupSlot[drug], _classSlot[@event]);
            var (both, drugs, events, total) = (_both[0, group, @class], _drug[0, group], _event[0, @class], _total[0]);
            for (var slot = 1; slot < _total.Length; slot++)
            {
                both += _both[slot, group, @class];
                drugs += _drug[slot, group];
                events += _event[slot, @class];
                total += _total[slot];
                if (both == 0)
                    continue;
                var inQuarter = Table2x2.FromMargins(_both[slot, group, @class], _drug[slot, group], _event[slot, @class], _total[slot]);
                var cumulative = Table2x2.FromMargins(both, drugs, events, total);
                yield return new TrendPoint(_cases.Drugs[drug], _cases.Events[@event], QuarterName(_first + slot - 1), inQuarter, cumulative, ReportingOdds.Ror(cumulative));
            }
        }

        private static string QuarterName(int quarter) => string.Create(CultureInfo.InvariantCulture, $"{quarter / 4}Q{quarter % 4 + 1}");

        private static int[] Slots(int count, int[] chosen)
        {
            var slots = new int[count];
            Array.Fill(slots, -1);
            for (var i = 0; i < chosen.Length; i++)
                slots[chosen[i]] = i;
            return slots;
        }
    }
}
