using System.Text;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Tables;

namespace JakSignals.Tests.Ingest;

public sealed class ExposureTableTests
{
    private const string Header = "cohort,drug,dose,indication,event_class,events,patients,patient_years,period_start,period_end,kind,source";
    private const string First = "Trial A,tofacitinib,5 mg BID,RA,mace,98,1455,5073.49,2014-03-14,2020-07-22,trial,\"Author, 2022\"";

    [Fact]
    public void A_row_carries_its_figures()
    {
        var read = Read(First, "US sales,tofacitinib,,,mace,,,120000,,,Sales,IQVIA");
        Assert.Equal(
            new ExposureRow("Trial A", "tofacitinib", "5 mg BID", "RA", "mace", 98, 1455, 5073.49, new DateOnly(2014, 3, 14), new DateOnly(2020, 7, 22), ExposureKind.Trial, "Author, 2022"),
            read.Rows[0]);
        Assert.Equal(new ExposureRow("US sales", "tofacitinib", null, null, "mace", null, null, 120000, null, null, ExposureKind.Sales, "IQVIA"), read.Rows[1]);
        Assert.Equal(new LoadTally(2, 2, 0, 0), read.Tally);
    }

    [Theory]
    [InlineData(",tofacitinib,,,mace,1,,10,,,trial,S", "cohort")]
    [InlineData("B,,,,mace,1,,10,,,trial,S", "drug")]
    [InlineData("B,tofacitinib,,,,1,,10,,,trial,S", "event_class")]
    [InlineData("B,tofacitinib,,,mace,-1,,10,,,trial,S", "events")]
    [InlineData("B,tofacitinib,,,mace,1.5,,10,,,trial,S", "events")]
    [InlineData("B,tofacitinib,,,mace,,,10,,,trial,S", "events")]
    [InlineData("B,tofacitinib,,,mace,,,10,,,claims,S", "events")]
    [InlineData("B,tofacitinib,,,mace,1,x,10,,,trial,S", "patients")]
    [InlineData("B,tofacitinib,,,mace,1,,0,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,,,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,,-3,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,,1e999,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,,\"5,073\",,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,,10,2020,,trial,S", "period_start")]
    [InlineData("B,tofacitinib,,,mace,1,,10,2020-02-01,2020-01-31,trial,S", "period_end")]
    [InlineData("B,tofacitinib,,,mace,1,,10,,,study,S", "kind")]
    [InlineData("B,tofacitinib,,,mace,1,,10,,,trial,", "source")]
    [InlineData("trial a,TOFACITINIB,5 mg bid,RA,mace,99,1455,5073.49,2014-03-14,2020-07-22,trial,S", "period_start")]
    [InlineData("Trial A,tofacitinib,5 mg BID,RA,mace,2,,10,2020-07-21,2021-07-22,trial,S", "period_start")]
    [InlineData("Trial A,tofacitinib,5 mg BID,RA,mace,2,,10,,,trial,S", "period_start")]
    public void A_row_that_cannot_be_counted_goes_to_quarantine(string row, string column)
    {
        var read = Read(First, row);
        Assert.Equal(new LoadTally(2, 1, 0, 1), read.Tally);
        Assert.Equal(("exposure.csv", 3, column, row), (read.Defects.Single().File, read.Defects[0].Line, read.Defects[0].Column, read.Defects[0].Record));
    }

    [Fact]
    public void An_overlap_names_the_other_line()
    {
        var read = Read(First, "Trial A,tofacitinib,5 mg BID,RA,mace,2,,10,2020-07-21,2021-07-22,trial,S");
        Assert.Equal("a period apart from that of line 2, which has the same cohort, drug, dose, indication, event_class and kind", read.Defects.Single().Expected);
    }

    [Fact]
    public void Periods_that_meet_and_other_doses_classes_and_kinds_stand_beside_each_other()
    {
        var read = Read(First, "Trial A,tofacitinib,5 mg BID,RA,mace,2,,10,2020-07-22,2021-07-22,trial,S", First.Replace("5 mg", "10 mg", StringComparison.Ordinal),
            First.Replace("mace", "vte", StringComparison.Ordinal), First.Replace(",trial,", ",registry,", StringComparison.Ordinal));
        Assert.Equal(5, read.Rows.Count);
    }

    [Fact]
    public void A_row_that_says_the_same_again_is_superseded() => Assert.Equal(new LoadTally(2, 1, 1, 0), Read(First, First).Tally);

    private static (IReadOnlyList<ExposureRow> Rows, LoadTally Tally, IReadOnlyList<Defect> Defects) Read(params string[] rows)
    {
        using var folder = FaersFeed.Only();
        File.WriteAllText(folder.Path("exposure.csv"), string.Join('\n', rows.Prepend(Header)), Encoding.UTF8);
        var defects = new List<Defect>();
        var read = ExposureTable.Read(Assert.Single(SourceDiscovery.Find([folder.Folder]).ExposureTables), defects.Add);
        return (read.Rows, read.Tally, defects);
    }
}
