using System.Diagnostics;
using System.Text.Json;

namespace JakSignals.Benchmarks;

/// <summary>DuckDB's <c>read_csv</c> over the tables of a quarter, in a node process that stays open.</summary>
/// <remarks>
/// Why the comparison is fair, or favours DuckDB where it is not: it gets the names of the columns (so that it need not sniff) and only those columns
/// to read that we read, and on two threads both cores, where our reader uses one. It must find every field of them, check that they are UTF-8 and take their lengths, but leaves them text, where we also
/// make numbers, dates, codes and numbered texts of them and find each record's report. Broken records are passed over without being kept.
/// Its start-up is not counted, nor is ours.
/// </remarks>
internal sealed class DuckDbPeer : IDisposable
{
    // The columns FaersQuarterLoad reads.
    private static readonly HashSet<string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        "primaryid", "caseid", "caseversion", "event_dt", "fda_dt", "init_fda_dt", "age", "age_cod", "sex", "occp_cod", "occr_country", "reporter_country",
        "mfr_num", "drug_seq", "role_cod", "drugname", "prod_ai", "route", "dose_form", "dechal", "rechal", "pt", "outc_cod", "dsg_drug_seq",
        "start_dt", "end_dt", "indi_drug_seq", "indi_pt",
    };

    private readonly Process _node;
    private readonly string _queries;

    private DuckDbPeer(string modules, int threads, IEnumerable<string> tables)
    {
        Threads = threads;
        _queries = JsonSerializer.Serialize(tables.Select(Query));
        _node = Process.Start(new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "read_csv.mjs"), modules, $"{threads}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
    }

    public int Threads { get; }

    /// <summary>Folder of DuckDB's node module; null where it is not installed.</summary>
    public static string? Modules
    {
        get
        {
            var modules = Environment.GetEnvironmentVariable("JAKSIGNALS_DUCKDB") ?? Path.Combine(Machine.RepoRoot, "artifacts", "duckdb");
            return Directory.Exists(Path.Combine(modules, "node_modules", "@duckdb", "node-api")) ? modules : null;
        }
    }

    /// <summary>What to say where it is not installed.</summary>
    public static string Missing => "DuckDB is missing, so nothing was compared: npm install --prefix artifacts/duckdb @duckdb/node-api (version in eng/duckdb/package.json), or name the folder in JAKSIGNALS_DUCKDB.";

    /// <summary>DuckDB ready to read the tables; null where it is not installed.</summary>
    public static DuckDbPeer? Open(int threads, IEnumerable<string> tables) => Modules is { } modules ? new(modules, threads, tables) : null;

    /// <summary>Reads all tables once.</summary>
    public (double Seconds, long Rows) ReadAll()
    {
        _node.StandardInput.WriteLine(_queries);
        var answer = _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"DuckDB did not answer; it was asked: {_queries}");
        using var result = JsonDocument.Parse(answer);
        return (result.RootElement.GetProperty("seconds").GetDouble(), result.RootElement.GetProperty("rows").GetInt64());
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }

    private static string Query(string table)
    {
        var names = File.ReadLines(table).First().Split('$');
        var columns = string.Join(", ", names.Select(name => $"'{name}': 'VARCHAR'"));
        var lengths = string.Join(", ", names.Where(Read.Contains).Select(name => $"sum(strlen({name}))"));
        return $"SELECT count(*), {lengths} FROM read_csv('{table.Replace("'", "''", StringComparison.Ordinal)}', auto_detect = false, header = true, "
            + $"delim = '$', quote = '', escape = '', columns = {{{columns}}}, ignore_errors = true)";
    }
}
