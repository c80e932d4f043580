using Microsoft.Playwright;

namespace JakSignals.EndToEnd.Tests.Browsing;

/// <summary>Tests in one browser, one after the other.</summary>
[CollectionDefinition(nameof(Chromium))]
public sealed class OneBrowser : ICollectionFixture<Chromium>;

/// <summary>
/// The system's Chromium, driven by Playwright; nothing is downloaded. Skips the test where there is none: CHROMIUM_PATH names one, else it is looked for by name.
/// JAKSIGNALS_REQUIRE_CHROMIUM=1 makes that a failure. JAKSIGNALS_SCREENS names a folder for pictures of what the tests look at.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;      // a test that skips must do so itself

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a browser window nobody signed in with.</summary>
    /// <param name="address">Where paths begin: the console's address or a folder.</param>
    /// <param name="look">Size and colours.</param>
    /// <param name="scripts">Whether scripts run.</param>
    internal async Task<Visit> OpenAsync(Uri address, Look? look = null, bool scripts = true)
    {
        look ??= Look.Light;
        var browser = await BrowserAsync();
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(), JavaScriptEnabled = scripts, Locale = "en-GB", TimezoneId = "UTC",
            ViewportSize = new() { Width = look.Width, Height = look.Height }, ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        return new Visit(context, await context.NewPageAsync(), address, look);
    }

    private async Task<IBrowser> BrowserAsync()
    {
        if (_browser is not null)
            return _browser;
        var path = Find();
        _playwright = await Playwright.CreateAsync();
        return _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, ChromiumSandbox = !Environment.IsPrivilegedProcess });      // Chromium has no sandbox for root
    }

    private static string Find()
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM_PATH");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = named ?? folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))).FirstOrDefault(File.Exists);
        if (found is not null)
            return found;
        var reason = $"needs Chromium: none of {string.Join(", ", Names)} is on the PATH, and CHROMIUM_PATH names none";
        Assert.SkipWhen(Environment.GetEnvironmentVariable("JAKSIGNALS_REQUIRE_CHROMIUM") != "1", reason);
        throw new InvalidOperationException(reason);
    }
}
