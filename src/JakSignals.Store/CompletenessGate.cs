using JakSignals.Ingest;

namespace JakSignals.Store;

/// <summary>Refuses a load that is not whole, before it is committed.</summary>
/// <param name="MaximumPercent">Share of reports without a drug or reaction, or not in DEMO, that is let pass, in per cent, 0 to 100.</param>
/// <param name="Name">How a person names the load to accept it all the same.</param>
/// <param name="AcceptedReason">Why a person accepts it all the same; null where nobody did.</param>
public sealed record CompletenessGate(double MaximumPercent, string Name, string? AcceptedReason)
{
    /// <summary>As the settings have it by default; nothing is accepted.</summary>
    public static CompletenessGate Default { get; } = new(Completeness.DefaultMaximumPercent, "NAME", null);

    /// <summary>What the load was accepted in spite of; null where nothing was wrong.</summary>
    /// <exception cref="SourceRefusedException">It is not whole, and nobody accepted that.</exception>
    internal string? Pass(LoadFindings load, LoadHistory history)
    {
        var faults = Completeness.Faults(load, history, MaximumPercent);
        if (faults.Count == 0)
            return null;
        var fault = string.Join(" ", faults);
        if (AcceptedReason is null)
            throw new SourceRefusedException($"nothing of it was loaded, because it seems incomplete. {fault} Get the files again. "
                + $"If they are right as they are, load them with --accept \"{Name}\" --reason TEXT; the reason is kept and told in data quality.");
        return fault;
    }

    /// <summary>What the store has of a source, without the loads that were accepted in spite of a fault and those that were withdrawn.</summary>
    internal static LoadHistory HistoryOf(StoreSession session, int source)
    {
        var withdrawn = SourceLedger.All(session).Where(load => load.Withdrawal is not null).Select(load => load.LoadId).ToHashSet();
        var loads = session.List<HistoryRow>(
            "SELECT load_id AS LoadId, reports AS Reports, COALESCE(without_drug, 0) AS Drug, COALESCE(without_event, 0) AS Event, COALESCE(without_outcome, 0) AS Outcome"
            + " FROM jaksignals.source_load WHERE source = @source AND reports IS NOT NULL AND accepted_fault IS NULL", new { source });
        var counted = loads.FindAll(load => !withdrawn.Contains(load.LoadId));
        return new(counted.Sum(load => load.Reports), counted.Sum(load => load.Drug), counted.Sum(load => load.Event), counted.Sum(load => load.Outcome));
    }

    private sealed record HistoryRow
    {
        public long LoadId { get; init; }
        public long Reports { get; init; }
        public long Drug { get; init; }
        public long Event { get; init; }
        public long Outcome { get; init; }
    }
}
