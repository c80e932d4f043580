using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using JakSignals.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Scheduling;

/// <summary>Registers the timetable with Hangfire at the start; what is gone from it is removed.</summary>
internal sealed class HangfireTimetable(IRecurringJobManager recurring, IBackgroundJobClient client, JobStorage storage, Settings settings, ILogger<HangfireTimetable> log)
    : IHostedService, IEntryStarter
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Register([.. settings.Entries.Where(entry => entry.Enabled)]);
        return Task.CompletedTask;
    }

    public Task BeginAsync(TimetableEntry entry, CancellationToken cancel)
    {
        client.Create(HangfireJobs.Of(entry), new EnqueuedState());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Register(IReadOnlyList<TimetableEntry> entries)
    {
        foreach (var gone in Registered().Except(entries.Select(entry => entry.Id), StringComparer.Ordinal))
        {
            recurring.RemoveIfExists(gone);
            log.EntryRemoved(gone);
        }
        foreach (var entry in entries)
            recurring.AddOrUpdate(entry.Id, HangfireJobs.Of(entry), entry.Cron, new RecurringJobOptions { TimeZone = entry.Zone, MisfireHandling = MisfireHandlingMode.Relaxed });
        var kept = string.Join(", ", entries.Select(entry => $"{entry.Id} ({entry.Cron} {entry.TimeZone})"));
        log.Keeps("Hangfire", kept);
    }

    private IReadOnlyList<string> Registered()
    {
        using var connection = storage.GetConnection();
        return [.. connection.GetRecurringJobs().Select(job => job.Id)];
    }
}
