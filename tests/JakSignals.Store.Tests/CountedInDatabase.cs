using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Signals;

namespace JakSignals.Store.Tests;

/// <summary>A run of a store, counted by the database and, for comparison, in memory.</summary>
internal sealed class CountedInDatabase
{
    private static readonly Catalogue Catalogue = Catalogue.Load(Path.Combine(AppContext.BaseDirectory, "catalogue"));
    private readonly RoleScope _scope;
    private readonly bool _interactingIsSuspect;
    private readonly CaseColumns _cases;
    private readonly PairCountStore _store;

    private CountedInDatabase(Database database, string runId, RunScope run, RoleScope scope, bool interactingIsSuspect)
    {
        var texts = new NameStore(database).Read();
        bool[] uses = [.. texts.Terms.Select(term => Catalogue.Indications.GroupOf(term) >= 0)];
        var current = CurrentCases.Read(database, run, uses, CancellationToken.None);
        _interactingIsSuspect = interactingIsSuspect;
        (RunId, _scope, _cases, _store) = (runId, scope, current.Cases, new PairCountStore(database, TimeProvider.System));
        var normalised = new CaseCoder(Catalogue, NameRules.General, scope, interactingIsSuspect)
            .Code(current.Cases, current.Gone, id => texts.DrugNames[id], id => texts.Terms[id], CancellationToken.None);
        (Coded, Codes) = (normalised.Coded, CountingCodes.Of(Catalogue, normalised, current.Cases, texts.Terms));
        Counting = _store.WriteCodes(runId, Codes, CancellationToken.None);
    }

    public string RunId { get; }

    public CodedCases Coded { get; }

    public CountingCodes Codes { get; }

    public int Counting { get; }

    /// <summary>Enters a run into the ledger and gets it ready.</summary>
    public static CountedInDatabase Of(Database database, string runId, RunScope run, RoleScope scope, bool interactingIsSuspect = true)
    {
        new RunLedger(database, TimeProvider.System).Begin(runId, run, "general", "test", []);
        return new(database, runId, run, scope, interactingIsSuspect);
    }

    /// <summary>What the database counts; every pair is kept with its marks.</summary>
    public PairCounts ByDatabase(CaseFilter filter) => _store.Count(Counting, _scope, filter, Coded, new WantedPairs(1), CancellationToken.None, _interactingIsSuspect);

    /// <summary>What the engine counts of the cases for which a filter, said again in code, holds.</summary>
    public PairCounts InMemory(CaseFilter filter)
    {
        int[] rows = [.. Enumerable.Range(0, _cases.Count).Where(row => Holds(filter, row))];
        var (drugs, drugStart) = Of(rows, Coded.CaseDrugs, Coded.DrugStart);
        var (events, eventStart) = Of(rows, Coded.CaseEvents, Coded.EventStart);
        var some = new CodedCases { Drugs = Coded.Drugs, Events = Coded.Events, CaseDrugs = drugs, DrugStart = drugStart, CaseEvents = events, EventStart = eventStart };
        return PairCounter.Count(some, [.. rows.Select(Marks)], new WantedPairs(1), CountingMeans.All, CancellationToken.None);
    }

    private static (int[] Codes, int[] Start) Of(int[] rows, int[] codes, int[] start)
    {
        var starts = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
            starts[i + 1] = starts[i] + start[rows[i] + 1] - start[rows[i]];
        return ([.. rows.SelectMany(row => codes[start[row]..start[row + 1]])], starts);
    }

    private CaseMarks Marks(int row) => (_cases.IsNew[row] ? CaseMarks.New : 0) | (_cases.IsFollowedUp[row] ? CaseMarks.FollowedUp : 0)
        | (_cases.IsSerious(row) ? CaseMarks.Serious : 0) | (_cases.IsFatal(row) ? CaseMarks.Fatal : 0);

    private bool Holds(CaseFilter filter, int row)
    {
        var traits = Traits.Of(_cases, row, duplicate: false);
        return (filter.Sex is null || traits.Sex == filter.Sex) && (filter.Region is null || traits.Region == filter.Region)
            && (filter.Reporter is null || traits.Reporter == filter.Reporter) && (filter.IsSerious is null || traits.IsSerious == filter.IsSerious)
            && (filter.AgeFrom is null || _cases.AgeYears[row] >= filter.AgeFrom) && (filter.AgeBelow is null || _cases.AgeYears[row] < filter.AgeBelow);
    }
}
