using System.Globalization;
using System.Net;
using System.Text.Json;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>The JSON API over the console of two weeks: the same figures as the snapshot's files, which other tests hold to counts by hand.</summary>
[Collection(TwoWeeks.Name)]
public sealed class ApiTests(ConsoleOfTwoWeeks console)
{
    private static readonly string[] Lists = ["snapshots", "signals", "cases", "incidence", "decisions", "runs", "data-quality"];

    [Fact]
    public async Task Every_pair_is_listed_once_over_the_pages_with_the_figures_of_the_snapshot()
    {
        var table = console.Second.Table("signals");
        var rows = Enumerable.Range(0, table.RowCount).Where(table.IsMain).ToDictionary(row => (table.Text("drug_key", row)!, table.Text("event_key", row)!));
        var listed = await AllAsync("/api/v1/signals?page_size=7&order=cases");
        Assert.Equal(rows.Count, listed.Count);
        Assert.Equal(rows.Keys.Order(), listed.Select(KeyOf).Order());
        foreach (var pair in listed)
            RequireSame(table, rows[KeyOf(pair)], pair, except: ["review_state", "suppressed"]);
        var cases = listed.Select(pair => pair.GetProperty("a").GetInt64()).ToList();
        Assert.Equal(cases.OrderDescending(), cases);
    }

    [Fact]
    public async Task Tofacitinib_and_herpes_zoster_have_the_counts_by_hand()
    {
        var pair = await GetAsync("/api/v1/signals/TOFACITINIB/herpes_zoster");
        var signal = pair.GetProperty("signal");
        Assert.Equal([3, 7, 7, 26], new[] { "a", "b", "c", "d" }.Select(cell => signal.GetProperty(cell).GetInt64()));       // SmallFeedTests
        Assert.Equal("new", signal.GetProperty("review_state").GetString());
        Assert.Equal(3 * 26 / 49.0, signal.GetProperty("ror").GetDouble(), 1e-12);
        Assert.NotEmpty(pair.GetProperty("strata").EnumerateArray());
        Assert.NotEmpty(pair.GetProperty("trend").EnumerateArray());
        Assert.All(new[] { "strata", "trend", "robustness", "masking", "incidence" }.SelectMany(part => pair.GetProperty(part).EnumerateArray()),
            row => Assert.Equal(("TOFACITINIB", "herpes_zoster"), KeyOf(row)));
    }

    [Theory]
    [InlineData("cases", "cases")]
    [InlineData("incidence", "incidence")]
    [InlineData("data-quality", "data_quality")]
    public async Task A_list_has_every_row_of_its_table_in_the_order_of_the_file(string list, string name)
    {
        var table = console.Second.Table(name);
        var listed = await AllAsync($"/api/v1/{list}?page_size=9");
        Assert.Equal(table.RowCount, listed.Count);
        foreach (var (row, item) in listed.Index())
            RequireSame(table, row, item);
    }

    [Theory]
    [InlineData("signals?drug=tofa", "drug_key", "TOFACITINIB")]
    [InlineData("signals?event=zoster&level=matrix", "event_key", "herpes_zoster")]
    [InlineData("signals?level=term", "event_level", "term")]
    [InlineData("cases?event=mace", "event_key", "mace")]
    [InlineData("cases?fatal=true", "fatal", "True")]
    [InlineData("cases?case_id=104", "case_id", "104")]
    [InlineData("incidence?event=herpes_zoster", "event_key", "herpes_zoster")]
    [InlineData("data-quality?check=rows_read", "check", "rows_read")]
    public async Task A_filter_keeps_what_it_says_and_all_of_it(string query, string column, string value)
    {
        var list = query.Split('?')[0];
        var all = await AllAsync($"/api/v1/{list}?page_size=1000");
        var kept = await AllAsync("/api/v1/" + query);
        Assert.NotEmpty(kept);
        Assert.True(kept.Count < all.Count);
        Assert.All(kept, row => Assert.Equal(value, row.GetProperty(column).ToString()));
        if (!query.Contains("level=matrix", StringComparison.Ordinal))
            Assert.Equal(all.Count(row => row.GetProperty(column).ToString() == value), kept.Count);
    }

