using System.IO.Compression;
using System.Security.Cryptography;
using JakSignals.Simulation;

namespace JakSignals.Tests.Simulation;

/// <summary>Layout, reproducibility and rates of simulated files. FDA's counts for 2022Q4 and the samples of 2017Q2 and 2022Q4 are the yardstick.</summary>
[Collection(nameof(SimulatedFeed))]
public sealed class FaersSimulationTests(SimulatedFeed feed)
{
    // FDA, ASC_NTS.DOC of October 2022, section D; spelling of the files.
    private static readonly Dictionary<string, string> Headers = new()
    {
        ["DEMO"] = "primaryid caseid caseversion i_f_code event_dt mfr_dt init_fda_dt fda_dt rept_cod auth_num mfr_num mfr_sndr lit_ref age age_cod age_grp sex e_sub wt wt_cod rept_dt to_mfr occp_cod reporter_country occr_country",
        ["DRUG"] = "primaryid caseid drug_seq role_cod drugname prod_ai val_vbm route dose_vbm cum_dose_chr cum_dose_unit dechal rechal lot_num exp_dt nda_num dose_amt dose_unit dose_form dose_freq",
        ["REAC"] = "primaryid caseid pt drug_rec_act",
        ["OUTC"] = "primaryid caseid outc_cod",
        ["RPSR"] = "primaryid caseid rpsr_cod",
        ["THER"] = "primaryid caseid dsg_drug_seq start_dt end_dt dur dur_cod",
        ["INDI"] = "primaryid caseid indi_drug_seq indi_pt",
    };

    [Fact]
    public void Tables_have_the_columns_that_FDA_documents()
    {
        foreach (var quarter in feed.Result.Quarters)
            foreach (var (table, columns) in Headers)
                Assert.Equal(columns.Replace(' ', '$'), SimulatedFeed.Lines(quarter, table).First());
    }

    [Fact]
    public void Tables_have_the_headers_of_the_real_2022Q4_files()
    {
        foreach (var table in Headers.Keys)
            Assert.Equal(File.ReadLines(Shared.Path($"feeds/faers/2022Q4/ASCII/{table}22Q4.txt")).First(), SimulatedFeed.Lines(feed.Result.Quarters[0], table).First());
    }

    [Fact]
    public void Every_table_ends_its_lines_as_FDA_does()
    {
        var bytes = File.ReadAllBytes(Path.Combine(feed.Result.Quarters[0].Path, "ASCII", "REAC26Q2.txt"));
        Assert.Equal(bytes.Count(b => b == '\n'), bytes.Zip(bytes.Skip(1)).Count(pair => pair is { First: (byte)'\r', Second: (byte)'\n' }));
        Assert.Equal((byte)'\n', bytes[^1]);
    }

