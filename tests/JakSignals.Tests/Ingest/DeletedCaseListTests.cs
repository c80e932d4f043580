using System.Text;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;

namespace JakSignals.Tests.Ingest;

/// <summary>A list of deleted cases takes cases out for good: it is one by its name, as FDA names them, and by its content.</summary>
public sealed class DeletedCaseListTests
{
    [Theory] // names FDA has used since 2019Q1, and what a browser makes of them
    [InlineData("ADR19Q1DeletedCases.txt", "2019Q1")]
    [InlineData("AllDeletedCases.txt", null)]
    [InlineData("20Q4DeletedCases.txt", "2020Q4")]
    [InlineData("DELETE22Q4.txt", "2022Q4")]
    [InlineData("delete26q1.TXT", "2026Q1")]
    [InlineData("DELETE26Q1 (1).txt", "2026Q1")]
    public void Names_as_FDA_gives_them_are_read(string name, string? period)
    {
        using var feed = Holding(name, " \n10000001\n10000002\n");
        var list = Assert.Single(feed.Find().DeletedCaseLists);
        Assert.Equal(period, list.File.Period);
        Assert.Equal([10000001, 10000002], DeletedCaseList.Read(list, defect => Assert.Fail(defect.ToString())).CaseIds);
    }

    [Theory]
    [InlineData("zoster_cases_to_review.txt", "10000100\n10000101\n10000102\n")]
    [InlineData("zoster_cases_to_review.txt", "\uFEFF10000100\r\n10000101\r\n")]
    [InlineData("ids.csv", "id\n10000100\n10000101\n")]
    [InlineData("ids.csv", "\uFEFF\"id\"\r\n\"10000100\"\r\n\"10000101\"\r\n")]
    [InlineData("deleted_scenes.csv", "10000100\n10000101\n")]
    [InlineData("to_delete.txt", "10000100\n10000101\n")]
    [InlineData("delete_these.txt", "10000100\n10000101\n")]
    [InlineData("undeleted.txt", "10000100\n10000101\n")]
    [InlineData("DELETE26Q1.csv", "10000100\n10000101\n")]
    [InlineData("DELETE26Q1_to_review.txt", "10000100\n10000101\n")]
    public void A_list_of_ids_of_another_name_is_refused_and_says_what_to_do(string name, string text)
    {
        using var feed = Holding(name, text);
        var found = feed.Find();
        Assert.Empty(found.DeletedCaseLists);
        var refused = Assert.Single(found.Refused, file => file.Name == name);
        Assert.Contains("a list of numbers, and nothing says what they are", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("DELETE26Q1.txt", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_with_only_case_ids_is_refused()
    {
        using var feed = Holding("cases.csv", "case_id\n10000100\n10000101\n");
        Assert.Contains("the header lacks drug and lacks event", Assert.Single(feed.Find().Refused).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("caseid\n10000100\n10000101\n", "its first line is 'caseid'")]
    [InlineData("primaryid\n100001001\n", "its first line is 'primaryid'")]
    [InlineData("10000100\nwithdrawn\n", "only 1 of 2 lines are case ids")]
    [InlineData("10000100\nwithdrawn\nby\n10000101\n", "only 2 of 4 lines are case ids")]
    [InlineData("1\n2\n3\n", "its first line is '1'")]          // numbers of lines: FDA's ids have 7 or 8 digits
    [InlineData("1234\n5678\n", "its first line is '1234'")]
    [InlineData("10000100\r10000101\r", "its first line is '10000100␍10000101'")]
    [InlineData("", "is empty")]
    public void A_file_of_such_a_name_with_other_content_is_refused(string text, string reason)
    {
        using var feed = Holding("DELETE26Q1.txt", text);
        var found = feed.Find();
        Assert.Empty(found.DeletedCaseLists);
        Assert.Contains(reason, Assert.Single(found.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_in_utf_16_is_refused()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllText(feed.Path("DELETE26Q1.txt"), "10000100\n10000101\n", Encoding.Unicode);
        Assert.Contains("UTF-16", Assert.Single(feed.Find().Refused).Reason, StringComparison.Ordinal);
        Assert.Empty(feed.Find().DeletedCaseLists);
    }

    [Theory]
    [InlineData("\uFEFF10000100\n10000101\n")]
    [InlineData("\uFEFF10000100\r\n10000101\r\n")]
    [InlineData("\uFEFF \r\n10000100\r\n10000101")]
    public void A_byte_order_mark_is_no_part_of_the_first_id(string text)
    {
        using var feed = Holding("DELETE26Q1.txt", text);
        var deleted = DeletedCaseList.Read(Assert.Single(feed.Find().DeletedCaseLists), defect => Assert.Fail(defect.ToString()));
        Assert.Equal([10000100, 10000101], deleted.CaseIds);
        Assert.Equal(new LoadTally(2, 2, 0, 0), deleted.Tally);
    }

    [Fact]
    public void A_list_whose_beginning_hides_what_follows_is_refused_when_it_is_read()
    {
        // 9,000 ids of 8 digits and a line end fill 81,000 bytes, more than the 65,536 that are looked at; 9,000 other lines follow.
        using var feed = Holding("DELETE26Q1.txt", string.Concat(Enumerable.Range(10_000_000, 9_000).Select(id => $"{id}\n")) + string.Concat(Enumerable.Repeat("none\n", 9_000)));
        var list = Assert.Single(feed.Find().DeletedCaseLists);
        var refusal = Assert.Throws<SourceRefusedException>(() => DeletedCaseList.Read(list, _ => { }));
        Assert.Contains("only 9000 of 18000 lines are case ids", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_stops_when_asked_to()
    {
        using var feed = Holding("DELETE26Q1.txt", "10000100\n10000101\n");
        var list = Assert.Single(feed.Find().DeletedCaseLists);
        Assert.ThrowsAny<OperationCanceledException>(() => DeletedCaseList.Read(list, _ => { }, new CancellationToken(canceled: true)));
    }

    private static FaersFeed Holding(string name, string text)
    {
        var feed = FaersFeed.Only();
        File.WriteAllText(feed.Path(name), text, new UTF8Encoding(false));
        return feed;
    }
}
