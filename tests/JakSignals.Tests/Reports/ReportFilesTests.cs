using System.Globalization;
using System.Text;
using CsvHelper;
using JakSignals.Reports;
using JakSignals.Snapshots;

namespace JakSignals.Tests.Reports;

public class ReportFilesTests
{
    [Fact]
    public void Every_file_is_utf_8_with_rows_of_one_width_and_crlf()
    {
        var files = Written(SampleWeek.Snapshot(decisions: SampleWeek.Decisions()));
        Assert.Equal(["changes.csv", "matrix.csv", "classes.csv", "incidence.csv", "new-cases.csv", "decisions.csv", "ermr.csv"], files.Keys);
        Assert.All(files, file =>
        {
            Assert.EndsWith("\r\n", file.Value, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", file.Value.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Single(Records(file.Value).Select(record => record.Length).Distinct());
        });
    }

    [Fact]
    public void Classes_hold_the_numbers_of_the_snapshot_to_the_last_digit_and_nothing_where_it_has_null()
    {
        var snapshot = SampleWeek.Snapshot();
        var (table, rows) = (snapshot.Table("signals"), Rows(Written(snapshot)["classes.csv"]));
        var domain = Enumerable.Range(0, table.RowCount).Where(row => table.Flag("domain", row) == true && table.Text("stratum", row) == "all" && table.Text("role_scope", row) == "suspect").ToList();
        Assert.Equal(domain.Count, rows.Count);
        Assert.All(domain, row =>
        {
            var found = rows.Single(r => r["drug_key"] == table.Text("drug_key", row) && r["event_key"] == table.Text("event_key", row));
            Assert.Equal(table.Count("a", row)!.Value, long.Parse(found["all_cases"], CultureInfo.InvariantCulture));
            foreach (var column in new[] { "ror", "ror_lower", "ror_upper", "eb05", "ic_lower", "q_value", "expected" })
                Assert.Equal(table.Measure(column, row), found[column].Length == 0 ? null : double.Parse(found[column], CultureInfo.InvariantCulture));
            Assert.Equal(table.Flag("sdr_ema", row), found["sdr_ema"].Length == 0 ? null : bool.Parse(found["sdr_ema"]));
            Assert.Equal(table.Text("status", row), found["status"]);
        });
    }

    [Fact]
    public void Changes_are_all_changed_pairs_with_those_of_the_matrix_first()
    {
        var rows = Rows(Written(SampleWeek.Snapshot(decisions: SampleWeek.Decisions()))["changes.csv"]);
        Assert.Equal(5 + 31, rows.Count);       // of the matrix, and the terms that the page cuts at 15
        Assert.Equal(["Abrocitinib", "under_validation", "false"], new[] { "drug_name", "review_state", "suppressed_by_review" }.Select(column => rows[0][column]));
        Assert.Equal("true", rows.Single(row => row["status"] == "cleared")["suppressed_by_review"]);
        Assert.All(rows.Skip(5), row => Assert.Equal("false", row["in_matrix"]));
    }

    [Fact]
    public void New_cases_and_decisions_are_those_of_the_snapshot()
    {
        var files = Written(SampleWeek.Snapshot(decisions: SampleWeek.Decisions()));
        var cases = Rows(files["new-cases.csv"]);
        Assert.Equal(21, cases.Count);
        Assert.Equal(["24101188", "2026-11-12", "71", "true", "true", "41", ""], new[] { "case_id", "received_on", "age_years", "serious", "fatal", "days_to_onset", "dechallenge" }.Select(column => cases[0][column]));
        Assert.Equal("66.5", cases.Single(c => c["case_id"] == "24100071")["age_years"]);
        var decisions = Rows(files["decisions.csv"]);
        Assert.Equal(["under_validation", "high", "2026-11-15", "true", "true", "39", "3.21"], new[] { "state", "priority", "due_on", "overdue", "labelled", "cases_seen", "ror_lower_seen" }.Select(column => decisions[0][column]));
        Assert.Equal(["", "", ""], new[] { "priority", "due_on", "assignee" }.Select(column => decisions[1][column]));
    }

    [Fact]
    public void Matrix_has_a_row_a_drug_with_cases_ror_and_lower_limit_of_each_class()
    {
        var rows = Rows(Written(SampleWeek.Snapshot())["matrix.csv"]);
        Assert.Equal(9, rows.Count);
        Assert.Equal("42", rows[4]["Herpes zoster: cases"]);
        Assert.Equal(["0", "", ""], new[] { "cases", "ROR", "ROR lower limit" }.Select(part => rows[4]["Gastrointestinal perforation: " + part]));
        Assert.Equal(2 + 3 * 8, rows[0].Count);
    }

    [Fact]
    public void Incidence_says_kind_and_discordance_and_compares_no_reporting_rate()
    {
        var rows = Rows(Written(SampleWeek.Snapshot())["incidence.csv"]);
        Assert.Equal(8, rows.Count);
        Assert.All(rows.Where(row => row["kind"] == "sales"), row => Assert.Equal(("", "", ""), (row["ror"], row["discordant"], row["published_rate"])));
        Assert.Equal("true", rows.Single(row => row["cohort"] == "Claims A" && row["event_key"] == "cpk_elevation")["discordant"]);     // 4.39 (2.01–8.33) beside 4.4 (3.8–6.2), reported more often
    }

    [Fact]
    public void Ermr_extract_has_groups_of_patients_regions_and_both_runs()
    {
        var pair = new SampleWeek.SignalRow("d", "Drug", "substance", "e", "Event", "class", 100, 100, 1000, 4000)
        { Status = "persisting", New = 9, Serious = 40, Fatal = 8, NewSerious = 5, NewFatal = 2, DrugOrder = 0, EventOrder = 0, PreviousCases = 93, PreviousEma = true, PreviousEvans = false };
        var rows = Rows(Written(SampleWeek.Snapshot(
        [
            pair, pair with { Stratum = "age=0-17", A = 7, New = 3, Status = null }, pair with { Stratum = "age=65+", A = 21, New = 4, Status = null }, pair with { Stratum = "region=Japan", A = 0, New = 0, Status = null },
            pair with { EventKey = "T", EventName = "Term", Level = "term", EventOrder = null, Domain = false, Status = "none", New = 1, PreviousCases = null },
            pair with { DrugKey = "o", DrugName = "Other", DrugOrder = null, Domain = false, Status = "new" },
        ]))["ermr.csv"]);
        Assert.Equal(["Event", "Term"], rows.Select(row => row["reaction_or_class"]));        // no drug that is none of the matrix
        Assert.Equal(["9", "100", "5", "40", "2", "8"], new[] { "new_cases", "all_cases", "new_serious", "all_serious", "new_fatal", "all_fatal" }.Select(column => rows[0][column]));
        Assert.Equal(["3", "7", "4", "21", "0", "0", "", ""], new[] { "new_under_18", "all_under_18", "new_65_and_over", "all_65_and_over", "new_japan", "all_japan", "new_us", "all_us" }.Select(column => rows[0][column]));
        Assert.Equal(4, double.Parse(rows[0]["ror"], CultureInfo.InvariantCulture), 12);
        Assert.Equal(["true", "true", "true", "true", "false", "7", "persisting", ""], new[] { "sdr", "sdr_previous", "sdr_ema", "previous_sdr_ema", "previous_sdr_evans", "change_in_cases", "status", "ror_japan" }.Select(column => rows[0][column]));
        Assert.Equal(["false", "", "", "1"], new[] { "sdr_previous", "all_under_18", "change_in_cases", "new_cases" }.Select(column => rows[1][column]));
    }

    [Theory] // what a spreadsheet takes for a formula, and what RFC 4180 must quote
    [InlineData("=1+1", "'=1+1")] [InlineData("+1", "'+1")] [InlineData("-1", "'-1")] [InlineData("@SUM(A1)", "'@SUM(A1)")] [InlineData("\tx", "'\tx")] [InlineData("\rx", "'\rx")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")] [InlineData("\uFF0B1", "'\uFF0B1")] [InlineData("\uFF0D1", "'\uFF0D1")] [InlineData("\uFF20SUM(A1)", "'\uFF20SUM(A1)")]
    [InlineData("\uFE661", "'\uFE661")] [InlineData("\uFE621", "'\uFE621")] [InlineData("\uFE631", "'\uFE631")] [InlineData("\uFE6BA1", "'\uFE6BA1")] [InlineData("\u22121", "'\u22121")]
    [InlineData(" =1", "' =1")] [InlineData("\u00A0\u3000=1", "'\u00A0\u3000=1")] [InlineData("\u200B\uFEFF\u00AD=1", "'\u200B\uFEFF\u00AD=1")] [InlineData("\u0001=1", "'\u0001=1")]
    [InlineData("\"=1\"", "'\"=1\"")] [InlineData("\u201C=1", "'\u201C=1")] [InlineData("'=1", "''=1")] [InlineData("\nx", "'\nx")] [InlineData("\n=1", "'\n'=1")]
    [InlineData("a;=1", "a;'=1")] [InlineData("a;b\t @x", "a;b\t' @x")] [InlineData("one\r\n=1", "one\r'\n'=1")]       // a cell begins there where cells are divided otherwise
    [InlineData("Drug A; Drug B", "Drug A; Drug B")] [InlineData("A \u2212 B = C", "A \u2212 B = C")] [InlineData("\"quoted\" text", "\"quoted\" text")] [InlineData(" x=1", " x=1")] [InlineData("  ", "  ")]
    [InlineData("a=b", "a=b")] [InlineData("one, \"two\"\r\nthree", "one, \"two\"\r\nthree")] [InlineData("", "")] [InlineData("'x", "'x")]
    public void Text_is_read_back_as_it_was_but_never_as_a_formula(string text, string read)
    {
        var decision = SampleWeek.Decisions()[0] with { Rationale = text };
        Assert.Equal(read, Rows(Written(SampleWeek.Snapshot(decisions: [decision]))["decisions.csv"]).Single()["rationale"]);
    }

    [Fact]
    public void Hostile_names_are_no_formula_in_any_column_of_any_file_and_numbers_stay_numbers()
    {
        SampleWeek.SignalRow pair = new("=d", "=Drug", "substance", "+e", "@Event", "class", 100, 100, 1000, 300) { Status = "new", Reason = "-2+3", IcLower = -1.5 };
        var files = Written(SampleWeek.Snapshot([pair], incidence: [], cases: [new("+e", "@Event", "=1", new(2026, 11, 12), 3, "F", true, false, "-x", "+y", null)], decisions: [SampleWeek.Decisions()[0] with { DrugName = "=x" }]));
        Assert.All(files, file => Assert.All(Records(file.Value).SelectMany(record => record), field => Assert.True(field is not ['=' or '+' or '-' or '@' or '\t' or '\r', ..] || double.TryParse(field, CultureInfo.InvariantCulture, out _), field)));
        Assert.Equal("-1.5", Rows(files["classes.csv"]).Single()["ic_lower"]);
    }

    [Fact]
    public void Same_snapshot_gives_the_same_bytes_in_any_culture()
    {
        var once = Written(SampleWeek.Snapshot());
        var (before, other) = (CultureInfo.CurrentCulture, (CultureInfo)CultureInfo.InvariantCulture.Clone());
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(once, Written(SampleWeek.Snapshot()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Dictionary<string, string> Written(Snapshot snapshot)
    {
        var writers = new Dictionary<string, StringWriter>();
        ReportFiles.Write(snapshot, name => writers[name] = new StringWriter(CultureInfo.InvariantCulture));
        return writers.ToDictionary(writer => writer.Key, writer => writer.Value.ToString());
    }

    private static List<Dictionary<string, string>> Rows(string file)
    {
        var records = Records(file);
        return [.. records.Skip(1).Select(record => records[0].Zip(record).ToDictionary(field => field.First, field => field.Second))];
    }

    private static List<string[]> Records(string file)
    {
        using var reader = CsvReader.Create(Encoding.UTF8.GetBytes(file), new CsvReaderOptions { HasHeader = false });
        var records = new List<string[]>();
        while (reader.Read())
            records.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return records;
    }
}
