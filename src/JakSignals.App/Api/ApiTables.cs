using JakSignals.App.Reading;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.App.Api;

/// <summary>Tables that the API shows beside those of a snapshot: what the store knows of runs and decisions.</summary>
internal static class ApiTables
{
    /// <summary>Columns of <c>signals</c> that lists have.</summary>
    public static Table Signals { get; } = Only(SnapshotTables.Signals(default, []).Schema, SignalIndex.Columns);

    /// <summary>A row of the week's pairs in the register as it is now.</summary>
    public static TableSchema<int> Reviewed(ReviewedWeek? week) => new TableSchema<int>("reviewed", "A pair in the register as it is now.")
        .Text("review_state", "new, under_validation, validated, refuted, confirmed, under_assessment or closed, now.", row => week!.StateOf(row).Code())
        .Flag("suppressed", "Whether the pair was reviewed before and is kept out of what is new until it strengthens.", row => week!.IsSuppressed(row));

    /// <summary>Decisions.</summary>
    public static TableSchema<Review> Decisions { get; } = new TableSchema<Review>("decisions", "A reviewer's decision, a link of the chain.")
        .Count("review_id", "Number of the decision: 1, 2, 3 …", r => r.ReviewId)
        .Text("kind", "signal (on a pair), name (on an unmapped name) or source (on a loaded source).", r => r.Kind)
        .Text("drug_key", "Drug key as in signals; of a name the substance it stands for; of a source its digest.", r => r.DrugKey)
        .Text("event_key", "Event key as in signals; empty for a name and a source.", r => r.EventKey)
        .TextOrNull("name", "The unmapped name; of a source its name; null for a pair.", r => r.Name)
        .Text("state", "State after it: under_validation, validated, refuted, confirmed, under_assessment or closed; of a name approved, approved_topical (a product for the skin) or rejected; of a source withdrawn or reinstated.", r => r.StateCode)
        .Text("meaning", "What the signature says.", r => r.Meaning)
        .Text("rationale", "Why it was decided so.", r => r.Rationale)
        .TextOrNull("priority", "high, medium, low or null.", r => r.PriorityCode)
        .DateOrNull("due_on", "Day by which the next step is due.", r => r.DueOn)
        .TextOrNull("assignee", "Who is to take it.", r => r.Assignee)
        .FlagOrNull("labelled", "Whether the event is listed in the label; null when that was not said.", r => r.Labelled)
        .TextOrNull("refs", "References, one a line.", r => r.Refs)
        .CountOrNull("cases_seen", "Cases of the pair in the snapshot it was decided on.", r => r.CasesSeen)
        .MeasureOrNull("ror_lower_seen", "Lower limit of its ROR there; null when not estimable.", r => r.RorLowerSeen)
        .Text("decided_by", "Account that signed.", r => r.UserName)
        .Text("decided_at", "UTC time of the decision, ISO 8601.", r => r.DecidedAt)
        .Text("decided_on_run", "Run whose snapshot it was decided on.", r => r.RunId)
        .Text("manifest_sha256", "SHA-256 of the manifest of that snapshot.", r => r.ManifestSha256)
        .Text("previous_hash", "Hash of the decision before it; 64 zeros for the first.", r => r.PreviousHash)
        .Text("hash", "SHA-256 over all fields of the decision.", r => r.Hash);

    /// <summary>Runs.</summary>
    public static TableSchema<RunRow> Runs { get; } = new TableSchema<RunRow>("runs", "A weekly run as the ledger has it.")
        .Text("run_id", "Run id.", r => r.RunId)
        .Text("as_of", "Only what was received by this day counts.", r => r.AsOf)
        .TextOrNull("previous_run_id", "Run it was compared with.", r => r.PreviousRunId)
        .Text("state", "running, published or failed.", r => r.State)
        .Text("name_rules", "Name rules it used.", r => r.NameRules)
        .Text("started_at", "UTC start, ISO 8601.", r => r.StartedAt)
        .TextOrNull("finished_at", "UTC end, ISO 8601.", r => r.FinishedAt)
        .CountOrNull("cases", "Current cases it counted; null before that, and for runs of an older program.", r => r.Cases)
        .TextOrNull("manifest_sha256", "SHA-256 of the manifest of its snapshot.", r => r.ManifestSha256)
        .TextOrNull("message", "Why it failed.", r => r.Message);

    /// <summary>Published snapshots.</summary>
    public static TableSchema<RunRow> Snapshots { get; } = new TableSchema<RunRow>("snapshots", "A published snapshot.")
        .Text("run_id", "Run that published it.", r => r.RunId)
        .Text("as_of", "Only what was received by this day counts.", r => r.AsOf)
        .TextOrNull("previous_run_id", "Run its statuses compare with.", r => r.PreviousRunId)
        .TextOrNull("published_at", "UTC time of the publication, ISO 8601.", r => r.FinishedAt)
        .CountOrNull("cases", "Current cases; null for runs of an older program.", r => r.Cases)
        .Text("manifest_sha256", "SHA-256 of its manifest, by which it is named.", r => r.ManifestSha256 ?? "");

    private static Table Only(Table table, string[] names) => new(table.Name, table.Description, [.. table.Columns.Where(column => names.Contains(column.Name))]);
}
