using System.IO.Compression;
using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Tests.Ingest;

/// <summary>One test or more for each oddity of the real files; tests/feeds/README.md lists them. Expected values follow from the feed files by eye.</summary>
public sealed class FaersQuirkTests
{
    private static LoadTally AllLoaded(long count) => new(count, count, 0, 0);

    [Fact]
    public void Quirk01_lines_end_with_crlf_and_the_last_with_nothing()
    {
        using var feed = FaersFeed.Modern("01_lines_end_with_crlf/DEMO26Q2.txt", "01_lines_end_with_crlf/REAC26Q2.txt");
        var quarter = feed.Load();
        Assert.Equal(AllLoaded(3), quarter.Tally("DEMO"));
        Assert.Equal(["US", "JP", "DE"], quarter.Reports.Select(report => report.Country));   // the last column
        Assert.Equal(["Herpes zoster", "Nausea", "Rash"], quarter.EventTerms);
    }

    [Theory]
    [InlineData("ascii/demo12q4.txt", "2012Q4")]
    [InlineData("ASCII/DEMO26Q2.txt", "2026Q2")]
    [InlineData("ascii/DEMO18Q1_new.txt", "2018Q1")]
    [InlineData("DEMO2022Q4.TXT", "2022Q4")]
    public void Quirk02_members_are_found_by_any_of_their_names(string demoName, string period)
    {
        using var feed = FaersFeed.Only();
        Zip(feed.Path("quarter.zip"), "base_modern", table => demoName.Contains('q')
            ? demoName.Replace("demo", table.ToLowerInvariant()) : demoName.Replace("DEMO", table).Replace("_new", table == "DEMO" ? "_new" : ""));
        var quarter = Assert.Single(feed.Find().Quarters);
        Assert.Equal(period, quarter.Period);
        Assert.Equal("quarter.zip/" + Path.GetFileName(demoName), quarter.Files[0].Name);
        Assert.Equal(3, LoadedQuarter.Read(quarter).Reports.Count);
    }

    [Fact]
    public void Quirk02_stat_and_size_members_and_documents_are_ignored_with_a_reason()
    {
        using var feed = FaersFeed.Only("02_names_of_members/STAT04Q1.TXT", "02_names_of_members/SIZE04Q1.TXT", "02_names_of_members/Asc_nts.doc");
        var found = feed.Find();
        Assert.Equal(["Asc_nts.doc", "SIZE04Q1.TXT", "STAT04Q1.TXT"], found.Ignored.Select(file => file.Name));
        Assert.Equal("an Office document.", found.Ignored[0].Reason);
        Assert.Contains("begins with 'DEMO04Q1.TXT 412'", found.Ignored[1].Reason, StringComparison.Ordinal);
        Assert.Equal(feed.Folder, Assert.Single(found.Refused).Name);      // a named folder without any source
    }

    [Fact]
    public void Quirk03_deleted_case_lists_are_read_under_any_of_their_names()
    {
        using var feed = FaersFeed.Only([.. Directory.GetFiles(FaersFeed.FileOf("03_deleted_case_lists")).Select(path => "03_deleted_case_lists/" + Path.GetFileName(path))]);
        var defects = new List<Defect>();
        var lists = feed.Find().DeletedCaseLists;
        Assert.Equal(["20Q4DeletedCases.txt", "ADR19Q1DeletedCases.txt", "AllDeletedCases.txt", "DELETE22Q4.txt", "DELETE26Q1.txt"], lists.Select(list => list.File.Name));
        Assert.Equal(["2020Q4", "2019Q1", null, "2022Q4", "2026Q1"], lists.Select(list => list.File.Period));
        var read = lists.Select(list => JakSignals.Ingest.Faers.DeletedCaseList.Read(list, defects.Add)).ToList();
        Assert.Equal([7654321, 10000009], read[0].CaseIds);
        Assert.Equal([10000001, 10000002], read[1].CaseIds);
        Assert.Equal([10000001, 10000003], read[2].CaseIds);
        Assert.Equal(new LoadTally(3, 2, 1, 0), read[2].Tally);
        Assert.Equal([10000004, 10000005], read[3].CaseIds);
        Assert.Equal(new LoadTally(3, 2, 0, 1), read[3].Tally);
        Assert.Equal(("DELETE22Q4.txt", 3L, "withdrawn"), (defects.Single().File, defects.Single().Line, defects.Single().Value));
        Assert.Empty(read[4].CaseIds);
    }

