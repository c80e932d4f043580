using System.Text;
using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Tests.Ingest;

/// <summary>Case tables as spreadsheets and the FAERS dashboard write them.</summary>
public sealed class CaseTableShapesTests
{
    private const string Header = "case_id,drug,event,role,received_on,sex,age_years,country,serious,fatal";
    private const string Row = "7,XELJANZ,Herpes zoster,PS,2026-01-15,F,60.5,JP,yes,no";

    public static TheoryData<string, Encoding> Texts => new()
    {
        { $"{Header}\n{Row}\n", new UTF8Encoding(false) },
        { $"{Header}\r\n{Row}\r\n", new UTF8Encoding(true) },
        { $"{Header}\n{Row}\n".Replace(',', ';').Replace("60.5", "60,5", StringComparison.Ordinal), new UTF8Encoding(false) },
        { $"sep=;\r\n{Header}\r\n{Row}\r\n".Replace(',', ';'), new UTF8Encoding(true) },
        { $"{Header}\n{Row}\n".Replace(',', '\t'), new UTF8Encoding(false) },
        { $"{Header}\n{Row}\n".Replace(',', '|'), new UTF8Encoding(false) },
        { $"{Header}\r\n{Row}\r\n".Replace(',', '\t'), new UnicodeEncoding(bigEndian: false, byteOrderMark: true) },
        { $"{Header}\r\n{Row}\r\n", new UnicodeEncoding(bigEndian: true, byteOrderMark: true) },
        { $"{Header}\r\n{Row}\r\n", new UnicodeEncoding(bigEndian: false, byteOrderMark: false) },
        { $"\"Case ID\",\"Drug \",EVENT,Role,Received On,SEX,Age (Years),country,Serious,fatal\n{Row}\n", new UTF8Encoding(true) },
        { $"{Header}\n\"7\",\"XELJANZ\",\"Herpes zoster\",\"PS\",\"2026-01-15\",\"F\",\"60,5\",\"JP\",\"yes\",\"no\"\n", new UTF8Encoding(false) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Any_separator_and_encoding_gives_the_same_case(string table, Encoding encoding)
    {
        var read = ReadCaseTable.Of([.. encoding.GetPreamble(), .. encoding.GetBytes(table)]);
        Assert.Equal(new LoadTally(1, 1, 0, 0), read.Tally);
        var report = Assert.Single(read.Reports);
        Assert.Equal(("7", new DateOnly(2026, 1, 15), Sex.Female, 60.5, "JP", Outcomes.OtherSerious),
            (report.CaseId, report.ReceivedOn!.Value, report.Sex, report.AgeYears!.Value, report.Country, report.Outcomes));
        Assert.Equal(["XELJANZ|PrimarySuspect|1"], read.DrugTexts);
        Assert.Equal(["0 Herpes zoster"], read.EventTexts);
    }

    [Theory]
    [InlineData("1.23E+07")]
    [InlineData("1,23E+07")]
    [InlineData("1.23e7")]
    [InlineData("12345.0")]
    [InlineData("12345,00")]
    [InlineData("12,345,678")]
    [InlineData("12.345.678")]
    [InlineData("12 345 678")]
    [InlineData("1234567890123400")]        // sixteen digits, of which a spreadsheet keeps fifteen
    [InlineData("12345678901234500000")]
    [InlineData("3-Jan")]
    [InlineData("Mar-26")]
    [InlineData("2026-03-01")]
    [InlineData("#N/A")]
    [InlineData("#REF!")]
    [InlineData("########")]
    [InlineData("n/a")]
    [InlineData("NULL")]
    [InlineData("unknown")]
    [InlineData("Total")]
    [InlineData("Grand total:")]
    [InlineData("1;2")]
    public void An_id_that_a_spreadsheet_changed_or_that_is_none_is_in_quarantine(string id)
    {
        var read = ReadCaseTable.Of($"case_id,drug,event\n\"{id}\",XELJANZ,Herpes zoster\n\"{id}\",ASPIRIN,Nausea\n20000000,ASPIRIN,Nausea\n");
        Assert.Equal(new LoadTally(3, 1, 0, 2), read.Tally);
        Assert.Equal(["20000000"], read.Reports.Select(report => report.CaseId));
        Assert.All(read.Defects, defect => Assert.Equal(("case_id", id), (defect.Column, defect.Value)));
    }

    [Theory]
    [InlineData("123456789012340")]         // fifteen digits are kept
    [InlineData("1234567890123456")]
    [InlineData("DE-BFARM-2026.001")]
    [InlineData("2026E12")]
    [InlineData("00123")]
    public void Other_ids_are_as_the_source_writes_them(string id) =>
        Assert.Equal([id], ReadCaseTable.Of($"case_id,drug,event\n{id}  ,X1,Rash\n").Reports.Select(report => report.CaseId));

    [Fact]
    public void Ids_that_differ_in_leading_zeros_are_two_cases() =>
        Assert.Equal(["00123", "123"], ReadCaseTable.Of("case_id,drug,event\n00123,X1,Rash\n123,X1,Rash\n").Reports.Select(report => report.CaseId));

    [Fact]
    public void Several_values_in_a_cell_each_count()
    {
        var read = ReadCaseTable.Of("""
            case_id,drug,event,role
            1,Tofacitinib Citrate;Methotrexate,Herpes Zoster;Pyrexia,
            2,"Tofacitinib Citrate; Methotrexate;",Herpes Zoster | Pyrexia,PS
            3,ASPIRIN,Headache;Nausea;Headache,
            """);
        Assert.Equal(new LoadTally(3, 3, 0, 0), read.Tally);
        Assert.Equal(["Tofacitinib Citrate|SecondarySuspect|1", "Methotrexate|SecondarySuspect|2",      // none of several is the primary suspect
            "Tofacitinib Citrate|PrimarySuspect|1", "Methotrexate|PrimarySuspect|2", "ASPIRIN|PrimarySuspect|1"], read.DrugTexts);
        Assert.Equal(["0 Herpes Zoster", "0 Pyrexia", "1 Herpes Zoster", "1 Pyrexia", "2 Headache", "2 Nausea"], read.EventTexts);
        Assert.Equal([1, 1, 1], read.Reports.Select(report => report.Records.Drugs));
    }

    [Theory]
    [InlineData("SALT & PEPPER &amp; CO", "SALT & PEPPER &amp; CO")]        // as stored; nothing is split at the ; of an entity
    [InlineData("\"CALCIUM, IONISED\"", "CALCIUM, IONISED")]
    [InlineData("PLASTER (A; B) 5%", "PLASTER (A; B) 5%")]
    public void A_name_with_a_sign_of_its_own_stays_whole(string cell, string name) =>
        Assert.Equal([$"{name}|PrimarySuspect|1"], ReadCaseTable.Of($"case_id,drug,event\n1,{cell},Rash\n").DrugTexts);

    [Theory]
    [InlineData("VITAMIN B;C")]         // two vitamins, or one name
    [InlineData("ASPIRIN;5")]
    [InlineData("A1;B1|C1")]
    [InlineData(";")]
    [InlineData("#VALUE!")]
    public void A_cell_that_cannot_be_told_apart_is_in_quarantine(string cell)
    {
        var read = ReadCaseTable.Of($"case_id,drug,event\n1,{cell},Rash\n2,ASPIRIN,Rash\n");
        Assert.Equal(new LoadTally(2, 1, 0, 1), read.Tally);
        Assert.Equal("drug", Assert.Single(read.Defects).Column);
    }

    [Fact]
    public void The_case_listing_of_the_dashboard_is_read_by_its_own_names()
    {
        var read = ReadCaseTable.Of("""
            Case ID,Suspect Product Names,Suspect Product Active Ingredients,Reason for Use,Reactions,Serious,Outcomes,Sex,Event Date,Latest FDA Received Date,Patient Age,Concomitant Product Names,Initial FDA Received Date,Country where Event occurred
            30000000,Xeljanz;Trexall,Tofacitinib Citrate;Methotrexate,Rheumatoid Arthritis,Herpes Zoster;Pyrexia,Serious,Hospitalized;Other Outcomes,Female,-,07-MAR-2026,65 YR,Aspirin;-,15-FEB-2026,US
            30000001,Olumiant,-,Not Specified,Nausea,Non-Serious,Non-Serious,Not Specified,-,08-MAR-2026,Not Specified,-,-,Not Specified
            """);
        Assert.Equal(new LoadTally(2, 1, 0, 1), read.Tally);            // "-" is no drug name among others
        Assert.Equal("concomitants", Assert.Single(read.Defects).Column);
        Assert.Equal(["Olumiant|PrimarySuspect|1"], read.DrugTexts);    // by its product name, as the ingredient is not stated
        var report = Assert.Single(read.Reports);
        Assert.Equal((new DateOnly(2026, 3, 8), Sex.Unknown, null, Outcomes.None), (report.ReceivedOn!.Value, report.Sex, report.Country, report.Outcomes));
    }

    [Fact]
    public void A_case_of_the_dashboard_has_its_outcomes_age_and_dates()
    {
        var read = ReadCaseTable.Of("""
            Case ID,Suspect Product Active Ingredients,Reactions,Serious,Outcomes,Sex,Latest FDA Received Date,Patient Age,Concomitant Product Names,Initial FDA Received Date,Country where Event occurred
            30000000,Tofacitinib Citrate;Methotrexate,Herpes Zoster;Pyrexia,Serious,Hospitalized;Died,Female,07-MAR-2026,18 MTH,Aspirin;Ibuprofen,15-FEB-2026,US
            """);
        var report = Assert.Single(read.Reports);
        Assert.Equal((new DateOnly(2026, 3, 7), new PartialDate(2026, 2, 15), 1.5, Outcomes.Hospitalisation | Outcomes.Death, "US"),
            (report.ReceivedOn!.Value, report.FirstReceivedOn!.Value, report.AgeYears!.Value, report.Outcomes, report.Country));
        Assert.Equal(["Tofacitinib Citrate|SecondarySuspect|1", "Methotrexate|SecondarySuspect|2", "Aspirin|Concomitant|3", "Ibuprofen|Concomitant|4"], read.DrugTexts);
    }

    [Theory]
    [InlineData("2026/03/04")]
    [InlineData("2026-03-04 00:00:00")]
    [InlineData("2026-03-04T10:15:00Z")]
    [InlineData("04-Mar-2026")]
    [InlineData("4 MAR 2026")]
    [InlineData("20260304")]
    public void A_date_that_can_be_read_in_one_way_is_read(string text) =>
        Assert.Equal(new DateOnly(2026, 3, 4), ReadCaseTable.Of($"case_id,drug,event,received_on\n1,X1,Rash,{text}\n").Reports.Single().ReceivedOn);

    [Theory]
    [InlineData("03/04/2026")]
    [InlineData("3.4.2026")]
    [InlineData("04-03-2026")]
    [InlineData("46025")]           // a serial number: 3 January 2026, or four years later
    [InlineData("46025.5")]
    [InlineData("4-Mar-26")]
    [InlineData("26-03-04")]
    [InlineData("200312")]          // December 2003, or 20 March 2012
    [InlineData("2026-02-30")]
    [InlineData("2026-3")]
    [InlineData("Mar 26")]
    [InlineData("yesterday")]
    public void A_date_that_could_be_two_is_in_quarantine(string text)
    {
        var read = ReadCaseTable.Of($"case_id,drug,event,received_on\n1,X1,Rash,{text}\n2,X1,Rash,\n");
        Assert.Equal(new LoadTally(2, 1, 0, 1), read.Tally);
        Assert.Equal(("received_on", text), (read.Defects.Single().Column, read.Defects[0].Value));
    }

    [Fact]
    public void Words_for_no_value_are_no_value_and_Namibia_is_a_country()
    {
        var read = ReadCaseTable.Of($"{Header}\n1,X1,Rash,N/A,#N/A,NA,-,NA,null,NaN\n");
        var report = Assert.Single(read.Reports);
        Assert.Equal((null, Sex.Unknown, null, "NA", Outcomes.None), (report.ReceivedOn, report.Sex, report.AgeYears, report.Country, report.Outcomes));
    }

    [Theory]
    [InlineData("130", 130.0)]
    [InlineData("0", 0.0)]
    [InlineData("63,5", 63.5)]
    [InlineData("63.125", 63.125)]
    [InlineData("6 MTH", 0.5)]
    [InlineData("130.01", null)]
    [InlineData("1,234", null)]
    [InlineData("-1", null)]
    [InlineData("6E1", null)]
    [InlineData("60 miles", null)]
    public void An_age_is_a_number_of_years_from_0_to_130(string text, double? years) =>
        Assert.Equal(years, ReadCaseTable.Of($"case_id,drug,event,age_years\n1,X1,Rash,\"{text}\"\n").Reports.FirstOrDefault().AgeYears);

    [Fact]
    public void Every_line_has_a_fate_whatever_is_wrong_with_it()
    {
        var read = ReadCaseTable.Of("""
            case_id,drug,event
            1,"ASPIRIN, COATED",Rash
            2,"ASPIRIN,Rash
            ,,
            3,ASPIRIN,Rash,extra
            4,ASPIRIN

            Total,3,
            5,ASPIRIN,Rash
            """);
        Assert.Equal(new LoadTally(7, 2, 0, 5), read.Tally);        // nine lines: a header, a blank one, and seven records
        Assert.Equal([3, 4, 5, 6, 8], read.Defects.Select(defect => defect.Line));
        Assert.Equal(["1", "5"], read.Reports.Select(report => report.CaseId));
    }

    [Fact]
    public void Thousands_of_columns_are_read()
    {
        var names = string.Join(',', Enumerable.Range(0, 5000).Select(at => $"x{at}"));
        Assert.Equal(new LoadTally(1, 1, 0, 0), ReadCaseTable.Of($"{names},case_id,drug,event\n{new string(',', 5000)}1,ASPIRIN,Rash\n").Tally);
    }

    [Theory]
    [InlineData("Case ID,case_id,drug,event\n", "names case_id twice")]
    [InlineData("case_id;drug\n", "lacks event")]
    [InlineData("Case ID\tDrug name\tEvent\n", "lacks drug")]
    public void A_header_that_cannot_be_read_is_refused_with_what_to_do(string table, string reason)
    {
        using var folder = FaersFeed.Only();
        File.WriteAllText(folder.Path("cases.csv"), table);
        var refused = Assert.Single(SourceDiscovery.Find([folder.Folder]).Refused);
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        Assert.Contains("Rename or add the columns.", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_workbook_is_refused_with_what_to_do()
    {
        using var folder = FaersFeed.Only();
        File.WriteAllBytes(folder.Path("cases.xls"), [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        Assert.Contains("save the sheet as .xlsx", Assert.Single(SourceDiscovery.Find([folder.Folder]).Refused).Reason, StringComparison.Ordinal);
    }
}
