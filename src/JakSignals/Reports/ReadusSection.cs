using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>The items of the READUS-PV checklist with what this run says to each; the rest is left for the author, and marked.</summary>
/// <remarks>
/// Fusaroli M, Salvo F, Begaud B, et al. Drug Saf 2024; 47:575–584: numbers and topics of the items are theirs, the words are ours.
/// </remarks>
internal static class ReadusSection
{
    /// <summary>An item; <paramref name="Answer"/> is null where only the author can know.</summary>
    private sealed record Item(string Number, string Asks, string? Answer);

    public static XElement Render(Week week)
    {
        List<(string? Part, IReadOnlyList<Item> Items)> parts = [.. Parts(week)];
        var items = parts.SelectMany(part => part.Items).ToList();
        var open = items.Count(item => item.Answer is null);
        return Section("readus", "READUS-PV checklist",
            Paragraph($"For whoever publishes from this report: the {items.Count} items of READUS-PV in our own words, filled from the manifest and the snapshot as far as they can tell. "
                + $"{open} are left for the author, and so is the abstract, which has a checklist of its own. "
                + "Source: Fusaroli M, Salvo F, Begaud B, et al. The reporting of a disproportionality analysis for drug safety signal detection using individual case safety reports in pharmacovigilance (READUS-PV): development and statement. Drug Saf 2024; 47:575–584."),
            Element("details", Element("summary", $"Checklist ({items.Count} items, {open} left for the author)"),
                new ReportTable<Item>("READUS-PV checklist", "readus", new("Item", item => item.Number), new("asks for", item => item.Asks),
                    new("this run", item => item.Answer is { } answer ? answer : Element("strong", Class("warn"), "▲ left for the author"))).Render([.. parts])));
    }

    private static IEnumerable<(string? Part, IReadOnlyList<Item> Items)> Parts(Week week) =>
    [
        ("Title", Title(week)), ("Introduction", Introduction(week)), ("Methods", [.. Design(week), .. Data(week), .. Statistics(week)]),
        ("Results", Results(week)), ("Discussion", Discussion()), ("Declarations", Declarations(week)),
    ];

    private static List<Item> Title(Week week) =>
    [
        new("1a", "The title says that it is a disproportionality analysis, of which kind of data, from which database",
            $"Disproportionality analysis of individual case safety reports: {Sources(week)}{(week.Manifest.Simulated ? "; the reports are simulated" : "")}."),
        new("1b", "Drugs and events studied, in the title", $"{Number(week.Drugs.Count, "drug group", "drug groups")} by {Number(week.Classes.Count, "event class", "event classes")}; their names head the matrix. The title is the author's."),
    ];

    private static List<Item> Introduction(Week week) =>
    [
        new("2a", "What the drugs are used for, what the events are and how frequent, what is known of the two together", null),
        new("2b", "Why the analysis is made", "Routine weekly screening of all pairs of the matrix; no hypothesis was stated beforehand."),
        new("2c", "Why reports and disproportionality can answer the question", null),
        new("3", "Objectives: events, drugs, reference group, any hypothesis", $"Every drug group of the matrix by every event class, against all other drugs among the same cases{Comparators(week)}."),
    ];

    private static List<Item> Design(Week week) =>
    [
        new("4a", "The design and the kind of data are named", "Disproportionality analysis of individual case safety reports."),
        new("4b", "The whole of the design: main analysis, sensitivity analyses, other designs", "Main analysis: methods and limits. Sensitivity: strata, role scopes, ways to count, comparators and masking audit, under each class. Cohort rates stand beside it. Cases are listed; their review is the author's."),
    ];

