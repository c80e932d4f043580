namespace JakSignals.Snapshots;

/// <summary>What is not as it was published is evidence: it is moved to <c>{data}/set-aside</c>, never deleted or written over.</summary>
public static class SetAside
{
    /// <summary>Name of the folder below the data folder; it lies apart, so that no reader of all snapshots takes it for one.</summary>
    public const string FolderName = "set-aside";

    /// <summary>Moves a file or folder away under a name of its own.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="path">The file or folder.</param>
    /// <returns>Where it is now; null when there was nothing.</returns>
    public static string? Move(string dataFolder, string path)
    {
        var isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
            return null;
        var folder = Directory.CreateDirectory(Path.Combine(dataFolder, FolderName)).FullName;
        var aside = Path.Combine(folder, $"{Guid.NewGuid():N}-{Path.GetFileName(path)}");
        if (isFolder)
            Directory.Move(path, aside);
        else
            File.Move(path, aside);
        return aside;
    }
}
