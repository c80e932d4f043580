using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Hangfire;
using Hangfire.Dashboard;
using Hangfire.Server;
using JakSignals.Jobs;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Scheduling;

/// <summary>How far a job is, as its page shows it.</summary>
/// <param name="Step">What it does; null before its first step.</param>
/// <param name="Done">So many …</param>
/// <param name="Total">… of so many; null where that is not known.</param>
/// <param name="Lines">What it said, the newest last.</param>
internal sealed record HangfireProgressState(string? Step, long? Done, long? Total, IReadOnlyList<string> Lines);

/// <summary>Keeps the progress of a job with the job, once a second at most; a second attempt goes on with the lines of the first.</summary>
internal sealed class HangfireProgress : IJobProgress, IDisposable
{
    /// <summary>Hangfire's page lists all parameters but those of this prefix; this one has a table of its own.</summary>
    public const string Parameter = "DBG_Progress";

    private const int LinesKept = 40;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly PerformContext _context;
    private readonly ILogger _log;
    private readonly List<string> _lines;
    private string? _step;
    private (long Done, long? Total)? _rows;
    private long _kept;
    private bool _failed;

    public HangfireProgress(PerformContext context, ILogger log)
    {
        (_context, _log) = (context, log);
        _lines = [.. Read(context.Connection.GetJobParameter(context.BackgroundJob.Id, Parameter))?.Lines ?? []];
    }

    public void Step(string title) => Note(title, () => (_step, _rows) = (title, null));

    public void Line(string text) => Note(text, () => { });

    public void Rows(long done, long? total)
    {
        lock (_gate)
        {
            _rows = (done, total);
            if (TimeProvider.System.GetElapsedTime(_kept) >= Every)
                Keep();
        }
    }

    /// <summary>Says how it ended.</summary>
    /// <returns>The same.</returns>
    public string End(string text)
    {
        Line(text);
        return text;
    }

    public void Dispose()
    {
        lock (_gate)
            Keep();
    }

    /// <summary>The progress of a job; null when it has none.</summary>
    public static HangfireProgressState? Read(string? parameter) => parameter is null ? null : JsonSerializer.Deserialize<HangfireProgressState>(parameter);

    private void Note(string text, Action change)
    {
        lock (_gate)
        {
            change();
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss} {text}"));
            if (_lines.Count > LinesKept)
                _lines.RemoveAt(0);
            if (TimeProvider.System.GetElapsedTime(_kept) >= Every)
                Keep();
        }
    }

    /// <summary>A storage that is away for a moment must not fail hours of work.</summary>
    private void Keep()
    {
        try
        {
            var state = JsonSerializer.Serialize(new HangfireProgressState(_step, _rows?.Done, _rows?.Total, _lines));
            using var connection = _context.Storage.GetConnection();
            connection.SetJobParameter(_context.BackgroundJob.Id, Parameter, state);
            _failed = false;
        }
        catch (Exception fault)
        {
            if (!_failed)
                _log.ProgressNotShown(_context.BackgroundJob.Id, fault.Message);
            _failed = true;
        }
        _kept = TimeProvider.System.GetTimestamp();
    }
}

/// <summary>The part of a job's page that shows its progress.</summary>
internal static class HangfireProgressPage
{
    private static int _shown;      // Hangfire has one list of such parts for the whole process

    /// <summary>Adds it to the pages of jobs.</summary>
    public static IGlobalConfiguration ShowProgress(this IGlobalConfiguration configuration) =>
        Interlocked.Exchange(ref _shown, 1) == 0 ? configuration.UseJobDetailsRenderer(10, job => new NonEscapedString(Html(job.JobDetails.History.FirstOrDefault()?.StateName,
            HangfireProgress.Read(job.JobDetails.Properties.TryGetValue(HangfireProgress.Parameter, out var kept) ? kept : null)))) : configuration;

    /// <summary>The part; nothing for a job without progress.</summary>
    public static string Html(string? state, HangfireProgressState? progress)
    {
        if (progress is null)
            return "";
        var html = new StringBuilder("<h3>Progress</h3><table class=\"table table-condensed job-snippet-properties\">");
        Row(html, "State", state ?? "");
        Row(html, "Step", progress.Step ?? "");
        if (progress.Done is { } done)
            Row(html, "Done", progress.Total is { } total ? string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {total:N0}") : done.ToString("N0", CultureInfo.InvariantCulture));
        Row(html, "Says (UTC)", string.Join('\n', progress.Lines));
        return html.Append("</table>").ToString();
    }

    private static void Row(StringBuilder html, string name, string value) =>
        html.Append("<tr><td class=\"width-20\">").Append(name).Append("</td><td><pre><code>").Append(WebUtility.HtmlEncode(value)).Append("</code></pre></td></tr>");
}
