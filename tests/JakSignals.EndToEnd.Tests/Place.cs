using System.Collections;
using System.Diagnostics;
using JakSignals.App.Commands;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.EndToEnd.Tests;

/// <summary>What a command left: its exit code and what it wrote.</summary>
internal sealed record Ran(int Code, string Output, string Error)
{
    public Ran Require(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, expected {code}\n{Output}\n{Error}");
        return this;
    }
}

/// <summary>A store and a data folder of a test's own, gone afterwards.</summary>
internal sealed class Place : IDisposable
{
    static Place()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (((string)variable.Key).StartsWith("JAKSIGNALS__", StringComparison.OrdinalIgnoreCase))
                Environment.SetEnvironmentVariable((string)variable.Key, null);   // a developer's settings are none of the test's
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("jaksignals-e2e-").FullName;

    public string StoreFile => Path("store.db");

    public string Data => Path("data");

    /// <summary>What was logged: refusals and quarantined loads are said there and on the process's error output.</summary>
    public string Log() => string.Concat(Directory.GetFiles(System.IO.Path.Combine(Data, "logs")).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    public Database Database => Database.Named("sqlite:" + StoreFile);

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Writes lines into a file of this folder.</summary>
    public string Write(string name, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllText(Path(name), string.Concat(lines.Select(line => line + "\n")));
        return Path(name);
    }

    /// <summary>Runs a command in this process, on this store.</summary>
    public Task<Ran> RunAsync(params string[] args) => RunBareAsync([.. args, .. Where]);

    /// <summary>Runs a command in this process, with just these arguments.</summary>
    public static async Task<Ran> RunBareAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, output, error);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a week, which must end with this exit code, and reads what it published.</summary>
    public async Task<Snapshot> WeekAsync(string asOf, string[] paths, int code = ExitCodes.Done)
    {
        (await RunAsync(["weekly", .. paths, "--as-of", asOf])).Require(code);
        return SnapshotPublisher.Read(SnapshotFolder(asOf));
    }

    /// <summary>Folder of the only snapshot of that day.</summary>
    public string SnapshotFolder(string asOf) => Assert.Single(Directory.GetDirectories(System.IO.Path.Combine(Data, "snapshots", asOf)));

    /// <summary>Starts a command as a process of its own.</summary>
    public Process Start(params string[] args) => Start(_ => { }, args);

    /// <summary>Starts a command and hears each line it says.</summary>
    public Process Start(Action<string> said, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, "JakSignals.App.dll"), .. args, .. Where])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => said(line.Data ?? "");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string[] Where => ["--store", "sqlite:" + StoreFile, "--data", Data];
}

/// <summary>Reads rows of published tables by their keys.</summary>
internal static class Rows
{
    /// <summary>The row of a drug key and an event key; of signals, in the main scope over all cases.</summary>
    public static int Of(this Table table, string drug, string @event) =>
        Assert.Single(Enumerable.Range(0, table.RowCount), row => table.Text("drug_key", row) == drug && table.Text("event_key", row) == @event && table.IsMain(row));

    /// <summary>Whether a row is no row of a stratum or of another role scope.</summary>
    public static bool IsMain(this Table table, int row) =>
        !table.Columns.Any(column => column.Name == "stratum") || (table.Text("stratum", row) == "all" && table.Text("role_scope", row) == "suspect");

    /// <summary>Cells of the 2×2 table of a row.</summary>
    public static (long A, long B, long C, long D) Cells(this Table table, int row) =>
        (table.Count("a", row)!.Value, table.Count("b", row)!.Value, table.Count("c", row)!.Value, table.Count("d", row)!.Value);

    /// <summary>The row whose columns hold these texts.</summary>
    public static int Where(this Table table, params (string Column, string Value)[] wanted) =>
        Assert.Single(Enumerable.Range(0, table.RowCount), row => wanted.All(w => table.Text(w.Column, row) == w.Value));

    /// <summary>Equal to 1e-9, relative.</summary>
    public static void Near(double expected, double? actual) =>
        Assert.True(actual is { } found && Math.Abs(found - expected) <= 1e-9 * Math.Max(Math.Abs(expected), 1e-300), $"expected {expected:R}, found {actual:R}");
}
