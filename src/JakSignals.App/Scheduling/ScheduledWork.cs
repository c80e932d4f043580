using System.Globalization;
using JakSignals.Jobs;
using JakSignals.Normalise;
using JakSignals.Store;

namespace JakSignals.App.Scheduling;

/// <summary>Scheduled work failed; the message says which step, of which run, and why.</summary>
public sealed class ScheduledWorkException : Exception
{
    /// <summary>What failed and why.</summary>
    public ScheduledWorkException(string message) : base(message) { }

    /// <summary>What failed and why, and the cause.</summary>
    public ScheduledWorkException(string message, Exception inner) : base(message, inner) { }

    /// <summary>An unspecified fault; give a message.</summary>
    public ScheduledWorkException() { }
}

/// <summary>Does work as a scheduler asks for it, any number of times: the ledger makes each step happen once. It ends with a sentence for people.</summary>
internal sealed class ScheduledWork(Workplace workplace)
{
    /// <summary>Does an entry of the timetable.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="at">When it was scheduled or asked for: a retry days later still does the occurrence that was due then.</param>
    /// <param name="byHand">A person asked for it: what was done before is done once more.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancel">Stops it within seconds; the step under way is given back.</param>
    /// <exception cref="ScheduledWorkException">Something failed.</exception>
    public string Entry(string id, DateTimeOffset at, bool byHand, IJobProgress progress, CancellationToken cancel) => Named($"timetable entry {id}", () =>
    {
        var jobs = workplace.Timetable;
        var outcome = byHand ? jobs.RunByHand(id, at, progress, cancel) : jobs.Run(id, at, progress, cancel);
        return outcome.End switch
        {
            JobEnd.Done => $"{outcome.JobKey}: {(outcome.Message.Length > 0 ? outcome.Message : "done")}",
            JobEnd.DoneBefore => $"{outcome.JobKey}: was done before; nothing was done again",
            _ => $"{outcome.JobKey}: left alone, {(outcome.Message.Length > 0 ? outcome.Message : "another process is at it")}",
        };
    }, cancel);

    /// <summary>Does the week of a run again, by its own name rules; it goes on at the first unfinished step.</summary>
    /// <exception cref="ScheduledWorkException">Something failed, or the ledger has no such run.</exception>
    public string Again(string runId, IJobProgress progress, CancellationToken cancel) => Named($"run {runId}", () =>
    {
        var run = new RunStore(workplace.Database).Find(runId) ?? throw new ArgumentException($"The ledger has no run {runId}.");
        var week = workplace.Weekly(run.NameRules == "as-given" ? NameRules.AsGiven : NameRules.General)
            .TryRun(DateOnly.ParseExact(run.AsOf, "yyyy-MM-dd", CultureInfo.InvariantCulture), workplace.Settings.Data, progress, cancel);
        return week is null ? $"run {runId}: left alone, another process is at it" : $"{week.RunId}: {(week.PublishedBefore ? "was published before" : "published")}";
    }, cancel);

    /// <summary>Schedulers show the message of what they caught, and nothing else at first sight.</summary>
    private static string Named(string asked, Func<string> work, CancellationToken cancel)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw new ScheduledWorkException($"{FailedWork.Of(fault) ?? asked} failed: {fault.Message}", fault);
        }
    }
}
