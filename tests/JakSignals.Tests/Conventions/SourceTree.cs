using System.Diagnostics;

namespace JakSignals.Tests.Conventions;

/// <summary>The repository's own text.</summary>
internal static class SourceTree
{
    /// <summary>C# files of a folder, with their path from the root and their text; what the build made is left out.</summary>
    public static IEnumerable<(string Path, string Text)> CSharp(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Shared.RepoRoot, folder), "*.cs", SearchOption.AllDirectories))
        .Select(path => (Relative(path), path))
        .Where(file => !file.Item1.Split('/').Any(part => part is "bin" or "obj"))
        .OrderBy(file => file.Item1, StringComparer.Ordinal)
        .Select(file => (file.Item1, File.ReadAllText(file.path)));

    /// <summary>Files that git keeps, from the root; skips the test where there is no git or no clone.</summary>
    public static IReadOnlyList<string> Tracked()
    {
        Assert.SkipUnless(Path.Exists(Path.Combine(Shared.RepoRoot, ".git")), "this is no git clone.");
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Shared.RepoRoot, "ls-files", "-z"]) { RedirectStandardOutput = true })!;
        var files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.SkipUnless(git.ExitCode == 0, "git does not list the files of this clone.");
        return [.. files.Where(file => File.Exists(Path.Combine(Shared.RepoRoot, file)))];
    }

    private static string Relative(string path) => Path.GetRelativePath(Shared.RepoRoot, path).Replace('\\', '/');
}
