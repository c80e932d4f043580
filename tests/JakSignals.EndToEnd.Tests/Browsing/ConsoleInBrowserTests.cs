using JakSignals.EndToEnd.Tests.Web;
using JakSignals.Store;
using Microsoft.Playwright;

namespace JakSignals.EndToEnd.Tests.Browsing;

/// <summary>The console as people meet it: in a browser, by keys, in light and dark, on a phone, without scripts, on paper.</summary>
[Collection(nameof(Chromium))]
public sealed class ConsoleInBrowserTests(Chromium chromium)
{
    /// <summary>Each page an administrator opens, by the name of its pictures.</summary>
    private static readonly (string Name, string Path)[] Pages =
    [
        ("signals", "/signals"), ("pair", "/pair?drug=TOFACITINIB&event=herpes_zoster"), ("register", "/register"), ("cases", "/cases"), ("case", "/cases/tables/104"), ("incidence", "/incidence"),
        ("evidence", "/evidence"), ("snapshots", "/snapshots"), ("quality", "/quality"), ("quarantine", "/quality/quarantine"), ("name", "/quality/name?name=XELJANS"), ("catalogues", "/catalogues"), ("catalogues-diff", "/catalogues/diff"),
        ("runs", "/runs"), ("password", "/account/password"), ("sign-out", "/sign-out"),
    ];

    [Fact]
    public async Task Each_page_is_accessible_and_fits_in_light_and_dark_on_desk_and_phone_and_asks_nobody_else()
    {
        await using var server = await StartAsync();
        var faults = new List<string>();
        foreach (var look in Look.All)
        {
            await using var visit = await chromium.OpenAsync(server.Address, look);
            await visit.GoAsync("/sign-in");
            faults.AddRange(await visit.LookAsync("sign-in"));
            await visit.SignInAsync(Role.Administrator);
            foreach (var (name, path) in Pages)
            {
                await visit.GoAsync(path);
                faults.AddRange(await visit.LookAsync(name));
            }
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults.Distinct()));
    }

    [Fact]
    public async Task Each_page_prints_whole()
    {
        await using var server = await StartAsync();
        await using var visit = await chromium.OpenAsync(server.Address);
        await visit.SignInAsync(Role.Administrator);
        var faults = new List<string>();
        foreach (var (name, path) in Pages)
        {
            await visit.GoAsync(path);
            faults.AddRange(await visit.LookPrintedAsync(name));
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults.Distinct()));
    }

    [Fact]
    public async Task One_signs_in_reads_and_signs_out_by_the_keys_alone_and_without_scripts()
    {
        await using var server = await StartAsync();
        await using var visit = await chromium.OpenAsync(server.Address, scripts: false);
        await visit.SignInAsync(Role.Reader);
        Assert.EndsWith("/signals", visit.Page.Url, StringComparison.Ordinal);

        await TabToAsync(visit, "To the content");
        var skip = visit.Page.Locator(":focus");
        Assert.True((await skip.BoundingBoxAsync())!.X >= 0, "the link past the menu is seen when it has the focus");
        await visit.Page.Keyboard.PressAsync("Enter");
        Assert.EndsWith("#content", visit.Page.Url, StringComparison.Ordinal);

        await visit.GoAsync("/sign-out");
        var signOut = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" });
        await TabToAsync(visit, "Sign out");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync("**/sign-in");
        Assert.Equal(0, await signOut.CountAsync());
    }

    [Fact]
    public async Task A_wrong_password_is_told_to_who_listens_and_the_name_stays()
    {
        await using var server = await Server.StartAsync();
        await using var visit = await chromium.OpenAsync(server.Address);
        await visit.GoAsync("/sign-in");
        await visit.Page.GetByLabel("Name").FillAsync("reader");
        await visit.Page.GetByLabel("Password").FillAsync("wrong wrong wrong");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        Assert.Contains("do not fit together", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("reader", await visit.Page.GetByLabel("Name").InputValueAsync());
        Assert.Equal("", await visit.Page.GetByLabel("Password").InputValueAsync());
    }

    /// <summary>A console with two weeks of tests/feeds/small.</summary>
    internal static Task<Server> StartAsync() => Server.StartAsync(fill: place =>
    {
        place.WeekAsync("2026-01-12", SmallWeeks.Feeds).GetAwaiter().GetResult();
        place.WeekAsync("2026-01-31", []).GetAwaiter().GetResult();
    });

    /// <summary>Presses Tab until something has the focus. A browser drops keys that come before the first frame of a page, so it may take more of them than there are stops.</summary>
    private static async Task TabToAsync(Visit visit, string text)
    {
        for (var i = 0; i < 2000 && !await IsFocusedAsync(visit, text); i++)
            await visit.Page.Keyboard.PressAsync("Tab");
        Assert.True(await IsFocusedAsync(visit, text), $"Tab does not lead to {text}");
    }

    private static async Task<bool> IsFocusedAsync(Visit visit, string text) =>
        await visit.Page.Locator(":focus").CountAsync() == 1 && await visit.Page.Locator(":focus").InnerTextAsync() == text;
}
