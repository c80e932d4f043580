using System.Globalization;
using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>How a job of the timetable ended.</summary>
public enum JobEnd
{
    /// <summary>It was done here.</summary>
    Done,

    /// <summary>The same occurrence was done before.</summary>
    DoneBefore,

    /// <summary>Another process is at it, or at the run it would do; it was left alone.</summary>
    LeftToAnother,
}

/// <summary>What became of a job of the timetable.</summary>
/// <param name="JobKey">Its key in the ledger.</param>
/// <param name="End">How it ended.</param>
/// <param name="Message">What it says; empty for nothing.</param>
public sealed record JobOutcome(string JobKey, JobEnd End, string Message);

/// <summary>What jobs of the timetable work with.</summary>
/// <param name="Database">The store.</param>
/// <param name="Entries">The timetable.</param>
/// <param name="DataFolder">Where snapshots, reports and quarantine files are.</param>
/// <param name="DropFolder">Where new sources are put.</param>
/// <param name="Leases">How long work is held without a sign of life.</param>
/// <param name="Ingest">Loads sources.</param>
/// <param name="Weekly">Runs the week.</param>
/// <param name="Verify">Proves snapshots.</param>
/// <param name="Retention">Removes what nobody needs.</param>
public sealed record TimetableParts(Database Database, IReadOnlyList<TimetableEntry> Entries, string DataFolder, string DropFolder, LeaseOptions Leases,
    IngestJob Ingest, WeeklyRun Weekly, VerifyJob Verify, RetentionJob Retention);

/// <summary>Does entries of the timetable, each occurrence once, whichever process begins it and however often.</summary>
public sealed class TimetableJobs(TimetableParts parts, TimeProvider clock, ILogger<TimetableJobs> log)
{
    /// <summary>A file that was not written to for so long is taken for whole.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private readonly RunLedger _ledger = new(parts.Database, clock, parts.Leases);
    private readonly LeasedWork _work = new(new RunLedger(parts.Database, clock, parts.Leases), parts.Leases, clock, log);

    /// <summary>Does the occurrence of an entry that was due last.</summary>
    /// <param name="entryId">The entry.</param>
    /// <param name="now">Now: the occurrence is the last one up to it.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancel">Stops it within seconds; the occurrence is given back.</param>
    /// <exception cref="ArgumentException">The timetable has no such entry.</exception>
    public JobOutcome Run(string entryId, DateTimeOffset now, IJobProgress progress, CancellationToken cancel)
    {
        var entry = Find(entryId);
        var due = entry.LastDue(now);
        return Do(entry, due, entry.JobKey(due), progress, cancel);
    }

    /// <summary>Does an entry by hand: the occurrence that was due last, or, when that was done, the same once more under a key of its own.</summary>
    public JobOutcome RunByHand(string entryId, DateTimeOffset now, IJobProgress progress, CancellationToken cancel)
    {
        var scheduled = Run(entryId, now, progress, cancel);
        var entry = Find(entryId);
        return scheduled.End == JobEnd.DoneBefore ? Do(entry, entry.LastDue(now), entry.JobKey(now) + " by hand", progress, cancel) : scheduled;
    }

    private TimetableEntry Find(string entryId) => parts.Entries.FirstOrDefault(entry => entry.Id == entryId)
        ?? throw new ArgumentException($"The timetable has no entry '{entryId}', expected one of: {string.Join(", ", parts.Entries.Select(entry => entry.Id))}.");

    private JobOutcome Do(TimetableEntry entry, DateTimeOffset due, string key, IJobProgress progress, CancellationToken cancel)
    {
        _ledger.EnterJob(key, entry.Id, due, cancel);
        var said = "";
        var taking = _work.TryDo(WorkItem.Job(key), progress, (kept, stop) =>
        {
            log.JobBegun(key);
            var result = Work(entry, due, kept, stop);
            said = result?.Message ?? "";
            return result;
        }, cancel);
        var outcome = new JobOutcome(key, taking is null ? JobEnd.Done : taking.IsFinished ? JobEnd.DoneBefore : JobEnd.LeftToAnother,
            taking?.HeldBy is { } holder ? $"held by {holder.Owner ?? "another process"}" : said);
        log.JobEnded(key, outcome.End, outcome.Message);
        if (outcome.End == JobEnd.Done)
            WarnOfOverdue(progress);
        return outcome;
    }

    /// <returns>Null when another process is at the run.</returns>
    private WorkResult? Work(TimetableEntry entry, DateTimeOffset due, IJobProgress progress, CancellationToken cancel) => entry.Step switch
    {
        TimetableStep.Ingest => Ingest(progress, cancel),
        TimetableStep.Weekly => Week(entry.DayOf(due), progress, cancel),
        TimetableStep.Verify => parts.Verify.Run(progress, cancel),
        TimetableStep.Retention => parts.Retention.Run(progress, cancel),
        _ => throw new InvalidOperationException($"Timetable entry {entry.Id} has the unknown step {entry.Step}."),
    };

    /// <summary>
    /// Files stay where they are: what is loaded already changes nothing. What was written within the last minute may still be on its way and is left
    /// for the next time.
    /// </summary>
    private WorkResult Ingest(IJobProgress progress, CancellationToken cancel)
    {
        if (!Directory.Exists(parts.DropFolder) || !Directory.EnumerateFileSystemEntries(parts.DropFolder).Any())
        {
            log.NothingDropped(parts.DropFolder);
            progress.Line($"{parts.DropFolder} is not there or empty; nothing to load.");
            return new WorkResult(0, "nothing in the drop folder", _ => { });
        }
        var result = parts.Ingest.Run([parts.DropFolder], progress, cancel, settledBy: clock.GetUtcNow() - Settling);
        foreach (var line in result.NotLoaded)
            progress.Line(line);
        var fresh = result.Loads.Where(load => !load.Outcome.AlreadyLoaded).ToList();
        var withdrawn = result.Loads.Where(load => load.WithdrawnBefore is not null).ToList();
        foreach (var load in withdrawn)
            progress.Line($"{load.Name} was withdrawn by {load.WithdrawnBefore!.UserName} and is left out: {load.WithdrawnBefore.Rationale}");
        return new WorkResult(fresh.Sum(load => load.Outcome.Total.Loaded), Message(result, fresh.Count, withdrawn.Count), _ => { });
    }

    private static string Message(IngestResult result, int fresh, int withdrawn)
    {
        var before = result.Loads.Count - fresh - withdrawn;
        var message = string.Create(CultureInfo.InvariantCulture, $"{fresh} loaded, {before} loaded before, {result.Refused.Count} refused");
        if (withdrawn > 0)
            message += string.Create(CultureInfo.InvariantCulture, $", {withdrawn} withdrawn and left out");
        return result.Left.Count == 0 ? message : string.Create(CultureInfo.InvariantCulture, $"{message}, {result.Left.Count} left for the next time");
    }

    private WorkResult? Week(DateOnly asOf, IJobProgress progress, CancellationToken cancel) =>
        parts.Weekly.TryRun(asOf, parts.DataFolder, progress, cancel) is { } week
            ? new WorkResult(week.Snapshot.Manifest.PairsTested, $"{(week.PublishedBefore ? "was published before: " : "")}{week.RunId}", _ => { })
            : null;

    private void WarnOfOverdue(IJobProgress progress)
    {
        foreach (var overdue in new Expected(parts.Database, parts.Entries).Overdue(clock.GetUtcNow()))
        {
            log.Overdue(overdue);
            progress.Line(overdue);
        }
    }
}
