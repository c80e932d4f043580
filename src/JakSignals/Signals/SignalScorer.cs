using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>What the previous run found, by drug key and event key.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="Scores">Its scored pairs of the main scope and stratum.</param>
public sealed record PreviousScores(string RunId, IReadOnlyDictionary<(string DrugKey, string EventKey), PreviousScore> Scores);

/// <summary>Counts of all pairs of one role scope over all cases: what is left to be scored when the cases are gone.</summary>
/// <param name="Drugs">Drugs by index.</param>
/// <param name="Events">Events by index.</param>
/// <param name="Counts">Counts.</param>
/// <param name="Fit">Fit of the Gamma–Poisson prior to all substance × term pairs.</param>
/// <param name="Gone">Pairs of the reports that only the previous run counted.</param>
/// <param name="OfGroups">Scored pairs of the drug groups, by drug key then event key.</param>
/// <param name="Lost">Signals of the previous run whose drug or event the catalogue does not know any more.</param>
public sealed record CountedPairs(IReadOnlyList<DrugEntry> Drugs, IReadOnlyList<EventEntry> Events, PairCounts Counts, GammaPoissonFit Fit, GoneReports Gone,
    IReadOnlyList<ScoredPair> OfGroups, IReadOnlyList<(string DrugKey, string EventKey)> Lost);

/// <summary>Counts distinct cases of every pair: <see cref="PairCounter"/> in memory, or another that gives the same.</summary>
/// <param name="cases">The cases.</param>
/// <param name="columns">Their seriousness and novelty.</param>
/// <param name="wanted">Pairs to keep.</param>
/// <param name="cancel">Stops the counting.</param>
public delegate PairCounts CountPairs(CodedCases cases, CaseColumns columns, WantedPairs wanted, CancellationToken cancel);

/// <summary>Counts and scores every pair and compares it with the previous run.</summary>
public sealed class SignalScorer(SignalOptions options, PreviousScores? previous)
{
    private const int CancelEvery = 4096;

    /// <summary>Counts all pairs in memory, fits the prior, and scores the pairs of the drug groups.</summary>
    /// <param name="cases">Current cases as codes.</param>
    /// <param name="columns">The same cases.</param>
    /// <param name="gone">Reports that only the previous run counted.</param>
    /// <param name="cancel">Stops the work.</param>
    public CountedPairs Count(CodedCases cases, CaseColumns columns, GoneReports gone, CancellationToken cancel) => Count(cases, columns, gone, PairCounter.Count, cancel);

    /// <summary>Counts all pairs, fits the prior, and scores the pairs of the drug groups: with every event class, with terms of enough cases, and whatever was a signal in the previous run.</summary>
    /// <param name="cases">Current cases as codes.</param>
    /// <param name="columns">The same cases.</param>
    /// <param name="gone">Reports that only the previous run counted.</param>
    /// <param name="count">What counts.</param>
    /// <param name="cancel">Stops the work.</param>
    public CountedPairs Count(CodedCases cases, CaseColumns columns, GoneReports gone, CountPairs count, CancellationToken cancel)
    {
        var (wanted, lost) = Wanted(cases);
        var counts = count(cases, columns, wanted, cancel);
        var counted = new CountedPairs(cases.Drugs, cases.Events, counts, PriorFit.Of(cases, counts), gone, [], lost);
        return counted with { OfGroups = Score(counted, drug => drug.IsGroup, cancel) };
    }

    /// <summary>All scored pairs, by drug key then event key, with their q-values.</summary>
    /// <param name="counted">Counts of all pairs.</param>
    /// <param name="cancel">Stops the work.</param>
    public IReadOnlyList<ScoredPair> Score(CountedPairs counted, CancellationToken cancel)
    {
        ScoredPair[] pairs = [.. counted.OfGroups, .. Score(counted, drug => !drug.IsGroup, cancel)];
        Array.Sort(pairs, ByKey);
        FalseDiscoveries.Fill(pairs, counted.Counts.Distinct);
        return pairs;
    }

