using System.Net;
using System.Text.Json;
using Dapper;
using JakSignals.Store;
using Microsoft.Data.Sqlite;

namespace JakSignals.EndToEnd.Tests.Web;

public sealed class HealthTests
{
    // The clock of the tests stands at 2026-11-23.
    private const string FreshRun = "INSERT INTO run (run_id, as_of, state, name_rules, code_version, started_at, finished_at, published_order) VALUES ('2026-W46-0', '2026-11-15', 'published', 'general', '1', '2026-11-14T06:00:00.0000000+00:00', '2026-11-14T07:00:00.0000000+00:00', 1)";
    private const string FreshQuarter = "INSERT INTO source_load (source, digest, period, simulated, loaded_at) VALUES (1, 'x', '2026Q3', 0, '2026-11-01T00:00:00.0000000+00:00')";

    [Fact]
    public async Task It_is_ready_with_a_fresh_run_and_a_fresh_quarter()
    {
        using var measured = new Measured();
        await using var server = await Server.StartAsync(fill: place => Fill(place, FreshRun, FreshQuarter));
        using var local = server.Open();
        var ready = await local.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal("ready: store ok, last_run ok, disk ok, newest_source ok", Short(ready));
        Assert.Contains("2026Q3, 54 days ago", ready.Body, StringComparison.Ordinal);       // 30 September to 23 November
        Assert.Contains("2026-W46-0, 9.0 days ago", ready.Body, StringComparison.Ordinal);

        Assert.Equal(54, measured.Look().Sum("jaksignals.source.lag"));

        server.Clock.Now += TimeSpan.FromDays(1);
        var stale = await local.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, stale.Status);
        Assert.Equal("unready: store ok, last_run failed, disk ok, newest_source ok", Short(stale));
        server.Clock.Now += TimeSpan.FromDays(76);      // 131 days after the quarter's end
        Assert.Equal("unready: store ok, last_run failed, disk ok, newest_source failed", Short(await local.GetAsync("/health/ready")));
    }

    [Fact]
    public async Task It_is_unready_without_runs_and_sources()
    {
        await using var server = await Server.StartAsync();
        using var local = server.Open();
        Assert.Equal("unready: store ok, last_run failed, disk ok, newest_source failed", Short(await local.GetAsync("/health/ready")));
    }

    [Fact]
    public async Task It_is_unready_with_too_little_disk()
    {
        await using var server = await Server.StartAsync(settings => settings with { Health = settings.Health with { MinimumFreeGigabytes = 900_000 } }, place => Fill(place, FreshRun, FreshQuarter));
        using var local = server.Open();
        Assert.Equal("unready: store ok, last_run ok, disk failed, newest_source ok", Short(await local.GetAsync("/health/ready")));
    }

    [Fact]
    public async Task It_is_unready_but_alive_when_the_store_is_of_another_schema()
    {
        await using var server = await Server.StartAsync(fill: place => Fill(place, FreshRun, FreshQuarter));
        Fill(server.Place, "DELETE FROM schema_migration WHERE number = (SELECT MAX(number) FROM schema_migration)");
        using var local = server.Open();
        var ready = await local.GetAsync("/health/ready");
        Assert.Equal("unready: store failed, disk ok", Short(ready));
        Assert.Contains("jaksignals migrate", ready.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await local.GetAsync("/health/live")).Status);
    }

    [Fact]
    public async Task Ready_is_for_this_machine_and_for_who_is_signed_in()
    {
        await using var server = await Server.StartAsync();
        using var forwarded = server.Open().With("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.Unauthorized, (await forwarded.GetAsync("/health/ready")).Status);
        using var reader = (await server.OpenAsync(Role.Reader)).With("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await reader.GetAsync("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await forwarded.GetAsync("/health/live")).Status);
    }

    private static string Short(Answer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        var checks = json.RootElement.GetProperty("checks").EnumerateArray().ToList();
        Assert.All(checks, check => Assert.NotEmpty(check.GetProperty("limit").GetString()!));
        return json.RootElement.GetProperty("status").GetString() + ": " + string.Join(", ", checks.Select(check => $"{check.GetProperty("name").GetString()} {check.GetProperty("state").GetString()}"));
    }

    internal static void Fill(Place place, params string[] statements)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={place.StoreFile};Pooling=False");
        foreach (var statement in statements)
            connection.Execute(statement);
    }
}
