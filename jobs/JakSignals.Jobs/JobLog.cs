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

    [LoggerMessage(EventId = 1007, Level = LogLevel.Warning, Message = "{Load}: {Differing} of the {Same} reports that it shares with {Other} do not say the same; {Winner} counts where receipt, number and version are alike")]
    public static partial void ReportsDiffer(this ILogger log, string load, long differing, long same, string other, string winner);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Warning, Message = "{Load} was withdrawn on {Day} by {By} and stays so: {Reason}. To load it again: jaksignals ingest FILE")]
    public static partial void StaysWithdrawn(this ILogger log, string load, string day, string by, string reason);

    [LoggerMessage(EventId = 1009, Level = LogLevel.Warning, Message = "{Load} was withdrawn on {Day} and is in again, by {By}")]
    public static partial void Reinstated(this ILogger log, string load, string day, string by);

    [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message = "{Period} was given more than once; loaded in this order: {Order}. Of the same report that of the last counts")]
    public static partial void GivenTogether(this ILogger log, string period, string order);

    [LoggerMessage(EventId = 1015, Level = LogLevel.Warning, Message = "{File}: {Finding}, {Count} records; see data quality")]
    public static partial void Noticed(this ILogger log, string file, string finding, long count);

    [LoggerMessage(EventId = 1021, Level = LogLevel.Warning, Message = "{Load}: {Reason}")]
    public static partial void GaveNothing(this ILogger log, string load, string reason);

    [LoggerMessage(EventId = 1022, Level = LogLevel.Information, Message = "{File} is {Reason}")]
    public static partial void Left(this ILogger log, string file, string reason);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Run {RunId}: {Cases} current cases, {Names} drug names, {Substances} substances and groups, {Elapsed}")]
    public static partial void Normalised(this ILogger log, string runId, int cases, int names, int substances, TimeSpan elapsed);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Run {RunId}: {Cases} cases stand in several case tables without a received date; the table loaded last decides which one counts. Give received_on.")]
    public static partial void UndatedTies(this ILogger log, string runId, long cases);

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Run {RunId}: scored {Scored} pairs, {Signals} above the thresholds, {Elapsed}")]
    public static partial void Scored(this ILogger log, string runId, int scored, int signals, TimeSpan elapsed);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Information, Message = "Run {RunId}: counted {Distinct} pairs, {Elapsed}")]
    public static partial void Counted(this ILogger log, string runId, long distinct, TimeSpan elapsed);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "Run {RunId}: EBGM, EB05 and EB95 are null, because their prior could not be fitted: {Reason}")]
    public static partial void PriorNotFitted(this ILogger log, string runId, string reason);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Run {RunId}: {Rates} rates, {Elapsed}")]
    public static partial void Rated(this ILogger log, string runId, int rates, TimeSpan elapsed);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Run {RunId}: {Rows} rows of cohort {Cohort} are in no rate: {Reason}")]
    public static partial void CohortRejected(this ILogger log, string runId, int rows, string cohort, string reason);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Run {RunId}: published {Folder}, manifest {Sha256}")]
    public static partial void Published(this ILogger log, string runId, string folder, string sha256);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Information, Message = "Run {RunId}: report {Path}")]
    public static partial void Reported(this ILogger log, string runId, string path);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "Run {RunId} was published before from the same inputs; nothing is computed again")]
    public static partial void PublishedBefore(this ILogger log, string runId);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Information, Message = "Run {RunId} passed the quality gate: {Findings}")]
    public static partial void GatePassed(this ILogger log, string runId, string findings);

    [LoggerMessage(EventId = 5005, Level = LogLevel.Warning, Message = "Run {RunId}: what was in its place is not as it was published; it is kept as {Path}")]
    public static partial void SetAside(this ILogger log, string runId, string path);

    [LoggerMessage(EventId = 9101, Level = LogLevel.Debug, Message = "A sign of life for {Work} waits: another process writes")]
    public static partial void HeartbeatBusy(this ILogger log, string work);

    [LoggerMessage(EventId = 9102, Level = LogLevel.Warning, Message = "A sign of life for {Work} could not be given and is tried again: {Reason}")]
    public static partial void HeartbeatFailed(this ILogger log, string work, string reason);

    [LoggerMessage(EventId = 9103, Level = LogLevel.Warning, Message = "{Work} was taken over by another process; nothing of this attempt was committed: {Reason}")]
    public static partial void LeaseLost(this ILogger log, string work, string reason);

    [LoggerMessage(EventId = 9104, Level = LogLevel.Warning, Message = "The end of {Work} could not be entered into the ledger; its lease will run out: {Reason}")]
    public static partial void EndNotEntered(this ILogger log, string work, string reason);

    [LoggerMessage(EventId = 9106, Level = LogLevel.Information, Message = "Job {Job} begins")]
    public static partial void JobBegun(this ILogger log, string job);

    [LoggerMessage(EventId = 9107, Level = LogLevel.Information, Message = "Job {Job}: {End} {Text}")]
    public static partial void JobEnded(this ILogger log, string job, JobEnd end, string text);

    [LoggerMessage(EventId = 9108, Level = LogLevel.Information, Message = "The drop folder {Folder} is not there or empty; nothing to load")]
    public static partial void NothingDropped(this ILogger log, string folder);

    [LoggerMessage(EventId = 9109, Level = LogLevel.Information, Message = "Retention {Text}")]
    public static partial void Retained(this ILogger log, string text);

    [LoggerMessage(EventId = 9110, Level = LogLevel.Warning, Message = "Overdue: {Text}")]
    public static partial void Overdue(this ILogger log, string text);

    [LoggerMessage(EventId = 9105, Level = LogLevel.Information, Message = "{Work} is held by {Owner} since {Since}")]
    public static partial void HeldByAnother(this ILogger log, string work, string owner, DateTimeOffset? since);
}
