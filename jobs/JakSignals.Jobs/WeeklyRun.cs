using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>What a weekly run left.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="ReportPath">The report.</param>
/// <param name="PublishedBefore">The same run was published before; nothing was computed again.</param>
public sealed record WeeklyResult(string RunId, PublishedSnapshot Snapshot, string ReportPath, bool PublishedBefore);

/// <summary>Puts the weekly steps in order and keeps the ledger of them.</summary>
public sealed class WeeklyRun(Database database, WeeklyOptions options, IParquetWriter parquet, TimeProvider clock, ILogger<WeeklyRun> log)
{
    private readonly RunStore _runs = new(database, clock);

    /// <summary>Runs the week on what the store holds.</summary>
    /// <param name="asOf">Only what was received by this day counts.</param>
    /// <param name="dataFolder">Where snapshot and report go.</param>
    /// <param name="step">Told the name of each step as it begins.</param>
    /// <param name="cancel">Stops between and within steps; the ledger then has the run as failed, and the same command runs it again.</param>
    public WeeklyResult Run(DateOnly asOf, string dataFolder, Action<string> step, CancellationToken cancel)
    {
        ClassPairAnalysis.RequireComparators(options.Signals, options.Catalogue);
        var scope = _runs.ScopeFor(asOf);
        var runId = options.RunId(scope, _runs.Digests(scope.Loads));
        if (PublishedBefore(runId, dataFolder) is { } before)
            return before;
        _runs.Begin(runId, scope, options.Configuration["Names"], WeeklyOptions.CodeVersion);
        try
        {
            return Run(new Steps(_runs, runId, step), runId, scope, dataFolder, cancel);
        }
        catch (Exception error)
        {
            _runs.Fail(runId, error.Message);
            throw;
        }
    }

    /// <summary>Computes a run again from what it saw, and writes its files into a folder of the caller's.</summary>
    public PublishedSnapshot Recompute(string runId, string folder, CancellationToken cancel)
    {
        var scope = _runs.ScopeOf(runId);
        var scorer = Scorer(scope);
        var week = new CountJob(database, options).Run(scope, new NormaliseJob(database, options).Run(scope, cancel), scorer, cancel);
        return Publisher.Write(new ComputedWeek(runId, scope, week, scorer.Score(week.Counted, cancel)), folder);
    }

    private PublishJob Publisher => new(database, options, parquet);

    private SignalScorer Scorer(RunScope scope) => new(options.Signals, _runs.ReadScores(scope.Previous?.RunId));

    private WeeklyResult Run(Steps steps, string runId, RunScope scope, string dataFolder, CancellationToken cancel)
    {
        var scorer = Scorer(scope);
        var week = Counted(steps, runId, scope, scorer, cancel);
        var published = Published(steps, runId, scope, week, scorer, dataFolder, cancel);
        var report = steps.Run("report", "Writing the report", () => (ReportJob.Run(published, dataFolder), 1L));
        log.Reported(runId, report);
        _runs.Publish(runId, Path.GetRelativePath(dataFolder, published.Folder), published.ManifestSha256);
        return new WeeklyResult(runId, published, report, PublishedBefore: false);
    }

    /// <summary>The steps that need the cases. They are let go with it: all of FAERS is several gigabytes, which scoring and publishing need for the pairs.</summary>
    private CountedWeek Counted(Steps steps, string runId, RunScope scope, SignalScorer scorer, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var week = steps.Run("normalise", "Choosing current cases and normalising names", () =>
        {
            var normalised = new NormaliseJob(database, options).Run(scope, cancel);
            new NameStore(database).Replace(options.Catalogue, normalised.Normalised.Names);
            return (normalised, (long)normalised.Current.Cases.Count);
        });
        var elapsed = clock.GetElapsedTime(started);
        log.Normalised(runId, week.Current.Cases.Count, week.Normalised.Names.Count, week.Coded.Drugs.Count, elapsed);
        if (week.Current.Undated > 0)
            log.UndatedTies(runId, week.Current.Undated);

        started = clock.GetTimestamp();
        var counted = steps.Run("count", "Counting pairs and rates, looking at class pairs from every side", () =>
        {
            var found = new CountJob(database, options).Run(scope, week, scorer, cancel);
            _runs.ReplaceIncidence(runId, found.Rates);
            return (found, found.Counted.Counts.Distinct);
        });
        elapsed = clock.GetElapsedTime(started);
        log.Counted(runId, counted.Counted.Counts.Distinct, counted.Rates.Count, elapsed);
        if (counted.Counted.Fit.Prior is null)
            log.PriorNotFitted(runId, counted.Counted.Fit.Reason ?? "");
        return counted;
    }

    private PublishedSnapshot Published(Steps steps, string runId, RunScope scope, CountedWeek week, SignalScorer scorer, string dataFolder, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var pairs = steps.Run("score", "Scoring pairs", () =>
        {
            var scored = scorer.Score(week.Counted, cancel);
            _runs.ReplaceSignals(runId, scored);
            return (scored, (long)scored.Count);
        });
        var elapsed = clock.GetElapsedTime(started);
        var signals = pairs.Count(p => p.Scores.IsSignal);
        log.Scored(runId, pairs.Count, signals, elapsed);

        var published = steps.Run("publish", "Publishing the snapshot", () =>
        {
            cancel.ThrowIfCancellationRequested();
            var snapshot = Publisher.Publish(new ComputedWeek(runId, scope, week, pairs), dataFolder);
            return (snapshot, snapshot.Manifest.Files.Sum(f => f.Rows));
        });
        log.Published(runId, published.Folder, published.ManifestSha256);
        return published;
    }

    private WeeklyResult? PublishedBefore(string runId, string dataFolder)
    {
        if (_runs.Find(runId) is not { State: "published", Snapshot: { } relative, ManifestSha256: { } sha256 })
            return null;
        var folder = Path.Combine(dataFolder, relative);
        if (SnapshotPublisher.ReadIntact(folder, sha256) is not { } manifest)
            return null;   // files were removed or changed: publish them again
        log.PublishedBefore(runId);
        var published = new PublishedSnapshot(folder, manifest, sha256);
        return new WeeklyResult(runId, published, ReportJob.Run(published, dataFolder), PublishedBefore: true);
    }

    /// <summary>Runs steps and enters them into the ledger.</summary>
    private sealed class Steps(RunStore runs, string runId, Action<string> begun)
    {
        private int _ordinal;

        public T Run<T>(string step, string title, Func<(T Result, long Rows)> work)
        {
            var ordinal = ++_ordinal;
            begun(title);
            runs.BeginStep(runId, ordinal, step);
            var (result, rows) = work();
            runs.FinishStep(runId, ordinal, rows);
            return result;
        }
    }
}
