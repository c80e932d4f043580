using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using JakSignals.App.Hosting;

namespace JakSignals.App.Scheduling;

/// <summary>What operators ask for goes the way of the timetable: as a job, with its page, its retries and its place among the servers.</summary>
internal sealed class HangfireRequests(IBackgroundJobClient client, JobStorage storage, Settings settings) : IOperatorRequests
{
    private const int Looked = 100;
    private readonly Lock _gate = new();

    public string? Current => Processing.FirstOrDefault();

    public IReadOnlyList<string> Waiting
    {
        get
        {
            var monitor = storage.GetMonitoringApi();
            return [.. HangfireQueues.All.SelectMany(queue => Known(monitor.EnqueuedJobs(queue, 0, Looked).Select(job => job.Value?.Job)))];
        }
    }

    public bool TryAsk(OperatorRequest request)
    {
        lock (_gate)
        {
            if (Waiting.Contains(request.What) || Processing.Contains(request.What))
                return false;
            var job = request.Entry is { } id ? HangfireJobs.Of(settings.Entries.First(entry => entry.Id == id)) : HangfireJobs.OfRun(request.RunId!);
            return client.Create(job, new EnqueuedState()) is not null;
        }
    }

    private IEnumerable<string> Processing => Known(storage.GetMonitoringApi().ProcessingJobs(0, Looked).Select(job => job.Value?.Job));

    private static IEnumerable<string> Known(IEnumerable<Job?> jobs) => jobs.Select(job => HangfireJobs.Request(job)?.What).OfType<string>();
}
