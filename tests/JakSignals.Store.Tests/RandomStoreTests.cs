using System.Globalization;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>Random little stores, whose choice of reports is compared with the rule said again in dictionaries.</summary>
public abstract class RandomStoreContract(TestStores stores, int seeds) : IDisposable
{
    private static readonly string?[] Periods = [null, "2025Q4", "2026Q1", "2026Q2"];
    private static readonly DateOnly[] AsOfs = [new(2026, 3, 30), new(2026, 3, 31), new(2026, 6, 30), new(2026, 9, 30)];
    private readonly TestStores _stores = stores;

    [Fact]
    public void Current_gone_new_and_followed_up_cases_are_those_of_the_rule_said_in_dictionaries()
    {
        var met = new Met();
        for (var seed = 1; seed <= seeds; seed++)
            try
            {
                Check(RandomStore.Draw(new Random(seed), _stores.NewDatabase()), met);
            }
            catch (Xunit.Sdk.XunitException error)
            {
                Assert.Fail($"Seed {seed}: {error.Message}");
            }
        Assert.DoesNotContain(0, new[] { met.New, met.Replaced, met.Deleted, met.Undated, met.Indications, met.Withdrawn, met.Returned, met.FellBack, met.After, met.Unreadable });   // every kind was really met
    }

    [Fact]
    public void Without_a_previous_run_all_is_new_and_nothing_gone()
    {
        var store = RandomStore.Draw(new Random(1), _stores.NewDatabase());

        var set = CurrentCases.Read(store.Database, store.Scope with { Previous = null }, [], CancellationToken.None);

        Assert.All(set.Cases.IsNew, Assert.True);
        Assert.All(set.Cases.IsFollowedUp, Assert.False);
        Assert.Equal((0, 0), (set.Gone.Count, set.GoneCauses.Length));
        Assert.Equal(0, set.Cases.IndicationStart[^1]);     // none was asked for
    }

