using System.Net;
using JakSignals.App;
using JakSignals.Snapshots;
using JakSignals.Store;
using JakSignals.Tests;

namespace JakSignals.EndToEnd.Tests.Web;

[Collection(TwoWeeks.Name)]
public sealed class CataloguePageTests(ConsoleOfTwoWeeks console)
{
    private static string Bundled { get; } = Path.Combine(Shared.RepoRoot, "src", "JakSignals", "Normalise", "Catalogue");

    [Fact]
    public async Task Classes_groups_and_files_are_shown_with_version_and_hash()
    {
        var page = await console.PageAsync("/catalogues");
        foreach (var file in console.Second.Manifest.Catalogues)
            Assert.Contains(file.Value, page, StringComparison.Ordinal);
        foreach (var said in new[] { "Herpes zoster disseminated", "JAK inhibitors", "<code>jak_inhibitors_oral_boxed</code>", "fatal reports only", "Opzelura", "the same" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("▲ another", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searching_keeps_what_holds_the_text()
    {
        var page = await console.PageAsync("/catalogues?find=" + Uri.EscapeDataString("zoster disseminated"));
        Assert.Contains("<code>herpes_zoster</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<code>vte</code>", page, StringComparison.Ordinal);
        Assert.Contains("0 groups", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalogue_of_a_run_is_published_and_does_not_differ_from_the_one_that_made_it()
    {
        var table = console.Second.Table("catalogue");
        Assert.Equal(1, Enumerable.Range(0, table.RowCount).Count(row => table.Text("kind", row) == "drug_group" && table.Text("key", row) == "jak_inhibitors" && table.Text("value", row) == "TOFACITINIB"));
        foreach (var address in new[] { "/catalogues/diff", $"/catalogues/diff?from={console.First.Manifest.RunId}&to={console.Second.Manifest.RunId}", $"/catalogues/diff?from={console.First.Manifest.RunId}&to=current" })
            Assert.Contains("Both say the same", await console.PageAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalogue_that_was_edited_since_says_what_it_changes()
    {
        await using var server = await Server.StartAsync(settings => settings with { Catalogue = new CatalogueSettings { Folder = Edited(settings.Data) } });
        (await server.Place.RunAsync(["weekly", .. SmallWeeks.Feeds, "--as-of", "2026-01-31"])).Require(App.Commands.ExitCodes.Done);      // with the catalogue of the program
        using var browser = await server.OpenAsync(Role.Reader);
        var page = WebUtility.HtmlDecode((await browser.GetAsync("/catalogues/diff")).Body);
        Assert.Contains("<del>Herpes zoster disseminated</del>", page, StringComparison.Ordinal);
        Assert.Contains("<ins>Baricent</ins>", page, StringComparison.Ordinal);
        Assert.Contains("0 entries added, 0 removed, 2 changed", page, StringComparison.Ordinal);
        Assert.Contains("event-classes.json", page, StringComparison.Ordinal);
        Assert.Contains("▲ another", WebUtility.HtmlDecode((await browser.GetAsync("/catalogues")).Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=2026-W01-00000000", "There is no published run 2026-W01-00000000.")]
    [InlineData("from=..%2F..&to=current", "There is no published run ../...")]
    public async Task What_cannot_be_compared_says_why(string query, string says) => Assert.Contains(says, await console.PageAsync("/catalogues/diff?" + query), StringComparison.Ordinal);

    private static string Edited(string data)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data, "..", "catalogue")).FullName;
        foreach (var file in Directory.GetFiles(Bundled))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        Replace(Path.Combine(folder, "event-classes.json"), "        \"Herpes zoster disseminated\",\n", "");
        Replace(Path.Combine(folder, "drugs.json"), "[\"Olumiant\"]", "[\"Olumiant\", \"Baricent\"]");
        return folder;
    }

    private static void Replace(string path, string text, string instead)
    {
        var before = File.ReadAllText(path);
        var at = before.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{path} lacks {text}");
        File.WriteAllText(path, string.Concat(before.AsSpan(0, at), instead, before.AsSpan(at + text.Length)));
    }
}
