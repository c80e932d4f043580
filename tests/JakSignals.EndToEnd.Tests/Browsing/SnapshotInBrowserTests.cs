using System.Text.RegularExpressions;
using JakSignals.EndToEnd.Tests.Web;
using JakSignals.Store;
using Microsoft.Playwright;

namespace JakSignals.EndToEnd.Tests.Browsing;

/// <summary>A published run as people meet it: its page, its report, its files.</summary>
[Collection(nameof(Chromium))]
public sealed partial class SnapshotInBrowserTests(Chromium chromium)
{
    [Fact]
    public async Task A_published_run_is_opened_checked_read_and_downloaded()
    {
        await using var server = await ConsoleInBrowserTests.StartAsync();
        var faults = new List<string>();
        foreach (var look in Look.All)
        {
            await using var visit = await chromium.OpenAsync(server.Address, look);
            await visit.SignInAsync(Role.Operator);
            await visit.GoAsync("/snapshots");
            await visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = Run(), Exact = true }).First.ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check all files" }).ClickAsync();
            Assert.Contains("As published.", await visit.Page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
            faults.AddRange(await visit.LookAsync("snapshot"));
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "cases.parquet" }).ClickAsync());
            Assert.EndsWith("_cases.parquet", download.SuggestedFilename, StringComparison.Ordinal);
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Read the report" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Heading, new() { NameRegex = Title() }).WaitForAsync();
        }
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [GeneratedRegex(@"^\d{4}-W\d\d-")]
    private static partial Regex Run();

    [GeneratedRegex("^Weekly signal report")]
    private static partial Regex Title();
}
