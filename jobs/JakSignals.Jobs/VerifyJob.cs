using System.Globalization;
using JakSignals.Normalise;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>What computing a published snapshot again showed.</summary>
/// <param name="RunId">Its run.</param>
/// <param name="Files">Number of its files.</param>
/// <param name="ManifestSha256">Hash of the manifest computed now.</param>
/// <param name="Differences">What differs and what may be the reason, a sentence each; empty when nothing does.</param>
/// <param name="Notes">What could not be compared, a sentence each; no reason to doubt the snapshot.</param>
public sealed record Verification(string RunId, int Files, string ManifestSha256, IReadOnlyList<string> Differences, IReadOnlyList<string> Notes);

/// <summary>A published snapshot is not what the store gives.</summary>
public sealed class VerificationException : Exception
{
    /// <summary>Which snapshot, what differs.</summary>
    public VerificationException(string message) : base(message) { }

    /// <summary>Which snapshot, what differs, and the cause.</summary>
    public VerificationException(string message, Exception inner) : base(message, inner) { }

    /// <summary>An unspecified difference; give a message.</summary>
    public VerificationException() { }
}

/// <summary>Proves published snapshots: computes them again from the store and compares them bit for bit.</summary>
public sealed class VerifyJob(Database database, string dataFolder, Func<NameRules, WeeklyRun> weekly)
{
    private const int Newest = 5;       // a month of weeks

    /// <summary>Verifies the newest published snapshots of this program and these settings; others cannot come out the same and are passed over.</summary>
    /// <exception cref="VerificationException">One differs.</exception>
    public WorkResult Run(IJobProgress progress, CancellationToken cancel)
    {
        var (verified, passedOver, differing) = (0, 0, new List<string>());
        foreach (var run in new RunStore(database).Latest(int.MaxValue).Where(run => run is { State: "published", Snapshot: not null }).Take(Newest))
        {
            var folder = Path.Combine(dataFolder, run.Snapshot!);
            var published = SnapshotPublisher.Read(folder);
            if (Reasons(published.Manifest).ToList() is [var reason, ..])
            {
                progress.Line($"{run.RunId} is passed over: {reason}.");
                passedOver++;
                continue;
            }
            if (Verify(folder, published, progress, cancel).Differences is [var first, ..])
                differing.Add($"{run.RunId}: {first}");
            verified++;
        }
        if (differing.Count > 0)
            throw new VerificationException($"Published snapshots are not what the store gives now: {string.Join("; ", differing)}. Find out who changed the store or the files; jaksignals verify FOLDER shows the whole.");
        return new WorkResult(verified, string.Create(CultureInfo.InvariantCulture, $"{verified} verified, {passedOver} of another program or other settings passed over"), _ => { });
    }

    /// <summary>Verifies one snapshot: its files, its report, and what the ledger and the tables of results say of its run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    public Verification Verify(string folder, IJobProgress progress, CancellationToken cancel) => Verify(folder, SnapshotPublisher.Read(folder), progress, cancel);

