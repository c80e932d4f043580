using System.ComponentModel.DataAnnotations;

namespace JakSignals.App.Scheduling;

/// <summary>How the server keeps the timetable.</summary>
public sealed record ScheduleSettings
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Whether the server keeps the timetable; without it, operators and commands do its entries by hand.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Entries that this server does at the same time.</summary>
    [Range(1, 64)] public int Workers { get; init; } = 2;

    /// <summary>How often a failed entry is tried again.</summary>
    [Range(0, 10)] public int Retries { get; init; } = 4;

    /// <summary>Minutes from the first failure to the first retry; each further wait is three times as long, up to a day.</summary>
    [Range(0, 1440)] public int RetryMinutes { get; init; } = 5;

    /// <summary>Schema of Hangfire's tables on SQL Server.</summary>
    [Required, RegularExpression("^[A-Za-z_][A-Za-z0-9_]{0,59}$")] public string HangfireSchema { get; init; } = "hangfire";

    /// <summary>Time before a retry.</summary>
    /// <param name="retry">Which retry; the first is 1.</param>
    public TimeSpan WaitBefore(int retry) => TimeSpan.FromMinutes(Math.Min(LongestWait.TotalMinutes, RetryMinutes * Math.Pow(3, retry - 1)));
}
