namespace JakSignals.EndToEnd.Tests.Browsing;

/// <summary>The weekly report as people meet it.</summary>
[Collection(nameof(Chromium))]
public sealed class ReportInBrowserTests(Chromium chromium, SmallWeeks weeks) : IClassFixture<SmallWeeks>
{
    [Fact]
    public async Task The_report_is_accessible_and_fits_in_light_and_dark_on_desk_and_phone_and_asks_nobody()
    {
        var faults = new List<string>();
        foreach (var look in Look.All)
        {
            await using var visit = await chromium.OpenAsync(Folder, look);
            await visit.GoAsync(new Uri(weeks.ReportFile).AbsoluteUri);
            faults.AddRange(await visit.LookAsync("report"));
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults.Distinct()));
    }

    [Fact]
    public async Task The_report_prints_whole()
    {
        await using var visit = await chromium.OpenAsync(Folder);
        await visit.GoAsync(new Uri(weeks.ReportFile).AbsoluteUri);
        Assert.Empty(await visit.LookPrintedAsync("report"));
    }

    private Uri Folder => new(Path.GetDirectoryName(weeks.ReportFile)! + Path.DirectorySeparatorChar);
}
