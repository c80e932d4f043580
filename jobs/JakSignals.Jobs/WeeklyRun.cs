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
        var week = new NormaliseJob(database, options).Run(scope, cancel);
        var scores = new ScoreJob(options).Run(week, _runs.ReadScores(scope.Previous?.RunId), cancel);
        var rates = new RateJob(database, options).Run(scope, week);
        return new PublishJob(database, options, parquet).Write(new ComputedWeek(runId, scope, week, scores, rates), folder);
    }

    private WeeklyResult Run(Steps steps, string runId, RunScope scope, string dataFolder, CancellationToken cancel)
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
        var scores = steps.Run("score", "Counting and scoring pairs", () =>
        {
            var scored = new ScoreJob(options).Run(week, _runs.ReadScores(scope.Previous?.RunId), cancel);
            _runs.ReplaceSignals(runId, Cases.RoleScopes.Code(options.Signals.RoleScope), scored.Scored.Pairs);
            return (scored, (long)scored.Scored.Pairs.Count);
        });
        elapsed = clock.GetElapsedTime(started);
        var signals = scores.Scored.Pairs.Count(p => p.IsSignal);
        log.Scored(runId, scores.Scored.Distinct, scores.Scored.Pairs.Count, signals, elapsed);

        started = clock.GetTimestamp();
        var rates = steps.Run("rate", "Computing rates", () =>
        {
            var rated = new RateJob(database, options).Run(scope, week);
            _runs.ReplaceIncidence(runId, rated);
            return (rated, (long)rated.Count);
        });
        elapsed = clock.GetElapsedTime(started);
        log.Rated(runId, rates.Count, elapsed);

        var published = steps.Run("publish", "Publishing the snapshot", () =>
        {
            cancel.ThrowIfCancellationRequested();
            var snapshot = new PublishJob(database, options, parquet).Publish(new ComputedWeek(runId, scope, week, scores, rates), dataFolder);
            return (snapshot, snapshot.Manifest.Files.Sum(f => f.Rows));
        });
        log.Published(runId, published.Folder, published.ManifestSha256);
        var report = steps.Run("report", "Writing the report", () => (ReportJob.Run(published, dataFolder), 1L));
        log.Reported(runId, report);
        _runs.Publish(runId, Path.GetRelativePath(dataFolder, published.Folder), published.ManifestSha256);
        return new WeeklyResult(runId, published, report, PublishedBefore: false);
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
