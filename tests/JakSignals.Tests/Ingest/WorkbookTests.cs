using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Tables;

namespace JakSignals.Tests.Ingest;

public sealed class WorkbookTests
{
    private static TestWorkbook Cases() => new TestWorkbook().Sheet("Notes").Row("hello").Sheet("Cases").Row("Case ID", "Drug", "Event", "received_on", "age_years", "serious");

    [Fact]
    public void Cells_are_read_as_the_values_they_hold()
    {
        // 46087 is 2026-03-06: Excel's day 1 is 1 January 1900 and it counts a 29 February 1900; 46087 − 25569 (1 January 1970) = 20518 days, which date(1) gives as 2026-03-06.
        var read = ReadCaseTable.Of(Cases()
            .Row("=12345678@5", "XELJANZ", "Herpes zoster", "=46087@1", "=63.5", """<c r="F2" t="b"><v>1</v></c>""")
            .Row("=123456789012345", "XELJANZ", "Herpes zoster;Pyrexia", "=46087.75@3", "", "no")
            .Row("=7@4", "XELJANZ", "Rash", "2026-03", "", "")
            .Row("", "", "", "", "", "")
            .Row("A-1", "XELJANZ", "Rash", "=46082@2", "", ""));
        Assert.Equal(new LoadTally(4, 4, 0, 0), read.Tally);
        Assert.Equal(["12345678", "123456789012345", "7", "A-1"], read.Reports.Select(report => report.CaseId));
        Assert.Equal([new DateOnly(2026, 3, 6), new DateOnly(2026, 3, 6), new DateOnly(2026, 3, 31), new DateOnly(2026, 3, 31)], read.Reports.Select(report => report.ReceivedOn));
        Assert.Equal((63.5, Outcomes.OtherSerious), (read.Reports[0].AgeYears, read.Reports[0].Outcomes));
        Assert.Equal(["0 Herpes zoster", "1 Herpes zoster", "1 Pyrexia", "2 Rash", "3 Rash"], read.EventTexts);
    }

    [Fact]
    public void What_a_cell_does_not_hold_exactly_is_in_quarantine()
    {
        var read = ReadCaseTable.Of(Cases()
            .Row("=1.2345678901234501E16", "XELJANZ", "Rash", "", "", "")
            .Row("=12345.5E-1", "XELJANZ", "Rash", "=46087", "", "")                // a day that is not formatted as one
            .Row("2", "XELJANZ", "Rash", "=46087@6", "", "")                        // shown without a year
            .Row("=46087@1", "XELJANZ", "Rash", "", "", "")                         // an id that became a day
            .Row("""<c r="A6" t="e"><v>#REF!</v></c>""", "XELJANZ", "Rash", "", "", "")
            .Row("3", "XELJANZ", "Rash", "", "", ""));
        Assert.Equal(new LoadTally(6, 1, 0, 5), read.Tally);
        Assert.Equal(["case_id", "received_on", "received_on", "case_id", "case_id"], read.Defects.Select(defect => defect.Column));
        Assert.Equal([2, 3, 4, 5, 6], read.Defects.Select(defect => defect.Line));
    }

    [Fact]
    public void Several_values_on_lines_of_a_cell_each_count() =>
        Assert.Equal(["0 Herpes zoster", "0 Pyrexia"], ReadCaseTable.Of(Cases().Row("1", "XELJANZ", "Herpes zoster\nPyrexia", "", "", "")).EventTexts);

    [Theory] // the same day counted from 1904: 46087 − 1462
    [InlineData("0", "=46087@1")]
    [InlineData("1", "=44625@1")]
    public void Days_are_counted_from_the_workbooks_own_first(string date1904, string cell)
    {
        var workbook = new TestWorkbook { Date1904 = date1904 }.Sheet("Cases").Row("case_id", "drug", "event", "received_on").Row("1", "XELJANZ", "Rash", cell);
        Assert.Equal(new DateOnly(2026, 3, 6), ReadCaseTable.Of(workbook).Reports.Single().ReceivedOn);
    }

