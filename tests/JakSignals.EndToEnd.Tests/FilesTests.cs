using JakSignals.App;
using JakSignals.App.Commands;
using JakSignals.Jobs;
using JakSignals.Store;
using JakSignals.Tests;
using JakSignals.Tests.Ingest;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Files that are not what they should be: what is loaded, what is said on the console, and how the command ends.</summary>
public sealed class FilesTests
{
    [Fact]
    public async Task A_list_of_ids_beside_a_quarter_deletes_nothing_and_is_refused()
    {
        using var place = new Place();
        var folder = Quarter(place);
        place.Write("feed/zoster_cases_to_review.txt", ["10000001", "10000002"]);
        var ran = (await place.RunAsync("weekly", folder, "--as-of", "2026-06-30")).Require(ExitCodes.DataRefused);
        Assert.Contains("zoster_cases_to_review.txt was refused: a list of numbers, and nothing says what they are.", ran.Output, StringComparison.Ordinal);
        Assert.Equal(0, place.Number("SELECT COUNT(*) FROM jaksignals.deleted_case"));
        Assert.Equal(3, JakSignals.Snapshots.SnapshotPublisher.Read(place.SnapshotFolder("2026-06-30")).Manifest.Cases);   // base_modern has three
    }

    [Fact]
    public async Task A_zip_made_on_a_mac_loads_whole_and_its_litter_is_listed()
    {
        using var place = new Place();
        File.WriteAllBytes(place.Path("q.zip"), MadeZip.Of(MadeZip.Quarter("ASCII/", ("Deleted/DELETE26Q1.txt", " \n10000003\n"), ("__MACOSX/ASCII/._DEMO26Q1.txt", "\0\u0005\u0016\u0007"))));
        var ran = (await place.RunAsync("ingest", place.Path("q.zip"))).Require(ExitCodes.Done);
        Assert.Contains("q.zip/._DEMO26Q1.txt is not read: what a file manager left, and no source.", ran.Output, StringComparison.Ordinal);
        Assert.Equal(3, place.Number("SELECT COUNT(*) FROM jaksignals.report"));
        Assert.Equal(10000003, place.Number("SELECT MAX(case_key) FROM jaksignals.deleted_case"));
    }

    [Theory]
    [InlineData("nested", "an archive within an archive")]
    [InlineData("encrypted", "the archive is encrypted")]
    [InlineData("bzip2", "packed in an unusual way")]
    [InlineData("only a document", "nothing in it is a source")]
    public async Task An_archive_that_is_not_read_is_refused_for_what_it_is(string kind, string reason)
    {
        using var place = new Place();
        var zip = MadeZip.Of(MadeZip.Quarter());
        File.WriteAllBytes(place.Path("q.zip"), kind switch
        {
            "nested" => MadeZip.Of(("faers_ascii_2026q1.zip", zip)),
            "encrypted" => MadeZip.Encrypted(zip),
            "bzip2" => MadeZip.PackedBy(zip, 12),
            _ => MadeZip.Of(("FAQ.txt", "questions")),
        });
        var ran = (await place.RunAsync("ingest", place.Path("q.zip"))).Require(ExitCodes.DataRefused);
        Assert.Contains(reason, ran.Output, StringComparison.Ordinal);
        Assert.Empty(new StoreStatus(place.Database).LatestFiles(100));
    }

