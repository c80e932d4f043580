using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Signals;

namespace JakSignals.Tests.Signals;

/// <summary>A case in codes: what it took, what it had, when it came, how it ended.</summary>
internal sealed record HandCase(int[] Drugs, int[] Events, int FirstReceived = 0, Outcomes Outcomes = Outcomes.None, bool IsNew = true)
{
    public bool IsFollowedUp { get; init; }
    public double Age { get; init; } = double.NaN;
    public Sex Sex { get; init; }
    public string? Country { get; init; }
    public ReporterType Reporter { get; init; }
    public int EventOn { get; init; }

    /// <summary>Role of all its drugs.</summary>
    public DrugRole Role { get; init; } = DrugRole.PrimarySuspect;

    /// <summary>Indication groups it has.</summary>
    public int[] Uses { get; init; } = [];
}

/// <summary>What a scorer makes of cases, counted and scored in one go.</summary>
internal sealed record Scored(CountedPairs Counted, IReadOnlyList<ScoredPair> Pairs)
{
    public static Scored Of(SignalScorer scorer, CodedCases cases, CaseColumns columns, GoneReports? gone = null)
    {
        var counted = scorer.Count(cases, columns, gone ?? GoneReports.None, TestContext.Current.CancellationToken);
        return new(counted, scorer.Score(counted, TestContext.Current.CancellationToken));
    }
}

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
        ReceivedOn = [.. cases.Select(c => c.FirstReceived)], FirstReceivedOn = [.. cases.Select(c => c.FirstReceived)], EventOn = [.. cases.Select(c => c.EventOn)],
        AgeYears = [.. cases.Select(c => c.Age)], Sex = [.. cases.Select(c => c.Sex)], Country = [.. cases.Select(c => c.Country)], Reporter = [.. cases.Select(c => c.Reporter)],
        Outcomes = [.. cases.Select(c => c.Outcomes)], IsNew = [.. cases.Select(c => c.IsNew)], IsFollowedUp = [.. cases.Select(c => c.IsFollowedUp)],
        DrugStart = new int[cases.Count + 1], DrugSequence = [], DrugNameId = [], Role = [], Route = [], Dechallenge = [], Rechallenge = [],
        EventStart = new int[cases.Count + 1], TermId = [], IndicationStart = new int[cases.Count + 1], IndicationSequence = [], IndicationTermId = [],
    };

    /// <summary>The same cases as the class pairs are counted from; their drug groups are the last drugs, their indication groups two.</summary>
    public DomainCases Domain(IReadOnlyList<HandCase> cases)
    {
        var firstGroup = _drugs.TakeWhile(drug => !drug.IsGroup).Count();
        var firstClass = _events.TakeWhile(one => !one.IsClass).Count();
        return new DomainCases
        {
            Groups = _drugs[firstGroup..], DrugOfGroup = [.. Enumerable.Range(firstGroup, _drugs.Length - firstGroup)], Classes = _events[firstClass..], FirstClass = firstClass,
            Uses = [new() { Key = "use_a", Name = "Use A", Terms = [] }, new() { Key = "use_b", Name = "Use B", Terms = [] }],
            GroupRoles = Sets(cases, c => c.Drugs.Where(drug => drug >= firstGroup).Select(drug => DomainCases.Code(drug - firstGroup, c.Role))),
            ClassesOf = Sets(cases, c => c.Events.Where(one => one >= firstClass).Select(one => one - firstClass)), UsesOf = Sets(cases, c => c.Uses),
        };
    }

    /// <summary>The same number of cases of each kind: a drug and an event, the drug, the event, neither.</summary>
    public static IEnumerable<HandCase> Cells(int drug, int @event, int a, int b, int c, int d, int other = 0) =>
        Enumerable.Repeat(new HandCase([drug], [@event]), a).Concat(Enumerable.Repeat(new HandCase([drug], []), b))
            .Concat(Enumerable.Repeat(new HandCase([], [@event]), c)).Concat(Enumerable.Repeat(new HandCase([], []), d + other));

    private static SetColumn Sets(IReadOnlyList<HandCase> cases, Func<HandCase, IEnumerable<int>> codes)
    {
        var column = new SetColumn.Builder(cases.Count);
        for (var row = 0; row < cases.Count; row++)
            column.Set(row, [.. codes(cases[row])]);
        return column.ToColumn();
    }

    private static int[] Starts(IEnumerable<int> lengths)
    {
        var starts = new List<int> { 0 };
        foreach (var length in lengths)
            starts.Add(starts[^1] + length);
        return [.. starts];
    }
}
