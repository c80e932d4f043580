using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>What a piece of work leaves, to be committed together with its "finished" mark.</summary>
/// <param name="Rows">Rows it left.</param>
/// <param name="Message">What it says for the ledger; null for nothing.</param>
/// <param name="Write">Writes its rows.</param>
public sealed record WorkResult(long Rows, string? Message, Action<StoreWrite> Write);

/// <summary>Does work under a lease: takes it or leaves, keeps it by signs of life, commits rows and mark together, gives it back when stopped.</summary>
internal sealed class LeasedWork(RunLedger ledger, LeaseOptions options, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Does the work unless it is finished or held.</summary>
    /// <param name="work">The work.</param>
    /// <param name="progress">Hears how far it is, as the ledger does.</param>
    /// <param name="body">Does it; null when another process is at what it needs, and it shall be given back.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Null when it was done here; otherwise who holds it, or that it is finished.</returns>
    public Taking? TryDo(WorkItem work, IJobProgress progress, Func<IJobProgress, CancellationToken, WorkResult?> body, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var taking = ledger.TryTake(work, LeaseOwner.Current);
        return taking.Lease is { } lease ? Do(lease, progress, body, cancel) : taking;
    }

    /// <summary>Waits a moment before another look at work that another holds.</summary>
    public void Wait(CancellationToken cancel) => Task.Delay(LookAgain, clock, cancel).GetAwaiter().GetResult();

    private Taking? Do(Lease lease, IJobProgress progress, Func<IJobProgress, CancellationToken, WorkResult?> body, CancellationToken cancel)
    {
        var (started, outcome) = (clock.GetTimestamp(), "finished");
        using var keeper = new LeaseKeeper(ledger, lease, options, clock, progress, log, cancel);
        try
        {
            var result = body(keeper, keeper.Cancelled);
            keeper.Stop();
            if (result is null)
            {
                outcome = "left";
                return LeftToAnother(lease);
            }
            ledger.Finish(lease, result.Rows, result.Message, result.Write, cancel);
            return null;
        }
        catch (LeaseLostException lost)
        {
            outcome = "lost";
            return Lost(lease, lost.Message);
        }
        catch (Exception fault)
        {
            keeper.Stop();
            outcome = keeper.IsLost || !End(lease, fault, cancel) ? "lost" : IsStop(fault, cancel) ? "released" : "failed";
            if (outcome == "lost")
                return Lost(lease, fault.Message);
            FailedWork.Name(fault, lease.Work);
            throw;
        }
        finally
        {
            JobMetrics.WorkEnded(lease.Work, outcome, clock.GetElapsedTime(started));
        }
    }

    private Taking LeftToAnother(Lease lease)
    {
        ledger.Release(lease, "left to another process");
        return new Taking(null, new Holder(null, null, null));
    }

    /// <summary>The other does the same work to the same end: no reason to fail.</summary>
    private Taking Lost(Lease lease, string reason)
    {
        var work = lease.Work.ToString();
        log.LeaseLost(work, reason);
        return new Taking(null, new Holder(null, null, null));
    }

    /// <returns>Whether the work was still ours.</returns>
    private bool End(Lease lease, Exception fault, CancellationToken cancel)
    {
        try
        {
            return IsStop(fault, cancel) ? ledger.Release(lease, "stopped on request") : ledger.Fail(lease, fault.Message);
        }
        catch (Exception again)     // the store itself is the trouble: what it said first is what matters
        {
            var work = lease.Work.ToString();
            log.EndNotEntered(work, again.Message);
            return true;
        }
    }

    private static bool IsStop(Exception fault, CancellationToken cancel) => fault is OperationCanceledException && cancel.IsCancellationRequested;
}
