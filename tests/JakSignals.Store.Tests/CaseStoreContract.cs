using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>What every engine must do with cases; an engine's test class only says which it is.</summary>
public abstract class CaseStoreContract : IDisposable
{
    private static readonly DateOnly Always = new(2030, 1, 1);
    private readonly TestStores _stores;
    private readonly Database _database;

    protected CaseStoreContract(TestStores stores)
    {
        (_stores, _database) = (stores, stores.NewDatabase());
        _database.Migrate(TimeProvider.System);
    }

    [Fact]
    public void A_load_is_stored_and_its_records_balance()
    {
        var outcome = Load("q", null, A.Case("101").Numbered(1011).Received("2026-03-01").Taking("TOFACITINIB").Taking("METHOTREXATE").With("Herpes zoster"));

        Assert.Equal(new LoadTally(4, 4, 0, 0), outcome.Total);
        var cases = Current().Cases;
        Assert.Equal(1, cases.Count);
        Assert.Equal("101", cases.CaseId(0));
        Assert.Equal([0, 2], cases.DrugStart);
        Assert.Equal([0, 1], cases.EventStart);
    }

    [Fact]
    public void Loading_the_same_files_again_changes_nothing()
    {
        CaseBuilder[] cases = [A.Case("101").Numbered(1011).Received("2026-03-01").Taking("X").With("Y")];
        Load("q", null, cases);

        var again = Load("q", null, cases);

        Assert.True(again.AlreadyLoaded);
        Assert.Equal(1, Current().Cases.Count);
        Assert.Single(new StoreStatus(_database).LatestFiles(100), f => f.Kind == (int)SourceFileKind.FaersDemo);
    }

    [Fact]
    public void A_load_that_breaks_leaves_nothing_behind_and_loads_when_run_again()
    {
        CaseBuilder[] cases = [A.Case("101").Numbered(1).Taking("ONE").With("A"), A.Case("102").Numbered(2).Taking("TWO").With("B")];
        var store = new CaseStore(_database, TimeProvider.System);
        Assert.Throws<IOException>(() => Load(store, "q", null, breaks: true, cases));

        Assert.Equal(0, Current().Cases.Count);
        Assert.Empty(new StoreStatus(_database).LatestFiles(100));
        Load(store, "q", null, breaks: false, cases);       // the same store object: its numbering of texts must have been forgotten, too
        var texts = new NameStore(_database).Read();
        Assert.Equal(["ONE", "TWO"], Current().Cases.DrugNameId.Select(id => texts.DrugNames[id].Name));
    }

