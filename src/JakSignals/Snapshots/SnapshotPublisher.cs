using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JakSignals.Snapshots;

/// <summary>A published snapshot.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="ManifestSha256">SHA-256 of the manifest file, which holds those of all others: the one hash to cite.</param>
public sealed record PublishedSnapshot(string Folder, SnapshotManifest Manifest, string ManifestSha256);

/// <summary>Writes snapshots: beside their place first, then renamed into it, so that a reader never sees half of one.</summary>
public sealed class SnapshotPublisher(IParquetWriter parquet)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Name of the manifest within a snapshot.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>Name of the data dictionary within a snapshot.</summary>
    public const string DictionaryName = "data-dictionary.json";

    /// <summary>Name of the file of pairs within a snapshot.</summary>
    public const string SignalsName = "signals.parquet";

    /// <summary>Publishes a snapshot under <c>{data}/snapshots/{as-of}/{run id}</c> and points <c>latest.json</c> to the newest.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="manifest">The manifest without its files.</param>
    /// <param name="tables">The tables, each one file.</param>
    /// <param name="progress">Hears how many rows of how many are written.</param>
    /// <param name="cancel">Stops between row groups; the place of the snapshot is as it was.</param>
    public PublishedSnapshot Publish(string dataFolder, SnapshotManifest manifest, IReadOnlyList<TableSource> tables,
        IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var parent = Path.Combine(dataFolder, "snapshots", Iso(manifest.AsOf));
        var folder = Path.Combine(parent, manifest.RunId);
        if (Directory.Exists(parent))
            foreach (var left in Directory.GetDirectories(parent, $".{manifest.RunId}.*unfinished"))
                Directory.Delete(left, recursive: true);   // left by a killed run
        var beside = Path.Combine(parent, $".{manifest.RunId}.{Guid.NewGuid().ToString("N")[..8]}.unfinished");
        var published = Write(beside, manifest, tables, progress, cancel);
        if (ReadIntact(folder, published.ManifestSha256) is not null)
            Directory.Delete(beside, recursive: true);     // it is in its place already, as it would be now: readers are not disturbed
        else
            PutInPlace(beside, folder);
        PointLatest(dataFolder, manifest);
        return published with { Folder = folder };
    }

    /// <summary>Writes a snapshot's files into a folder of its own.</summary>
    public PublishedSnapshot Write(string folder, SnapshotManifest manifest, IReadOnlyList<TableSource> tables,
        IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(folder);
        var (done, total) = (0L, tables.Sum(table => (long)table.RowCount));
        void Written(int rows)
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Report((done += rows, total));
        }
        var files = tables.Select(table => WriteTable(folder, table.Watched(Written))).ToList();
        files.Add(WriteJson(folder, DictionaryName, tables.Select(table => TableDescription.Of(table.Schema))));
        var complete = manifest with { Files = files, ParquetWriter = parquet.CreatedBy };
        var file = WriteJson(folder, ManifestName, complete);
        return new PublishedSnapshot(folder, complete, file.Sha256);
    }

    /// <summary>Reads a published snapshot back, each file checked against the manifest.</summary>
    /// <param name="folder">Folder of the snapshot.</param>
    /// <param name="signals">Which rows of <c>signals</c>, by far the largest table, to keep; null for all.</param>
    /// <exception cref="InvalidDataException">The manifest is missing or broken, or a file is not the one it names.</exception>
    public static Snapshot Read(string folder, RowFilter? signals = null)
    {
        var (manifest, sha256) = ReadManifest(folder);
        if (FaultOf(folder, manifest) is { } fault)
            throw new InvalidDataException(fault);
        return ReadTables(folder, manifest, sha256, signals);
    }

    /// <summary>Reads a snapshot that is there whole, as it was published; null when a file is missing or was changed.</summary>
    /// <param name="folder">Folder of the snapshot.</param>
    /// <param name="manifestSha256">SHA-256 the manifest had when it was published.</param>
    /// <param name="signals">Which rows of <c>signals</c> to keep; null for all.</param>
    public static Snapshot? ReadWhole(string folder, string manifestSha256, RowFilter? signals = null) =>
        ReadIntact(folder, manifestSha256) is { } manifest ? ReadTables(folder, manifest, manifestSha256, signals) : null;

    private static Snapshot ReadTables(string folder, SnapshotManifest manifest, string sha256, RowFilter? signals) => new(manifest,
        manifest.Files.Where(file => file.Name.EndsWith(".parquet", StringComparison.Ordinal)).ToDictionary(file => Path.GetFileNameWithoutExtension(file.Name),
            file => ParquetTableReader.Read(Path.Combine(folder, file.Name), file.Name == SignalsName ? signals : null), StringComparer.Ordinal), sha256);

    /// <summary>The manifest of a snapshot that is there whole, as it was published; null when a file is missing or was changed.</summary>
    /// <param name="folder">Folder of the snapshot.</param>
    /// <param name="manifestSha256">SHA-256 the manifest had when it was published.</param>
    public static SnapshotManifest? ReadIntact(string folder, string manifestSha256) =>
        FaultOf(folder, manifestSha256) is null ? ReadManifest(folder, manifestSha256) : null;

    /// <summary>What of a snapshot is not as it was published, in a sentence; null when every file is. It reads all of them.</summary>
    /// <param name="folder">Folder of the snapshot.</param>
    /// <param name="manifestSha256">SHA-256 the manifest had when it was published.</param>
    public static string? FaultOf(string folder, string manifestSha256)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
            return $"{path} is missing. Publish the run again.";
        return Sha256Of(path) is var sha256 && sha256 != manifestSha256 ? ChangedSince(path, sha256, manifestSha256) : FaultOf(folder, ReadManifest(folder).Manifest);
    }

    /// <summary>The manifest of a snapshot as it was published; the other files are not looked at. Null when it is missing or was changed.</summary>
    /// <param name="folder">Folder of the snapshot.</param>
    /// <param name="manifestSha256">SHA-256 the manifest had when it was published.</param>
    public static SnapshotManifest? ReadManifest(string folder, string manifestSha256) =>
        Path.Combine(folder, ManifestName) is var path && File.Exists(path) && Sha256Of(path) == manifestSha256 ? ReadManifest(folder).Manifest : null;

    /// <summary>What a data dictionary says of each table.</summary>
    /// <param name="path">The file, as it was published.</param>
    public static IReadOnlyList<TableDescription> ReadDictionary(string path) => JsonSerializer.Deserialize<IReadOnlyList<TableDescription>>(File.ReadAllBytes(path), Json) ?? [];

    /// <summary>Whether a file of a snapshot is the one its manifest names.</summary>
    public static bool IsIntact(string folder, ManifestFile file) =>
        file.Name == Path.GetFileName(file.Name) && Path.Combine(folder, file.Name) is var path && File.Exists(path) && Sha256Of(path) == file.Sha256;

    private static void PutInPlace(string beside, string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.Move(beside, folder);
    }

    private static (SnapshotManifest Manifest, string Sha256) ReadManifest(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
            throw new InvalidDataException($"{folder} holds no {ManifestName}; give the folder of a snapshot, such as data/snapshots/2026-11-16/2026-W47-3fa9c104.");
        try
        {
            return (JsonSerializer.Deserialize<SnapshotManifest>(File.ReadAllBytes(path), Json) ?? throw new InvalidDataException($"{path} is empty."), Sha256Of(path));
        }
        catch (JsonException fault)   // the library's only way to say so
        {
            throw new InvalidDataException($"{path} is no manifest: {fault.Message} Publish the run again.", fault);
        }
    }

    private static string? FaultOf(string folder, SnapshotManifest manifest)
    {
        foreach (var file in manifest.Files)
        {
            if (file.Name != Path.GetFileName(file.Name))
                return $"{Path.Combine(folder, ManifestName)} names the file '{file.Name}', expected a file of its own folder.";
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path))
                return $"{path} is missing; the manifest names it. Publish the run again.";
            if (Sha256Of(path) is var sha256 && sha256 != file.Sha256)
                return ChangedSince(path, sha256, file.Sha256);
        }
        return null;
    }

    private static string ChangedSince(string path, string sha256, string published) =>
        $"{path} has SHA-256 {sha256}, {(Path.GetFileName(path) == ManifestName ? "the ledger" : "the manifest")} says {published}: the file was changed after it was published. Publish the run again.";

    private ManifestFile WriteTable(string folder, TableSource table)
    {
        var path = Path.Combine(folder, table.Schema.Name + ".parquet");
        using (var stream = File.Create(path))
            parquet.Write(table, stream);
        var columns = table.Schema.Columns.Select(c => new ManifestColumn(c.Name, TableDescription.SqlName(c.Type), c.Nullable)).ToList();
        return Hashed(path, table.RowCount, columns);
    }

    private static ManifestFile WriteJson<T>(string folder, string name, T content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, JsonSerializer.Serialize(content, Json) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return Hashed(path, 0, []);
    }

    private static ManifestFile Hashed(string path, long rows, IReadOnlyList<ManifestColumn> columns) =>
        new(Path.GetFileName(path), rows, new FileInfo(path).Length, Sha256Of(path), columns);

    private static string Sha256Of(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>The newest snapshot is that of the latest as-of date; publishing an older week again does not move the pointer back.</summary>
    private static void PointLatest(string dataFolder, SnapshotManifest manifest)
    {
        var path = Path.Combine(dataFolder, "snapshots", "latest.json");
        if (File.Exists(path) && JsonSerializer.Deserialize<Latest>(File.ReadAllText(path), Json) is { } now && now.AsOf > manifest.AsOf)
            return;
        var text = JsonSerializer.Serialize(new Latest(manifest.AsOf, manifest.RunId, $"{Iso(manifest.AsOf)}/{manifest.RunId}"), Json) + "\n";
        var beside = $"{path}.{manifest.RunId}.unfinished";
        File.WriteAllText(beside, text);
        File.Move(beside, path, overwrite: true);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Latest(DateOnly AsOf, string RunId, string Folder);
}
