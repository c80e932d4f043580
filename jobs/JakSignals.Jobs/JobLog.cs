using JakSignals.Cases;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>What the weekly steps log: counts and identities of files and runs, never people.</summary>
internal static partial class JobLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "{Load}: {Tally}")]
    public static partial void Loaded(this ILogger log, string load, LoadTally tally);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "{Load}: loaded before; nothing changed")]
    public static partial void LoadedBefore(this ILogger log, string load);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "{Load} was refused: {Reason}")]
    public static partial void Refused(this ILogger log, string load, string reason);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "{File} is not read: {Reason}")]
    public static partial void Ignored(this ILogger log, string file, string reason);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "{Load}: {Count} records were quarantined; see {Path}")]
    public static partial void Quarantined(this ILogger log, string load, long count, string path);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning, Message = "{Load} has no {Tables}; what they would say is unknown (without OUTC no case is serious)")]
    public static partial void TablesMissing(this ILogger log, string load, string tables);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Run {RunId}: {Cases} current cases, {Names} drug names, {Substances} substances and groups, {Elapsed}")]
    public static partial void Normalised(this ILogger log, string runId, int cases, int names, int substances, TimeSpan elapsed);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Run {RunId}: {Cases} cases stand in several case tables without a received date; which one counts is decided by the digest of the files. Give received_on.")]
    public static partial void UndatedTies(this ILogger log, string runId, long cases);

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Run {RunId}: scored {Scored} pairs, {Signals} above the thresholds, {Elapsed}")]
    public static partial void Scored(this ILogger log, string runId, int scored, int signals, TimeSpan elapsed);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Information, Message = "Run {RunId}: counted {Distinct} pairs and {Rates} rates, {Elapsed}")]
    public static partial void Counted(this ILogger log, string runId, long distinct, int rates, TimeSpan elapsed);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "Run {RunId}: EBGM, EB05 and EB95 are null, because their prior could not be fitted: {Reason}")]
    public static partial void PriorNotFitted(this ILogger log, string runId, string reason);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Run {RunId}: published {Folder}, manifest {Sha256}")]
    public static partial void Published(this ILogger log, string runId, string folder, string sha256);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Information, Message = "Run {RunId}: report {Path}")]
    public static partial void Reported(this ILogger log, string runId, string path);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "Run {RunId} was published before from the same inputs; nothing is computed again")]
    public static partial void PublishedBefore(this ILogger log, string runId);
}