    [Fact]
    public async Task Every_file_of_a_folder_that_was_not_read_is_listed_with_its_reason()
    {
        using var place = new Place();
        var folder = Quarter(place);
        place.Write("feed/Readme.txt", ["read me"]);
        place.Write("feed/FAQ.pdf", ["%PDF-1.4"]);
        place.Write("feed/deep/notes.md", ["notes"]);
        var ran = (await place.RunAsync("ingest", folder)).Require(ExitCodes.Done);
        foreach (var line in new[] { "Readme.txt is not read: no header of a FAERS table", "FAQ.pdf is not read: a PDF document.", "notes.md is not read: " })
            Assert.Contains(line, ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ingest")]
    [InlineData("weekly")]
    public async Task A_quarter_of_headers_only_is_a_warning_and_no_success(string command)
    {
        using var place = new Place();
        var folder = Quarter(place);
        foreach (var table in Directory.GetFiles(folder))
            File.WriteAllLines(table, File.ReadAllLines(table)[..1]);
        place.Write("cases.csv", ["case_id,drug,event", "1,A,B"]);
        string[] asOf = command == "weekly" ? ["--as-of", "2026-06-30"] : [];
        var ran = (await place.RunAsync([command, folder, place.Path("cases.csv"), .. asOf])).Require(ExitCodes.DataRefused);
        Assert.Contains("feed: it holds no record, only headers or blank lines, and gives nothing.", ran.Output, StringComparison.Ordinal);
        Assert.Contains("it holds no record, only headers", place.Log(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cases.csv", "case_id,drug,event\n", "it holds no record")]
    [InlineData("cases.csv", "case_id,drug,event\n1,,B\n2,A,\n", "none of its 2 records was loaded: all are in quarantine")]
    [InlineData("DELETE26Q1.txt", " \n", "it holds no record")]
    [InlineData("DELETE26Q1.txt", "caseid\n10000001\n", "its first line is 'caseid'")]
    [InlineData("letter.txt", "Dear reader\n", "begins with 'Dear reader'")]
    [InlineData("nothing.csv", "", "an empty file")]
    public async Task A_named_file_that_gives_nothing_never_ends_with_0(string name, string text, string said)
    {
        using var place = new Place();
        File.WriteAllText(place.Path(name), text);
        for (var time = 0; time < 2; time++)    // the second time it may have been loaded before
            Assert.Contains(said, (await place.RunAsync("ingest", place.Path(name))).Require(ExitCodes.DataRefused).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quarter_with_an_empty_list_of_deleted_cases_is_a_success()
    {
        using var place = new Place();
        place.Write("feed/DELETE26Q1.txt", [" "]);
        (await place.RunAsync("ingest", Quarter(place))).Require(ExitCodes.Done);
    }

    [Fact]
    public async Task A_quarter_whose_reports_are_all_superseded_is_a_success()
    {
        using var place = new Place();
        (await place.RunAsync("ingest", Quarter(place))).Require(ExitCodes.Done);
        Directory.Delete(place.Path("feed"), recursive: true);
        foreach (var table in Directory.GetFiles(Quarter(place)))   // the same reports, published a quarter before with another text
        {
            File.AppendAllText(table, "\n");
            File.Move(table, table.Replace("26Q1", "25Q4", StringComparison.Ordinal));
        }
        (await place.RunAsync("ingest", place.Path("feed"))).Require(ExitCodes.Done);
        Assert.Equal(0, place.Number("SELECT SUM(rows_loaded) FROM jaksignals.source_file WHERE period = '2025Q4' AND kind = 1"));
    }

    [Fact]
    public async Task A_drop_folder_leaves_young_files_for_the_next_time()
    {
        using var place = TimetableTests.PlaceWithDrop();
        place.Write("drop/old.csv", ["case_id,drug,event", "1,A,B"]);
        place.Write("drop/young.csv", ["case_id,drug,event", "2,A,B"]);
        File.SetLastWriteTimeUtc(place.Path("drop/old.csv"), DateTime.UtcNow.AddMinutes(-2));
        File.SetLastWriteTimeUtc(place.Path("drop/young.csv"), DateTime.UtcNow.AddMinutes(10));

        var first = (await place.RunAsync("run", "ingest")).Require(ExitCodes.Done).Output;
        Assert.Contains("young.csv is left for the next time: it was written less than a minute ago and may still be growing.", first, StringComparison.Ordinal);
        Assert.Contains("1 loaded, 0 loaded before, 0 refused, 1 left for the next time", first, StringComparison.Ordinal);

        File.SetLastWriteTimeUtc(place.Path("drop/young.csv"), DateTime.UtcNow.AddMinutes(-2));
        Assert.Contains("1 loaded, 1 loaded before, 0 refused", (await place.RunAsync("run", "ingest")).Require(ExitCodes.Done).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_grows_before_it_is_loaded_is_refused_or_left_and_the_others_load(bool isDropFolder)
    {
        using var place = new Place();
        (await place.RunAsync("migrate")).Require(ExitCodes.Done);
        place.Write("in/a.csv", ["case_id,drug,event", "1,A,B"]);
        place.Write("in/b.csv", ["case_id,drug,event", "2,A,B"]);
        var grows = new At("Loading a.csv", () => File.AppendAllText(place.Path("in/a.csv"), "3,A,B\n"));
        DateTimeOffset? settled = isDropFolder ? DateTimeOffset.UtcNow.AddDays(1) : null;

        var result = Ingest(place).Run([place.Path("in")], grows, CancellationToken.None, settled);

        var aside = Assert.Single(isDropFolder ? result.Left : result.Refused);
        Assert.Equal("a.csv", aside.Name);
        Assert.Contains("a.csv changed while it was read", aside.Reason, StringComparison.Ordinal);
        Assert.Equal(["b.csv"], new StoreStatus(place.Database).LatestFiles(100).Select(file => file.Name));
        Assert.Equal(1, place.Number("SELECT COUNT(*) FROM jaksignals.report"));
        Assert.Equal(["a.csv", "b.csv"], Ingest(place).Run([place.Path("in")], NoProgress.Instance, CancellationToken.None).Loads.Select(load => load.Name));
        Assert.Equal(3, place.Number("SELECT COUNT(*) FROM jaksignals.report"));
    }

    [Theory]
    [InlineData("DELETE26Q1.txt", "10000001\n10000002\n")]
    [InlineData("cohorts.csv", "cohort,drug,dose,indication,event_class,events,patients,patient_years,period_start,period_end,kind,source\nA,B,,,mace,1,2,3,,,trial,x\n")]
    public async Task A_list_or_a_cohort_table_stops_when_asked_to_and_leaves_nothing(string name, string text)
    {
        using var place = new Place();
        (await place.RunAsync("migrate")).Require(ExitCodes.Done);
        File.WriteAllText(place.Path(name), text);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Ingest(place).Run([place.Path(name)], new At($"Loading {name}", stop.Cancel), stop.Token));
        Assert.Empty(new StoreStatus(place.Database).LatestFiles(100));
    }

    [Theory]
    [InlineData("\"MaximumUnpackedGigabytes\": 0", "Ingest:MaximumUnpackedGigabytes is '0'")]
    [InlineData("\"MaximumUnpackedRatio\": 1", "Ingest:MaximumUnpackedRatio is '1'")]
    public async Task Limits_of_archives_are_checked_at_the_start(string setting, string said)
    {
        using var place = new Place();
        var settings = place.Write("s.json", ["{ \"Store\": \"sqlite:x.db\", \"Data\": \"d\", \"Ingest\": { " + setting + " } }"]);
        Assert.Contains(said, (await place.RunAsync("status", "--config", settings)).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_of_the_settings_file_are_those_that_hold_without_it()
    {
        using var place = new Place();
        var bare = Settings.Read(place.Write("s.json", ["""{ "Store": "sqlite:x.db", "Data": "d" }"""]), null, null).Ingest;
        Assert.Equal((50, 200), (bare.MaximumUnpackedGigabytes, bare.MaximumUnpackedRatio));
        Assert.Equal(bare, Settings.Read(null, null, null).Ingest);
        Assert.Equal(new JakSignals.Ingest.SearchOptions().MaximumUnpackedBytes, bare.Search.MaximumUnpackedBytes);
    }

    private static IngestJob Ingest(Place place) => new Workplace(Settings.Read(place.Settings, place.Store, place.Data)).Ingest;

    /// <summary>The three reports of base_modern as a quarter in a folder.</summary>
    private static string Quarter(Place place)
    {
        Directory.CreateDirectory(place.Path("feed"));
        foreach (var (name, text) in MadeZip.Quarter(""))
            File.WriteAllText(place.Path("feed/" + name), text);
        return place.Path("feed");
    }

    /// <summary>Does something once, when a step begins.</summary>
    private sealed class At(string step, Action act) : IJobProgress
    {
        private bool _done;

        public void Step(string title)
        {
            if (title != step || _done)
                return;
            _done = true;
            act();
        }

        public void Rows(long done, long? total) { }

        public void Line(string text) { }
    }
}
