using System.Diagnostics;
using JakSignals.App.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JakSignals.EndToEnd.Tests.Web;

public sealed class StopTests
{
    [Fact]
    public async Task Serve_stops_with_0_when_the_service_manager_asks()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var place = new Place();
        var listens = new TaskCompletionSource();
        using var process = place.Start(line =>
        {
            if (line.StartsWith("The console is at http://127.0.0.1:", StringComparison.Ordinal))
                listens.TrySetResult();
        }, "serve", "--urls", "http://127.0.0.1:0");
        await listens.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("The console stops", place.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_cancels_what_is_under_way_and_waits_until_it_is_given_back()
    {
        await using var server = await Server.StartAsync();
        var begun = new TaskCompletionSource();
        var released = false;
        server.Services.GetRequiredService<OperatorQueue>().TryAsk("long work", cancel =>
        {
            begun.SetResult();
            cancel.WaitHandle.WaitOne();
            released = true;
            cancel.ThrowIfCancellationRequested();
        });
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await ((IHost)server.App).StopAsync(TestContext.Current.CancellationToken);
        Assert.True(released);
        Assert.Contains("long work, asked for by an operator, was stopped with the server", server.Place.Log(), StringComparison.Ordinal);
    }
}
