using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>The drug with the largest share of an event class's cases among the drugs reported with it more often than expected.</summary>
/// <param name="Drug">The drug.</param>
/// <param name="Cases">Its cases of the class.</param>
/// <param name="Share">Its share of all cases of the class, a fraction.</param>
public sealed record MaskingDrug(DrugEntry Drug, long Cases, double Share);

/// <summary>A class pair with the strongest contributor to its event left out.</summary>
/// <param name="Drug">Drug group.</param>
/// <param name="Event">Event class.</param>
/// <param name="LeftOut">The contributor, whose cases are all left out.</param>
/// <param name="With">Scores with all cases, EBGM included: what is a signal there is not masked.</param>
/// <param name="Table">The table without the contributor's cases.</param>
/// <param name="Scores">Scores of that table.</param>
public sealed record UnmaskedPair(DrugEntry Drug, EventEntry Event, MaskingDrug LeftOut, PairScores With, Table2x2 Table, PairScores Scores)
{
    /// <summary>Whether the pair is a signal only without the contributor: it was masked.</summary>
    public bool Appears => Scores.IsSignal && !With.IsSignal;
}

/// <summary>Looks for class pairs that a dominant drug hides.</summary>
/// <remarks>
/// A drug with many reports of an event raises what is expected of all other drugs. For each event class the substance with most of its cases, if reported with it more often
/// than expected, is left out with all its cases, and the drug groups that are no part of it, nor it of them, are scored again. Source: Wang HW, Hochberg AM, Pearson RK, Hauben M. An experimental
/// investigation of masking in the US FDA adverse event reporting system database. Drug Saf 2010;33:1117–1133 (from memory, unverified). One contributor at a time; nothing replaces the main figures.
/// </remarks>
public static class MaskingAudit
{
    /// <summary>Scores the pairs wanted without the strongest contributor, by drug key then event key.</summary>
    /// <param name="cases">Coded cases.</param>
    /// <param name="counts">Their counts, with all pairs of substances and event classes.</param>
    /// <param name="scored">Scored pairs of drug groups and event classes over all cases.</param>
    /// <param name="options">Thresholds.</param>
    /// <param name="cancel">Stops the work.</param>
    public static IReadOnlyList<UnmaskedPair> Audit(CodedCases cases, PairCounts counts, IReadOnlyList<ScoredPair> scored, SignalOptions options, CancellationToken cancel)
    {
        var contributors = Contributors(cases, counts);
        var without = new CasesWithout(cases, [.. contributors.Values.Distinct()], [.. scored.Select(p => p.Counts.Drug).Distinct()], [.. scored.Select(p => p.Counts.Event).Distinct()], cancel);
        return [.. scored.Where(pair => contributors.ContainsKey(pair.Counts.Event) && !without.Overlaps(contributors[pair.Counts.Event], pair))
            .Select(pair => Unmasked(cases, counts, pair, contributors[pair.Counts.Event], without, options))
            .OrderBy(pair => pair.Drug.Key, StringComparer.Ordinal).ThenBy(pair => pair.Event.Key, StringComparer.Ordinal)];
    }

    /// <summary>By event class, the substance with most of its cases that has more of them than expected.</summary>
    private static Dictionary<int, int> Contributors(CodedCases cases, PairCounts counts)
    {
        var best = new Dictionary<int, (int Both, int Drug)>();
        for (var drug = 0; drug < cases.Drugs.Count; drug++)
            if (cases.Drugs[drug].Kind == DrugEntry.SubstanceKind)
                foreach (var (@event, both) in counts.AllPairs.Of(drug))
                    if (cases.Events[@event].IsClass && (double)both * counts.Total > (double)counts.DrugCases[drug] * counts.EventCases[@event]
                        && (!best.TryGetValue(@event, out var most) || both > most.Both))
                        best[@event] = (both, drug);
        return best.ToDictionary(b => b.Key, b => b.Value.Drug);
    }

    private static UnmaskedPair Unmasked(CodedCases cases, PairCounts counts, ScoredPair pair, int contributor, CasesWithout without, SignalOptions options)
    {
        var (group, one) = (pair.Counts.Drug, pair.Counts.Event);
        var its = without.Pair(contributor, contributor, one);
        var table = Table2x2.FromMargins(pair.Table.A - without.Pair(contributor, group, one), pair.Table.Drug - without.Drug(contributor, group),
            pair.Table.Event - its, pair.Table.Total - counts.DrugCases[contributor]);
        var leftOut = new MaskingDrug(cases.Drugs[contributor], its, (double)its / pair.Table.Event);
        return new UnmaskedPair(pair.Drug, pair.Event, leftOut, pair.Scores, table, PairScores.Of(table, options));
    }

    /// <summary>Counts among the cases of each contributor.</summary>
    private sealed class CasesWithout
    {
        private readonly Dictionary<(int Contributor, int Drug), long> _drugs = [];
        private readonly Dictionary<(int Contributor, int Drug, int Event), long> _pairs = [];

        public CasesWithout(CodedCases cases, int[] contributors, int[] drugs, int[] events, CancellationToken cancel)
        {
            bool[] leavesOut = Marks(cases.Drugs.Count, contributors), counts = Marks(cases.Drugs.Count, [.. drugs, .. contributors]), happens = Marks(cases.Events.Count, events);
            for (var row = 0; row < cases.CaseCount; row++)
            {
                if (row % 4096 == 0)
                    cancel.ThrowIfCancellationRequested();
                foreach (var contributor in cases.DrugsOf(row))
                    if (leavesOut[contributor])
                        Count(contributor, cases.DrugsOf(row), counts, cases.EventsOf(row), happens);
            }
        }

        public long Drug(int contributor, int drug) => _drugs.GetValueOrDefault((contributor, drug));

        public long Pair(int contributor, int drug, int @event) => _pairs.GetValueOrDefault((contributor, drug, @event));

        /// <summary>Whether every case of the contributor has the drug group, or the other way round: one is then made of the other, and cannot hide it.</summary>
        public bool Overlaps(int contributor, ScoredPair pair) =>
            Drug(contributor, pair.Counts.Drug) is var both && (both == Drug(contributor, contributor) || both == pair.Table.Drug);

        private void Count(int contributor, ReadOnlySpan<int> drugs, bool[] counts, ReadOnlySpan<int> events, bool[] happens)
        {
            foreach (var drug in drugs)
            {
                if (!counts[drug])
                    continue;
                _drugs[(contributor, drug)] = Drug(contributor, drug) + 1;
                foreach (var @event in events)
                    if (happens[@event])
                        _pairs[(contributor, drug, @event)] = Pair(contributor, drug, @event) + 1;
            }
        }

        private static bool[] Marks(int count, int[] chosen)
        {
            var marks = new bool[count];
            foreach (var one in chosen)
                marks[one] = true;
            return marks;
        }
    }
}
