using JakSignals.Jobs;
using JakSignals.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Scheduling;

/// <summary>An occurrence that was due while no server ran, or was not finished when the last one stopped.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="JobKey">Its key in the ledger.</param>
/// <param name="Attempts">How often it was begun before.</param>
internal sealed record MissedEntry(TimetableEntry Entry, string JobKey, int Attempts);

/// <summary>Hands an entry to the scheduler out of its turn.</summary>
internal interface IEntryStarter
{
    /// <summary>The scheduler begins it as soon as it can, and retries it as it does in its turn.</summary>
    Task BeginAsync(TimetableEntry entry, CancellationToken cancel);
}

/// <summary>Finds what was missed.</summary>
internal sealed class MissedEntries(RunLedger ledger, Settings settings, TimeProvider clock)
{
    /// <summary>The last due occurrences that are to be done now, in the order they were due. An entry that was never done is none of them: a new installation begins with what is due next.</summary>
    public IReadOnlyList<MissedEntry> Find()
    {
        var now = clock.GetUtcNow();
        return [.. settings.Entries.Where(entry => entry.Enabled && ledger.HasJobOf(entry.Id)).OrderBy(entry => entry.LastDue(now))
            .Select(entry => (Entry: entry, Key: entry.JobKey(entry.LastDue(now))))
            .Select(due => (due.Entry, due.Key, Job: ledger.FindJob(due.Key))).Where(due => IsOpen(due.Job))
            .Select(due => new MissedEntry(due.Entry, due.Key, due.Job?.Attempt ?? 0))];
    }

    /// <summary>Whether an occurrence came to an end since it was found, well or not, in this process or another.</summary>
    public bool HasEnded(MissedEntry missed) => ledger.FindJob(missed.JobKey) switch
    {
        { State: "finished" } => true,
        { State: "failed" or "released" } job => job.Attempt > missed.Attempts,
        _ => false,
    };

    private static bool IsOpen(LedgerJob? job) => job is not ({ State: "finished" } or { State: "running", IsAbandoned: false });
}

/// <summary>Does at the start what was missed, one after the other: a week must not begin before the load that was due before it has ended.</summary>
internal sealed class CatchUp(MissedEntries entries, IEntryStarter starter, TimeProvider clock, ILogger<CatchUp> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var missed in entries.Find())
            {
                await starter.BeginAsync(missed.Entry, stoppingToken).ConfigureAwait(false);
                log.CaughtUp(missed.JobKey);
                while (!entries.HasEnded(missed))
                    await Task.Delay(LookAgain, clock, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)      // must not end the server: what is due next is done all the same
        {
            log.NotCaughtUp(fault);
        }
    }
}
