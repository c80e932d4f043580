using JakSignals.Ingest;
using JakSignals.Ingest.Faers;

namespace JakSignals.Tests.Ingest;

/// <summary>What is loaded is what was found: a file that is replaced, or grows, in between is refused.</summary>
public sealed class SourceChangeTests
{
    [Fact]
    public void A_quarter_that_stays_as_it_is_passes()
    {
        using var feed = FaersFeed.Modern();
        ReadWhole(Assert.Single(feed.Find().Quarters));
    }

    [Theory]
    [InlineData("DEMO26Q1.txt")]
    [InlineData("REAC26Q1.txt")]
    [InlineData("RPSR26Q1.txt")]
    public void A_table_that_grew_is_refused(string table)
    {
        using var feed = FaersFeed.Modern();
        var quarter = Assert.Single(feed.Find().Quarters);
        File.AppendAllText(feed.Path(table), "\n");
        RequireChanged(table, () => ReadWhole(quarter));
    }

    [Fact]
    public void A_table_that_was_cut_off_is_refused()
    {
        using var feed = FaersFeed.Modern();
        var quarter = Assert.Single(feed.Find().Quarters);
        var lines = File.ReadAllLines(feed.Path("REAC26Q1.txt"));
        File.WriteAllLines(feed.Path("REAC26Q1.txt"), lines[..^1]);
        RequireChanged("REAC26Q1.txt", () => ReadWhole(quarter));
    }

    [Fact]
    public void A_table_replaced_by_another_of_the_same_length_is_refused()
    {
        using var feed = FaersFeed.Modern();
        var quarter = Assert.Single(feed.Find().Quarters);
        var text = File.ReadAllText(feed.Path("REAC26Q1.txt"));
        File.WriteAllText(feed.Path("REAC26Q1.txt"), text.Replace("Herpes zoster", "Herpes Zoster", StringComparison.Ordinal));
        RequireChanged("REAC26Q1.txt", () => ReadWhole(quarter));
    }

