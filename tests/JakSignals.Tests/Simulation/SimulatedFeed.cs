using System.Text;
using JakSignals.Simulation;

namespace JakSignals.Tests.Simulation;

/// <summary>Shares one simulation among the tests of this folder.</summary>
[CollectionDefinition(nameof(SimulatedFeed))]
public sealed class SharesSimulatedFeed : ICollectionFixture<SimulatedFeed>;

/// <summary>60,000 simulated reports on disk, read back by the plainest means: lines and string.Split.</summary>
public sealed class SimulatedFeed : IDisposable
{
    public const int Reports = 60_000;

    public SimulatedFeed() => Result = new FaersSimulation(new() { Reports = Reports, Seed = 42 }).Write(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public SimulationResult Result { get; }

    /// <summary>Rows of a table over all quarters, as fields; without headers, blank lines and the records listed as unreadable.</summary>
    public IEnumerable<string[]> Rows(string table) => Result.Quarters.SelectMany(quarter => RowsOf(quarter, table));

    public IEnumerable<string[]> RowsOf(SimulatedQuarter quarter, string table)
    {
        var name = FileName(quarter, table);
        var unreadable = Result.Oddities.Where(o => o.File == name && !o.Readable).Select(o => o.Line).ToHashSet();
        return Lines(quarter, table).Select((text, i) => (text, line: i + 1L)).Skip(1)
            .Where(row => row.text.Length > 0 && !unreadable.Contains(row.line)).Select(row => row.text.Split('$'));
    }

    /// <summary>Physical lines of a table, the header first.</summary>
    public static IEnumerable<string> Lines(SimulatedQuarter quarter, string table) =>
        File.ReadLines(Path.Combine(quarter.Path, "ASCII", FileName(quarter, table)), Encoding.Latin1);

    public static string FileName(SimulatedQuarter quarter, string table) => $"{table}{quarter.Quarter[2..]}.txt";

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
