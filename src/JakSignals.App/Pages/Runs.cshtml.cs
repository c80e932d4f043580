using System.Globalization;
using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.Jobs;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JakSignals.App.Pages;

/// <summary>An entry of the timetable as the page shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Does">What it does.</param>
/// <param name="When">When, by which clock.</param>
/// <param name="DueAt">When it is next due; null when it is off.</param>
/// <param name="Last">Its newest job; null when there was none.</param>
internal sealed record TimetableLine(string Id, string Does, string When, DateTimeOffset? DueAt, LedgerJob? Last);

/// <summary>What runs, what ran, what is due.</summary>
[Authorize(Policies.Reader)]
internal sealed class RunsModel(RunLedger ledger, StoreStatus status, IOperatorRequests requests, OperatorWork work, IAuthorizationService authorization,
    Database database, Settings settings, TimeProvider clock, ILogger<RunsModel> log) : PageModel
{
    private const int RunsShown = 12, JobsShown = 12, FilesShown = 8, RunsLooked = 60, JobsLooked = 200;

    /// <summary>What was done with a form: a key of fixed sentences.</summary>
    [BindProperty(SupportsGet = true, Name = "told")] public string? ToldKey { get; set; }

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public IReadOnlyList<LedgerRun> Runs { get; private set; } = [];

    public IReadOnlyList<LedgerRun> Running { get; private set; } = [];

    public IReadOnlyList<LedgerJob> Jobs { get; private set; } = [];

    public IReadOnlyList<LedgerJob> RunningJobs { get; private set; } = [];

    public IReadOnlyList<string> Asked { get; private set; } = [];

    public IReadOnlyList<TimetableLine> Timetable { get; private set; } = [];

    public IReadOnlyList<FileRow> Files { get; private set; } = [];

    public IReadOnlyList<string> Alerts { get; private set; } = [];

    public Publication? Newest { get; private set; }

    public SourceLag? Lag { get; private set; }

    public bool MayOperate { get; private set; }

    public TimetableLine? Next => Timetable.Where(entry => entry.DueAt is not null).MinBy(entry => entry.DueAt);

    /// <summary>Something is under way or will be: the page renews itself.</summary>
    public bool IsBusy => Running.Count + RunningJobs.Count + Asked.Count > 0;

    public string NowWords => (Running.Count, RunningJobs.Count, Asked.Count) switch
    {
        (0, 0, 0) => "idle",
        (0, 0, _) => "about to begin",
        (var runs, 0, _) => Number(runs, "run"),
        (0, var jobs, _) => Number(jobs, "job"),
        var (runs, jobs, _) => $"{Number(runs, "run")}, {Number(jobs, "job")}",
    };

    public string? Told => ToldKey switch
    {
        "asked" => "Asked for. It begins at once, or when this server has ended what it does.",
        "open" => "That was asked for already and is not done yet.",
        "gone" => "There is nothing of that name any more; the page shows what there is.",
        _ => null,
    };

    public async Task OnGetAsync()
    {
        MayOperate = await MayAsync(Policies.Operator).ConfigureAwait(false);
        var runs = ledger.Latest(RunsLooked);
        (Running, Runs) = ([.. runs.Where(run => run.Condition == "running")], [.. runs.Take(RunsShown)]);
        var jobs = ledger.LatestJobs(JobsLooked);
        (RunningJobs, Jobs) = ([.. jobs.Where(job => job is { State: "running", IsAbandoned: false })], [.. jobs.Take(JobsShown)]);
        Asked = Running.Count + RunningJobs.Count == 0 && requests.Current is { } current ? [current, .. requests.Waiting] : requests.Waiting;     // what is under way may not be in the ledger yet
        Files = status.LatestFiles(FilesShown);
        Newest = status.NewestPublication();
        Lag = SourceLag.Of(status.NewestQuarter(), Today);
        Timetable = work.Timetable(Now, jobs);
        Alerts = [.. AlertsOf()];
    }

    public async Task<IActionResult> OnPostRunAsync(string? entry)
    {
        if (!await MayAsync(Policies.Operator).ConfigureAwait(false))
            return Forbid();
        return entry is not null && work.Has(entry) ? Ask(OperatorRequest.OfEntry(entry)) : Tell("gone");
    }

    public async Task<IActionResult> OnPostRetryAsync(string? runId)
    {
        if (!await MayAsync(Policies.Operator).ConfigureAwait(false))
            return Forbid();
        return ledger.Latest(RunsLooked).FirstOrDefault(run => run.Run.RunId == runId) is { } failed && MayRetry(failed) ? Ask(OperatorRequest.Again(failed.Run.RunId)) : Tell("gone");
    }

    /// <summary>Version of the program, with the first digits of its commit.</summary>
    public static string Version => WeeklyOptions.CodeVersion.Split('+') is [var version, { Length: > 12 } commit] ? $"{version}+{commit[..12]}" : WeeklyOptions.CodeVersion;

    /// <summary>Whether a run ended without being published.</summary>
    public static bool MayRetry(LedgerRun run) => run.Condition is "failed" or "stopped";

    /// <summary>How many steps are finished, and where it stands.</summary>
    public static string StepsOf(LedgerRun run) =>
        string.Create(CultureInfo.InvariantCulture, $"{run.Steps.Count(step => step.State == "finished")} of {run.Steps.Count}") + (Open(run) is { } step ? $", at {step.Step}" : "");

    /// <summary>From its begin to its end, to now, or to the last sign of life of a stopped run.</summary>
    public static string TimeOf(LedgerRun run, DateTimeOffset now) =>
        Show.Took(run.Run.StartedAt, run.Run.FinishedAt ?? (run.Condition == "running" ? null : run.Steps.Max(step => step.HeartbeatAt) ?? run.Run.StartedAt), now);

    /// <summary>Why a run failed or stands still.</summary>
    public static string? ReasonOf(LedgerRun run) => run.Condition switch
    {
        "failed" => run.Run.Message ?? Open(run)?.Message,
        "stopped" when Open(run) is { IsAbandoned: true } step => $"{step.Step}: its process is gone or silent; the next start goes on with it",
        "stopped" => Open(run)?.Message,
        _ => null,
    };

    /// <summary>Host and process of who holds work.</summary>
    public static string Worker(LedgerWork work) => work.Owner is { } owner && owner.Split(':') is [var host, var process, ..] ? $"{host}, process {process}" : work.Owner ?? "";

    private DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    private static LedgerStep? Open(LedgerRun run) => run.Condition == "published" ? null : run.Steps.FirstOrDefault(step => step.State != "finished");

    private async Task<bool> MayAsync(string policy) => (await authorization.AuthorizeAsync(User, policy).ConfigureAwait(false)).Succeeded;

    private IEnumerable<string> AlertsOf()
    {
        foreach (var overdue in new Expected(database, settings.Entries).Overdue(Now))
            yield return overdue;
        foreach (var run in Runs.Take(1).Where(MayRetry))
            yield return $"The newest run, {run.Run.RunId}, is not published: {ReasonOf(run)}";
        foreach (var entry in Timetable.Where(entry => entry.Last?.State == "failed"))
            yield return $"{entry.Id} failed last time: {entry.Last!.Message}";
    }

    private RedirectResult Ask(OperatorRequest request)
    {
        if (!requests.TryAsk(request))
            return Tell("open");
        log.Asked(User.Identity?.Name ?? "", request.What);
        return Tell("asked");
    }

    private RedirectResult Tell(string key) => Redirect("/runs?told=" + key);

    private static string Number(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
