using System.Collections;
using System.Diagnostics;
using JakSignals.App.Commands;
using JakSignals.Snapshots;
using JakSignals.Store;
using JakSignals.Tests.Stores;

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

    public Place() : this(new SqliteStores()) { }

    public Place(TestStores stores)
    {
        (Stores, Database) = (stores, stores.NewDatabase());
        if (stores is SqlServerStores)
            Database.Migrate(TimeProvider.System);      // an act of its own there
        Settings = Path("settings.json");
        var text = File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "appsettings.json"));
        Assert.Contains("\"MaximumQuarantinedPercent\": 5", text, StringComparison.Ordinal);
        File.WriteAllText(Settings, text.Replace("\"MaximumQuarantinedPercent\": 5", "\"MaximumQuarantinedPercent\": 100", StringComparison.Ordinal)
            .Replace("\"Schema\": \"jaksignals\"", $"\"Schema\": \"{(stores as SqlServerStores)?.SchemaOf(Database) ?? "jaksignals"}\"", StringComparison.Ordinal));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("jaksignals-e2e-").FullName;

    /// <summary>The file of a store of SQLite.</summary>
    public string StoreFile => Database.Location;

    public string Data => Path("data");

    /// <summary>What was logged: refusals and quarantined loads are said there and on the process's error output.</summary>
    public string Log() => string.Concat(Directory.GetFiles(System.IO.Path.Combine(Data, "logs")).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    /// <summary>Which engine this place is on.</summary>
    public TestStores Stores { get; }

    public Database Database { get; }

    /// <summary>The store as the command line names it.</summary>
    public string Store => Stores is SqlServerStores server ? "sqlserver:" + server.ConnectionString : "sqlite:" + StoreFile;

    public RunLedger Ledger => new(Database, TimeProvider.System);

    /// <summary>The program's settings, but for a quality gate that lets the deliberately broken records of the small feeds pass.</summary>
    public string Settings { get; }

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Writes lines into a file of this folder.</summary>
    public string Write(string name, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllText(Path(name), string.Concat(lines.Select(line => line + "\n")));
        return Path(name);
    }

    /// <summary>Runs a command in this process, on this store.</summary>
    public Task<Ran> RunAsync(params string[] args) => RunBareAsync([.. args, .. Where(args)]);

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
        var start = new ProcessStartInfo("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, "JakSignals.App.dll"), .. args, .. Where(args)])
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

    /// <summary>Does to the store what no part of the program would; tables are named <c>jaksignals.table</c>.</summary>
    public int Execute(string sql) => Stores.Execute(Database, sql);

    /// <summary>Reads one number.</summary>
    public long Number(string sql) => Convert.ToInt64(Stores.Scalar(Database, sql), System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        Stores.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private string[] Where(string[] args) => ["--store", Store, "--data", Data, .. args.Contains("--config") ? (string[])[] : ["--config", Settings]];
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
