using JakSignals.App.Pages;
using JakSignals.App.Scheduling;
using JakSignals.Jobs;
using JakSignals.Store;

namespace JakSignals.App.Hosting;

/// <summary>What an operator can ask for: an entry of the timetable out of its turn, a run that was not published again.</summary>
internal sealed class OperatorWork(Settings settings, ScheduledWork work, TimeProvider clock)
{
    private IReadOnlyList<TimetableEntry> Entries => settings.Entries;

    /// <summary>The timetable, with the newest job of each entry.</summary>
    /// <param name="now">Now.</param>
    /// <param name="jobs">Jobs, the newest first.</param>
    public IReadOnlyList<TimetableLine> Timetable(DateTimeOffset now, IReadOnlyList<LedgerJob> jobs) =>
        [.. Entries.Select(entry => new TimetableLine(entry.Id, Does(entry.Step), Show.When(entry.Cron, entry.TimeZone), entry.Enabled ? entry.NextDue(now) : null, jobs.FirstOrDefault(job => job.Entry == entry.Id)))];

    /// <summary>Whether the timetable has an entry of that id.</summary>
    public bool Has(string id) => Entries.Any(entry => entry.Id == id);

    /// <summary>Does what was asked for.</summary>
    public void Do(OperatorRequest request, CancellationToken cancel) =>
        _ = request.Entry is { } entry ? work.Entry(entry, clock.GetUtcNow(), byHand: true, NoProgress.Instance, cancel) : work.Again(request.RunId!, NoProgress.Instance, cancel);

    private static string Does(TimetableStep step) => step switch
    {
        TimetableStep.Ingest => "loads what is new in the drop folder",
        TimetableStep.Weekly => "runs the week",
        TimetableStep.Verify => "computes the newest snapshots again and compares them",
        TimetableStep.Retention => "removes what nobody needs any more",
        _ => step.ToString(),
    };
}
