namespace JakSignals.Snapshots;

/// <summary>What one run published, whole: the manifest and every table by its name.</summary>
/// <param name="Manifest">What <c>manifest.json</c> says.</param>
/// <param name="Tables">Tables by name without extension, such as <c>signals</c>.</param>
/// <param name="ManifestSha256">SHA-256 of <c>manifest.json</c> in lower-case hex: with it a reader can tell this snapshot from any other.</param>
public sealed record Snapshot(SnapshotManifest Manifest, IReadOnlyDictionary<string, Table> Tables, string ManifestSha256)
{
    /// <summary>The table of that name.</summary>
    /// <exception cref="KeyNotFoundException">The snapshot has no such table.</exception>
    public Table Table(string name) => Tables.TryGetValue(name, out var table) ? table
        : throw new KeyNotFoundException($"Snapshot {Manifest.RunId} has no table {name}; it has {string.Join(", ", Tables.Keys.Order(StringComparer.Ordinal))}.");
}