    [Theory]
    [InlineData("DEMO04Q1.TXT", null, 60)]   // no reporter_country yet
    [InlineData("DEMO05Q3.TXT", "US", 60)]
    public void Quirk04_columns_of_the_aers_quarters_are_read(string file, string? country, double age)
    {
        using var feed = FaersFeed.Legacy("04_columns_by_quarter/" + file);
        var report = Assert.Single(feed.Load().Reports);
        Assert.Equal(("3000001", 4000001, 0, country, age, Sex.Female), (report.CaseId, report.ReportNumber, report.Version, report.Country, report.AgeYears, report.Sex));
    }

    [Theory]
    [InlineData("DEMO13Q1.txt")]   // gndr_cod, no auth_num, lit_ref and age_grp yet
    [InlineData("DEMO14Q3.txt")]
    public void Quirk04_columns_of_the_faers_quarters_are_read(string file)
    {
        using var feed = FaersFeed.Modern("04_columns_by_quarter/" + file);
        var report = Assert.Single(feed.Load().Reports);
        Assert.Equal(("10000001", 100000011, 1, "US", 64, Sex.Female), (report.CaseId, report.ReportNumber, report.Version, report.Country, report.AgeYears, report.Sex));
        Assert.Equal(new PartialDate(2026, 1, 15), report.FirstReceivedOn);
    }

    [Fact]
    public void Quirk04_a_quarter_before_prod_ai_has_names_alone()
    {
        using var feed = FaersFeed.Modern("04_columns_by_quarter/DRUG13Q1.txt");
        Assert.Equal(["XELJANZ|"], feed.Load().DrugNames);
    }

    [Fact]
    public void Quirk05_the_headers_of_2012q4_are_read_with_bom_other_names_and_a_leading_space()
    {
        using var feed = FaersFeed.Modern("05_header_of_2012q4/DEMO12Q4.txt", "05_header_of_2012q4/DRUG12Q4.txt", "05_header_of_2012q4/OUTC12Q4.txt");
        var quarter = feed.Load();
        Assert.Equal(["XELJANZ|"], quarter.DrugNames);
        Assert.Equal(Outcomes.LifeThreatening, Assert.Single(quarter.Reports).Outcomes);
        Assert.Equal(ReporterType.Physician, quarter.Reports[0].Reporter);   // stands behind " rept_dt"
    }

    [Fact]
    public void Quirk06_aers_rows_end_with_a_separator_that_the_header_lacks()
    {
        using var feed = FaersFeed.Legacy("06_rows_end_with_separator/REAC10Q1.TXT");
        var quarter = feed.Load();
        Assert.Equal(["ABDOMINAL PAIN", "NAUSEA"], quarter.EventTerms);
        Assert.Equal(new LoadTally(3, 2, 0, 1), quarter.Tally("REAC"));   // VOMITING lost its end: the line may be cut
        Assert.Equal(("REAC10Q1.TXT", 4, "number of fields", "2"), Where(quarter.Defects.Single()));
    }

    [Fact]
    public void Quirk06_a_rewritten_header_names_the_empty_column()
    {
        using var feed = FaersFeed.Legacy("06_rows_end_with_separator/OUTC04Q1.TXT");
        Assert.Equal(Outcomes.Hospitalisation, feed.Load().Case("3000001").Outcomes);
    }

