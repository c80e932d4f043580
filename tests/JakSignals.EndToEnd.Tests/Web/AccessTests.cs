using System.Net;
using System.Text.RegularExpressions;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>Each page and verb for each role and for nobody.</summary>
public sealed partial class AccessTests
{
    private static readonly string[] OpenToAll = ["/console.css", "/health/live", "/health/ready", "/icon.svg", "/sign-in"];   // ready asks for itself

    /// <summary>What nobody, reader, reviewer, operator and administrator get. 302 for nobody leads to the sign-in.</summary>
    private static readonly (string Verb, string Path, int[] Codes)[] Expected =
    [
        ("GET", "/", [302, 302, 302, 302, 302]),
        ("GET", "/runs", [302, 200, 200, 200, 200]),
        ("GET", "/cases", [302, 200, 200, 200, 200]),
        ("GET", "/cases/faers/1", [302, 200, 200, 200, 200]),
        ("GET", "/incidence", [302, 200, 200, 200, 200]),
        ("GET", "/evidence", [302, 200, 200, 200, 200]),
        ("GET", "/snapshots", [302, 200, 200, 200, 200]),
        ("GET", "/snapshots/none", [302, 404, 404, 404, 404]),
        ("GET", "/snapshots/none/report", [302, 404, 404, 404, 404]),
        ("GET", "/snapshots/none/report/download", [302, 404, 404, 404, 404]),
        ("GET", "/snapshots/none/report/tables/changes.csv", [302, 404, 404, 404, 404]),
        ("GET", "/snapshots/none/files/manifest.json", [302, 404, 404, 404, 404]),
        ("GET", "/quality", [302, 200, 200, 200, 200]),
        ("GET", "/quality/quarantine", [302, 200, 200, 200, 200]),
        ("GET", "/quality/name?name=XELJANS", [302, 200, 200, 200, 200]),
        ("POST", "/quality/name?handler=Decide&name=XELJANS", [401, 403, 200, 200, 200]),
        ("PUT", "/quality/name?name=XELJANS", [405, 405, 405, 405, 405]),
        ("GET", "/catalogues", [302, 200, 200, 200, 200]),
        ("GET", "/catalogues/diff", [302, 200, 200, 200, 200]),
        ("GET", "/signals", [302, 200, 200, 200, 200]),
        ("GET", "/pair?drug=TOFACITINIB&event=herpes_zoster", [302, 200, 200, 200, 200]),
        ("GET", "/register", [302, 200, 200, 200, 200]),
        ("GET", "/api/v1/openapi.json", [401, 200, 200, 200, 200]),
        ("GET", "/api/v1/runs", [401, 200, 200, 200, 200]),
        ("GET", "/api/v1/snapshots", [401, 200, 200, 200, 200]),
        ("GET", "/api/v1/decisions", [401, 200, 200, 200, 200]),
        ("GET", "/api/v1/signals", [401, 404, 404, 404, 404]),      // no week is published yet
        ("GET", "/api/v1/signals/TOFACITINIB/herpes_zoster", [401, 404, 404, 404, 404]),
        ("GET", "/api/v1/cases", [401, 404, 404, 404, 404]),
        ("GET", "/api/v1/incidence", [401, 404, 404, 404, 404]),
        ("GET", "/api/v1/data-quality", [401, 404, 404, 404, 404]),
        ("GET", "/api/v1/no-such-read", [401, 404, 404, 404, 404]),
        ("HEAD", "/api/v1/runs", [401, 200, 200, 200, 200]),
        ("POST", "/api/v1/decisions", [405, 405, 405, 405, 405]),
        ("PUT", "/api/v1/signals", [405, 405, 405, 405, 405]),
        ("DELETE", "/api/v1/runs", [405, 405, 405, 405, 405]),
        ("POST", "/pair?handler=Decide&drug=TOFACITINIB&event=herpes_zoster", [401, 403, 200, 200, 200]),
        ("PUT", "/pair?drug=TOFACITINIB&event=herpes_zoster", [405, 405, 405, 405, 405]),
        ("POST", "/signals?handler=Save", [401, 302, 302, 302, 302]),
        ("POST", "/signals?handler=Forget", [401, 302, 302, 302, 302]),
        ("DELETE", "/register", [405, 405, 405, 405, 405]),
        ("POST", "/runs?handler=Run", [401, 403, 403, 302, 302]),
        ("POST", "/runs?handler=Retry", [401, 403, 403, 302, 302]),
        ("PUT", "/cases", [405, 405, 405, 405, 405]),
        ("POST", "/snapshots/none", [401, 404, 404, 404, 404]),
        ("GET", "/account/password", [302, 200, 200, 200, 200]),
        ("GET", "/sign-out", [302, 200, 200, 200, 200]),
        ("GET", "/sign-in", [200, 302, 302, 302, 302]),
        ("GET", "/health/live", [200, 200, 200, 200, 200]),
        ("GET", "/console.css", [200, 200, 200, 200, 200]),
        ("GET", "/icon.svg", [200, 200, 200, 200, 200]),
        ("GET", "/no-such-page", [302, 404, 404, 404, 404]),
        ("HEAD", "/runs", [302, 200, 200, 200, 200]),
        ("HEAD", "/snapshots/none/files/manifest.json", [302, 404, 404, 404, 404]),
        ("HEAD", "/health/live", [200, 200, 200, 200, 200]),
        ("HEAD", "/sign-in", [200, 302, 302, 302, 302]),
        ("OPTIONS", "/runs", [405, 405, 405, 405, 405]),
        ("TRACE", "/cases", [405, 405, 405, 405, 405]),
        ("FETCH", "/pair?drug=TOFACITINIB&event=herpes_zoster", [405, 405, 405, 405, 405]),
        ("PUT", "/sign-in", [405, 405, 405, 405, 405]),
        ("POST", "/health/live", [405, 405, 405, 405, 405]),
        ("POST", "/console.css", [405, 405, 405, 405, 405]),
        ("POST", "/snapshots/none/files/manifest.json", [405, 405, 405, 405, 405]),
        ("POST", "/cases", [405, 405, 405, 405, 405]),
        ("POST", "/pair?drug=TOFACITINIB&event=herpes_zoster", [405, 405, 405, 405, 405]),        // a page with a form, but not by that name
        ("POST", "/pair?handler=Nonsense&drug=TOFACITINIB&event=herpes_zoster", [405, 405, 405, 405, 405]),
        ("POST", "/runs?handler=", [405, 405, 405, 405, 405]),
        ("GET", "/runs?handler=Run", [302, 200, 200, 200, 200]),
        ("GET", "/sign-out?handler=Nonsense", [302, 200, 200, 200, 200]),
        ("PUT", "/runs", [405, 405, 405, 405, 405]),
        ("DELETE", "/account/password", [405, 405, 405, 405, 405]),
        ("POST", "/account/password", [401, 200, 200, 200, 200]),
    ];