    private Verification Verify(string folder, Snapshot published, IJobProgress progress, CancellationToken cancel)
    {
        var manifest = published.Manifest;
        var temporary = Directory.CreateTempSubdirectory("jaksignals-verify-");
        try
        {
            progress.Step($"Computing {manifest.RunId} again");
            var again = weekly(NamesOf(manifest)).Recompute(manifest.RunId, dataFolder, temporary.FullName, progress, cancel);
            string[] computed = published.ManifestSha256 == again.ManifestSha256 ? []
                : [.. Differing(manifest, again.Manifest), .. Approvals(manifest, again.Manifest), Hashes(SnapshotPublisher.ManifestName, published.ManifestSha256, again.ManifestSha256), .. Reasons(manifest)];
            var written = ReportJob.Write(new PublishedSnapshot(folder, manifest, published.ManifestSha256), temporary.FullName, cancel);
            var notes = new List<string>();
            string[] around = [.. Ledger(published), .. TooMany(folder, manifest), .. Report(manifest, written, notes), .. Stored(published, notes)];
            return new Verification(manifest.RunId, manifest.Files.Count, again.ManifestSha256, [.. computed, .. around], notes);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    /// <summary>What the ledger says of the run and the manifest does not.</summary>
    private IEnumerable<string> Ledger(Snapshot published)
    {
        if (new RunStore(database).Find(published.Manifest.RunId) is not { } run)
            yield break;        // it could not have been computed again
        if (run.State != "published")
            yield return $"The ledger has run {run.RunId} as {run.State}, not as published";
        if (run.ManifestSha256 != published.ManifestSha256)
            yield return $"The ledger says that run {run.RunId} was published with the manifest {run.ManifestSha256 ?? "of no hash"}, this one has {published.ManifestSha256}";
    }

    private static IEnumerable<string> TooMany(string folder, SnapshotManifest manifest) =>
        SnapshotPublisher.TooMany(folder, manifest).Select(name => $"{Path.Combine(folder, name)} is no file of the snapshot; nothing vouches for it");

    /// <summary>The report is made from the published files alone: written again, it must be the same, file by file.</summary>
    private List<string> Report(SnapshotManifest manifest, WrittenReport again, List<string> notes)
    {
        var entered = new WrittenFiles(database).Of(manifest.RunId);
        if (entered.Count == 0)
            notes.Add($"The ledger has no hash of the report of {manifest.RunId}: an earlier version of the program wrote it. The files were compared with the report as it is written now.");
        var ledger = again.Files.Join(entered, file => file.Name, known => known.Name, (file, known) => (file.Name, Now: file.Sha256, Entered: known.Sha256), StringComparer.Ordinal)
            .Where(file => file.Now != file.Entered).Select(file => $"{file.Name} differs: the ledger says {file.Entered}, written again it has {file.Now}");
        return [.. WrittenReport.FaultsOf(manifest, dataFolder, again.Files, "the report written again"), .. ledger, .. WrittenReport.WithoutHash(entered), .. WrittenReport.TooMany(manifest, dataFolder)];
    }

    /// <summary>Tables of results in the store: the console shows a pair's history from them.</summary>
    private IEnumerable<string> Stored(Snapshot published, List<string> notes)
    {
        var (results, run) = (new StoredResults(database), published.Manifest.RunId);
        var (signals, incidence) = (published.Table("signals"), published.Table("incidence"));
        foreach (var (compared, rows) in new[] { (results.CompareSignals(run, signals), PublishedSignals.RowsOf(signals).Count), (results.CompareIncidence(run, incidence), incidence.RowCount) })
            if (compared.Fault is { } fault)
                yield return fault;
            else if (compared.Rows == 0 && rows > 0)
                notes.Add($"The store has no results of run {run} any more: retention removed them, or somebody did. They were not compared.");
    }

    private static IEnumerable<string> Differing(SnapshotManifest published, SnapshotManifest again)
    {
        var now = again.Files.ToDictionary(file => file.Name, file => file.Sha256, StringComparer.Ordinal);
        return published.Files.Where(file => now.GetValueOrDefault(file.Name) != file.Sha256)
            .Select(file => Hashes(file.Name, file.Sha256, now.GetValueOrDefault(file.Name, "nothing     ")));
    }

    /// <summary>Approved names are decisions in the store, not settings of the program: that they differ is a finding, never a reason to pass a snapshot over.</summary>
    private static IEnumerable<string> Approvals(SnapshotManifest published, SnapshotManifest again) =>
        published.Catalogues.GetValueOrDefault(Catalogue.ApprovedNames) != again.Catalogues.GetValueOrDefault(Catalogue.ApprovedNames)
            ? ["The names that reviewers had approved are not those it was published with; the chain of decisions was changed, or the catalogue does not have their substances any more (jaksignals audit verify)"] : [];

    private static string Hashes(string file, string published, string computed) => $"{file} differs: published {published[..12]}…, computed {computed[..12]}…";

    /// <summary>What of the program and its settings is not as it was when the snapshot was published.</summary>
    private IEnumerable<string> Reasons(SnapshotManifest was) => Settings(was).Where(setting => setting.Was != setting.Now)
        .Select(setting => $"{setting.What}: published with {setting.Was}, this program has {setting.Now}");

    private IEnumerable<(string What, string Was, string Now)> Settings(SnapshotManifest was)
    {
        var now = weekly(NamesOf(was));
        yield return ("Code version", was.CodeVersion, WeeklyOptions.CodeVersion);
        yield return ("Parquet writer", was.ParquetWriter, now.ParquetWriter);
        foreach (var (key, value) in was.Configuration)
            yield return ($"Setting {key}", value, now.Options.Configuration.GetValueOrDefault(key, "nothing"));
        foreach (var (file, sha256) in was.Catalogues.Where(file => file.Key != Catalogue.ApprovedNames))
            yield return ($"Catalogue {file}", sha256, now.Options.Catalogue.Sha256ByFile.GetValueOrDefault(file, "nothing"));
    }

    private static NameRules NamesOf(SnapshotManifest manifest) => manifest.Configuration["Names"] == "as-given" ? NameRules.AsGiven : NameRules.General;
}
