using System.Data.Common;
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
        try
        {
            Register([.. settings.Entries.Where(entry => entry.Enabled)]);
        }
        catch (DbException fault)
        {
            throw new SettingsException($"Hangfire cannot keep the timetable in schema '{settings.Schedule.HangfireSchema}' (Schedule:HangfireSchema) of {settings.Database.Location}: {fault.Message.TrimEnd('.')}. "
                + "The first start creates its tables under a login that may (see the end of sql/sqlserver/roles.sql); with Schedule:Enabled false the server runs without.", fault);
        }
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