    public void Dispose()
    {
        _stores.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Check(RandomStore store, Met met)
    {
        var wanted = new bool[new NameStore(store.Database).Read().Terms.Count - 1];    // the last term lies beyond: not wanted
        for (var term = 1; term < wanted.Length; term += 2)
            wanted[term] = true;
        var set = CurrentCases.Read(store.Database, store.Scope, wanted, CancellationToken.None);
        var previous = store.Scope.Previous!;
        var (now, then) = (store.Chosen(store.Scope.AsOf, store.Scope.Loads), store.ChosenThen());
        var had = store.VisibleThen().GroupBy(r => r.Key).ToDictionary(g => g.Key, g => g.ToList());

        var gone = then.Where(t => !now.TryGetValue(t.Key, out var current) || current != t.Value).Select(t => t.Value).ToList();
        AssertSame(now.Values, store.VisibleNow(), set.Cases, store.Database, wanted);
        AssertSame(gone, store.VisibleThen(), set.Gone, store.Database, wanted);
        var (rows, goneRows) = (InOrder(now.Values), InOrder(gone));
        Assert.Equal(rows.Select(r => !had.ContainsKey(r.Key) || RandomStore.Newest(had[r.Key]).Case.IsUnreadable), set.Cases.IsNew);
        Assert.Equal(rows.Select(r => then.TryGetValue(r.Key, out var was) && was != r), set.Cases.IsFollowedUp);
        Assert.Equal(goneRows.Select(r => store.CauseOf(r, now)), set.GoneCauses);
        Assert.Equal(rows.Select(r => had.ContainsKey(r.Key) && !then.ContainsKey(r.Key) && !RandomStore.Newest(had[r.Key]).Case.IsUnreadable), Marked(set.Returned, set.Cases.Count));
        Assert.Equal(rows.Select(r => then.TryGetValue(r.Key, out var was) && was != r && !store.Scope.Loads.Contains(was.LoadId)), Marked(set.FellBack, set.Cases.Count));
        Assert.Equal(store.ReportedAfterDeletion(), set.ReportedAfterDeletion);
        var hidden = store.VisibleNow().GroupBy(r => r.Key).Select(RandomStore.Newest).Where(r => r.Case.IsUnreadable && !store.IsDeleted(r, store.Scope.AsOf, store.Scope.Loads)).ToList();
        Assert.Equal(hidden.Select(r => r.Case.Id).Order(StringComparer.Ordinal), set.Unreadable.Select(one => one.CaseId).Order(StringComparer.Ordinal));
        Assert.All(set.Gone.IsNew.Concat(set.Gone.IsFollowedUp), Assert.False);

        var (isNew, replaced, deleted) = (set.Cases.IsNew.Count(x => x), set.Cases.IsFollowedUp.Count(x => x), set.GoneCauses.Count(cause => cause == GoneCause.Deleted));
        var withdrawn = set.GoneCauses.Count(cause => cause == GoneCause.Withdrawn) - set.FellBack.Length;      // those with no report left
        Assert.Equal(then.Count - deleted - withdrawn, set.Cases.Count - isNew - set.Returned.Length);
        Assert.Equal(set.Gone.Count - deleted - withdrawn, replaced);
        Assert.Equal(store.UndatedTies(), set.Undated);
        AssertFates(store, now.Values.ToHashSet(), set.Files);
        met.Add(isNew, replaced, deleted, (int)set.Undated, set.Cases.IndicationTermId.Length, hidden.Count);
        met.AddWithdrawals(withdrawn, set.Returned.Length, set.FellBack.Length, (int)set.ReportedAfterDeletion);
    }

    private static bool[] Marked(int[] rows, int count)
    {
        var marks = new bool[count];
        foreach (var row in rows)
            marks[row] = true;
        return marks;
    }

    private static List<RandomReport> InOrder(IEnumerable<RandomReport> reports) => [.. reports.OrderBy(r => r.Source).ThenBy(r => r.IsNumbered).ThenBy(r => r.IsNumbered ? int.Parse(r.Case.Id, CultureInfo.InvariantCulture) : 0)];

    private static void AssertSame(IEnumerable<RandomReport> expected, IEnumerable<RandomReport> visible, CaseColumns columns, Database database, bool[] wanted)
    {
        var texts = new NameStore(database).Read();
        var first = visible.ToLookup(r => r.Key, r => r.Case.FirstReceivedOn?.Number ?? Number(r.Case.ReceivedOn));
        Assert.Equal(InOrder(expected).Select(r => Text(r, first[r.Key].Where(day => day != 0).DefaultIfEmpty(0).Min(), texts, wanted)), Enumerable.Range(0, columns.Count).Select(row => Text(columns, row, texts)));
    }

    private static string Text(RandomReport report, int first, ReportedTexts texts, bool[] wanted)
    {
        var one = report.Case;
        var terms = texts.Terms.Index().ToDictionary(t => t.Item, t => t.Index);
        var indications = one.Indications.Select(i => (i.Sequence, Term: terms[i.Term])).Where(i => i.Term < wanted.Length && wanted[i.Term]).Distinct().Order();
        return $"{report.Source} {one.Id} v{one.Version} {Number(one.ReceivedOn)} {first} {one.Outcomes} drugs {string.Join(",", one.Drugs.Select((d, i) => $"{i + 1}:{d.Name}:{d.Role}:Topical:Negative:DoesNotApply"))} "
            + $"events {string.Join(",", one.Terms.OrderBy(t => terms[t]))} for {string.Join(",", indications.Select(i => $"{i.Sequence}:{i.Term}"))}";
    }

    private static string Text(CaseColumns c, int row, ReportedTexts texts)
    {
        var drugs = Rows(c.DrugStart, row).Select(d => $"{c.DrugSequence[d]}:{texts.DrugNames[c.DrugNameId[d]].Name}:{c.Role[d]}:{c.Route[d]}:{c.Dechallenge[d]}:{c.Rechallenge[d]}");
        return $"{c.Source[row]} {c.CaseId(row)} v{c.Version[row]} {c.ReceivedOn[row]} {c.FirstReceivedOn[row]} {c.Outcomes[row]} drugs {string.Join(",", drugs)} "
            + $"events {string.Join(",", Rows(c.EventStart, row).Select(e => texts.Terms[c.TermId[e]]))} for {string.Join(",", Rows(c.IndicationStart, row).Select(i => $"{c.IndicationSequence[i]}:{c.IndicationTermId[i]}"))}";
    }

    private static IEnumerable<int> Rows(int[] start, int row) => Enumerable.Range(start[row], start[row + 1] - start[row]);

    private static void AssertFates(RandomStore store, HashSet<RandomReport> now, IReadOnlyList<FileFates> files)
    {
        foreach (var load in store.Reports.Where(r => store.Scope.Loads.Contains(r.LoadId)).GroupBy(r => r.Load))
        {
            var fates = load.Where(r => !r.Case.IsUnreadable).ToLookup(r => now.Contains(r) ? "current" : r.Case.ReceivedOn > store.Scope.AsOf ? "later" : store.IsDeleted(r, store.Scope.AsOf, store.Scope.Loads) ? "deleted" : "superseded");
            long Reports(string fate) => fates[fate].Count();
            long Drugs(string fate) => fates[fate].Sum(r => r.Case.Drugs.Count);
            long unreadable = load.Count(r => r.Case.IsUnreadable);
            foreach (var (file, count, quarantined) in new[] { ($"DEMO_{load.Key}", (Func<string, long>)Reports, unreadable), ($"DRUG_{load.Key}", Drugs, 0L) })
                Assert.Equal((count("current"), count("superseded"), count("deleted"), count("later"), quarantined),
                    files.Where(f => f.Name == file).Select(f => (f.Current, f.Superseded, f.Deleted, f.Later, f.Quarantined)).Single());
        }
    }

    private static int Number(DateOnly? day) => day is { } known ? known.Year * 10000 + known.Month * 100 + known.Day : 0;

    /// <summary>How often what the test is about was met.</summary>
    private sealed class Met
    {
        public int New, Replaced, Deleted, Undated, Indications, Withdrawn, Returned, FellBack, After, Unreadable;

        public void AddWithdrawals(int withdrawn, int returned, int fellBack, int after) =>
            (Withdrawn, Returned, FellBack, After) = (Withdrawn + withdrawn, Returned + returned, FellBack + fellBack, After + after);

        public void Add(int @new, int replaced, int deleted, int undated, int indications, int unreadable) =>
            (New, Replaced, Deleted, Undated, Indications, Unreadable) =
            (New + @new, Replaced + replaced, Deleted + deleted, Undated + undated, Indications + indications, Unreadable + unreadable);
    }

    /// <summary>One report and where it was loaded.</summary>
    internal sealed record RandomReport(CaseSource Source, CaseBuilder Case, string Load, long LoadId, string? Period, int Order)
    {
        public (CaseSource, string) Key => (Source, Case.Id);

        public bool IsNumbered => char.IsAsciiDigit(Case.Id[0]);
    }

    internal sealed record RandomList(long LoadId, string Period, long[] Ids);

    internal sealed class RandomStore(Database database)
    {
        public Database Database => database;
        public List<RandomReport> Reports { get; } = [];
        public List<RandomList> Lists { get; } = [];
        public RunScope Scope { get; private set; } = null!;

        public static RandomStore Draw(Random random, Database database, Action<Random, CaseBuilder>? saying = null)
        {
            database.Migrate(TimeProvider.System);
            var (store, cases) = (new RandomStore(database), new CaseStore(database, TimeProvider.System));
            var count = random.Next(4, 9);
            for (var load = 1; load <= count; load++)
                if (load == 2 || random.Next(4) == 0)
                    store.AddList(random, cases, load);
                else
                    store.AddReports(random, cases, load, saying ?? Say);
            var loads = Enumerable.Range(1, count).Select(id => (long)id);
            bool IsList(long load) => store.Lists.Exists(list => list.LoadId == load);
            var seen = loads.Where(load => random.Next(4) < (IsList(load) ? 2 : 3)).ToHashSet();                // now
            var before = loads.Where(load => random.Next(4) < (seen.Contains(load) ? 3 : 2)).ToHashSet();       // the previous run; what it alone saw was withdrawn since
            var asOf = random.Next(1, AsOfs.Length);
            store.Scope = new RunScope(AsOfs[asOf], seen, new PreviousRun("previous", AsOfs[random.Next(asOf)], before));
            return store;
        }

        public IEnumerable<RandomReport> Visible(DateOnly asOf, IReadOnlySet<long> loads) => Reports.Where(r => loads.Contains(r.LoadId) && !(r.Case.ReceivedOn > asOf));

        public IEnumerable<RandomReport> VisibleNow() => Visible(Scope.AsOf, Scope.Loads);

        public IEnumerable<RandomReport> VisibleThen() => Visible(Scope.Previous!.AsOf, Scope.Previous.Loads);

        public Dictionary<(CaseSource, string), RandomReport> ChosenThen() => Chosen(Scope.Previous!.AsOf, Scope.Previous.Loads);

        public Dictionary<(CaseSource, string), RandomReport> Chosen(DateOnly asOf, IReadOnlySet<long> loads) => Visible(asOf, loads)
            .GroupBy(r => r.Key).ToDictionary(same => same.Key, same => Ranked(same).Last())
            .Where(chosen => !chosen.Value.Case.IsUnreadable && !IsDeleted(chosen.Value, asOf, loads)).ToDictionary();

        /// <summary>The one that decides among reports of a case, readable or not.</summary>
        public static RandomReport Newest(IEnumerable<RandomReport> sameCase) => Ranked(sameCase).Last();

        /// <summary>Cases whose highest report has no date and another report says the same number and version.</summary>
        public long UndatedTies() => VisibleNow().GroupBy(r => r.Key)
            .LongCount(same => Ranked(same).Last() is { Case.ReceivedOn: null } last && same.Any(r => r != last && r.Case.ReceivedOn is null && (r.Case.Number, r.Case.Version) == (last.Case.Number, last.Case.Version)));

        public bool IsDeleted(RandomReport report, DateOnly asOf, IReadOnlySet<long> loads) => report is { Source: CaseSource.Faers, IsNumbered: true }
            && Lists.Any(list => loads.Contains(list.LoadId) && LastDay(list.Period) <= asOf && list.Ids.Contains(long.Parse(report.Case.Id, CultureInfo.InvariantCulture)));

        /// <summary>Why a report of the previous run does not count now.</summary>
        public GoneCause CauseOf(RandomReport gone, Dictionary<(CaseSource, string), RandomReport> now)
        {
            if (!now.ContainsKey(gone.Key) && VisibleNow().Any(r => r.Key == gone.Key))
                return GoneCause.Deleted;
            return Scope.Loads.Contains(gone.LoadId) ? GoneCause.Replaced : GoneCause.Withdrawn;
        }

        /// <summary>Deleted cases with a report received after the quarter of the last list that names them, or published in a later one.</summary>
        public long ReportedAfterDeletion() => VisibleNow().Where(r => IsDeleted(r, Scope.AsOf, Scope.Loads)).GroupBy(r => r.Key).LongCount(same =>
        {
            var id = long.Parse(same.Key.Item2, CultureInfo.InvariantCulture);
            var last = Lists.Where(list => Scope.Loads.Contains(list.LoadId) && LastDay(list.Period) <= Scope.AsOf && list.Ids.Contains(id)).Max(list => LastDay(list.Period));
            return same.Any(r => r.Case.ReceivedOn > last || (r.Period is { } period && LastDay(period) > last));
        });

        private static IEnumerable<RandomReport> Ranked(IEnumerable<RandomReport> reports) => reports
            .OrderBy(r => r.Case.ReceivedOn ?? DateOnly.MinValue).ThenBy(r => r.Case.Number).ThenBy(r => r.Case.Version)
            .ThenBy(r => r.Period ?? "", StringComparer.Ordinal).ThenBy(r => r.LoadId).ThenBy(r => r.Order);

        private static DateOnly LastDay(string period) => period switch
        {
            "2025Q4" => new(2025, 12, 31),
            "2026Q1" => new(2026, 3, 31),
            _ => new(2026, 6, 30),
        };

        private void AddReports(Random random, CaseStore cases, int load, Action<Random, CaseBuilder> saying)
        {
            var (name, period) = ($"load{load}", Periods[random.Next(Periods.Length)]);
            var source = random.Next(3) == 0 ? CaseSource.Tables : CaseSource.Faers;
            var reports = Enumerable.Range(0, random.Next(1, 15)).Select(_ => Report(random, saying)).ToList();
            cases.Load(MemoryLoad.FilesOf(name, period), (vocabulary, quarantine) => new MemoryLoad(name, period, vocabulary, reports, source: source, quarantine: quarantine), null, CancellationToken.None);
            Reports.AddRange(reports.Select((report, i) => new RandomReport(source, report, name, load, period, Reports.Count + i)));
        }

        private void AddList(Random random, CaseStore cases, int load)
        {
            var list = new RandomList(load, Periods[random.Next(1, Periods.Length)]!, [.. Enumerable.Range(0, 5).Select(_ => (long)random.Next(1, 13))]);
            var file = new SourceFile($"DELETE{load}.txt", SourceFileKind.FaersDeletedCases, list.Period, 1, $"deleted-{load}");
            cases.LoadDeletedCases(file, _ => (list.Ids, new LoadTally(5, 5, 0, 0)));
            Lists.Add(list);
        }

        /// <summary>Few values of everything that ranks, so that ties are common.</summary>
        private static CaseBuilder Report(Random random, Action<Random, CaseBuilder> saying)
        {
            DateOnly?[] days = [null, new(2026, 1, 5), new(2026, 3, 30), new(2026, 4, 1), new(2026, 8, 1)];
            var isUndated = random.Next(6) == 0;        // a case of which no report has a day, so that some tie
            var report = A.Case(isUndated ? "X-1" : $"{random.Next(1, 13)}").Numbered(random.Next(2)).OfVersion(random.Next(2))
                .Received(isUndated ? null : days[random.Next(days.Length)], random.Next(3) == 0 ? new(2025, 1, random.Next(1, 29)) : null).EndingIn((Outcomes)random.Next(128));
            saying(random, report);
            return (int)report.Outcomes % 8 == 3 ? report.Unreadable() : report;     // one in eight, without a draw of its own
        }

        /// <summary>A drug name of its own, so that each report can be told.</summary>
        private static void Say(Random random, CaseBuilder report)
        {
            report.Taking($"OWN {random.Next()}", (DrugRole)random.Next(6));
            for (var i = random.Next(3); i > 0; i--)
                report.Taking("SHARED", (DrugRole)random.Next(6)).With($"Term {random.Next(6)}");
            for (var i = random.Next(4); i > 0; i--)
                report.For(random.Next(1, 3), $"Term {random.Next(6)}");
        }
    }
}
