using System.Diagnostics;
using System.Text.Json;

namespace JakSignals.Benchmarks;

/// <summary>DuckDB in a node process that stays open, with tables in its memory.</summary>
internal sealed class DuckDbQueries : IDisposable
{
    private readonly Process _node;

    private DuckDbQueries(string modules, int threads) => _node = Process.Start(
        new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "queries.mjs"), modules, $"{threads}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    /// <summary>DuckDB without tables; null where it is not installed.</summary>
    public static DuckDbQueries? Open(int threads) => DuckDbPeer.Modules is { } modules ? new(modules, threads) : null;

    /// <summary>Runs statements one after the other.</summary>
    /// <returns>Seconds of all, inside the process, and the rows of the last as text.</returns>
    public (double Seconds, string[][] Rows) Run(params string[] statements)
    {
        _node.StandardInput.WriteLine(JsonSerializer.Serialize(statements));
        var answer = _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"DuckDB did not answer; it was asked: {string.Join("; ", statements)}");
        using var result = JsonDocument.Parse(answer);
        return (result.RootElement.GetProperty("seconds").GetDouble(), result.RootElement.GetProperty("rows").Deserialize<string[][]>()!);
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }
}