    [Fact]
    public void A_load_that_waits_for_another_gives_up_when_it_is_asked_to()
    {
        _stores.RequireWaitsThatCanBeStopped(_database);
        using var another = _database.Open();
        another.BeginLoad(CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        Assert.ThrowsAny<OperationCanceledException>(() => new CaseStore(_database, TimeProvider.System).Load(
            MemoryLoad.FilesOf("q", null), (vocabulary, _) => new MemoryLoad("q", null, vocabulary, []), null, stop.Token));
    }

    [Fact]
    public void A_list_or_a_cohort_table_that_waits_for_another_load_gives_up_when_it_is_asked_to()
    {
        _stores.RequireWaitsThatCanBeStopped(_database);
        using var another = _database.Open();
        another.BeginLoad(CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var store = new CaseStore(_database, TimeProvider.System);

        Assert.ThrowsAny<OperationCanceledException>(() =>
            store.LoadDeletedCases(new("DELETE26Q1.txt", SourceFileKind.FaersDeletedCases, "2026Q1", 1, "deleted"), _ => ([8L], new(1, 1, 0, 0)), stop.Token));
        Assert.ThrowsAny<OperationCanceledException>(() =>
            store.LoadExposures(new("cohorts.csv", SourceFileKind.ExposureTable, null, 1, "cohorts"), _ => ([], default), stop.Token));
    }

    [Fact]
    public void A_list_that_is_stopped_while_it_is_read_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        var list = new SourceFile("DELETE26Q1.txt", SourceFileKind.FaersDeletedCases, "2026Q1", 1, "deleted");
        Assert.ThrowsAny<OperationCanceledException>(() => new CaseStore(_database, TimeProvider.System).LoadDeletedCases(list, _ =>
        {
            stop.Cancel();      // what has been read already is written no more
            return ([8L, 9L], new LoadTally(2, 2, 0, 0));
        }, stop.Token));

        Assert.Empty(new StoreStatus(_database).LatestFiles(100));
    }

    [Fact]
    public void A_load_whose_files_changed_while_they_were_read_leaves_nothing_behind()
    {
        CaseBuilder[] cases = [A.Case("101").Numbered(1).Taking("ONE").With("A")];
        var store = new CaseStore(_database, TimeProvider.System);
        Assert.Throws<SourceChangedException>(() => store.Load(MemoryLoad.FilesOf("q", null),
            (vocabulary, _) => new MemoryLoad("q", null, vocabulary, cases, requireUnchanged: () => throw new SourceChangedException("it changed")), null, CancellationToken.None));

        Assert.Equal(0, Current().Cases.Count);
        Assert.Empty(new StoreStatus(_database).LatestFiles(100));
        Assert.False(Load(store, "q", null, breaks: false, cases).AlreadyLoaded);
        Assert.Equal(1, Current().Cases.Count);
    }

    [Fact] // FDA's rule (Readme of the quarterly files): per case the latest FDA_DT, then the highest PRIMARYID
    public void The_current_report_is_the_latest_received_then_the_highest_number_whatever_was_loaded_first()
    {
        (string Name, string Period, CaseBuilder[] Cases)[] quarters =
        [
            ("early", "2026Q1", [A.Case("7").Numbered(71).Received("2026-01-05").Taking("OLD").With("A"), A.Case("8").Numbered(82).Received("2026-02-02").Taking("HIGH").With("A")]),
            ("late", "2026Q2", [A.Case("7").Numbered(70).Received("2026-04-05").Taking("NEW").With("B"), A.Case("8").Numbered(81).Received("2026-02-02").Taking("LOW").With("A")]),
        ];
        foreach (var order in new[] { quarters, quarters.Reverse().ToArray() })
        {
            using var fresh = Fresh();
            foreach (var (name, period, cases) in order)
                fresh.Load(name, period, cases);

            var texts = new NameStore(fresh.Database).Read();
            Assert.Equal(["NEW", "HIGH"], fresh.Current().Cases.DrugNameId.Select(id => texts.DrugNames[id].Name));
        }
    }

    [Fact]
    public void The_same_report_in_two_quarters_counts_once_from_the_later_quarter_whatever_was_loaded_first()
    {
        foreach (var reverse in new[] { false, true })
        {
            using var fresh = Fresh();
            (string Period, string Drug)[] quarters = [("2026Q1", "FIRST"), ("2026Q2", "SECOND")];
            foreach (var (period, drug) in reverse ? quarters.Reverse() : quarters)
                fresh.Load(period, period, [A.Case("7").Numbered(71).Received("2026-01-05").Taking(drug).With("A")]);

            var texts = new NameStore(fresh.Database).Read();
            Assert.Equal(["SECOND"], fresh.Current().Cases.DrugNameId.Select(id => texts.DrugNames[id].Name));
        }
    }

    [Fact]
    public void Only_what_was_received_by_the_as_of_date_counts()
    {
        Load("q", null,
            A.Case("7").Numbered(71).Received("2026-01-05").Taking("OLD").With("A"),
            A.Case("7").Numbered(72).Received("2026-03-05").Taking("NEW").With("A"),
            A.Case("9").Numbered(91).Taking("UNDATED").With("A"));

        var february = Current(new DateOnly(2026, 2, 1));

        var texts = new NameStore(_database).Read();
        Assert.Equal(["OLD", "UNDATED"], february.Cases.DrugNameId.Select(id => texts.DrugNames[id].Name));
        Assert.Equal(1, february.Files.Single(f => f.Kind == "FaersDemo").Later);
    }

    [Fact]
    public void Deleted_cases_leave_once_their_list_is_known_and_every_record_has_one_fate()
    {
        Load("q", "2026Q1",
            A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A", "B"),
            A.Case("7").Numbered(72).Received("2026-01-09").Taking("X").With("A"),
            A.Case("8").Numbered(81).Received("2026-01-09").Taking("X").With("A"),
            A.Case("8").Numbered(82).Received("2026-01-12").Taking("X").With("A"));
        var list = new SourceFile("DELETE26Q1.txt", SourceFileKind.FaersDeletedCases, "2026Q1", 1, "deleted");
        new CaseStore(_database, TimeProvider.System).LoadDeletedCases(list, _ => ([8L, 999L], new LoadTally(2, 2, 0, 0)));

        var before = Current(new DateOnly(2026, 3, 30));
        var after = Current(new DateOnly(2026, 3, 31));

        Assert.Equal(2, before.Cases.Count);
        Assert.Equal(["7"], Enumerable.Range(0, after.Cases.Count).Select(after.Cases.CaseId));
        var reactions = after.Files.Single(f => f.Kind == "FaersReaction");
        Assert.Equal((5, 1, 2, 2, 0), (reactions.Read, reactions.Current, reactions.Superseded, reactions.Deleted, reactions.Later));
    }

    [Fact]
    public void A_later_version_supersedes_the_records_of_the_earlier_one_in_the_tally_of_its_load()
    {
        var outcome = Load("q", null,
            A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").Taking("Y").With("A"),
            A.Case("7").Numbered(72).Received("2026-01-09").Taking("X").With("A"));

        Assert.Equal([new LoadTally(2, 1, 1, 0), new LoadTally(3, 1, 2, 0), new LoadTally(2, 1, 1, 0)], outcome.Tallies);
    }

    [Fact]
    public void Both_eras_share_one_space_of_case_ids_and_other_ids_keep_their_text()
    {
        Load("aers", "2004Q1", A.Case("4061110").Numbered(4263742).Received("2004-01-02").Taking("X").With("A"));
        Load("faers", "2026Q1", A.Case("4061110").Numbered(40611102).Received("2026-01-02").Taking("X").With("A"), A.Case("US-ACME-0007").Numbered(1).Taking("X").With("A"));

        var cases = Current().Cases;

        Assert.Equal(["US-ACME-0007", "4061110"], Enumerable.Range(0, cases.Count).Select(cases.CaseId));
        Assert.Equal(20040102, cases.FirstReceivedOn[1]);
    }

    [Fact]
    public void A_case_is_new_unless_the_previous_run_had_a_report_of_it()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"), A.Case("8").Numbered(81).Received("2026-03-20").Taking("X").With("A"));
        var (runs, ledger) = (new RunStore(_database), new RunLedger(_database, TimeProvider.System));
        ledger.Begin("first", runs.ScopeFor(new DateOnly(2026, 3, 1)), "general", "test", []);
        StoreWrite.Commit(_database, write => ledger.Publish(write, "first", "somewhere", "hash"), TestContext.Current.CancellationToken);
        Load("q0", "2025Q4", A.Case("6").Numbered(61).Received("2025-12-05").Taking("X").With("A"), A.Case("7").Numbered(72).Received("2026-03-03").Taking("X").With("A"));

        var cases = CurrentCases.Read(_database, runs.ScopeFor(new DateOnly(2026, 3, 31)), [], CancellationToken.None).Cases;

        // 6 was received before the first run, but its file came later: the first run did not have it. 7 is followed up, not new. 8 came after.
        Assert.Equal([("6", true), ("7", false), ("8", true)], Enumerable.Range(0, cases.Count).Select(i => (cases.CaseId(i), cases.IsNew[i])));
    }

