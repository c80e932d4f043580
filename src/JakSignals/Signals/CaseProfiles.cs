using System.Runtime.InteropServices;
using JakSignals.Cases;
using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>What the class pairs are counted from: cases that agree in drug groups, event classes, indications and traits are one profile.</summary>
/// <param name="GroupRoles">Set of drug groups with their scopes, an index into <see cref="DomainCases.GroupRoles"/>.</param>
/// <param name="Classes">Set of event classes, an index into <see cref="DomainCases.ClassesOf"/>.</param>
/// <param name="Uses">Set of indication groups, an index into <see cref="DomainCases.UsesOf"/>.</param>
/// <param name="Traits">Traits.</param>
public readonly record struct CaseProfile(int GroupRoles, int Classes, int Uses, Traits Traits);

/// <summary>The distinct profiles with the number of cases of each.</summary>
/// <remarks>
/// Counts of disjoint sets of cases add up, so every stratum, scope and comparison of the class pairs is a sum over profiles.
/// Twenty million cases make some hundred thousand of them: one pass over the cases, and none for each further question.
/// </remarks>
public sealed class CaseProfiles
{
    private const int CancelEvery = 4096;

    private CaseProfiles(DomainCases domain, CaseProfile[] profiles, int[] cases) => (Domain, Profiles, Cases) = (domain, profiles, cases);

    /// <summary>What the sets of the profiles stand for.</summary>
    public DomainCases Domain { get; }

    /// <summary>Distinct profiles, in the order of their first case.</summary>
    public CaseProfile[] Profiles { get; }

    /// <summary>Number of cases of each profile.</summary>
    public int[] Cases { get; }

    /// <summary>Gathers the profiles of all cases.</summary>
    /// <param name="domain">Drug groups, event classes and indications of the cases.</param>
    /// <param name="columns">The same cases.</param>
    /// <param name="duplicates">Whether each case repeats another.</param>
    /// <param name="cancel">Stops the work.</param>
    public static CaseProfiles Of(DomainCases domain, CaseColumns columns, bool[] duplicates, CancellationToken cancel)
    {
        var (indexes, profiles, cases) = (new Dictionary<CaseProfile, int>(), new List<CaseProfile>(), new List<int>());
        for (var row = 0; row < domain.CaseCount; row++)
        {
            if (row % CancelEvery == 0)
                cancel.ThrowIfCancellationRequested();
            var profile = new CaseProfile(domain.GroupRoles.Of[row], domain.ClassesOf.Of[row], domain.UsesOf.Of[row], Traits.Of(columns, row, duplicates[row]));
            ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(indexes, profile, out var known);
            if (!known)
            {
                index = profiles.Count;
                profiles.Add(profile);
                cases.Add(0);
            }
            cases[index]++;
        }
        return new CaseProfiles(domain, [.. profiles], [.. cases]);
    }
}
