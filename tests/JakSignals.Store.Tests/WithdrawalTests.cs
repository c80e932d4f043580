using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Tables;
using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>What every engine must do with sources that are taken back, and with reports that come twice.</summary>
public abstract class WithdrawalContract : IDisposable
{
    private static readonly DateOnly Always = new(2030, 1, 1);
    private readonly TestStores _stores;
    private readonly Database _database;
    private readonly SourceLedger _sources;
    private readonly RunStore _runs;
    private readonly ReviewLog _log;

    protected WithdrawalContract(TestStores stores)
    {
        (_stores, _database) = (stores, stores.NewDatabase());
        _database.Migrate(TimeProvider.System);
        (_sources, _runs, _log) = (new SourceLedger(_database, TimeProvider.System), new RunStore(_database), new ReviewLog(_database, TimeProvider.System));
    }

    [Fact]
    public void Cases_count_again_when_the_list_that_deleted_them_is_withdrawn()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"), A.Case("8").Numbered(81).Received("2026-01-05").Taking("X").With("A"));
        LoadList("DELETE26Q1.txt", "2026Q1", 8);
        Publish("before", new DateOnly(2026, 4, 1));
        Assert.Equal(["7"], Ids());

        Withdraw("DELETE26Q1.txt");

        Assert.Equal(["7", "8"], Ids());
        var set = CurrentCases.Read(_database, _runs.ScopeFor(Always), [], CancellationToken.None);
        Assert.Equal([1], set.Returned);        // 8 was there before, so it is not new; no report of it was replaced, so it is not followed up
        Assert.DoesNotContain(true, set.Cases.IsNew.Concat(set.Cases.IsFollowedUp));
        Assert.Equal(0, set.Gone.Count);
    }

    [Fact]
    public void A_withdrawn_quarter_is_in_no_run_begun_since_and_stays_in_those_that_saw_it()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).OfVersion(1).Received("2026-01-05").Taking("X").With("A"));
        Load("q2", "2026Q2", A.Case("7").Numbered(72).OfVersion(2).Received("2026-04-05").Taking("Y").With("A"), A.Case("8").Numbered(81).Received("2026-04-05").Taking("X").With("A"));
        Publish("before", new DateOnly(2026, 7, 1));

        Withdraw("DEMO_q2");

        Assert.Equal([1L], _runs.ScopeFor(Always).Loads);
        Assert.Equal([1L, 2L], _runs.ScopeOf("before").Loads.Order());
        Assert.Equal(["7", "8"], Ids(_runs.ScopeOf("before")));
        var set = CurrentCases.Read(_database, _runs.ScopeFor(Always), [], CancellationToken.None);
        Assert.Equal(["7"], Enumerable.Range(0, set.Cases.Count).Select(set.Cases.CaseId));
        Assert.Equal(1, set.Cases.Version[0]);
        Assert.Equal([0], set.FellBack);        // 7 counts with its older report again
        Assert.Equal([GoneCause.Withdrawn, GoneCause.Withdrawn], set.GoneCauses);
        Assert.Equal(["DEMO_q1", "DRUG_q1", "REAC_q1"], set.Files.Select(file => file.Name));
    }

    [Fact]
    public void The_id_of_a_run_is_made_from_withdrawals_too_and_no_state_of_the_sources_gives_an_earlier_id()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));
        var first = Digests();
        Load("q2", "2026Q2", A.Case("8").Numbered(81).Received("2026-04-05").Taking("X").With("A"));
        var second = Digests();
        Withdraw("2026Q2");
        var third = Digests();
        Assert.Null(_sources.Reinstate(Assert.Single(_sources.Find("2026Q2")), "it was right", "anna").Fault);
        var fourth = Digests();

        // After the withdrawal the loads are those of the first run again: with its id it would pass for published before, and the wrong week would stay the latest.
        Assert.Equal(4, new[] { first, second, third, fourth }.Select(digests => string.Join('\n', digests)).Distinct().Count());
        Assert.Equal([1L, 2L], _runs.ScopeFor(Always).Loads.Order());
    }

    [Fact]
    public void A_withdrawal_is_a_link_of_the_chain_and_cannot_be_changed_unseen()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));
        var head = Withdraw("2026Q1");
        var check = _log.Verify();
        Assert.Equal((1, head, null), (check.Decisions, check.Head, check.Fault));
        var register = Register.Of(_log.Read());
        Assert.Equal((1, head, 0, 0), (register.Count, register.Head, register.Entries.Count(), register.Names.Entries.Count()));
        Assert.Equal(("withdrawn", "wrong file", "anna"), (register.Sources.Decisions[0].StateCode, register.Sources.Decisions[0].Rationale, register.Sources.Decisions[0].UserName));

        _stores.Execute(_database, "UPDATE jaksignals.review SET state = 'reinstated' WHERE kind = 'source'");

        Assert.Contains("was changed after it was made", _log.Verify().Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_of_a_kind_that_the_program_does_not_know_is_refused_by_every_reader()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));
        Withdraw("2026Q1");
        _stores.Execute(_database, "UPDATE jaksignals.review SET kind = 'sauce'");

        Assert.Contains("'sauce'", Assert.Throws<StoreException>(() => _log.Read()).Message, StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => _runs.ScopeFor(Always));        // not: as if nothing was withdrawn
    }

    [Fact]
    public void A_source_is_withdrawn_once_with_a_reason_and_reinstated_only_then()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));
        var source = Assert.Single(_sources.All());

        Assert.Contains("not withdrawn", _sources.Reinstate(source, "again", "anna").Fault, StringComparison.Ordinal);
        Assert.Contains("0 characters", _sources.Withdraw(source, "", "anna").Fault, StringComparison.Ordinal);
        Assert.Null(_sources.Withdraw(source, "wrong file", "anna").Fault);
        Assert.Contains("by anna: wrong file", _sources.Withdraw(source, "wrong again", "bert").Fault, StringComparison.Ordinal);
        Assert.Equal(1, _log.LastId());
    }

    [Theory]
    [InlineData("DEMO_q1", 1)]
    [InlineData("demo_Q1", 1)]
    [InlineData("2026Q1", 2)]            // the quarter and its list
    [InlineData("DELETE26Q1.txt", 1)]
    [InlineData("drug-q1", 1)]           // what stands for the SHA-256 of a file here
    [InlineData("DEMO", 0)]
    [InlineData("", 0)]
    public void A_source_is_found_by_the_name_of_a_file_its_quarter_or_its_digest(string text, int found)
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));
        LoadList("faers_ascii_2026q1.zip/deleted/DELETE26Q1.txt", "2026Q1", 8);

        Assert.Equal(found, _sources.Find(text).Count);
        Assert.Single(_sources.Find("faers_ascii_2026q1.zip"));
        foreach (var source in _sources.All())
            Assert.Equal((source.LoadId, 0), (Assert.Single(_sources.Find(source.Digest[..6].ToUpperInvariant())).LoadId, _sources.Find(source.Digest[..5]).Count));
    }

    [Fact]
    public void A_load_supersedes_nothing_while_it_is_withdrawn()
    {
        Load("new", "2026Q2", A.Case("7").Numbered(72).Received("2026-04-05").Taking("X").With("A"));
        Withdraw("2026Q2");

        var old = Load("old", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));

        Assert.Equal(new LoadTally(3, 3, 0, 0), old.Total);
        Assert.Equal("2026Q1", new StoreStatus(_database).NewestQuarter());
        Assert.Equal([false, true], new StoreStatus(_database).LatestFiles(6).Chunk(3).Select(load => load.All(file => file.Withdrawal is not null)));
    }

    [Fact]
    public void A_cohort_is_read_from_the_newest_table_that_is_not_withdrawn()
    {
        foreach (var (name, events) in new[] { ("cohorts-1", 10L), ("cohorts-2", 11L) })
            new CaseStore(_database, TimeProvider.System).LoadExposures(new SourceFile(name, SourceFileKind.ExposureTable, null, 1, name), _ =>
                ([new ExposureRow("ORAL", "TOFACITINIB", null, null, "MACE", events, 100, 200, null, null, ExposureKind.Registry, "a table")], new LoadTally(1, 1, 0, 0)));
        Assert.Equal(11, Assert.Single(new ExposureStore(_database).Read(_runs.ScopeFor(Always))).Events);

        Withdraw("cohorts-2");

        Assert.Equal(10, Assert.Single(new ExposureStore(_database).Read(_runs.ScopeFor(Always))).Events);
    }

    [Fact]
    public void A_report_of_a_withdrawn_source_is_shown_as_such()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));
        Load("q2", "2026Q2", A.Case("7").Numbered(72).Received("2026-04-05").Taking("X").With("A"));
        Withdraw("2026Q2");

        var reports = new CaseReports(_database).Read(CaseSource.Faers, "7", _runs.ScopeFor(Always));

        Assert.Equal([(71L, ReportFate.Current), (72L, ReportFate.Withdrawn)], reports.Select(report => (report.Number, report.Fate)));
    }

    /// <summary>Whatever the digests: both orders of the same two loads are tried, so that one of them goes against any order of hashes.</summary>
    [Theory]
    [InlineData("one", "two", "2026Q1", 71)]
    [InlineData("two", "one", "2026Q1", 71)]
    [InlineData("one", "two", null, 0)]      // case tables without a day of receipt
    [InlineData("two", "one", null, 0)]
    public void Of_the_same_report_that_of_the_load_made_later_counts(string first, string second, string? period, int number)
    {
        foreach (var name in new[] { first, second })
            Load(name, period, Undated(A.Case("7").Numbered(number).Taking(name == first ? "NAUSEATED" : "CORRECTED").With("A"), period));

        Assert.Equal(["CORRECTED"], CurrentDrugs());
        Assert.Equal("CORRECTED", new CaseReports(_database).Read(CaseSource.Faers, "7", _runs.ScopeFor(Always))[0].Drugs[0].Name);
        Assert.Contains(Digests(), digest => digest.Contains(" after ", StringComparison.Ordinal));

        static CaseBuilder Undated(CaseBuilder one, string? period) => period is null ? one : one.Received("2026-01-05");
    }

    [Fact]
    public void The_order_of_loads_is_no_part_of_a_runs_id_where_they_hold_no_report_in_common()
    {
        (string Name, string Case)[] tables = [("one", "7"), ("two", "8")];
        var digests = new List<string>();
        foreach (var order in new[] { tables, tables.Reverse().ToArray() })
        {
            var fresh = _stores.NewDatabase();
            fresh.Migrate(TimeProvider.System);
            foreach (var (name, id) in order)
                Load(fresh, name, null, A.Case(id).Taking("X").With("A"));
            digests.Add(string.Join('\n', new RunStore(fresh).Digests(new RunStore(fresh).ScopeFor(Always))));
        }

        Assert.Equal(digests[0], digests[1]);
    }

    [Theory]
    [InlineData("ORAL", "TOPICAL", true)]
    [InlineData("ORAL", "ORAL", false)]       // the table loaded later decides
    public void The_order_of_cohort_tables_is_part_of_a_runs_id_only_where_they_have_the_same_cohort(string one, string other, bool isSame)
    {
        (string Name, string Cohort)[] tables = [("cohorts-1", one), ("cohorts-2", other)];
        var digests = new List<string>();
        foreach (var order in new[] { tables, tables.Reverse().ToArray() })
        {
            var fresh = _stores.NewDatabase();
            fresh.Migrate(TimeProvider.System);
            foreach (var (name, cohort) in order)
                new CaseStore(fresh, TimeProvider.System).LoadExposures(new SourceFile(name, SourceFileKind.ExposureTable, null, 1, name), _ =>
                    ([new ExposureRow(cohort, "TOFACITINIB", null, null, "MACE", 10, 100, 200, null, null, ExposureKind.Registry, "a table")], new LoadTally(1, 1, 0, 0)));
            digests.Add(string.Join('\n', new RunStore(fresh).Digests(new RunStore(fresh).ScopeFor(Always))));
        }

        Assert.Equal(isSame, digests[0] == digests[1]);
    }

    [Fact]
    public void Reports_that_differ_from_the_same_reports_of_another_load_are_counted()
    {
        static CaseBuilder Plain(string id) => A.Case(id).Numbered(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture) * 10 + 1).Received("2026-01-05")
            .Of(Sex.Female, 61).From("US", ReporterType.Physician).Taking("X").With("A", "B").For(1, "C").Given(1, "202501", "20260101");
        Load("q1", "2026Q1", [.. Enumerable.Range(1, 12).Select(id => Plain($"{id}"))]);

        var again = Load("q1-again", "2026Q1",
            Plain("1"),
            A.Case("2").Numbered(21).Received("2026-01-05").Of(Sex.Female, 61).From("US", ReporterType.Physician).Taking("X").With("B", "A").For(1, "C").Given(1, "202501", "20260101"),  // another order says the same
            Plain("3").Taking("Y"), Plain("4").With("D"), Plain("5").For(1, "E"), Plain("6").Given(1, "2024", null), Plain("7").EndingIn(Outcomes.Death),
            Plain("8").Of(Sex.Male, 61), Plain("9").Of(Sex.Female, 62), Plain("10").From("FR", ReporterType.Physician), Plain("11").Received("2026-01-06"),
            A.Case("12").Numbered(122).Received("2026-02-05").Taking("Z").With("A"),        // a new report of a known case: nothing is held twice
            Plain("13"));

        // Held twice: 1 to 11. They differ in 3 (drug), 4 (event), 5 (indication), 6 (therapy), 7 (outcome), 8 (sex), 9 (age), 10 (country), 11 (receipt).
        Assert.Equal([new SharedReports(NameOf("q1"), 11, 9, OtherCounts: false)], again.Shared);
        Assert.Equal([(11L, 9L)], _sources.Overlaps().Select(overlap => (overlap.Same, overlap.Differing)));
    }

    [Fact]
    public void Where_a_quarter_comes_after_a_later_one_that_holds_the_same_report_the_later_quarter_counts_and_it_is_said()
    {
        Load("late", "2026Q2", A.Case("7").Numbered(71).Received("2026-01-05").Taking("LATE").With("A"));

        var early = Load("early", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("EARLY").With("A"));

        Assert.Equal([new SharedReports(NameOf("late"), 1, 1, OtherCounts: true)], early.Shared);
        Assert.Equal(["LATE"], CurrentDrugs());
        Assert.Equal(new LoadTally(3, 0, 3, 0), early.Total);
    }

    [Fact]
    public void Nothing_is_told_of_a_load_that_is_withdrawn_until_it_is_in_again()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("FIRST").With("A"));
        Withdraw("DEMO_q1");

        Assert.Empty(Load("q1-again", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("SECOND").With("A")).Shared);

        var first = Assert.Single(_sources.Find("DEMO_q1"));
        Assert.Null(_sources.Reinstate(first, "both are right", "anna").Fault);
        Assert.Equal([new SharedReports(NameOf("q1-again"), 1, 1, OtherCounts: true)], _sources.Shared(first.Digest));
        Assert.Equal(["SECOND"], CurrentDrugs());       // it has the place it had: loaded before the other
    }

    [Fact]
    public void A_deleted_case_that_is_reported_again_stays_deleted_and_is_counted()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"), A.Case("8").Numbered(81).Received("2026-01-05").Taking("X").With("A"),
            A.Case("9").Numbered(91).Received("2026-01-05").Taking("X").With("A"));
        LoadList("DELETE26Q1.txt", "2026Q1", 7, 8);
        Assert.Equal(0, Set().ReportedAfterDeletion);

        Load("q2", "2026Q2", A.Case("7").Numbered(72).Received("2026-04-05").Taking("X").With("A"), A.Case("9").Numbered(92).Received("2026-04-05").Taking("X").With("A"));
        Assert.Equal((1, 1), (Set().ReportedAfterDeletion, Set().Cases.Count));     // 7; 9 was never deleted

        LoadList("DELETE26Q2.txt", "2026Q2", 7);       // named again: no report came after that
        Assert.Equal(0, Set().ReportedAfterDeletion);
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }

    private string NameOf(string name) => Assert.Single(_sources.Find("DEMO_" + name)).Name;

    private CurrentCaseSet Set() => CurrentCases.Read(_database, _runs.ScopeFor(Always), [], CancellationToken.None);

    private List<string> CurrentDrugs()
    {
        var texts = new NameStore(_database).Read();
        return [.. Set().Cases.DrugNameId.Select(id => texts.DrugNames[id].Name)];
    }

    private IReadOnlyList<string> Digests() => _runs.Digests(_runs.ScopeFor(Always));

    private List<string> Ids(RunScope? scope = null)
    {
        var cases = CurrentCases.Read(_database, scope ?? _runs.ScopeFor(Always), [], CancellationToken.None).Cases;
        return [.. Enumerable.Range(0, cases.Count).Select(cases.CaseId)];
    }

    private string Withdraw(string name)
    {
        var result = _sources.Withdraw(_sources.Find(name).Single(source => source.Withdrawal is null), "wrong file", "anna");
        Assert.Null(result.Fault);
        return result.Head!;
    }

    private void Publish(string runId, DateOnly asOf)
    {
        var ledger = new RunLedger(_database, TimeProvider.System);
        ledger.Begin(runId, _runs.ScopeFor(asOf), "general", "test", []);
        StoreWrite.Commit(_database, write => ledger.Publish(write, runId, "somewhere", "hash"));
    }

    private LoadOutcome Load(string name, string? period, params CaseBuilder[] cases) => Load(_database, name, period, cases);

    private static LoadOutcome Load(Database database, string name, string? period, params CaseBuilder[] cases) => new CaseStore(database, TimeProvider.System)
        .Load(MemoryLoad.FilesOf(name, period), (vocabulary, _) => new MemoryLoad(name, period, vocabulary, cases), null, CancellationToken.None);

    private void LoadList(string name, string period, params long[] ids) => new CaseStore(_database, TimeProvider.System)
        .LoadDeletedCases(new SourceFile(name, SourceFileKind.FaersDeletedCases, period, 1, name), _ => (ids, new LoadTally(ids.Length, ids.Length, 0, 0)));
}
