using System.Globalization;
using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>What the previous run found, by drug key and event key.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="Scores">Its scored pairs.</param>
public sealed record PreviousScores(string RunId, IReadOnlyDictionary<(string DrugKey, string EventKey), PreviousScore> Scores);

/// <summary>All pairs of one role scope and stratum.</summary>
/// <param name="Pairs">Scored pairs, by drug key then event key.</param>
/// <param name="Total">Current cases.</param>
/// <param name="Distinct">Distinct pairs that occur at all.</param>
public sealed record ScoredPairs(IReadOnlyList<ScoredPair> Pairs, int Total, long Distinct);

/// <summary>Counts and scores every pair and compares it with the previous run.</summary>
public sealed class SignalScorer(SignalOptions options, PreviousScores? previous)
{
    /// <summary>Scores every drug group × event class, every other pair with enough cases, and whatever was a signal in the previous run.</summary>
    public ScoredPairs Score(CodedCases cases, CaseColumns columns, CancellationToken cancel)
    {
        var counts = PairCounter.Count(cases, columns, Keep(cases), cancel);
        var pairs = counts.Pairs.Select(count => Score(cases, counts, count)).Concat(Vanished(cases, counts))
            .OrderBy(p => p.Drug.Key, StringComparer.Ordinal).ThenBy(p => p.Event.Key, StringComparer.Ordinal).ToList();
        return new ScoredPairs(pairs, counts.Total, counts.Distinct);
    }

    private Func<int, int, int, bool> Keep(CodedCases cases) => (drug, @event, both) =>
        both >= options.MinimumReports
        || (cases.Drugs[drug].IsGroup && cases.Events[@event].IsClass)
        || WasSignal(cases.Drugs[drug].Key, cases.Events[@event].Key);

    private bool WasSignal(string drugKey, string eventKey) =>
        previous is not null && previous.Scores.TryGetValue((drugKey, eventKey), out var was) && was.IsSignal;

    /// <summary>Signals of the previous run that no case supports any more; they are shown as cleared, not left out.</summary>
    private IEnumerable<ScoredPair> Vanished(CodedCases cases, PairCounts counts)
    {
        if (previous is null)
            return [];
        var drugs = Index(cases.Drugs, d => d.Key);
        var events = Index(cases.Events, e => e.Key);
        var found = counts.Pairs.Select(p => (cases.Drugs[p.Drug].Key, cases.Events[p.Event].Key)).ToHashSet();
        return previous.Scores
            .Where(was => was.Value.IsSignal && !found.Contains(was.Key) && drugs.ContainsKey(was.Key.DrugKey) && events.ContainsKey(was.Key.EventKey))
            .Select(was => Score(cases, counts, new PairCount(drugs[was.Key.DrugKey], events[was.Key.EventKey], 0, 0, 0, 0, 0, 0)));
    }

    private ScoredPair Score(CodedCases cases, PairCounts counts, PairCount count)
    {
        var table = Table2x2.FromMargins(count.Both, counts.DrugCases[count.Drug], counts.EventCases[count.Event], counts.Total);
        var (drug, @event) = (cases.Drugs[count.Drug], cases.Events[count.Event]);
        var prr = ProportionalReporting.Prr(table);
        var ror = ReportingOdds.Ror(table);
        var (pearson, yates) = (ChiSquare.Pearson(table), ChiSquare.Yates(table));
        var evans = SignalRules.Evans(table.A, prr, pearson, yates, options.Thresholds);
        var ema = SignalRules.Ema(table.A, ror, options.Thresholds);
        var isSignal = (evans && options.StatusRules.HasFlag(StatusRule.Evans)) || (ema && options.StatusRules.HasFlag(StatusRule.Ema));
        var was = previous?.Scores.GetValueOrDefault((drug.Key, @event.Key));
        var status = Status(isSignal, ror?.Lower, was);
        return new ScoredPair
        {
            Drug = drug, Event = @event, Table = table, Counts = count, Prr = prr, Ror = ror, ChiSquare = pearson, ChiSquareYates = yates,
            Evans = evans, Ema = ema, IsSignal = isSignal, Previous = was, Status = status, Reason = Reason(status, count, was),
        };
    }

    private SignalStatus Status(bool isSignal, double? lower, PreviousScore? was) => (isSignal, was?.IsSignal ?? false) switch
    {
        (false, false) => SignalStatus.None,
        (true, false) => SignalStatus.New,
        (false, true) => SignalStatus.Cleared,
        _ when lower >= was!.RorLower * options.ChangeFactor => SignalStatus.Strengthened,
        _ when lower * options.ChangeFactor <= was!.RorLower => SignalStatus.Weakened,
        _ => SignalStatus.Persisting,
    };

    private string Reason(SignalStatus status, PairCount count, PreviousScore? was)
    {
        var cases = CasesInWords(count);
        return status switch
        {
            SignalStatus.New when previous is null => "first run: every pair above the thresholds is new",
            SignalStatus.New when was is null => $"{cases}; too few cases to be scored before",
            SignalStatus.New => $"{cases}; below the thresholds before",
            SignalStatus.Strengthened or SignalStatus.Weakened => $"{cases}; lower limit was {Number(was!.RorLower)}",
            SignalStatus.Cleared => $"{cases}; {was!.A} before, no longer above the thresholds",
            _ => cases,
        };
    }

    private static string CasesInWords(PairCount count)
    {
        var cases = count.New switch { 0 => "no new case", 1 => "1 new case", var n => string.Create(CultureInfo.InvariantCulture, $"{n} new cases") };
        var parts = new List<string>(2);
        if (count.NewSerious > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count.NewSerious} serious"));
        if (count.NewFatal > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count.NewFatal} fatal"));
        return parts.Count == 0 ? cases : $"{cases} ({string.Join(", ", parts)})";
    }

    private static string Number(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "not estimable";

    private static Dictionary<string, int> Index<T>(IReadOnlyList<T> entries, Func<T, string> key) =>
        Enumerable.Range(0, entries.Count).ToDictionary(i => key(entries[i]), StringComparer.Ordinal);
}
