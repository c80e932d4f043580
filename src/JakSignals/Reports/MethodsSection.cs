using System.Xml.Linq;
using JakSignals.Snapshots;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>What the figures are, the thresholds of this run, and what spontaneous reports cannot say.</summary>
internal static class MethodsSection
{
    public static XElement Render(Week week) => Section("methods", "Methods and limits",
        Paragraph("\"Reported more often than expected\" compares a drug with all other drugs in the same database. " + Denials.OfReports),
        Element("div", Class("prose"),
            Element("h3", "Limits of spontaneous reports"), Element("ul", Limits().Select(l => Element("li", Bold(l.Name), " ", l.Text))),
            Element("h3", "Definitions"), Element("dl", Class("facts"), Definitions(week).Select(d => Element("div", Element("dt", d.Term), Element("dd", d.Text))))));

    private static IEnumerable<(string Name, string Text)> Limits() =>
    [
        ("Under-reporting.", "Most events are never reported, and how many are differs between drugs, events, countries and years."),
        ("Stimulated reporting.", "News, a safety notice, a launch or litigation raises the number of reports without any change in what happens to patients."),
        ("Duplicates.", "One event may be reported by several people or companies; versions of one case id are counted once; cases that repeat another in every detail are counted under data quality and left out in half of the ways to count; others remain unseen."),
        ("Masking.", "A drug that dominates the reports of an event hides other drugs with that event; the audit leaves out one such drug at a time, not several."),
        ("Confounding by indication.", "The disease a drug is given for, its severity and other treatment bring events of their own."),
        ("No denominator.", "Reports do not say how many people took a drug; the rates in this report come from cohorts, not from reports."),
        ("Missing and coded data.", "Ages, dates and outcomes are often missing; terms and names are as reporters and coders chose them."),
        ("Many pairs.", "With many pairs tested some exceed any threshold by chance alone; the limits are not adjusted for it, q is."),
        ("Not a medical device.", "This report supports trained reviewers. It is not for decisions about a single patient."),
    ];

    private static IEnumerable<(string Term, string Text)> Definitions(Week week)
    {
        yield return ("Case", $"The current report of a case id among all received to {Day(week.Manifest.AsOf)}: N = {Count(week.Manifest.Cases)}. A pair is counted once a case, {ClassSections.RoleWords(week)}.");
        yield return ("a, b, c, d", "Cases with drug and event (a), the drug without the event (b), the event without the drug (c), neither (d); N = a + b + c + d.");
        yield return ("Expected", "(a + b)(a + c) / N: the cases there would be if drug and event were reported independently of each other.");
        yield return ("ROR", "Reporting odds ratio, ad / bc; 95% limits exp(ln ROR ± 1.96 √(1/a + 1/b + 1/c + 1/d)).");
        if (week.Has("prr"))
            yield return ("PRR", "Proportional reporting ratio, (a / (a + b)) / (c / (c + d)).");
        if (week.Has("chi_square"))
            yield return ("χ²", "Pearson's chi-square of the 2×2 table, without continuity correction; which chi-square a rule uses is among the settings of this run.");
        foreach (var definition in Bayesian(week).Concat(Tests(week)))
            yield return definition;
        yield return ("n.e.", "Not estimable: for the ROR, a cell of the table is zero, so that the ratio or its limits do not exist; for the others, nothing is expected.");
        foreach (var rule in RulesOf(week))
            yield return rule;
        yield return ("Status", $"A pair is a signal when it meets any of these rules: {week.StatusRules}. New: a signal now, not in the previous run. Stronger, weaker: a signal in both, and the lower limit of the ROR rose or fell by a factor of at least {Threshold(week, "Signals:ChangeFactor")}; otherwise it persists. Cleared: a signal then, not now. The reason stands beside each pair. A pair that was refuted or closed in review is kept out of what changed until it strengthens.");
        foreach (var definition in Evidence(week))
            yield return definition;
        yield return ("Incidence", "100 × events / patient-years of a cohort, with Garwood's exact Poisson limits.");
        yield return ("Discordance", "Cohort rate above the published one: its lower limit exceeds the published upper limit; below: its upper limit is under the published lower limit; otherwise compatible. A published rate without limits stands for both. "
            + "Reported more often than expected: lower limit of the ROR above 1. Discordant: more often reported, but the rate not above; or the rate above, but not more often reported.");
        yield return ("Reporting rate", "100 × spontaneous reports / patient-years estimated from sales. Not an incidence.");
    }

