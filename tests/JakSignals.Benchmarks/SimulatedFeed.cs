using System.Globalization;
using JakSignals.Simulation;

namespace JakSignals.Benchmarks;

/// <summary>A simulated quarter under artifacts/benchmarks, made once and used again.</summary>
internal static class SimulatedFeed
{
    private const ulong Seed = 1;

    public static string Folder { get; } = Path.Combine(Machine.RepoRoot, "artifacts", "benchmarks");

    /// <summary>The quarter's folder.</summary>
    public static string Quarter(int reports)
    {
        var folder = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"feed-{reports}"));
        var made = Path.Combine(folder, "made");
        if (!File.Exists(made))
        {
            Console.WriteLine($"Simulating into {folder} (once)");
            var result = new FaersSimulation(new() { Reports = reports, Seed = Seed, Quarters = 1 }).Write(folder);
            File.WriteAllText(made, Path.GetFileName(result.Quarters[0].Path));
        }
        return Path.Combine(folder, File.ReadAllText(made));
    }
}
