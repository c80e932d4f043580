using System.Collections.ObjectModel;
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

/// <summary>Published snapshots by what the ledger says of them. Where a file is comes from the ledger and the manifest, never from an address.</summary>
internal sealed class SnapshotShelf(RunStore runs, Settings settings)
{
    /// <summary>Published runs, the newest publication first.</summary>
    public IReadOnlyList<RunRow> Runs() => runs.Published();

    /// <summary>A published run with its manifest; null when the ledger has none of that id.</summary>
    public ShelvedSnapshot? Find(string? runId) => runId is not null && runs.Find(runId) is { State: "published", Snapshot: not null } run ? Open(run) : null;

    /// <summary>A published run with its manifest.</summary>
    public ShelvedSnapshot Open(RunRow run)
    {
        var folder = Path.GetFullPath(Path.Combine(settings.Data, run.Snapshot!));
        return new ShelvedSnapshot(run, folder, SnapshotPublisher.ReadManifest(folder, run.ManifestSha256 ?? ""));
    }

    /// <summary>Path of a file that the manifest names, or of the manifest itself, as it was published; null for any other name, and for a file that is gone or was changed.</summary>
    public static string? FileOf(ShelvedSnapshot snapshot, string name) => snapshot.Manifest is not { } manifest ? null
        : name == SnapshotPublisher.ManifestName ? Path.Combine(snapshot.Folder, SnapshotPublisher.ManifestName)
        : manifest.Files.FirstOrDefault(file => file.Name == name) is { } named && SnapshotPublisher.IsIntact(snapshot.Folder, named) ? Path.Combine(snapshot.Folder, named.Name) : null;

    /// <summary>Path of the report; null when there is none.</summary>
    public string? ReportOf(ShelvedSnapshot snapshot) =>
        snapshot.Manifest is { } manifest && Path.GetFullPath(ReportJob.PathOf(manifest, settings.Data)) is var path && File.Exists(path) ? path : null;

    /// <summary>Tables of the report as CSV, by name; none where the report has none.</summary>
    public IReadOnlyDictionary<string, string> ReportTablesOf(ShelvedSnapshot snapshot) =>
        snapshot.Manifest is { } manifest && Path.ChangeExtension(Path.GetFullPath(ReportJob.PathOf(manifest, settings.Data)), null) is var folder && Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).ToDictionary(path => Path.GetFileName(path), StringComparer.Ordinal) : ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What is not as it was published, in a sentence; null when every file is. It reads all of them.</summary>
    public static string? FaultOf(ShelvedSnapshot snapshot) => SnapshotPublisher.FaultOf(snapshot.Folder, snapshot.Run.ManifestSha256 ?? "");

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