    private static IEnumerable<(string Term, string Text)> Bayesian(Week week)
    {
        if (week.Has("ic_lower"))
            yield return ("IC025", "Lower limit of the 95% interval of the information component, log2((a + ½) / (expected + ½)): the 2.5% quantile of a gamma distribution with shape a + ½ and rate expected + ½. Above 0: more cases than expected, with few cases held back towards 0.");
        if (week.Manifest.Prior is { Alpha1: not null, Beta1: not null, Alpha2: not null, Beta2: not null, P: not null } prior)
        {
            if (week.Has("eb05"))
                yield return ("EBGM, EB05", "Empirical Bayes geometric mean of observed over expected, and its 5% quantile: what the pair's own cases and the prior of the whole database say together. " + Prior(prior));
        }
        else
            yield return ("EBGM, EB05", $"None in this run: there is no prior of the whole database to shrink to. {(week.Manifest.Prior.Note is { } note ? note + " " : "")}The rule takes no part.");
    }

    private static string Prior(ManifestPrior prior) =>
        $"Prior: Gamma({Parameter(prior.Alpha1!.Value)}, {Parameter(prior.Beta1!.Value)}) with a share of {Parameter(prior.P!.Value)} and Gamma({Parameter(prior.Alpha2!.Value)}, {Parameter(prior.Beta2!.Value)}) with the rest (shape, rate), "
        + $"fitted to all substance × term pairs, those without a case included; {Count(prior.Agreeing)} of {Number(prior.Starts, "start agrees", "starts agree")}{(prior.Note is { } note ? $"; {note}" : "")}.";

    private static IEnumerable<(string Term, string Text)> Tests(Week week)
    {
        if (week.Has("fisher_p"))
            yield return ("Fisher", "Fisher's exact test of the 2×2 table, two-sided; the p values are in signals.parquet, as fisher_p.");
        if (week.Has("q_value"))
            yield return ("q", "False discovery rate of Fisher's p after Benjamini and Hochberg: of all pairs of its family with a q as small or smaller, at most about this share is expected by chance alone. Drug groups × event classes are one family, all other pairs that occur another, each stratum one of its own.");
        if (week.Has("likelihood_ratio_p"))
            yield return ("Likelihood ratio", "Chance that the largest likelihood ratio over the substances of the matrix reaches the pair's, were the event's cases spread over them as expected: one p over all of them, so that looking at many drugs needs no further correction; looking at many event classes does.");
    }

    private static IEnumerable<(string Term, string Text)> Evidence(Week week)
    {
        if (week.Has("ror_adjusted"))
            yield return ("Adjusted ROR", "Mantel–Haenszel ROR over strata of sex, age band, region and year of first receipt, with limits after Robins, Breslow and Greenland; cases expected are summed over the same strata. Whether the ROR differs between them: Breslow–Day test with Tarone's correction, called a difference below p = 0.05.");
        if (week.Has("robust_signals"))
            yield return ("Ways to count", "3 role scopes × all reporters or health professionals × all regions, the US or outside the US × all years or the last five × with or without near-duplicates, each against all other drugs: how many of them call the pair a signal. EBGM takes no part, as its prior is that of all cases.");
        if (week.Snapshot.Table("masking").RowCount > 0)
            yield return ("Masking audit", "For each event class, the substance with most of its cases, if more than expected, is left out with all its cases, and the pairs that do not overlap with it are scored again. Masked: a signal then, not with all cases. EBGM takes no part.");
        yield return ("Near-duplicate", "A case that equals an earlier one under another id in day of event, age and sex, all of them known, and in country, drugs and terms. Reports with less detail are never called duplicates.");
    }

    private static IEnumerable<(string Term, string Text)> RulesOf(Week week)
    {
        if (week.Has("sdr_evans"))
            yield return ("Rule: Evans", $"a ≥ {Threshold(week, "Signals:Thresholds:MinimumCases")}, PRR ≥ {Threshold(week, "Signals:Thresholds:MinimumPrr")} and χ² ≥ {Threshold(week, "Signals:Thresholds:MinimumChiSquare")}.");
        if (week.Has("sdr_ema"))
            yield return ("Rule: EMA", $"a ≥ {Threshold(week, "Signals:Thresholds:MinimumCases")} and lower limit of the ROR above {Threshold(week, "Signals:Thresholds:MinimumRorLower")}.");
        if (week.Has("sdr_ic"))
            yield return ("Rule: IC", $"Lower limit of the IC above {Threshold(week, "Signals:Thresholds:MinimumIcLower")}.");
        if (week.Has("sdr_ebgm"))
            yield return ("Rule: EBGM", $"EB05 ≥ {Threshold(week, "Signals:Thresholds:MinimumEb05")}.");
    }

    /// <summary>A threshold as the manifest states it. An invented one would be worse than a gap.</summary>
    private static string Threshold(Week week, string key) => week.Setting(key) ?? $"({key} is not in the manifest)";
}
