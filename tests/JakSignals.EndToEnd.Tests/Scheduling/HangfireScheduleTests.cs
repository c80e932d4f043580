using System.Net;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using JakSignals.App;
using JakSignals.App.Scheduling;
using JakSignals.EndToEnd.Tests.Web;
using JakSignals.Jobs;
using JakSignals.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace JakSignals.EndToEnd.Tests.Scheduling;

[Collection("Scheduler")] // Hangfire has one logger for the whole process: one server with it at a time
public sealed class HangfireScheduleTests
{
    private const string Console = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    [Fact]
    public async Task The_timetable_is_registered_with_crons_zones_and_queues_and_what_is_gone_or_off_is_removed()
    {
        TimetableEntry[] first =
        [
            new() { Id = "ingest", Cron = "0 5 * * *", Step = TimetableStep.Ingest },
            new() { Id = "week-berlin", Cron = "0 6 * * 1", TimeZone = "Europe/Berlin", Step = TimetableStep.Weekly },
            new() { Id = "proof", Cron = "0 3 1 * *", Step = TimetableStep.Verify },
            new() { Id = "tidy", Cron = "30 2 * * *", Step = TimetableStep.Retention },
            new() { Id = "by-hand", Cron = "0 9 * * *", Step = TimetableStep.Ingest, Enabled = false },
        ];
        await using var server = await Server.StartAsync(settings => ScheduleTests.On(settings) with { Timetable = first });

        Assert.Equal(["ingest: 0 5 * * * UTC → ingest", "proof: 0 3 1 * * UTC → analysis", "tidy: 30 2 * * * UTC → publish", "week-berlin: 0 6 * * 1 Europe/Berlin → analysis"], Registered(server));

        var settings = server.Services.GetRequiredService<Settings>() with { Timetable = [first[0] with { Cron = "0 4 * * *" }, first[2] with { Enabled = false }] };
        await ActivatorUtilities.CreateInstance<HangfireTimetable>(server.Services, settings).StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["ingest: 0 4 * * * UTC → ingest"], Registered(server));
        Assert.Contains("week-berlin is not in the timetable any more", server.Place.Log(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Reader, false)]
    [InlineData(Role.Reviewer, false)]
    [InlineData(Role.Operator, true)]
    [InlineData(Role.Administrator, true)]
    public async Task Every_role_sees_the_dashboard_and_operators_act_in_it(Role role, bool may)
    {
        await using var server = await Server.StartAsync(ScheduleTests.On);
        using var browser = await server.OpenAsync(role);
        Assert.Contains("<a href=\"/hangfire\">Schedule</a>", (await browser.GetAsync("/runs")).Body, StringComparison.Ordinal);
        var page = await browser.GetAsync("/hangfire/recurring");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(may, page.Body.Contains("/recurring/trigger", StringComparison.Ordinal));

        foreach (var act in new[] { "recurring/trigger", "recurring/remove", "jobs/failed/requeue", "jobs/failed/delete" })
            Assert.Equal(may ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden, (await browser.PostAsync("/runs", "/hangfire/" + act, ("jobs[]", "none"))).Status);
        Assert.Equal(may, server.Place.Log().Contains($"Audit: {Server.Name(role)} asked for /hangfire/recurring/trigger none", StringComparison.Ordinal));
        Assert.Equal(!may, server.Place.Log().Contains($"Audit: {Server.Name(role)} was refused POST", StringComparison.Ordinal));
        Assert.Equal(4, Registered(server).Count);
    }

    [Fact]
    public async Task The_dashboard_asks_for_sign_in_and_token_and_its_scripts_are_allowed_under_its_path_only()
    {
        await using var server = await Server.StartAsync(ScheduleTests.On);
        using var nobody = server.Open();
        foreach (var path in new[] { "/hangfire", "/hangfire/recurring", "/hangfire/jobs/succeeded", "/hangfire/no-such" })
            Assert.StartsWith("/sign-in", (await nobody.GetAsync(path)).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostBareAsync("/hangfire/recurring/trigger", ("jobs[]", "ingest"))).Status);
        var route = Assert.Single(server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>(), endpoint => endpoint.RoutePattern.RawText!.Contains("hangfire", StringComparison.Ordinal));
        Assert.Null(route.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>());

