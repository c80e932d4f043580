using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using JakSignals.Ingest;

namespace JakSignals.Tests.Ingest;

/// <summary>Folders and archives as they come: links, pipes, litter, archives within archives, passwords, bombs.</summary>
public sealed class FolderAndArchiveTests
{
    [Fact]
    public void No_link_to_a_folder_is_followed_and_a_link_in_a_circle_ends_nothing()
    {
        using var feed = FaersFeed.Modern();
        using var elsewhere = FaersFeed.Legacy();
        Directory.CreateSymbolicLink(feed.Path("round"), feed.Folder);
        Directory.CreateSymbolicLink(feed.Path("away"), elsewhere.Folder);
        var found = feed.Find();
        Assert.Equal("2026Q1", Assert.Single(found.Quarters).Period);
        Assert.Equal(["away", "round"], found.Ignored.Select(file => file.Name));
        Assert.All(found.Ignored, file => Assert.StartsWith("a link to a folder, which is not followed", file.Reason, StringComparison.Ordinal));
        Assert.Empty(found.Refused);
    }

    [Fact]
    public void A_link_to_a_file_is_read_and_one_that_leads_nowhere_or_to_itself_is_refused_by_itself()
    {
        using var feed = FaersFeed.Modern();
        using var elsewhere = FaersFeed.Only();
        File.Move(feed.Path("OUTC26Q1.txt"), elsewhere.Path("kept.txt"));
        File.CreateSymbolicLink(feed.Path("OUTC26Q1.txt"), elsewhere.Path("kept.txt"));
        File.CreateSymbolicLink(feed.Path("cases.csv"), feed.Path("gone.csv"));
        File.CreateSymbolicLink(feed.Path("self.csv"), feed.Path("self.csv"));
        var found = feed.Find();
        Assert.Empty(Assert.Single(found.Quarters).MissingTables);
        Assert.Equal(["cases.csv", "self.csv"], found.Refused.Select(file => file.Name));
        Assert.All(found.Refused, file => Assert.StartsWith("it cannot be read (", file.Reason, StringComparison.Ordinal));
        Assert.Equal("gone.csv", Assert.Single(SourceDiscovery.Find([feed.Path("cases.csv")]).Refused).Reason.Split('/')[^1].Split('\'')[0]);
    }

