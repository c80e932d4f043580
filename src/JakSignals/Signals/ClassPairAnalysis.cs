using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>What is found of drug groups × event classes beyond the main table.</summary>
/// <param name="Strata">Pairs in each stratum of the main scope and over all cases in the other scopes.</param>
/// <param name="Specifications">Pairs of the matrix under every specification of the robustness grid.</param>
/// <param name="Unmasked">Pairs of the matrix with the strongest contributor left out.</param>
/// <param name="Duplicates">Cases that repeat another under another id.</param>
public sealed record ClassPairFindings(
    IReadOnlyList<ScoredPair> Strata, IReadOnlyList<SpecificationScore> Specifications, IReadOnlyList<UnmaskedPair> Unmasked, long Duplicates);

/// <summary>Analyses drug groups × event classes by scope, stratum, comparator and specification, all from the profiles of the cases.</summary>
/// <param name="options">Thresholds, main scope, comparators.</param>
/// <param name="asOf">As-of date.</param>
public sealed class ClassPairAnalysis(SignalOptions options, DateOnly asOf)
{
    /// <summary>Analyses the pairs and fills in the evidence of those already scored over all cases.</summary>
    /// <param name="week">Cases, coded for all pairs.</param>
    /// <param name="columns">The same cases.</param>
    /// <param name="domain">The same cases, coded for the class pairs.</param>
    /// <param name="counted">Counts of all pairs, with the drug groups' pairs scored.</param>
    /// <param name="cancel">Stops the work.</param>
    public ClassPairFindings Analyse(CodedCases week, CaseColumns columns, DomainCases domain, CountedPairs counted, CancellationToken cancel)
    {
        var duplicates = NearDuplicates.Find(columns, week, cancel);
        var counter = new ClassPairCounter(CaseProfiles.Of(domain, columns, duplicates, cancel));
        var pairs = ClassPairs(domain, counted);
        var comparators = options.ComparatorKeys.Select(key => IndexOf(domain, key)).ToList();
        ScoredPair[] reported = [.. counted.OfGroups.Where(pair => pair is { Drug.Order: not null, Event.Order: not null, Table.A: > 0 })];
        var grid = new RobustnessGrid(counter, options, asOf).Score([.. reported.Select(pair => Place(domain, pair))], comparators, cancel);
        FillEvidence(counter, pairs, grid, cancel);
        return new ClassPairFindings(InStrata(counter, pairs, comparators, cancel), grid,
            MaskingAudit.Audit(week, counted.Counts, [.. reported.Where(pair => pair.Table.A >= options.MinimumReports)], options, cancel), duplicates.LongCount(repeats => repeats));
    }

    /// <summary>Whether every comparator is a drug group of the catalogue.</summary>
    /// <exception cref="ArgumentException">One is not; the message names it and those there are.</exception>
    public static void RequireComparators(SignalOptions options, Catalogue catalogue)
    {
        foreach (var key in options.ComparatorKeys)
            if (!catalogue.Drugs.Groups.Any(group => group.Key == key))
                throw new ArgumentException($"Setting Signals:Comparators names '{key}', expected keys of drug groups: {string.Join(", ", catalogue.Drugs.Groups.Select(group => group.Key))}.");
    }

    /// <summary>A group of one substance is coded under the substance's upper-case name.</summary>
    private static int IndexOf(DomainCases domain, string key) =>
        domain.Groups.Index().First(group => string.Equals(group.Item.Key, key, StringComparison.OrdinalIgnoreCase)).Index;

    /// <summary>Main-table pairs by place in the domain.</summary>
    private static Dictionary<(int Group, int Class), ScoredPair> ClassPairs(DomainCases domain, CountedPairs counted) =>
        counted.OfGroups.Where(pair => pair.Event.IsClass).ToDictionary(pair => Place(domain, pair));

    private static (int Group, int Class) Place(DomainCases domain, ScoredPair pair) => (Array.IndexOf(domain.DrugOfGroup, pair.Counts.Drug), pair.Counts.Event - domain.FirstClass);

