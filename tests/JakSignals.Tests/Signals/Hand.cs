using JakSignals.Cases;
using JakSignals.Normalise;

namespace JakSignals.Tests.Signals;

/// <summary>A case in codes: what it took, what it had, when it came, how it ended.</summary>
internal sealed record HandCase(int[] Drugs, int[] Events, int FirstReceived = 0, Outcomes Outcomes = Outcomes.None, bool IsNew = true);

/// <summary>Small coded cases put together by hand: drugs 0 … , groups last; terms first, classes last.</summary>
internal sealed class Hand
{
    private readonly DrugEntry[] _drugs;
    private readonly EventEntry[] _events;

    public Hand(int substances, int groups, int terms, int classes)
    {
        _drugs = [.. Enumerable.Range(0, substances).Select(i => new DrugEntry($"S{i:00}", $"S{i}", "substance", false, null)),
            .. Enumerable.Range(0, groups).Select(i => new DrugEntry($"g{i:00}", $"Group {i}", "class", true, i))];
        _events = [.. Enumerable.Range(0, terms).Select(i => new EventEntry($"T{i:00}", $"T{i}", false, null)),
            .. Enumerable.Range(0, classes).Select(i => new EventEntry($"c{i:00}", $"Class {i}", true, i))];
    }

    public IReadOnlyList<DrugEntry> Drugs => _drugs;

    public IReadOnlyList<EventEntry> Events => _events;

    /// <summary>Cases drawn from a seed: each drug and each event stands in about a quarter of them.</summary>
    public List<HandCase> Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => new HandCase(
        [.. Enumerable.Range(0, _drugs.Length).Where(_ => random.Next(4) == 0)], [.. Enumerable.Range(0, _events.Length).Where(_ => random.Next(4) == 0)],
        random.Next(5) == 0 ? 0 : (2024 + random.Next(2)) * 10000 + (1 + random.Next(12)) * 100 + 1 + random.Next(28),
        (Outcomes)(random.Next(3) == 0 ? 0 : random.Next(128)), random.Next(2) == 0))];

    public CodedCases Code(IReadOnlyList<HandCase> cases) => new()
    {
        Drugs = _drugs, Events = _events,
        DrugStart = Starts(cases.Select(c => c.Drugs.Length)), CaseDrugs = [.. cases.SelectMany(c => c.Drugs)],
        EventStart = Starts(cases.Select(c => c.Events.Length)), CaseEvents = [.. cases.SelectMany(c => c.Events)],
    };

    public static CaseColumns Columns(IReadOnlyList<HandCase> cases) => new()
    {
        CaseKey = [.. Enumerable.Range(1, cases.Count).Select(i => (long)i)], CaseNames = new Dictionary<long, string>(),
        Source = [.. cases.Select(_ => CaseSource.Faers)], ReportId = new long[cases.Count], Version = new int[cases.Count],
        ReceivedOn = [.. cases.Select(c => c.FirstReceived)], FirstReceivedOn = [.. cases.Select(c => c.FirstReceived)], EventOn = new int[cases.Count],
        AgeYears = new double[cases.Count], Sex = new Sex[cases.Count], Country = new string?[cases.Count], Reporter = new ReporterType[cases.Count],
        Outcomes = [.. cases.Select(c => c.Outcomes)], IsNew = [.. cases.Select(c => c.IsNew)],
        DrugStart = new int[cases.Count + 1], DrugSequence = [], DrugNameId = [], Role = [], Route = [], Dechallenge = [], Rechallenge = [],
        EventStart = new int[cases.Count + 1], TermId = [],
    };

    /// <summary>The same number of cases of each kind: a drug and an event, the drug, the event, neither.</summary>
    public static IEnumerable<HandCase> Cells(int drug, int @event, int a, int b, int c, int d, int other = 0) =>
        Enumerable.Repeat(new HandCase([drug], [@event]), a).Concat(Enumerable.Repeat(new HandCase([drug], []), b))
            .Concat(Enumerable.Repeat(new HandCase([], [@event]), c)).Concat(Enumerable.Repeat(new HandCase([], []), d + other));

    private static int[] Starts(IEnumerable<int> lengths)
    {
        var starts = new List<int> { 0 };
        foreach (var length in lengths)
            starts.Add(starts[^1] + length);
        return [.. starts];
    }
}
