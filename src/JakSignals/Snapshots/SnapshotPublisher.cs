using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JakSignals.Snapshots;

/// <summary>A published snapshot.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="ManifestSha256">SHA-256 of the manifest file, which holds those of all others: the one hash to cite.</param>
public sealed record PublishedSnapshot(string Folder, SnapshotManifest Manifest, string ManifestSha256)
{
    /// <summary>Where a damaged folder went that was in its place; null when there was none.</summary>
    public string? SetAside { get; init; }
}

/// <summary>Writes snapshots: beside their place first, then renamed into it, so that a reader never sees half of one.</summary>
public sealed class SnapshotPublisher(IParquetWriter parquet)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string Again = "Publish the run again.";
    private const string NeverReplaced =
        "A published snapshot is never replaced: the store or the files were changed since. Run: jaksignals audit verify, find out who changed what, and restore the store from a backup.";

    /// <summary>Name of the manifest within a snapshot.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>Name of the data dictionary within a snapshot.</summary>
    public const string DictionaryName = "data-dictionary.json";

    /// <summary>Name of the file of pairs within a snapshot.</summary>
    public const string SignalsName = "signals.parquet";

    /// <summary>Name of the file beside the snapshots that points to the newest.</summary>
    public const string LatestName = "latest.json";

    /// <summary>Where the snapshot of a run is: <c>{data}/snapshots/{as-of}/{run id}</c>.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="asOf">As-of date of the run, ISO.</param>
    /// <param name="runId">The run.</param>
    public static string FolderOf(string dataFolder, string asOf, string runId) => Path.Combine(dataFolder, "snapshots", asOf, runId);

    /// <summary>Publishes a snapshot under <c>{data}/snapshots/{as-of}/{run id}</c>. One that is there with another manifest is never replaced.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="manifest">The manifest without its files.</param>
    /// <param name="tables">The tables, each one file.</param>
    /// <param name="before">SHA-256 of the manifest this run was published with before; null when it never was.</param>
    /// <param name="progress">Hears how many rows of how many are written.</param>
    /// <param name="cancel">Stops between row groups; the place of the snapshot is as it was.</param>
    /// <exception cref="InvalidDataException">The run was published with another manifest: nothing was changed.</exception>
    public PublishedSnapshot Publish(string dataFolder, SnapshotManifest manifest, IReadOnlyList<TableSource> tables,
        string? before = null, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var folder = FolderOf(dataFolder, Iso(manifest.AsOf), manifest.RunId);
        var parent = Path.GetDirectoryName(folder)!;
        if (Directory.Exists(parent))
            foreach (var left in Directory.GetDirectories(parent, $".{manifest.RunId}.*{ManifestSearch.Unfinished}"))
                Directory.Delete(left, recursive: true);   // left by a killed run
        var beside = Path.Combine(parent, $".{manifest.RunId}.{Guid.NewGuid():N}{ManifestSearch.Unfinished}");
        try
        {
            var published = Write(beside, manifest, tables, progress, cancel);
            RequireSame(folder, published, before);
            var isThere = ReadIntact(folder, published.ManifestSha256) is not null;    // as it would be now: readers are not disturbed
            var aside = isThere ? null : PutInPlace(dataFolder, beside, folder);
            return published with { Folder = folder, SetAside = aside };
        }
        finally
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }
    }

    /// <summary>Points <c>latest.json</c> to a snapshot. The file is derived: whatever else is there is written anew.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="asOf">As-of date of the newest snapshot, ISO.</param>
    /// <param name="runId">Its run.</param>
    public static void PointTo(string dataFolder, string asOf, string runId)
    {
        var path = Path.Combine(dataFolder, "snapshots", LatestName);
        var text = JsonSerializer.Serialize(new Latest(asOf, runId, $"{asOf}/{runId}"), Json) + "\n";
        if (new FileInfo(path) is { Exists: true, LinkTarget: null } there && there.Length == Encoding.UTF8.GetByteCount(text) && File.ReadAllText(path) == text)
            return;
        if (Directory.Exists(path))
            Snapshots.SetAside.Move(dataFolder, path);
        WriteBeside.Replace(path, beside => File.WriteAllText(beside, text));
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
        var fault = PublishedFile.FaultOf(path, manifestSha256, "the ledger");
        if (fault is null)
            return FaultOf(folder, ReadManifest(folder).Manifest);
        return File.Exists(path) ? $"{fault} Keep it as evidence elsewhere, then publish the run again." : $"{fault} {Again}";
    }

    /// <summary>The manifest of a snapshot as it was published; the other files are not looked at. Null when it is missing or was changed.</summary>
    /// <param name="folder">Folder of the snapshot.</param>
    /// <param name="manifestSha256">SHA-256 the manifest had when it was published.</param>
    public static SnapshotManifest? ReadManifest(string folder, string manifestSha256) =>
        PublishedFile.FaultOf(Path.Combine(folder, ManifestName), manifestSha256, "the ledger") is null ? ReadManifest(folder).Manifest : null;

    /// <summary>What a data dictionary says of each table.</summary>
    /// <param name="path">The file, as it was published.</param>
    public static IReadOnlyList<TableDescription> ReadDictionary(string path) => JsonSerializer.Deserialize<IReadOnlyList<TableDescription>>(File.ReadAllBytes(path), Json) ?? [];

    /// <summary>Whether a file of a snapshot is the one its manifest names.</summary>
    public static bool IsIntact(string folder, ManifestFile file) => FaultOf(folder, file) is null;

    /// <summary>What of a file of a snapshot is not as its manifest has it, in a sentence; null when all is.</summary>
    public static string? FaultOf(string folder, ManifestFile file) => file.Name == Path.GetFileName(file.Name)
        ? PublishedFile.FaultOf(Path.Combine(folder, file.Name), file.Sha256, "the manifest")
        : $"{Path.Combine(folder, ManifestName)} names the file '{file.Name}', expected a file of its own folder.";

    /// <summary>Names in the folder of a snapshot that its manifest does not have: nothing vouches for them.</summary>
    /// <param name="folder">Folder of the snapshot.</param>
    /// <param name="manifest">Its manifest.</param>
    public static IReadOnlyList<string> TooMany(string folder, SnapshotManifest manifest)
    {
        var known = manifest.Files.Select(file => file.Name).Append(ManifestName).ToHashSet(StringComparer.Ordinal);
        return [.. new DirectoryInfo(folder).GetFileSystemInfos().Select(entry => entry.Name).Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)];
    }

    /// <summary>What was published is evidence: the same run with another manifest means that the store or the files were changed since.</summary>
    private static void RequireSame(string folder, PublishedSnapshot published, string? before)
    {
        var (run, now) = (published.Manifest.RunId, published.ManifestSha256);
        var path = Path.Combine(folder, ManifestName);
        if (before is not null && before != now)
            throw new InvalidDataException($"Run {run} was published with the manifest {before}, by the ledger; computed now it has {now}. {NeverReplaced}");
        if (File.Exists(path) && PublishedFile.FaultOf(path, now, "the same run") is not null)
            throw new InvalidDataException(
                $"{path} is there already, but it is not the manifest {now} that run {run} has now. {NeverReplaced} To publish it all the same, move {folder} out of the data folder and keep it as evidence.");
    }

    /// <returns>Where the damaged folder went that was in the place; null when there was none.</returns>
    private static string? PutInPlace(string dataFolder, string beside, string folder)
    {
        var aside = Snapshots.SetAside.Move(dataFolder, folder);
        Directory.Move(beside, folder);
        return aside;
    }

    private static (SnapshotManifest Manifest, string Sha256) ReadManifest(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        if (PublishedFile.FaultOf(path) is { } fault && File.Exists(path))
            throw new InvalidDataException(fault);
        if (!File.Exists(path))
            throw new InvalidDataException($"{folder} holds no {ManifestName}; give the folder of a snapshot, such as data/snapshots/2026-11-16/2026-W47-3fa9c104.");
        try
        {
            var bytes = File.ReadAllBytes(path);
            var manifest = JsonSerializer.Deserialize<SnapshotManifest>(bytes, Json) ?? throw new InvalidDataException($"{path} is empty.");
            return (manifest, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (JsonException broken)   // the library's only way to say so
        {
            throw new InvalidDataException($"{path} is no manifest: {broken.Message} Keep it as evidence elsewhere, then publish the run again.", broken);
        }
    }

    private static string? FaultOf(string folder, SnapshotManifest manifest) =>
        manifest.Files.Select(file => FaultOf(folder, file)).FirstOrDefault(fault => fault is not null) is { } found ? $"{found} {Again}" : null;

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
        new(Path.GetFileName(path), rows, new FileInfo(path).Length, PublishedFile.Sha256Of(path), columns);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Latest(string AsOf, string RunId, string Folder);
}
