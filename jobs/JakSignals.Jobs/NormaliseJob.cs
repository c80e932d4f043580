using JakSignals.Normalise;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>The current cases of a run, as read and as codes.</summary>
/// <param name="Current">Current cases and the fates of all records.</param>
/// <param name="Normalised">Their codes.</param>
/// <param name="Texts">Reported names and terms.</param>
public sealed record NormalisedWeek(CurrentCaseSet Current, NormalisedCases Normalised, ReportedTexts Texts)
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
        var current = CurrentCases.Read(database, scope, cancel);
        var texts = new NameStore(database).Read();
        var normalised = new CaseCoder(options.Catalogue, options.NameRules, options.Signals.RoleScope)
            .Code(current.Cases, id => texts.DrugNames[id], id => texts.Terms[id], cancel);
        return new NormalisedWeek(current, normalised, texts);
    }
}
