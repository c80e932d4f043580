using System.Globalization;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;
using JakSignals.Signals;
using JakSignals.Simulation;
using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>What counting in the database must give on every engine: numbers worked out by hand, and those of counting in memory.</summary>
public abstract class PairCountContract : IDisposable
{
    private const string Tofacitinib = "TOFACITINIB", Baricitinib = "BARICITINIB", Ruxolitinib = "RUXOLITINIB";
    private static readonly DateOnly Always = new(2030, 1, 1);
    private readonly TestStores _stores;
    private readonly Database _database;
    private readonly int _seeds;

    /// <summary>The strata that are published and have an attribute to ask for; and some of several attributes.</summary>
    private static readonly CaseFilter[] Filters =
    [
        CaseFilter.All,
        new() { Sex = Sex.Female }, new() { Sex = Sex.Male }, new() { Sex = Sex.Unknown },
        new() { AgeBelow = 18 }, new() { AgeFrom = 18, AgeBelow = 45 }, new() { AgeFrom = 65 },
        new() { Region = Region.UnitedStates }, new() { Region = Region.Europe }, new() { Region = Region.Japan }, new() { Region = Region.Other }, new() { Region = Region.Unknown },
        new() { Reporter = ReporterGroup.HealthProfessional }, new() { Reporter = ReporterGroup.Consumer }, new() { Reporter = ReporterGroup.Unknown },
        new() { IsSerious = true }, new() { IsSerious = false },
        new() { Sex = Sex.Female, AgeFrom = 45, AgeBelow = 65, Region = Region.UnitedStates, Reporter = ReporterGroup.Consumer, IsSerious = true },
    ];

    protected PairCountContract(TestStores stores, int seeds)
    {
        (_stores, _database, _seeds) = (stores, stores.NewDatabase(), seeds);
        _database.Migrate(TimeProvider.System);
    }

    [Fact]
    public void A_case_counts_once_for_a_pair_in_the_roles_of_the_scope()
    {
        Load("q", null,
            A.Case("1").Taking("TOFACITINIB").Taking("Tofacitinib 5 mg").With("Herpes zoster", "HERPES ZOSTER"),
            A.Case("2").Taking("TOFACITINIB", DrugRole.SecondarySuspect).With("Herpes zoster"),
            A.Case("3").Taking("TOFACITINIB", DrugRole.Interacting).With("Herpes zoster"),
            A.Case("4").Taking("TOFACITINIB", DrugRole.Concomitant).With("Acne"),
            A.Case("5").Taking("TOFACITINIB", DrugRole.Unknown).With("Herpes zoster"),
            A.Case("6").Taking("TOFACITINIB", DrugRole.NotAdministered).With("Herpes zoster"));

        // Cases 1, 2, 3 and 5 have herpes zoster and 6 too: 5 of 6. Primary: case 1. Suspect: 1, 2 and, where interacting drugs are suspect, 3. Any: all but 6.
        (RoleScope, bool, int, int)[] expected =
        [
            (RoleScope.Primary, true, 1, 1), (RoleScope.Suspect, true, 3, 3), (RoleScope.Any, true, 5, 4),
            (RoleScope.Primary, false, 1, 1), (RoleScope.Suspect, false, 2, 2), (RoleScope.Any, false, 5, 4),
        ];
        foreach (var (scope, interactingIsSuspect, drug, both) in expected)
        {
            var found = Count(scope, interactingIsSuspect: interactingIsSuspect);
            Assert.Equal((6, drug, 5, both), (found.Counts.Total, found.Drug(Tofacitinib), found.Event("HERPES ZOSTER"), found.Pair(Tofacitinib, "HERPES ZOSTER").Both));
            Assert.Equal((drug, both), (found.Drug("jak_inhibitors"), found.Pair("jak_inhibitors", "herpes_zoster").Both));
        }
    }

