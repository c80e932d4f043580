using JakSignals.Cases;
using JakSignals.Signals;
using JakSignals.Statistics;

namespace JakSignals.Tests.Signals;

/// <summary>Class pairs counted from profiles agree with counting case by case, and add up.</summary>
public sealed class ClassPairTests
{
    private static readonly Hand World = new(substances: 2, groups: 3, terms: 2, classes: 3);
    private static readonly string?[] Countries = [null, "US", "PR", "DE", "JP", "BR"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Counts_of_a_subset_are_those_of_its_cases_one_by_one(int seed)
    {
        var cases = Draw(seed, 400);
        var counter = Counter(cases);
        var women = counter.Count(RoleScope.Suspect, profile => profile.Traits.Sex == Sex.Female);
        for (var group = 0; group < 3; group++)
            for (var one = 0; one < 3; one++)
                Assert.Equal(Naive([.. cases.Where(c => c.Sex == Sex.Female)], group, one, RoleScope.Suspect), women.Table(group, one));
    }

    [Fact]
    public void Each_role_scope_counts_the_drugs_of_its_roles()
    {
        var cases = Draw(3, 400);
        var counter = Counter(cases);
        foreach (var scope in Enum.GetValues<RoleScope>())
            Assert.Equal(Naive(cases, 1, 2, scope), counter.Count(scope, _ => true).Table(1, 2));
        Assert.True(counter.Count(RoleScope.Primary, _ => true).Table(1, 2).Drug < counter.Count(RoleScope.Any, _ => true).Table(1, 2).Drug);
    }

    [Theory]
    [InlineData("sex=F", "sex=M")]
    [InlineData("serious=yes", "serious=no")]
    [InlineData("age=0-17", "age=18-44", "age=45-64", "age=65+")]
    [InlineData("age=0-17", "age=18-44", "age=45-64", "age=65-74", "age=75+")]
    [InlineData("region=US", "region=Europe", "region=Japan", "region=other")]
    [InlineData("reporter=professional", "reporter=consumer")]
    public void Disjoint_strata_sum_to_the_whole(params string[] keys)
    {
        // Cases with an unknown value are in no stratum: leave them out of the whole, too.
        var cases = Draw(4, 500).Where(c => c.Sex != Sex.Unknown && !double.IsNaN(c.Age) && c.Country is not null && c.Reporter != ReporterType.Unknown).ToList();
        var counter = Counter(cases);
        var strata = Strata.Of(counter, RoleScope.Suspect, []).Where(stratum => keys.Contains(stratum.Key)).Select(stratum => counter.Count(RoleScope.Suspect, stratum.Includes)).ToList();
        Assert.Equal(keys.Length, strata.Count);
        var all = counter.Count(RoleScope.Suspect, _ => true);
        for (var group = 0; group < 3; group++)
            for (var one = 0; one < 3; one++)
                Assert.Equal(all.Table(group, one), Sum(strata.Select(stratum => stratum.Table(group, one))));
    }

    [Fact]
    public void Strata_of_the_adjustment_sum_to_the_whole_and_tell_years_apart()
    {
        var cases = Draw(5, 500);
        var counter = Counter(cases);
        var strata = counter.CountByConfounders(RoleScope.Suspect);
        Assert.Equal(counter.Count(RoleScope.Suspect, _ => true).Table(0, 0), Sum(strata.Select(stratum => stratum.Table(0, 0))));
        Assert.Equal(cases.Select(c => (c.Sex, Traits.BandOf(c.Age), Traits.RegionOf(c.Country), c.FirstReceived / 10000)).Distinct().Count(), strata.Count);
    }

    [Fact]
    public void An_indication_restricts_to_its_cases_and_a_background_to_the_cases_of_its_drugs()
    {
        var cases = Draw(6, 400);
        var counter = Counter(cases);
        Table2x2 Of(string key) => counter.Count(RoleScope.Suspect, Strata.Of(counter, RoleScope.Suspect, [2]).Single(stratum => stratum.Key == key).Includes).Table(0, 1);
        Assert.Equal(Naive([.. cases.Where(c => c.Uses.Contains(1))], 0, 1, RoleScope.Suspect), Of("indication=use_b"));
        Assert.Equal(Naive([.. cases.Where(c => c.Drugs.Contains(4) && RoleScope.Suspect.Includes(c.Role))], 0, 1, RoleScope.Suspect), Of("background=g02"));
    }

    [Fact]
    public void A_comparator_gives_the_table_of_cases_with_either_and_both_belong_to_the_drug()
    {
        // Group 0 with class 0: 2, group 0 alone: 3, both groups with class: 1, group 1 with class: 4, group 1 alone: 5, neither: 7. a = 2+1, b = 3, c = 4, d = 5.
        var (g0, g1, c0) = (2, 3, 2);
        List<HandCase> cases =
        [
            .. Repeat(2, [g0], [c0]), .. Repeat(3, [g0], []), .. Repeat(1, [g0, g1], [c0]), .. Repeat(4, [g1], [c0]), .. Repeat(5, [g1], []), .. Repeat(7, [], []),
        ];
        var scores = new RobustnessGrid(Counter(cases), new SignalOptions(), new DateOnly(2026, 11, 16)).Score([(0, 0)], [1], TestContext.Current.CancellationToken);
        Assert.Equal(new Table2x2(3, 3, 4, 5), Assert.Single(scores, score => score.Specification.Comparator == "g01").Table);
        Assert.Equal(72, scores.Count(score => score.Specification.Comparator == "all"));
    }

    [Fact]
    public void The_grid_counts_each_specification_as_counting_case_by_case_does()
    {
        var cases = Draw(7, 600);
        var scores = new RobustnessGrid(Counter(cases), new SignalOptions(), new DateOnly(2025, 12, 31)).Score([(1, 1)], [], TestContext.Current.CancellationToken);
        var one = Assert.Single(scores, score => score.Specification is { Scope: RoleScope.Suspect, Reporter: "professional", Region: "non-US", Period: "last-5-years", Duplicates: "in" });
        List<HandCase> subset = [.. cases.Where(c => c.Reporter is not (ReporterType.Unknown or ReporterType.Consumer or ReporterType.Lawyer) && c.Country is "DE" or "JP" or "BR" && c.FirstReceived >= 20210101)
            .Where(c => c.Reporter is not (ReporterType.Unknown or ReporterType.Consumer or ReporterType.Lawyer))];
        Assert.Equal(Naive(subset, 1, 1, RoleScope.Suspect), one.Table);
    }

    [Fact]
    public void The_share_of_signals_counts_the_grid_and_not_the_comparators()
    {
        var cases = Repeat(30, [2], [2]).Concat(Repeat(30, [2], [])).Concat(Repeat(10, [], [2])).Concat(Repeat(400, [], [])).Concat(Repeat(5, [3], [])).ToList();
        var scores = new RobustnessGrid(Counter(cases), new SignalOptions(), new DateOnly(2026, 1, 1)).Score([(0, 0)], [1], TestContext.Current.CancellationToken);
        // Reporter, country and date are unknown: only specifications that restrict none of them keep the cases. 3 scopes × duplicates in or out.
        Assert.Equal(new Robustness(6, 72), RobustnessGrid.Share(scores));
    }

    [Fact]
    public void Cases_that_agree_in_every_detail_are_near_duplicates_of_the_first()
    {
        HandCase One(int day, double age, int[] drugs, string? country = "US") => new(drugs, [0, 1]) { EventOn = day, Age = age, Sex = Sex.Female, Country = country };
        HandCase[] cases =
        [
            One(20260301, 61, [0, 1]), One(20260301, 61, [0, 1]), One(20260301, 61, [0, 1]),    // two repeat the first
            One(20260302, 61, [0, 1]), One(20260301, 62, [0, 1]), One(20260301, 61, [0]), One(20260301, 61, [0, 1], "DE"),     // another day, age, drug, country
            One(20260300, 61, [0, 1]), One(20260300, 61, [0, 1]),       // no day: never called so
            One(20260301, double.NaN, [0, 1]), One(20260301, double.NaN, [0, 1]),
        ];
        Assert.Equal([1, 2], Duplicates(cases));
    }

    [Fact]
    public void Leaving_out_the_strongest_contributor_uncovers_a_masked_pair()
    {
        // Substance 1 has 900 of the class's cases. Group 0 (a = 10, b = 90) against the rest: with it, c = 920 of 2,900; without, c = 20 of 1,900.
        var (s1, g0, c0) = (1, 2, 2);
        var cases = Repeat(10, [g0], [c0]).Concat(Repeat(90, [g0], [])).Concat(Repeat(900, [s1], [c0])).Concat(Repeat(100, [s1], [])).Concat(Repeat(20, [], [c0])).Concat(Repeat(1880, [], [])).ToList();
        var (coded, columns) = (World.Code(cases), Hand.Columns(cases));
        var scored = Scored.Of(new SignalScorer(new SignalOptions(), null), coded, columns);
        var pair = scored.Pairs.Single(p => p.Drug.Key == "g00" && p.Event.Key == "c00");
        var unmasked = Assert.Single(MaskingAudit.Audit(coded, scored.Counted.Counts, [pair], new SignalOptions(), TestContext.Current.CancellationToken));
        Assert.Equal(("S01", 900L), (unmasked.LeftOut.Drug.Key, unmasked.LeftOut.Cases));
        Assert.Equal(900.0 / 930, unmasked.LeftOut.Share, 1e-12);
        Assert.Equal(new Table2x2(10, 90, 20, 1880), unmasked.Table);
        Assert.True(unmasked.Appears);
    }

    [Fact]
    public void A_comparator_that_is_no_drug_group_is_named_with_those_there_are()
    {
        var fault = Assert.Throws<ArgumentException>(() => ClassPairAnalysis.RequireComparators(new SignalOptions { Comparators = "jak_inhibitors, statins" }, Normalise.Bundled.Catalogue));
        Assert.StartsWith("Setting Signals:Comparators names 'statins', expected keys of drug groups: jak_inhibitors, ", fault.Message, StringComparison.Ordinal);
        ClassPairAnalysis.RequireComparators(new SignalOptions { Comparators = "" }, Normalise.Bundled.Catalogue);
        ClassPairAnalysis.RequireComparators(new SignalOptions { Comparators = "baricitinib" }, Normalise.Bundled.Catalogue);
    }

    [Fact] // drugs 0 and 1 are substances, 2 to 4 groups; events 0 and 1 terms, 2 to 4 classes
    public void Near_duplicates_agree_in_what_was_reported_not_in_groups_and_classes_made_from_it()
    {
        HandCase One(int[] drugs, int[] events, string country) => new(drugs, events) { EventOn = 20260301, Age = 61, Sex = Sex.Female, Country = country };
        HandCase[] cases =
        [
            One([0], [0], "JP"),
            One([0, 2], [0, 3], "JPN"),     // another route and seriousness; a store of an earlier version has JPN
            One([0], [1], "JP"),            // another term
            One([2], [0], "JP"), One([2], [0], "JP"),     // no substance: nothing to compare
        ];
        Assert.Equal([1], Duplicates(cases));
    }

    [Fact]
    public void Why_a_pair_changed_adds_up()
    {
        // Then 9 cases. Since: 3 new, 2 came by follow-up, 1 left by follow-up, 1 was deleted. 9 + 3 + (2 − 1) − 1 = 12; 12 + 2 that only the catalogue explains.
        List<HandCase> now = [.. Repeat(9, [0], [0], isNew: false), .. Repeat(3, [0], [0]), .. Repeat(2, [0], [0], isNew: false).Select(c => c with { IsFollowedUp = true }), .. Repeat(50, [], [], isNew: false)];
        var gone = GoneReports.Of(World.Code([new([0], [0]), new([0], [0]), new([0], [1])]), [GoneCause.Replaced, GoneCause.Deleted, GoneCause.Deleted], World.Code(now), [], [], TestContext.Current.CancellationToken);
        var previous = new PreviousScores("2026-W01-00000000", new Dictionary<(string, string), PreviousScore> { [("S00", "T00")] = new(new(9, 0, 0, 50), null, null, true) });
        var pair = Scored.Of(new SignalScorer(new SignalOptions(), previous), World.Code(now), Hand.Columns(now), gone).Pairs.Single(p => p.Drug.Key == "S00" && p.Event.Key == "T00");
        Assert.Equal(14, pair.Table.A);
        Assert.Equal(new PairChange(New: 3, FollowUps: 1, Deleted: 1, Withdrawn: 0, Definition: 2), pair.Change);
        Assert.Contains("3 new cases, +1 by follow-up, 1 deleted, +2 by catalogue or settings", pair.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_withdrawn_sources_change_is_a_part_of_its_own()
    {
        // Then 9 cases with the pair: 5 stay, 3 went with a withdrawn quarter, 1 was replaced by a follow-up that does not have the pair.
        // Since: 2 new; 4 count again because the list that deleted them was withdrawn; 1 has the pair by an older report, as the source of its newer one,
        // which did not have it, was withdrawn. Sources: 4 + 1 − 3 = +2; follow-up −1; 9 + 2 − 1 + 2 = 12 = 5 + 2 + 4 + 1.
        List<HandCase> now = [.. Repeat(5, [0], [0], isNew: false), .. Repeat(2, [0], [0]), .. Repeat(4, [0], [0], isNew: false), .. Repeat(1, [0], [0], isNew: false).Select(c => c with { IsFollowedUp = true }), .. Repeat(50, [], [], isNew: false)];
        HandCase[] reports = [new([0], [0]), new([0], [0]), new([0], [0]), new([0], [0]), new([0], [1])];
        GoneCause[] causes = [GoneCause.Withdrawn, GoneCause.Withdrawn, GoneCause.Withdrawn, GoneCause.Replaced, GoneCause.Withdrawn];
        var gone = GoneReports.Of(World.Code(reports), causes, World.Code(now), returned: [7, 8, 9, 10], fellBack: [11], TestContext.Current.CancellationToken);
        var previous = new PreviousScores("2026-W01-00000000", new Dictionary<(string, string), PreviousScore> { [("S00", "T00")] = new(new(9, 0, 0, 50), null, null, true) });
        var pair = Scored.Of(new SignalScorer(new SignalOptions(), previous), World.Code(now), Hand.Columns(now), gone).Pairs.Single(p => p.Drug.Key == "S00" && p.Event.Key == "T00");
        Assert.Equal(12, pair.Table.A);
        Assert.Equal(new PairChange(New: 2, FollowUps: -1, Deleted: 0, Withdrawn: 2, Definition: 0), pair.Change);
        Assert.Contains("2 new cases, −1 by follow-up, +2 by withdrawn sources", pair.Reason, StringComparison.Ordinal);
    }

    private static int[] Duplicates(HandCase[] cases)
    {
        var found = NearDuplicates.Find(Hand.Columns(cases), World.Code(cases), TestContext.Current.CancellationToken);
        return [.. Enumerable.Range(0, found.Length).Where(row => found[row])];
    }

    private static ClassPairCounter Counter(List<HandCase> cases) =>
        new(CaseProfiles.Of(World.Domain(cases), Hand.Columns(cases), new bool[cases.Count], TestContext.Current.CancellationToken));

    /// <summary>Counted the plain way: groups are drugs 2 to 4, classes events 2 to 4.</summary>
    private static Table2x2 Naive(List<HandCase> cases, int group, int one, RoleScope scope)
    {
        bool HasDrug(HandCase c) => c.Drugs.Contains(2 + group) && scope.Includes(c.Role);
        bool HasEvent(HandCase c) => c.Events.Contains(2 + one);
        return new(cases.Count(c => HasDrug(c) && HasEvent(c)), cases.Count(c => HasDrug(c) && !HasEvent(c)), cases.Count(c => !HasDrug(c) && HasEvent(c)), cases.Count(c => !HasDrug(c) && !HasEvent(c)));
    }

    private static Table2x2 Sum(IEnumerable<Table2x2> tables) => tables.Aggregate((x, y) => new Table2x2(x.A + y.A, x.B + y.B, x.C + y.C, x.D + y.D));

    private static List<HandCase> Draw(int seed, int count)
    {
        var random = new Random(seed);
        return [.. World.Draw(random, count).Select(c => c with
        {
            Sex = (Sex)random.Next(3), Age = random.Next(5) == 0 ? double.NaN : random.Next(95), Country = Countries[random.Next(Countries.Length)], Reporter = (ReporterType)random.Next(6),
            Role = (DrugRole)(1 + random.Next(5)), Uses = [.. Enumerable.Range(0, 2).Where(_ => random.Next(3) == 0)],
            FirstReceived = random.Next(6) == 0 ? 0 : (2015 + random.Next(11)) * 10000 + 101,
        })];
    }

    private static IEnumerable<HandCase> Repeat(int count, int[] drugs, int[] events, bool isNew = true) => Enumerable.Repeat(new HandCase(drugs, events, IsNew: isNew), count);
}
