using JakSignals.Normalise;
using JakSignals.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

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
public sealed class NormaliseJob(Database database, WeeklyOptions options, TimeProvider? clock = null, ILogger? log = null) : IWeeklyStep
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ILogger _log = log ?? NullLogger.Instance;

    /// <inheritdoc/>
    public string Name => "normalise";

    /// <inheritdoc/>
    public string Title => "Choosing current cases and normalising names";

    /// <inheritdoc/>
    public WorkResult Run(WeekInMemory week, IJobProgress progress, CancellationToken cancel)
    {
        var started = _clock.GetTimestamp();
        var normalised = week.Normalised(cancel);
        var elapsed = _clock.GetElapsedTime(started);
        var (cases, names) = (normalised.Current.Cases.Count, normalised.Normalised.Names);
        _log.Normalised(week.RunId, cases, names.Count, normalised.Coded.Drugs.Count, elapsed);
        if (normalised.Current.Undated > 0)
            _log.UndatedTies(week.RunId, normalised.Current.Undated);
        return new WorkResult(cases, null, write =>
        {
            NameStore.Replace(write, options.Catalogue, names);
            RunLedger.EnterCases(write, week.RunId, cases);
        });
    }

    /// <summary>Computes the step; it reads only.</summary>
    public NormalisedWeek Normalise(RunScope scope, CancellationToken cancel)
    {
        MemoryNeed.Of(database).RequireWithin(MemoryNeed.Available);
        var texts = new NameStore(database).Read();
        bool[] uses = [.. texts.Terms.Select(term => options.Catalogue.Indications.GroupOf(term) >= 0)];
        var current = CurrentCases.Read(database, scope, uses, cancel);
        var (scopeOfRoles, interactingIsSuspect) = (options.Signals.RoleScope, options.Signals.InteractingIsSuspect);
        var normalised = new CaseCoder(options.Catalogue, options.NameRules, scopeOfRoles, interactingIsSuspect)
            .Code(current.Cases, current.Gone, id => texts.DrugNames[id], id => texts.Terms[id], cancel);
        var domain = new DomainCoder(options.Catalogue, interactingIsSuspect)
            .Code(current.Cases, normalised, id => texts.Terms[id], cancel);
        return new NormalisedWeek(current, normalised, domain);
    }
}