    [Fact]
    public void Every_report_is_marked_as_simulated()
    {
        Assert.DoesNotContain(feed.Rows("DEMO"), row => !row[10].StartsWith(FaersSimulation.ManufacturerNumberPrefix, StringComparison.Ordinal));
        Assert.Contains("simulated", File.ReadAllText(Path.Combine(feed.Folder, "SIMULATED.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Same_seed_gives_the_same_bytes() => Assert.Equal(HashOf(new() { Reports = 3000, Seed = 9 }), HashOf(new() { Reports = 3000, Seed = 9 }));

    [Fact]
    public void Another_seed_gives_other_bytes() => Assert.NotEqual(HashOf(new() { Reports = 3000, Seed = 9 }), HashOf(new() { Reports = 3000, Seed = 10 }));

    [Fact]
    public void As_many_reports_are_written_as_asked_for()
    {
        Assert.Equal(SimulatedFeed.Reports, feed.Result.Reports);
        Assert.Equal(SimulatedFeed.Reports, feed.Rows("DEMO").Count());
        foreach (var quarter in feed.Result.Quarters)
            Assert.All(quarter.Rows, rows => Assert.Equal(feed.RowsOf(quarter, rows.Key).Count(), rows.Value));
    }

    [Theory]
    [InlineData("DRUG", 4.15, 0.10)]    // FDA's counts for 2022Q4: 2,006,967 rows for 483,643 reports
    [InlineData("REAC", 2.97, 0.15)]    // about 3; 286 rows for 100 reports in the 2017Q2 sample
    [InlineData("OUTC", 0.75, 0.10)]    // 75 rows, 2017Q2
    [InlineData("RPSR", 0.02, 0.005)]   // 2 rows, 2017Q2
    [InlineData("THER", 1.80, 0.15)]    // 142 rows for 328 drug rows, 2017Q2: 0.433 a drug row, times 4.15
    [InlineData("INDI", 2.94, 0.20)]    // 232 rows for 328 drug rows, 2017Q2: 0.707 a drug row, times 4.15
    public void Rows_per_report_are_those_of_real_files(string table, double expected, double tolerance) =>
        Assert.InRange(feed.Rows(table).Count() / (double)SimulatedFeed.Reports, expected - tolerance, expected + tolerance);

    [Theory]
    [InlineData("DEMO", "age", 0.461, 0.01)]          // FDA's counts for 2022Q4: 223,039 of 483,643
    [InlineData("DEMO", "event_dt", 0.47, 0.02)]      // the others: 2017Q2 sample
    [InlineData("DEMO", "sex", 0.07, 0.01)]
    [InlineData("DEMO", "wt", 0.83, 0.02)]
    [InlineData("DEMO", "lit_ref", 0.95, 0.02)]
    [InlineData("DRUG", "prod_ai", 0.012, 0.004)]
    [InlineData("DRUG", "route", 0.244, 0.03)]
    [InlineData("DRUG", "dose_vbm", 0.494, 0.05)]
    [InlineData("DRUG", "exp_dt", 0.994, 0.003)]
    [InlineData("DRUG", "dechal", 0.476, 0.05)]
    [InlineData("THER", "start_dt", 0.056, 0.01)]
    public void Fields_are_missing_as_often_as_in_real_files(string table, string column, double expected, double tolerance)
    {
        var at = Array.IndexOf(Headers[table].Split(' '), column);
        var (rows, missing) = feed.Rows(table).Aggregate((Rows: 0, Missing: 0), (n, row) => (n.Rows + 1, n.Missing + (row[at].Length == 0 ? 1 : 0)));
        Assert.InRange(missing / (double)rows, expected - tolerance, expected + tolerance);
    }

    [Fact] // event dates of the 2017Q2 sample: 29 to the day, 12 to the month, 12 to the year
    public void Dates_are_partial_as_often_as_in_real_files()
    {
        var known = feed.Rows("DEMO").Select(row => row[4].Length).Where(length => length > 0).ToList();
        Assert.InRange(known.Count(length => length == 8) / (double)known.Count, 0.50, 0.60);
        Assert.InRange(known.Count(length => length == 6) / (double)known.Count, 0.18, 0.26);
        Assert.Equal([4, 6, 8], known.Distinct().Order());
    }

    [Fact] // 28 of 100 reports in the 2017Q2 sample
    public void Dose_rows_repeat_a_drug_within_a_report()
    {
        var repeating = feed.RowsOf(feed.Result.Quarters[0], "DRUG").GroupBy(row => row[0]).Count(report => report.GroupBy(row => row[5].Length > 0 ? row[5] : row[4]).Any(drug => drug.Count() > 1));
        Assert.InRange(repeating / (double)feed.Result.Quarters[0].Rows[0].Value, 0.23, 0.37);
    }

    [Fact]
    public void Drugs_are_numbered_from_one_and_only_the_first_is_the_primary_suspect()
    {
        foreach (var report in feed.RowsOf(feed.Result.Quarters[0], "DRUG").GroupBy(row => row[0]).Take(10_000))
        {
            Assert.Equal("1", report.First()[2]);
            Assert.Equal("PS", Assert.Single(report, row => row[3] == "PS")[3]);
            Assert.Equal(report.Count(), report.Select(row => row[2]).Distinct().Count());
        }
    }

    [Fact]
    public void Substances_and_terms_are_several_thousand_with_a_heavy_tail()
    {
        var ingredients = feed.Rows("DRUG").Where(row => row[5].Length > 0).CountBy(row => row[5]).Select(n => n.Value).OrderDescending().ToList();
        var terms = feed.Rows("REAC").CountBy(row => row[2]).Select(n => n.Value).OrderDescending().ToList();
        Assert.True(ingredients.Count > 3000 && terms.Count > 4000, $"{ingredients.Count} ingredients, {terms.Count} terms");
        Assert.True(ingredients.Take(ingredients.Count / 10).Sum() > ingredients.Sum() / 2 && terms.Take(terms.Count / 10).Sum() > terms.Sum() / 2, "the commonest tenth holds less than half");
    }

    [Fact]
    public void Primary_ids_are_case_id_and_version_and_never_repeat()
    {
        var ids = new HashSet<long>();
        foreach (var row in feed.Rows("DEMO"))
        {
            Assert.Equal(row[1] + row[2], row[0]);
            Assert.True(ids.Add(long.Parse(row[0])), $"{row[0]} repeats");
        }
        Assert.Contains(ids, id => id > int.MaxValue);
        foreach (var table in Headers.Keys)
            Assert.DoesNotContain(feed.Rows(table), row => !ids.Contains(long.Parse(row[0])));
    }

    [Fact]
    public void Later_versions_cross_quarters_and_tell_the_same_story()
    {
        var first = feed.RowsOf(feed.Result.Quarters[0], "DEMO").GroupBy(row => row[1]).ToDictionary(rows => rows.Key, rows => rows.Last());
        var again = feed.RowsOf(feed.Result.Quarters[1], "DEMO").Where(row => first.ContainsKey(row[1])).ToList();
        Assert.True(again.Count > 3000, $"only {again.Count} cases of the first quarter have a later version in the second");
        foreach (var row in again)
        {
            var earlier = first[row[1]];
            Assert.True(int.Parse(row[2]) > int.Parse(earlier[2]) && string.CompareOrdinal(row[7], earlier[7]) > 0, $"case {row[1]}: version or date does not rise");
            Assert.Equal((earlier[6], earlier[10], earlier[16], earlier[23]), (row[6], row[10], row[16], row[23]));     // init_fda_dt, mfr_num, sex, country
            Assert.True(earlier[13].Length == 0 || earlier[13] == row[13], $"case {row[1]}: the age changes");
        }
    }

    [Fact]
    public void Every_report_is_received_within_its_quarter()
    {
        Assert.DoesNotContain(feed.RowsOf(feed.Result.Quarters[0], "DEMO"), row => int.Parse(row[7]) is < 20260401 or > 20260630);
        Assert.DoesNotContain(feed.RowsOf(feed.Result.Quarters[1], "DEMO"), row => int.Parse(row[7]) is < 20260701 or > 20260930);
        Assert.Equal(new DateOnly(2026, 9, 30), feed.Result.Quarters[1].LastDay);
    }

    [Fact] // FDA's lists name 104,186 ids that DEMO has and 125,047 that it never had: 45 %
    public void Deleted_lists_begin_with_a_space_and_name_mostly_cases_that_never_appeared()
    {
        var quarter = feed.Result.Quarters[1];
        var lines = File.ReadAllText(Path.Combine(quarter.Path, "Deleted", "DELETE26Q3.txt")).Split('\n');
        var reported = feed.Rows("DEMO").Select(row => row[1]).ToHashSet();
        Assert.Equal(" ", lines[0]);
        Assert.Equal("", lines[^1]);
        var ids = lines[1..^1];
        Assert.Equal((quarter.DeletedIds, quarter.DeletedIdsReported), (ids.Length, ids.Count(reported.Contains)));
        Assert.InRange(ids.Count(reported.Contains) / (double)ids.Length, 0.40, 0.50);
    }

    [Fact]
    public void Oddities_are_on_the_lines_listed()
    {
        Assert.Equal(2, feed.Result.Oddities.Count(o => o.Kind == "glued_records"));
        foreach (var oddity in feed.Result.Oddities)
        {
            var quarter = feed.Result.Quarters.Single(q => q.Quarter == oddity.Quarter);
            var table = oddity.File[..4];
            var (line, columns) = (SimulatedFeed.Lines(quarter, table).ElementAt((int)oddity.Line - 1), Headers[table].Split(' '));
            Assert.True(LooksLike(oddity, line.Split('$'), columns), $"{oddity}: {line}");
        }
    }

    [Fact]
    public void Only_the_lines_listed_have_a_wrong_number_of_fields()
    {
        foreach (var quarter in feed.Result.Quarters)
            foreach (var (table, columns) in Headers)
                Assert.DoesNotContain(feed.RowsOf(quarter, table), row => row.Length != columns.Split(' ').Length);
    }

    [Fact]
    public void Oddities_are_listed_in_a_file_too()
    {
        var lines = File.ReadAllLines(Path.Combine(feed.Folder, "oddities.csv"));
        Assert.Equal("quarter,file,line,kind,column,readable", lines[0]);
        Assert.Equal(feed.Result.Oddities.Count, lines.Length - 1);
    }

    [Fact]
    public void Exposure_has_its_columns_and_leaves_events_of_sales_open()
    {
        var rows = File.ReadAllLines(feed.Result.ExposureFile).Select(line => line.Split(',')).ToList();
        Assert.Equal("cohort,drug,dose,indication,event_class,events,patients,patient_years,period_start,period_end,kind,source", string.Join(',', rows[0]));
        Assert.All(rows, row => Assert.Equal(12, row.Length));
        Assert.Equal(["claims", "registry", "sales", "trial"], rows.Skip(1).Select(row => row[10]).Distinct().Order());
        Assert.All(rows.Skip(1), row => Assert.Equal(row[10] == "sales", row[5].Length == 0));
        // abrocitinib 200 mg: 4.34 per 100 patient-years of 934, 40.5 events expected, ± 4·√40.5
        var zoster = int.Parse(rows.Single(row => row[2] == "200 mg once daily" && row[4] == "herpes_zoster")[5]);
        Assert.InRange(zoster, 15, 66);
    }

    [Fact]
    public void Archives_hold_the_same_texts_under_FDAs_member_names()
    {
        using var folder = new TemporaryFolder();
        var options = new SimulationOptions { Reports = 500, Seed = 4, Quarters = 1 };
        var plain = new FaersSimulation(options).Write(Path.Combine(folder.Path, "plain"), cancel: TestContext.Current.CancellationToken).Quarters[0].Path;
        var packed = new FaersSimulation(options with { Zip = true }).Write(Path.Combine(folder.Path, "zip"), cancel: TestContext.Current.CancellationToken).Quarters[0].Path;
        using var zip = ZipFile.OpenRead(packed);
        Assert.Equal(8, zip.Entries.Count);
        foreach (var member in zip.Entries)
        {
            using var text = new StreamReader(member.Open(), System.Text.Encoding.Latin1);
            Assert.Equal(File.ReadAllText(Path.Combine(plain, member.FullName), System.Text.Encoding.Latin1), text.ReadToEnd());
        }
    }

    [Fact]
    public void Progress_ends_with_all_reports()
    {
        using var folder = new TemporaryFolder();
        var seen = new Steps();
        new FaersSimulation(new() { Reports = 25_000, Seed = 1 }).Write(folder.Path, seen, TestContext.Current.CancellationToken);
        Assert.Equal([10_000, 12_500, 22_500, 25_000], seen.Reported);
    }

    [Fact]
    public void Cancelling_stops_the_writing()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<OperationCanceledException>(() => new FaersSimulation(new() { Reports = 20_000, Seed = 1 }).Write(folder.Path, cancel: new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(39, 2, "2026Q2", "20 for each of 2 quarters")]
    [InlineData(1000, 9, "2026Q2", "less than or equal to '8'")]
    [InlineData(1000, 2, "2026-2", "such as 2026Q2")]
    public void Options_out_of_range_are_refused_with_what_would_be_right(int reports, int quarters, string first, string reason)
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => new FaersSimulation(new() { Reports = reports, Seed = 1, Quarters = quarters, FirstQuarter = first }));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private static bool LooksLike(Oddity oddity, string[] fields, string[] columns)
    {
        string Field() => fields[Array.IndexOf(columns, oddity.Column)];
        return oddity.Kind switch
        {
            "blank_line" => fields is [""],
            "glued_records" => fields.Length == columns.Length * 2 - 1,
            "dollar_in_field" => fields.Length == columns.Length + 1,
            "bad_date" => Field() is "20261301" or "20260231",
            "non_integer_id" => !long.TryParse(Field(), out _),
            "control_character" => Field().Any(char.IsControl),
            "latin1_byte" => Field().Any(letter => letter > 127),
            "quotes_and_hash" => Field().Contains('"', StringComparison.Ordinal) && Field().Contains('#', StringComparison.Ordinal),
            "bad_expiry_date" => Field() == "20261399",
            "free_text_amount" => Field() == "1 TO 2",
            _ => false,
        };
    }

    private static string HashOf(SimulationOptions options)
    {
        using var folder = new TemporaryFolder();
        new FaersSimulation(options).Write(folder.Path, cancel: TestContext.Current.CancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList())
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(folder.Path, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed class Steps : IProgress<long>
    {
        public List<long> Reported { get; } = [];

        public void Report(long value) => Reported.Add(value);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("simulation").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