    [Fact]
    public void A_route_group_counts_rows_of_its_route_by_what_is_reported_or_by_the_name()
    {
        Load("q", null,
            A.Case("1").Taking("RUXOLITINIB", route: AdministrationRoute.Topical).With("Acne"),
            A.Case("2").Taking("RUXOLITINIB", route: AdministrationRoute.Oral).With("Acne"),
            A.Case("3").Taking("RUXOLITINIB", route: AdministrationRoute.Unknown).With("Acne"),
            A.Case("4").Taking("RUXOLITINIB CREAM", route: AdministrationRoute.Other).With("Acne"),
            A.Case("5").Taking("RUXOLITINIB", route: AdministrationRoute.Topical).Taking("RUXOLITINIB", route: AdministrationRoute.Oral).With("Acne"));

        var found = Count();

        Assert.Equal((5, 3, 3), (found.Pair(Ruxolitinib, "ACNE").Both, found.Pair("ruxolitinib_topical", "ACNE").Both, found.Pair("ruxolitinib_oral", "ACNE").Both));
    }

    [Fact]
    public void A_use_group_counts_rows_by_what_that_very_row_was_given_for()
    {
        Load("q", null,
            A.Case("1").Taking("BARICITINIB").For(1, "COVID-19").With("Acne"),
            A.Case("2").Taking("BARICITINIB").For(1, "COVID-19").For(1, "COVID-19 pneumonia").For(1, "Rheumatoid arthritis").With("Acne"),
            A.Case("3").Taking("BARICITINIB").For(1, "Rheumatoid arthritis").With("Acne"),
            A.Case("4").Taking("BARICITINIB").Taking("METHOTREXATE").For(2, "COVID-19").With("Acne"),      // of the other drug
            A.Case("5").Taking("BARICITINIB").With("Acne"),                                                // not stated
            A.Case("6").Taking("BARICITINIB").Taking("BARICITINIB").For(1, "COVID-19").With("Acne"));      // one row of each

        var found = Count();

        Assert.Equal((6, 3, 4), (found.Drug(Baricitinib), found.Drug("baricitinib_covid_19"), found.Drug("baricitinib_other_uses")));
        Assert.Equal((3, 4), (found.Pair("baricitinib_covid_19", "ACNE").Both, found.Pair("baricitinib_other_uses", "acne").Both));
    }

    [Fact]
    public void A_class_counts_cases_that_meet_its_condition_and_those_of_its_children()
    {
        Load("q", null,
            A.Case("1").Taking("TOFACITINIB").With("Pneumonia"),
            A.Case("2").Taking("TOFACITINIB").With("Pneumonia").EndingIn(Outcomes.Hospitalisation),
            A.Case("3").Taking("TOFACITINIB").With("Cardiac arrest").EndingIn(Outcomes.LifeThreatening),
            A.Case("4").Taking("TOFACITINIB").With("Cardiac arrest", "Pneumonia").EndingIn(Outcomes.Death | Outcomes.Hospitalisation),
            A.Case("5").Taking("TOFACITINIB").With("Myocardial infarction", "Acute myocardial infarction"),
            A.Case("6").Taking("METHOTREXATE").With("Cardiac arrest").EndingIn(Outcomes.Hospitalisation));

        var found = Count();

        Assert.Equal((3, 2), (found.Event("PNEUMONIA"), found.Event("serious_infection")));
        Assert.Equal((3, 1, 1, 2), (found.Event("CARDIAC ARREST"), found.Event("mace_cv_death"), found.Event("mace_mi"), found.Event("mace")));
        Assert.Equal(new PairCount(0, 0, 2, 2, 1, 1, 1, 1), found.Pair(Tofacitinib, "mace") with { Drug = 0, Event = 0 });
        Assert.Equal(new PairCount(0, 0, 3, 3, 2, 1, 2, 1), found.Pair(Tofacitinib, "PNEUMONIA") with { Drug = 0, Event = 0 });
    }

