namespace JakSignals.Snapshots;

/// <summary>Writes a file beside its place and renames it, so that a reader never sees half of one. A failed attempt leaves nothing.</summary>
public static class WriteBeside
{
    /// <summary>A name beside a place that no other process and no other attempt has.</summary>
    public static string NameFor(string path) => $"{path}.{Guid.NewGuid():N}{ManifestSearch.Unfinished}";

    /// <summary>Writes a file and puts it in its place, whatever is there.</summary>
    /// <param name="path">The place.</param>
    /// <param name="write">Writes the file at the path it is given; where it writes none, nothing is put in place.</param>
    public static void Replace(string path, Action<string> write)
    {
        var beside = NameFor(path);
        try
        {
            write(beside);
            if (File.Exists(beside))
                File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