    [Fact]
    public void Quirk06_a_faers_row_with_one_separator_too_many_is_no_row_that_ends_with_one()
    {
        using var feed = FaersFeed.Modern("06_rows_end_with_separator/DRUG26Q1.txt");
        var quarter = feed.Load();
        Assert.Equal(new LoadTally(3, 2, 0, 1), quarter.Tally("DRUG"));   // A$B as a name, and its last column empty
        Assert.Equal(("DRUG26Q1.txt", 4, "number of fields", "21"), Where(quarter.Defects.Single()));
    }

    [Fact]
    public void Quirk07_two_aers_records_on_one_line_are_read_as_two()
    {
        using var feed = FaersFeed.Legacy("07_two_records_on_one_line/DRUG11Q2.TXT");
        var quarter = feed.Load();
        Assert.Equal(AllLoaded(4), quarter.Tally("DRUG"));
        Assert.Equal(["LIPITOR|", "LIPITOR|", "ZOCOR|", "ASPIRIN|"], quarter.DrugNames);
        Assert.Equal([0, 1, 2, 2], quarter.Drugs.Select(drug => drug.Report));
        Assert.Equal([1004492001, 1004492002, 1004492003, 1004492004], quarter.Drugs.Select(drug => drug.Sequence));
    }

    [Fact]
    public void Quirk07_two_faers_records_on_one_line_go_to_quarantine_because_field_and_number_run_together()
    {
        using var feed = FaersFeed.Modern("07_two_records_on_one_line/DRUG18Q1.txt");
        var quarter = feed.Load();
        Assert.Equal(new LoadTally(3, 2, 0, 1), quarter.Tally("DRUG"));
        Assert.Equal(("DRUG18Q1.txt", 3, "number of fields", "39"), Where(quarter.Defects.Single()));
    }

    [Fact]
    public void Quirk08_a_separator_within_a_field_puts_the_record_into_quarantine()
    {
        using var feed = FaersFeed.Legacy("08_separator_within_a_field/DEMO12Q1.TXT");
        var quarter = feed.Load();
        Assert.Equal(new LoadTally(3, 2, 0, 1), quarter.Tally("DEMO"));
        var defect = quarter.Defects.Single(row => row.File == "DEMO12Q1.TXT");
        Assert.Equal(("DEMO12Q1.TXT", 3, "number of fields", "25"), Where(defect));
        Assert.Contains("JP-TEST-$E2B0000000182", defect.Record, StringComparison.Ordinal);
        Assert.Equal([("3000001", false), ("3000003", false), ("3000002", true)], quarter.Reports.Select(report => (report.CaseId, report.IsUnreadable)));
    }

    [Fact]
    public void Quirk09_control_characters_are_blanks_in_texts()
    {
        using var feed = FaersFeed.Legacy("09_control_characters/DRUG11Q4.TXT");
        var quarter = feed.Load();
        Assert.Equal(AllLoaded(3), quarter.Tally("DRUG"));
        Assert.Equal(["LIPI TOR|", "LIPITOR|", "ZOC OR|"], quarter.DrugNames);
    }

    [Fact]
    public void Quirk10_quotes_and_hashes_are_data_and_blank_lines_nothing()
    {
        using var feed = FaersFeed.Modern("10_quotes_are_data/DRUG26Q1.txt");
        var quarter = feed.Load();
        Assert.Equal(AllLoaded(3), quarter.Tally("DRUG"));
        Assert.Equal(["\"TOFACITINIB\"|TOFACITINIB CITRATE", "5'-FLUORO\"URACIL|", "#1 CREAM|"], quarter.DrugNames);
    }