    [Fact]
    public void Only_the_current_report_of_a_case_counts_by_the_rule_of_choosing()
    {
        Load("early", "2026Q1",
            A.Case("1").Numbered(11).Received("2026-01-05").Taking("TOFACITINIB").With("Acne"),
            A.Case("2").Numbered(22).Received("2026-02-02").Taking("TOFACITINIB").With("Acne"),
            A.Case("3").Numbered(31).Received("2026-02-02").Taking("TOFACITINIB").With("Acne"),
            A.Case("4").Numbered(41).Received("2026-02-02").Taking("TOFACITINIB").With("Acne"),
            A.Case("X-9").Taking("TOFACITINIB").With("Acne"));                                            // no date: counts in every run
        Load("late", "2026Q2",
            A.Case("1").Numbered(10).Received("2026-04-05").Taking("BARICITINIB").With("Acne"),            // later receipt
            A.Case("2").Numbered(21).Received("2026-02-02").Taking("BARICITINIB").With("Acne"),            // lower number
            A.Case("3").Numbered(31).Received("2026-02-02").Taking("BARICITINIB").With("Acne"),            // the same report in a later quarter
            A.Case("4").Numbered(41).OfVersion(2).Received("2026-02-02").Taking("BARICITINIB").With("Acne"),
            A.Case("5").Numbered(51).Received("2026-08-01").Taking("BARICITINIB").With("Acne"),            // after the as-of date
            A.Case("6").Numbered(61).Received("2026-02-01").Taking("BARICITINIB").With("Acne"));           // withdrawn
        var list = new SourceFile("DELETE26Q2.txt", SourceFileKind.FaersDeletedCases, "2026Q2", 1, "deleted");
        new CaseStore(_database, TimeProvider.System).LoadDeletedCases(list, _ => ([6L, 999L], new LoadTally(2, 2, 0, 0)));
        new CaseStore(_database, TimeProvider.System).Load(MemoryLoad.FilesOf("table", null),
            (vocabulary, _) => new MemoryLoad("table", null, vocabulary, [A.Case("6").Taking("BARICITINIB").With("Acne")], source: CaseSource.Tables), null, CancellationToken.None);

        var (before, after) = (Count(asOf: new DateOnly(2026, 6, 29)), Count(asOf: new DateOnly(2026, 6, 30)));

        // Tofacitinib: 2 and X-9. Baricitinib: 1, 3, 4, the table's own case 6, and FDA's case 6 until the list's quarter ends.
        Assert.Equal((7, 2, 5), (before.Counts.Total, before.Pair(Tofacitinib, "ACNE").Both, before.Pair(Baricitinib, "ACNE").Both));
        Assert.Equal((6, 2, 4), (after.Counts.Total, after.Pair(Tofacitinib, "ACNE").Both, after.Pair(Baricitinib, "ACNE").Both));
    }

    [Fact]
    public void New_and_followed_up_cases_are_those_that_the_previous_run_had_not_or_had_otherwise()
    {
        Load("q1", "2026Q1",
            A.Case("1").Numbered(11).Received("2026-01-05").Taking("TOFACITINIB").With("Acne"),
            A.Case("2").Numbered(21).Received("2026-01-05").Taking("TOFACITINIB").With("Acne"),
            A.Case("3").Numbered(31).Received("2026-03-20").Taking("TOFACITINIB").With("Acne").EndingIn(Outcomes.Death));
        Publish("first", new DateOnly(2026, 3, 1));
        Load("q0", "2025Q4",
            A.Case("2").Numbered(22).Received("2026-01-09").Taking("TOFACITINIB").With("Acne"),             // dated before the first run, loaded after it
            A.Case("4").Numbered(41).Received("2025-12-05").Taking("TOFACITINIB").With("Acne").EndingIn(Outcomes.Hospitalisation));

        var found = Count(asOf: new DateOnly(2026, 3, 31));

        // 1 as before, 2 followed up, 3 and 4 new; 3 is fatal, 4 serious
        Assert.Equal(new PairCount(0, 0, Both: 4, New: 2, Serious: 2, Fatal: 1, NewSerious: 2, NewFatal: 1, FollowedUp: 1), found.Pair(Tofacitinib, "ACNE") with { Drug = 0, Event = 0 });
    }

