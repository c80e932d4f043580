using System.IO.Compression;
using JakSignals.App.Commands;
using JakSignals.Simulation;

namespace JakSignals.EndToEnd.Tests;

/// <summary>A simulated feed of two quarters with an exposure table, written once.</summary>
public sealed class SimulatedFeed : IDisposable
{
    public SimulatedFeed()
    {
        Folder = Directory.CreateTempSubdirectory("jaksignals-feed-").FullName;
        var written = new FaersSimulation(new SimulationOptions { Reports = 3_000, Seed = 7 }).Write(Folder);
        Sources = [.. written.Quarters.Select(quarter => quarter.Path), written.ExposureFile];
        LastDay = written.Quarters[^1].LastDay;
    }

    public string Folder { get; }

    public string[] Sources { get; }

    public DateOnly LastDay { get; }

    internal string WeekBefore => LastDay.AddDays(-7).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    internal string Week => LastDay.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed class SameBytesTests(SimulatedFeed feed) : IClassFixture<SimulatedFeed>
{
    [Fact]
    public async Task Two_stores_publish_the_same_bytes_whatever_the_order_and_packing_of_their_sources()
    {
        using var one = new Place();
        using var other = new Place();
        await one.WeekAsync(feed.WeekBefore, [.. SmallWeeks.Feeds, .. feed.Sources]);
        await one.WeekAsync(feed.Week, []);

        foreach (var path in feed.Sources.Reverse().Concat(SmallWeeks.Feeds))
            (await other.RunAsync("ingest", Directory.Exists(path) ? Zipped(path, other) : path)).Require(ExitCodes.Done);
        await other.WeekAsync(feed.WeekBefore, []);
        await other.WeekAsync(feed.Week, []);

        RequireSame(Published(one), Published(other));
    }

    [Fact]
    public async Task More_input_makes_another_run()
    {
        using var place = new Place();
        var before = await place.WeekAsync("2026-01-31", [SmallWeeks.Feeds[0]]);
        (await place.RunAsync("weekly", SmallWeeks.Feeds[1], "--as-of", "2026-01-31")).Require(ExitCodes.Done);
        var folders = Directory.GetDirectories(Path.Combine(place.Data, "snapshots", "2026-01-31"));
        Assert.Equal(2, folders.Length);
        Assert.Contains(folders, folder => Path.GetFileName(folder) == before.Manifest.RunId);
    }

    [Fact]
    public async Task A_week_run_again_computes_nothing_and_changes_no_file()
    {
        using var place = new Place();
        await place.WeekAsync(feed.Week, feed.Sources);
        var before = Published(place);
        var written = Times(place);
        var again = (await place.RunAsync(["weekly", .. feed.Sources, "--as-of", feed.Week])).Require(ExitCodes.Done);
        Assert.Contains("nothing was computed again", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Counting and scoring", again.Output, StringComparison.Ordinal);
        RequireSame(before, Published(place));
        Assert.Equal(written, Times(place));
    }

    [Fact]
    public async Task A_week_is_published_again_alike_when_its_files_were_removed()
    {
        using var place = new Place();
        await place.WeekAsync(feed.Week, feed.Sources);
        var before = Published(place);
        Directory.Delete(Path.Combine(place.Data, "snapshots"), recursive: true);
        Directory.Delete(Path.Combine(place.Data, "reports"), recursive: true);
        await place.WeekAsync(feed.Week, []);
        RequireSame(before, Published(place));
    }

    [Fact]
    public async Task Verify_agrees_with_what_was_published_and_goes_on_agreeing_when_more_is_loaded()
    {
        using var place = new Place();
        await place.WeekAsync(feed.WeekBefore, feed.Sources);
        await place.WeekAsync(feed.Week, []);
        (await place.RunAsync("verify", place.SnapshotFolder(feed.Week))).Require(ExitCodes.Done);
        (await place.RunAsync("ingest", SmallWeeks.Feeds[0])).Require(ExitCodes.Done);
        (await place.RunAsync("verify", place.SnapshotFolder(feed.WeekBefore))).Require(ExitCodes.Done);
        (await place.RunAsync("verify", place.SnapshotFolder(feed.Week))).Require(ExitCodes.Done);
    }

    [Theory]
    [InlineData("signals.parquet")]
    [InlineData("cases.parquet")]
    [InlineData("data-dictionary.json")]
    public async Task Verify_refuses_a_snapshot_of_which_one_byte_was_changed(string file)
    {
        using var place = new Place();
        await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        var path = Path.Combine(place.SnapshotFolder("2026-01-31"), file);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        var verified = (await place.RunAsync("verify", place.SnapshotFolder("2026-01-31"))).Require(ExitCodes.Failed);
        Assert.Contains(file, verified.Error, StringComparison.Ordinal);
        Assert.Contains("changed after it was published", verified.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_refuses_a_snapshot_whose_manifest_was_changed()
    {
        using var place = new Place();
        await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        var path = Path.Combine(place.SnapshotFolder("2026-01-31"), "manifest.json");
        var text = File.ReadAllText(path);
        Assert.Contains("\"cases\": 43", text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace("\"cases\": 43", "\"cases\": 44", StringComparison.Ordinal));
        (await place.RunAsync("verify", place.SnapshotFolder("2026-01-31"))).Require(ExitCodes.Failed);
    }

    [Theory]
    [InlineData("UPDATE jaksignals.report SET outcomes = 1 WHERE case_key = 102", "signals.parquet differs")]             // one case made fatal
    [InlineData("UPDATE jaksignals.report_drug SET role = 4 WHERE role = 1", "signals.parquet differs")]                  // suspects made concomitant
    [InlineData("DELETE FROM jaksignals.report_event WHERE report_id = (SELECT report_id FROM jaksignals.report WHERE case_key = 113)", "signals.parquet differs")]
    [InlineData("UPDATE jaksignals.exposure SET patient_years = patient_years + 1", "incidence.parquet differs")]
    [InlineData("UPDATE jaksignals.report SET country = 'FR' WHERE case_key = 101", "cases.parquet differs")]
    public async Task Verify_names_what_differs_when_the_store_was_tampered_with(string tampering, string sentence)
    {
        using var place = new Place();
        await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        Assert.True(place.Execute(tampering) > 0);
        var verified = (await place.RunAsync("verify", place.SnapshotFolder("2026-01-31"))).Require(ExitCodes.Failed);
        Assert.Contains(sentence, verified.Output, StringComparison.Ordinal);
        Assert.Contains("Not verified", verified.Output, StringComparison.Ordinal);
    }

    private static string Zipped(string folder, Place place)
    {
        var archive = place.Path(Path.GetFileName(folder) + ".zip");
        ZipFile.CreateFromDirectory(folder, archive, CompressionLevel.Fastest, includeBaseDirectory: false);
        return archive;
    }

    /// <summary>Every published file by its path: snapshots, their manifests, the pointer to the newest, reports.</summary>
    internal static SortedDictionary<string, byte[]> Published(Place place) => new(
        Files(place).ToDictionary(path => Path.GetRelativePath(place.Data, path), File.ReadAllBytes), StringComparer.Ordinal);

    internal static void RequireSame(SortedDictionary<string, byte[]> expected, SortedDictionary<string, byte[]> found)
    {
        Assert.Equal(expected.Keys, found.Keys);
        foreach (var (path, bytes) in expected)
            Assert.True(bytes.AsSpan().SequenceEqual(found[path]), $"{path} differs");
    }

    private static List<(string, DateTime)> Times(Place place) => [.. Directory.GetFiles(Path.Combine(place.Data, "snapshots"), "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(path => (path, File.GetLastWriteTimeUtc(path)))];

    private static IEnumerable<string> Files(Place place) => new[] { "snapshots", "reports" }
        .SelectMany(name => Directory.GetFiles(Path.Combine(place.Data, name), "*", SearchOption.AllDirectories));
}
