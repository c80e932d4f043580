namespace JakSignals.Snapshots;

/// <summary>The checks of <c>data_quality.parquet</c>, a line each, as the data dictionary names them.</summary>
public static class QualityChecks
{
    private static readonly string[] All =
    [
        "rows_read",
        "rows_current",
        "rows_superseded",
        "rows_deleted",
        "rows_later",
        "rows_quarantined",
        "unmapped_name",
        "suggested_match",
        "undated_tie",
        "pair_without_comparison",
        "near_duplicate",
        "ebgm_not_fitted",
        "signal_lost",
        "signal_moved (its drug is an approved name now)",
        "approved_name (counts as the substance in detail)",
        "approval_lost (approved, and left out)",
        "reports_differ (reports that this load and the one in detail both hold, and that do not say the same)",
        "loads_not_compared (loads of a quarter that an older program loaded without comparing)",
        "reported_after_deletion (deleted cases with a later report)",
        "withdrawn_source (taken back; it counts for nothing)",
        "report_without_drug (reports loaded)",
        "report_without_event (reports loaded)",
        "report_without_outcome (reports loaded)",
        "report_incomplete (reports with a record in quarantine)",
        "report_not_in_demo (reports)",
        "value_left_out (values of the column in subject)",
        "no_records",
        "table_ends_early (reports)",
        "load_accepted (although it seems incomplete)",
        "newest_version_unreadable (cases; none of their versions counts)",
        "unreadable_case",
        "case_without_drug",
        "case_without_event",
        "name_disagrees (the name is of another drug than the coded ingredient)",
        "suggested_term (in no class; one slip from the class's term in detail, or it holds that among others)",
        "unread_country (a text that is no country)",
        "cohort_rejected (a row of a cohort table in no rate, and why)",
        "cohort_follow_up_long (a row with more patient-years than its patients can have in its period)",
    ];

    /// <summary>The sentence of the data dictionary: every check, with its meaning where the name does not say it.</summary>
    public static string Sentence { get; } = string.Join(", ", All) + ".";
}
