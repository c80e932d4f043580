namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>Figures as SmallFeedTests has them: 58 rows read, 50 current, 1 superseded, 1 later, 6 in quarantine, and 1 of exposure.csv.</summary>
[Collection(TwoWeeks.Name)]
public sealed class QualityPageTests(ConsoleOfTwoWeeks console)
{
    [Fact]
    public async Task Fates_of_each_file_are_those_of_the_snapshot()
    {
        var page = await console.PageAsync("/quality");
        Assert.Matches("cases.csv.*?>58<.*?>50<.*?>1<.*?>0<.*?>1<.*?>6<.*?balances", page);
        Assert.Contains("<b>7</b><span>records in quarantine", page, StringComparison.Ordinal);
        Assert.Contains("Every file balances", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_stand_with_their_rows_and_suggestion_and_are_filtered()
    {
        var all = await console.PageAsync("/quality");
        Assert.Contains("METHOTREXATE", all, StringComparison.Ordinal);
        Assert.Matches(@"XELJANS</a></th><td class=""num"">1</td><td>TOFACITINIB: ", all);
        var suggested = await console.PageAsync("/quality?suggested=true");
        Assert.Contains("XELJANS</a></th>", suggested, StringComparison.Ordinal);
        Assert.DoesNotContain("METHOTREXATE</a></th>", suggested, StringComparison.Ordinal);
        Assert.DoesNotContain("XELJANS</a></th>", await console.PageAsync("/quality?name=metho"), StringComparison.Ordinal);
        Assert.Contains("No such name.", await console.PageAsync("/quality?name=nothing-is-called-so"), StringComparison.Ordinal);
    }

    [Theory] // SmallFeedTests: lines 54 to 59 of cases.csv
    [InlineData("", 7)]
    [InlineData("?file=cases.csv", 6)]
    [InlineData("?column=role", 1)]
    [InlineData("?column=age_years", 1)]
    [InlineData("?file=exposure.csv", 1)]
    [InlineData("?file=exposure.csv&column=role", 0)]
    [InlineData("?text=2026-13-45", 1)]
    [InlineData("?text=%25", 0)]
    [InlineData("?text=_", 0)]
    public async Task Records_in_quarantine_are_filtered_by_file_column_and_text(string query, int records)
    {
        var page = await console.PageAsync("/quality/quarantine" + query);
        Assert.Equal(records, page.Split("<small>line ").Length - 1);
        Assert.Contains(records == 0 ? "No record in quarantine is like that." : records == 1 ? "<caption>1 record " : $"<caption>{records} records", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_shows_line_column_value_expectation_and_itself()
    {
        var page = await console.PageAsync("/quality/quarantine?column=received_on");
        foreach (var said in new[] { "line 55", "<code>2026-13-45</code>", "802,XELJANZ,Herpes zoster,PS,2026-13-45,F,50,US,no,no" })
            Assert.Contains(said, page, StringComparison.Ordinal);
    }
}