        using var browser = await server.OpenAsync(Role.Operator);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostBareAsync("/hangfire/recurring/trigger", ("jobs[]", "ingest"))).Status);      // no token
        Assert.Empty(new RunLedger(server.Place.Database, server.Clock).LatestJobs(9));
        Assert.Equal(Console, (await browser.GetAsync("/runs")).Headers["Content-Security-Policy"]);
        var policy = (await browser.GetAsync("/hangfire")).Headers["Content-Security-Policy"];
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_triggered_entry_is_done_once_each_time_it_is_asked_for_and_its_page_tells_how_it_went()
    {
        await using var server = await Server.StartAsync(ScheduleTests.On);
        Directory.CreateDirectory(Path.Combine(server.Place.Data, "drop"));
        File.Copy(SmallWeeks.Feeds[1], Path.Combine(server.Place.Data, "drop", "a&b.csv"));
        using var browser = await server.OpenAsync(Role.Operator);
        var monitor = server.Services.GetRequiredService<JobStorage>().GetMonitoringApi();

        await browser.PostAsync("/runs", "/hangfire/recurring/trigger", ("jobs[]", "ingest"));
        await ScheduleTests.UntilAsync(() => monitor.SucceededListCount() == 1);
        Assert.Equal("ingest 2026-11-23T05:00:00Z finished 1", ScheduleTests.Ledger(server));
        var job = monitor.SucceededJobs(0, 1)[0];
        Assert.Equal("ingest 2026-11-23T05:00:00Z: 1 loaded, 0 loaded before, 0 refused", job.Value.Result?.ToString()?.Trim('"'));
        var page = (await browser.GetAsync("/hangfire/jobs/details/" + job.Key)).Body;
        foreach (var said in new[] { "<h3>Progress</h3>", "Loading a&amp;b.csv", "ingest 2026-11-23T05:00:00Z: 1 loaded", "AskedBy", "operator" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("DBG_", page, StringComparison.Ordinal);

        server.Clock.Now += TimeSpan.FromMinutes(5);
        await browser.PostAsync("/runs", "/hangfire/recurring/trigger", ("jobs[]", "ingest"));
        await ScheduleTests.UntilAsync(() => monitor.SucceededListCount() == 2);
        Assert.Equal(["ingest 2026-11-23T05:00:00Z finished 1", "ingest 2026-11-23T06:05:00Z by hand finished 1"], ScheduleTests.Ledger(server).Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_now_of_the_runs_page_goes_the_same_way()
    {
        await using var server = await Server.StartAsync(ScheduleTests.On);
        using var browser = await server.OpenAsync(Role.Operator);
        var monitor = server.Services.GetRequiredService<JobStorage>().GetMonitoringApi();
        Assert.Equal("/runs?told=asked", (await browser.PostAsync("/runs", "/runs?handler=Run", ("entry", "retention"))).Location);
        await ScheduleTests.UntilAsync(() => monitor.SucceededListCount() == 1);
        Assert.Equal("retention 2026-11-23T02:30:00Z finished 1", ScheduleTests.Ledger(server));
        Assert.Equal("publish", monitor.SucceededJobs(0, 1)[0].Value.Job.Queue);
    }

    [Fact]
    public async Task What_the_schedule_begins_is_not_done_twice_and_a_late_retry_does_the_occurrence_of_its_time()
    {
        await using var server = await Server.StartAsync(ScheduleTests.On);
        var client = server.Services.GetRequiredService<IBackgroundJobClient>();
        var monitor = server.Services.GetRequiredService<JobStorage>().GetMonitoringApi();
        var entry = TimetableEntry.Defaults[0];
        var late = client.Create(HangfireJobs.Of(entry), new ScheduledState(TimeSpan.FromDays(9)));
        server.Clock.Now += TimeSpan.FromDays(3);
        client.ChangeState(late, new EnqueuedState());
        await ScheduleTests.UntilAsync(() => monitor.SucceededListCount() == 1);
        Assert.Equal("ingest 2026-11-23T05:00:00Z finished 1", ScheduleTests.Ledger(server));

        server.Clock.Now -= TimeSpan.FromDays(3);
        client.Create(HangfireJobs.Of(entry), new EnqueuedState());
        await ScheduleTests.UntilAsync(() => monitor.SucceededListCount() == 2);
        Assert.Equal("ingest 2026-11-23T05:00:00Z finished 1", ScheduleTests.Ledger(server));
        Assert.Contains("was done before", monitor.SucceededJobs(0, 1)[0].Value.Result?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_job_shows_the_whole_reason_with_step_and_run_and_what_another_holds_is_left_without_failing()
    {
        await using var server = await Server.StartAsync(settings => ScheduleTests.On(settings) with { Timetable = [.. TimetableEntry.Defaults] }, place => HealthTests.Fill(place,
            "INSERT INTO job (job_key, entry, due_at, state, attempt, owner, started_at, heartbeat_at, lease_until) VALUES ('ingest 2026-11-23T05:00:00Z', 'ingest', '2026-11-23T05:00:00Z', 'running', 1, 'elsewhere:1:0', '2026-11-23T05:00:00Z', '2026-11-23T05:59:59Z', '2099-01-01T00:00:00Z')"));
        var client = server.Services.GetRequiredService<IBackgroundJobClient>();
        var monitor = server.Services.GetRequiredService<JobStorage>().GetMonitoringApi();

        client.Create(HangfireJobs.Of(TimetableEntry.Defaults[0]), new EnqueuedState());
        await ScheduleTests.UntilAsync(() => monitor.SucceededListCount() == 1);
        Assert.Contains("left alone, held by elsewhere:1:0", monitor.SucceededJobs(0, 1)[0].Value.Result?.ToString(), StringComparison.Ordinal);

        var weekly = client.Create(HangfireJobs.Of(TimetableEntry.Defaults[1]), new EnqueuedState());      // an empty store is refused by the quality gate
        await ScheduleTests.UntilAsync(() => monitor.FailedCount() == 1);
        var history = monitor.JobDetails(weekly).History;
        Assert.Matches("^step quality_gate of run [0-9]{4}-W[0-9]{2}-[0-9a-f]+ failed: .*no current case", history[0].Data["ExceptionMessage"]);
        Assert.Contains(history, state => state.StateName == "Enqueued" && state.Reason is { } reason && reason.StartsWith("Retry attempt 1 of 1: step quality_gate of run", StringComparison.Ordinal) && reason.Contains("no current case", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_is_shown_as_text()
    {
        var html = HangfireProgressPage.Html("Processing", new HangfireProgressState("<script>", 1250, 5000, ["a <b> & \"c\"", "second"]));
        foreach (var said in new[] { "&lt;script&gt;", "1,250 of 5,000", "a &lt;b&gt; &amp; &quot;c&quot;\nsecond", "Processing" })
            Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal("", HangfireProgressPage.Html("Succeeded", null));
    }

    [Fact]
    public void On_SQL_Server_a_job_of_a_killed_server_stays_out_of_sight_for_longer_than_its_lease()
    {
        var settings = Settings.Read(null, "sqlite:x.db", "d");
        Assert.Equal(TimeSpan.FromMinutes(5), Schedule.SqlServer(settings).SlidingInvisibilityTimeout);
        Assert.Equal(TimeSpan.FromMinutes(20), Schedule.SqlServer(settings with { Leases = new LeaseOptions { LeaseSeconds = 600 } }).SlidingInvisibilityTimeout);
        Assert.Equal("hangfire", Schedule.SqlServer(settings).SchemaName);
    }

    private static IReadOnlyList<string> Registered(Server server)
    {
        using var connection = server.Services.GetRequiredService<JobStorage>().GetConnection();
        return [.. connection.GetRecurringJobs().Select(job => $"{job.Id}: {job.Cron} {job.TimeZoneId} → {job.Job.Queue}").Order(StringComparer.Ordinal)];
    }
}