    [Fact]
    public void A_stratum_has_the_cases_of_its_attributes_with_margins_of_its_own()
    {
        Load("q", null,
            A.Case("1").Of(Sex.Female, 64.9).From("PR", ReporterType.Physician).Taking("TOFACITINIB").With("Acne"),
            A.Case("2").Of(Sex.Female, 65).From("DE", ReporterType.Consumer).Taking("TOFACITINIB").With("Acne").EndingIn(Outcomes.OtherSerious),
            A.Case("3").Of(Sex.Male, 80).From("JP", ReporterType.Lawyer).Taking("TOFACITINIB").With("Acne"),
            A.Case("4").Of(Sex.Unknown).From(null).Taking("TOFACITINIB").With("Acne"),
            A.Case("5").Of(Sex.Female, 30).From("Atlantis", ReporterType.Pharmacist).Taking("METHOTREXATE").With("Acne"));

        (CaseFilter Filter, int Total, int Both)[] expected =
        [
            (CaseFilter.All, 5, 4), (new() { Sex = Sex.Female }, 3, 2), (new() { AgeFrom = 65 }, 2, 2), (new() { AgeBelow = 65 }, 2, 1), (new() { Region = Region.UnitedStates }, 1, 1),
            (new() { Region = Region.Other }, 1, 0), (new() { Region = Region.Unknown }, 1, 1), (new() { Reporter = ReporterGroup.HealthProfessional }, 2, 1),
            (new() { Reporter = ReporterGroup.Consumer }, 2, 2), (new() { IsSerious = true }, 1, 1), (new() { IsSerious = false }, 4, 3), (new() { Sex = Sex.Female, IsSerious = false }, 2, 1),
        ];
        foreach (var (filter, total, both) in expected)
        {
            var found = Count(filter: filter);
            Assert.Equal((filter, total, both, total), (filter, found.Counts.Total, found.Drug(Tofacitinib), found.Event("ACNE")));
        }
    }

    [Fact]
    public void Random_stores_are_counted_as_in_memory()
    {
        var followedUp = 0;
        for (var seed = 1; seed <= _seeds; seed++)
        {
            var store = RandomStoreContract.RandomStore.Draw(new Random(seed), _stores.NewDatabase(), Say);
            var previous = store.Scope.Previous!;
            Publish(store.Database, previous.RunId, new RunScope(previous.AsOf, previous.Loads, null));
            var counted = CountedInDatabase.Of(store.Database, "now", store.Scope, (RoleScope)(seed % 3));
            foreach (var filter in seed % 4 == 0 ? Filters : [CaseFilter.All])
                followedUp += RequireSame($"seed {seed}, {filter}", counted.InMemory(filter), counted.ByDatabase(filter));
        }
        Assert.NotEqual(0, followedUp);
    }

