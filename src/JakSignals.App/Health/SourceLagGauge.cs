using System.Diagnostics.Metrics;
using JakSignals.Jobs;
using JakSignals.Store;
using Microsoft.Extensions.Hosting;

namespace JakSignals.App.Health;

/// <summary>Reports the lag of the newest source while the server runs.</summary>
internal sealed class SourceLagGauge(StoreStatus status, TimeProvider clock) : IHostedService, IDisposable
{
    private readonly Meter _meter = new(JobMetrics.MeterName);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        JobMetrics.ObserveSourceLag(_meter, () => SourceLag.Of(status.NewestQuarter(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))?.Days);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
