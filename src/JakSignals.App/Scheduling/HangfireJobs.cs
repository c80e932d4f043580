using System.Globalization;
using Hangfire;
using Hangfire.Common;
using Hangfire.Server;
using JakSignals.App.Hosting;
using JakSignals.Jobs;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Scheduling;

/// <summary>Queues of the work.</summary>
internal static class HangfireQueues
{
    public const string Ingest = "ingest", Analysis = "analysis", Publish = "publish";

    public static string[] All => [Ingest, Analysis, Publish];

    public static string Of(TimetableStep step) => step switch
    {
        TimetableStep.Ingest => Ingest,
        TimetableStep.Weekly or TimetableStep.Verify => Analysis,
        TimetableStep.Retention => Publish,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No queue takes this step."),
    };
}

/// <summary>What Hangfire calls. Names and parameters of the methods are in its storage: jobs of an older program are found by them.</summary>
internal sealed class HangfireJobs(ScheduledWork work, ILogger<HangfireJobs> log)
{
    /// <summary>Does an entry of the timetable.</summary>
    /// <returns>How it ended, for the job's page.</returns>
    [JobDisplayName("{0}")]
    public string Entry(string id, PerformContext? context, CancellationToken cancel)
    {
        using var progress = new HangfireProgress(context!, log);
        var at = DateTimeOffset.Parse(context!.GetJobParameter<string>(HangfireOrigin.At), CultureInfo.InvariantCulture);
        var byHand = context.GetJobParameter<string?>(HangfireOrigin.By) is not null;
        return progress.End(work.Entry(id, at, byHand, progress, cancel));
    }

    /// <summary>Does the week of a run again.</summary>
    /// <returns>How it ended, for the job's page.</returns>
    [JobDisplayName("run {0} again")]
    public string Again(string runId, PerformContext? context, CancellationToken cancel)
    {
        using var progress = new HangfireProgress(context!, log);
        return progress.End(work.Again(runId, progress, cancel));
    }

    /// <summary>The job of an entry, for its queue.</summary>
    public static Job Of(TimetableEntry entry) => Job.FromExpression<HangfireJobs>(jobs => jobs.Entry(entry.Id, null, CancellationToken.None), HangfireQueues.Of(entry.Step));

    /// <summary>The job of a run again.</summary>
    public static Job OfRun(string runId) => Job.FromExpression<HangfireJobs>(jobs => jobs.Again(runId, null, CancellationToken.None), HangfireQueues.Analysis);

    /// <summary>What a job of ours was asked to do; null for a job this program does not know.</summary>
    public static OperatorRequest? Request(Job? job) => (job?.Method.Name, job?.Args) switch
    {
        (nameof(Entry), [string id, ..]) => OperatorRequest.OfEntry(id),
        (nameof(Again), [string runId, ..]) => OperatorRequest.Again(runId),
        _ => null,
    };
}
