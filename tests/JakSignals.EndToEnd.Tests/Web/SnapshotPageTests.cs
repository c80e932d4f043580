using System.Net;
using System.Security.Cryptography;
using System.Text;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests.Web;

[Collection(TwoWeeks.Name)]
public sealed class SnapshotPageTests(ConsoleOfTwoWeeks console)
{
    private string Run => console.Second.Manifest.RunId;

    [Fact]
    public async Task Published_runs_are_listed_with_cases_size_and_hash_the_newest_first()
    {
        var page = await console.PageAsync("/snapshots");
        Assert.True(page.IndexOf(Run, StringComparison.Ordinal) < page.IndexOf(console.First.Manifest.RunId, StringComparison.Ordinal));
        Assert.Contains("<td class=\"num\">43</td>", page, StringComparison.Ordinal);       // SmallFeedTests: 43 cases in the second week, 27 in the first
        Assert.Contains("<td class=\"num\">27</td>", page, StringComparison.Ordinal);
        Assert.Contains(console.Second.ManifestSha256[..12], page, StringComparison.Ordinal);
        Assert.Contains($"{Directory.GetFiles(console.SecondFolder).Length}</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifest_is_shown_with_files_settings_catalogues_sources_and_dictionary()
    {
        var page = await console.PageAsync("/snapshots/" + Run);
        foreach (var file in console.Second.Manifest.Files)
            Assert.Contains(file.Sha256, page, StringComparison.Ordinal);
        foreach (var said in new[] { console.Second.ManifestSha256, "Signals:MinimumReports", console.Second.Manifest.ConfigurationSha256, console.Second.Manifest.Catalogues["drugs.json"], console.Second.Manifest.Sources.Single(source => source.Name == "cases.csv").Sha256, "Cases with drug and event.", console.First.Manifest.RunId })
            Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_is_downloaded_as_it_was_published_and_as_an_attachment()
    {
        foreach (var (name, sha256) in console.Second.Manifest.Files.Select(file => (file.Name, file.Sha256)).Append((SnapshotPublisher.ManifestName, console.Second.ManifestSha256)))
        {
            var (headers, bytes) = await DownloadAsync($"/snapshots/{Run}/files/{name}");
            Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            Assert.StartsWith("attachment", headers, StringComparison.Ordinal);
        }
        var tables = Directory.GetFiles(Path.Combine(console.Server.Place.Data, "reports", $"2026-01-31_{Run}"), "*.csv");
        Assert.NotEmpty(tables);
        foreach (var table in tables)
        {
            var (headers, bytes) = await DownloadAsync($"/snapshots/{Run}/report/tables/{Path.GetFileName(table)}");
            Assert.StartsWith("attachment", headers, StringComparison.Ordinal);
            Assert.Equal(File.ReadAllBytes(table), bytes);
        }
        var (report, text) = await DownloadAsync($"/snapshots/{Run}/report/download");
        Assert.StartsWith("attachment", report, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_shown_under_a_policy_that_allows_it_nothing_but_its_own_style()
    {
        var report = await console.Reader.GetAsync($"/snapshots/{Run}/report");
        Assert.Equal(HttpStatusCode.OK, report.Status);
        Assert.Contains(Run, report.Body, StringComparison.Ordinal);
        var policy = report.Headers["Content-Security-Policy"];
        foreach (var part in new[] { "default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'none'", "form-action 'none'", "sandbox" })
            Assert.Contains(part, policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-scripts", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-same-origin", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../manifest.json")]
    [InlineData("..%2fmanifest.json")]
    [InlineData("..%2F..%2F..%2F..%2Fsettings.json")]
    [InlineData("..%252f..%252fsettings.json")]
    [InlineData("%2e%2e%2flatest.json")]
    [InlineData("..%5cmanifest.json")]
    [InlineData("..\\..\\settings.json")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("C%3a%5cWindows%5cwin.ini")]
    [InlineData("manifest.json%00.parquet")]
    [InlineData("manifest.json%2500")]
    [InlineData("MANIFEST.JSON")]
    [InlineData("manifest.json.")]
    [InlineData("./manifest.json/../manifest.jso")]
    [InlineData(".")]
    [InlineData("../../../../settings.json")]
    [InlineData("")]
    public async Task No_name_but_those_of_the_manifest_is_a_file(string name)
    {
        foreach (var path in new[] { $"/snapshots/{Run}/files/{name}", $"/snapshots/{Run}/report/tables/{name}", $"/snapshots/{name}/files/manifest.json", $"/snapshots/{name}/report" })
            Assert.Contains(await RawAsync(path), new[] { 400, 404 });
        Assert.Equal(200, await RawAsync($"/snapshots/{Run}/files/manifest.json"));      // so that the others were refused for their name
    }

    [Fact]
    public async Task A_run_that_was_never_published_has_no_page_and_no_files()
    {
        foreach (var path in new[] { "/snapshots/2026-W01-00000000", "/snapshots/2026-W01-00000000/report", "/snapshots/2026-W01-00000000/files/manifest.json", $"/snapshots/{Run}/nothing" })
            Assert.Equal(HttpStatusCode.NotFound, (await console.Reader.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData(Role.Reader, false)]
    [InlineData(Role.Reviewer, false)]
    [InlineData(Role.Operator, true)]
    [InlineData(Role.Administrator, true)]
    public async Task Operators_check_the_files_and_others_are_refused(Role role, bool may)
    {
        using var browser = await console.Server.OpenAsync(role);
        Assert.Equal(may, (await browser.GetAsync("/snapshots/" + Run)).Body.Contains("Check all files", StringComparison.Ordinal));
        var answer = await browser.PostAsync("/account/password", $"/snapshots/{Run}");
        Assert.Equal(may ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(may, answer.Body.Contains("As published.", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostBareAsync($"/snapshots/{Run}")).Status);
    }

    [Fact]
    public async Task A_changed_file_is_found_by_the_check_and_is_not_sent_any_more()
    {
        var path = Path.Combine(console.Server.Place.SnapshotFolder("2026-01-12"), "cases.parquet");
        var before = File.ReadAllBytes(path);
        var run = console.First.Manifest.RunId;
        using var browser = await console.Server.OpenAsync(Role.Operator);
        try
        {
            File.WriteAllBytes(path, [.. before, 0]);
            var page = WebUtility.HtmlDecode((await browser.PostAsync("/account/password", $"/snapshots/{run}")).Body);
            Assert.Contains("Not as published.", page, StringComparison.Ordinal);
            Assert.Contains("cases.parquet has SHA-256", page, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/snapshots/{run}/files/cases.parquet")).Status);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/snapshots/{run}/files/signals.parquet")).Status);
        }
        finally
        {
            File.WriteAllBytes(path, before);
        }
        Assert.Contains("As published.", (await browser.PostAsync("/account/password", $"/snapshots/{run}")).Body, StringComparison.Ordinal);
        Assert.Contains($"operator checked the files of {run}", console.Server.Place.Log(), StringComparison.Ordinal);
    }

    /// <summary>Page and table of the first week: changed by one byte, a link to the very same bytes, and gone.</summary>
    [Theory]
    [InlineData("/report", "")]
    [InlineData("/report/download", "")]
    [InlineData("/report/tables/changes.csv", "changes.csv")]
    public async Task A_report_that_is_not_as_it_was_written_is_not_sent_and_a_page_says_so(string address, string table)
    {
        var folder = Path.Combine(console.Server.Place.Data, "reports", $"2026-01-12_{console.First.Manifest.RunId}");
        var path = table.Length == 0 ? folder + ".html" : Path.Combine(folder, table);
        var before = File.ReadAllBytes(path);
        var url = $"/snapshots/{console.First.Manifest.RunId}{address}";
        Assert.Equal(HttpStatusCode.OK, (await console.Reader.GetAsync(url)).Status);
        try
        {
            File.WriteAllBytes(path, [.. before, (byte)'!']);
            await RequireNotSentAsync(url);
            File.WriteAllBytes(path + ".kept", before);
            File.Delete(path);
            File.CreateSymbolicLink(path, path + ".kept");
            await RequireNotSentAsync(url);
            File.Delete(path);
            await RequireNotSentAsync(url);
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + ".kept");
            File.WriteAllBytes(path, before);
        }
        Assert.Equal(HttpStatusCode.OK, (await console.Reader.GetAsync(url)).Status);
        Assert.Contains("is a link, expected a file", console.Server.Place.Log(), StringComparison.Ordinal);
    }

    private async Task RequireNotSentAsync(string url)
    {
        var answer = await console.Reader.GetAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("<h1>Not as published</h1>", answer.Body, StringComparison.Ordinal);
        Assert.Contains("nothing else is sent in its place", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_the_report_only_the_names_it_has_are_sent()
    {
        var folder = Path.Combine(console.Server.Place.Data, "reports", $"2026-01-12_{console.First.Manifest.RunId}");
        var extra = Path.Combine(folder, "extra.csv");
        File.WriteAllText(extra, "x");
        try
        {
            Assert.Equal(HttpStatusCode.NotFound, (await console.Reader.GetAsync($"/snapshots/{console.First.Manifest.RunId}/report/tables/extra.csv")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await console.Reader.GetAsync($"/snapshots/{console.First.Manifest.RunId}/report/tables/report.html")).Status);
            Assert.DoesNotContain("extra.csv", await console.PageAsync("/snapshots/" + console.First.Manifest.RunId), StringComparison.Ordinal);
            using var browser = await console.Server.OpenAsync(Role.Operator);
            Assert.Contains("extra.csv is no file of the report", WebUtility.HtmlDecode((await browser.PostAsync("/account/password", $"/snapshots/{console.First.Manifest.RunId}")).Body), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(extra);
        }
    }

    [Fact]
    public async Task A_snapshot_whose_folder_was_removed_or_whose_manifest_was_changed_says_so()
    {
        var folder = console.Server.Place.SnapshotFolder("2026-01-12");
        var run = console.First.Manifest.RunId;
        Directory.Move(folder, folder + ".away");
        try
        {
            Assert.Contains("Its folder was removed", await console.PageAsync("/snapshots"), StringComparison.Ordinal);
            Assert.Contains("jaksignals weekly --as-of 2026-01-12", await console.PageAsync("/snapshots/" + run), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await console.Reader.GetAsync($"/snapshots/{run}/files/manifest.json")).Status);
        }
        finally
        {
            Directory.Move(folder + ".away", folder);
        }
        var manifest = Path.Combine(folder, SnapshotPublisher.ManifestName);
        var before = File.ReadAllText(manifest);
        File.WriteAllText(manifest, before.Replace("\"cases\": 27", "\"cases\": 28", StringComparison.Ordinal));
        try
        {
            Assert.Contains("Its manifest is missing or was changed", await console.PageAsync("/snapshots/" + run), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await console.Reader.GetAsync($"/snapshots/{run}/files/cases.parquet")).Status);
        }
        finally
        {
            File.WriteAllText(manifest, before);
        }
    }

    private async Task<(string Disposition, byte[] Bytes)> DownloadAsync(string path)
    {
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = console.Reader.Cookies }) { BaseAddress = console.Server.Address };
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (answer.Content.Headers.ContentDisposition?.ToString() ?? "", await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Asks with the path as it stands: a client would take dots and slashes out before it sends it.</summary>
    private async Task<int> RawAsync(string path)
    {
        using var client = new System.Net.Sockets.TcpClient(console.Server.Address.Host, console.Server.Address.Port);
        await using var stream = client.GetStream();
        var cookies = console.Reader.Cookies.GetCookieHeader(console.Server.Address);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {console.Server.Address.Authority}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return int.Parse(status!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
