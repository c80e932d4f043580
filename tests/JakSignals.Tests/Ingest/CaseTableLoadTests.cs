using System.IO.Compression;
using System.Text;
using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Tests.Ingest;

public sealed class CaseTableLoadTests
{
    [Fact]
    public void Rows_of_a_case_become_distinct_drugs_and_events()
    {
        var table = Read("""
            case_id,drug,event,role
            A-1,Xeljanz,Herpes zoster,PS
            B-2,Olumiant,Rash,
            A-1,Xeljanz,Pyrexia,primary suspect
            A-1,Methotrexate,Pyrexia,concomitant
            A-1,Xeljanz,Pyrexia,PS
            A-1,Xeljanz,Rash,SS
            """);
        Assert.Equal(["Xeljanz|PrimarySuspect|1", "Olumiant|PrimarySuspect|1", "Methotrexate|Concomitant|2", "Xeljanz|SecondarySuspect|3"], table.DrugTexts);
        Assert.Equal(["0 Herpes zoster", "1 Rash", "0 Pyrexia", "0 Rash"], table.EventTexts);
        Assert.Equal(["A-1", "B-2"], table.Reports.Select(report => report.CaseId));
        Assert.Equal(new LoadTally(6, 5, 1, 0), table.Tally);
        Assert.Equal([4, 1], table.Reports.Select(report => report.Records.Drugs));
    }

    [Fact]
    public void Optional_columns_are_read_in_any_order_and_case_and_fill_each_other()
    {
        var table = Read("""
            Fatal,Country,EVENT,age_years,Sex,case_id,Drug,received_on,Serious
            no,United States,Rash,63.5,female,1,X,2026-03-09,yes
            ,,Fever,,,1,X,,
            1,DE,Rash,,M,2,X,20260309,
            false,,Rash,,unknown,3,X,2026-03,0
            ,,Rash,,,4,X,,
            """);
        Assert.Equal((new DateOnly(2026, 3, 9), 63.5, Sex.Female, "US", Outcomes.OtherSerious), Facts(table.Reports[0]));
        Assert.Equal((new DateOnly(2026, 3, 9), null, Sex.Male, "DE", Outcomes.Death), Facts(table.Reports[1]));
        Assert.Equal((new DateOnly(2026, 3, 31), null, Sex.Unknown, null, Outcomes.None), Facts(table.Reports[2]));
        Assert.Equal((null, null, Sex.Unknown, null, Outcomes.None), Facts(table.Reports[3]));
    }

    [Theory]
    [InlineData("1,X,Rash,PS,2026-01-03,F,60,DE,yes,no", "received_on")]
    [InlineData("1,X,Rash,PS,2026-01-02,M,60,DE,yes,no", "sex")]
    [InlineData("1,X,Rash,PS,2026-01-02,F,61,DE,yes,no", "age_years")]
    [InlineData("1,X,Rash,PS,2026-01-02,F,60,US,yes,no", "country")]
    [InlineData("1,X,Rash,PS,2026-01-02,F,60,DE,no,no", "serious")]
    [InlineData("1,X,Rash,PS,2026-01-02,F,60,DE,yes,yes", "fatal")]
    [InlineData("1,X,Rash,PX,2026-01-02,F,60,DE,yes,no", "role")]
    [InlineData("2,X,Rash,PS,2026-13-02,F,60,DE,yes,no", "received_on")]
    [InlineData("2,X,Rash,PS,2026-01-02,W,60,DE,yes,no", "sex")]
    [InlineData("2,X,Rash,PS,2026-01-02,F,131,DE,yes,no", "age_years")]
    [InlineData("2,X,Rash,PS,2026-01-02,F,6E1,DE,yes,no", "age_years")]
    [InlineData("2,X,Rash,PS,2026-01-02,F,60,DE,maybe,no", "serious")]
    [InlineData("2,X,Rash,PS,2026-01-02,F,60,DE,yes,2", "fatal")]
    [InlineData(",X,Rash,PS,2026-01-02,F,60,DE,yes,no", "case_id")]
    [InlineData("2, ,Rash,PS,2026-01-02,F,60,DE,yes,no", "drug")]
    [InlineData("2,X,\"\",PS,2026-01-02,F,60,DE,yes,no", "event")]
    [InlineData("2,X,Rash,PS,2026-01-02,F,60,DE,yes", "number of fields")]
    [InlineData("2,X,\"Rash,PS,2026-01-02,F,60,DE,yes,no", "quotes")]
    [InlineData("2,\"X\"Y,Rash,PS,2026-01-02,F,60,DE,yes,no", "quotes")]
    public void A_row_that_cannot_be_read_or_contradicts_its_case_goes_to_quarantine(string row, string column)
    {
        var table = Read($"case_id,drug,event,role,received_on,sex,age_years,country,serious,fatal\n\n1,X,Fever,PS,2026-01-02,F,60,DE,yes,no\n{row}\n3,Y,Nausea,,,,,,,\n");
        Assert.Equal(new LoadTally(3, 2, 0, 1), table.Tally);
        var defect = Assert.Single(table.Defects);
        Assert.Equal(("cases.csv", 4, column), (defect.File, defect.Line, defect.Column));
        Assert.Equal(row, defect.Record);
        Assert.Equal(["1", "3"], table.Reports.Select(report => report.CaseId));
    }

