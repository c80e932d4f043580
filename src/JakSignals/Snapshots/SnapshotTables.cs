using JakSignals.Incidence;
using JakSignals.Signals;

namespace JakSignals.Snapshots;

/// <summary>The published tables: their columns, in file order, with the sentences of the data dictionary.</summary>
/// <remarks>Columns whose statistics this version does not compute are there and null, so that a reader's query stays valid when they come.</remarks>
public static class SnapshotTables
{
    private const string All = "all";

    /// <summary>Pair × role scope × stratum with its counts, scores and status.</summary>
    public static Table Signals(DateOnly asOf, string roleScope, IReadOnlyList<ScoredPair> pairs) =>
        new TableSchema<ScoredPair>("signals", "A drug-event pair in one role scope and stratum: counts of distinct current cases, scores, rules met, status against the previous run.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("drug_key", "Substance by its upper-case name, or drug group by its lower-case key.", p => p.Drug.Key)
            .Text("drug_name", "Name to show.", p => p.Drug.Name)
            .Text("drug_kind", "substance, route (a substance by route) or class (a group of substances).", p => p.Drug.Kind)
            .Text("event_key", "Term by its upper-case text, or event class by its lower-case key.", p => p.Event.Key)
            .Text("event_name", "Name to show.", p => p.Event.Name)
            .Text("event_level", "class or term.", p => p.Event.Level)
            .Text("role_scope", "primary, suspect (primary and secondary suspects) or any.", _ => roleScope)
            .Text("stratum", "Subset of the cases; all is every current case.", _ => All)
            .Count("a", "Cases with drug and event.", p => p.Table.A)
            .Count("b", "Cases with the drug only.", p => p.Table.B)
            .Count("c", "Cases with the event only.", p => p.Table.C)
            .Count("d", "Cases with neither.", p => p.Table.D)
            .MeasureOrNull("expected", "Cases expected if drug and event were independent, (a+b)(a+c)/N; null when drug or event has no case.", p => p.Table.Expected is > 0 and var e ? e : null)
            .MeasureOrNull("prr", "Proportional reporting ratio; null when not estimable.", p => p.Prr?.Value)
            .MeasureOrNull("prr_lower", "Lower limit of the PRR.", p => p.Prr?.Lower)
            .MeasureOrNull("prr_upper", "Upper limit of the PRR.", p => p.Prr?.Upper)
            .MeasureOrNull("chi_square", "Pearson's chi-square, 1 degree of freedom; null when a margin is empty.", p => p.ChiSquare)
            .MeasureOrNull("chi_square_yates", "Chi-square with Yates' correction; null when a margin is empty.", p => p.ChiSquareYates)
            .MeasureOrNull("ror", "Reporting odds ratio; null when a cell is zero.", p => p.Ror?.Value)
            .MeasureOrNull("ror_lower", "Lower limit of the ROR.", p => p.Ror?.Lower)
            .MeasureOrNull("ror_upper", "Upper limit of the ROR.", p => p.Ror?.Upper)
            .MeasureOrNull("ic", "Information component, log2; not computed by this version.", _ => null)
            .MeasureOrNull("ic_lower", "Lower limit of the IC; not computed by this version.", _ => null)
            .MeasureOrNull("ic_upper", "Upper limit of the IC; not computed by this version.", _ => null)
            .MeasureOrNull("ebgm", "Empirical Bayes geometric mean; not computed by this version.", _ => null)
            .MeasureOrNull("eb05", "5 % quantile behind the EBGM; not computed by this version.", _ => null)
            .MeasureOrNull("eb95", "95 % quantile behind the EBGM; not computed by this version.", _ => null)
            .MeasureOrNull("fisher_p", "Fisher's exact p, two-sided; not computed by this version.", _ => null)
            .MeasureOrNull("q_value", "False discovery rate; not computed by this version.", _ => null)
            .FlagOrNull("sdr_evans", "Evans' rule: cases, PRR and chi-square at or above their thresholds.", p => p.Evans)
            .FlagOrNull("sdr_ema", "EMA's rule: enough cases and the lower limit of the ROR above its threshold.", p => p.Ema)
            .FlagOrNull("sdr_ic", "UMC's rule; not computed by this version.", _ => null)
            .FlagOrNull("sdr_ebgm", "MGPS rule; not computed by this version.", _ => null)
            .Text("status", "new, strengthened, persisting, weakened, cleared or none, against the previous run.", p => p.Status.ToString().ToLowerInvariant())
            .Text("status_reason", "Why, in words.", p => p.Reason)
            .Count("new_cases", "Cases of the pair that the previous run did not have.", p => p.Counts.New)
            .Count("serious_cases", "Serious cases of the pair.", p => p.Counts.Serious)
            .Count("fatal_cases", "Fatal cases of the pair.", p => p.Counts.Fatal)
            .CountOrNull("previous_a", "Cases in the previous run; null when it did not score the pair.", p => p.Previous?.A)
            .MeasureOrNull("previous_ror", "ROR in the previous run.", p => p.Previous?.Ror)
            .MeasureOrNull("previous_ror_lower", "Lower limit of the ROR in the previous run.", p => p.Previous?.RorLower)
            .Flag("domain", "Whether the pair is a drug group by an event class of the report's matrix.", p => p.Drug.Order is not null && p.Event.Order is not null)
            .CountOrNull("drug_order", "Place of the drug in the matrix.", p => p.Drug.Order)
            .CountOrNull("event_order", "Place of the event class in the matrix.", p => p.Event.Order)
            .Fill(pairs);

    /// <summary>Cohort × drug × dose × indication × event class with its rate.</summary>
    public static Table Incidence(DateOnly asOf, IReadOnlyList<IncidenceRow> rates) =>
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
            .Fill(rates);

    /// <summary>Drug group × event class × quarter.</summary>
    public static Table Trend(DateOnly asOf, string roleScope, IReadOnlyList<TrendPoint> points) =>
        new TableSchema<TrendPoint>("trend", "A drug group by event class and quarter of first receipt: cases in the quarter, and the table and scores of all cases up to its end.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("drug_key", "Drug key as in signals.", p => p.Drug.Key)
            .Text("event_key", "Event class key as in signals.", p => p.Event.Key)
            .Text("role_scope", "Role scope as in signals.", _ => roleScope)
            .Text("stratum", "Stratum as in signals.", _ => All)
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
            .Fill(points);

    /// <summary>Case × event class of interest.</summary>
    public static Table Cases(DateOnly asOf, IReadOnlyList<LineListRow> rows) =>
        new TableSchema<LineListRow>("cases", "Line listing: a current case of an event class of the report's matrix with a suspect drug of the catalogue.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("event_key", "Event class key as in signals.", r => r.EventKey)
            .Text("event_name", "Name to show.", r => r.EventName)
            .Text("case_id", "Case id as the source writes it.", r => r.CaseId)
            .Count("version", "Version of the current report; 0 where the source gives none.", r => r.Version)
            .Text("source", "faers or tables.", r => r.Source)
            .DateOrNull("received_on", "When the current report was received.", r => r.ReceivedOn)
            .DateOrNull("first_received_on", "When the case was first received.", r => r.FirstReceivedOn)
            .TextOrNull("event_on", "When the event happened, ISO 8601 to the precision known.", r => r.EventOn)
            .MeasureOrNull("age_years", "Age in years.", r => r.AgeYears)
            .TextOrNull("sex", "F, M or null.", r => r.Sex)
            .TextOrNull("country", "Where the event occurred, otherwise where the reporter is.", r => r.Country)
            .TextOrNull("reporter", "Who reported.", r => r.Reporter)
            .Flag("serious", "Whether any outcome makes the case serious.", r => r.Serious)
            .Flag("fatal", "Whether the patient died, of whatever cause.", r => r.Fatal)
            .Text("suspect_drugs", "Suspect drugs of the catalogue.", r => r.SuspectDrugs)
            .Text("drugs", "All drugs taken.", r => r.Drugs)
            .Text("terms", "All terms.", r => r.Terms)
            .CountOrNull("days_to_onset", "Days from the first start of a suspect drug of the catalogue to the event; null unless both are known to the day and in that order.", r => r.DaysToOnset)
            .TextOrNull("dechallenge", "positive, negative or null.", r => r.Dechallenge)
            .TextOrNull("rechallenge", "positive, negative or null.", r => r.Rechallenge)
            .Flag("is_new", "Whether the previous run did not have the case.", r => r.IsNew)
            .Fill(rows);

    /// <summary>Check × source file.</summary>
    public static Table DataQuality(DateOnly asOf, IReadOnlyList<QualityRow> rows) =>
        new TableSchema<QualityRow>("data_quality", "A figure about the quality of the data. For each file, rows_read is the sum of the other rows_ checks.")
            .Date("as_of", "Only what was received by this day counts.", _ => asOf)
            .Text("check", "rows_read, rows_current, rows_superseded, rows_deleted, rows_later, rows_quarantined, unmapped_name, suggested_match, undated_tie, pair_without_comparison.", r => r.Check)
            .TextOrNull("source_file", "Name of the file; null for checks of the whole store.", r => r.SourceFile)
            .TextOrNull("source_kind", "What the file holds.", r => r.SourceKind)
            .TextOrNull("period", "Quarter of the file.", r => r.Period)
            .TextOrNull("subject", "What the figure is about, such as an unmapped name.", r => r.Subject)
            .Count("rows", "The figure, in records; for names, in rows of current cases; for pairs, in cases.", r => r.Rows)
            .TextOrNull("detail", "More about it, such as the suggested name.", r => r.Detail)
            .Fill(rows);
}
