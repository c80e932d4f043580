using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;

namespace JakSignals.Tests.Ingest;

/// <summary>The real samples of ../shared/feeds/faers. Counts by awk: rows <c>NR&gt;1</c>; orphans by <c>join -v1</c> on the first field with that of DEMO.</summary>
public sealed class FaersSampleTests
{
    [Fact]
    public void Sample_2017Q2_loads_every_row()
    {
        var quarter = Load("2017Q2");
        long[] rows = [100, 328, 286, 75, 2, 142, 232];
        Assert.Equal(rows.Select(count => new LoadTally(count, count, 0, 0)), InOrder(quarter));
        Assert.Equal(["XELJANZ|TOFACITINIB CITRATE", "XELJANZ|TOFACITINIB CITRATE"],   // grep -i xeljanz
            quarter.DrugNames.Where(name => name.Contains("XELJANZ", StringComparison.OrdinalIgnoreCase)).Select(name => name.ToUpperInvariant()).Order(StringComparer.Ordinal));
        Assert.Equal((53, 40, 7), Sexes(quarter));
        Assert.Equal([134, 100, 90, 4], Roles(quarter));
        Assert.Equal(44, quarter.Reports.Count(report => report.Reporter == ReporterType.Consumer));
        Assert.Equal(60, quarter.Reports.Count(report => report.AgeYears is not null));
        Assert.Equal([12, 12, 29, 47], Precisions(quarter));
    }

    [Fact]
    public void Sample_2004Q1_loads_every_row()
    {
        var quarter = Load("2004Q1");
        long[] rows = [100, 386, 416, 93, 119, 145, 124];
        Assert.Equal(rows.Select(count => new LoadTally(count, count, 0, 0)), InOrder(quarter));
        Assert.Equal([233, 100, 53, 0], Roles(quarter));
        Assert.Equal(("4061110", 4263742, new DateOnly(2004, 1, 2), 42, Sex.Female), Head(quarter.Reports[0]));
        Assert.Equal([10, 3], [quarter.Reports.Count(report => report.Version > 0), quarter.Reports.Count(report => report.Outcomes.HasFlag(Outcomes.Disability))]);
    }

    [Fact]
    public void Sample_2020Q3_loads_every_row_but_report_sources_of_other_reports()
    {
        var quarter = Load("2020Q3");
        Assert.Equal(new LoadTally(10, 0, 0, 10), quarter.Tally("RPSR"));
        Assert.Equal(60, quarter.Tallies.Values.Sum(tally => tally.Loaded));
        Assert.All(quarter.Defects, defect => Assert.Equal("RPSR20Q3-10.txt", defect.File));
    }

    [Fact]
    public void Sample_2022Q4_loads_every_row_whose_report_is_there()
    {
        var quarter = Load("2022Q4");
        LoadTally[] expected = [new(258, 258, 0, 0), new(209, 209, 0, 0), new(974, 974, 0, 0), new(1206, 360, 0, 846), new(386, 0, 0, 386), new(500, 500, 0, 0), new(607, 607, 0, 0)];
        Assert.Equal(expected, InOrder(quarter));
        Assert.Equal("OUTC22Q4.txt(362): primaryid is '117749013', expected a report whose primaryid stands in DEMO22Q4.txt; the record was quarantined.", quarter.Defects[0].ToString());
        Assert.Equal(("10021305", 1002130537, new DateOnly(2022, 10, 5), 43, Sex.Male), Head(quarter.Reports[1]));
        Assert.Equal(new PartialDate(2014, 3, 19), quarter.Reports[1].FirstReceivedOn);
    }

    [Fact]
    public void Deleted_cases_of_2022Q4_are_all_read()
    {
        var list = Assert.Single(SourceDiscovery.Find([Shared.Path("feeds/faers/2022Q4")]).DeletedCaseLists);
        var deleted = DeletedCaseList.Read(list, defect => Assert.Fail(defect.ToString()));
        Assert.Equal(new LoadTally(3624, 3624, 0, 0), deleted.Tally);   // 3,625 lines, the first a space
        Assert.Equal(10153291, deleted.CaseIds[0]);
    }

    [Fact]
    public void All_samples_are_found_at_once_and_the_notes_are_ignored()
    {
        var found = SourceDiscovery.Find([Shared.Path("feeds/faers")]);
        Assert.Equal(["2004Q1", "2017Q2", "2020Q3", "2022Q4"], found.Quarters.Select(quarter => quarter.Period));
        Assert.Equal(["ASC_NTS_22Q4.txt", "QUIRKS.md", "Readme_22Q4.txt"], found.Ignored.Select(file => file.Name));
        Assert.Empty(found.Refused);
    }

    private static LoadedQuarter Load(string folder) =>
        LoadedQuarter.Read(Assert.Single(SourceDiscovery.Find([Shared.Path("feeds/faers/" + folder)]).Quarters));

    private static IEnumerable<LoadTally> InOrder(LoadedQuarter quarter) => "DEMO DRUG REAC OUTC RPSR THER INDI".Split(' ').Select(quarter.Tally);

    private static (int Female, int Male, int Unknown) Sexes(LoadedQuarter quarter) =>
        (quarter.Reports.Count(report => report.Sex == Sex.Female), quarter.Reports.Count(report => report.Sex == Sex.Male), quarter.Reports.Count(report => report.Sex == Sex.Unknown));

    private static int[] Roles(LoadedQuarter quarter) =>
        [.. new[] { DrugRole.Concomitant, DrugRole.PrimarySuspect, DrugRole.SecondarySuspect, DrugRole.Interacting }.Select(role => quarter.Drugs.Count(drug => drug.Role == role))];

    /// <summary>Event dates known to the year, the month, the day, and missing.</summary>
    private static int[] Precisions(LoadedQuarter quarter) =>
        [.. new[] { 4, 7, 10, 0 }.Select(length => quarter.Reports.Count(report => (report.EventOn?.ToString() ?? "").Length == length))];

    private static (string, long, DateOnly?, double?, Sex) Head(ReportRow report) => (report.CaseId, report.ReportNumber, report.ReceivedOn, report.AgeYears, report.Sex);
}
