using JakSignals.App.Commands;
using JakSignals.Store;
using JakSignals.Tests;

namespace JakSignals.EndToEnd.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("--colour", "weekly", "--as-of", "2026-01-31", "--colour", "red")]
    [InlineData("expected a day as yyyy-MM-dd", "weekly", "--as-of", "31.01.2026")]
    [InlineData("expected a day as yyyy-MM-dd", "weekly", "--as-of", "2026-02-30")]
    [InlineData("--name", "weekly", "--as-of", "2026-01-31", "--name", "as-given")]
    [InlineData("--force", "ingest", "--force", "feed.zip")]
    [InlineData("--as-of", "weekly")]
    [InlineData("'as-given'", "weekly", "--as-of", "2026-01-31", "--names", "mine")]
    [InlineData("expected 1000 to 50000000", "demo", "--reports", "7")]
    [InlineData("--out", "simulate", "--reports", "1000")]
    [InlineData("ingest", "ingest")]
    [InlineData("wekly", "wekly", "--as-of", "2026-01-31")]
    public async Task Arguments_that_make_no_sense_end_with_2_and_say_which(string said, params string[] args)
    {
        using var place = new Place();
        var ran = (await place.RunAsync(args)).Require(ExitCodes.BadArguments);
        Assert.Contains(said, ran.Error, StringComparison.Ordinal);
        Assert.Contains("--help", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Signals": { "MinimumReport": 3 } }""", "Signals:MinimumReport is unknown")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Colour": "red" }""", "Colour is unknown")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Signals": { "SuppressedStates": "refuted, done" } }""", "Signals:SuppressedStates names 'done', expected of: under_validation")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Signals": { "ChangeFactor": 0.5 } }""", "Signals:ChangeFactor is '0.5'")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Signals": { "Thresholds": { "MinimumCases": 0 } } }""", "Signals:Thresholds:MinimumCases is '0'")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Signals": { "MinimumReports": "three" } }""", "Signals:MinimumReports")]
    [InlineData("""{ "Store": "sqlite:x.db", "Data": "d", "Logging": { "Level": "Loud" } }""", "Logging:Level")]
    [InlineData("""{ "Store": "sqlite:x.db", """, "settings.json")]
    public async Task A_setting_that_cannot_be_used_ends_with_1_and_is_named_by_its_key(string settings, string said)
    {
        using var place = new Place();
        var ran = (await place.RunAsync("weekly", "--as-of", "2026-01-31", "--config", place.Write("settings.json", [settings]))).Require(ExitCodes.Failed);
        Assert.Contains(said, ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(place.StoreFile));
    }

    [Fact]
    public async Task Status_rules_given_in_the_settings_take_the_place_of_the_defaults()
    {
        using var place = new Place();
        var settings = place.Write("settings.json", ["""{ "Store": "sqlite:x.db", "Data": "d", "Signals": { "StatusRules": "Evans" }, "QualityGate": { "MaximumQuarantinedPercent": 100 } }"""]);
        (await place.RunAsync(["weekly", .. SmallWeeks.Feeds, "--as-of", "2026-01-31", "--config", settings])).Require(ExitCodes.Done);
        Assert.Contains("\"Signals:StatusRules\": \"Evans\"", File.ReadAllText(Path.Combine(place.SnapshotFolder("2026-01-31"), "manifest.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_rule_that_does_not_exist_is_refused()
    {
        using var place = new Place();
        var settings = place.Write("settings.json", ["""{ "Store": "sqlite:x.db", "Data": "d", "Signals": { "StatusRules": "Evan" } }"""]);
        var ran = (await place.RunAsync("weekly", "--as-of", "2026-01-31", "--config", settings)).Require(ExitCodes.Failed);
        Assert.Contains("Signals:StatusRules", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_catalogue_ends_with_1_before_anything_is_loaded_and_names_file_and_line()
    {
        using var place = new Place();
        Directory.CreateDirectory(place.Path("catalogue"));
        foreach (var file in Directory.GetFiles(Path.Combine(Shared.RepoRoot, "src", "JakSignals", "Normalise", "Catalogue")))
            File.Copy(file, Path.Combine(place.Path("catalogue"), Path.GetFileName(file)));
        var groups = Path.Combine(place.Path("catalogue"), "drug-groups.json");
        var lines = File.ReadAllLines(groups);
        lines[5] = lines[5] + "}";
        File.WriteAllLines(groups, lines);
        var settings = place.Write("settings.json", [$$"""{ "Store": "sqlite:x.db", "Data": "d", "Catalogue": { "Folder": "{{place.Path("catalogue").Replace('\\', '/')}}" } }"""]);

        var ran = (await place.RunAsync("ingest", SmallWeeks.Feeds[0], "--config", settings)).Require(ExitCodes.Failed);
        Assert.Contains("drug-groups.json: line 6", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(place.StoreFile));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_ends_with_1_and_names_it()
    {
        using var place = new Place();
        var file = place.Write("no-folder", ["text"]);
        var ran = (await Place.RunBareAsync("ingest", SmallWeeks.Feeds[0], "--data", place.Data, "--store", $"sqlite:{Path.Combine(file, "store.db")}")).Require(ExitCodes.Failed);
        Assert.Contains("no-folder", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("please report", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_store_ends_with_1_and_is_left_as_it_is()
    {
        using var place = new Place();
        var file = place.Write("letter.db", Enumerable.Repeat("Dear reader, this is no database.", 100));
        var before = File.ReadAllText(file);
        var ran = (await Place.RunBareAsync("ingest", SmallWeeks.Feeds[0], "--data", place.Data, "--store", "sqlite:" + file)).Require(ExitCodes.Failed);
        Assert.Contains("letter.db", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public async Task A_store_of_an_engine_nobody_knows_ends_with_1()
    {
        using var place = new Place();
        var ran = (await Place.RunBareAsync("status", "--data", place.Data, "--store", "oracle:somewhere")).Require(ExitCodes.Failed);
        Assert.Contains("begins with 'oracle'", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_does_not_pass_for_success()
    {
        using var place = new Place();
        var ran = await place.RunAsync("ingest", place.Path("nowhere.zip"));
        Assert.NotEqual(ExitCodes.Done, ran.Code);
        Assert.Contains("nowhere.zip", place.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quarter_with_a_wrong_header_is_refused_with_3_and_the_others_are_loaded()
    {
        using var place = new Place();
        var good = Quarter(place, "base_modern", "26Q1", ".txt");
        var bad = Quarter(place, "base_modern", "26Q2", ".txt");
        var drugs = Path.Combine(bad, "DRUG26Q2.txt");
        File.WriteAllText(drugs, (File.ReadAllText(drugs)).Replace("$drugname$", "$medicine$", StringComparison.Ordinal));

        (await place.RunAsync("ingest", good, bad)).Require(ExitCodes.DataRefused);
        Assert.Contains("DRUG26Q2.txt", place.Log(), StringComparison.Ordinal);
        Assert.Contains("drugname", place.Log(), StringComparison.Ordinal);
        var files = new StoreStatus(place.Database).LatestFiles(100);
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal("2026Q1", file.Period));
    }

    [Fact]
    public async Task A_week_with_a_refused_source_is_published_on_what_is_there_and_ends_with_3()
    {
        using var place = new Place();
        var bad = Quarter(place, "base_modern", "26Q2", ".txt");
        File.Delete(Path.Combine(bad, "REAC26Q2.txt"));
        var snapshot = await place.WeekAsync("2026-01-31", [.. SmallWeeks.Feeds, bad], ExitCodes.DataRefused);
        Assert.Equal(43, snapshot.Manifest.Cases);
        Assert.DoesNotContain(snapshot.Manifest.Sources, source => source.Period == "2026Q2");
    }

    private static string Quarter(Place place, string from, string quarter, string extension)
    {
        var folder = Directory.CreateDirectory(place.Path(quarter)).FullName;
        foreach (var table in Directory.GetFiles(Path.Combine(Shared.RepoRoot, "tests", "feeds", "faers", from)))
            File.Copy(table, Path.Combine(folder, Path.GetFileNameWithoutExtension(table) + quarter + extension));
        return folder;
    }
}