    private static List<Item> Data(Week week) =>
    [
        new("5a", "Database, its keeper and coverage; drugs in it; dictionaries used for drugs and events", $"{Sources(week)}, {Number(week.Manifest.Sources.Count, "file", "files")}, named under provenance. Drug names are mapped by the catalogue ({Catalogues(week)}); terms are as coded in the source. Version of the source's dictionary: for the author."),
        new("5b", "When the data were taken, and every choice in preparing them", $"Reports received to {Day(week.Manifest.AsOf)}. The current version of a case counts once; versions superseded, withdrawn, later or defective are counted under data quality. Near-duplicates are left out in half of the ways to count."),
        new("6a", "Which cases are studied, and restrictions", $"All {Count(week.Manifest.Cases)} current cases, {ClassSections.RoleWords(week)}; no restriction in the main analysis."),
        new("6b", "What the key variables mean", "Methods and limits; data-dictionary.json of the snapshot has every column."),
        new("6c", "How drugs and events were grouped, names and salts treated, and roles chosen, with the reasons", $"Groups and event classes: the catalogue files of this run, by hash under provenance; salts and trade names count as their substance. Role scope: {week.RoleScope}, {ClassSections.RoleWords(week)}. Reasons for the groups: in the catalogue files."),
        new("6d", "Other sources of data and how they relate to the reports", week.Incidence.Count == 0 ? "None in this run." : $"{Number(week.Incidence.Select(i => i.Cohort).Distinct(StringComparer.Ordinal).Count(), "cohort", "cohorts")} with patient-years, and published rates; compared with the reports under incidence, never added to them."),
    ];

    private static List<Item> Statistics(Week week) =>
    [
        new("7a", "Descriptive analyses: variables, tests, thresholds", "Cases by novelty, seriousness and outcome; age, sex, region and reporter as strata. No test is made of them."),
        new("7b", "Measures, thresholds for a signal of disproportionate reporting, and why these", $"ROR, PRR, IC and EBGM; a signal meets any of: {week.StatusRules}. Thresholds: methods and limits. Reasons for the choice: for the author."),
        new("7c", "Sensitivity analyses and control of confounding", "Strata of sex, age, region, reporter, seriousness and indication; ROR adjusted for sex, age, region and year (Mantel–Haenszel) with a test of homogeneity; comparators; masking audit; the ways to count."),
        new("7d", "Variables and methods of the case-by-case review, and criteria of causality", null),
        new("7e", "Methods for the other sources of data", week.Incidence.Count == 0 ? "No other source." : "Rates with exact Poisson limits (Garwood); the rule for discordance is in methods and limits."),
    ];

    private static List<Item> Results(Week week) =>
    [
        new("8a", "Cases at each step, with reasons for leaving any out", "Data quality: for each file the rows read, and what became of them; they balance or the report says so."),
        new("8b", "Characteristics of the cases, beside the reference group where possible", "Strata of each signal under its class; the line list of new cases. A table of the patients is the author's."),
        new("9", "All results with their limits, sensitivity analyses included", $"Class by class, with 95% limits and \"n.e.\" where not estimable; {Number(week.Manifest.PairsTested, "pair", "pairs")} tested are all in signals.parquet."),
        new("10", "Results of the case-by-case review, and of the assessment of causality", null),
    ];

    private static List<Item> Discussion() =>
    [
        new("11", "Key results against the objectives and what else is known; expected reactions told from new signals", null),
        new("12a", "How far the results hold for the general population", null),
        new("12b", "What they may mean in practice", null),
        new("12c", "Studies that should follow", null),
        new("13", "Limits: neither cause nor incidence follows from disproportionality; confounding and bias in reporting, and what was done about them", "General limits: methods and limits. Those of this question: for the author."),
    ];

    private static List<Item> Declarations(Week week) =>
    [
        new("14a", "Funding and the part of the funders", null),
        new("14b", "Conflicts of interest", null),
        new("14c", "Approval by an institution, where needed", null),
        new("14d", "Where data and code are; version of the software; registration of a protocol", $"Snapshot of run {week.Manifest.RunId}, manifest SHA-256 {week.Snapshot.ManifestSha256}; program version {week.Manifest.CodeVersion}. Access to the data and registration: for the author."),
    ];

    private static string Sources(Week week) => string.Join(", ", week.Manifest.Sources.Select(s => Database(s.Kind)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) is { Length: > 0 } names ? names : "no source file";

    private static string? Database(string kind) => kind.StartsWith("Faers", StringComparison.Ordinal) ? "FAERS (US Food and Drug Administration)"
        : kind switch { "ExposureTable" => null, "CaseTable" => "case tables of the user", _ => kind };

    private static string Catalogues(Week week) => string.Join(", ", week.Manifest.Catalogues.Keys.Order(StringComparer.Ordinal)) is { Length: > 0 } files ? files : "none in the manifest";

    private static string Comparators(Week week) =>
        string.Join(", ", week.Comparators.Select(week.DrugName)) is { Length: > 0 } names ? $"; also against {names}" : "";
}
