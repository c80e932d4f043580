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

    /// <summary>Publishes a snapshot under <c>{data}/snapshots/{as-of}/{run id}</c> and points <c>latest.json</c> to the newest.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="manifest">The manifest without its files.</param>
    /// <param name="tables">The tables, each one file.</param>
    public PublishedSnapshot Publish(string dataFolder, SnapshotManifest manifest, IReadOnlyList<Table> tables)
    {
        var parent = Path.Combine(dataFolder, "snapshots", Iso(manifest.AsOf));
        var folder = Path.Combine(parent, manifest.RunId);
        var beside = Path.Combine(parent, $".{manifest.RunId}.unfinished");
        if (Directory.Exists(beside))
            Directory.Delete(beside, recursive: true);   // left by a killed run
        var published = Write(beside, manifest, tables);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);   // the same run id: the same inputs, so the same bytes
        Directory.Move(beside, folder);
        PointLatest(dataFolder, manifest);
        return published with { Folder = folder };
    }

    /// <summary>Writes a snapshot's files into a folder of its own.</summary>
    public PublishedSnapshot Write(string folder, SnapshotManifest manifest, IReadOnlyList<Table> tables)
    {
        Directory.CreateDirectory(folder);
        var files = tables.Select(table => WriteTable(folder, table)).ToList();
        files.Add(WriteJson(folder, "data-dictionary.json", tables.Select(Dictionary)));
        var complete = manifest with { Files = files, ParquetWriter = parquet.CreatedBy };
        var file = WriteJson(folder, ManifestName, complete);
        return new PublishedSnapshot(folder, complete, file.Sha256);
    }

    /// <summary>Reads a published snapshot back, each file checked against the manifest.</summary>
    /// <exception cref="InvalidDataException">The manifest is missing or broken, or a file is not the one it names.</exception>
    public static Snapshot Read(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
            throw new InvalidDataException($"{folder} holds no {ManifestName}; give the folder of a snapshot, such as data/snapshots/2026-11-16/2026-W47-3fa9c104.");
        var bytes = File.ReadAllBytes(path);
        var manifest = JsonSerializer.Deserialize<SnapshotManifest>(bytes, Json) ?? throw new InvalidDataException($"{path} is empty.");
        var tables = new Dictionary<string, Table>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            var content = File.ReadAllBytes(Path.Combine(folder, file.Name));
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
            if (sha256 != file.Sha256)
                throw new InvalidDataException($"{Path.Combine(folder, file.Name)} has SHA-256 {sha256}, the manifest says {file.Sha256}: the file was changed after it was published. Publish the run again.");
            if (file.Name.EndsWith(".parquet", StringComparison.Ordinal))
                tables[Path.GetFileNameWithoutExtension(file.Name)] = ParquetTableReader.Read(new MemoryStream(content));
        }
        return new Snapshot(manifest, tables, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private ManifestFile WriteTable(string folder, Table table)
    {
        var path = Path.Combine(folder, table.Name + ".parquet");
        using (var stream = File.Create(path))
            parquet.Write(table, stream);
        var columns = table.Columns.Select(c => new ManifestColumn(c.Name, DuckDbType(c.Type), c.Nullable)).ToList();
        return Hashed(path, table.RowCount, columns);
    }

    private static ManifestFile WriteJson<T>(string folder, string name, T content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, JsonSerializer.Serialize(content, Json) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return Hashed(path, 0, []);
    }

    private static ManifestFile Hashed(string path, long rows, IReadOnlyList<ManifestColumn> columns)
    {
        using var stream = File.OpenRead(path);
        return new ManifestFile(Path.GetFileName(path), rows, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)), columns);
    }

    private static object Dictionary(Table table) => new
    {
        Table = table.Name,
        table.Description,
        Columns = table.Columns.Select(c => new { c.Name, Type = DuckDbType(c.Type), c.Nullable, c.Description }),
    };

    private static string DuckDbType(ColumnType type) => type switch
    {
        ColumnType.Count => "BIGINT",
        ColumnType.Measure => "DOUBLE",
        ColumnType.Flag => "BOOLEAN",
        ColumnType.Date => "DATE",
        _ => "VARCHAR",
    };

    /// <summary>The newest snapshot is that of the latest as-of date; publishing an older week again does not move the pointer back.</summary>
    private static void PointLatest(string dataFolder, SnapshotManifest manifest)
    {
        var path = Path.Combine(dataFolder, "snapshots", "latest.json");
        if (File.Exists(path) && JsonSerializer.Deserialize<Latest>(File.ReadAllText(path), Json) is { } now && now.AsOf > manifest.AsOf)
            return;
        var text = JsonSerializer.Serialize(new Latest(manifest.AsOf, manifest.RunId, $"{Iso(manifest.AsOf)}/{manifest.RunId}"), Json) + "\n";
        File.WriteAllText(path + ".unfinished", text);
        File.Move(path + ".unfinished", path, overwrite: true);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Latest(DateOnly AsOf, string RunId, string Folder);
}
