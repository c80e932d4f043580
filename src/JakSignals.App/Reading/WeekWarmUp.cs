using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Reading;

/// <summary>Reads each newly published week before anyone asks for it.</summary>
internal sealed class WeekWarmUp(PublishedWeeks weeks, TimeProvider clock, ILogger<WeekWarmUp> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            await Task.Run(Read, stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private void Read()
    {
        try
        {
            weeks.Latest(out _)?.Signals.Prepare();
        }
        catch (Exception fault) when (fault is StoreException or IOException or InvalidDataException)
        {
            log.WeekNotRead(fault.Message);     // a store that is away for a while must not end the server
        }
    }
}
