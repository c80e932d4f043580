using JakSignals.Jobs;
using JakSignals.Normalise;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.App.Reading;

/// <summary>A published run with what is left of it in the data folder.</summary>
/// <param name="Run">The run as the ledger has it.</param>
/// <param name="Folder">Folder of its snapshot.</param>
/// <param name="Manifest">Its manifest; null when the folder is gone or the manifest is not the one that was published.</param>
internal sealed record ShelvedSnapshot(RunRow Run, string Folder, SnapshotManifest? Manifest)
{
    /// <summary>Why there is no manifest, in words; null when there is one.</summary>
    public string? Fault => Manifest is not null ? null
        : !Directory.Exists(Folder) ? "Its folder was removed: the ledger has the run, the data folder does not." : "Its manifest is missing or was changed after it was published.";

    /// <summary>Length of all its files.</summary>
    public long Bytes => Manifest?.Files.Sum(file => file.Bytes) ?? 0;
}

/// <summary>A file that was asked for by its name.</summary>
/// <param name="Content">The file at its start, as it was published; null when it is not there so. Whoever sends it closes it.</param>
/// <param name="Name">Name to save it under.</param>
/// <param name="Fault">Why it is not sent, in a sentence; null when it is.</param>
internal sealed record FileToSend(FileStream? Content, string Name, string? Fault);

/// <summary>Published snapshots by what the ledger says of them. Where a file is comes from the ledger and the manifest, never from an address.</summary>
internal sealed class SnapshotShelf(RunStore runs, WrittenFiles written, Settings settings)
{
    /// <summary>Published runs, the newest publication first.</summary>
    public IReadOnlyList<RunRow> Runs() => runs.Published();

    /// <summary>A published run with its manifest; null when the ledger has none of that id.</summary>
    public ShelvedSnapshot? Find(string? runId) => runId is not null && runs.Find(runId) is { State: "published", Snapshot: not null } run ? Open(run) : null;

    /// <summary>A published run with its manifest.</summary>
    public ShelvedSnapshot Open(RunRow run)
    {
        var folder = Path.GetFullPath(Path.Combine(settings.Data, run.Snapshot!));
        var manifest = SnapshotPublisher.ReadManifest(folder, run.ManifestSha256 ?? "");
        return new ShelvedSnapshot(run, folder, manifest?.RunId == run.RunId ? manifest : null);
    }

    /// <summary>Path of a file that the manifest names, as it was published; null for any other name, and for a file that is gone or was changed.</summary>
    public static string? FileOf(ShelvedSnapshot snapshot, string name) => snapshot.Manifest is not { } manifest ? null
        : manifest.Files.FirstOrDefault(file => file.Name == name) is { } named && SnapshotPublisher.IsIntact(snapshot.Folder, named) ? Path.Combine(snapshot.Folder, named.Name) : null;

    /// <summary>A file that the manifest names, or the manifest itself, checked and open to be sent; null for any other name.</summary>
    public static FileToSend? Open(ShelvedSnapshot snapshot, string name)
    {
        if (snapshot.Manifest is not { } manifest)
            return new FileToSend(null, "The file", snapshot.Fault);
        var isManifest = name == SnapshotPublisher.ManifestName;
        var sha256 = isManifest ? snapshot.Run.ManifestSha256 : manifest.Files.FirstOrDefault(file => file.Name == name)?.Sha256;
        return sha256 is null || name != Path.GetFileName(name) ? null
            : Open(Path.Combine(snapshot.Folder, name), sha256, isManifest ? "the ledger" : "the manifest", $"{snapshot.Run.RunId}_{name}");
    }

    /// <summary>A file of the report, checked and open to be sent; null for a name that no report has.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="name">One of <see cref="WrittenReport.Names"/>.</param>
    public FileToSend? OpenReport(ShelvedSnapshot snapshot, string name)
    {
        if (!WrittenReport.Names.Contains(name))
            return null;
        if (snapshot.Manifest is not { } manifest)
            return new FileToSend(null, name, snapshot.Fault);
        var path = Path.GetFullPath(WrittenReport.PathOf(manifest, settings.Data, name));
        var sent = name == WrittenReport.PageName ? Path.GetFileName(path) : $"{snapshot.Run.RunId}_{name}";
        return written.Of(snapshot.Run.RunId).FirstOrDefault(file => file.Name == name) is { } file ? Open(path, file.Sha256, "the ledger", sent)
            : new FileToSend(null, sent, $"The ledger has no hash of {path}: it was not written yet, or an earlier version of the program wrote it. It is not sent from here.");
    }

    /// <summary>Names of the report that the ledger has and that are there; they are checked when they are sent.</summary>
    public IReadOnlyList<string> ReportNames(ShelvedSnapshot snapshot) => snapshot.Manifest is not { } manifest ? []
        : [.. written.Of(snapshot.Run.RunId).Select(file => file.Name).Where(name => WrittenReport.Names.Contains(name) && File.Exists(WrittenReport.PathOf(manifest, settings.Data, name)))];

    /// <summary>What is not as it was published or written, in sentences; null when every file is. It reads all of them.</summary>
    public string? FaultOf(ShelvedSnapshot snapshot)
    {
        var fault = SnapshotPublisher.FaultOf(snapshot.Folder, snapshot.Run.ManifestSha256 ?? "") ?? snapshot.Fault;
        if (fault is not null || snapshot.Manifest is not { } manifest)
            return fault;
        var entered = written.Of(snapshot.Run.RunId);
        var faults = SnapshotPublisher.TooMany(snapshot.Folder, manifest).Select(name => $"{Path.Combine(snapshot.Folder, name)} is no file of the snapshot; nothing vouches for it.")
            .Concat(WrittenReport.FaultsOf(manifest, settings.Data, entered, "the ledger")).Concat(WrittenReport.WithoutHash(entered)).Concat(WrittenReport.TooMany(manifest, settings.Data)).ToList();
        return faults.Count == 0 ? null : string.Join(' ', faults);
    }

    private static FileToSend Open(string path, string sha256, string source, string name)
    {
        var content = PublishedFile.Open(path, sha256, source, out var fault);
        return new FileToSend(content, name, fault);
    }

    /// <summary>What the catalogue of a run said; null when its snapshot is gone or older than the table.</summary>
    public static IReadOnlyList<CatalogueFact>? CatalogueOf(ShelvedSnapshot snapshot)
    {
        if (FileOf(snapshot, "catalogue.parquet") is not { } path)
            return null;
        var table = ParquetTableReader.Read(path);
        return [.. Enumerable.Range(0, table.RowCount).Select(row => new CatalogueFact(table.Text("kind", row)!, table.Text("key", row)!, table.Text("name", row)!, table.Text("version", row)!,
            (int)table.Count("place", row)!.Value, table.Text("attribute", row)!, table.Text("value", row)!))];
    }
}