    private void FillEvidence(ClassPairCounter counter, Dictionary<(int Group, int Class), ScoredPair> pairs, IReadOnlyList<SpecificationScore> grid, CancellationToken cancel)
    {
        var strata = counter.CountByConfounders(options.RoleScope);
        var specifications = grid.ToLookup(score => (score.Drug.Key, score.Event.Key));
        var likelihood = LikelihoodRatioTests(pairs.Values);
        pairs.AsParallel().WithCancellation(cancel).ForAll(one =>
        {
            var ((group, @class), pair) = one;
            Table2x2[] tables = [.. strata.Select(stratum => stratum.Table(group, @class))];
            pair.Evidence = new ClassPairEvidence
            {
                ExpectedStratified = StratifiedExpected.Of(tables),
                RorAdjusted = MantelHaenszel.Ror(tables),
                Homogeneity = BreslowDay.Test(tables),
                LikelihoodRatioP = likelihood.TryGetValue((pair.Drug.Key, pair.Event.Key), out var p) ? p : null,
                Robustness = specifications.Contains((pair.Drug.Key, pair.Event.Key)) ? RobustnessGrid.Share(specifications[(pair.Drug.Key, pair.Event.Key)]) : null,
            };
        });
    }

    /// <summary>For each event class, the test over the single substances of the matrix; classes and uses overlap them and are left out.</summary>
    private static Dictionary<(string, string), double?> LikelihoodRatioTests(IEnumerable<ScoredPair> pairs)
    {
        var tested = new Dictionary<(string, string), double?>();
        foreach (var sameEvent in pairs.Where(pair => pair.Drug is { Order: not null, Kind: DrugEntry.SubstanceKind or DrugEntry.RouteKind }).GroupBy(pair => pair.Event.Key, StringComparer.Ordinal))
        {
            ScoredPair[] rows = [.. sameEvent];
            var results = LikelihoodRatio.Test(rows[0].Table.Event, [.. rows.Select(pair => pair.Table)]);
            for (var i = 0; i < rows.Length; i++)
                tested[(rows[i].Drug.Key, rows[i].Event.Key)] = results[i]?.P;
        }
        return tested;
    }

    private List<ScoredPair> InStrata(ClassPairCounter counter, Dictionary<(int Group, int Class), ScoredPair> pairs, IReadOnlyList<int> comparators, CancellationToken cancel)
    {
        (RoleScope Scope, Stratum Stratum)[] subsets =
        [
            .. Enum.GetValues<RoleScope>().Where(scope => scope != options.RoleScope).Select(scope => (scope, new Stratum(Strata.All, _ => true))),
            .. Strata.Of(counter, options.RoleScope, comparators).Select(stratum => (options.RoleScope, stratum)),
        ];
        return [.. subsets.AsParallel().AsOrdered().WithCancellation(cancel).SelectMany(subset => InStratum(counter, pairs, subset.Scope, subset.Stratum))];
    }

    /// <summary>Pairs that have a case in the main table, or in the wider scope; the rest would be rows of zeros.</summary>
    private List<ScoredPair> InStratum(ClassPairCounter counter, Dictionary<(int Group, int Class), ScoredPair> pairs, RoleScope scope, Stratum stratum)
    {
        var counts = counter.Count(scope, stratum.Includes);
        List<ScoredPair> rows = [.. pairs.Where(pair => pair.Value.Table.A > 0 || counts.Pair(pair.Key.Group, pair.Key.Class).Both > 0)
            .OrderBy(pair => pair.Value.Drug.Key, StringComparer.Ordinal).ThenBy(pair => pair.Value.Event.Key, StringComparer.Ordinal)
            .Select(pair => Row(pair.Value, counts.Table(pair.Key.Group, pair.Key.Class), counts.Pair(pair.Key.Group, pair.Key.Class), scope, stratum.Key))];
        FalseDiscoveries.FillFamily(rows, rows.Count);
        return rows;
    }

    private ScoredPair Row(ScoredPair main, Table2x2 table, PairTally tally, RoleScope scope, string stratum) => new()
    {
        Drug = main.Drug, Event = main.Event, Scope = scope, Stratum = stratum, Table = table, Scores = PairScores.Of(table, options), Status = null,
        Counts = main.Counts with { Both = (int)tally.Both, New = (int)tally.New, Serious = (int)tally.Serious, Fatal = (int)tally.Fatal, NewSerious = 0, NewFatal = 0, FollowedUp = 0 },
    };
}
