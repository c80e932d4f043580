using JakSignals.App.Commands;
using JakSignals.Signals;
using JakSignals.Snapshots;

namespace JakSignals.EndToEnd.Tests;

/// <summary>What an attacker changes who can write to the store alone, or to the data folder alone, contradicts the other.</summary>
public sealed class AuditTests(PublishedWeeks weeks) : IClassFixture<PublishedWeeks>
{
    private const string First = PublishedWeeks.First, Second = PublishedWeeks.Second;

    [Fact]
    public async Task Untouched_all_agrees()
    {
        using var place = weeks.Copy();
        var (code, said) = await PublishedWeeks.AuditAsync(place);
        Assert.Contains("The chain of 2 decisions is whole, and 1 published manifests that saw decisions agree", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Finding", said, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, code);
    }

    [Theory]
    [InlineData("DELETE FROM jaksignals.review WHERE review_id = 2", "decision 2 is missing: run")]
    [InlineData("UPDATE jaksignals.run SET state = 'failed' WHERE as_of = '2026-01-31'", "was published, but the ledger has it as failed now")]
    [InlineData("UPDATE jaksignals.run SET manifest_sha256 = 'aa' WHERE as_of = '2026-01-31'", "the ledger says aa for run")]
    [InlineData("UPDATE jaksignals.run SET manifest_sha256 = NULL WHERE as_of = '2026-01-31'", "the ledger has no hash of its manifest")]
    [InlineData("UPDATE jaksignals.run SET state = 'failed', manifest_sha256 = NULL, snapshot = NULL, published_order = NULL WHERE as_of = '2026-01-31'", "which the ledger has as failed, never published")]
    [InlineData("UPDATE jaksignals.run SET snapshot = 'snapshots/2026-01-12/other' WHERE as_of = '2026-01-31'", "the ledger has its snapshot at 'snapshots/2026-01-12/other'")]
    [InlineData("UPDATE jaksignals.run SET as_of = '2026-01-30' WHERE as_of = '2026-01-31'", "the ledger has as-of date 2026-01-30, its manifest 2026-01-31")]
    [InlineData("UPDATE jaksignals.run SET previous_run_id = NULL WHERE as_of = '2026-01-31'", "the ledger has previous run nothing, its manifest 2026-W03-")]
    [InlineData("UPDATE jaksignals.run SET review_id = 1 WHERE as_of = '2026-01-31'", "the ledger has number of decisions 1, its manifest 2")]
    [InlineData("UPDATE jaksignals.run SET published_order = 3 - published_order + 10", "order or times were changed")]
    [InlineData("UPDATE jaksignals.run SET published_order = NULL WHERE as_of = '2026-01-31'", "has no place among the publications")]
    [InlineData("UPDATE jaksignals.run SET manifest_sha256 = 'aa', snapshot = 'elsewhere' WHERE as_of = '2026-01-12'", "Decision 1 was made on run")]
    public async Task Whoever_can_write_to_the_store_alone_is_found(string tampering, string says)
    {
        using var place = weeks.Copy();
        Assert.True(place.Execute(tampering) > 0);
        await PublishedWeeks.RequireFindingAsync(place, says);
    }

    [Fact]
    public async Task A_chain_written_anew_with_true_hashes_is_found()
    {
        using var place = weeks.Copy();
        place.Execute("DELETE FROM jaksignals.review");
        weeks.Decide(place, ReviewState.UnderValidation, 0, "to be read");
        weeks.Decide(place, ReviewState.Validated, 1, "nothing to see");
        await PublishedWeeks.RequireFindingAsync(place, "The chain of 2 decisions is whole; its head is");
        await PublishedWeeks.RequireFindingAsync(place, "the chain was written anew");
    }

    [Fact]
    public async Task A_run_taken_out_of_the_store_is_found_by_its_manifest_and_by_the_manifest_of_the_next()
    {
        using var place = weeks.Copy();
        foreach (var table in new[] { "report_file", "run_step", "run_source" })
            place.Execute($"DELETE FROM jaksignals.{table} WHERE run_id = '{weeks.FirstRun}'");
        place.Execute("UPDATE jaksignals.run SET previous_run_id = NULL");
        Assert.Equal(1, place.Execute($"DELETE FROM jaksignals.run WHERE run_id = '{weeks.FirstRun}'"));
        await PublishedWeeks.RequireFindingAsync(place, $"is the manifest of run {weeks.FirstRun}, which the store does not have");
        await PublishedWeeks.RequireFindingAsync(place, $"is compared with run {weeks.FirstRun}, which the store does not have");
        await PublishedWeeks.RequireFindingAsync(place, $"Decision 1 was made on run {weeks.FirstRun} with the manifest {weeks.FirstManifest}, but the store does not have the run");
    }

    [Fact]
    public async Task A_manifest_that_was_edited_deleted_or_added_is_found()
    {
        using var place = weeks.Copy();
        var manifest = PublishedWeeks.ManifestOf(place, Second);
        var text = File.ReadAllText(manifest);

        File.WriteAllText(manifest, text.Replace("\"cases\": 43", "\"cases\": 44", StringComparison.Ordinal));
        await PublishedWeeks.RequireFindingAsync(place, $"the ledger says {weeks.SecondManifest} for run {weeks.SecondRun}: one of the two was changed");

        File.Delete(manifest);
        await PublishedWeeks.RequireFindingAsync(place, $"Run {weeks.SecondRun} was published, but its manifest");
        await PublishedWeeks.RequireFindingAsync(place, "but no manifest that saw a decision is there to be compared with");

        File.WriteAllText(manifest, text);
        var added = place.Path("data/snapshots/2026-02-07/2026-W06-00000000");
        Directory.CreateDirectory(added);
        File.WriteAllText(Path.Combine(added, "manifest.json"), text.Replace(weeks.SecondRun, "2026-W06-00000000", StringComparison.Ordinal));
        await PublishedWeeks.RequireFindingAsync(place, "is the manifest of run 2026-W06-00000000, which the store does not have");
    }

    [Fact]
    public async Task A_second_copy_among_the_snapshots_is_found()
    {
        using var place = weeks.Copy();
        PublishedWeeks.CopyFolder(place.SnapshotFolder(Second), place.Path("data/snapshots/2026-02-07/copy"));
        await PublishedWeeks.RequireFindingAsync(place, $"copy/manifest.json is the manifest of run {weeks.SecondRun}, which belongs to");
    }

    [Theory]
    [InlineData("", "is empty or no regular file")]
    [InlineData("{ \"run_id\": ", "is no manifest")]
    [InlineData("[]", "is no manifest")]
    [InlineData("null", "is no manifest")]
    [InlineData("{ \"contract_version\": 2, \"run_id\": \"x\", \"as_of\": \"2026-01-31\", \"files\": [] }", "is no manifest")]
    [InlineData("{ \"contract_version\": 2, \"run_id\": \"x\", \"as_of\": \"2026-01-31\", \"files\": [], \"decisions\": 2, \"audit_head\": \"0000000000000000000000000000000000000000000000000000000000000000\" }", "only 0 decisions have a head of zeros")]
    [InlineData("{ \"contract_version\": 2, \"run_id\": \"x\", \"as_of\": \"2026-01-31\", \"files\": [], \"decisions\": 2, \"audit_head\": \"AB\" }", "audit_head is 'AB', expected 64 lower-case hex digits")]
    [InlineData("{ \"contract_version\": 2, \"run_id\": \"x\", \"as_of\": \"2026-01-31\", \"files\": [], \"decisions\": 1e99, \"audit_head\": \"\" }", "is no manifest")]
    public async Task A_manifest_that_cannot_be_read_is_a_finding_and_no_crash(string text, string says)
    {
        using var place = weeks.Copy();
        File.WriteAllText(PublishedWeeks.ManifestOf(place, Second), text);
        await PublishedWeeks.RequireFindingAsync(place, says);
        Assert.DoesNotContain("please report", (await place.RunAsync("audit", "verify")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_of_many_megabytes_is_not_read()
    {
        using var place = weeks.Copy();
        using (var file = File.OpenWrite(PublishedWeeks.ManifestOf(place, Second)))
            file.SetLength(ManifestCopy.LargestBytes + 1);
        await PublishedWeeks.RequireFindingAsync(place, "expected at most 67108864: it is no manifest");
    }

    [Fact]
    public async Task A_link_is_no_witness()
    {
        using var place = weeks.Copy();
        var manifest = PublishedWeeks.ManifestOf(place, Second);
        File.Move(manifest, place.Path("kept.json"));
        File.CreateSymbolicLink(manifest, place.Path("kept.json"));
        await PublishedWeeks.RequireFindingAsync(place, "manifest.json is a link and is not followed");

        File.Delete(manifest);
        File.Move(place.Path("kept.json"), manifest);
        Directory.CreateSymbolicLink(place.Path("data/snapshots/2026-03-01"), place.SnapshotFolder(Second));
        await PublishedWeeks.RequireFindingAsync(place, "2026-03-01 is a link and is not followed");
    }

    /// <summary>The manifest of contract 1, which had no register: it says nothing of decisions, and is known to the ledger.</summary>
    [Fact]
    public async Task A_manifest_of_an_older_contract_is_read_for_what_it_says()
    {
        using var place = weeks.Copy();
        var manifest = PublishedWeeks.ManifestOf(place, First);
        var lines = File.ReadAllLines(manifest).Where(line => !line.Contains("\"decisions\"", StringComparison.Ordinal) && !line.Contains("\"audit_head\"", StringComparison.Ordinal));
        File.WriteAllText(manifest, string.Join('\n', lines).Replace("\"contract_version\": 2", "\"contract_version\": 1", StringComparison.Ordinal));
        place.Execute($"UPDATE jaksignals.run SET review_id = NULL, manifest_sha256 = '{PublishedFile.Sha256Of(manifest)}' WHERE run_id = '{weeks.FirstRun}'");
        var (_, said) = await PublishedWeeks.AuditAsync(place);
        Assert.DoesNotContain("is no manifest", said, StringComparison.Ordinal);
        Assert.DoesNotContain($"Run {weeks.FirstRun}", said, StringComparison.Ordinal);
        Assert.Contains("Decision 1 was made on run", said, StringComparison.Ordinal);      // which cites the other hash
    }

    /// <summary>Who can write to both leaves no contradiction: only a copy kept elsewhere tells. The README says so.</summary>
    [Fact]
    public async Task Where_both_sides_were_changed_a_copy_kept_elsewhere_tells()
    {
        using var place = weeks.Copy();
        PublishedWeeks.CopyFolder(place.SnapshotFolder(Second), place.Path("kept/second"));
        Directory.Delete(place.SnapshotFolder(Second), recursive: true);
        foreach (var table in new[] { "report_file", "run_step", "run_source", "run" })
            place.Execute($"DELETE FROM jaksignals.{table} WHERE run_id = '{weeks.SecondRun}'");
        place.Execute("DELETE FROM jaksignals.review WHERE review_id = 2");

        Assert.Equal(ExitCodes.Done, (await PublishedWeeks.AuditAsync(place)).Code);
        await PublishedWeeks.RequireFindingAsync(place, "decision 2 is missing: run", "--witness", place.Path("kept"));
        await PublishedWeeks.RequireFindingAsync(place, "which the store does not have", "--witness", place.Path("kept"));
    }

    [Fact]
    public async Task Copies_that_agree_are_counted_and_a_folder_without_any_is_a_finding()
    {
        using var place = weeks.Copy();
        PublishedWeeks.CopyFolder(place.Path("data/snapshots"), place.Path("kept"));
        Directory.CreateDirectory(place.Path("empty"));
        var (code, said) = await PublishedWeeks.AuditAsync(place, "--witness", place.Path("kept"));
        Assert.Contains("and 2 published manifests that saw decisions agree", said, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, code);
        await PublishedWeeks.RequireFindingAsync(place, "empty holds no manifest.json", "--witness", place.Path("kept"), place.Path("empty"));
        await PublishedWeeks.RequireFindingAsync(place, "nowhere holds no manifest.json", "--witness", place.Path("nowhere"));
    }

    [Fact]
    public async Task A_copy_elsewhere_that_differs_from_the_ledger_is_found_wherever_it_lies()
    {
        using var place = weeks.Copy();
        var kept = place.Path($"kept/snapshots/{Second}/{weeks.SecondRun}");
        Directory.CreateDirectory(kept);
        File.WriteAllText(Path.Combine(kept, "manifest.json"), File.ReadAllText(PublishedWeeks.ManifestOf(place, Second)) + " ");
        await PublishedWeeks.RequireFindingAsync(place, $"the ledger says {weeks.SecondManifest} for run {weeks.SecondRun}", "--witness", place.Path("kept"));
    }

    [Theory]
    [InlineData("UPDATE jaksignals.run SET manifest_sha256 = 'aa' WHERE as_of = '2026-01-31'", "Either the file or the ledger was changed; nothing is replaced")]
    [InlineData("UPDATE jaksignals.run SET state = 'failed', manifest_sha256 = NULL, snapshot = NULL, published_order = NULL WHERE as_of = '2026-01-31'; DELETE FROM jaksignals.review WHERE review_id = 2; UPDATE jaksignals.run_step SET state = 'waiting'", "A published snapshot is never replaced")]
    public async Task The_next_run_of_the_week_does_not_replace_the_true_head(string tampering, string says)
    {
        using var place = weeks.Copy();
        place.Execute(tampering);
        var before = File.ReadAllBytes(PublishedWeeks.ManifestOf(place, Second));
        var latest = File.ReadAllText(place.Path("data/snapshots/latest.json"));

        var ran = (await place.RunAsync("weekly", "--as-of", Second)).Require(ExitCodes.Failed);

        Assert.Contains(says, ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(PublishedWeeks.ManifestOf(place, Second)));
        Assert.Equal(latest, File.ReadAllText(place.Path("data/snapshots/latest.json")));
        Assert.Empty(Directory.GetDirectories(place.Path("data/snapshots"), "*.unfinished", SearchOption.AllDirectories));
        Assert.Equal(ExitCodes.Failed, (await PublishedWeeks.AuditAsync(place)).Code);
    }

    /// <summary>The files are gone, so the ledger's hash is what is left of the evidence: a week that comes out otherwise is not entered in its place.</summary>
    [Fact]
    public async Task A_week_whose_files_are_gone_is_published_again_only_as_it_was()
    {
        using var place = weeks.Copy();
        Directory.Delete(place.SnapshotFolder(Second), recursive: true);
        place.Execute("DELETE FROM jaksignals.review WHERE review_id = 2");
        var ran = (await place.RunAsync("weekly", "--as-of", Second)).Require(ExitCodes.Failed);
        Assert.Contains($"was published with the manifest {weeks.SecondManifest}, by the ledger; computed now it has", ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.Path($"data/snapshots/{Second}/{weeks.SecondRun}")));
        Assert.Equal(1, place.Number($"SELECT COUNT(*) FROM jaksignals.run WHERE manifest_sha256 = '{weeks.SecondManifest}'"));
    }

    [Fact]
    public async Task A_damaged_snapshot_is_published_again_and_the_damaged_one_is_kept_apart()
    {
        using var place = weeks.Copy();
        var cases = Path.Combine(place.SnapshotFolder(Second), "cases.parquet");
        var before = File.ReadAllBytes(cases);
        File.WriteAllText(cases, "damaged");

        (await place.RunAsync("weekly", "--as-of", Second)).Require(ExitCodes.Done);

        Assert.Equal(before, File.ReadAllBytes(cases));
        Assert.Equal("damaged", File.ReadAllText(Assert.Single(Directory.GetFiles(place.Path("data/set-aside"), "cases.parquet", SearchOption.AllDirectories))));
        Assert.Contains("it is kept as", place.Log(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, (await PublishedWeeks.AuditAsync(place)).Code);
    }
}