    [Fact]
    public void A_workbook_of_cohorts_is_read()
    {
        using var folder = FaersFeed.Only();
        new TestWorkbook().Sheet("s").Row("cohort", "drug", "dose", "indication", "event_class", "events", "patients", "patient_years", "period_start", "period_end", "kind", "source")
            .Row("A", "tofacitinib", "5 mg", "RA", "herpes_zoster", "=10", "=100", "=500.25", "=45292@3", "", "trial", "x").Write(folder.Path("rates.xlsx"));
        var table = Assert.Single(SourceDiscovery.Find([folder.Folder]).ExposureTables);
        var row = Assert.Single(ExposureTable.Read(table, new JakSignals.Incidence.RateNames(Normalise.Bundled.Catalogue).Checks, _ => { }).Rows);
        Assert.Equal((10L, 100L, 500.25, new DateOnly(2024, 1, 1)), (row.Events, row.Patients, row.PatientYears, row.PeriodStart));
    }

    [Fact]
    public void A_workbook_that_cannot_be_read_is_refused_with_what_to_do()
    {
        Assert.Contains("'A' and 'B' each hold a table", ReadCaseTable.Refusal(new TestWorkbook().Sheet("A").Row("case_id", "drug", "event").Sheet("B").Row("case_id", "drug", "event")), StringComparison.Ordinal);
        Assert.Contains("lacks event", ReadCaseTable.Refusal(new TestWorkbook().Sheet("A").Row("case_id", "drug")), StringComparison.Ordinal);
        Assert.Contains("do not begin with a header", ReadCaseTable.Refusal(new TestWorkbook().Sheet("A").Row("hello")), StringComparison.Ordinal);
        Assert.Contains("do not begin with a header", ReadCaseTable.Refusal(new TestWorkbook().Sheet("A", "hidden").Row("case_id", "drug", "event")), StringComparison.Ordinal);
        Assert.Contains("counts days from 1904", ReadCaseTable.Refusal(new TestWorkbook { Date1904 = "true" }.Sheet("A").Row("case_id", "drug", "event")), StringComparison.Ordinal);
        var entity = new TestWorkbook { Prologue = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>" }.Sheet("A").Row("case_id", "drug", "event");
        Assert.Contains("damaged or protected", ReadCaseTable.Refusal(entity), StringComparison.Ordinal);
        Assert.Contains("columns", ReadCaseTable.Refusal(new TestWorkbook().Sheet("A").Row("""<c r="ZZZZZ1"><v>1</v></c>""")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_that_unpacks_to_too_much_is_refused()
    {
        var bomb = new TestWorkbook { ExtraPart = 257 << 20 }.Sheet("A").Row("case_id", "drug", "event");
        Assert.Contains("unpacks to more than 256 MiB", ReadCaseTable.Refusal(bomb), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damage_to_a_workbook_is_refused_or_balances()
    {
        using var folder = FaersFeed.Only();
        var path = folder.Path("cases.xlsx");
        Cases().Row("1", "XELJANZ", "Rash", "=46087@1", "=60", "yes").Row("2", "ASPIRIN", "Nausea", "", "", "").Write(path);
        var good = File.ReadAllBytes(path);
        var random = new Random(20261128);
        for (var round = 0; round < 300; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = random.Next(4); change >= 0; change--)
                bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, random.Next(4) == 0 ? bytes[..random.Next(4, bytes.Length)] : bytes);
            var found = SourceDiscovery.Find([path]);
            Assert.Equal(1, found.Refused.Count + found.CaseTables.Count + found.Ignored.Count);
            foreach (var table in found.CaseTables)
                ReadOrRefuse(table);
        }
    }

    private static void ReadOrRefuse(SourceText table)
    {
        using var load = new CaseTableLoad(table, new Vocabulary(), _ => { });
        try
        {
            Assert.Equal(load.Reports(TestContext.Current.CancellationToken).Sum(report => report.Records.Drugs), load.Tallies.Single().Loaded);    // throws when it does not balance
        }
        catch (SourceRefusedException)
        {
        }
    }
}