    [Fact]
    public void Names_may_hold_commas_quotes_and_windows_1252()
    {
        var bytes = Encoding.Latin1.GetBytes("case_id,drug,event\r\n1,\"A, \"\"B\"\"\",Caf\u00E9\r\n2,5\" gel,Caf\u00C3\u00A9\r\n");
        var table = Read(bytes);
        Assert.Equal(["A, \"B\"|PrimarySuspect|1", "5\" gel|PrimarySuspect|1"], table.DrugTexts);
        Assert.Equal(["0 Café", "1 Café"], table.EventTexts);
    }

    [Fact]
    public void Any_damage_to_the_bytes_is_refused_or_balances()
    {
        var random = new Random(20260816);
        var good = Encoding.UTF8.GetBytes("case_id,drug,event,sex\n1,\"A, B\",Rash,F\n2,C,Fever,M\n2,D,Fever,M\n3,E,Nausea,\n");
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = random.Next(5); change >= 0; change--)
                bytes[random.Next(24, bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : ",\"\n\r"u8[random.Next(4)];
            Read(bytes);   // throws when the tally does not balance
        }
    }

    [Fact]
    public void Published_faers_2022q3_case_table_is_read_whole()
    {
        using var folder = FaersFeed.Only();
        var path = folder.Path("faers2022q3.csv");
        using (var packed = new GZipStream(File.OpenRead(Shared.Path("golden/faers2022q3/faers22q3raw.csv.gz")), CompressionMode.Decompress))
        using (var csv = File.Create(path))
        {
            csv.Write("case_id,drug,event\n"u8);
            while (packed.ReadByte() is not ('\n' or -1)) { }
            packed.CopyTo(csv);
        }
        var table = ReadCaseTable.OfFile(path);
        // Python 3 csv: 496,312 rows, 496,307 of them distinct, 215,867 distinct first fields, as many distinct pairs of the first two
        Assert.Equal(new LoadTally(496312, 496307, 5, 0), table.Tally);
        Assert.Equal((215867, 215867), (table.Reports.Count, table.Drugs.Count));
        Assert.Equal(496307, table.Events.Count);
    }

    private static (DateOnly?, double?, Sex, string?, Outcomes) Facts(ReportRow report) => (report.ReceivedOn, report.AgeYears, report.Sex, report.Country, report.Outcomes);

    private static ReadCaseTable Read(string csv) => ReadCaseTable.Of(csv);

    private static ReadCaseTable Read(byte[] csv) => ReadCaseTable.Of(csv);
}