    [Fact]
    public async Task Each_page_and_verb_answers_each_role_as_listed()
    {
        await using var server = await Server.StartAsync(settings => settings with { Console = settings.Console with { SignInsPerMinute = 1000 } });     // it is the roles that refuse here
        var faults = new List<string>();
        foreach (var (index, role) in new Role?[] { null, Role.Reader, Role.Reviewer, Role.Operator, Role.Administrator }.Index())
        {
            using var browser = await server.OpenAsync(role);
            foreach (var (verb, path, codes) in Expected)
            {
                var answer = await SendAsync(browser, role, verb, path);
                if (answer.Code == 405 && !answer.Headers.GetValueOrDefault("Allow", "").StartsWith("GET; HEAD", StringComparison.Ordinal))      // the client divides the list
                    faults.Add($"{verb} {path} as {role?.ToString() ?? "nobody"}: 405 that allows '{answer.Headers.GetValueOrDefault("Allow")}'");
                if (answer.Code != codes[index] || (role is null && answer.Code == 302 && !answer.Location!.StartsWith("/sign-in", StringComparison.Ordinal)))
                    faults.Add($"{verb} {path} as {role?.ToString() ?? "nobody"}: {answer.Code} {answer.Location}, expected {codes[index]}");
            }
        }
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Nothing_is_open_to_all_but_what_is_listed()
    {
        await using var server = await Server.StartAsync();
        var endpoints = server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count >= 9, $"only {endpoints.Count} endpoints");
        Assert.Equal(OpenToAll, endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal));

