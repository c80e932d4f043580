using System.ComponentModel.DataAnnotations;
using System.Globalization;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>How long what is not published is kept. Published snapshots are never removed.</summary>
public sealed record RetentionOptions
{
    /// <summary>Results of runs that were never published, in days since they were begun.</summary>
    [Range(1, 36500)] public int FailedRunDays { get; init; } = 30;

    /// <summary>Finished jobs of the timetable, in days since they were due.</summary>
    [Range(31, 36500)] public int JobDays { get; init; } = 400;

    /// <summary>Scores of published runs in the store, in days since publication; 0 keeps them for ever.</summary>
    [Range(0, 36500)] public int ScoreDays { get; init; }
}

/// <summary>Removes what is left over and what nobody needs any more. Doing it twice removes nothing more.</summary>
public sealed class RetentionJob(Database database, RetentionOptions options, string dataFolder, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan LeftOverAfter = TimeSpan.FromDays(1);
    private readonly StoreRetention _store = new(database, clock);

    /// <summary>Runs the step.</summary>
    public WorkResult Run(IJobProgress progress, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        progress.Step("Removing what is not needed any more");
        var leftovers = RemoveLeftovers(now);
        var texts = RemoveQuarantineTexts(now);
        var results = 0L;
        foreach (var run in _store.UnpublishedRuns(now.AddDays(-options.FailedRunDays)))
            progress.Rows(results += _store.RemoveUnpublished(run, cancel), null);
        var scores = 0L;
        if (options.ScoreDays > 0)
            foreach (var run in _store.RunsNotNeededSince(now.AddDays(-options.ScoreDays)))
                progress.Rows(results + (scores += _store.RemoveScores(run, cancel)), null);
        var jobs = _store.RemoveFinishedJobs(now.AddDays(-options.JobDays), cancel);
        var message = string.Create(CultureInfo.InvariantCulture,
            $"removed: {leftovers} unfinished files and folders, {texts} quarantine texts of no load, {results:N0} rows of runs never published, {scores:N0} rows of old scores, {jobs:N0} finished jobs");
        log.Retained(message);
        return new WorkResult(results + scores + jobs, message, _ => { });
    }

    /// <summary>What a process leaves that is killed as it writes; one that still writes has touched it within a day.</summary>
    private int RemoveLeftovers(DateTimeOffset now)
    {
        var found = Found("snapshots", SearchOption.AllDirectories).Concat(Found("reports", SearchOption.AllDirectories)).Concat(Found("quarantine", SearchOption.TopDirectoryOnly));
        var left = found.Where(entry => LastTouched(entry) < now - LeftOverAfter).ToList();
        foreach (var entry in left)
            Remove(entry);
        return left.Count;
    }

    private static void Remove(FileSystemInfo entry)
    {
        entry.Refresh();
        if (entry is DirectoryInfo { Exists: true } folder)
            folder.Delete(recursive: true);
        else if (entry is FileInfo { Exists: true })       // not gone with its folder
            entry.Delete();
    }

    private List<FileSystemInfo> Found(string folder, SearchOption depth)
    {
        var root = new DirectoryInfo(Path.Combine(dataFolder, folder));
        return root.Exists ? [.. root.EnumerateFileSystemInfos("*" + ManifestSearch.Unfinished, Below(depth == SearchOption.AllDirectories))] : [];
    }

    private static DateTime LastTouched(FileSystemInfo entry) => entry is DirectoryInfo folder
        ? folder.EnumerateFileSystemInfos("*", Below(true)).Append(folder).Max(file => file.LastWriteTimeUtc)
        : entry.LastWriteTimeUtc;

    /// <summary>Hidden entries too; a link is left alone, whatever it leads to.</summary>
    private static EnumerationOptions Below(bool all) => new() { RecurseSubdirectories = all, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>A text is named after its load; one whose load the store does not have tells of nothing that is there.</summary>
    private int RemoveQuarantineTexts(DateTimeOffset now)
    {
        var folder = new DirectoryInfo(Path.Combine(dataFolder, "quarantine"));
        if (!folder.Exists)
            return 0;
        var marks = _store.LoadMarks();
        var orphans = folder.GetFiles("*.txt").Where(text => text.LastWriteTimeUtc < now - LeftOverAfter && !marks.Contains(MarkOf(text.Name))).ToList();
        foreach (var text in orphans)
            text.Delete();
        return orphans.Count;
    }

    private static string MarkOf(string name) => Path.GetFileNameWithoutExtension(name) is { Length: >= 8 } stem ? stem[^8..] : "";
}
