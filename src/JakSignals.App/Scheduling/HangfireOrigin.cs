using Hangfire.Client;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.AspNetCore.Http;

namespace JakSignals.App.Scheduling;

/// <summary>Notes on each job when it was made, and by whom where a person did it: a retry does the occurrence that was due then, and what a person asks for is done again.</summary>
internal sealed class HangfireOrigin(IHttpContextAccessor http, TimeProvider clock) : IClientFilter
{
    public const string At = "AskedAt", By = "AskedBy";

    public void OnCreating(CreatingContext context)
    {
        context.SetJobParameter(At, clock.GetUtcNow().ToString("O"));
        if (http.HttpContext?.User.Identity?.Name is { } user)
            context.SetJobParameter(By, user);
    }

    public void OnCreated(CreatedContext context) { }
}

/// <summary>Says the whole reason of a retry; Hangfire's own filter, before this one, cuts it off after fifty letters.</summary>
internal sealed class HangfireReason : JobFilterAttribute, IElectStateFilter
{
    public HangfireReason() => Order = 30;

    public void OnStateElection(ElectStateContext context)
    {
        if (context.TraversedStates.OfType<FailedState>().LastOrDefault() is not { } failed || context.CandidateState.Reason?.Split(": ", 2) is not [var retry, _])
            return;
        var reason = $"{retry}: {failed.Exception.Message}";
        if (context.CandidateState is ScheduledState later)
            later.Reason = reason;
        else if (context.CandidateState is EnqueuedState now)
            now.Reason = reason;
    }
}
