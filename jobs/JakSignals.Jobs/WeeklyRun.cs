using System.Globalization;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>What a weekly run left.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="ReportPath">The report.</param>
/// <param name="PublishedBefore">The same run was published before, or by another process meanwhile; nothing was computed here.</param>
public sealed record WeeklyResult(string RunId, PublishedSnapshot Snapshot, string ReportPath, bool PublishedBefore);

/// <summary>
/// Puts the weekly steps in order. Each is done once under a lease of the ledger, by whichever process comes first; after a kill the same run goes on
/// at its first unfinished step.
/// </summary>
public sealed class WeeklyRun(Database database, WeeklyOptions options, IParquetWriter parquet, TimeProvider clock, ILogger<WeeklyRun> log,
    QualityGateOptions? gate = null, LeaseOptions? leases = null)
{
    private readonly RunStore _runs = new(database);
    private readonly ReviewLog _reviews = new(database, clock);
    private readonly RunLedger _ledger = new(database, clock, leases);
    private readonly LeasedWork _work = new(new RunLedger(database, clock, leases), leases ?? new LeaseOptions(), clock, log);

    /// <summary>Runs the week on what the store holds. Where another process is at the same run, it waits for it, and takes over if it falls silent.</summary>
    /// <param name="asOf">Only what was received by this day counts.</param>
    /// <param name="dataFolder">Where snapshot and report go.</param>
    /// <param name="progress">Hears which step begins and how far it is.</param>
    /// <param name="cancel">Stops between and within steps; the step is given back, and the same command goes on with it.</param>
    /// <exception cref="QualityGateException">The run is not fit to be published.</exception>
    public WeeklyResult Run(DateOnly asOf, string dataFolder, IJobProgress progress, CancellationToken cancel) => Run(asOf, dataFolder, wait: true, progress, cancel)!;

    /// <summary>The same, but it leaves at once where another process is at the same run.</summary>
    /// <returns>Null when another process is at it.</returns>
    public WeeklyResult? TryRun(DateOnly asOf, string dataFolder, IJobProgress progress, CancellationToken cancel) => Run(asOf, dataFolder, wait: false, progress, cancel);

    /// <summary>Computes a run again from what it saw, and writes its files into a folder of the caller's.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="dataFolder">Where the snapshot is that it is compared with.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    public PublishedSnapshot Recompute(string runId, string dataFolder, string folder, IJobProgress progress, CancellationToken cancel)
    {
        var scope = _runs.ScopeOf(runId);
        var used = OptionsOf(scope);
        var week = new WeekInMemory(database, used, runId, scope, dataFolder);
        return MemoryNeed.Of(database).While(() => Publisher(used, folder).Write(week, folder, progress, cancel));
    }

    /// <summary>What shapes its figures, without the names that reviewers approved: those are the store's.</summary>
    public WeeklyOptions Options => options;

    /// <summary>What writes its tables.</summary>
    public string ParquetWriter => parquet.CreatedBy;

    /// <summary>The options with the names approved up to the last decision that a run knows of.</summary>
    private WeeklyOptions OptionsOf(RunScope scope) => options.WithApproved(NameRegister.Of(_reviews.Read(scope.LastDecision)).Approved);

    private PublishJob Publisher(WeeklyOptions used, string dataFolder) => new(database, used, parquet, dataFolder, _ledger, log);

    private IWeeklyStep[] Steps(WeeklyOptions used, string dataFolder) =>
    [
        new NormaliseJob(database, used, clock, log),
        new CountJob(database, used, clock, log),
        new RateJob(database, used, clock, log),
        new ScoreJob(clock, log),
        new QualityGateJob(database, gate ?? new QualityGateOptions(), log),
        Publisher(used, dataFolder),
        new ReportJob(week => week.Published ?? Published(week.RunId, dataFolder), dataFolder, log),
    ];

    private WeeklyResult? Run(DateOnly asOf, string dataFolder, bool wait, IJobProgress progress, CancellationToken cancel)
    {
        ClassPairAnalysis.RequireComparators(options.Signals, options.Catalogue);
        var scope = _runs.ScopeFor(asOf);
        var used = OptionsOf(scope);
        var runId = used.RunId(scope, _runs.Digests(scope));
        var before = _runs.Find(runId);
        RequireEvidence(before, dataFolder);
        var published = Published(before, dataFolder);
        if (published is null && before is { State: "published" })
            _ledger.Reopen(runId, "publish", cancel);   // files were removed or changed: publish them again
        var steps = Steps(used, dataFolder);
        _ledger.Begin(runId, scope, options.Configuration["Names"], WeeklyOptions.CodeVersion, [.. steps.Select(step => step.Name)], cancel);
        var week = new WeekInMemory(database, used, runId, AsBegun(scope, runId, used), dataFolder) { Published = published };

        var done = 0;
        foreach (var step in steps)
        {
            if (Do(step, week, wait, progress, cancel) is not { } didIt)
                return null;
            done += didIt ? 1 : 0;
            if (step is PublishJob)
                PointToNewest(dataFolder);
        }
        if (done == 0)
            log.PublishedBefore(runId);
        return Result(runId, week.Published ?? Published(runId, dataFolder), dataFolder, done == 0, cancel);
    }

    /// <summary>
    /// The scope with the decisions the run began with, whoever began it. Decisions came since, perhaps; none that changes a name, because the digest of the
    /// approved names is part of the run's id.
    /// </summary>
    private RunScope AsBegun(RunScope scope, string runId, WeeklyOptions used)
    {
        var begun = scope with { LastDecision = _runs.Find(runId)?.ReviewId ?? 0 };
        return begun.LastDecision == scope.LastDecision || OptionsOf(begun).Catalogue.Sha256ByFile.SequenceEqual(used.Catalogue.Sha256ByFile) ? begun
            : throw new StoreException(string.Create(CultureInfo.InvariantCulture,
                $"Run {runId} began with the names approved up to decision {begun.LastDecision}, which are others than those its id was made from: the chain of decisions was changed since. Run: jaksignals audit verify"));
    }

    /// <returns>Whether the step was done here; null when another process is at it and shall not be waited for.</returns>
    private bool? Do(IWeeklyStep step, WeekInMemory week, bool wait, IJobProgress progress, CancellationToken cancel)
    {
        var work = WorkItem.Step(week.RunId, step.Name);
        string? waitedFor = null;
        while (true)
        {
            var taking = _work.TryDo(work, progress, (kept, stop) =>
            {
                kept.Step(step.Title);
                return MemoryNeed.Of(database).While(() => step.Run(week, kept, stop));
            }, cancel);
            if (taking is null || taking.IsFinished)
                return taking is null;
            if (taking.HeldBy is { Owner: { } owner } held && owner != waitedFor)
            {
                var title = work.ToString();
                log.HeldByAnother(title, owner, held.Since);
                progress.Line($"{step.Title}: {(wait ? "waiting for" : "left to")} {owner}, which is at it");
                waitedFor = owner;
            }
            if (!wait)
                return null;
            _work.Wait(cancel);
        }
    }

    /// <summary>Before anything is marked as to be done again: a manifest in the run's place that is not the ledger's is evidence, of either.</summary>
    private static void RequireEvidence(RunRow? run, string dataFolder)
    {
        if (run?.ManifestSha256 is not { } entered)
            return;
        var folder = SnapshotPublisher.FolderOf(dataFolder, run.AsOf, run.RunId);
        var path = Path.Combine(folder, SnapshotPublisher.ManifestName);
        if (File.Exists(path) && PublishedFile.FaultOf(path, entered, "the ledger") is { } fault)
            throw new InvalidDataException(
                $"{fault} Either the file or the ledger was changed; nothing is replaced. Run: jaksignals audit verify, and find out which. To publish run {run.RunId} again, move {folder} out of the data folder and keep it as evidence.");
    }

    private WeeklyResult Result(string runId, PublishedSnapshot published, string dataFolder, bool publishedBefore, CancellationToken cancel)
    {
        var report = ReportJob.PathOf(published.Manifest, dataFolder);
        if (!File.Exists(report))   // it was removed since
        {
            var written = ReportJob.Write(published, dataFolder, cancel);
            StoreWrite.Commit(database, write => WrittenFiles.Enter(write, runId, written.Files), cancel);
            foreach (var aside in written.SetAside)
                log.SetAside(runId, aside);
        }
        return new WeeklyResult(runId, published, report, publishedBefore);
    }

    /// <summary>The newest is that of the latest as-of date, and of several the one published last; a snapshot that is not there is passed over.</summary>
    private void PointToNewest(string dataFolder)
    {
        var newest = _runs.Published().OrderByDescending(run => run.AsOf, StringComparer.Ordinal).FirstOrDefault(run =>
            PublishedFile.FaultOf(Path.Combine(SnapshotPublisher.FolderOf(dataFolder, run.AsOf, run.RunId), SnapshotPublisher.ManifestName), run.ManifestSha256 ?? "", "the ledger") is null);
        if (newest is not null)
            SnapshotPublisher.PointTo(dataFolder, newest.AsOf, newest.RunId);
    }

    private PublishedSnapshot Published(string runId, string dataFolder) => Published(_runs.Find(runId), dataFolder)
        ?? throw new InvalidDataException($"Run {runId} was published, but files of its snapshot are missing or changed under {dataFolder}. Run the same command again to publish it again.");

    private static PublishedSnapshot? Published(RunRow? run, string dataFolder)
    {
        if (run is not { State: "published", Snapshot: { } relative, ManifestSha256: { } sha256 })
            return null;
        var folder = Path.Combine(dataFolder, relative);
        return SnapshotPublisher.ReadIntact(folder, sha256) is { } manifest && manifest.RunId == run.RunId ? new PublishedSnapshot(folder, manifest, sha256) : null;
    }
}
