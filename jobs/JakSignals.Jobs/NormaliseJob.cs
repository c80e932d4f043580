using JakSignals.Normalise;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>The current cases of a run, as read and as codes.</summary>
/// <param name="Current">Current cases and the fates of all records.</param>
/// <param name="Normalised">Their codes.</param>
/// <param name="Domain">What they have of the catalogue's drug groups, event classes and indications.</param>
public sealed record NormalisedWeek(CurrentCaseSet Current, NormalisedCases Normalised, DomainCases Domain)
{
    /// <summary>Cases as codes.</summary>
    public CodedCases Coded => Normalised.Coded;
}

/// <summary>Chooses the current cases and turns their names and terms into codes.</summary>
public sealed class NormaliseJob(Database database, WeeklyOptions options)
{
    /// <summary>Runs the step; it reads only.</summary>
    public NormalisedWeek Run(RunScope scope, CancellationToken cancel)
    {
        var texts = new NameStore(database).Read();
        bool[] uses = [.. texts.Terms.Select(term => options.Catalogue.Indications.GroupOf(term) >= 0)];
        var current = CurrentCases.Read(database, scope, uses, cancel);
        var normalised = new CaseCoder(options.Catalogue, options.NameRules, options.Signals.RoleScope)
            .Code(current.Cases, current.Gone, id => texts.DrugNames[id], id => texts.Terms[id], cancel);
        var domain = new DomainCoder(options.Catalogue).Code(current.Cases, normalised, id => texts.Terms[id], cancel);
        return new NormalisedWeek(current, normalised, domain);
    }
}
