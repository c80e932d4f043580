using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.Jobs;

/// <summary>Gives signs of life for work under way, with how far it is, until it is stopped; cancels the work when another holds it meanwhile.</summary>
internal sealed class LeaseKeeper : IJobProgress, IDisposable
{
    private static readonly TimeSpan SoonAfterBusy = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();            // held while a sign of life is given, which may wait for another process
    private readonly Lock _seen = new();            // never held while anything waits
    private readonly RunLedger _ledger;
    private readonly Lease _lease;
    private readonly TimeSpan _every;
    private readonly IJobProgress _shown;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop;
    private readonly ITimer _timer;
    private long? _done;
    private long? _total;
    private string? _line;
    private bool _stopped;

    public LeaseKeeper(RunLedger ledger, Lease lease, LeaseOptions options, TimeProvider clock, IJobProgress shown, ILogger log, CancellationToken cancel)
    {
        (_ledger, _lease, _every, _shown, _log) = (ledger, lease, options.Heartbeat, shown, log);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _timer = clock.CreateTimer(_ => Tick(), null, _every, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled on request, or because the work is lost.</summary>
    public CancellationToken Cancelled => _stop.Token;

    /// <summary>Another holds the work.</summary>
    public bool IsLost { get; private set; }

    public void Step(string title) => _shown.Step(title);

    public void Rows(long done, long? total)
    {
        lock (_seen)
            (_done, _total) = (done, total);
        _shown.Rows(done, total);
    }

    public void Line(string text)
    {
        lock (_seen)
            _line = text;
        _shown.Line(text);
    }

    /// <summary>Gives no more signs of life; when it returns none is under way.</summary>
    public void Stop()
    {
        lock (_gate)
            _stopped = true;
    }

    public void Dispose()
    {
        Stop();
        _timer.Dispose();
        _stop.Dispose();
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_stopped)
                return;
            var beat = Beat();
            IsLost = beat == Heartbeat.Lost;
            if (IsLost)
                _stop.Cancel();
            else
                _timer.Change(beat == Heartbeat.Kept ? _every : SoonAfterBusy, Timeout.InfiniteTimeSpan);
        }
    }

    private (long? Done, long? Total, string? Line) Seen()
    {
        lock (_seen)
            return (_done, _total, _line);
    }

    /// <summary>On a timer's thread an exception would end the process; a store that is away for a moment must not.</summary>
    private Heartbeat Beat()
    {
        var work = _lease.Work.ToString();
        try
        {
            var (done, total, line) = Seen();
            var beat = _ledger.Beat(_lease, done, total, line);
            if (beat == Heartbeat.Busy)
                _log.HeartbeatBusy(work);
            return beat;
        }
        catch (Exception fault)
        {
            _log.HeartbeatFailed(work, fault.Message);
            return Heartbeat.Busy;
        }
    }
}
