using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Tests.Ingest;

public sealed class SourceDiscoveryTests
{
    [Fact]
    public void Files_carry_their_period_length_and_hash()
    {
        using var feed = FaersFeed.Modern();
        var file = feed.Find().Quarters[0].Files[0];
        var bytes = File.ReadAllBytes(feed.Path("DEMO26Q1.txt"));
        Assert.Equal(new SourceFile("DEMO26Q1.txt", SourceFileKind.FaersDemo, "2026Q1", bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), file);
    }

    [Fact]
    public void A_zip_gives_the_same_files_and_rows_as_the_folder_it_was_made_from()
    {
        using var feed = FaersFeed.Modern();
        using var zipped = FaersFeed.Only();
        ZipFile.CreateFromDirectory(feed.Folder, zipped.Path("faers_ascii_2026q1.zip"), CompressionLevel.SmallestSize, includeBaseDirectory: true);
        var (plain, packed) = (feed.Find().Quarters.Single(), zipped.Find().Quarters.Single());
        Assert.Equal(plain.Files.Select(file => file with { Name = "faers_ascii_2026q1.zip/" + file.Name }), packed.Files);
        Assert.Equal(LoadedQuarter.Read(plain).Reports, LoadedQuarter.Read(packed).Reports);
    }

    [Fact]
    public void Columns_are_found_in_any_order_and_case()
    {
        using var feed = FaersFeed.Modern();
        using var shuffled = FaersFeed.Modern("columns_in_another_order/DEMO26Q1.txt");
        Assert.Equal(feed.Load().Reports, shuffled.Load().Reports);
    }

    [Fact]
    public void Paths_may_overlap_and_come_in_any_order()
    {
        using var feed = FaersFeed.Modern();
        var found = SourceDiscovery.Find([feed.Path("REAC26Q1.txt"), feed.Folder, feed.Path("DEMO26Q1.txt")]);
        Assert.Equal(7, Assert.Single(found.Quarters).Files.Count);
        Assert.Empty(found.Refused);
    }

    [Fact]
    public void Several_quarters_may_lie_in_one_folder_and_a_bad_one_stops_only_itself()
    {
        using var feed = FaersFeed.Modern();
        using var other = FaersFeed.Legacy();
        foreach (var file in Directory.GetFiles(other.Folder))
            File.Copy(file, feed.Path(Path.GetFileName(file).Replace("26Q1", "11Q2", StringComparison.Ordinal)));
        Assert.Equal(["2011Q2", "2026Q1"], feed.Find().Quarters.Select(quarter => quarter.Period));
        File.Delete(feed.Path("REAC26Q1.txt"));
        var found = feed.Find();
        Assert.Equal("2011Q2", Assert.Single(found.Quarters).Period);
        Assert.Matches($"^2026Q1 in .*{Path.GetFileName(feed.Folder)}$", Assert.Single(found.Refused).Name);
        Assert.Contains("but no REAC. Give the folder or archive that holds all files of the quarter.", found.Refused[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DEMO26Q1.txt", "DEMO26Q1.txt: the DEMO header lacks fda_dt; found 'primaryid$caseid$caseversion")]
    [InlineData("DRUG26Q1.txt", "DRUG26Q1.txt: the DRUG header lacks role_cod and dechal; found")]
    [InlineData("OUTC26Q1.txt", "OUTC26Q1.txt: the OUTC header lacks primaryid or isr and outc_cod or outc_code; found 'primaryid,caseid,outc_cod'")]
    public void A_table_without_a_needed_column_refuses_its_quarter(string file, string reason)
    {
        using var feed = FaersFeed.Modern("header_lacks_columns/" + file);
        var found = feed.Find();
        Assert.Empty(found.Quarters);
        Assert.StartsWith("nothing of the quarter was loaded: " + reason, Assert.Single(found.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_named_twice_refuses_its_quarter()
    {
        using var feed = FaersFeed.Modern();
        File.WriteAllText(feed.Path("REAC26Q1.txt"), "primaryid$pt$PT\n100000011$a$b\n");
        Assert.Contains("the header names column 'pt' twice", Assert.Single(feed.Find().Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_tables_of_one_kind_refuse_their_quarter()
    {
        using var feed = FaersFeed.Modern();
        File.Copy(feed.Path("DEMO26Q1.txt"), feed.Path("DEMO26Q1_new.txt"));
        Assert.Contains("DEMO26Q1.txt and DEMO26Q1_new.txt are both DEMO tables.", Assert.Single(feed.Find().Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_file_is_ignored_in_a_folder_and_refused_when_named()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllText(feed.Path("truth.csv"), "drug,event,ratio\n");
        Assert.Equal("truth.csv", Assert.Single(feed.Find().Ignored).Name);
        var found = SourceDiscovery.Find([feed.Path("truth.csv"), feed.Path("absent")]);
        Assert.Equal(["absent", "truth.csv"], found.Refused.Select(file => Path.GetFileName(file.Name)).Order(StringComparer.Ordinal));
        Assert.Contains("no header of a FAERS table, a case table (case_id, drug, event)", found.Refused.Single(file => file.Name == "truth.csv").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE22Q4.txt", "withdrawn cases\nof the quarter\n")]
    [InlineData("cases.csv", "case_id,drug,reaction\n")]
    [InlineData("cases.csv", "case_id,drug,event,Event\n")]
    [InlineData("exposure.csv", "cohort,drug,events\n")]
    public void A_source_that_cannot_be_read_is_refused_even_in_a_folder(string name, string text)
    {
        using var feed = FaersFeed.Only();
        File.WriteAllText(feed.Path(name), text);
        Assert.Equal(name, Assert.Single(feed.Find().Refused).Name);
    }

    [Fact]
    public void Tables_are_told_by_their_headers()
    {
        using var feed = FaersFeed.Only();
        File.WriteAllText(feed.Path("a"), "\uFEFF\"Event\", drug ,CASE_ID\r\n", new UTF8Encoding(false));
        File.WriteAllText(feed.Path("b"), "source,kind,period_end,period_start,patient_years,patients,events,event_class,indication,dose,drug,cohort\n");
        var found = feed.Find();
        Assert.Equal(("a", "b"), (found.CaseTables.Single().File.Name, found.ExposureTables.Single().File.Name));
    }

    [Fact]
    public void A_damaged_archive_is_refused_as_a_whole()
    {
        using var feed = FaersFeed.Modern();
        using var zipped = FaersFeed.Only();
        var path = zipped.Path("quarter.zip");
        ZipFile.CreateFromDirectory(feed.Folder, path, CompressionLevel.NoCompression, includeBaseDirectory: false);
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf("Herpes zoster"u8);
        bytes[at] = (byte)'h';
        File.WriteAllBytes(path, bytes);
        Assert.Contains("unpacks to other bytes than its archive lists", Assert.Single(zipped.Find().Refused).Reason, StringComparison.Ordinal);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Contains("the archive is damaged", Assert.Single(zipped.Find().Refused).Reason, StringComparison.Ordinal);
        Assert.Empty(zipped.Find().Quarters);
    }

    [Fact]
    public void Tables_that_a_quarter_lacks_are_named()
    {
        using var feed = FaersFeed.Modern();
        File.Delete(feed.Path("OUTC26Q1.txt"));
        File.Delete(feed.Path("THER26Q1.txt"));
        var quarter = Assert.Single(feed.Find().Quarters);
        Assert.Equal(["OUTC", "THER"], quarter.MissingTables);
        Assert.All(LoadedQuarter.Read(quarter).Reports, report => Assert.Equal(Outcomes.None, report.Outcomes));
    }
}
