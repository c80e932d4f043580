using JakSignals.Cases;
using JakSignals.Incidence;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Statistics;

namespace JakSignals.Snapshots;

/// <summary>The published tables: their columns, in file order, with the sentences of the data dictionary.</summary>
/// <remarks>Columns whose statistics this version does not compute are there and null, so that a reader's query stays valid when they come.</remarks>
public static class SnapshotTables
{
    /// <summary>Pair × role scope × stratum with its counts, scores and status.</summary>
    public static TableSource Signals(DateOnly asOf, IReadOnlyList<ScoredPair> pairs) =>
        new TableSchema<ScoredPair>("signals", "A drug-event pair in one role scope and stratum: counts of distinct current cases, scores, rules met, status against the previous run.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("drug_key", "Substance by its upper-case name, or drug group by its lower-case key.", p => p.Drug.Key)
            .Text("drug_name", "Name to show.", p => p.Drug.Name)
            .Text("drug_kind", "substance, route (a substance by route), use (a substance by what it was given for) or class (a group of substances).", p => p.Drug.Kind)
            .Text("event_key", "Term by its upper-case text, or event class by its lower-case key.", p => p.Event.Key)
            .Text("event_name", "Name to show.", p => p.Event.Name)
            .Text("event_level", "class or term.", p => p.Event.Level)
            .Text("role_scope", "primary, suspect (primary and secondary suspects) or any.", p => p.Scope.Code())
            .Text("stratum", "Subset of the cases; all is every current case. Strata and the other role scopes have drug groups by event classes only.", p => p.Stratum)
            .Count("a", "Cases with drug and event.", p => p.Table.A)
            .Count("b", "Cases with the drug only.", p => p.Table.B)
            .Count("c", "Cases with the event only.", p => p.Table.C)
            .Count("d", "Cases with neither.", p => p.Table.D)
            .MeasureOrNull("expected", "Cases expected if drug and event were independent, (a+b)(a+c)/N; null when drug or event has no case.", p => p.Table.Expected is > 0 and var e ? e : null)
            .MeasureOrNull("prr", "Proportional reporting ratio; null when not estimable.", p => p.Scores.Prr?.Value)
            .MeasureOrNull("prr_lower", "Lower limit of the PRR.", p => p.Scores.Prr?.Lower)
            .MeasureOrNull("prr_upper", "Upper limit of the PRR.", p => p.Scores.Prr?.Upper)
            .MeasureOrNull("chi_square", "Pearson's chi-square, 1 degree of freedom; null when a margin is empty.", p => p.Scores.ChiSquare)
            .MeasureOrNull("chi_square_yates", "Chi-square with Yates' correction; null when a margin is empty.", p => p.Scores.ChiSquareYates)
            .MeasureOrNull("ror", "Reporting odds ratio; null when a cell is zero.", p => p.Scores.Ror?.Value)
            .MeasureOrNull("ror_lower", "Lower limit of the ROR.", p => p.Scores.Ror?.Lower)
            .MeasureOrNull("ror_upper", "Upper limit of the ROR.", p => p.Scores.Ror?.Upper)
            .MeasureOrNull("ic", "Information component, log2((a+1/2)/(expected+1/2)); null when nothing is expected.", p => p.Scores.Ic?.Value)
            .MeasureOrNull("ic_lower", "Lower limit of the IC, the 2.5 % gamma quantile.", p => p.Scores.Ic?.Lower)
            .MeasureOrNull("ic_upper", "Upper limit of the IC, the 97.5 % gamma quantile.", p => p.Scores.Ic?.Upper)
            .MeasureOrNull("ebgm", "Empirical Bayes geometric mean of the Gamma-Poisson mixture; null when nothing is expected, when the fit failed, outside the main scope and stratum, and where, without a case, its own limits do not enclose it.", p => p.Scores.Ebgm?.Ebgm)
            .MeasureOrNull("eb05", "5 % quantile of the same posterior.", p => p.Scores.Ebgm?.Eb05)
            .MeasureOrNull("eb95", "95 % quantile of the same posterior.", p => p.Scores.Ebgm?.Eb95)
            .MeasureOrNull("rrr", "Relative reporting ratio, a/expected, without limits; null when nothing is expected.", p => RelativeReporting.Rrr(p.Table))
            .MeasureOrNull("oe_ratio", "The same with the limits that some papers print under the name of EBGM, which it is not; null when the ROR is.", p => p.Scores.OeRatio?.Value)
            .MeasureOrNull("oe_ratio_lower", "Lower 90 % limit of the oe_ratio by the standard error of the log ROR.", p => p.Scores.OeRatio?.Lower)
            .MeasureOrNull("oe_ratio_upper", "Upper 90 % limit of the oe_ratio by the standard error of the log ROR.", p => p.Scores.OeRatio?.Upper)
            .MeasureOrNull("fisher_p", "Fisher's exact p, two-sided; null when a margin is empty.", p => p.Scores.FisherP)
            .MeasureOrNull("fisher_mid_p", "Mid-p of Fisher's test, one-sided for an excess; null when a margin is empty.", p => p.Scores.FisherMidP)
            .MeasureOrNull("q_value", "False discovery rate of fisher_p (Benjamini-Hochberg) over the row's family: drug groups by event classes, all other pairs that occur, or one stratum.", p => p.QValue)
            .FlagOrNull("sdr_evans", "Evans' rule: cases, PRR and chi-square at or above their thresholds.", p => p.Scores.Evans)
            .FlagOrNull("sdr_ema", "EMA's rule: enough cases and the lower limit of the ROR above its threshold.", p => p.Scores.Ema)
            .FlagOrNull("sdr_ic", "UMC's rule: lower limit of the IC above its threshold.", p => p.Scores.Umc)
            .FlagOrNull("sdr_ebgm", "MGPS rule: EB05 at or above its threshold; null where there is no EBGM.", p => p.Scores.Mgps)
            .TextOrNull("status", "new, strengthened, persisting, weakened, cleared or none, against the previous run; null outside the main scope and stratum, which alone are followed.", p => p.Status?.ToString().ToLowerInvariant())
            .TextOrNull("status_reason", "Why, in words.", p => p.Reason)
            .Count("new_cases", "Cases of the pair that the previous run did not have.", p => p.Counts.New)
            .Count("serious_cases", "Serious cases of the pair.", p => p.Counts.Serious)
            .Count("fatal_cases", "Fatal cases of the pair.", p => p.Counts.Fatal)
            .CountOrNull("new_serious_cases", "Serious ones among new_cases; null outside the main scope and stratum.", p => p.Status is null ? null : p.Counts.NewSerious)
            .CountOrNull("new_fatal_cases", "Fatal ones among new_cases; null outside the main scope and stratum.", p => p.Status is null ? null : p.Counts.NewFatal)
            .CountOrNull("previous_a", "Cases in the previous run; null when it did not score the pair.", p => p.Previous?.Table.A)
            .MeasureOrNull("previous_expected", "Expected cases in the previous run: where it moved and a did not, the background drifted.", p => p.Previous?.Table.Expected is > 0 and var then ? then : null)
            .MeasureOrNull("previous_ror", "ROR in the previous run.", p => p.Previous?.Ror)
            .MeasureOrNull("previous_ror_lower", "Lower limit of the ROR in the previous run.", p => p.Previous?.RorLower)
            .FlagOrNull("previous_sdr_evans", "Whether the table of the previous run meets Evans' rule under the thresholds of this run; null when it did not score the pair.", p => Met(p.PreviousMet, StatusRule.Evans))
            .FlagOrNull("previous_sdr_ema", "The same of EMA's rule.", p => Met(p.PreviousMet, StatusRule.Ema))
            .FlagOrNull("previous_sdr_ic", "The same of UMC's rule. There is none of the MGPS rule: its prior is another in each run.", p => Met(p.PreviousMet, StatusRule.Ic))
            .CountOrNull("change_follow_up", "Cases that gained the pair by a follow-up report since the previous run, less those that lost it.", p => p.Change?.FollowUps)
            .CountOrNull("change_deleted", "Cases of the pair that a list of deleted cases names since the previous run.", p => p.Change?.Deleted)
            .CountOrNull("change_withdrawn", "Cases that have the pair because a source was withdrawn since the previous run, less those that had it from such a source.", p => p.Change?.Withdrawn)
            .CountOrNull("change_definition", "What is left of a - previous_a after new_cases + change_follow_up - change_deleted + change_withdrawn: counted otherwise by catalogue, name rules or settings.", p => p.Change?.Definition)
            .MeasureOrNull("expected_stratified", "Cases expected if drug and event were independent within each stratum of sex, age band, region and year; drug groups by event classes only.", p => p.Evidence?.ExpectedStratified)
            .MeasureOrNull("ror_adjusted", "Mantel-Haenszel ROR over the same strata; null when not estimable.", p => p.Evidence?.RorAdjusted?.Value)
            .MeasureOrNull("ror_adjusted_lower", "Lower limit of the ror_adjusted (Robins-Breslow-Greenland).", p => p.Evidence?.RorAdjusted?.Lower)
            .MeasureOrNull("ror_adjusted_upper", "Upper limit of the ror_adjusted.", p => p.Evidence?.RorAdjusted?.Upper)
            .MeasureOrNull("breslow_day_p", "p that the odds ratio is the same in all these strata (Breslow-Day, Tarone's correction).", p => p.Evidence?.Homogeneity?.P)
            .MeasureOrNull("log_likelihood_ratio", "ln of the likelihood ratio against independence, 0 where a is not above expected; null when a margin is empty.", p => LikelihoodRatio.Log(p.Table))
            .MeasureOrNull("likelihood_ratio_p", "p of the largest likelihood ratio over the substances of the matrix, for this event class; substances and routes of the matrix only.", p => p.Evidence?.LikelihoodRatioP)
            .CountOrNull("robust_signals", "Specifications of the robustness grid that call the pair a signal.", p => p.Evidence?.Robustness?.Signals)
            .CountOrNull("robust_specifications", "Specifications of the robustness grid.", p => p.Evidence?.Robustness?.Specifications)
            .Flag("domain", "Whether the pair is a drug group by an event class of the report's matrix.", p => p.Drug.Order is not null && p.Event.Order is not null)
            .CountOrNull("drug_order", "Place of the drug in the matrix.", p => p.Drug.Order)
            .CountOrNull("event_order", "Place of the event class in the matrix.", p => p.Event.Order)
            .Over(pairs);

    private static bool? Met(StatusRule? rules, StatusRule rule) => rules is { } met ? (met & rule) != 0 : null;

    /// <summary>Cohort × drug × dose × indication × event class with its rate.</summary>
    public static TableSource Incidence(DateOnly asOf, IReadOnlyList<IncidenceRow> rates) =>
        new TableSchema<IncidenceRow>("incidence", "Events per 100 patient-years of one cohort, drug, dose, indication and event class. Kind sales has spontaneous numerators: a reporting rate, not an incidence.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("cohort", "Cohort.", r => r.Cohort)
            .Text("drug_key", "Drug key as in signals, or the upper-cased text where the catalogue has none.", r => r.DrugKey)
            .Text("drug_name", "Name to show.", r => r.DrugName)
            .TextOrNull("dose", "Dose; null for all doses.", r => r.Dose)
            .TextOrNull("indication", "Indication; null for all.", r => r.Indication)
            .Text("event_key", "Event class key as in signals.", r => r.EventKey)
            .Text("event_name", "Name to show.", r => r.EventName)
            .Text("kind", "trial, registry, claims (incidence) or sales (reporting rate).", r => r.Kind.ToString().ToLowerInvariant())
            .Count("events", "Patients with a first event; for sales, spontaneous cases.", r => r.Events)
            .CountOrNull("patients", "Patients followed.", r => r.Patients)
            .Measure("patient_years", "Follow-up, patient-years.", r => r.PatientYears)
            .Measure("rate_per_100py", "Events per 100 patient-years.", r => r.Rate.Value)
            .Measure("rate_lower", "Lower limit (Garwood).", r => r.Rate.Lower)
            .Measure("rate_upper", "Upper limit (Garwood).", r => r.Rate.Upper)
            .TextOrNull("comparator", "Cohort compared with; not computed by this version.", _ => null)
            .MeasureOrNull("rate_ratio", "Rate ratio; not computed by this version.", _ => null)
            .MeasureOrNull("rate_ratio_lower", "Lower limit; not computed by this version.", _ => null)
            .MeasureOrNull("rate_ratio_upper", "Upper limit; not computed by this version.", _ => null)
            .MeasureOrNull("rate_ratio_p", "p of the rate ratio; not computed by this version.", _ => null)
            .MeasureOrNull("rate_difference", "Rate difference per 100 patient-years; not computed by this version.", _ => null)
            .MeasureOrNull("published_rate", "A published incidence of the same drug, dose, indication and event class, per 100 patient-years.", r => r.Published?.Rate)
            .MeasureOrNull("published_lower", "Its lower limit where printed.", r => r.Published?.Lower)
            .MeasureOrNull("published_upper", "Its upper limit where printed.", r => r.Published?.Upper)
            .TextOrNull("published_source", "Its citation.", r => r.Published?.Source)
            .Over(rates);

    /// <summary>Class pair × specification.</summary>
    public static TableSource Robustness(DateOnly asOf, IReadOnlyList<SpecificationScore> scores) =>
        new TableSchema<SpecificationScore>("robustness", "A drug group by event class of the matrix under one way to count: the robustness grid (comparator all), and the groups compared with.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("drug_key", "Drug key as in signals.", s => s.Drug.Key)
            .Text("event_key", "Event class key as in signals.", s => s.Event.Key)
            .Text("comparator", "all (every other drug) or the key of a drug group: then only cases with either count, and those with both belong to drug_key.", s => s.Specification.Comparator)
            .Text("role_scope", "primary, suspect or any.", s => s.Specification.Scope.Code())
            .Text("reporter", "all or professional.", s => s.Specification.Reporter)
            .Text("region", "all, US or non-US (known and not US).", s => s.Specification.Region)
            .Text("period", "all or last-5-years, by the year of first receipt, the as-of year included.", s => s.Specification.Period)
            .Text("duplicates", "in or out: whether near-duplicates of other cases count.", s => s.Specification.Duplicates)
            .Count("a", "Cases with drug and event.", s => s.Table.A)
            .Count("b", "Cases with the drug only.", s => s.Table.B)
            .Count("c", "Cases with the event only.", s => s.Table.C)
            .Count("d", "Cases with neither.", s => s.Table.D)
            .MeasureOrNull("ror", "ROR; null when a cell is zero.", s => s.Scores.Ror?.Value)
            .MeasureOrNull("ror_lower", "Its lower limit.", s => s.Scores.Ror?.Lower)
            .MeasureOrNull("ror_upper", "Its upper limit.", s => s.Scores.Ror?.Upper)
            .MeasureOrNull("ic_lower", "Lower limit of the IC.", s => s.Scores.Ic?.Lower)
            .Flag("is_signal", "Whether a rule that decides the status is met; EBGM has no prior here and takes no part.", s => s.Scores.IsSignal)
            .Over(scores);

    /// <summary>Class pair without the strongest contributor.</summary>
    public static TableSource Masking(DateOnly asOf, IReadOnlyList<UnmaskedPair> pairs) =>
        new TableSchema<UnmaskedPair>("masking", "A drug group by event class of the matrix, scored without the cases of the substance that has most of the event's cases and more than expected.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("drug_key", "Drug key as in signals.", p => p.Drug.Key)
            .Text("event_key", "Event class key as in signals.", p => p.Event.Key)
            .Text("left_out_key", "Key of the substance whose cases are left out.", p => p.LeftOut.Drug.Key)
            .Text("left_out_name", "Its name to show.", p => p.LeftOut.Drug.Name)
            .Count("left_out_cases", "Its cases with the event.", p => p.LeftOut.Cases)
            .Measure("left_out_share", "Their share of all cases with the event.", p => p.LeftOut.Share)
            .Count("a", "Remaining cases with drug and event.", p => p.Table.A)
            .Count("b", "Remaining cases with the drug only.", p => p.Table.B)
            .Count("c", "Remaining cases with the event only.", p => p.Table.C)
            .Count("d", "Remaining cases with neither.", p => p.Table.D)
            .MeasureOrNull("ror", "ROR without it; null when a cell is zero.", p => p.Scores.Ror?.Value)
            .MeasureOrNull("ror_lower", "Its lower limit.", p => p.Scores.Ror?.Lower)
            .MeasureOrNull("ror_upper", "Its upper limit.", p => p.Scores.Ror?.Upper)
            .MeasureOrNull("ror_with", "ROR with all cases.", p => p.With.Ror?.Value)
            .MeasureOrNull("ror_with_lower", "Its lower limit.", p => p.With.Ror?.Lower)
            .Flag("is_signal", "Whether the pair is a signal without it; EBGM takes no part.", p => p.Scores.IsSignal)
            .Flag("appears", "Whether it is a signal only without it: it was masked.", p => p.Appears)
            .Over(pairs);

    /// <summary>Pair × quarter.</summary>
    public static TableSource Trend(DateOnly asOf, string roleScope, IReadOnlyList<TrendPoint> points) =>
        new TableSchema<TrendPoint>("trend", "A pair by quarter of first receipt: cases in the quarter, and the table and scores of all cases up to its end. Drug groups by event classes with a case, and every term with which a drug group is or was a signal.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("drug_key", "Drug key as in signals.", p => p.Drug.Key)
            .Text("event_key", "Event key as in signals.", p => p.Event.Key)
            .Text("role_scope", "Role scope as in signals.", _ => roleScope)
            .Text("stratum", "Stratum as in signals.", _ => Strata.All)
            .Text("quarter", "Quarter in which the cases were first received, such as 2026Q3.", p => p.Quarter)
            .Count("a", "Cases with drug and event, first received in the quarter.", p => p.InQuarter.A)
            .Count("b", "Cases with the drug only, in the quarter.", p => p.InQuarter.B)
            .Count("c", "Cases with the event only, in the quarter.", p => p.InQuarter.C)
            .Count("d", "Cases with neither, in the quarter.", p => p.InQuarter.D)
            .Count("cumulative_a", "Cases with drug and event, up to the end of the quarter and undated.", p => p.Cumulative.A)
            .Count("cumulative_b", "Cases with the drug only, up to the end of the quarter and undated.", p => p.Cumulative.B)
            .Count("cumulative_c", "Cases with the event only, up to the end of the quarter and undated.", p => p.Cumulative.C)
            .Count("cumulative_d", "Cases with neither, up to the end of the quarter and undated.", p => p.Cumulative.D)
            .MeasureOrNull("ror", "ROR of the cumulative table; null when a cell is zero.", p => p.Ror?.Value)
            .MeasureOrNull("ror_lower", "Its lower limit.", p => p.Ror?.Lower)
            .MeasureOrNull("ror_upper", "Its upper limit.", p => p.Ror?.Upper)
            .MeasureOrNull("ic", "IC of the cumulative table; null when nothing is expected.", p => p.Ic?.Value)
            .MeasureOrNull("ic_lower", "Its lower limit.", p => p.Ic?.Lower)
            .MeasureOrNull("ic_upper", "Its upper limit.", p => p.Ic?.Upper)
            .MeasureOrNull("quarter_ror", "ROR of the quarter's own cases; null when a cell is zero.", p => p.RorInQuarter?.Value)
            .MeasureOrNull("quarter_ror_lower", "Its lower limit.", p => p.RorInQuarter?.Lower)
            .MeasureOrNull("quarter_ror_upper", "Its upper limit.", p => p.RorInQuarter?.Upper)
            .Over(points);

    /// <summary>Case × event class of interest.</summary>
    public static TableSource Cases(DateOnly asOf, IReadOnlyList<LineListRow> rows) =>
        new TableSchema<LineListRow>("cases", "Line listing: a current case of an event class of the report's matrix with a suspect drug of the catalogue.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("event_key", "Event class key as in signals.", r => r.EventKey)
            .Text("event_name", "Name to show.", r => r.EventName)
            .Text("case_id", "Case id as the source writes it.", r => r.CaseId)
            .Count("version", "Version of the current report; 0 where the source gives none.", r => r.Version)
            .Text("source", "faers or tables.", r => r.Source)
            .DateOrNull("received_on", "When the current report was received.", r => r.ReceivedOn)
            .DateOrNull("first_received_on", "When the case was first received; null where that is not known to the day.", r => r.FirstReceivedOn)
            .TextOrNull("event_on", "When the event happened, ISO 8601 to the precision known.", r => r.EventOn)
            .MeasureOrNull("age_years", "Age in years, not rounded.", r => r.AgeYears)
            .TextOrNull("sex", "F, M or null.", r => r.Sex)
            .TextOrNull("country", "Where the event occurred, otherwise where the reporter is.", r => r.Country)
            .TextOrNull("reporter", "Who reported.", r => r.Reporter)
            .Flag("serious", "Whether any outcome makes the case serious.", r => r.Serious)
            .Flag("fatal", "Whether the patient died, of whatever cause.", r => r.Fatal)
            .Text("suspect_drugs", "Suspect drugs of the catalogue.", r => r.SuspectDrugs)
            .Text("drug_keys", "Keys of the drug groups of the matrix it counts in, classes included, joined by '; '.", r => r.DrugKeys)
            .Text("drugs", "All drugs taken.", r => r.Drugs)
            .Text("terms", "All terms.", r => r.Terms)
            .CountOrNull("days_to_onset", "Days from the first start of a suspect drug of the catalogue to the event; null unless both are known to the day and in that order.", r => r.DaysToOnset)
            .TextOrNull("dechallenge", "positive, negative or null.", r => r.Dechallenge)
            .TextOrNull("rechallenge", "positive, negative or null.", r => r.Rechallenge)
            .Flag("is_new", "Whether the previous run did not have the case.", r => r.IsNew)
            .Over(rows);

    /// <summary>Reviewed pair.</summary>
    public static TableSource Register(DateOnly asOf, IReadOnlyList<RegisterRow> rows) =>
        new TableSchema<RegisterRow>("register", "A pair that reviewers decided on before this run began, with its last decision.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("drug_key", "Drug key as in signals.", r => r.DrugKey)
            .Text("drug_name", "Name to show.", r => r.DrugName)
            .Text("event_key", "Event key as in signals.", r => r.EventKey)
            .Text("event_name", "Name to show.", r => r.EventName)
            .Text("state", "under_validation, validated, refuted, confirmed, under_assessment or closed.", r => r.State)
            .TextOrNull("priority", "high, medium, low or null.", r => r.Priority)
            .DateOrNull("due_on", "Day by which the next step is due.", r => r.DueOn)
            .TextOrNull("assignee", "Who is to take it.", r => r.Assignee)
            .FlagOrNull("labelled", "Whether the event is listed in the label; null when that was not said.", r => r.Labelled)
            .Text("rationale", "Why it was decided so.", r => r.Rationale)
            .TextOrNull("refs", "References, one a line.", r => r.Refs)
            .Text("decided_by", "Account that signed the decision.", r => r.DecidedBy)
            .Text("decided_at", "UTC time of the decision, ISO 8601.", r => r.DecidedAt)
            .Text("decided_on_run", "Run whose snapshot it was decided on.", r => r.DecidedOnRun)
            .Count("decisions", "Number of decisions on the pair.", r => r.Decisions)
            .CountOrNull("cases_seen", "Cases of the pair in that snapshot.", r => r.CasesSeen)
            .MeasureOrNull("ror_lower_seen", "Lower limit of its ROR there; null when not estimable.", r => r.RorLowerSeen)
            .Flag("suppressed", "Whether the pair is kept out of what is new: its state is one of Signals:SuppressedStates, and its lower limit is less than Signals:ChangeFactor times ror_lower_seen.", r => r.Suppressed)
            .Text("hash", "Hash of the decision in the chain of decisions.", r => r.Hash)
            .Over(rows);

    /// <summary>Check × source file.</summary>
    public static TableSource DataQuality(DateOnly asOf, IReadOnlyList<QualityRow> rows) =>
        new TableSchema<QualityRow>("data_quality", "A figure about the quality of the data. For each file, rows_read is the sum of the other rows_ checks.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("check", "rows_read, rows_current, rows_superseded, rows_deleted, rows_later, rows_quarantined, unmapped_name, suggested_match, undated_tie, pair_without_comparison, near_duplicate, ebgm_not_fitted, signal_lost, signal_moved (its drug is an approved name now), approved_name (counts as the substance in detail), approval_lost (approved, and left out), "
                + "report_without_drug, report_without_event, report_without_outcome (reports loaded), report_incomplete (reports with a record in quarantine), "
                + "report_not_in_demo (reports), value_left_out (values of the column in subject), no_records, table_ends_early (reports), load_accepted (although it seems incomplete), "
                + "newest_version_unreadable (cases; none of their versions counts), unreadable_case, case_without_drug, case_without_event, "
                + "reports_differ (reports that this load and the one in detail both hold, and that do not say the same), loads_not_compared (loads of a quarter that an older program loaded without comparing), "
                + "reported_after_deletion (deleted cases with a later report), withdrawn_source (taken back; it counts for nothing).", r => r.Check)
            .TextOrNull("source_file", "Name of the file; null for checks of the whole store.", r => r.SourceFile)
            .TextOrNull("source_kind", "What the file holds.", r => r.SourceKind)
            .TextOrNull("period", "Quarter of the file.", r => r.Period)
            .TextOrNull("subject", "What the figure is about, such as an unmapped name.", r => r.Subject)
            .Count("rows", "The figure, in records; for names, in rows of current cases; for pairs, in cases.", r => r.Rows)
            .TextOrNull("detail", "More about it, such as the suggested name.", r => r.Detail)
            .Over(rows);

    /// <summary>Entry of the catalogue × what it says of it.</summary>
    public static TableSource Catalogue(DateOnly asOf, IReadOnlyList<CatalogueFact> facts) =>
        new TableSchema<CatalogueFact>("catalogue", "What the catalogue of the run says of each event class, drug group, substance and indication group, and which names reviewers approved: a row a member or property, so that two runs can be compared.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("kind", "event_class, drug_group, substance, indication_group or approved_name (a name that reviewers approved as a spelling of a substance).", f => f.Kind)
            .Text("key", "Key of the entry within its kind; of classes and groups as in signals.", f => f.Key)
            .Text("name", "Name to show.", f => f.Name)
            .Text("version", "Version of the catalogue file; of approved names the beginning of their digest.", f => f.Version)
            .Count("place", "Place of the entry in its file or list, from 1.", f => f.Place)
            .Text("attribute", "event_class: condition, reported, parent, source, child, core_term, broad_term. drug_group: kind, route, given_for, not_given_for, comparator, substance. substance: targets, excluded, salt, code, brand, topical_product, alias, suggested. indication_group: term. approved_name: substance, topical.", f => f.Attribute)
            .Text("value", "The member or property: of terms and substances the key, of names the name as the file spells it.", f => f.Value)
            .Over(facts);
}
