using System.Globalization;
using Spectre.Console;

namespace JakSignals.App;

/// <summary>Says how far long work is: one moving line on a terminal, one plain line a step elsewhere.</summary>
public sealed class ProgressLine(IAnsiConsole console)
{
    private StatusContext? _status;
    private string _step = "";

    /// <summary>Runs work under the line.</summary>
    public async Task<T> RunAsync<T>(Func<ProgressLine, T> work)
    {
        if (!console.Profile.Capabilities.Interactive)
            return await Task.Run(() => work(this)).ConfigureAwait(false);
        return await console.Status().StartAsync("Starting", context =>
        {
            _status = context;
            return Task.Run(() => work(this));
        }).ConfigureAwait(false);
    }

    /// <summary>A new step begins.</summary>
    public void Step(string step)
    {
        _step = step;
        if (_status is null)
            console.WriteLine(step);
        else
            _status.Status(Markup.Escape(step));
    }

    /// <summary>How far the step is; shown on a terminal only.</summary>
    public IProgress<long> Rows(string unit) => new RowProgress(rows =>
        _status?.Status(Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{_step}: {rows:N0} {unit}"))));

    /// <summary><see cref="Progress{T}"/> would report from another thread, after the step is over.</summary>
    private sealed class RowProgress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
