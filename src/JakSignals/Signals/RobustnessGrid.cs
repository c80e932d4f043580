using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>One way to count: which cases, which roles, compared with what.</summary>
/// <param name="Comparator"><c>all</c> other drugs, or the key of a drug group.</param>
/// <param name="Scope">Roles of a drug that count.</param>
/// <param name="Reporter"><c>all</c> or <c>professional</c>.</param>
/// <param name="Region"><c>all</c>, <c>US</c> or <c>non-US</c> (known and not US).</param>
/// <param name="Period"><c>all</c> or <c>last-5-years</c>, by the year of first receipt, the as-of year included.</param>
/// <param name="Duplicates"><c>in</c> or <c>out</c>.</param>
public sealed record Specification(string Comparator, RoleScope Scope, string Reporter, string Region, string Period, string Duplicates);

/// <summary>A class pair under one specification.</summary>
/// <param name="Drug">Drug group.</param>
/// <param name="Event">Event class.</param>
/// <param name="Specification">How it was counted.</param>
/// <param name="Table">The 2×2 table; null when the specification compares the group with nothing.</param>
/// <param name="Scores">Scores of the table.</param>
public sealed record SpecificationScore(DrugEntry Drug, EventEntry Event, Specification Specification, Table2x2 Table, PairScores Scores);

/// <summary>How many specifications of the grid call a pair a signal.</summary>
/// <param name="Signals">Specifications that do.</param>
/// <param name="Specifications">Specifications in the grid.</param>
public readonly record struct Robustness(int Signals, int Specifications);

/// <summary>Scores class pairs under every combination of role scope, reporter, region, period and duplicates, and against chosen comparators.</summary>
/// <remarks>
/// A signal that depends on one choice of the analyst is a weak one. The grid crosses 3 role scopes × 2 reporters × 3 regions × 2 periods × 2 treatments of duplicates, each
/// against all other drugs; comparators are added in the configured scope over all cases and are no part of the share.
/// </remarks>
/// <param name="counter">Counter of the cases.</param>
/// <param name="options">Thresholds and the configured scope.</param>
/// <param name="asOf">As-of date.</param>
public sealed class RobustnessGrid(ClassPairCounter counter, SignalOptions options, DateOnly asOf)
{
    private const string All = Strata.All;
    private const int RecentYears = 5;

    private static readonly string[] Reporters = [All, "professional"], Regions = [All, "US", "non-US"], Periods = [All, "last-5-years"], Duplicates = ["in", "out"];

    /// <summary>Scores the pairs wanted under each specification, by drug key, event key, then specification.</summary>
    /// <param name="pairs">Indexes of drug group and event class.</param>
    /// <param name="comparators">Indexes of the drug groups to compare with.</param>
    /// <param name="cancel">Stops the work.</param>
    public IReadOnlyList<SpecificationScore> Score(IReadOnlyCollection<(int Group, int Class)> pairs, IReadOnlyList<int> comparators, CancellationToken cancel)
    {
        var grid = Grid().AsParallel().AsOrdered().WithCancellation(cancel).SelectMany(specification => Score(specification, pairs)).ToList();
        var compared = comparators.SelectMany(group => Compare(group, pairs));
        return [.. compared.Concat(grid).OrderBy(s => s.Drug.Key, StringComparer.Ordinal).ThenBy(s => s.Event.Key, StringComparer.Ordinal)];
    }

    /// <summary>The share of the grid's specifications that call a pair a signal.</summary>
    public static Robustness Share(IEnumerable<SpecificationScore> scoresOfPair)
    {
        var grid = scoresOfPair.Where(score => score.Specification.Comparator == All).ToList();
        return new Robustness(grid.Count(score => score.Scores.IsSignal), grid.Count);
    }

    private static IEnumerable<Specification> Grid() =>
        from scope in Enum.GetValues<RoleScope>()
        from reporter in Reporters
        from region in Regions
        from period in Periods
        from duplicates in Duplicates
        select new Specification(All, scope, reporter, region, period, duplicates);

    private IEnumerable<SpecificationScore> Score(Specification specification, IReadOnlyCollection<(int Group, int Class)> pairs)
    {
        var counts = counter.Count(specification.Scope, profile => Includes(specification, profile.Traits));
        return pairs.Select(pair => Scored(specification, pair, counts.Table(pair.Group, pair.Class)));
    }

    private IEnumerable<SpecificationScore> Compare(int comparator, IReadOnlyCollection<(int Group, int Class)> pairs)
    {
        var specification = new Specification(counter.Domain.Groups[comparator].Key, options.RoleScope, All, All, All, "in");
        var all = counter.Count(options.RoleScope, _ => true);
        var with = counter.Count(options.RoleScope, profile => counter.GroupsOf(profile, options.RoleScope).AsSpan().Contains(comparator));
        return pairs.Where(pair => pair.Group != comparator)
            .Select(pair => (pair, Table: all.Against(pair.Group, pair.Class, comparator, with)))
            .Where(compared => compared.Table is not null)
            .Select(compared => Scored(specification, compared.pair, compared.Table!.Value));
    }

    private SpecificationScore Scored(Specification specification, (int Group, int Class) pair, Table2x2 table) =>
        new(counter.Domain.Groups[pair.Group], counter.Domain.Classes[pair.Class], specification, table, PairScores.Of(table, options));

    private bool Includes(Specification specification, Traits traits) =>
        (specification.Reporter == All || traits.Reporter == ReporterGroup.HealthProfessional)
        && (specification.Region == All || (specification.Region == "US" ? traits.Region == Region.UnitedStates : traits.Region is not (Region.UnitedStates or Region.Unknown)))
        && (specification.Period == All || traits.Year > asOf.Year - RecentYears)
        && (specification.Duplicates == "in" || !traits.IsDuplicate);
}
