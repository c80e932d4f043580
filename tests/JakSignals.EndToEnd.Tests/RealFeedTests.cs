using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using JakSignals.App.Commands;
using JakSignals.Snapshots;
using JakSignals.Tests;
using Microsoft.Data.Sqlite;

namespace JakSignals.EndToEnd.Tests;

/// <summary>FDA's own files, from 2004 to 2022, where they lie beside the repository.</summary>
public sealed class RealFeedTests
{
    [Fact]
    public async Task Quarters_of_three_eras_make_one_week_in_which_every_record_is_accounted_for()
    {
        string[] quarters = [Shared.Path("feeds/faers/2004Q1"), Shared.Path("feeds/faers/2017Q2"), Shared.Path("feeds/faers/2022Q4")];
        using var place = new Place();
        var quality = (await place.WeekAsync("2022-12-31", [.. quarters, "--accept", "2022Q4", "--reason", "only the first lines of each table lie here"])).Table("data_quality");
        var byFile = Enumerable.Range(0, quality.RowCount).Where(row => quality.Text("check", row)!.StartsWith("rows_", StringComparison.Ordinal))
            .GroupBy(row => (quality.Text("source_file", row), quality.Text("period", row)))
            .ToDictionary(file => file.Key, file => file.ToDictionary(row => quality.Text("check", row)!, row => quality.Count("rows", row)!.Value));
        Assert.True(byFile.Count >= 21, $"{byFile.Count} files");
        Assert.All(byFile, file => Assert.Equal(file.Value["rows_read"], file.Value.Where(check => check.Key != "rows_read").Sum(check => check.Value)));
        Assert.All(byFile, file => Assert.True(file.Value["rows_read"] > 0, $"{file.Key} was read as empty"));
    }

