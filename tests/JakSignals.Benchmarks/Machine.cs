using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace JakSignals.Benchmarks;

/// <summary>Where figures come from, and folders of this repository.</summary>
internal static class Machine
{
    public static string Description { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}");

    public static string RepoRoot { get; } = FindRepoRoot();

    /// <summary>Seconds a piece of work takes, after a collection so that it does not pay for the garbage of others.</summary>
    public static double Seconds(Action work)
    {
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The middle of several figures; of an even number, the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string FindRepoRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "JakSignals.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds JakSignals.sln.");
        return folder.FullName;
    }
}
