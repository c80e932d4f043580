using JakSignals.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace JakSignals.App.Scheduling;

/// <summary>Quartz.NET keeps the timetable in the server's memory, where the package feed has no Hangfire. The Runs page shows what it does.</summary>
internal static partial class Schedule
{
    static partial void Add(IServiceCollection services, Settings settings)
    {
        services.AddQuartz(quartz =>
        {
            quartz.UseInMemoryStore();
            quartz.UseDefaultThreadPool(settings.Schedule.Workers);
            quartz.ConfigureScheduler(options => options.ShutdownJobInterruption = ShutdownJobInterruption.Always);      // a stop gives back the step under way
        });
        services.AddSingleton<QuartzTimetable>();
        services.AddSingleton<IEntryStarter>(provider => provider.GetRequiredService<QuartzTimetable>());
        services.AddHostedService(provider => provider.GetRequiredService<QuartzTimetable>());
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }
}

/// <summary>Does an entry of the timetable: never twice at a time in this process; the ledger keeps other processes apart.</summary>
[DisallowConcurrentExecution]
internal sealed class QuartzEntry(ScheduledWork work, TimeProvider clock, ILogger<QuartzEntry> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var id = context.JobDetail.Key.Name;
        try
        {
            await Task.Factory.StartNew(() => work.Entry(id, clock.GetUtcNow(), byHand: false, NoProgress.Instance, cancellationToken),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.EntryStopped(id);
        }
        catch (ScheduledWorkException fault)
        {
            Say(context, id, fault);
            throw;      // Quartz retries what threw
        }
    }

    private void Say(IJobExecutionContext context, string id, ScheduledWorkException fault)
    {
        var retry = context.RetryAttempt + 1;
        if (context.RetryPolicy is { } policy && retry <= policy.MaxAttempts)
            log.TriedAgain(fault, id, policy.DelayFor(retry), retry, policy.MaxAttempts);
        else
            log.GivenUp(fault, id);
    }
}

/// <summary>Registers the timetable with Quartz at the start.</summary>
internal sealed class QuartzTimetable(ISchedulerFactory schedulers, Settings settings, TimeProvider clock, ILogger<QuartzTimetable> log) : IHostedService, IEntryStarter
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false);
        var entries = settings.Entries.Where(entry => entry.Enabled).ToList();
        foreach (var entry in entries)
            await scheduler.ScheduleJob(Job(entry), Trigger(entry, settings.Schedule), cancellationToken: cancellationToken).ConfigureAwait(false);
        var kept = string.Join(", ", entries.Select(entry => $"{entry.Id} ({entry.Cron} {entry.TimeZone})"));
        log.Keeps("Quartz.NET", kept);
    }

    public async Task BeginAsync(TimetableEntry entry, CancellationToken cancel)
    {
        var scheduler = await schedulers.GetScheduler(cancel).ConfigureAwait(false);
        await scheduler.ScheduleJob(Now(entry), cancellationToken: cancel).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static IJobDetail Job(TimetableEntry entry) => JobBuilder.Create<QuartzEntry>().WithIdentity(entry.Id).StoreDurably().Build();

    /// <summary>When an entry is due. An occurrence the scheduler comes to late, because the machine slept or all workers were busy, is done once.</summary>
    internal static ITrigger Trigger(TimetableEntry entry, ScheduleSettings schedule) => TriggerBuilder.Create().WithIdentity(entry.Id).ForJob(entry.Id)
        .WithSchedule(CronScheduleBuilder.Create(Cron(entry)).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
        .WithRetryPolicy(Retries(schedule)).Build();

    /// <summary>The same times as <see cref="TimetableEntry.NextDue"/>, by which the ledger names its jobs.</summary>
    internal static CronExpression Cron(TimetableEntry entry) => CronExpression.Parse(entry.Cron, CronFormat.Unix).WithTimeZone(entry.Zone);

    private ITrigger Now(TimetableEntry entry) =>
        TriggerBuilder.Create(clock).WithIdentity(entry.Id + " missed").ForJob(entry.Id).StartNow().WithRetryPolicy(Retries(settings.Schedule)).Build();

    private static RetryPolicy Retries(ScheduleSettings schedule) =>
        schedule.Retries == 0 ? RetryPolicy.None : RetryPolicy.Explicit([.. Enumerable.Range(1, schedule.Retries).Select(schedule.WaitBefore)]);
}