    [Theory]
    [InlineData("signals?page=0", "page", "0", "a whole number from 1")]
    [InlineData("signals?page=1e3", "page", "1e3", "a whole number from 1")]
    [InlineData("signals?page_size=1001", "page_size", "1001", "from 1 to 1000")]
    [InlineData("signals?page_size=99999999999999999999", "page_size", "99999999999999999999", "from 1 to 1000")]
    [InlineData("signals?order=risk", "order", "risk", "lower_limit")]
    [InlineData("signals?status=", "status", "", "strengthened")]
    [InlineData("signals?state=approved", "state", "approved", "under_validation")]
    [InlineData("signals?least=-1", "least", "-1", "from 0")]
    [InlineData("signals?suppressed=1", "suppressed", "1", "true, false")]
    [InlineData("signals?rule=emea", "rule", "emea", "evans, ema")]
    [InlineData("signals?level=all&level=term", "level", "all,term", "once")]
    [InlineData("signals?pagesize=3", "pagesize", "3", "one of drug, event")]
    [InlineData("signals/TOFACITINIB/herpes_zoster?page=1", "page", "1", "none")]
    [InlineData("cases?drug=", "drug", "", "a text of 1 to 200")]
    [InlineData("runs?drug=x", "drug", "x", "one of page, page_size")]
    public async Task A_wrong_parameter_is_named_with_its_value_and_what_was_expected(string query, string parameter, string value, string expected)
    {
        var answer = await console.Reader.GetAsync("/api/v1/" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal((400, "about:blank"), (problem.RootElement.GetProperty("status").GetInt32(), problem.RootElement.GetProperty("type").GetString()));
        var error = Assert.Single(problem.RootElement.GetProperty("errors").EnumerateArray());
        Assert.Equal((parameter, value), (error.GetProperty("parameter").GetString(), error.GetProperty("value").GetString()));
        Assert.Contains(expected, error.GetProperty("expected").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pair_that_was_not_scored_is_not_found_and_says_so()
    {
        var answer = await console.Reader.GetAsync("/api/v1/signals/ASPIRIN/" + Uri.EscapeDataString("<script>"));
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("/api/v1/signals lists", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signals")]
    [InlineData("signals/TOFACITINIB/herpes_zoster")]
    [InlineData("incidence")]
    [InlineData("data-quality")]
    public async Task What_a_client_has_already_is_not_sent_again(string read)
    {
        var first = await console.Reader.GetAsync("/api/v1/" + read);
        var tag = first.Headers["ETag"];
        Assert.Contains(console.Second.ManifestSha256, tag, StringComparison.Ordinal);
        Assert.Equal("no-cache, private", first.Headers["Cache-Control"]);
        var answer = await console.Reader.SendAsync(HttpMethod.Get, "/api/v1/" + read, null, tag);
        Assert.Equal((HttpStatusCode.NotModified, ""), (answer.Status, answer.Body));
        Assert.Equal(tag, answer.Headers["ETag"]);
        Assert.Equal(HttpStatusCode.NotModified, (await console.Reader.SendAsync(HttpMethod.Get, "/api/v1/" + read, null, $"\"other\", W/{tag}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await console.Reader.SendAsync(HttpMethod.Get, "/api/v1/" + read, null, tag.Replace(console.Second.ManifestSha256, console.First.ManifestSha256, StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await console.Reader.SendAsync(HttpMethod.Get, $"/api/v1/{read}?wrong=1", null, tag)).Status);
        using var nobody = console.Server.Open();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.SendAsync(HttpMethod.Get, "/api/v1/" + read, null, tag)).Status);
    }

    [Fact]
    public async Task A_decision_and_a_new_week_change_what_the_API_says_and_its_ETags()
    {
        await using var server = await Server.StartAsync();
        using var reader = await server.OpenAsync(Role.Reader);
        var empty = await reader.GetAsync("/api/v1/signals");
        Assert.Equal(HttpStatusCode.NotFound, empty.Status);
        Assert.Contains("No week has been published yet", empty.Body, StringComparison.Ordinal);

        var week = await server.Place.WeekAsync("2026-01-12", SmallWeeks.Feeds);
        var before = await reader.GetAsync("/api/v1/signals?state=validated");
        Assert.Contains("\"total\":0,", before.Body, StringComparison.Ordinal);
        var log = new ReviewLog(server.Place.Database, server.Clock);
        Assert.Null(log.Append(new Decision
        {
            RunId = week.Manifest.RunId, ManifestSha256 = week.ManifestSha256, DrugKey = "TOFACITINIB", EventKey = "herpes_zoster", State = JakSignals.Signals.ReviewState.Validated,
            Rationale = "<script>alert(1)</script>", UserName = "reviewer",
        }).Fault);
        var after = await reader.GetAsync("/api/v1/signals?state=validated");
        Assert.Contains("\"total\":1,", after.Body, StringComparison.Ordinal);
        Assert.NotEqual(before.Headers["ETag"], after.Headers["ETag"]);
        using var decisions = JsonDocument.Parse((await reader.GetAsync("/api/v1/decisions?drug=TOFACITINIB")).Body);
        var decision = Assert.Single(decisions.RootElement.GetProperty("rows").EnumerateArray());
        Assert.Equal(("<script>alert(1)</script>", "validated", "reviewer"), (decision.GetProperty("rationale").GetString(), decision.GetProperty("state").GetString(), decision.GetProperty("decided_by").GetString()));
        Assert.Equal(log.Verify().Head, decision.GetProperty("hash").GetString());
        Assert.DoesNotContain("<script>", (await reader.GetAsync("/api/v1/decisions")).Body, StringComparison.Ordinal);      // escaped even in JSON

        await server.Place.WeekAsync("2026-01-31", []);
        var newer = await reader.GetAsync("/api/v1/cases");
        Assert.Contains("\"as_of\":\"2026-01-31\"", newer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_and_snapshots_are_those_of_the_ledger()
    {
        var snapshots = await AllAsync("/api/v1/snapshots");
        Assert.Equal([console.Second.ManifestSha256, console.First.ManifestSha256], snapshots.Select(row => row.GetProperty("manifest_sha256").GetString()));
        Assert.Equal([console.First.Manifest.RunId, null], snapshots.Select(row => row.GetProperty("previous_run_id").GetString()));
        Assert.Equal(["published", "published"], (await AllAsync("/api/v1/runs")).Select(row => row.GetProperty("state").GetString()));
        Assert.Equal(43, snapshots[0].GetProperty("cases").GetInt64());      // SmallFeedTests
    }

    [Fact]
    public async Task The_document_is_OpenAPI_and_describes_every_route_and_field()
    {
        var body = (await console.Reader.GetAsync("/api/v1/openapi.json")).Body;
        var read = OpenApiDocument.Parse(body, OpenApiConstants.Json);
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        var routes = console.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => path.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        Assert.Equal(routes.Order(StringComparer.Ordinal), read.Document!.Paths.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Lists.Length + 2, routes.Count);

        using var document = JsonDocument.Parse(body);
        foreach (var list in Lists)
        {
            var operation = document.RootElement.GetProperty("paths").GetProperty("/api/v1/" + list).GetProperty("get");
            RequireDescribed(await GetAsync("/api/v1/" + list), operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema"), list);
        }
        var pair = document.RootElement.GetProperty("paths").GetProperty("/api/v1/signals/{drug}/{event}").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        RequireDescribed(await GetAsync("/api/v1/signals/TOFACITINIB/herpes_zoster"), pair, "pair");
    }

    [Fact]
    public async Task Nobody_is_told_so_without_a_redirection_and_nothing_can_be_written()
    {
        using var nobody = console.Server.Open();
        foreach (var path in Lists.Append("signals/a/b").Append("openapi.json").Append("no-such-read").Select(name => "/api/v1/" + name))
        {
            var refused = await nobody.GetAsync(path);
            Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (refused.Status, refused.Headers["Content-Type"]));
            foreach (var verb in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete })
            {
                var isRead = !path.EndsWith("no-such-read", StringComparison.Ordinal);
                var unknown = await nobody.SendAsync(verb, path, null);
                Assert.Equal((isRead ? 405 : 401, "application/problem+json"), (unknown.Code, unknown.Headers["Content-Type"]));
                var answer = await console.Reader.SendAsync(verb, path, null);
                Assert.Equal((isRead ? 405 : 404, "application/problem+json"), (answer.Code, answer.Headers["Content-Type"]));
                Assert.Equal(isRead ? "GET; HEAD" : null, answer.Headers.GetValueOrDefault("Allow"));
            }
        }
    }

    /// <summary>A value has the type of its schema, and an object exactly its fields, each with a sentence.</summary>
    private static void RequireDescribed(JsonElement value, JsonElement schema, string where)
    {
        Assert.True(schema.TryGetProperty("items", out _) || schema.GetProperty("description").GetString() is { Length: > 4 }, $"{where} has no sentence");
        var types = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several ? [.. several.EnumerateArray().Select(one => one.GetString()!)] : new[] { schema.GetProperty("type").GetString()! };
        var type = value.ValueKind switch { JsonValueKind.Object => "object", JsonValueKind.Array => "array", JsonValueKind.String => "string", JsonValueKind.Null => "null", JsonValueKind.Number => "number", _ => "boolean" };
        Assert.True(types.Contains(type) || (type == "number" && types.Contains("integer") && value.TryGetInt64(out _)), $"{where} is {value.ValueKind}, described as {string.Join(" or ", types)}");
        if (type == "object")
            foreach (var (name, field) in Fields(value, schema, where))
                RequireDescribed(field, schema.GetProperty("properties").GetProperty(name), $"{where}.{name}");
        else if (type == "array")
            foreach (var item in value.EnumerateArray())
                RequireDescribed(item, schema.GetProperty("items"), where);
    }

    private static IEnumerable<(string, JsonElement)> Fields(JsonElement value, JsonElement schema, string where)
    {
        var (has, described) = (value.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal).ToList(), schema.GetProperty("properties").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal).ToList());
        Assert.True(has.SequenceEqual(described), $"{where} has {string.Join(", ", has)}; described are {string.Join(", ", described)}");
        return value.EnumerateObject().Select(field => (field.Name, field.Value));
    }

    private static (string, string) KeyOf(JsonElement row) => (row.GetProperty("drug_key").GetString()!, row.GetProperty("event_key").GetString()!);

    /// <summary>A row as the file has it, null for null, number for number.</summary>
    private static void RequireSame(Table table, int row, JsonElement item, params string[] except)
    {
        foreach (var field in item.EnumerateObject().Where(field => !except.Contains(field.Name)))
        {
            var column = table.Columns.Single(column => column.Name == field.Name);
            var where = $"{table.Name}.{field.Name}, row {row}: {field.Value}";
            Assert.True(column.IsNull(row) == (field.Value.ValueKind == JsonValueKind.Null), where);
            if (column.IsNull(row))
                continue;
            Assert.True(column switch
            {
                Column<long> counts => counts.Values[row] == field.Value.GetInt64(),
                Column<double> measures => measures.Values[row] == field.Value.GetDouble(),
                Column<bool> flags => flags.Values[row] == field.Value.GetBoolean(),
                Column<DateOnly> days => days.Values[row].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == field.Value.GetString(),
                _ => ((Column<string>)column).Values[row] == field.Value.GetString(),
            }, where);
        }
    }

    /// <summary>All rows of a list, page by page as each names the next.</summary>
    private async Task<List<JsonElement>> AllAsync(string path)
    {
        var (rows, next, total) = (new List<JsonElement>(), (string?)path, 0);
        while (next is not null)
        {
            var page = await GetAsync(next);
            rows.AddRange(page.GetProperty("rows").EnumerateArray());
            (next, total) = (page.GetProperty("next").GetString(), page.GetProperty("total").GetInt32());
        }
        Assert.Equal(total, rows.Count);
        return rows;
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        var answer = await console.Reader.GetAsync(path);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Status} {answer.Body}");
        Assert.Equal("application/json; charset=utf-8", answer.Headers["Content-Type"]);
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }
}