    [Fact]
    public async Task The_two_Xeljanz_reports_of_2017Q2_are_tofacitinib()
    {
        using var place = new Place();
        await place.WeekAsync("2022-12-31", [Shared.Path("feeds/faers/2017Q2")]);
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={place.StoreFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT COUNT(DISTINCT d.report_id), GROUP_CONCAT(DISTINCT s.substance_key)
            FROM report_drug AS d JOIN drug_name AS n USING (drug_name_id) JOIN substance_alias AS a USING (drug_name_id) JOIN substance AS s USING (substance_id)
            WHERE n.name LIKE '%XELJANZ%'
            """;
        using var rows = command.ExecuteReader();
        Assert.True(rows.Read());
        Assert.Equal((2L, "TOFACITINIB"), (rows.GetInt64(0), rows.GetString(1)));
    }
}

/// <summary>FAERS 2022Q3 as an R package ships it (215 867 cases), against counts by pandas and scores by R: ../shared/golden/faers2022q3.</summary>
public sealed class GoldenQuarterTests
{
    [Fact]
    public async Task Every_count_from_three_cases_on_and_every_score_is_that_of_the_reference()
    {
        var (counts, sample) = (Shared.Path("golden/faers2022q3/all_pair_counts.csv.gz"), Shared.Path("golden/faers2022q3/sample3000_signals.csv"));
        using var place = new Place();
        RenameColumns(Shared.Path("golden/faers2022q3/faers22q3raw.csv.gz"), place.Path("faers22q3.csv"));
        (await place.RunAsync("weekly", place.Path("faers22q3.csv"), "--as-of", "2022-12-31", "--names", "as-given")).Require(ExitCodes.Done);
        var snapshot = SnapshotPublisher.Read(place.SnapshotFolder("2022-12-31"));
        Assert.Equal(215_867, snapshot.Manifest.Cases);

        var signals = snapshot.Table("signals");
        var pairs = Enumerable.Range(0, signals.RowCount).Where(row => signals.Text("stratum", row) == "all" && signals.Text("role_scope", row) == "suspect" && signals.Text("drug_kind", row) == "substance" && signals.Text("event_level", row) == "term")
            .ToDictionary(row => (signals.Text("drug_key", row)!, signals.Text("event_key", row)!));
        RequireSameCounts(counts, signals, pairs);
        RequireSameScores(sample, signals, pairs);
    }

    // The reference merges the names of the JAK inhibitors only; the brands of the TNF inhibitors that ours are compared with are added up: a case of this file has one drug.
    private static readonly Dictionary<string, string> TnfBrands = new()
    {
        ["HUMIRA"] = "ADALIMUMAB", ["HYRIMOZ"] = "ADALIMUMAB", ["HULIO"] = "ADALIMUMAB", ["IMRALDI"] = "ADALIMUMAB", ["HADLIMA"] = "ADALIMUMAB", ["ABRILADA"] = "ADALIMUMAB",
        ["ENBREL"] = "ETANERCEPT", ["ERELZI"] = "ETANERCEPT", ["CIMZIA"] = "CERTOLIZUMAB PEGOL", ["SIMPONI"] = "GOLIMUMAB", ["SIMPONI ARIA"] = "GOLIMUMAB",
        ["REMICADE"] = "INFLIXIMAB", ["INFLECTRA"] = "INFLIXIMAB", ["RENFLEXIS"] = "INFLIXIMAB", ["AVSOLA"] = "INFLIXIMAB", ["IXIFI"] = "INFLIXIMAB",
    };

    private static string SubstanceOf(string ingredient) => TnfBrands.GetValueOrDefault(ingredient.ToUpperInvariant(), ingredient.ToUpperInvariant());

    private static void RequireSameCounts(string golden, Table signals, Dictionary<(string, string), int> pairs)
    {
        var left = pairs.Keys.ToHashSet();
        var faults = new List<string>();
        var compared = 0;
        var records = Records(golden).ToList();
        var cases = records.DistinctBy(row => row["ingredient"]).GroupBy(row => SubstanceOf(row["ingredient"])).ToDictionary(rows => rows.Key, rows => rows.Sum(row => Whole(row["n_drug"])));
        foreach (var rows in records.GroupBy(row => (Drug: SubstanceOf(row["ingredient"]), Event: row["event"].ToUpperInvariant())))
        {
            var (a, key, row) = (rows.Sum(row => Whole(row["a"])), rows.Key, rows.First());
            if (a < 3)
                continue;
            compared++;
            if (!left.Remove(key))
                faults.Add($"{key} is missing or stands twice");
            else if (signals.Cells(pairs[key]) is var (fa, b, c, d) && (fa, fa + b, fa + c, fa + b + c + d) != (a, cases[key.Drug], Whole(row["n_event"]), Whole(row["N"])))
                faults.Add($"{key} is {(fa, fa + b, fa + c, fa + b + c + d)}, expected {a}, {cases[key.Drug]}, {row["n_event"]}, {row["N"]}");
        }
        faults.AddRange(left.Select(key => $"{key} is not in the reference"));
        Assert.True(faults.Count == 0, $"{faults.Count} faults: {string.Join("; ", faults.Take(10))}");
        Assert.True(compared > 10_000, $"only {compared} pairs were compared");
    }

    private static void RequireSameScores(string golden, Table signals, Dictionary<(string, string), int> pairs)
    {
        (string Ours, string Theirs)[] columns =
        [
            ("expected", "E"), ("prr", "PRR"), ("prr_lower", "PRR_lo"), ("prr_upper", "PRR_hi"), ("ror", "ROR"), ("ror_lower", "ROR_lo"), ("ror_upper", "ROR_hi"),
            ("chi_square", "chi2"), ("chi_square_yates", "chi2_yates"), ("ic", "IC"), ("ic_lower", "IC025"), ("ic_upper", "IC975"),
        ];
        var compared = 0;
        foreach (var row in Records(golden).Where(row => Whole(row["a"]) >= 3 && !TnfBrands.ContainsKey(row["ING"].ToUpperInvariant()) && !TnfBrands.ContainsValue(row["ING"].ToUpperInvariant())))
        {
            var found = pairs[(row["ING"].ToUpperInvariant(), row["AE"].ToUpperInvariant())];
            foreach (var (ours, theirs) in columns)
                if (double.TryParse(row[theirs], CultureInfo.InvariantCulture, out var expected) && double.IsFinite(expected))
                    Rows.Near(expected, signals.Measure(ours, found));
                else
                    Assert.Null(signals.Measure(ours, found));
            compared++;
        }
        Assert.True(compared > 500, $"only {compared} scores were compared");
    }

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Records by column name; unpacked where the file is a gzip.</summary>
    private static IEnumerable<Dictionary<string, string>> Records(string path)
    {
        using var text = new MemoryStream();
        using (var file = Open(path))
            file.CopyTo(text);
        using var reader = CsvReader.Create(text.ToArray(), new CsvReaderOptions());
        while (reader.Read())
            yield return reader.Headers.Index().ToDictionary(column => column.Item, column => reader.GetString(column.Index));
    }

    private static Stream Open(string path) => path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);

    private static void RenameColumns(string from, string to)
    {
        using var reader = new StreamReader(Open(from));
        Assert.Equal("CASEID,DRUG,AE", reader.ReadLine());
        using var writer = new StreamWriter(to);
        writer.Write("case_id,drug,event\n");
        writer.Write(reader.ReadToEnd());
    }
}
