using Microsoft.Extensions.Logging;

namespace JakSignals.App.Scheduling;

/// <summary>What the schedule logs.</summary>
internal static partial class ScheduleLog
{
    [LoggerMessage(EventId = 9401, Level = LogLevel.Information, Message = "{Scheduler} keeps the timetable: {Entries}")]
    public static partial void Keeps(this ILogger log, string scheduler, string entries);

    [LoggerMessage(EventId = 9402, Level = LogLevel.Information, Message = "{Entry} is not in the timetable any more, or is switched off; it is removed from the schedule")]
    public static partial void EntryRemoved(this ILogger log, string entry);

    [LoggerMessage(EventId = 9403, Level = LogLevel.Information, Message = "{Job} was due while no server ran, or was not finished; it is done now")]
    public static partial void CaughtUp(this ILogger log, string job);

    [LoggerMessage(EventId = 9408, Level = LogLevel.Error, Message = "What was due while no server ran could not be caught up; look at the Runs page, and run what is missing by hand")]
    public static partial void NotCaughtUp(this ILogger log, Exception fault);

    [LoggerMessage(EventId = 9404, Level = LogLevel.Warning, Message = "{Entry} is tried again in {Wait}, for the {Retry}. time of {Retries}")]
    public static partial void TriedAgain(this ILogger log, Exception fault, string entry, TimeSpan wait, int retry, int retries);

    [LoggerMessage(EventId = 9405, Level = LogLevel.Error, Message = "{Entry} failed and is not tried again by itself")]
    public static partial void GivenUp(this ILogger log, Exception fault, string entry);

    [LoggerMessage(EventId = 9406, Level = LogLevel.Warning, Message = "Progress of job {Job} could not be shown: {Reason}")]
    public static partial void ProgressNotShown(this ILogger log, string job, string reason);

    [LoggerMessage(EventId = 9407, Level = LogLevel.Information, Message = "{Entry} was stopped with the server; what was under way is given back")]
    public static partial void EntryStopped(this ILogger log, string entry);
}
