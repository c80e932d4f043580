using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>Pairs kept whatever their count: groups with classes, and those asked for.</summary>
internal sealed class ForcedPairs
{
    private readonly Dictionary<int, int[]> _events;

    public ForcedPairs(CodedCases cases, IReadOnlyCollection<(int Drug, int Event)> always)
    {
        (Substances, Terms) = (cases.Drugs.TakeWhile(drug => drug.Kind == "substance").Count(), cases.Events.TakeWhile(@event => !@event.IsClass).Count());
        var groups = Enumerable.Range(0, cases.Drugs.Count).Where(drug => cases.Drugs[drug].IsGroup);
        _events = groups.SelectMany(_ => Enumerable.Range(Terms, cases.Events.Count - Terms), (drug, @event) => (Drug: drug, Event: @event)).Concat(always)
            .GroupBy(pair => pair.Drug, pair => pair.Event).ToDictionary(events => events.Key, events => events.Distinct().Order().ToArray());
    }

    /// <summary>Drugs before the first route or class group.</summary>
    public int Substances { get; }

    /// <summary>Events before the first class.</summary>
    public int Terms { get; }

    /// <summary>Events kept with a drug, ascending.</summary>
    public ReadOnlySpan<int> Of(int drug) => _events.GetValueOrDefault(drug, []);

    /// <summary>Events of one page kept with a drug, ascending.</summary>
    public ReadOnlySpan<int> Of(int drug, int page)
    {
        var events = _events.GetValueOrDefault(drug, []).AsSpan();
        return events[Before(events, page)..Before(events, page + 1)];
    }

    private static int Before(ReadOnlySpan<int> events, int page)
    {
        var count = 0;
        while (count < events.Length && events[count] / EventLists.PageSize < page)
            count++;
        return count;
    }
}