    private ScoredPair[] Score(CountedPairs counted, Func<DrugEntry, bool> wanted, CancellationToken cancel)
    {
        var posterior = counted.Fit.Prior is { } prior ? new GammaPoissonPosterior(prior) : null;
        bool[] isWanted = [.. counted.Drugs.Select(wanted)];
        int[] places = [.. Enumerable.Range(0, counted.Counts.Pairs.Count).Where(place => isWanted[counted.Counts.Pairs.Drug[place]])];
        var pairs = new ScoredPair[places.Length];
        Parallel.For(0, (pairs.Length + CancelEvery - 1) / CancelEvery, new ParallelOptions { CancellationToken = cancel }, block =>
        {
            for (var i = block * CancelEvery; i < Math.Min(pairs.Length, (block + 1) * CancelEvery); i++)
                pairs[i] = Score(counted, counted.Counts.Pairs[places[i]], posterior);
        });
        Array.Sort(pairs, ByKey);
        return pairs;
    }

    private static int ByKey(ScoredPair x, ScoredPair y) => string.CompareOrdinal(x.Drug.Key, y.Drug.Key) is var drugs and not 0 ? drugs : string.CompareOrdinal(x.Event.Key, y.Event.Key);

    /// <summary>Pairs with enough cases and signals of the previous run: one that no case supports any more is shown as cleared, not left out. Those that cannot be looked up are named.</summary>
    private (WantedPairs Wanted, List<(string, string)> Lost) Wanted(CodedCases cases)
    {
        var (always, lost) = (new List<(int, int)>(), new List<(string, string)>());
        if (previous is null)
            return (new WantedPairs(options.MinimumReports), lost);
        var (drugs, events) = (Index(cases.Drugs, drug => drug.Key), Index(cases.Events, @event => @event.Key));
        foreach (var (key, _) in previous.Scores.Where(was => was.Value.IsSignal).OrderBy(was => was.Key.DrugKey, StringComparer.Ordinal).ThenBy(was => was.Key.EventKey, StringComparer.Ordinal))
            if (drugs.TryGetValue(key.DrugKey, out var drug) && events.TryGetValue(key.EventKey, out var @event))
                always.Add((drug, @event));
            else
                lost.Add(key);
        return (new WantedPairs(options.MinimumReports, always), lost);
    }

    private ScoredPair Score(CountedPairs counted, PairCount count, GammaPoissonPosterior? posterior)
    {
        var counts = counted.Counts;
        var table = Table2x2.FromMargins(count.Both, counts.DrugCases[count.Drug], counts.EventCases[count.Event], counts.Total);
        var (drug, @event) = (counted.Drugs[count.Drug], counted.Events[count.Event]);
        var scores = PairScores.Of(table, options, posterior);
        PreviousScore? was = previous is not null && previous.Scores.TryGetValue((drug.Key, @event.Key), out var found) ? found : null;
        return new ScoredPair
        {
            Drug = drug, Event = @event, Scope = options.RoleScope, Stratum = Strata.All, Table = table, Counts = count, Scores = scores, Previous = was,
            PreviousMet = was is { } then ? PairScores.RulesMet(then.Table, options.Thresholds) : null,
            Status = Status(scores.IsSignal, scores.Ror?.Lower, was), Change = previous is null ? null : counted.Gone.Change(count, was?.Table.A),
        };
    }

    private SignalStatus Status(bool isSignal, double? lower, PreviousScore? was) => (isSignal, was?.IsSignal ?? false) switch
    {
        (false, false) => SignalStatus.None,
        (true, false) => SignalStatus.New,
        (false, true) => SignalStatus.Cleared,
        _ when lower >= was!.Value.RorLower * options.ChangeFactor => SignalStatus.Strengthened,
        _ when lower * options.ChangeFactor <= was!.Value.RorLower => SignalStatus.Weakened,
        _ => SignalStatus.Persisting,
    };

    private static Dictionary<string, int> Index<T>(IReadOnlyList<T> entries, Func<T, string> key) =>
        Enumerable.Range(0, entries.Count).ToDictionary(i => key(entries[i]), StringComparer.Ordinal);
}