    [Fact]
    public void No_pipe_is_opened_in_a_folder_or_when_it_is_named()
    {
        using var feed = FaersFeed.Modern();
        MakePipe(feed.Path("cases.csv"));
        var found = feed.Find();
        Assert.Single(found.Quarters);
        Assert.Equal(("cases.csv", "an empty file, or a pipe, a socket or a device, which are not read."), (Assert.Single(found.Ignored).Name, found.Ignored[0].Reason));
        Assert.Contains("a pipe", Assert.Single(SourceDiscovery.Find([feed.Path("cases.csv")]).Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_in_place_of_a_table_refuses_the_quarter()
    {
        using var feed = FaersFeed.Modern();
        File.Delete(feed.Path("REAC26Q1.txt"));
        MakePipe(feed.Path("REAC26Q1.txt"));
        Assert.Contains("REAC26Q1.txt", Assert.Single(feed.Find().Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_that_took_the_place_of_a_file_since_is_not_opened_either()
    {
        using var feed = FaersFeed.Modern();
        var quarter = Assert.Single(feed.Find().Quarters);
        File.Delete(feed.Path("DEMO26Q1.txt"));
        MakePipe(feed.Path("DEMO26Q1.txt"));
        var demo = quarter.Tables[0].Text;
        using (var stream = demo.Open())
            Assert.Equal(0, stream.Read(new byte[1], 0, 1));
        Assert.Throws<SourceChangedException>(() => demo.RequireUnchanged(default));
    }

    [Fact]
    public void Neither_socket_nor_device_is_opened()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "This system has no /dev/zero.");
        using var feed = FaersFeed.Modern();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(feed.Path("s")));
        File.CreateSymbolicLink(feed.Path("zero.csv"), "/dev/zero");
        var found = feed.Find();
        Assert.Single(found.Quarters);
        Assert.Equal(["s", "zero.csv"], found.Ignored.Select(file => file.Name));
    }

    [Fact]
    public void A_folder_nobody_may_read_is_refused_and_the_rest_loads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Whoever runs this test may read everything.");
        using var feed = FaersFeed.Modern();
        var closed = Directory.CreateDirectory(feed.Path("closed"));
        if (!OperatingSystem.IsWindows())
            closed.UnixFileMode = UnixFileMode.None;
        var found = feed.Find();
        Assert.Single(found.Quarters);
        Assert.Contains("closed", Assert.Single(found.Refused).Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_made_on_a_mac_loads_whole()
    {
        using var feed = FaersFeed.Only();
        var litter = new[] { "__MACOSX/ASCII/._DEMO26Q1.txt", "__MACOSX/Deleted/._DELETE26Q1.txt", "ASCII/.DS_Store", "ASCII/._REAC26Q1.txt", "Thumbs.db" };
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of(MadeZip.Quarter("ASCII/",
            [("Deleted/DELETE26Q1.txt", " \n10000001\n"), .. litter.Select(name => (name, "\0\u0005\u0016\u0007\0\u0002\0\0Mac OS X"))])));
        var found = feed.Find();
        Assert.Equal(7, Assert.Single(found.Quarters).Files.Count);
        Assert.Equal("q.zip/DELETE26Q1.txt", Assert.Single(found.DeletedCaseLists).File.Name);
        Assert.Empty(found.Refused);
        Assert.Equal(litter.Length, found.Ignored.Count(file => file.Reason == "what a file manager left, and no source."));
    }

    [Fact]
    public void What_file_managers_leave_in_a_folder_is_passed_over_and_listed()
    {
        using var feed = FaersFeed.Modern();
        File.Copy(feed.Path("DEMO26Q1.txt"), feed.Path("._DEMO26Q1.txt"));
        Directory.CreateDirectory(feed.Path("__MACOSX"));
        File.Copy(feed.Path("DEMO26Q1.txt"), feed.Path("__MACOSX/DEMO26Q1.txt"));
        var found = feed.Find();
        Assert.Single(found.Quarters);
        Assert.Equal(["._DEMO26Q1.txt", "__MACOSX"], found.Ignored.Select(file => file.Name));
        Assert.Equal("._DEMO26Q1.txt", Assert.Single(SourceDiscovery.Find([feed.Path("._DEMO26Q1.txt")]).Refused).Name);
    }

    [Theory]
    [InlineData("faers_ascii_2026q1.zip", "an archive within an archive. Unpack the outer one")]
    [InlineData("ASCII/OUTC26Q1.txt", "OUTC26Q1.txt: an archive within an archive")]   // whatever its name
    public void An_archive_within_an_archive_refuses_the_outer_one(string name, string reason)
    {
        using var feed = FaersFeed.Only();
        var members = MadeZip.Quarter().Where(member => member.Name != name).Select(member => (member.Name, Encoding.UTF8.GetBytes(member.Text)));
        File.WriteAllBytes(feed.Path("outer.zip"), MadeZip.Of([.. members, (name, MadeZip.Of(MadeZip.Quarter()))]));
        RequireRefused(feed, "outer.zip", reason);
    }

    [Fact]
    public void An_encrypted_archive_is_refused_for_what_it_is()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("locked.zip"), MadeZip.Encrypted(MadeZip.Of(MadeZip.Quarter())));
        RequireRefused(feed, "locked.zip", "the archive is encrypted (DEMO26Q1.txt wants a password)");
    }

    [Theory]
    [InlineData(9, "Deflate64")]
    [InlineData(12, "bzip2")]
    [InlineData(14, "LZMA")]
    [InlineData(93, "Zstandard")]
    [InlineData(1, "method 1")]
    public void An_unusually_packed_archive_is_refused_for_what_it_is(int method, string name)
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("odd.zip"), MadeZip.PackedBy(MadeZip.Of(MadeZip.Quarter()), (ushort)method));
        RequireRefused(feed, "odd.zip", $"packed in an unusual way (DEMO26Q1.txt: {name})");
    }

    [Theory]
    [InlineData("ASCII/REAC26Q1.txt")]
    [InlineData("ascii/reac26q1.TXT")]
    [InlineData("ASCII\\REAC26Q1.txt")]
    [InlineData("./ASCII//REAC26Q1.txt")]
    public void Two_members_of_one_name_refuse_the_archive(string again)
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("twice.zip"), MadeZip.Of(MadeZip.Quarter("ASCII/", (again, "primaryid$caseid$pt\n"))));
        RequireRefused(feed, "twice.zip", "2 members of one name");
    }

    [Fact]
    public void Tables_of_one_name_in_two_folders_of_an_archive_refuse_the_quarter()
    {
        using var feed = FaersFeed.Only();
        var members = MadeZip.Quarter().Where(member => !member.Name.Contains("OUTC", StringComparison.Ordinal));
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of([.. members, ("other/DRUG26Q1.txt", "primaryid$caseid$outc_cod\n100000011$10000001$HO\n")]));
        Assert.Contains("q.zip/DRUG26Q1.txt and q.zip/DRUG26Q1.txt are different tables of one name", Assert.Single(feed.Find().Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_than_the_limit_is_refused_before_it_is_unpacked()
    {
        using var feed = FaersFeed.Only();
        var zip = MadeZip.Of(MadeZip.Quarter());
        File.WriteAllBytes(feed.Path("q.zip"), zip);
        var unpacked = MadeZip.Quarter().Sum(member => (long)Encoding.UTF8.GetByteCount(member.Text));
        Assert.Single(SourceDiscovery.Find([feed.Folder], new SearchOptions { MaximumUnpackedBytes = unpacked }).Quarters);
        var found = SourceDiscovery.Find([feed.Folder], new SearchOptions { MaximumUnpackedBytes = unpacked - 1 });
        Assert.Empty(found.Quarters);
        Assert.StartsWith($"the archive unpacks to {unpacked} bytes, expected {unpacked - 1} at most", Assert.Single(found.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_archive_that_claims_to_unpack_to_much_is_refused_by_the_ratio()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("bomb.zip"), MadeZip.Declaring(MadeZip.Of(("a.txt", new string('0', 1000))), 4_000_000_000));
        RequireRefused(feed, "bomb.zip", "Ingest:MaximumUnpackedRatio");
    }

    [Fact]
    public void A_member_that_unpacks_to_more_than_it_says_is_stopped_there()
    {
        using var feed = FaersFeed.Only();
        var text = "case_id,drug,event\n" + string.Concat(Enumerable.Repeat("1,A,B\n", 1_000_000));
        File.WriteAllBytes(feed.Path("bomb.zip"), MadeZip.Declaring(MadeZip.Of(("cases.csv", text)), 100));
        RequireRefused(feed, "bomb.zip", "cases.csv unpacks to other bytes than its archive lists");
    }

    [Theory]
    [InlineData("../../../etc/")]
    [InlineData("/etc/")]
    [InlineData("..\\..\\")]
    [InlineData("C:\\Windows\\")]
    public void Names_that_lead_out_of_an_archive_lead_nowhere(string folder)
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of(MadeZip.Quarter(folder)));
        var quarter = Assert.Single(feed.Find().Quarters);
        Assert.All(quarter.Files, file => Assert.Matches(@"^q\.zip/[A-Z]{4}26Q1\.txt$", file.Name));
        Assert.Equal(3, LoadedQuarter.Read(quarter).Reports.Count);
        Assert.Equal([feed.Path("q.zip")], Directory.GetFileSystemEntries(feed.Folder));
    }

    [Theory]
    [InlineData("quarter.7z", "377ABCAF271C0004", "a 7z archive")]
    [InlineData("quarter.rar", "526172211A070100", "a RAR archive")]
    [InlineData("quarter.gz", "1F8B080000000000", "a gzip file")]
    [InlineData("quarter.bz2", "425A683931415926", "a bzip2 file")]
    [InlineData("quarter.xz", "FD377A585A000004", "an xz file")]
    [InlineData("quarter.zst", "28B52FFD00000000", "a Zstandard file")]
    [InlineData("quarter.txt", "1F8B080000000000", "a gzip file")]          // whatever its name
    [InlineData("quarter.z01", "504B0708504B0304", "a part of a split archive")]
    public void Other_archives_are_refused_by_name(string name, string start, string format)
    {
        using var feed = FaersFeed.Modern();
        File.WriteAllBytes(feed.Path(name), [.. Convert.FromHexString(start), .. new byte[600]]);
        var found = feed.Find();
        Assert.Single(found.Quarters);
        Assert.Equal(name, Assert.Single(found.Refused).Name);
        Assert.StartsWith(format, found.Refused[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tar_archive_is_told_by_its_mark()
    {
        using var feed = FaersFeed.Only();
        using (var tar = new System.Formats.Tar.TarWriter(File.Create(feed.Path("q.tar")), System.Formats.Tar.TarEntryFormat.Ustar))
            tar.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "DEMO26Q1.txt") { DataStream = new MemoryStream([1]) });
        RequireRefused(feed, "q.tar", "a tar archive");
    }

    [Fact]
    public void A_packed_table_refuses_its_quarter_for_without_it_the_quarter_would_be_half()
    {
        using var feed = FaersFeed.Modern();
        File.Delete(feed.Path("OUTC26Q1.txt"));
        File.WriteAllBytes(feed.Path("OUTC26Q1.txt.gz"), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]);
        var found = feed.Find();
        Assert.Empty(found.Quarters);
        Assert.Contains("OUTC26Q1.txt.gz: a gzip file", Assert.Single(found.Refused).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>not found</html>")]
    [InlineData("")]
    public void A_file_named_zip_that_is_none_is_refused_even_in_a_folder(string text)
    {
        using var feed = FaersFeed.Modern();
        File.WriteAllText(feed.Path("faers_ascii_2026q2.zip"), text);
        Assert.Contains("it is named as a zip archive and is none", Assert.Single(feed.Find().Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_without_members_gives_nothing_and_says_so()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("empty.zip"), MadeZip.Of([("folder/", "")]));
        var found = SourceDiscovery.Find([feed.Path("empty.zip")]);
        Assert.Contains("nothing in it is a source", Assert.Single(found.Refused).Reason, StringComparison.Ordinal);
        Assert.Equal("an archive that holds no file.", Assert.Single(found.Ignored).Reason);
    }

    [Fact]
    public void Every_truncation_of_an_archive_is_refused_as_damaged()
    {
        using var feed = FaersFeed.Only();
        var zip = MadeZip.Of(MadeZip.Quarter());
        for (var kept = 4; kept < zip.Length; kept += 97)
        {
            File.WriteAllBytes(feed.Path("q.zip"), zip[..kept]);
            Assert.StartsWith("the archive is damaged (", Assert.Single(feed.Find().Refused).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_document_within_an_archive_is_no_archive()
    {
        using var feed = FaersFeed.Only();
        var word = MadeZip.Of(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>"));
        var members = MadeZip.Quarter().Select(member => (member.Name, Encoding.UTF8.GetBytes(member.Text)));
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of([.. members, ("Readme.docx", word)]));
        var found = feed.Find();
        Assert.Single(found.Quarters);
        Assert.Equal(("q.zip/Readme.docx", "an Office document."), (Assert.Single(found.Ignored).Name, found.Ignored[0].Reason));
        Assert.Empty(found.Refused);
    }

    [Fact]
    public void The_search_stops_when_asked_to()
    {
        using var feed = FaersFeed.Modern();
        Assert.ThrowsAny<OperationCanceledException>(() => SourceDiscovery.Find([feed.Folder], cancel: new CancellationToken(canceled: true)));
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of(MadeZip.Quarter()));
        Assert.ThrowsAny<OperationCanceledException>(() => SourceDiscovery.Find([feed.Path("q.zip")], cancel: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Hashing_stops_in_the_middle_of_a_file()
    {
        using var stop = new CancellationTokenSource();
        using var endless = new Endless(stop, after: 3);
        using var hash = new ReadingHash();
        Assert.ThrowsAny<OperationCanceledException>(() => hash.Read(endless, long.MaxValue, stop.Token));
        Assert.Equal(3, endless.Reads);
    }

    [Fact]
    public void Names_are_shown_without_what_a_terminal_obeys_and_the_true_name_is_opened()
    {
        using var feed = FaersFeed.Only();
        var name = "cases\u001b[31m\u0007\r\n\u202Egnp\u2028.csv";
        File.WriteAllText(feed.Path(name), "case_id,drug,event\n1,A,B\n");
        File.WriteAllText(feed.Path("\u001b]0;owned\u0007.doc"), "letter");
        Directory.CreateDirectory(feed.Path("\u001b[2J"));
        File.WriteAllText(feed.Path("\u001b[2J/DEMO26Q1.txt"), File.ReadAllText(FaersFeed.FileOf("base_modern/DEMO.txt")));
        var found = feed.Find();
        var table = Assert.Single(found.CaseTables);
        Assert.Equal("cases␛[31m␇␍␊\uFFFDgnp\uFFFD.csv", table.File.Name);
        using (var stream = table.Open())
            Assert.Equal('c', stream.ReadByte());
        Assert.Equal("␛]0;owned␇.doc", Assert.Single(found.Ignored).Name);
        Assert.Equal("2026Q1 in " + Path.GetFileName(feed.Folder) + "/␛[2J", Assert.Single(found.Refused).Name);
        var absent = Assert.Single(SourceDiscovery.Find([feed.Path("no\u001b[1m\n")]).Refused);
        Assert.EndsWith("/no␛[1m␊", absent.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_members_are_shown_clean_and_long_ones_end_with_an_ellipsis()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllBytes(feed.Path("q.zip"), MadeZip.Of(
            ("a\u001b[31m\u200F\n.csv", "case_id,drug,event\n1,A,B\n"), (new string('n', 5000) + ".csv", "case_id,drug,event\n2,A,B\n")));
        var names = feed.Find().CaseTables.Select(table => table.File.Name).ToList();
        Assert.Equal(["q.zip/a␛[31m\uFFFD␊.csv", $"q.zip/{new string('n', 199)}…"], names);
        Assert.All(feed.Find().CaseTables, table => table.RequireUnchanged(default));
    }

    private static void RequireRefused(FaersFeed feed, string name, string reason)
    {
        var found = feed.Find();
        Assert.Empty(found.Quarters);
        Assert.Empty(found.CaseTables);
        Assert.Equal(name, Assert.Single(found.Refused).Name);
        Assert.Contains(reason, found.Refused[0].Reason, StringComparison.Ordinal);
    }

    private static void MakePipe(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "This system has no mkfifo.");
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }

    /// <summary>A text without end, during which a stop is asked for.</summary>
    private sealed class Endless(CancellationTokenSource stop, int after) : ForwardStream
    {
        public int Reads { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (++Reads == after)
                stop.Cancel();
            return buffer.Length;
        }
    }
}
