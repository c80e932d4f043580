using JakSignals.App.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JakSignals.App.Scheduling;

/// <summary>Where the scheduler's own pages are; null where it has none.</summary>
internal sealed record DashboardLink(string? Path);

/// <summary>The timetable within the server. Which scheduler keeps it is decided by the package feed: Hangfire, or Quartz.NET where the feed lacks it. Each adds its part of this class.</summary>
internal static partial class Schedule
{
    /// <summary>Adds the scheduler, unless the settings switch it off, and the way in which operators ask for work.</summary>
    public static void AddSchedule(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<ScheduledWork>();
        services.AddSingleton<MissedEntries>();
        if (settings.Schedule.Enabled)
        {
            Add(services, settings);
            services.AddHostedService<CatchUp>();
        }
        services.TryAddSingleton<IOperatorRequests>(provider => provider.GetRequiredService<OperatorQueue>());
        services.TryAddSingleton(new DashboardLink(null));
    }

    /// <summary>Maps the scheduler's pages, where it has some.</summary>
    public static void MapSchedule(this WebApplication app)
    {
        if (app.Services.GetRequiredService<Settings>().Schedule.Enabled)
            Map(app);
    }

    static partial void Add(IServiceCollection services, Settings settings);

    static partial void Map(WebApplication app);
}
