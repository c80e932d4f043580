using JakSignals.Ingest;

namespace JakSignals.Tests.Ingest;

/// <summary>Quarters that are not whole, and whole ones that must not be taken for them.</summary>
public sealed class CompletenessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("completeness-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_whole_quarter_has_no_fault()
    {
        Assert.Empty(Faults(QuarterText.Of(68)));
    }

    [Fact]
    public void Reactions_cut_off_at_a_line_end_are_a_fault_that_names_the_number_and_the_first_reports()
    {
        var faults = Faults(QuarterText.Of(68).Cut("REAC", 8));

        // reports 60 to 67 of those numbered from 10050000: 8 / 68 = 11.76 %
        Assert.Contains("8 of 68 reports have no reaction in REAC26Q1.txt (11.76 %; at most 1 % is allowed): 100500601, 100500611, 100500621, 100500631, 100500641 and others.", faults);
    }

    [Theory]
    [InlineData(40, 5)]
    [InlineData(70, 10)]
    [InlineData(40, 2)]
    [InlineData(3, 3)]
    public void Drugs_cut_off_are_a_fault_in_small_quarters_too(int cases, int cut)
    {
        Assert.Contains(Faults(QuarterText.Of(cases).Cut("DRUG", cut)), fault => fault.StartsWith($"{cut} of {cases} reports have no drug in DRUG26Q1.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void One_report_without_a_reaction_is_let_pass()
    {
        var quarter = QuarterText.Of(40);
        quarter["REAC"].RemoveAt(17);

        Assert.Empty(Faults(quarter));
    }

    [Fact]
    public void Reports_cut_off_show_as_records_of_reports_that_demo_does_not_have()
    {
        var faults = Faults(QuarterText.Of(68).Cut("DEMO", 8));

        Assert.Contains("DRUG26Q1.txt has records of 8 reports that DEMO, with 60, does not have (at most 1 % is allowed): 100500601, 100500611, 100500621, 100500631, 100500641 and others.", faults);
        Assert.Contains(faults, fault => fault.StartsWith("OUTC26Q1.txt has records of 8 reports", StringComparison.Ordinal));
    }

    [Fact] // 12 of 5,000 are 0.24 %, within the share allowed; only that they all stand at the end gives it away
    public void Few_reports_cut_off_at_the_end_of_a_large_quarter_are_a_fault()
    {
        Assert.Contains("DRUG26Q1.txt ends with 12 reports that DEMO does not have: DEMO seems to be cut off.", Faults(QuarterText.Of(5000).Cut("DEMO", 12)));
        Assert.Contains("REAC26Q1.txt says nothing of the last 12 of 5,000 reports, and before of 4,988 of 4,988: it seems to be cut off.", Faults(QuarterText.Of(5000).Cut("REAC", 12)));
    }

    [Theory] // four reports without an outcome may stand together; (1/65)^5 is 1e-9
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(8, true)]
    public void Outcomes_that_fall_silent_before_demo_ends_are_a_fault(int cut, bool isFault)
    {
        string[] expected = isFault ? [$"OUTC26Q1.txt says nothing of the last {cut} of 68 reports, and before of {68 - cut} of {68 - cut}: it seems to be cut off."] : [];

        Assert.Equal(expected, Faults(QuarterText.Of(68).Cut("OUTC", cut)));
    }

    [Theory] // they may be given for a part of the reports only
    [InlineData("THER")]
    [InlineData("INDI")]
    public void Therapies_and_indications_that_fall_silent_are_told_but_no_fault(string table)
    {
        var quarter = Read(QuarterText.Of(68).Cut(table, 8).Write(_folder));

        Assert.Empty(Completeness.Faults(quarter.Findings!, LoadHistory.None, 1));
        var told = Findings.Of(quarter.Findings!, [.. quarter.Files.Select(file => (file, quarter.Tallies[file.Kind].Read))]).Single(row => row.Finding == "table_ends_early");
        Assert.Equal(($"{table}26Q1.txt", 8L, $"{table}26Q1.txt says nothing of the last 8 of 68 reports, and before of 60 of 60: it seems to be cut off."), (told.File, told.Rows, told.Detail));
    }

    [Fact] // 6 serious reports, then 40 that are not: sorted by seriousness, or cut off; a person must look
    public void Outcomes_of_the_first_reports_alone_are_told_but_no_fault()
    {
        var quarter = Read(QuarterText.Of(46, hasOutcome: i => i < 6).Write(_folder));

        Assert.Empty(Completeness.Faults(quarter.Findings!, LoadHistory.None, 1));
        var told = Findings.Of(quarter.Findings!, [.. quarter.Files.Select(file => (file, quarter.Tallies[file.Kind].Read))]).Single(row => row.Finding == "table_ends_early");
        Assert.Equal(("OUTC26Q1.txt", 40L), (told.File, told.Rows));
    }

    [Fact] // three of five have an outcome: (2/5)^40 is 1e-16, and no other silence is longer than 1
    public void Outcomes_cut_off_are_found_where_many_reports_have_none()
    {
        var faults = Faults(QuarterText.Of(200, hasOutcome: i => i % 5 is 0 or 2 or 4).Cut("OUTC", 24));

        Assert.Contains(faults, fault => fault.StartsWith("OUTC26Q1.txt says nothing of the last 40 of 200 reports", StringComparison.Ordinal));
    }

    [Fact]
    public void Reactions_of_another_quarter_are_a_fault()
    {
        var quarter = QuarterText.Of(50);
        quarter["REAC"].Clear();
        quarter["REAC"].AddRange(QuarterText.Of(50, first: 20050000)["REAC"]);

        var faults = Faults(quarter);

        Assert.Contains(faults, fault => fault.StartsWith("50 of 50 reports have no reaction in REAC26Q1.txt", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("REAC26Q1.txt has records of 50 reports that DEMO, with 50, does not have", StringComparison.Ordinal));
    }

    [Fact] // 6 of 2,000 are 0.3 %; by chance 6 in a row with no other missing have a probability of (1/1996)^6
    public void A_hole_within_a_table_is_a_fault()
    {
        var quarter = QuarterText.Of(2000);
        quarter["REAC"].RemoveRange(700, 6);

        Assert.Equal(["REAC26Q1.txt says nothing of 6 reports in a row: records seem to be missing within it."], Faults(quarter));
    }

    [Theory] // the last record of each table, cut within a field
    [InlineData("REAC")]
    [InlineData("DRUG")]
    [InlineData("OUTC")]
    [InlineData("DEMO")]
    public void A_last_record_that_is_cut_off_is_a_fault(string table)
    {
        var quarter = QuarterText.Of(300);
        quarter.Write(_folder);
        var file = quarter.FileOf(_folder, table);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^(table == "OUTC" ? 2 : 6)]);    // OUTC: "…$O", no outcome; else fewer fields

        Assert.Contains(Faults(_folder), fault => fault.Contains($"{table}26Q1.txt ends within the record of line 301", StringComparison.Ordinal));
    }

    [Fact]
    public void A_last_line_without_its_end_that_is_whole_is_no_fault()
    {
        var quarter = QuarterText.Of(30);
        quarter.Write(_folder);
        foreach (var table in QuarterText.TableNames)
            File.WriteAllText(quarter.FileOf(_folder, table), quarter.TextOf(table).TrimEnd('\n'));

        Assert.Empty(Faults(_folder));
    }

    [Fact] // 300 whole quarters: any share of reports with an outcome, indication or therapy, single reports without a reaction
    public void Whole_quarters_are_never_taken_for_cut_off_ones()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var quarter = QuarterText.Of(random.Next(20, 400));
            foreach (var table in new[] { "OUTC", "THER", "INDI" })
            {
                var share = random.NextDouble();
                quarter[table].RemoveAll(_ => random.NextDouble() > share);
            }
            var folder = quarter.Write(Path.Combine(_folder, $"{seed}"));
            Assert.True(Faults(folder).Count == 0, $"Seed {seed}: {string.Join(' ', Faults(folder))}");
        }
    }

    [Theory] // published as FDA made them, the first reports of each table
    [InlineData("feeds/faers/2004Q1")]
    [InlineData("feeds/faers/2017Q2")]
    public void Real_quarters_whose_tables_belong_together_have_no_fault(string feed)
    {
        Assert.Empty(Faults(Shared.Path(feed)));
    }

    [Theory]
    [InlineData("feeds/faers/2022Q4")]
    public void Real_tables_that_were_cut_at_different_places_are_a_fault(string feed)
    {
        Assert.NotEmpty(Faults(Shared.Path(feed)));
    }

    [Fact] // before: 2 of 100,000 reports without a reaction, so 0.1 of 5,000; more than 10 · (0.1 + 1) = 11 is out of line, though 20 are 0.4 %
    public void More_reports_without_a_reaction_than_ever_before_are_a_fault()
    {
        var quarter = QuarterText.Of(5000);
        quarter["REAC"].RemoveAll(line => line.Contains("7$Nausea", StringComparison.Ordinal) && int.Parse(line.AsSpan(0, 7), System.Globalization.CultureInfo.InvariantCulture) % 25 == 0);
        var findings = Read(quarter.Write(_folder)).Findings!;
        Assert.Equal(20, findings.Of(SourceFileKind.FaersReaction).Without.Count);

        Assert.Empty(Completeness.Faults(findings, LoadHistory.None, 1));
        Assert.StartsWith("20 of 5,000 reports have no reaction in REAC26Q1.txt; as before it would be about 0.1: ",
            Assert.Single(Completeness.Faults(findings, new LoadHistory(100_000, 0, 2, 40_000), 1)), StringComparison.Ordinal);
    }

    [Fact] // before: 60 of 100 with an outcome, so 60 of 100 now; none is less than half of it
    public void A_quarter_without_outcomes_where_earlier_ones_had_them_is_a_fault()
    {
        var findings = Read(QuarterText.Of(100, hasOutcome: _ => false).Write(_folder)).Findings!;

        Assert.Empty(Completeness.Faults(findings, LoadHistory.None, 1));
        Assert.Equal(["0 of 100 reports have an outcome in OUTC26Q1.txt; as before it would be about 60. Without it they would not be serious."],
            Completeness.Faults(findings, new LoadHistory(100, 0, 0, 40), 1));
        Assert.Empty(Completeness.Faults(findings, new LoadHistory(100, 0, 0, 75), 1));      // 25 expected are too few to tell
    }

    [Fact]
    public void A_quarter_of_headers_only_has_no_fault_but_is_noticed()
    {
        var quarter = Read(new QuarterText().Write(_folder));

        Assert.Empty(Completeness.Faults(quarter.Findings!, LoadHistory.None, 1));
        var rows = Findings.Of(quarter.Findings!, [.. quarter.Files.Select(file => (file, quarter.Tallies[file.Kind].Read))]);
        Assert.Equal(["DEMO26Q1.txt", "DRUG26Q1.txt", "REAC26Q1.txt", "OUTC26Q1.txt", "THER26Q1.txt", "INDI26Q1.txt"], rows.Where(row => row.Finding == "no_records").Select(row => row.File));
    }

    [Fact]
    public void A_report_with_a_record_in_quarantine_is_incomplete_and_named()
    {
        var quarter = QuarterText.Of(20).Set("DRUG", 3, 3, "XX");      // an unknown role: the drug may be a suspect
        quarter["REAC"][5] += "$";                                     // one field too many
        quarter["REAC"].Insert(6, $"{QuarterText.Id(10050005, 1)}$10050005$Headache$");
        var findings = Read(quarter.Write(_folder)).Findings!;

        Assert.Equal([100500031L], findings.Of(SourceFileKind.FaersDrug).Incomplete.First);
        Assert.Equal([100500051L], findings.Of(SourceFileKind.FaersReaction).Incomplete.First);
        Assert.Equal(0, findings.Of(SourceFileKind.FaersReaction).Without.Count);    // the other reaction was read
        Assert.Equal([100500031L], findings.Of(SourceFileKind.FaersDrug).Without.First);
    }

    private IReadOnlyList<string> Faults(QuarterText quarter) => Faults(quarter.Write(_folder));

    private static IReadOnlyList<string> Faults(string folder) => Completeness.Faults(Read(folder).Findings!, LoadHistory.None, Completeness.DefaultMaximumPercent);

    private static LoadedQuarter Read(string folder) => LoadedQuarter.Read(Assert.Single(SourceDiscovery.Find([folder]).Quarters));
}