    [Fact]
    public void A_member_is_refused_when_its_archive_was_replaced_by_another_that_is_whole()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of(MadeZip.Quarter()));
        var quarter = Assert.Single(feed.Find().Quarters);
        var other = MadeZip.Quarter().Select(member => (member.Name, member.Text.Replace("Herpes zoster", "Nausea", StringComparison.Ordinal))).ToArray();
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of(other));
        RequireChanged("q.zip/REAC26Q1.txt", () => ReadWhole(quarter));
    }

    [Fact]
    public void A_member_that_is_not_there_any_more_is_refused()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of(MadeZip.Quarter()));
        var quarter = Assert.Single(feed.Find().Quarters);
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of(MadeZip.Quarter("elsewhere/")));
        RequireChanged("q.zip/DEMO26Q1.txt", () => ReadWhole(quarter));
    }

    [Fact]
    public void A_file_that_vanished_is_refused()
    {
        using var feed = FaersFeed.Modern();
        var quarter = Assert.Single(feed.Find().Quarters);
        File.Delete(feed.Path("THER26Q1.txt"));
        RequireChanged("THER26Q1.txt", () => ReadWhole(quarter));
    }

    [Fact]
    public void An_archive_cut_off_since_is_refused_and_not_a_fault_of_the_program()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of(MadeZip.Quarter()));
        var quarter = Assert.Single(feed.Find().Quarters);
        File.WriteAllBytes(feed.Path("q.zip"), File.ReadAllBytes(feed.Path("q.zip"))[..200]);
        Assert.ThrowsAny<SourceRefusedException>(() => ReadWhole(quarter));
    }

    [Fact]
    public void A_reader_may_open_a_text_twice_and_stop_early()
    {
        using var feed = FaersFeed.Modern();
        var text = DemoOf(feed);
        Read(text, 10);
        Read(text, int.MaxValue);
        Read(text, 3);
        text.RequireUnchanged(default);
    }

    [Fact]
    public void A_text_that_was_never_read_is_compared_all_the_same()
    {
        using var feed = FaersFeed.Modern();
        var text = DemoOf(feed);
        text.RequireUnchanged(default);
        File.AppendAllText(feed.Path("DEMO26Q1.txt"), "x");
        RequireChanged("DEMO26Q1.txt", () => text.RequireUnchanged(default));
    }

    [Fact]
    public void A_beginning_that_was_read_from_another_text_is_refused()
    {
        using var feed = FaersFeed.Modern();
        var text = DemoOf(feed);
        var whole = File.ReadAllText(feed.Path("DEMO26Q1.txt"));
        File.WriteAllText(feed.Path("DEMO26Q1.txt"), "another beginning" + whole);
        Read(text, 10);
        File.WriteAllText(feed.Path("DEMO26Q1.txt"), whole);
        Read(text, int.MaxValue);
        RequireChanged("DEMO26Q1.txt", () => text.RequireUnchanged(default));
    }

    [Fact]
    public void Reading_a_text_stops_in_the_middle_of_a_line()
    {
        using var feed = FaersFeed.Modern();
        using var stop = new CancellationTokenSource();
        using var stream = DemoOf(feed).Open(stop.Token);
        Assert.Equal(1, stream.Read(new byte[1], 0, 1));
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => stream.Read(new byte[1], 0, 1));
    }

    [Fact]
    public void Lists_and_tables_of_one_file_are_compared_too()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllText(feed.Path("DELETE26Q1.txt"), "10000100\n");
        File.WriteAllText(feed.Path("cases.csv"), "case_id,drug,event\n1,A,B\n");
        File.WriteAllText(feed.Path("exposure.csv"), "cohort,drug,dose,indication,event_class,events,patients,patient_years,period_start,period_end,kind,source\n");
        var found = feed.Find();
        foreach (var name in new[] { "DELETE26Q1.txt", "cases.csv", "exposure.csv" })
            File.AppendAllText(feed.Path(name), "\n");
        RequireChanged("DELETE26Q1.txt", () => DeletedCaseList.Read(found.DeletedCaseLists[0], _ => { }));
        RequireChanged("exposure.csv", () => JakSignals.Ingest.Tables.ExposureTable.Read(found.ExposureTables[0], new(_ => null, row => row.Cohort), _ => { }));
        using var load = new JakSignals.Ingest.Tables.CaseTableLoad(found.CaseTables[0], new Vocabulary(), _ => { });
        Assert.Single(load.Drugs(default).ToList());
        RequireChanged("cases.csv", () => load.RequireUnchanged(default));
    }

    [Fact]
    public void A_file_that_grows_while_it_is_looked_at_is_refused_or_left_for_the_next_time()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllText(feed.Path("cases.csv"), "case_id,drug,event\n1,A,B\n");
        var bytes = 0L;
        FileStamp Growing(string path) => new(bytes += 100, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var named = SourceDiscovery.Find([feed.Folder], new SearchOptions { StampOf = Growing });
        Assert.Empty(named.CaseTables);
        Assert.Contains("it changed while it was read", Assert.Single(named.Refused).Reason, StringComparison.Ordinal);
        var dropped = SourceDiscovery.Find([feed.Folder], new SearchOptions { StampOf = Growing, SettledBy = At("2026-01-02T00:00:00Z") });
        Assert.Empty(dropped.Refused);
        Assert.Equal("left for the next time: it changed while it was read.", Assert.Single(dropped.Left).Reason);
    }

    [Theory] // settled by 12:00:00 means written up to then
    [InlineData("2026-01-02T12:00:00Z", true)]
    [InlineData("2026-01-02T11:00:00Z", true)]
    [InlineData("2026-01-02T12:00:01Z", false)]
    [InlineData("2026-01-02T18:00:00Z", false)]   // a clock that is ahead
    [InlineData("2031-01-01T00:00:00Z", true)]    // no clock at all: it would be left for ever
    public void A_drop_folder_is_read_up_to_the_files_that_may_still_grow(string writtenAt, bool isRead)
    {
        using var feed = FaersFeed.Only();
        File.WriteAllText(feed.Path("cases.csv"), "case_id,drug,event\n1,A,B\n");
        File.SetLastWriteTimeUtc(feed.Path("cases.csv"), At(writtenAt).UtcDateTime);
        var found = SourceDiscovery.Find([feed.Folder], new SearchOptions { SettledBy = At("2026-01-02T12:00:00Z") });
        Assert.Equal(isRead ? 1 : 0, found.CaseTables.Count);
        Assert.Equal(isRead ? [] : ["left for the next time: it was written less than a minute ago and may still be growing."], found.Left.Select(file => file.Reason));
        Assert.Empty(found.Refused);
    }

    [Theory]
    [InlineData("OUTC26Q1.txt")]
    [InlineData(".OUTC26Q1.txt.k3Jx9a")]   // as rsync names a file until it is whole
    public void A_quarter_waits_for_the_table_that_is_still_on_its_way(string young)
    {
        using var feed = FaersFeed.Modern();
        foreach (var file in Directory.GetFiles(feed.Folder))
            File.SetLastWriteTimeUtc(file, At("2026-01-02T08:00:00Z").UtcDateTime);
        File.Move(feed.Path("OUTC26Q1.txt"), feed.Path(young));
        File.SetLastWriteTimeUtc(feed.Path(young), At("2026-01-02T12:00:30Z").UtcDateTime);
        var found = SourceDiscovery.Find([feed.Folder], new SearchOptions { SettledBy = At("2026-01-02T12:00:00Z") });
        Assert.Empty(found.Quarters);
        Assert.Empty(found.Refused);
        Assert.Contains(found.Left, left => left.Name.StartsWith("2026Q1 in", StringComparison.Ordinal) && left.Reason.Contains(young, StringComparison.Ordinal));
        Assert.Single(SourceDiscovery.Find([feed.Folder], new SearchOptions { SettledBy = At("2026-01-02T12:00:30Z") }).Quarters);
    }

    [Fact]
    public void Nothing_in_a_drop_folder_is_no_fault_and_nothing_in_a_named_folder_is()
    {
        using var feed = FaersFeed.Only();
        Assert.Empty(SourceDiscovery.Find([feed.Folder], new SearchOptions { SettledBy = At("2026-01-02T12:00:00Z") }).Refused);
        Assert.Contains("nothing in it is a source", Assert.Single(feed.Find().Refused).Reason, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static SourceText DemoOf(FaersFeed feed) => Assert.Single(feed.Find().Quarters).Tables[0].Text;

    private static void Read(SourceText text, int bytes)
    {
        using var stream = text.Open();
        var buffer = new byte[1 << 16];
        for (int read, left = bytes; left > 0 && (read = stream.Read(buffer, 0, Math.Min(left, buffer.Length))) > 0;)
            left -= read;
    }

    private static void ReadWhole(FaersQuarterFiles quarter)
    {
        using var load = new FaersQuarterLoad(quarter, new Vocabulary(), _ => { });
        _ = load.Drugs(default).Count() + load.Events(default).Count() + load.Indications(default).Count() + load.Therapies(default).Count() + load.Reports(default).Count();
        load.RequireUnchanged(default);
    }

    private static void RequireChanged(string file, Action read)
    {
        var refusal = Assert.Throws<SourceChangedException>(read);
        Assert.StartsWith($"{file} changed while it was read", refusal.Message, StringComparison.Ordinal);
    }
}