    [Fact]
    public void Quirk11_a_report_number_that_is_no_integer_goes_to_quarantine_with_its_other_records()
    {
        using var feed = FaersFeed.Legacy("11_number_is_no_integer/DEMO04Q1.TXT");
        var quarter = feed.Load();
        Assert.Equal(new LoadTally(3, 1, 0, 2), quarter.Tally("DEMO"));
        Assert.Equal(("DEMO04Q1.TXT", 3, "ISR", "4000002-X"), Where(quarter.Defects[0]));
        Assert.Equal(("DEMO04Q1.TXT", 4, "ISR", ""), Where(quarter.Defects[1]));
        Assert.Equal(new LoadTally(4, 2, 0, 2), quarter.Tally("DRUG"));
        Assert.Contains("a report whose ISR stands in DEMO04Q1.TXT", quarter.Defects[2].Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Quirk12_names_are_read_as_utf8_and_otherwise_as_windows_1252()
    {
        using var feed = FaersFeed.Modern("12_encodings/DRUG14Q4.txt");
        Assert.Equal(["ACÉTYL@|", "RHINOFEBRAL®|", "L“THYROX”|"], feed.Load().DrugNames);
    }

    [Fact]
    public void Quirk13_ages_of_every_unit_are_years_and_a_decade_is_ten()
    {
        using var feed = FaersFeed.Modern("13_units_of_age/DEMO26Q1.txt");
        var quarter = feed.Load();
        Assert.Equal(AllLoaded(20), quarter.Tally("DEMO"));
        // By hand: 4·10; 30; 18/12; 52·7/365.25 = 364/365.25; 10957.5/365.25; 4383/8766; 31; 6/12; 26·7/365.25 = 182/365.25; 730.5/365.25; 8766/8766
        double?[] expected = [40, 30, 1.5, 364 / 365.25, 30, 0.5, 31, 0.5, 182 / 365.25, 2, 1, null, null, null, null, null, null];
        Assert.Equal(expected, quarter.Reports.Skip(3).Select(report => report.AgeYears));
        Assert.Equal(5, Assert.Single(quarter.Findings!.LeftOut, left => left.Column == "age").Rows);   // 44 without a unit, 131 YR, -1 YR, abc YR, 3 EON; not the missing one
    }

    [Fact]
    public void Quirk14_partial_dates_stay_partial_and_impossible_ones_are_unknown_but_for_the_receipt()
    {
        using var feed = FaersFeed.Modern("14_partial_dates/DEMO26Q1.txt", "14_partial_dates/THER26Q1.txt");
        var quarter = feed.Load();
        Assert.Equal(new LoadTally(16, 14, 0, 2), quarter.Tally("DEMO"));
        Assert.Equal(["2026", "2026-03", "2026-03-09", null], Enumerable.Range(20000000, 4).Select(id => quarter.Case($"{id}").EventOn?.ToString()));
        Assert.Equal(new DateOnly(2026, 1, 31), quarter.Case("20000020").ReceivedOn);   // "in January" counts from its last day
        Assert.Equal(["", "20260132"], quarter.Defects.Where(defect => defect.File == "DEMO26Q1.txt").Select(defect => defect.Value));
        Assert.Equal("DEMO26Q1.txt(15): fda_dt is '', expected the date FDA received it: yyyy, yyyyMM or yyyyMMdd; the record was quarantined.", quarter.Defects[0].ToString());
        // event_dt: 20261301, 20260230, 202613, 1, 26-03-09; init_fda_dt: x; end_dt: 20110199
        Assert.Equal([("event_dt", 5, "20261301"), ("init_fda_dt", 1, "x"), ("end_dt", 1, "20110199")], quarter.Findings!.LeftOut.Select(left => (left.Column, left.Rows, left.FirstValue)));
        Assert.Equal(["20000021", "20000022"], quarter.Reports.Where(report => report.IsUnreadable).Select(report => report.CaseId));
        Assert.Equal([("2011", null), (null, "2012-07"), ("2011-01-01", null), (null, null)], quarter.Therapies.Select(row => (row.StartedOn?.ToString(), row.EndedOn?.ToString())));
        Assert.Equal(new LoadTally(4, 4, 0, 0), quarter.Tally("THER"));
    }

    [Fact]
    public void Quirk14_an_aers_date_forced_to_the_first_is_kept_as_it_stands()
    {
        using var feed = FaersFeed.Legacy("14_partial_dates/THER04Q2.TXT");
        Assert.Equal("2012-02-01", Assert.Single(feed.Load().Therapies).StartedOn?.ToString());
    }

    [Fact]
    public void Quirk15_codes_beyond_the_documented_ones_are_read_or_put_into_quarantine()
    {
        using var feed = FaersFeed.Modern("15_codes/DEMO26Q1.txt", "15_codes/DRUG26Q1.txt", "15_codes/OUTC26Q1.txt", "15_codes/THER26Q1.txt");
        var quarter = feed.Load();
        Assert.All(quarter.Reports, report => Assert.Equal(Sex.Unknown, report.Sex));
        Assert.Equal([ReporterType.OtherHealthProfessional, ReporterType.OtherHealthProfessional, ReporterType.Unknown], quarter.Reports.Select(report => report.Reporter));
        Assert.Equal(
            [DrugRole.PrimarySuspect, DrugRole.SecondarySuspect, DrugRole.Concomitant, DrugRole.Interacting, DrugRole.NotAdministered, DrugRole.NotAdministered],
            quarter.Drugs.Select(drug => drug.Role));
        Assert.Equal(new LoadTally(8, 6, 0, 2), quarter.Tally("DRUG"));
        Assert.Equal(new LoadTally(9, 7, 0, 2), quarter.Tally("OUTC"));
        Assert.Equal((Outcomes)127, quarter.Reports[0].Outcomes);   // all seven
        Assert.Equal(new ReportRecords(6, 2, 7, 0, 2, 1), quarter.Reports[0].Records);
        Assert.Equal(AllLoaded(2), quarter.Tally("THER"));
    }

    [Fact]
    public void Quirk16_country_names_become_codes()
    {
        using var feed = FaersFeed.Modern("16_countries/DEMO26Q1.txt");
        Assert.Equal(["US", null, "EU", "FR", "DE", "KR", "GB", "Atlantis", null], feed.Load().Reports.Skip(3).Select(report => report.Country));
    }

    [Fact]
    public void Quirk17_primaryid_is_a_number_of_64_bits_and_never_split()
    {
        using var feed = FaersFeed.Modern([.. "DEMO DRUG REAC OUTC RPSR THER INDI".Split(' ').Select(table => $"17_numbers_of_64_bits/{table}26Q1.txt")]);
        var quarter = feed.Load();
        Assert.Equal([1000000137, 9876543210123], quarter.Reports.Select(report => report.ReportNumber));
        Assert.Equal([("10000001", 37), ("98765432101", 127)], quarter.Reports.Select(report => (report.CaseId, report.Version)));
        Assert.Empty(quarter.Defects);
    }

    [Fact]
    public void Quirk18_drug_numbers_are_ordinals_in_faers_and_ids_in_aers()
    {
        using var feed = FaersFeed.Legacy("18_numbers_of_drugs/DRUG04Q1.TXT", "18_numbers_of_drugs/THER04Q1.TXT");
        var quarter = feed.Load();
        Assert.Equal([1004492716, 1004516266], quarter.Drugs.Select(drug => drug.Sequence));
        Assert.Equal(1004516266, quarter.Therapies.Single().Sequence);
        using var modern = FaersFeed.Modern();
        Assert.Equal([1, 2, 1, 1], modern.Load().Drugs.Select(drug => drug.Sequence));
    }

    [Fact]
    public void Quirk19_application_numbers_are_text_and_not_read()
    {
        using var feed = FaersFeed.Modern("19_application_numbers_are_text/DRUG26Q1.txt");
        Assert.Equal(AllLoaded(3), feed.Load().Tally("DRUG"));
    }

    [Fact]
    public void Quirk20_free_text_in_doses_and_expiry_dates_harms_no_record()
    {
        using var feed = FaersFeed.Modern("20_free_text_in_doses/DRUG13Q1.txt");
        Assert.Equal(AllLoaded(3), feed.Load().Tally("DRUG"));
    }

    [Fact]
    public void Quirk21_drug_names_are_kept_as_reported_beside_their_ingredient()
    {
        using var feed = FaersFeed.Modern("21_noise_in_drug_names/DRUG26Q1.txt");
        var quarter = feed.Load();
        Assert.Equal(
            ["Xeljanz|TOFACITINIB CITRATE", "Xeljanz xr|TOFACITINIB CITRATE", "TOFACITINIB CITRATE|TOFACITINIB CITRATE", "\"Tofacitinib\"|TOFACITINIB",
                "JAKAFI|RUXOLITINIB PHOSPHATE", "JAKAFI|RUXOLITINIB", "Xeljanz|TOFACITINIB CITRATE", "|TOFACITINIB"], quarter.DrugNames);
        Assert.Equal(("DRUG26Q1.txt", 10, "drugname", ""), Where(quarter.Defects.Single()));
    }

    [Fact]
    public void Quirk22_rows_that_repeat_a_drug_are_all_loaded_for_counting_is_by_case()
    {
        using var feed = FaersFeed.Modern("22_drug_repeated_in_a_report/DRUG26Q1.txt");
        var quarter = feed.Load();
        Assert.Equal(AllLoaded(3), quarter.Tally("DRUG"));
        Assert.Single(quarter.Drugs.Select(drug => drug.NameId).Distinct());
    }

    [Fact]
    public void Quirk23_a_report_that_stands_in_demo_again_is_superseded_whatever_the_order_of_lines()
    {
        var lines = File.ReadAllLines(FaersFeed.FileOf("23_report_repeated/DEMO26Q1.txt"));
        using var feed = FaersFeed.Modern("23_report_repeated/DEMO26Q1.txt");
        var random = new Random(20260101);
        for (var round = 0; round < 8; round++)
        {
            var quarter = feed.Load();
            Assert.Equal(new LoadTally(6, 3, 3, 0), quarter.Tally("DEMO"));
            Assert.Equal((66, new DateOnly(2026, 1, 20)), (quarter.Case("10000001").AgeYears, quarter.Case("10000001").ReceivedOn));
            Assert.Equal(4, quarter.Drugs.Count);
            var rows = lines[1..];
            random.Shuffle(rows);
            File.WriteAllLines(feed.Path("DEMO26Q1.txt"), rows.Prepend(lines[0]));
        }
    }

    [Fact]
    public void Quirk24_a_quarter_without_report_sources_loads()
    {
        using var feed = FaersFeed.Modern("24_report_sources_are_few/RPSR26Q1.txt");
        Assert.Equal(AllLoaded(0), feed.Load().Tally("RPSR"));
    }

    [Fact]
    public void Quirk25_reports_in_xml_and_sgml_are_ignored_with_a_reason()
    {
        using var feed = FaersFeed.Only("25_reports_in_xml/ADR12Q4.xml", "25_reports_in_xml/ADR09M08.SGM");
        Assert.All(feed.Find().Ignored, file => Assert.Equal("XML or SGML: reports are read from the ASCII tables of the same quarter.", file.Reason));
        Assert.Equal(2, feed.Find().Ignored.Count);
    }

    [Fact]
    public void Quirk26_tables_of_counts_are_ignored_with_a_reason()
    {
        using var feed = FaersFeed.Modern("26_tables_of_counts/DEMO22Q4_counts.txt");
        File.Copy(FaersFeed.FileOf("26_tables_of_counts/DEMO22Q4.pdf"), feed.Path("DEMO22Q4.pdf"));
        File.Copy(FaersFeed.FileOf("base_modern/DEMO.txt"), feed.Path("DEMO22Q4.txt"));
        Assert.Equal(["DEMO22Q4.pdf", "DEMO22Q4_counts.txt"], feed.Find().Ignored.Select(file => file.Name));
        Assert.Equal("a PDF document.", feed.Find().Ignored[0].Reason);
    }

    private static (string File, long Line, string Column, string Value) Where(Defect defect) => (defect.File, defect.Line, defect.Column, defect.Value);

    private static void Zip(string path, string folder, Func<string, string> memberName)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var table in Directory.GetFiles(FaersFeed.FileOf(folder)).Order(StringComparer.Ordinal))
            zip.CreateEntryFromFile(table, memberName(Path.GetFileNameWithoutExtension(table)));
    }
}