    [Fact] // version 1 said A; what version 2 says is in quarantine, so that the case says nothing
    public void A_newest_version_in_quarantine_takes_its_case_out_of_every_count_and_is_listed()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"), A.Case("8").Numbered(81).Received("2026-01-05").Taking("X").With("A"));
        var outcome = Load("q2", "2026Q2", A.Case("7").Numbered(72).OfVersion(2).Received("2026-04-05").Unreadable());

        var (before, after) = (Current(new DateOnly(2026, 4, 4)), Current(new DateOnly(2026, 4, 5)));

        Assert.Equal(["7", "8"], Enumerable.Range(0, before.Cases.Count).Select(before.Cases.CaseId));
        Assert.Empty(before.Unreadable);
        Assert.Equal(["8"], Enumerable.Range(0, after.Cases.Count).Select(after.Cases.CaseId));
        Assert.Equal([("7", 72L, 2)], after.Unreadable.Select(one => (one.CaseId, one.Number, one.Version)));
        Assert.Equal(new LoadTally(1, 0, 0, 1), outcome.Tallies[0]);
        Assert.Equal([("DEMO_q1", 2L, 1L, 1L, 0L), ("DEMO_q2", 1L, 0L, 0L, 1L)],      // read, current, superseded, quarantined
            after.Files.Where(f => f.Kind == "FaersDemo").Select(f => (f.Name, f.Read, f.Current, f.Superseded, f.Quarantined)));
    }

    [Fact]
    public void A_version_that_can_be_read_again_counts_as_new_because_the_previous_run_did_not_have_the_case()
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));
        Load("q2", "2026Q2", A.Case("7").Numbered(72).Received("2026-04-05").Unreadable());
        Load("q3", "2026Q3", A.Case("7").Numbered(73).Received("2026-07-05").Taking("X").With("B"));
        var loads = new HashSet<long> { 1, 2, 3 };

        var hidden = CurrentCases.Read(_database, new RunScope(new DateOnly(2026, 6, 30), loads, new PreviousRun("p", new DateOnly(2026, 3, 31), loads)), [], CancellationToken.None);
        var back = CurrentCases.Read(_database, new RunScope(new DateOnly(2026, 9, 30), loads, new PreviousRun("p", new DateOnly(2026, 6, 30), loads)), [], CancellationToken.None);

        Assert.Equal((0, 1), (hidden.Cases.Count, hidden.Gone.Count));
        Assert.Equal([GoneCause.Deleted], hidden.GoneCauses);
        Assert.Equal((1, 0), (back.Cases.Count, back.Gone.Count));
        Assert.Equal((true, false), (back.Cases.IsNew[0], back.Cases.IsFollowedUp[0]));
    }

    [Theory] // of two reports the earliest date that is known; of dates that agree, the more precise
    [InlineData("2026", "20260203", 20260203)]
    [InlineData("2025", "20260203", 20250000)]
    [InlineData("202602", "20260203", 20260203)]
    [InlineData("202601", "20260203", 20260100)]
    [InlineData("2026", "202602", 20260200)]
    public void A_first_receipt_known_to_the_year_or_month_stays_so(string one, string other, int first)
    {
        Load("q1", "2026Q1", A.Case("7").Numbered(71).Received("2026-03-05").FirstReceived(one).Taking("X").With("A"));
        Load("q2", "2026Q2", A.Case("7").Numbered(72).Received("2026-04-05").FirstReceived(other).Taking("X").With("A"));

        Assert.Equal(first, Current().Cases.FirstReceivedOn[0]);
    }

    [Fact]
    public void A_kind_of_file_that_no_tally_knows_is_an_error_and_never_counts_as_superseded()
    {
        Load("q", "2026Q1", A.Case("7").Numbered(71).Received("2026-01-05").Taking("X").With("A"));
        Assert.Equal(3, Current().Files.Count);

        _stores.Execute(_database, "UPDATE jaksignals.source_file SET kind = 99 WHERE name = 'REAC_q'");

        Assert.Throws<ArgumentOutOfRangeException>(() => Current());
        foreach (var kind in Enum.GetValues<SourceFileKind>())
            new RecordSums().Of(kind);      // every kind there is, is known
    }

    [Fact]
    public void A_defect_is_kept_with_its_file_line_column_value_and_expectation()
    {
        var defect = new Defect("DEMO_q", 12, "event_dt", "20261301", "yyyy, yyyyMM or yyyyMMdd", "1$2$20261301");
        new CaseStore(_database, TimeProvider.System).Load(MemoryLoad.FilesOf("q", null), (vocabulary, quarantine) =>
            new MemoryLoad("q", null, vocabulary, [], quarantineOne: () => quarantine(defect)), null, CancellationToken.None);

        Assert.Equal([defect], new StoreStatus(_database).Quarantined(10));
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }

    private LoadOutcome Load(string name, string? period, params CaseBuilder[] cases) =>
        Load(new CaseStore(_database, TimeProvider.System), name, period, breaks: false, cases);

    private static LoadOutcome Load(CaseStore store, string name, string? period, bool breaks, CaseBuilder[] cases) =>
        store.Load(MemoryLoad.FilesOf(name, period), (vocabulary, quarantine) => new MemoryLoad(name, period, vocabulary, cases, breaks, quarantine: quarantine), null, CancellationToken.None);

    private CurrentCaseSet Current(DateOnly? asOf = null) => Current(_database, asOf ?? Always);

    private static CurrentCaseSet Current(Database database, DateOnly asOf) =>
        CurrentCases.Read(database, new RunStore(database).ScopeFor(asOf), [], CancellationToken.None);

    private FreshStore Fresh() => new(_stores.NewDatabase());

    private sealed class FreshStore(Database database) : IDisposable
    {
        public Database Database { get; } = Migrated(database);

        public LoadOutcome Load(string name, string period, CaseBuilder[] cases) =>
            CaseStoreContract.Load(new CaseStore(Database, TimeProvider.System), name, period, breaks: false, cases);

        public CurrentCaseSet Current() => CaseStoreContract.Current(Database, Always);

        public void Dispose() { }

        private static Database Migrated(Database database)
        {
            database.Migrate(TimeProvider.System);
            return database;
        }
    }
}
