using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.SqlServer;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JakSignals.App.Scheduling;

/// <summary>Hangfire keeps the timetable: on the store's own SQL Server, where several servers share the work, or in memory with the embedded store.</summary>
internal static partial class Schedule
{
    private static readonly TimeSpan KeepJobs = TimeSpan.FromDays(14);      // so that last week's run is still there to be looked at
    private static readonly TimeSpan LeastInvisibility = TimeSpan.FromMinutes(5);

    static partial void Add(IServiceCollection services, Settings settings)
    {
        // Storage, activator and filters belong to this server, not to Hangfire's statics: a process may hold several.
        services.AddSingleton(provider => Storage(settings, provider.GetRequiredService<Database>()));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHttpContextAccessor();
        services.AddSingleton<HangfireOrigin>();
        services.AddSingleton<IJobFilterProvider>(provider => Filters(settings.Schedule, provider.GetRequiredService<HangfireOrigin>()));
        services.AddHangfire(configuration => configuration
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .ShowProgress());
        services.AddSingleton<IOperatorRequests, HangfireRequests>();
        services.AddSingleton(new DashboardLink(HangfireDashboard.Path));
        services.AddSingleton<HangfireTimetable>();
        services.AddSingleton<IEntryStarter>(provider => provider.GetRequiredService<HangfireTimetable>());
        services.AddHostedService(provider => provider.GetRequiredService<HangfireTimetable>());
        services.AddHangfireServer(options => Configure(options, settings));
    }

    static partial void Map(WebApplication app) => HangfireDashboard.Map(app);

    private static void Configure(BackgroundJobServerOptions options, Settings settings)
    {
        options.Queues = HangfireQueues.All;
        options.WorkerCount = settings.Schedule.Workers;
        options.CancellationCheckInterval = TimeSpan.FromSeconds(1);
        options.StopTimeout = TimeSpan.Zero;        // jobs hear of a stop at once …
        options.ShutdownTimeout = TimeSpan.FromSeconds(settings.Console.StopSeconds);      // … and have so long to give back what they hold
    }

    private static JobStorage Storage(Settings settings, Database database)
    {
        JobStorage storage = database.SqlServerConnectionString is { } connection
            ? new SqlServerStorage(connection, SqlServer(settings))
            : new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = KeepJobs });
        storage.JobExpirationTimeout = KeepJobs;
        return storage;
    }

    /// <summary>A job of a killed server comes back only after its lease in the ledger has ended: otherwise it would find the lease held, and leave.</summary>
    internal static SqlServerStorageOptions SqlServer(Settings settings) => new()
    {
        SchemaName = settings.Schedule.HangfireSchema,
        PrepareSchemaIfNecessary = true,
        SlidingInvisibilityTimeout = TimeSpan.FromTicks(Math.Max(LeastInvisibility.Ticks, 2 * settings.Leases.Length.Ticks)),
        QueuePollInterval = TimeSpan.FromSeconds(2),
        UseRecommendedIsolationLevel = true,
        DisableGlobalLocks = true,
        CommandTimeout = TimeSpan.FromSeconds(Math.Min(settings.SqlServer.CommandTimeoutSeconds, 60)),
    };

    /// <summary>Hangfire's own filters with our retries instead of its ten.</summary>
    private static JobFilterProviderCollection Filters(ScheduleSettings schedule, HangfireOrigin origin)
    {
        var filters = new JobFilterCollection();
        foreach (var filter in GlobalJobFilters.Filters.Where(filter => filter.Instance is not AutomaticRetryAttribute))
            filters.Add(filter.Instance, filter.Order);
        filters.Add(new AutomaticRetryAttribute
        {
            Attempts = schedule.Retries, OnAttemptsExceeded = AttemptsExceededAction.Fail,
            DelaysInSeconds = [.. Enumerable.Range(1, Math.Max(1, schedule.Retries)).Select(retry => (int)schedule.WaitBefore(retry).TotalSeconds)],
        });
        filters.Add(new HangfireReason());
        filters.Add(origin);
        return new JobFilterProviderCollection(filters, new JobFilterAttributeFilterProvider());
    }
}
