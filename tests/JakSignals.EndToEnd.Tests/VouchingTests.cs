using System.Diagnostics;
using System.Text.RegularExpressions;
using JakSignals.App.Commands;
using JakSignals.Snapshots;

namespace JakSignals.EndToEnd.Tests;

/// <summary>What <c>verify</c> proves, what the pointer to the newest snapshot is made from, and what can be read where nothing can be written.</summary>
public sealed class VouchingTests(PublishedWeeks weeks) : IClassFixture<PublishedWeeks>
{
    private const string First = PublishedWeeks.First, Second = PublishedWeeks.Second;

    private static async Task<(int Code, string Said)> VerifyAsync(Place place, string asOf)
    {
        var ran = await place.RunAsync("verify", place.SnapshotFolder(asOf));
        return (ran.Code, Regex.Replace(ran.Output + ran.Error, @"\s+", " "));
    }

    [Fact]
    public async Task Untouched_snapshots_and_reports_are_verified()
    {
        using var place = weeks.Copy();
        foreach (var week in new[] { First, Second })
        {
            var (code, said) = await VerifyAsync(place, week);
            Assert.Contains("bit for bit", said, StringComparison.Ordinal);
            Assert.DoesNotContain("Note", said, StringComparison.Ordinal);
            Assert.Equal(ExitCodes.Done, code);
        }
    }

    /// <summary>StatusTests: the lower limit of GROWING goes from 23.19 to 98.53, far more than the factor of 1.2. Were it 2319 before, it would count as weakened.</summary>
    [Fact]
    public async Task An_altered_stored_score_changes_no_status_and_is_told()
    {
        using var place = new Place();
        await place.WeekAsync("2026-01-11", [place.Write("one.csv", StatusTests.FirstRows())]);
        Assert.Equal(1, place.Execute("UPDATE jaksignals.signal SET ror_lower = ror_lower * 100 WHERE drug_key = 'GROWING' AND event_key = 'GROWING'"));

        var signals = (await place.WeekAsync("2026-01-18", [place.Write("two.csv", StatusTests.SecondRows())])).Table("signals");

        var row = signals.Of("GROWING", "GROWING");
        Assert.Equal("strengthened", signals.Text("status", row));
        Assert.Equal(23.19, signals.Measure("previous_ror_lower", row)!.Value, 2);
        Assert.Equal(ExitCodes.Done, (await VerifyAsync(place, "2026-01-18")).Code);
        var (code, said) = await VerifyAsync(place, "2026-01-11");
        Assert.Contains("the table signal of the store is not what was published: GROWING × GROWING has ror_lower 2319", said, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, code);
    }

