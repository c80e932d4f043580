using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using JakSignals.EndToEnd.Tests.Web;
using JakSignals.Store;
using Microsoft.Playwright;

namespace JakSignals.EndToEnd.Tests.Browsing;

/// <summary>How a page is looked at.</summary>
internal sealed record Look(string Name, int Width, int Height, bool IsDark)
{
    public static Look Light { get; } = new("light", 1280, 900, false);

    public static Look Dark { get; } = new("dark", 1280, 900, true);

    public static Look Phone { get; } = new("phone", 390, 844, false);

    public static Look DarkPhone { get; } = new("dark-phone", 390, 844, true);

    public static IReadOnlyList<Look> All { get; } = [Light, Dark, Phone, DarkPhone];
}

/// <summary>A browser window of its own: cookies, size, colours; hears what goes wrong in it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private const int A4Width = 718;      // pixels of 1/96 inch between margins of 10 mm

    private readonly IBrowserContext _context;
    private readonly Look _look;
    private readonly ConcurrentQueue<string> _heard = [];

    public Visit(IBrowserContext context, IPage page, Uri address, Look look)
    {
        (_context, Page, Address, _look) = (context, page, address, look);
        context.Console += (_, message) => HearIf(message.Type is "error" or "warning", $"console: {message.Text}");
        context.WebError += (_, error) => _heard.Enqueue($"script: {error.Error}");
        context.Request += (_, request) => HearIf(IsForeign(request.Url), $"request to elsewhere: {request.Url}");
        context.RequestFailed += (_, request) => _heard.Enqueue($"request failed: {request.Url} {request.Failure}");
    }

    public IPage Page { get; }

    public Uri Address { get; }

    /// <summary>Goes to a page, which must answer with this status.</summary>
    public async Task GoAsync(string path, int status = 200)
    {
        var answer = await Page.GotoAsync(path);
        Assert.Equal(Address.IsFile ? 0 : status, Address.IsFile ? 0 : answer?.Status);
    }

    /// <summary>Signs in as a person does, by the keys alone: the name has the focus.</summary>
    public async Task SignInAsync(Role role, string password = Server.Password)
    {
        await GoAsync("/sign-in");
        await Page.Locator("#name:focus").WaitForAsync();       // the focus comes with the first frame, after the page
        await Page.Keyboard.TypeAsync(Server.Name(role));
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.TypeAsync(password);
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>
    /// What is wrong with the page as it stands: what axe finds serious, what reaches beyond the window, what the browser complained of since the last look. Where
    /// pictures are wanted, one is taken.
    /// </summary>
    /// <param name="name">Name of the page among the pictures.</param>
    public async Task<IReadOnlyList<string>> LookAsync(string name)
    {
        await PictureAsync(name);
        var axe = await Page.RunAxe();
        var beyond = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        List<string> faults = [.. axe.Violations.Where(found => found.Impact is "serious" or "critical").SelectMany(found => found.Nodes.Select(node => $"axe {found.Impact} {found.Id}: {found.Help}: {node.Html}"))];
        if (beyond > 0)
            faults.Add($"{beyond} px wider than the window");
        if (await Page.EvaluateAsync<bool>("document.querySelector('h1').getBoundingClientRect().width < 200"))
            faults.Add("its heading is squeezed");
        while (_heard.TryDequeue(out var heard))
            faults.Add(heard);
        return [.. faults.Select(fault => $"{name}, {_look.Name}: {fault}")];
    }

    /// <summary>What is cut off on A4: what reaches beyond the sheet, and boxes that scroll on a screen. Where pictures are wanted, its PDF is one.</summary>
    /// <param name="name">Name of the page among the pictures.</param>
    public async Task<IReadOnlyList<string>> LookPrintedAsync(string name)
    {
        await Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Light });
        await Page.SetViewportSizeAsync(A4Width, 1000);
        if (Screens is not null)
            await Page.PdfAsync(new() { Path = Path.Combine(Screens, name + "-print.pdf"), Format = "A4" });
        var faults = await Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('svg')).flatMap(e => {
              const text = e.tagName + ' ' + (e.id || e.className) + ' ' + e.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
              const scrolls = ['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX) && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1;
              const beyond = e.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
              return [...scrolls ? ['cut off in its box: ' + text] : [], ...beyond ? ['beyond the sheet: ' + text] : []];
            })
            """);
        await Page.EmulateMediaAsync(new() { Media = Media.Screen, ColorScheme = _look.IsDark ? ColorScheme.Dark : ColorScheme.Light });
        await Page.SetViewportSizeAsync(_look.Width, _look.Height);
        return [.. faults.Select(fault => $"{name}, printed: {fault}")];
    }

    /// <summary>Takes a picture of the whole page where pictures are wanted.</summary>
    public async Task PictureAsync(string name)
    {
        if (Screens is not null)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}-{_look.Name}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static string? Screens => Environment.GetEnvironmentVariable("JAKSIGNALS_SCREENS");

    private bool IsForeign(string url) => Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme != "data" && target.GetLeftPart(UriPartial.Authority) != Address.GetLeftPart(UriPartial.Authority);

    private void HearIf(bool isFault, string fault)
    {
        if (isFault)
            _heard.Enqueue(fault);
    }
}
