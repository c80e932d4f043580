using System.Text;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Incidence;
using JakSignals.Ingest.Tables;
using JakSignals.Tests.Normalise;

namespace JakSignals.Tests.Ingest;

public sealed class ExposureTableTests
{
    private static readonly ExposureChecks Checks = new RateNames(Bundled.Catalogue).Checks;

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
    // one cohort by other names of its drug, dose, indication and class
    [InlineData("Trial A,Xeljanz,5 mg twice daily,rheumatoid arthritis,MACE (Composite),98,1455,5073.49,2014-03-14,2020-07-22,trial,S", "period_start")]
    [InlineData("TRIAL  A,TOFACITINIB CITRATE,\"0,005 g b.i.d.\",rheumatoid_arthritis,MACE,98,1455,5073.49,2014-03-14,2020-07-22,trial,S", "period_start")]
    // numbers that can be read in two ways, or are none
    [InlineData("B,tofacitinib,,,mace,1,100,\"1,234.5\",,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,100,1.234,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,100,\"1,234\",,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,100,1 234,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,100,1.23E+03,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,100,12%,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,100,NaN,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,100,Infinity,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,100,1e308,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,1,,99999999999,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,\"1,000\",100,1234,,,trial,S", "events")]
    [InlineData("B,tofacitinib,,,mace,10%,100,1234,,,trial,S", "events")]
    [InlineData("B,tofacitinib,,,mace,10.0,100,1234,,,trial,S", "events")]
    [InlineData("B,tofacitinib,,,mace,9223372036854775807,,1234,,,trial,S", "events")]
    [InlineData("B,tofacitinib,,,mace,1,1 000,1234,,,trial,S", "patients")]
    // figures that cannot be
    [InlineData("B,tofacitinib,,,mace,101,100,200,,,trial,S", "events")]
    [InlineData("B,tofacitinib,,,mace,1,10,1001,,,trial,S", "patient_years")]
    [InlineData("B,tofacitinib,,,mace,366,,1,,,trial,S", "events")]
    // names that the catalogue does not know, or should
    [InlineData("B,tofacitinib,,,shingles,1,100,200,,,trial,S", "event_class")]
    [InlineData("B,tofacitinibe,,,mace,1,100,200,,,trial,S", "drug")]
    [InlineData("B,xeljanz/olumiant,,,mace,1,100,200,,,trial,S", "drug")]      // two drugs: a rate of neither
    [InlineData("B,tofacitinib,,,mace,1,100,200,03/04/2020,,trial,S", "period_start")]
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
        Assert.Equal("a period apart from that of line 2, which has the same cohort, drug, dose, indication, event_class and kind, perhaps by other names", read.Defects.Single().Expected);
    }

    [Fact]
    public void Periods_that_meet_and_other_doses_classes_and_kinds_stand_beside_each_other()
    {
        var read = Read(First, "Trial A,tofacitinib,5 mg BID,RA,mace,2,,10,2020-07-22,2021-07-22,trial,S", First.Replace("5 mg", "10 mg", StringComparison.Ordinal),
            First.Replace("mace", "vte", StringComparison.Ordinal), First.Replace(",trial,", ",registry,", StringComparison.Ordinal));
        Assert.Equal(5, read.Rows.Count);
    }

    [Theory]
    [InlineData("B,tofacitinib,,,herpes zoster,1,100,200,,,trial,S")]       // the class by its name
    [InlineData("B,tofacitinib,,,Herpes-Zoster,1,100,200,,,trial,S")]
    [InlineData("B,tocilizumab,,,mace,1,100,200,,,trial,S")]                // no drug of the catalogue, and near none
    [InlineData("B,tofacitinib,,,mace,100,100,200,,,trial,S")]
    [InlineData("B,tofacitinib,,,mace,1,100,0.234,,,trial,S")]              // 0.234 cannot be 234
    [InlineData("B,tofacitinib,,,mace,1,100,1234.567,,,trial,S")]           // thousands would be 1.234.567
    [InlineData("B,tofacitinib,,,mace,1,100,\"1234,5\",,,trial,S")]
    [InlineData("B,tofacitinib,,,mace,200,100,2000,,,sales,S")]             // reports, not patients
    public void A_row_that_can_be_read_in_one_way_is_loaded(string row) => Assert.Equal(new LoadTally(1, 1, 0, 0), Read(row).Tally);

    [Fact]
    public void Semicolons_with_decimal_commas_are_read() =>
        Assert.Equal(5073.49, ReadText($"{Header.Replace(',', ';')}\nTrial A;tofacitinib;5 mg BID;RA;mace;98;1455;5073,49;2014-03-14;2020-07-22;trial;S\n").Rows.Single().PatientYears);

    [Fact]
    public void A_row_that_says_the_same_again_is_superseded() => Assert.Equal(new LoadTally(2, 1, 1, 0), Read(First, First).Tally);

    private static (IReadOnlyList<ExposureRow> Rows, LoadTally Tally, IReadOnlyList<Defect> Defects) Read(params string[] rows) =>
        ReadText(string.Join('\n', rows.Prepend(Header)));

    private static (IReadOnlyList<ExposureRow> Rows, LoadTally Tally, IReadOnlyList<Defect> Defects) ReadText(string table)
    {
        using var folder = FaersFeed.Only();
        File.WriteAllText(folder.Path("exposure.csv"), table, Encoding.UTF8);
        var defects = new List<Defect>();
        var read = ExposureTable.Read(Assert.Single(SourceDiscovery.Find([folder.Folder], cancel: TestContext.Current.CancellationToken).ExposureTables), Checks, defects.Add, TestContext.Current.CancellationToken);
        return (read.Rows, read.Tally, defects);
    }
}
