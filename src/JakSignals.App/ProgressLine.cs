using System.Globalization;
using JakSignals.Jobs;
using Spectre.Console;

namespace JakSignals.App;

/// <summary>Says how far long work is: one moving line on a terminal, one plain line a step elsewhere.</summary>
public sealed class ProgressLine(IAnsiConsole console) : IJobProgress
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

    /// <inheritdoc/>
    public void Step(string title)
    {
        _step = title;
        if (_status is null)
            console.WriteLine(title);
        else
            _status.Status(Markup.Escape(title));
    }

    /// <inheritdoc/>
    /// <remarks>Shown on a terminal only.</remarks>
    public void Rows(long done, long? total) => _status?.Status(Markup.Escape(total is { } all
        ? string.Create(CultureInfo.InvariantCulture, $"{_step}: {done:N0} of {all:N0}")
        : string.Create(CultureInfo.InvariantCulture, $"{_step}: {done:N0} rows written")));

    /// <inheritdoc/>
    public void Line(string text) => console.WriteLine(text);

    /// <summary>How far the step is in a unit of its own; shown on a terminal only.</summary>
    public IProgress<long> Counting(string unit) => new RowProgress(rows =>
        _status?.Status(Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{_step}: {rows:N0} {unit}"))));

    /// <summary><see cref="Progress{T}"/> would report from another thread, after the step is over.</summary>
    private sealed class RowProgress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
