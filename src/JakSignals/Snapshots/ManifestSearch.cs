namespace JakSignals.Snapshots;

/// <summary>Finds every manifest below a folder, whether a ledger knows it or not. No link is followed.</summary>
/// <param name="Root">Full path of the folder; where it is a link itself, of what it leads to.</param>
/// <param name="Paths">The manifests, by path.</param>
/// <param name="Faults">What could not be looked into, a sentence each.</param>
public sealed record ManifestSearch(string Root, IReadOnlyList<string> Paths, IReadOnlyList<string> Faults)
{
    /// <summary>What the name of a file or folder ends with that a process writes and has not put in its place.</summary>
    public const string Unfinished = ".unfinished";

    /// <summary>Looks through a folder and all below it, but for what was never put in its place.</summary>
    /// <param name="folder">The folder; it may be a link itself. One that is not there holds nothing.</param>
    public static ManifestSearch Below(string folder)
    {
        var (paths, faults, left) = (new List<string>(), new List<string>(), new Stack<string>());
        var root = Path.GetFullPath(folder);
        if (Directory.Exists(root))
        {
            root = new DirectoryInfo(root).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? root;
            left.Push(root);
        }
        while (left.TryPop(out var next))
            foreach (var entry in Entries(next, faults))
                Sort(entry, paths, faults, left);
        paths.Sort(StringComparer.Ordinal);
        faults.Sort(StringComparer.Ordinal);
        return new ManifestSearch(root, paths, faults);
    }

    private static void Sort(FileSystemInfo entry, List<string> paths, List<string> faults, Stack<string> left)
    {
        var isFolder = entry.Attributes.HasFlag(FileAttributes.Directory);
        if (entry.LinkTarget is not null && (isFolder || entry.Name == SnapshotPublisher.ManifestName))
            faults.Add($"{entry.FullName} is a link and is not followed; put the files themselves there.");
        else if (isFolder && !entry.Name.EndsWith(Unfinished, StringComparison.Ordinal))
            left.Push(entry.FullName);
        else if (!isFolder && entry.Name == SnapshotPublisher.ManifestName)
            paths.Add(entry.FullName);
    }

    private static FileSystemInfo[] Entries(string folder, List<string> faults)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)    // one unreadable folder is a finding; the rest is looked at
        {
            faults.Add($"{folder} cannot be read: {unreadable.Message}");
            return [];
        }
    }
}
