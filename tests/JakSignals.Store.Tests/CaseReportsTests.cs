using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>What every engine must know of the reports of one case.</summary>
public abstract class CaseReportsContract : IDisposable
{
    private static readonly DateOnly Always = new(2030, 1, 1);
    private readonly TestStores _stores;
    private readonly Database _database;

    protected CaseReportsContract(TestStores stores)
    {
        (_stores, _database) = (stores, stores.NewDatabase());
        _database.Migrate(TimeProvider.System);
    }

    [Fact]
    public void The_report_that_counts_comes_first_then_from_the_latest_to_the_earliest()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).OfVersion(1).Received("2026-01-05").Taking("A").With("Acne"), A.Case("8").Numbered(81).Received("2026-01-05").Taking("A").With("Acne"));
        Load("q2", "2026Q2", A.Case("7").Numbered(73).OfVersion(3).Received("2026-06-05").Taking("A").With("Acne"), A.Case("7").Numbered(72).OfVersion(2).Received("2026-06-05").Taking("A").With("Acne"));

        Assert.Equal([(73, 3, ReportFate.Current), (72, 2, ReportFate.Superseded), (71, 1, ReportFate.Superseded)], Fates("7", Always));
        Assert.Equal([(71, 1, ReportFate.Current), (73, 3, ReportFate.Later), (72, 2, ReportFate.Later)], Fates("7", new DateOnly(2026, 3, 31)));
        Assert.Equal(["DEMO_q2", "DEMO_q2", "DEMO_q1"], Read("7", Always).Select(report => report.FileName));
    }

    [Fact]
    public void What_was_loaded_after_the_run_is_no_part_of_it()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("A").With("Acne"));
        var scope = new RunStore(_database).ScopeFor(Always);
        Load("q2", "2026Q2", A.Case("7").Numbered(72).Received("2026-06-05").Taking("A").With("Acne"));

        Assert.Equal([(71L, ReportFate.Current), (72L, ReportFate.LoadedSince)], Reports.Read(CaseSource.Faers, "7", scope).Select(report => (report.Number, report.Fate)));
    }

    [Fact]
    public void The_same_report_of_two_quarters_counts_from_the_later_one()
    {
        Load("late", "2026Q2", A.Case("7").Numbered(71).Received("2026-01-05").Taking("A").With("Acne"));
        Load("early", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("A").With("Acne"));

        Assert.Equal([("2026Q2", ReportFate.Current), ("2026Q1", ReportFate.Superseded)], Read("7", Always).Select(report => (report.Period!, report.Fate)));
    }

    [Fact]
    public void A_withdrawn_case_has_no_report_that_counts_once_its_list_is_known()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("A").With("Acne"));
        new CaseStore(_database, TimeProvider.System).LoadDeletedCases(new SourceFile("DELETE26Q1.txt", SourceFileKind.FaersDeletedCases, "2026Q1", 1, "deleted"), _ => ([7L], new LoadTally(1, 1, 0, 0)));

        Assert.Equal(ReportFate.Current, Assert.Single(Read("7", new DateOnly(2026, 3, 30))).Fate);
        Assert.Equal(ReportFate.Deleted, Assert.Single(Read("7", new DateOnly(2026, 3, 31))).Fate);
    }

    [Fact]
    public void A_newest_version_in_quarantine_comes_first_and_none_counts()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));
        Load("q2", "2026Q2", A.Case("7").Numbered(72).Received("2026-04-05").Unreadable());

        Assert.Equal([(72L, ReportFate.Unreadable), (71L, ReportFate.Superseded)], Read("7", new DateOnly(2026, 6, 30)).Select(r => (r.Number, r.Fate)));
        Assert.Equal([(71L, ReportFate.Current), (72L, ReportFate.Later)], Read("7", new DateOnly(2026, 3, 31)).Select(r => (r.Number, r.Fate)));
    }

    /// <summary>The choice is the one of the whole run, for every case of a random store.</summary>
    [Fact]
    public void It_is_the_report_that_the_run_counts()
    {
        var random = new Random(20261124);
        for (var load = 0; load < 6; load++)
            Load($"q{load}", $"202{random.Next(4, 7)}Q{random.Next(1, 5)}", [.. Enumerable.Range(0, 12).Select(_ => A.Case($"{random.Next(1, 9)}").Numbered(random.Next(1, 5)).OfVersion(random.Next(1, 3)).Received($"2026-0{random.Next(1, 4)}-01").Taking("A").With("Acne"))]);
        var asOf = new DateOnly(2026, 2, 15);
        var current = CurrentCases.Read(_database, new RunStore(_database).ScopeFor(asOf), [], CancellationToken.None).Cases;

        Assert.True(current.Count > 3);
        for (var row = 0; row < current.Count; row++)
            Assert.Equal(current.ReportId[row], Read(current.CaseId(row), asOf).Single(report => report.Fate == ReportFate.Current).ReportId);
    }

    [Fact]
    public void A_report_comes_with_its_drugs_substances_indications_therapies_and_terms()
    {
        Load("q1", "2026Q1", A.Case("US-ACME-7").Numbered(71).Received("2026-01-05").Of(Sex.Female, 61).From("US", ReporterType.Physician).EndingIn(Outcomes.Hospitalisation | Outcomes.Death)
            .Taking("XELJANZ").Taking("Aspirin", DrugRole.Concomitant).With("Herpes zoster", "Acne", "Acne").For(1, "Rheumatoid arthritis").Given(1, "202501", "20260101").Given(2, null, "2025"));
        _stores.Execute(_database, "INSERT INTO jaksignals.substance (substance_id, substance_key) VALUES (1, 'TOFACITINIB')");
        _stores.Execute(_database, "INSERT INTO jaksignals.substance_alias (drug_name_id, substance_id, topical, [rule]) SELECT drug_name_id, 1, 0, 'catalogue' FROM jaksignals.drug_name WHERE name = 'XELJANZ'");

        var report = Assert.Single(Read("US-ACME-7", Always));

        Assert.Equal((61, Sex.Female, "US", ReporterType.Physician, Outcomes.Hospitalisation | Outcomes.Death, 20260105), (report.AgeYears, report.Sex, report.Country, report.Reporter, report.Outcomes, report.ReceivedOn));
        Assert.Equal(["Acne", "Herpes zoster"], report.Terms);
        Assert.Equal([("XELJANZ", DrugRole.PrimarySuspect, "TOFACITINIB", "Rheumatoid arthritis", (20250100, 20260101)), ("Aspirin", DrugRole.Concomitant, "", "", (0, 20250000))],
            report.Drugs.Select(drug => (drug.Name, drug.Role, string.Join(";", drug.Substances), string.Join(";", drug.Indications), Assert.Single(drug.Therapies))));
    }

    [Fact]
    public void Cases_of_one_id_from_two_sources_are_two_cases()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("A").With("Acne"));
        Load("table", null, CaseSource.Tables, A.Case("7").Received("2026-02-05").Taking("B").With("Acne"));

        Assert.Equal("A", Assert.Single(Assert.Single(Read("7", Always)).Drugs).Name);
        Assert.Equal("B", Assert.Single(Assert.Single(Reports.Read(CaseSource.Tables, "7", new RunStore(_database).ScopeFor(Always))).Drugs).Name);
        Assert.Empty(Read("8", Always));
        Assert.Empty(Read("no such case", Always));
    }

    [Fact]
    public void Records_in_quarantine_are_paged_once_each_the_newest_first_and_filtered()
    {
        Defect[] defects = [.. Enumerable.Range(1, 7).Select(line => new Defect("DEMO_q", line, line % 2 == 0 ? "event_dt" : "age", $"100%_[{line}]\\", line == 7 ? "A Number" : "yyyy", $"record {line}"))];
        foreach (var (index, defect) in defects.Index())
            new CaseStore(_database, TimeProvider.System).Load(MemoryLoad.FilesOf($"q{index}", null), (vocabulary, quarantine) =>
                new MemoryLoad($"q{index}", null, vocabulary, [], quarantineOne: () => quarantine(defect with { File = $"DEMO_q{index}" })), null, CancellationToken.None);
        var browser = new QuarantineBrowser(_database);
        List<QuarantinedRecord> seen = [];
        for (IReadOnlyList<QuarantinedRecord> page = browser.Page(All, null, 2); page.Count > 0; page = browser.Page(All, page[^1].Id, 2))
            seen.AddRange(page);

        Assert.Equal([7L, 6, 5, 4, 3, 2, 1], seen.Select(record => record.Defect.Line));
        Assert.Equal(7, browser.Count(All));
        Assert.Equal([6L, 4, 2], browser.Page(All with { Column = "event_dt" }, null, 9).Select(record => record.Defect.Line));
        Assert.Equal([3L], browser.Page(All with { File = "DEMO_q2" }, null, 9).Select(record => record.Defect.Line));
        Assert.Equal([5L], browser.Page(All with { Text = "%_[5]\\" }, null, 9).Select(record => record.Defect.Line));
        Assert.Equal((1, 0, 0, 7), (browser.Count(All with { Text = "a number" }), browser.Count(All with { Text = "100_" }), browser.Count(All with { Text = "1%5" }), browser.Count(All with { Text = "00%" })));
        Assert.Equal([("age", 4L), ("event_dt", 3L)], browser.Columns().Select(one => (one.Name, one.Records)));
        Assert.Equal(7, browser.Files().Count);
        Assert.Equal(defects[2] with { File = "DEMO_q2" }, seen[4].Defect);
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }

    private static QuarantineFilter All => new(null, null, null);

    private CaseReports Reports => new(_database);

    private IReadOnlyList<CaseReport> Read(string caseId, DateOnly asOf) => Reports.Read(CaseSource.Faers, caseId, new RunStore(_database).ScopeFor(asOf));

    private IEnumerable<(long, int, ReportFate)> Fates(string caseId, DateOnly asOf) => Read(caseId, asOf).Select(report => (report.Number, report.Version, report.Fate));

    private void Load(string name, string? period, params CaseBuilder[] cases) => Load(name, period, CaseSource.Faers, cases);

    private void Load(string name, string? period, CaseSource source, params CaseBuilder[] cases) => new CaseStore(_database, TimeProvider.System)
        .Load(MemoryLoad.FilesOf(name, period), (vocabulary, quarantine) => new MemoryLoad(name, period, vocabulary, cases, source: source, quarantine: quarantine), null, CancellationToken.None);
}
