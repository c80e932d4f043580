using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Hosting;

/// <summary>Does what operators ask for on the Runs page, one thing at a time, beside whatever the schedule does: the ledger keeps both from doing the same.</summary>
internal sealed class OperatorQueue(OperatorWork work, ILogger<OperatorQueue> log) : BackgroundService, IOperatorRequests
{
    private const int Most = 16;
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly List<string> _waiting = [];
    private string? _current;

    /// <summary>What is under way; null when nothing is.</summary>
    public string? Current => Volatile.Read(ref _current);

    /// <summary>What was asked for and has not begun.</summary>
    public IReadOnlyList<string> Waiting
    {
        get
        {
            lock (_gate)
                return [.. _waiting];
        }
    }

    public bool TryAsk(OperatorRequest request) => TryAsk(request.What, cancel => work.Do(request, cancel));

    /// <summary>Asks for work.</summary>
    /// <param name="what">What it is, for people; the same is not taken twice at a time.</param>
    /// <param name="body">The work. It is cancelled when the server stops.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TryAsk(string what, Action<CancellationToken> body)
    {
        lock (_gate)
        {
            if (_waiting.Count >= Most || _waiting.Contains(what) || _current == what)
                return false;
            if (!_requests.Writer.TryWrite(new Request(what, body)))
                return false;       // the server stops
            _waiting.Add(what);
            return true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = stoppingToken.Register(() => _requests.Writer.TryComplete());
        await foreach (var request in _requests.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (stoppingToken.IsCancellationRequested)
                return;
            lock (_gate)
            {
                _waiting.Remove(request.What);
                _current = request.What;
            }
            await Task.Factory.StartNew(() => Do(request, stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            lock (_gate)
                _current = null;
        }
    }

    /// <summary>The job runner's one catch: a failed request must not end the server; ledger and log say why it failed.</summary>
    private void Do(Request request, CancellationToken stop)
    {
        try
        {
            request.Work(stop);
            log.RequestDone(request.What);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.RequestStopped(request.What);
        }
        catch (Exception fault)
        {
            log.RequestFailed(fault, request.What);
        }
    }

    private sealed record Request(string What, Action<CancellationToken> Work);
}
