using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using JakSignals.App.Commands;
using JakSignals.Snapshots;
using JakSignals.Statistics;
using JakSignals.Tests;

namespace JakSignals.EndToEnd.Tests;

/// <summary>The demo, run once for all tests of it.</summary>
public sealed class Demo : IAsyncLifetime
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("jaksignals-demo-").FullName;

    internal string SnapshotFolder { get; private set; } = "";

    internal Snapshot Snapshot { get; private set; } = null!;

    internal string Report { get; private set; } = "";

    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Output = (await Place.RunBareAsync("demo", "--out", Folder)).Require(ExitCodes.Done).Output;
        var week = Directory.GetDirectories(Path.Combine(Folder, "snapshots")).Order(StringComparer.Ordinal).Last();
        SnapshotFolder = Assert.Single(Directory.GetDirectories(week));
        Snapshot = SnapshotPublisher.Read(SnapshotFolder);
        Report = File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(Folder, "reports"), Path.GetFileName(week) + "_*.html")));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class DemoTests(Demo demo) : IClassFixture<Demo>
{
    private Table Signals => demo.Snapshot.Table("signals");

    private sealed record Truth(string Drug, string Event, bool IsTerm, double RelativeRate, string Note)
    {
        public bool IsControl => Note.StartsWith("control", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_planted_effect_that_the_counts_can_show_is_a_signal()
    {
        var missed = new List<string>();
        foreach (var truth in Truths().Where(truth => !truth.IsControl))
        {
            var row = Signals.Of(truth.Drug, truth.Event);
            if (Signals.Text("status", row) is "new" or "strengthened" or "persisting" or "weakened" || IsTooWeak(row, truth))
                continue;
            missed.Add(Shown(row, truth));
        }
        Assert.True(missed.Count == 0, string.Join("\n", missed));
    }

    /// <summary>
    /// What nobody could expect to see: with this relative rate and as many cases as chance would bring, the lower limit of the ROR, about
    /// rate·exp(−1.96/√a), is not above 1, so that a fair draw misses it as often as not.
    /// </summary>
    private bool IsTooWeak(int row, Truth truth)
    {
        var likely = truth.RelativeRate * Signals.Measure("expected", row)!.Value;
        return truth.RelativeRate * Math.Exp(-1.96 / Math.Sqrt(likely)) <= 1.15;
    }

    [Fact]
    public void Most_planted_effects_are_of_a_size_that_must_be_seen()
    {
        var planted = Truths().Where(truth => !truth.IsControl).ToList();
        var weak = planted.Where(truth => IsTooWeak(Signals.Of(truth.Drug, truth.Event), truth)).Select(truth => $"{truth.Drug} × {truth.Event}").ToList();
        Assert.True(weak.Count <= 3, $"too weak to be expected: {string.Join(", ", weak)}");
    }

    [Fact]
    public void No_control_is_a_signal_by_Evans()
    {
        var controls = Truths().Where(truth => truth.IsControl).ToList();
        Assert.True(controls.Count >= 5);
        foreach (var truth in controls)
            if (Enumerable.Range(0, Signals.RowCount).Any(row => IsRow(row, truth)))     // a pair of less than three cases that is no drug group has no row
                Assert.False(Signals.Flag("sdr_evans", Signals.Of(truth.Drug, truth.Event)), Shown(Signals.Of(truth.Drug, truth.Event), truth));
    }

    [Fact] // other pairs are reported together, too: an indication brings its drugs and its terms
    public void The_planted_pairs_of_substance_and_term_are_among_the_ten_strongest()
    {
        var planted = Truths().Where(truth => truth.IsTerm).Select(truth => (truth.Drug, truth.Event)).ToList();
        Assert.Equal(5, planted.Count);
        var top = Enumerable.Range(0, Signals.RowCount)
            .Where(row => Signals.Text("drug_kind", row) == "substance" && Signals.Text("event_level", row) == "term")
            .OrderByDescending(row => LikelihoodRatio.Log(Cells(row)) ?? 0).Take(10)
            .Select(row => (Signals.Text("drug_key", row)!, Signals.Text("event_key", row)!)).ToList();
        Assert.All(planted, pair => Assert.Contains(pair, top));
    }

    /// <summary>FAERS 2022Q3 has shapes of 0.15 and 0.68: ratios of observed to expected that differ widely, which lets a pair of many cases speak for itself.</summary>
    [Fact]
    public void The_prior_is_wide_as_in_life_and_many_cases_are_shrunk_little()
    {
        var prior = demo.Snapshot.Manifest.Prior;
        Assert.All(new[] { prior.Alpha1, prior.Alpha2 }, shape => Assert.InRange(shape!.Value, 0.1, 2.0));
        foreach (var truth in Truths().Where(truth => truth.IsTerm))
        {
            var row = Signals.Of(truth.Drug, truth.Event);
            var ratio = Signals.Count("a", row)!.Value / Signals.Measure("expected", row)!.Value;
            Assert.True(Signals.Count("a", row) >= 10);
            Assert.InRange(Signals.Measure("ebgm", row)!.Value, 0.7 * ratio, ratio);
            Assert.True(Signals.Measure("eb05", row) >= 2);
        }
    }

    [Fact]
    public void The_emerging_effect_is_new_and_stands_in_the_report()
    {
        Assert.Equal("new", Signals.Text("status", Signals.Of("ABROCITINIB", "herpes_zoster")));
        Assert.True(Signals.Count("new_cases", Signals.Of("ABROCITINIB", "herpes_zoster")) >= 3);
        var changes = demo.Report[..demo.Report.IndexOf("</table>", StringComparison.Ordinal)];     // the first table: what changed
        Assert.Contains("Abrocitinib", changes, StringComparison.Ordinal);
        Assert.Contains("Herpes zoster", changes, StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_ends_with_the_top_signals_and_where_everything_is()
    {
        Assert.Contains("Gastrointestinal haemorrhage", demo.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(demo.SnapshotFolder, demo.Output.Replace(Environment.NewLine, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("simulated", demo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_of_the_snapshot_contract_finds_no_fault()
    {
        DuckDb.Query("SELECT 1");      // skips where DuckDB is missing
        var check = Shared.Path("tools/check-snapshot.mjs");
        var modules = Path.Combine(Environment.GetEnvironmentVariable("JAKSIGNALS_DUCKDB") ?? Path.Combine(Shared.RepoRoot, "artifacts", "duckdb"), "node_modules");
        using var place = new Place();
        File.Copy(check, place.Path("check-snapshot.mjs"));
        Directory.CreateSymbolicLink(place.Path("node_modules"), Path.GetFullPath(modules));
        using var node = Process.Start(new ProcessStartInfo("node", [place.Path("check-snapshot.mjs"), demo.SnapshotFolder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, output + await error);
        Assert.Contains("the snapshot keeps its contract", output, StringComparison.Ordinal);
    }

    [Fact]
    public void DuckDB_reads_the_same_rows_sums_and_types()
    {
        var tables = demo.Snapshot.Tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var found = DuckDb.QueryAll([.. tables.SelectMany(table => new[] { Sums(table), $"DESCRIBE SELECT * FROM {FileOf(table)}" })]);
        foreach (var (index, table) in tables.Index())
        {
            var sums = Assert.Single(found[2 * index]);
            Assert.Equal(table.RowCount, Whole(sums.GetProperty("all rows")));
            foreach (var column in table.Columns)
                RequireSame(table, column, sums);
            Assert.Equal(table.Columns.Select(column => (column.Name, TypeOf(column.Type))),
                found[2 * index + 1].Select(row => (row.GetProperty("column_name").GetString()!, row.GetProperty("column_type").GetString()!)));
        }
    }

    private string FileOf(Table table) => DuckDb.Literal(Path.Combine(demo.SnapshotFolder, table.Name + ".parquet"));

    private string Sums(Table table) => $"SELECT count(*)::VARCHAR AS \"all rows\", {string.Join(", ", table.Columns.Select(Sum))} FROM {FileOf(table)}";

    private static string Sum(Column column) => $"count(\"{column.Name}\")::VARCHAR AS \"n_{column.Name}\", " + (column.Type switch
    {
        ColumnType.Count => $"coalesce(sum(\"{column.Name}\"), 0)::VARCHAR",
        ColumnType.Measure => $"coalesce(sum(\"{column.Name}\"), 0)::DOUBLE::VARCHAR",
        ColumnType.Flag => $"coalesce(sum(\"{column.Name}\"::INT), 0)::VARCHAR",
        ColumnType.Date => $"coalesce(sum(\"{column.Name}\" - DATE '1970-01-01'), 0)::VARCHAR",
        _ => $"coalesce(sum(strlen(\"{column.Name}\")), 0)::VARCHAR",
    }) + $" AS \"{column.Name}\"";

    private static void RequireSame(Table table, Column column, JsonElement sums)
    {
        var present = Enumerable.Range(0, table.RowCount).Where(row => !column.IsNull(row)).ToList();
        Assert.Equal(present.Count, Whole(sums.GetProperty("n_" + column.Name)));
        var found = double.Parse(sums.GetProperty(column.Name).GetString()!, CultureInfo.InvariantCulture);
        var expected = column.Type switch
        {
            ColumnType.Count => present.Sum(row => (double)table.Count(column.Name, row)!.Value),
            ColumnType.Measure => present.Sum(row => table.Measure(column.Name, row)!.Value),
            ColumnType.Flag => present.Count(row => table.Flag(column.Name, row)!.Value),
            ColumnType.Date => present.Sum(row => (double)(table.Date(column.Name, row)!.Value.DayNumber - new DateOnly(1970, 1, 1).DayNumber)),
            _ => present.Sum(row => (double)System.Text.Encoding.UTF8.GetByteCount(table.Text(column.Name, row)!)),
        };
        Assert.True(Math.Abs(found - expected) <= 1e-9 * Math.Abs(expected), $"{table.Name}.{column.Name}: DuckDB sums {found:R}, we {expected:R}");
    }

    private static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Count => "BIGINT",
        ColumnType.Measure => "DOUBLE",
        ColumnType.Flag => "BOOLEAN",
        ColumnType.Date => "DATE",
        _ => "VARCHAR",
    };

    private static long Whole(JsonElement text) => long.Parse(text.GetString()!, CultureInfo.InvariantCulture);

    private Table2x2 Cells(int row) => Signals.Cells(row) is var (a, b, c, d) ? new Table2x2(a, b, c, d) : default;

    private bool IsRow(int row, Truth truth) => Signals.Text("drug_key", row) == truth.Drug && Signals.Text("event_key", row) == truth.Event;

    private string Shown(int row, Truth truth) => string.Create(CultureInfo.InvariantCulture,
        $"{truth.Drug} × {truth.Event}, relative rate {truth.RelativeRate}: {Signals.Cells(row)}, expected {Signals.Measure("expected", row):0.0}, ROR from {Signals.Measure("ror_lower", row):0.00}, {Signals.Text("status", row)}");

    /// <summary>The list of planted effects with the keys of the signals table: substances and terms in capitals, ruxolitinib by its route.</summary>
    private List<Truth> Truths()
    {
        using var reader = CsvReader.Create(File.ReadAllBytes(Path.Combine(demo.Folder, "feeds", "truth.csv")), new CsvReaderOptions());
        var truths = new List<Truth>();
        while (reader.Read())
        {
            var isClass = reader.GetString(1) == "class";
            var drug = reader.GetString(0) switch { "ruxolitinib" => "ruxolitinib_oral", "ruxolitinib topical" => "ruxolitinib_topical", var name => name.ToUpperInvariant() };
            truths.Add(new(drug, isClass ? reader.GetString(2) : reader.GetString(2).ToUpperInvariant(), !isClass, double.Parse(reader.GetString(3), CultureInfo.InvariantCulture), reader.GetString(4)));
        }
        Assert.Equal(["drug", "event_kind", "event", "relative_rate", "note"], reader.Headers);
        return truths;
    }
}
