using System.Net;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.Extensions.DependencyInjection;

namespace JakSignals.EndToEnd.Tests.Web;

public sealed class RunsPageTests
{
    private const string Hostile = "<script>alert(1)</script>\"' onmouseover=x";

    [Fact]
    public async Task An_empty_store_says_so_in_every_part()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Reader);
        var page = (await browser.GetAsync("/runs")).Body;
        foreach (var said in new[] { "Nothing runs.", "No run yet.", "No job yet.", "Nothing is loaded.", "no run is published" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_runs_is_shown_with_its_step_progress_attempt_worker_and_sign_of_life_and_the_page_renews_itself()
    {
        await using var server = await Server.StartAsync(fill: place => HealthTests.Fill(place, Run("2026-W48-1", "running"), Step("2026-W48-1", 1, "normalise", "finished"),
            Step("2026-W48-1", 2, "count", "running"), Step("2026-W48-1", 3, "publish", "waiting")));
        using var browser = await server.OpenAsync(Role.Reader);
        var page = (await browser.GetAsync("/runs")).Body;
        foreach (var said in new[] { "http-equiv=\"refresh\" content=\"5; url=/runs\"", "1 run", "attempt 3, 10 min 0 s so far", "value=\"250\" max=\"1000\"", "25 % · 250 of 1,000", "elsewhere, process 4711 · sign of life 20 s ago", "✓ finished<span> · normalise", "● running<span> · count", "○ waiting<span> · publish", "1 of 3, at count" })
            Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_worker_fell_silent_is_stopped_not_running()
    {
        await using var server = await Server.StartAsync(fill: place => HealthTests.Fill(place, Run("2026-W48-1", "running"), Step("2026-W48-1", 1, "count", "running")));
        server.Clock.Now += TimeSpan.FromMinutes(10);       // its lease ended 8 minutes ago
        using var browser = await server.OpenAsync(Role.Reader);
        var page = (await browser.GetAsync("/runs")).Body;
        Assert.Contains("‖ stopped", page, StringComparison.Ordinal);
        Assert.Contains("its process is gone or silent", page, StringComparison.Ordinal);
        Assert.Contains("Nothing runs.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_others_is_shown_as_text_wherever_it_stands()
    {
        var quoted = Hostile.Replace("'", "''", StringComparison.Ordinal);
        await using var server = await Server.StartAsync(fill: place => HealthTests.Fill(place,
            $"INSERT INTO run (run_id, as_of, state, name_rules, code_version, started_at, published_order, finished_at, manifest_sha256, message) VALUES ('{quoted}', '2026-11-22', 'published', 'general', '1', '2026-11-22T06:00:00Z', 1, '2026-11-22T07:00:00Z', '{quoted}', '{quoted}')",
            Run("2026-W48-1", "failed", quoted), Step("2026-W48-1", 1, quoted, "running"), Step("2026-W48-1", 2, quoted, "failed", quoted),
            $"INSERT INTO job (job_key, entry, due_at, state, attempt, owner, started_at, heartbeat_at, lease_until, message) VALUES ('{quoted}', '{quoted}', '2026-11-23T05:00:00Z', 'running', 1, '{quoted}:{quoted}:x', '2026-11-23T05:00:00Z', '2026-11-23T05:59:00Z', '2026-11-23T07:00:00Z', '{quoted}')",
            $"INSERT INTO source_load (load_id, source, digest, period, simulated, loaded_at) VALUES (1, 2, 'x', NULL, 0, '2026-11-01T00:00:00Z')",
            $"INSERT INTO source_file (load_id, name, kind, period, bytes, sha256, rows_read, rows_loaded, rows_superseded, rows_quarantined) VALUES (1, '{quoted}', 1, '{quoted}', 1, 'x', 1, 0, 0, 1)"));
        using var browser = await server.OpenAsync(Role.Operator);
        var page = (await browser.GetAsync("/runs")).Body;
        Assert.True(page.Split("&lt;script&gt;alert(1)").Length > 10, "the text is hardly shown");
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"' onmouseover", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, (await browser.GetAsync("/runs?told=" + Uri.EscapeDataString(Hostile))).Body, StringComparison.Ordinal);
        using var nobody = server.Open();
        Assert.DoesNotContain("<script", (await nobody.SignInAsync(Hostile, Hostile, "/sign-in?ReturnUrl=" + Uri.EscapeDataString(Hostile))).Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", (await browser.GetAsync("/" + Uri.EscapeDataString(Hostile))).Body, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(Role.Reader, false)]
    [InlineData(Role.Reviewer, false)]
    [InlineData(Role.Operator, true)]
    [InlineData(Role.Administrator, true)]
    public async Task Buttons_are_for_operators_and_others_are_refused_without_them(Role role, bool may)
    {
        await using var server = await Server.StartAsync(fill: place => HealthTests.Fill(place, Run("2026-W48-1", "failed", "disk full"), Step("2026-W48-1", 1, "count", "failed", "disk full")));
        using var browser = await server.OpenAsync(role);
        var page = (await browser.GetAsync("/runs")).Body;
        Assert.Contains("disk full", page, StringComparison.Ordinal);
        Assert.Equal(may, page.Contains("handler=Retry", StringComparison.Ordinal));
        foreach (var handler in new[] { "Run", "Retry" })
        {
            var answer = await browser.PostAsync("/account/password", "/runs?handler=" + handler, ("entry", "none"), ("runId", "none"));
            Assert.Equal(may ? HttpStatusCode.Found : HttpStatusCode.Forbidden, answer.Status);
            Assert.Equal(may ? "/runs?told=gone" : null, answer.Location);
        }
        Assert.Equal(may, !server.Place.Log().Contains($"{Server.Name(role)} was refused POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Work_asked_for_twice_is_done_once_and_a_failed_one_does_not_stop_the_next()
    {
        await using var server = await Server.StartAsync();
        var queue = server.Services.GetRequiredService<OperatorQueue>();
        using var go = new SemaphoreSlim(0);
        var done = new TaskCompletionSource();
        Assert.True(queue.TryAsk("first", cancel =>
        {
            go.Wait(cancel);
            throw new InvalidDataException("no such file");
        }));
        Assert.False(queue.TryAsk("first", _ => { }));
        Assert.True(queue.TryAsk("second", _ => done.SetResult()));
        Assert.False(queue.TryAsk("second", _ => { }));
        using var browser = await server.OpenAsync(Role.Reader);
        var page = (await browser.GetAsync("/runs")).Body;
        Assert.Contains("<h3>second</h3>", page, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        go.Release();
        await done.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Contains("first, asked for by an operator, failed", server.Place.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_runs_an_entry_of_the_timetable_and_sees_it_finished()
    {
        using var measured = new Measured();
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Operator);
        var page = (await browser.GetAsync("/runs")).Body;
        foreach (var said in new[] { "every Monday at 06:00 UTC", "2026-11-30 06:00", "every day at 02:30 UTC", "2026-11-24 02:30", "on day 1 of each month at 03:00 UTC", "next due: retention" })      // after Monday, 23 November, 06:00
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Equal("/runs?told=asked", (await browser.PostAsync("/runs", "/runs?handler=Run", ("entry", "retention"))).Location);
        page = await DoneAsync(browser);
        Assert.Equal("retention finished", string.Join(", ", new RunLedger(server.Place.Database, server.Clock).LatestJobs(9).Select(job => $"{job.Entry} {job.State}")));
        Assert.Contains("due 2026-11-23 02:30", page, StringComparison.Ordinal);
        Assert.Equal(1, measured.Sum("jaksignals.jobs", ("entry", "retention"), ("outcome", "finished")));
        Assert.Contains("Audit: operator asked for timetable entry retention", server.Place.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_retries_a_failed_run_and_the_meter_counts_what_it_left()
    {
        using var measured = new Measured();
        await using var server = await Server.StartAsync(settings => settings with { QualityGate = settings.QualityGate with { MaximumQuarantinedPercent = 100 } }, place => HealthTests.Fill(place,
            "INSERT INTO run (run_id, as_of, state, name_rules, code_version, started_at, finished_at, message) VALUES ('2026-W05-0', '2026-01-31', 'failed', 'general', '1', '2026-02-01T05:40:00Z', '2026-02-01T05:41:00Z', 'disk full')"));
        (await server.Place.RunAsync(["ingest", .. SmallWeeks.Feeds])).Require(App.Commands.ExitCodes.Done);
        using var browser = await server.OpenAsync(Role.Operator);
        Assert.Equal("/runs?told=asked", (await browser.PostAsync("/runs", "/runs?handler=Retry", ("runId", "2026-W05-0"))).Location);
        await DoneAsync(browser);
        var run = new RunLedger(server.Place.Database, server.Clock).Latest(9).Single(run => run.Run.RunId != "2026-W05-0");
        Assert.Equal(("2026-01-31", "published"), (run.Run.AsOf, run.Condition));
        Assert.Equal(1, measured.Sum("jaksignals.runs", ("outcome", "published")));
        foreach (var step in run.Steps)
            Assert.Equal(1, measured.Count("jaksignals.step.duration", ("step", step.Step), ("outcome", "finished")));
        Assert.Equal(0, measured.Count("jaksignals.step.duration", ("outcome", "failed")));
        Assert.Equal(new StoreStatus(server.Place.Database).LatestFiles(99).Sum(file => file.RowsLoaded), measured.Sum("jaksignals.rows.loaded"));
    }

    /// <summary>Looks at the page until nothing runs, as an operator would.</summary>
    private static async Task<string> DoneAsync(Browser browser)
    {
        while (true)
        {
            var page = (await browser.GetAsync("/runs")).Body;
            if (page.Contains("Nothing runs.", StringComparison.Ordinal))
                return page;
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static string Run(string id, string state, string? message = null) =>
        $"INSERT INTO run (run_id, as_of, state, name_rules, code_version, started_at, finished_at, message) VALUES ('{id}', '2026-11-22', '{state}', 'general', '1', '2026-11-23T05:40:00Z', {(state == "running" ? "NULL" : "'2026-11-23T05:55:00Z'")}, {(message is null ? "NULL" : $"'{message}'")})";

    /// <summary>Running since 05:50, last sign of life at 05:59:40, lease to 06:02; the clock stands at 06:00.</summary>
    private static string Step(string run, int ordinal, string step, string state, string? message = null) =>
        $"INSERT INTO run_step (run_id, ordinal, step, state, attempt, owner, started_at, heartbeat_at, lease_until, done, total, message) VALUES ('{run}', {ordinal}, '{step}', '{state}', 3, 'elsewhere:4711:000000000000', '2026-11-23T05:50:00Z', '2026-11-23T05:59:40Z', '2026-11-23T06:02:00Z', 250, 1000, {(message is null ? "NULL" : $"'{message}'")})";
}
