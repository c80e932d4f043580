using System.Diagnostics;
using System.Text.Json;

namespace JakSignals.Tests;

/// <summary>DuckDB, a reader of our files that is not ours. Skips the test where it is not installed.</summary>
internal static class DuckDb
{
    private static readonly string Tools = Path.Combine(Shared.RepoRoot, "eng", "duckdb");

    /// <summary>Rows of one statement, as JSON objects by column; integers of 64 bits, dates and doubles beyond JSON come as text.</summary>
    public static IReadOnlyList<JsonElement> Query(string sql) => QueryAll(sql)[0];

    /// <summary>Rows of each statement, in one process; quicker than one call each.</summary>
    public static IReadOnlyList<IReadOnlyList<JsonElement>> QueryAll(params string[] statements)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Tools, "query.mjs"), Module()])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        node.StandardInput.Write(JsonSerializer.Serialize(statements));
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        if (node.ExitCode != 0)
            throw new InvalidOperationException($"DuckDB: {errors.GetAwaiter().GetResult()}\n{string.Join(";\n", statements)}");
        using var results = JsonDocument.Parse(output);
        return [.. results.RootElement.EnumerateArray().Select(rows => (IReadOnlyList<JsonElement>)[.. rows.EnumerateArray().Select(r => r.Clone())])];
    }

    /// <summary>A path as an SQL literal.</summary>
    public static string Literal(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Module()
    {
        var folder = Environment.GetEnvironmentVariable("JAKSIGNALS_DUCKDB") ?? Path.Combine(Shared.RepoRoot, "artifacts", "duckdb");
        if (Directory.Exists(Path.Combine(folder, "node_modules", "@duckdb", "node-api")))
            return folder;
        var reason = $"needs DuckDB's reader: npm install --prefix artifacts/duckdb @duckdb/node-api@{Version()}";
        Assert.SkipWhen(Environment.GetEnvironmentVariable("JAKSIGNALS_REQUIRE_DUCKDB") != "1", reason);
        throw new InvalidOperationException(reason);
    }

    private static string Version()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(Tools, "package.json")));
        return package.RootElement.GetProperty("dependencies").GetProperty("@duckdb/node-api").GetString()!;
    }
}