        using var nobody = server.Open();
        foreach (var path in endpoints.Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Except(OpenToAll))
            if (path.StartsWith("/api/", StringComparison.Ordinal))
                Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(path)).Status);
            else
                Assert.StartsWith("/sign-in", (await nobody.GetAsync(path)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forms_without_their_token_or_with_another_users_are_refused()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Administrator);
        using var other = await server.OpenAsync(Role.Operator);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostBareAsync("/sign-out")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostBareAsync("/account/password", ("Old", Server.Password), ("New", "a new long password"), ("Again", "a new long password"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostBareAsync("/runs?handler=Run", ("entry", "weekly"))).Status);
        var token = (await other.GetAsync("/account/password")).Body.Split("__RequestVerificationToken\" type=\"hidden\" value=\"")[1].Split('"')[0];
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostBareAsync("/sign-out", ("__RequestVerificationToken", token))).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/runs")).Status);
        using var nobody = server.Open();
        Assert.Equal(HttpStatusCode.BadRequest, (await nobody.PostBareAsync("/sign-in", ("Name", "reader"), ("Password", Server.Password))).Status);
    }

    [Fact]
    public async Task Every_answer_has_the_security_headers_and_no_page_has_a_script()
    {
        await using var server = await Server.StartAsync();
        using var browser = await server.OpenAsync(Role.Administrator);
        using var nobody = server.Open();
        foreach (var answer in new[] { await nobody.GetAsync("/sign-in"), await nobody.GetAsync("/runs"), await browser.GetAsync("/runs"), await browser.GetAsync("/no-such-page"), await browser.GetAsync("/account/password"), await browser.PostBareAsync("/sign-out"), await nobody.GetAsync("/console.css") })
        {
            Assert.Equal("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", answer.Headers["Content-Security-Policy"]);
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("DENY", answer.Headers["X-Frame-Options"]);
            Assert.Equal("same-origin", answer.Headers["Referrer-Policy"]);
            Assert.False(answer.Headers.ContainsKey("Server"));
            if (!answer.Headers.GetValueOrDefault("Content-Type", "").StartsWith("text/html", StringComparison.Ordinal))
                continue;
            Assert.StartsWith("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
            Assert.DoesNotContain("<script", answer.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("""<[^>]+\s(style|on[a-z]+)=|https?://""", answer.Body);
        }
    }

    [Fact]
    public async Task A_loopback_server_answers_only_to_its_own_names()
    {
        await using var server = await Server.StartAsync();
        using var rebound = server.Open().With("Host", "attacker.example");
        Assert.Equal(HttpStatusCode.BadRequest, (await rebound.GetAsync("/health/ready")).Status);
    }

    /// <summary>A form whose address is written out gets no token by itself; a browser would send it in vain.</summary>
    [Fact]
    public async Task Every_form_that_is_posted_carries_its_token()
    {
        await using var server = await Server.StartAsync(fill: place => place.WeekAsync("2026-01-12", SmallWeeks.Feeds).GetAwaiter().GetResult());
        using var browser = await server.OpenAsync(Role.Administrator);
        await browser.PostAsync("/signals", "/signals?handler=Save", ("name", "kept"), ("query", "drug=tofa"));
        var run = new RunStore(server.Place.Database).Published()[0].RunId;
        var seen = 0;
        foreach (var path in new[] { "/signals", "/pair?drug=TOFACITINIB&event=herpes_zoster", "/register", "/cases", "/incidence", "/evidence", "/snapshots", "/snapshots/" + run, "/quality", "/quality/quarantine", "/catalogues", "/runs", "/account/password", "/sign-out" })
            foreach (Match form in PostedForm().Matches((await browser.GetAsync(path)).Body))
            {
                Assert.True(form.Value.Contains("__RequestVerificationToken", StringComparison.Ordinal), $"{path}: {form.Value}");
                seen++;
            }
        Assert.True(seen >= 20, $"only {seen} forms");
    }

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostedForm();

    private static async Task<Answer> SendAsync(Browser browser, Role? role, string verb, string path) =>
        verb == "POST" ? await browser.PostAsync(role is null ? "/sign-in" : "/account/password", path) : await browser.SendAsync(new HttpMethod(verb), path, null);
}
