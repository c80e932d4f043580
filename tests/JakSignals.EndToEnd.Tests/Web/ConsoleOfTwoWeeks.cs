using System.Net;
using System.Text.RegularExpressions;
using JakSignals.App.Commands;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>A console over two published weeks of tests/feeds/small, for all tests that only look.</summary>
public sealed class ConsoleOfTwoWeeks : IAsyncLifetime
{
    internal Server Server { get; private set; } = null!;

    internal Snapshot First { get; private set; } = null!;

    internal Snapshot Second { get; private set; } = null!;

    internal Browser Reader { get; private set; } = null!;

    internal string SecondFolder => Server.Place.SnapshotFolder("2026-01-31");

    public async ValueTask InitializeAsync()
    {
        Server = await Server.StartAsync();
        First = await Server.Place.WeekAsync("2026-01-12", SmallWeeks.Feeds);
        Second = await Server.Place.WeekAsync("2026-01-31", []);
        Reader = await Server.OpenAsync(Role.Reader);
    }

    public async ValueTask DisposeAsync()
    {
        Reader?.Dispose();
        if (Server is not null)
            await Server.DisposeAsync();
    }

    /// <summary>A page as a reader sees it, without its line ends.</summary>
    internal async Task<string> PageAsync(string path)
    {
        var answer = await Reader.GetAsync(path);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Status}");
        Assert.DoesNotContain("<script", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("""<[^>]+\s(style|on[a-z]+)=""", answer.Body);
        return Regex.Replace(WebUtility.HtmlDecode(answer.Body), @"\s+", " ");
    }
}

[CollectionDefinition(Name)]
public sealed class TwoWeeks : ICollectionFixture<ConsoleOfTwoWeeks>
{
    public const string Name = "console of two weeks";
}
