using JakSignals.Cases;

namespace JakSignals.Signals;

/// <summary>A named subset of the cases.</summary>
/// <param name="Key">Such as <c>sex=F</c> or <c>age=65+</c>.</param>
/// <param name="Includes">Whether the cases of a profile belong to it.</param>
public sealed record Stratum(string Key, Func<CaseProfile, bool> Includes);

/// <summary>The subsets that class pairs are scored in, beside all cases.</summary>
public static class Strata
{
    /// <summary>Every current case.</summary>
    public const string All = "all";

    /// <summary>Strata in the order they are published: sex, age, region, reporter, seriousness, indications, and backgrounds of the drug groups compared with.</summary>
    /// <param name="counter">Counter of the cases.</param>
    /// <param name="scope">Scope within which a case has a background's drug.</param>
    /// <param name="backgrounds">Indexes of the drug groups that are backgrounds: only cases with one of their drugs.</param>
    public static IReadOnlyList<Stratum> Of(ClassPairCounter counter, RoleScope scope, IEnumerable<int> backgrounds) =>
    [
        new("sex=F", p => p.Traits.Sex == Sex.Female),
        new("sex=M", p => p.Traits.Sex == Sex.Male),
        new("age=0-17", p => p.Traits.Age == AgeBand.Under18),
        new("age=18-44", p => p.Traits.Age == AgeBand.From18),
        new("age=45-64", p => p.Traits.Age == AgeBand.From45),
        new("age=65+", p => p.Traits.Age is AgeBand.From65 or AgeBand.From75),
        new("age=65-74", p => p.Traits.Age == AgeBand.From65),
        new("age=75+", p => p.Traits.Age == AgeBand.From75),
        new("region=US", p => p.Traits.Region == Region.UnitedStates),
        new("region=Europe", p => p.Traits.Region == Region.Europe),
        new("region=Japan", p => p.Traits.Region == Region.Japan),
        new("region=other", p => p.Traits.Region == Region.Other),
        new("reporter=professional", p => p.Traits.Reporter == ReporterGroup.HealthProfessional),
        new("reporter=consumer", p => p.Traits.Reporter == ReporterGroup.Consumer),
        new("serious=yes", p => p.Traits.IsSerious),
        new("serious=no", p => !p.Traits.IsSerious),
        .. counter.Domain.Uses.Select((use, index) => new Stratum("indication=" + use.Key, p => counter.UsesOf(p).AsSpan().Contains(index))),
        .. backgrounds.Select(group => new Stratum("background=" + counter.Domain.Groups[group].Key, p => counter.GroupsOf(p, scope).AsSpan().Contains(group))),
    ];
}
