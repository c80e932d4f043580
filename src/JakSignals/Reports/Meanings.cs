namespace JakSignals.Reports;

/// <summary>What the figures of a column are, in a sentence: the tooltip of its heading. The section on methods has the formulas.</summary>
internal static class Meanings
{
    public const string Cases = "Current cases with drug and event; beside it how many there would be if the two were reported independently of each other";
    public const string NewAndAll = "Cases received since the previous run / all current cases with drug and event";
    public const string New = "Of these, cases of which the previous run had no report";
    public const string Fatal = "Of all cases, those in which the patient died, of whatever cause";
    public const string Ror = "Reporting odds ratio with its 95% limits: how many times more often the event is reported with this drug than with all others; n.e. where a cell of the table is zero";
    public const string Ic = "Lower 95% limit of the information component, a logarithm to base 2: above 0 the pair is reported more often than expected, with few cases held back";
    public const string Eb05 = "Lower 5% limit of the empirical Bayes geometric mean of observed over expected cases";
    public const string Q = "False discovery rate: of all pairs with a q as small or smaller, at most about this share is expected by chance alone";
    public const string Rules = "Rules for a signal of disproportionate reporting that the pair meets; under them, in how many of the ways to count it is a signal";
    public const string Trend = "Bars: cases first received in each quarter. Line: lower limit of the ROR over everything up to its end, on a log scale. Dashed: 1";
    public const string Status = "What became of the pair since the previous run";
    public const string Rate = "Events per 100 patient-years of the largest cohort, with exact 95% limits";
    public const string CohortRate = "Events per 100 patient-years of the cohort, with exact 95% limits";
    public const string Events = "Patients of the cohort with a first event";
    public const string PatientYears = "Years at observation, summed over the patients of the cohort";
    public const string Published = "A published incidence of the same drug, dose, indication and event per 100 patient-years, with its limits where they were printed";
    public const string RateRatio = "Rate of this cohort divided by that of the cohort compared with";
    public const string Difference = "Rate of this cohort less that of the cohort compared with, per 100 patient-years";
    public const string Reports = "Spontaneous cases, not patients of a cohort";
    public const string YearsSold = "Patient-years estimated from sales";
    public const string ReportingRate = "Spontaneous cases per 100 patient-years sold; no incidence";
    public const string Agreement = "Whether cohort and reports point the same way, by the limits of both";
    public const string Labelled = "Whether the event is listed in the label of the drug";
    public const string SeenThen = "Cases of the pair and lower limit of its ROR in the run the decision was made on";
    public const string Onset = "Days from the first start of a suspect drug of the catalogue to the event, where both are known to the day";
    public const string Challenge = "Whether the event ended when the drug was stopped / came back when it was given again";
    public const string Masker = "The drug with most cases of the event";
    public const string MaskedLower = "Reporting odds ratio with all cases, and its lower 95% limit";
    public const string Unmasked = "Cases with drug and event that remain without those of the other drug";
    public const string Read = "Records of the file that were read";
    public const string Balance = "Whether read = current + superseded + deleted + later + quarantined";
    public const string Entered = "Pairs of the matrix that meet the rule now and did not in the previous run";
    public const string Left = "Pairs of the matrix that met the rule in the previous run and do not now";
}
