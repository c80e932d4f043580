using JakSignals.Incidence;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>
/// What the steps of one run hand on in memory. Each part is computed when it is first asked for, so that a step that goes on after a kill finds
/// what the steps before it had; computing reads only.
/// </summary>
/// <param name="database">The store.</param>
/// <param name="options">What shapes its figures, beside its data.</param>
/// <param name="runId">The run.</param>
/// <param name="scope">What it may see.</param>
/// <param name="dataFolder">Where the snapshot is that it is compared with.</param>
public sealed class WeekInMemory(Database database, WeeklyOptions options, string runId, RunScope scope, string dataFolder)
{
    private SignalScorer? _scorer;
    private NormalisedWeek? _normalised;
    private CountedWeek? _counted;
    private CohortRates? _rates;
    private IReadOnlyList<ScoredPair>? _pairs;
    private Register? _register;

    /// <summary>The run.</summary>
    public string RunId => runId;

    /// <summary>What it may see.</summary>
    public RunScope Scope => scope;

    /// <summary>What was published; null before that, and when another process published it.</summary>
    public PublishedSnapshot? Published { get; set; }

    private SignalScorer Scorer => _scorer ??= new SignalScorer(options.Signals, Previous());

    /// <summary>Current cases, normalised.</summary>
    public NormalisedWeek Normalised(CancellationToken cancel) => _normalised ??= new NormaliseJob(database, options).Normalise(scope, cancel);

    /// <summary>Counts, and what else is made from the cases one by one.</summary>
    public CountedWeek Counted(IJobProgress progress, CancellationToken cancel) =>
        _counted ??= new CountJob(database, options).Count(runId, scope, Normalised(cancel), Scorer, progress, cancel);

    /// <summary>The register as it was when the run began, whatever was decided since.</summary>
    public Register Register => _register ??= Register.Of(new ReviewLog(database, TimeProvider.System).Read(scope.LastDecision));

    /// <summary>Rates of all cohorts.</summary>
    public CohortRates Rates(CancellationToken cancel) => _rates ??= new RateJob(database, options).Rate(scope, Normalised(cancel));

    /// <summary>All pairs, scored.</summary>
    public IReadOnlyList<ScoredPair> Pairs(IJobProgress progress, CancellationToken cancel)
    {
        if (_pairs is null)
        {
            LetCasesGo(progress, cancel);
            _pairs = Scorer.Score(Counted(progress, cancel).Counted, cancel);
        }
        return _pairs;
    }

    private PreviousScores? Previous() => scope.Previous is { } previous ? PreviousWeek.Read(new RunStore(database).Find(previous.RunId)!, dataFolder) : null;

    /// <summary>All of FAERS as cases is several gigabytes, which scoring and publishing need for the pairs; whatever is made from the cases is made before.</summary>
    private void LetCasesGo(IJobProgress progress, CancellationToken cancel)
    {
        Counted(progress, cancel);
        Rates(cancel);
        _normalised = null;
    }
}
