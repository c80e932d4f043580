using JakSignals.Cases;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>The register as a snapshot has it: each reviewed pair with its last decision, and whether it is kept out of what is new.</summary>
internal static class RegisterRows
{
    public static IReadOnlyList<RegisterRow> Of(Register register, IReadOnlyList<ScoredPair> pairs, SignalOptions options)
    {
        var entries = register.Entries.ToList();
        var reviewed = entries.Select(entry => (entry.DrugKey, entry.EventKey)).ToHashSet();
        var scored = pairs.Where(pair => pair.Scope == options.RoleScope && pair.Stratum == Strata.All && reviewed.Contains((pair.Drug.Key, pair.Event.Key)))
            .ToDictionary(pair => (pair.Drug.Key, pair.Event.Key));
        return entries.ConvertAll(entry => Row(entry, scored.GetValueOrDefault((entry.DrugKey, entry.EventKey)), options));
    }

    private static RegisterRow Row(RegisterEntry entry, ScoredPair? pair, SignalOptions options)
    {
        var last = entry.Last;
        return new RegisterRow
        {
            DrugKey = entry.DrugKey,
            DrugName = pair?.Drug.Name ?? entry.DrugKey,
            EventKey = entry.EventKey,
            EventName = pair?.Event.Name ?? entry.EventKey,
            State = last.StateCode,
            Priority = last.PriorityCode,
            DueOn = last.DueOn,
            Assignee = last.Assignee,
            Labelled = last.Labelled,
            Rationale = last.Rationale,
            Refs = last.Refs,
            DecidedBy = last.UserName,
            DecidedAt = last.DecidedAt,
            DecidedOnRun = last.RunId,
            Decisions = entry.Decisions.Count,
            CasesSeen = last.CasesSeen,
            RorLowerSeen = last.RorLowerSeen,
            Suppressed = entry.IsSuppressed(pair?.Scores.Ror?.Lower, options),
            Hash = last.Hash,
        };
    }
}