    [Theory]
    [InlineData("UPDATE jaksignals.signal SET status = 'weakened'", "the table signal of the store is not what was published")]
    [InlineData("UPDATE jaksignals.signal SET sdr = 1 - sdr", "has sdr")]
    [InlineData("UPDATE jaksignals.signal SET a = a + 1", "has a ")]
    [InlineData("UPDATE jaksignals.signal SET prr = 1", "has prr 1, published")]
    [InlineData("UPDATE jaksignals.signal SET drug_key = 'OTHER' WHERE drug_key = 'TOFACITINIB'", "was not published, or stands there twice")]
    [InlineData("DELETE FROM jaksignals.signal WHERE drug_key = 'TOFACITINIB'", "published pairs are missing")]
    [InlineData("UPDATE jaksignals.incidence SET rate_upper = 1", "the table incidence of the store is not what was published")]
    [InlineData("DELETE FROM jaksignals.incidence WHERE cohort = (SELECT MIN(cohort) FROM jaksignals.incidence)", "the table incidence of the store is not what was published")]
    [InlineData("UPDATE jaksignals.run SET manifest_sha256 = 'aa' WHERE as_of = '2026-01-12'", "was published with the manifest aa, this one has")]
    [InlineData("UPDATE jaksignals.run SET state = 'failed' WHERE as_of = '2026-01-12'", "as failed, not as published")]
    [InlineData("UPDATE jaksignals.report_file SET sha256 = 'aa' WHERE name = 'changes.csv'", "changes.csv differs: the ledger says aa")]
    [InlineData("DELETE FROM jaksignals.report_file WHERE name = 'changes.csv'", "The ledger has no hash of changes.csv")]
    public async Task Verify_tells_of_results_in_the_store_that_were_changed(string tampering, string says)
    {
        using var place = weeks.Copy();
        Assert.True(place.Execute(tampering) > 0);
        var (code, said) = await VerifyAsync(place, First);
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, code);
    }

    [Fact]
    public async Task Verify_tells_of_a_report_that_was_changed_and_of_files_nothing_vouches_for()
    {
        using var place = weeks.Copy();
        var page = Assert.Single(Directory.GetFiles(place.Path("data/reports"), "2026-01-31_*.html"));
        var table = Path.Combine(Path.ChangeExtension(page, null), "changes.csv");
        File.AppendAllText(page, "<!-- nothing -->");
        File.Delete(table);
        File.CreateSymbolicLink(table, place.Settings);
        File.WriteAllText(Path.Combine(Path.ChangeExtension(page, null), "extra.csv"), "x");
        File.WriteAllText(Path.Combine(place.SnapshotFolder(Second), "more.parquet"), "x");

        var (code, said) = await VerifyAsync(place, Second);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains(".html has SHA-256", said, StringComparison.Ordinal);
        Assert.Contains("changes.csv is a link", said, StringComparison.Ordinal);
        Assert.Contains("extra.csv is no file of the report", said, StringComparison.Ordinal);
        Assert.Contains("more.parquet is no file of the snapshot", said, StringComparison.Ordinal);
        Assert.DoesNotContain("parquet differs", said, StringComparison.Ordinal);
    }

    /// <summary>A report of a program that kept no hashes is compared with what is written now; that there was no hash is told.</summary>
    [Fact]
    public async Task A_report_without_hashes_is_compared_with_the_one_written_now()
    {
        using var place = weeks.Copy();
        Assert.True(place.Execute("DELETE FROM jaksignals.report_file") > 0);
        var (code, said) = await VerifyAsync(place, Second);
        Assert.Contains("Note: The ledger has no hash of the report", said, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, code);
    }

    [Fact]
    public async Task A_week_is_not_computed_where_the_week_before_is_not_there_as_it_was_published()
    {
        using var place = weeks.Copy();
        var signals = Path.Combine(place.SnapshotFolder(First), "signals.parquet");
        var before = File.ReadAllBytes(signals);
        const string Third = "2026-02-07";

        File.Delete(signals);
        Assert.Contains("signals.parquet is missing", (await place.RunAsync("weekly", "--as-of", "2026-01-20")).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
        File.WriteAllBytes(signals, [.. before, 0]);
        Assert.Contains("signals.parquet has SHA-256", (await place.RunAsync("weekly", "--as-of", "2026-01-20")).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
        Assert.Contains("whose scores come from its published snapshot", (await VerifyAsync(place, Second)).Said, StringComparison.Ordinal);
        File.WriteAllBytes(signals, before);
        Directory.Move(place.SnapshotFolder(Second), place.Path("away"));
        var ran = (await place.RunAsync("weekly", "--as-of", Third)).Require(ExitCodes.Failed);
        Assert.Contains("manifest.json is missing", ran.Error, StringComparison.Ordinal);
        Assert.Contains($"run first: jaksignals weekly --as-of {Second}", ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.Path("data/snapshots/" + Third)));

        (await place.RunAsync("weekly", "--as-of", Second)).Require(ExitCodes.Done);        // as the message says
        (await place.RunAsync("weekly", "--as-of", Third)).Require(ExitCodes.Done);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("{ \"as_of\": \"2031-01-31\", \"run_id\": \"2031-W05-00000000\", \"folder\": \"2031-01-31/2031-W05-00000000\" }")]
    [InlineData("{ \"as_of\": \"2026-01-31\", \"run_id\": \"other\", \"folder\": \"../../elsewhere\" }")]
    [InlineData(null)]
    public async Task The_pointer_to_the_newest_snapshot_is_written_anew_where_it_is_wrong(string? text)
    {
        using var place = weeks.Copy();
        var pointer = place.Path("data/snapshots/latest.json");
        var right = File.ReadAllText(pointer);
        Assert.Contains($"\"{Second}/{weeks.SecondRun}\"", right, StringComparison.Ordinal);
        File.Delete(pointer);
        if (text is not null)
            File.WriteAllText(pointer, text);

        (await place.RunAsync("weekly", "--as-of", First)).Require(ExitCodes.Done);         // an older week, published before

        Assert.Equal(right, File.ReadAllText(pointer));
    }

    [Fact]
    public async Task A_pointer_that_is_a_link_or_a_folder_is_replaced_and_what_it_leads_to_is_left_alone()
    {
        using var place = weeks.Copy();
        var pointer = place.Path("data/snapshots/latest.json");
        var right = File.ReadAllText(pointer);
        var other = place.Write("other.json", ["mine"]);
        File.Delete(pointer);
        File.CreateSymbolicLink(pointer, other);
        (await place.RunAsync("weekly", "--as-of", Second)).Require(ExitCodes.Done);
        Assert.Equal("mine\n", File.ReadAllText(other));
        Assert.Null(new FileInfo(pointer).LinkTarget);
        Assert.Equal(right, File.ReadAllText(pointer));

        File.Delete(pointer);
        Directory.CreateDirectory(pointer);
        (await place.RunAsync("weekly", "--as-of", Second)).Require(ExitCodes.Done);
        Assert.Equal(right, File.ReadAllText(pointer));
    }

    [Fact]
    public async Task A_report_that_was_changed_and_is_written_again_is_kept_apart()
    {
        using var place = weeks.Copy();
        var page = Assert.Single(Directory.GetFiles(place.Path("data/reports"), "2026-01-31_*.html"));
        var table = Path.Combine(Path.ChangeExtension(page, null), "changes.csv");
        var before = File.ReadAllBytes(table);
        File.WriteAllText(table, "changed");
        File.Delete(page);

        (await place.RunAsync("weekly", "--as-of", Second)).Require(ExitCodes.Done);

        Assert.Equal(before, File.ReadAllBytes(table));
        Assert.Equal("changed", File.ReadAllText(Assert.Single(Directory.GetFiles(place.Path("data/set-aside")))));
        Assert.Empty(Directory.GetFiles(place.Path("data"), "*.unfinished", SearchOption.AllDirectories));
        Assert.Equal(ExitCodes.Done, (await VerifyAsync(place, Second)).Code);
    }

    /// <summary>A mount of its own that nobody can write to, root neither; it is gone with its process.</summary>
    [Fact]
    public async Task A_store_on_a_read_only_medium_is_audited_verified_and_its_status_read()
    {
        using var place = weeks.Copy();
        Assert.SkipUnless(await MountedAsync(place, "true") == 0, "no mount of one's own can be made here: unshare -rm is missing or not allowed.");
        var program = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "JakSignals.App.dll")}'";
        var where = $"--store 'sqlite:{place.StoreFile}' --data '{place.Data}' --config '{place.Settings}'";
        var files = Directory.GetFiles(Path.GetDirectoryName(place.StoreFile)!).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(ExitCodes.Done, await MountedAsync(place, $"{program} audit verify {where}"));
        Assert.Equal(ExitCodes.Done, await MountedAsync(place, $"{program} status {where}"));
        Assert.Equal(ExitCodes.Done, await MountedAsync(place, $"{program} verify '{place.SnapshotFolder(Second)}' {where}"));
        Assert.Equal(ExitCodes.Failed, await MountedAsync(place, $"{program} weekly --as-of {Second} {where}"));
        Assert.Equal(files, Directory.GetFiles(Path.GetDirectoryName(place.StoreFile)!).Order(StringComparer.Ordinal));
    }

    /// <summary>The newest decision lies in the log beside the file: to read the file alone would be to pass it over.</summary>
    [Fact]
    public async Task A_copy_of_an_open_store_is_not_read_without_its_newest_rows()
    {
        using var place = weeks.Copy();
        Assert.SkipUnless(await MountedAsync(place, "true") == 0, "no mount of one's own can be made here: unshare -rm is missing or not allowed.");
        var copy = place.Path("copy.db");
        using (HoldOpen(place))
        {
            weeks.Decide(place, Signals.ReviewState.Confirmed, 2, "confirmed");
            foreach (var part in new[] { "", "-wal" })
                File.Copy(place.StoreFile + part, copy + part);
        }
        var program = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "JakSignals.App.dll")}' audit verify --store 'sqlite:{copy}' --data '{place.Data}' --config '{place.Settings}'";

        Assert.Equal(ExitCodes.Done, await MountedAsync(place, $"{{ {program} 2>&1 | grep -q 'was not closed'; }}"));
        Assert.NotEqual(ExitCodes.Done, await MountedAsync(place, program));
    }

    private static Microsoft.Data.Sqlite.SqliteConnection HoldOpen(Place place)
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={place.StoreFile};Pooling=False");
        connection.Open();
        using var look = connection.CreateCommand();
        look.CommandText = "SELECT COUNT(*) FROM sqlite_master";
        look.ExecuteScalar();
        return connection;
    }

    /// <summary>Runs a command where the place and its store are mounted read-only.</summary>
    private static async Task<int> MountedAsync(Place place, string command)
    {
        string ReadOnly(string folder) => $"mount --bind '{folder}' '{folder}' && mount -o remount,ro,bind '{folder}'";
        var script = $"{ReadOnly(place.Folder)} && {ReadOnly(Path.GetDirectoryName(place.StoreFile)!)} && ! touch '{place.Folder}/x' 2>/dev/null && {command}";
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/unshare"))
            return -1;
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/unshare", ["-rm", "sh", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', said));
        return process.ExitCode;
    }
}