    [Fact]
    public void A_simulated_feed_is_counted_as_in_memory()
    {
        var folder = Directory.CreateTempSubdirectory("jaksignals-feed-").FullName;
        try
        {
            var written = new FaersSimulation(new SimulationOptions { Reports = 20_000, Seed = 7 }).Write(folder, cancel: TestContext.Current.CancellationToken);
            LoadFound(SourceDiscovery.Find([.. written.Quarters.Select(quarter => quarter.Path)]));
            Publish("before", written.Quarters[^1].LastDay.AddDays(-30));
            foreach (var scope in new[] { RoleScope.Primary, RoleScope.Suspect, RoleScope.Any })
            {
                var counted = CountedInDatabase.Of(_database, $"now {scope}", new RunStore(_database).ScopeFor(written.Quarters[^1].LastDay), scope);
                foreach (var filter in scope == RoleScope.Suspect ? Filters : [CaseFilter.All, new() { AgeFrom = 65 }])
                    RequireSame($"{scope}, {filter}", counted.InMemory(filter), counted.ByDatabase(filter));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("UPDATE jaksignals.report SET received_on = 20990101 WHERE case_key = 1", "counts 2 current cases, the program chose 3")]
    [InlineData("UPDATE jaksignals.report_drug SET role = 4 WHERE report_id = 1", "counts 1 cases with TOFACITINIB, the program chose 2")]
    [InlineData("DELETE FROM jaksignals.report_event WHERE report_id = 1", "counts 2 cases with ACNE, the program chose 3")]
    public void Other_cases_in_the_database_than_the_program_chose_are_refused_in_words(string tampering, string words)
    {
        Load("q", null, A.Case("1").Taking("TOFACITINIB").With("Acne"), A.Case("2").Taking("TOFACITINIB").With("Acne"), A.Case("3").Taking("METHOTREXATE").With("Acne"));
        var counted = CountedInDatabase.Of(_database, "run", new RunStore(_database).ScopeFor(Always), RoleScope.Suspect);
        PairCounts Counts() => new PairCountStore(_database, TimeProvider.System).Count(counted.RunId, counted.Codes, RoleScope.Suspect, counted.Coded, new WantedPairs(1), CancellationToken.None);
        RequireSame("untouched", counted.InMemory(CaseFilter.All), Counts());

        _stores.Execute(_database, tampering);

        Assert.Contains(words, Assert.Throws<StoreException>(Counts).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_of_one_run_never_count_for_another_and_go_when_they_are_replaced_or_old()
    {
        Load("q", null, A.Case("1").Taking("TOFACITINIB").With("Acne"));
        var scope = new RunStore(_database).ScopeFor(Always);
        var one = CountedInDatabase.Of(_database, "one", scope, RoleScope.Suspect);
        var other = CountedInDatabase.Of(_database, "other", scope, RoleScope.Suspect);
        Assert.Equal((1, 1), (one.ByDatabase(CaseFilter.All).Total, other.ByDatabase(CaseFilter.All).Total));

        var again = CountedInDatabase.Of(_database, "one", scope, RoleScope.Suspect);

        Assert.Equal((0, 1, 1), (one.ByDatabase(CaseFilter.All).Total, other.ByDatabase(CaseFilter.All).Total, again.ByDatabase(CaseFilter.All).Total));
        _stores.Execute(_database, "UPDATE jaksignals.counting SET written_at = '2020-01-01T00:00:00.0000000+00:00'");
        var last = CountedInDatabase.Of(_database, "last", scope, RoleScope.Suspect);
        Assert.True(last.Counting > again.Counting);
        foreach (var table in new[] { "counting", "counting_drug", "counting_event", "counting_name", "counting_term" })
            Assert.Equal(1, Convert.ToInt32(_stores.Scalar(_database, $"SELECT COUNT(DISTINCT counting_id) FROM jaksignals.{table}"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_stopped_count_ends_as_stopped()
    {
        Load("q", null, A.Case("1").Taking("TOFACITINIB").With("Acne"));
        var counted = CountedInDatabase.Of(_database, "run", new RunStore(_database).ScopeFor(Always), RoleScope.Suspect);
        Assert.ThrowsAny<OperationCanceledException>(() => new PairCountStore(_database, TimeProvider.System)
            .Count(counted.Counting, RoleScope.Suspect, CaseFilter.All, counted.Coded, new WantedPairs(1), new CancellationToken(canceled: true)));
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <returns>Followed-up cases met, added up over pairs.</returns>
    private static int RequireSame(string what, PairCounts expected, PairCounts found)
    {
        Assert.Equal((what, expected.Total, expected.Distinct), (what, found.Total, found.Distinct));
        Assert.Equal(expected.DrugCases, found.DrugCases);
        Assert.Equal(expected.EventCases, found.EventCases);
        for (var drug = 0; drug < expected.AllPairs.DrugCount; drug++)
            Assert.True(expected.AllPairs.Of(drug).SequenceEqual(found.AllPairs.Of(drug)), $"{what}: pairs of drug {drug} differ");
        Assert.True(expected.Pairs.SequenceEqual(found.Pairs), $"{what}: kept pairs differ");
        return found.Pairs.FollowedUp.Sum();
    }

    private static void Say(Random random, CaseBuilder report)
    {
        string[] names = ["TOFACITINIB", "Xeljanz", "BARICITINIB", "RUXOLITINIB", "RUXOLITINIB CREAM", "METHOTREXATE", "ADALIMUMAB"];
        string[] terms = ["Herpes zoster", "Pneumonia", "Cardiac arrest", "Sudden death", "Myocardial infarction", "Post herpetic neuralgia", "Acne"];
        string?[] countries = [null, "US", "GU", "FR", "JP", "BR", "Atlantis"];
        report.Of((Sex)random.Next(3), random.Next(4) == 0 ? null : random.Next(180) / 2.0).From(countries[random.Next(countries.Length)], (ReporterType)random.Next(6));
        for (var i = random.Next(4); i > 0; i--)
            report.Taking(names[random.Next(names.Length)], (DrugRole)random.Next(6), (AdministrationRoute)random.Next(4));
        for (var i = random.Next(4); i > 0; i--)
            report.With(terms[random.Next(terms.Length)]);
        for (var i = random.Next(3); i > 0; i--)
            report.For(random.Next(1, 4), random.Next(2) == 0 ? "COVID-19" : "Rheumatoid arthritis");
        if (random.Next(2) == 0)
            report.EndingIn(Outcomes.None);
    }

    private void LoadFound(DiscoveredSources found)
    {
        var store = new CaseStore(_database, TimeProvider.System);
        foreach (var quarter in found.Quarters)
            store.Load(quarter.Files, (vocabulary, quarantine) => new FaersQuarterLoad(quarter, vocabulary, quarantine), null, CancellationToken.None);
        Assert.NotEmpty(found.DeletedCaseLists);
        foreach (var list in found.DeletedCaseLists)
            store.LoadDeletedCases(list.File, quarantine =>
            {
                var deleted = DeletedCaseList.Read(list, quarantine);
                return (deleted.CaseIds, deleted.Tally);
            });
    }

    private void Load(string name, string? period, params CaseBuilder[] cases) => new CaseStore(_database, TimeProvider.System)
        .Load(MemoryLoad.FilesOf(name, period), (vocabulary, _) => new MemoryLoad(name, period, vocabulary, cases), null, CancellationToken.None);

    private void Publish(string runId, DateOnly asOf) => Publish(_database, runId, new RunStore(_database).ScopeFor(asOf));

    private static void Publish(Database database, string runId, RunScope scope)
    {
        var ledger = new RunLedger(database, TimeProvider.System);
        ledger.Begin(runId, scope, "general", "test", []);
        StoreWrite.Commit(database, write => ledger.Publish(write, runId, "somewhere", "hash"));
    }

    private Found Count(RoleScope scope = RoleScope.Suspect, CaseFilter? filter = null, DateOnly? asOf = null, bool interactingIsSuspect = true)
    {
        var run = new RunStore(_database).ScopeFor(asOf ?? Always);
        var counted = CountedInDatabase.Of(_database, $"{run.AsOf:yyyy-MM-dd} {scope}", run, scope, interactingIsSuspect);
        return new Found(counted, counted.ByDatabase(filter ?? CaseFilter.All));
    }

    /// <summary>Counts by key.</summary>
    private sealed record Found(CountedInDatabase Run, PairCounts Counts)
    {
        public int Drug(string key) => Counts.DrugCases[DrugOf(key)];

        public int Event(string key) => Counts.EventCases[EventOf(key)];

        public PairCount Pair(string drug, string @event) => Assert.Single(Counts.Pairs, pair => pair.Drug == DrugOf(drug) && pair.Event == EventOf(@event));

        private int DrugOf(string key) => Assert.Single(Enumerable.Range(0, Run.Coded.Drugs.Count), drug => Run.Coded.Drugs[drug].Key == key);

        private int EventOf(string key) => Assert.Single(Enumerable.Range(0, Run.Coded.Events.Count), @event => Run.Coded.Events[@event].Key == key);
    }
}
