namespace JakSignals.Tests;

/// <summary>Files beside the repository that a test may use where they are present, and skips without.</summary>
internal static class Shared
{
    public static string RepoRoot { get; } = FindRepoRoot(AppContext.BaseDirectory);

    /// <summary>A file or folder of <c>../shared</c>; the test that asks is skipped, with the reason, where it is absent.</summary>
    public static string Path(string relative)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(RepoRoot, "..", "shared", relative));
        Assert.SkipUnless(System.IO.Path.Exists(path), $"../shared/{relative} is not beside the repository.");
        return path;
    }

    private static string FindRepoRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "JakSignals.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No folder above {start} holds JakSignals.sln.");
    }
}
