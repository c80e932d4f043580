using System.Xml.Linq;
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
        ("Duplicates.", "One event may be reported by several people or companies; versions of one case id are counted once, other duplicates may remain."),
        ("Masking.", "A drug that dominates the reports of an event hides other drugs with that event."),
        ("Confounding by indication.", "The disease a drug is given for, its severity and other treatment bring events of their own."),
        ("No denominator.", "Reports do not say how many people took a drug; the rates in this report come from cohorts, not from reports."),
        ("Missing and coded data.", "Ages, dates and outcomes are often missing; terms and names are as reporters and coders chose them."),
        ("Many pairs.", "With many pairs tested some exceed any threshold by chance alone; the limits are not adjusted for it."),
        ("Not a medical device.", "This report supports trained reviewers. It is not for decisions about a single patient."),
    ];

    private static IEnumerable<(string Term, string Text)> Definitions(Week week)
    {
        yield return ("Case", $"The current report of a case id among all received to {Day(week.Manifest.AsOf)}: N = {Count(week.Manifest.Cases)}. A pair is counted once a case, {ClassSections.RoleWords(week.RoleScope)}.");
        yield return ("a, b, c, d", "Cases with drug and event (a), the drug without the event (b), the event without the drug (c), neither (d); N = a + b + c + d.");
        yield return ("Expected", "(a + b)(a + c) / N: the cases there would be if drug and event were reported independently of each other.");
        yield return ("ROR", "Reporting odds ratio, ad / bc; 95% limits exp(ln ROR ± 1.96 √(1/a + 1/b + 1/c + 1/d)).");
        if (week.Has("prr"))
            yield return ("PRR", "Proportional reporting ratio, (a / (a + b)) / (c / (c + d)).");
        if (week.Has("chi_square"))
            yield return ("χ²", "Pearson's chi-square of the 2×2 table, without continuity correction; which chi-square a rule uses is among the settings of this run.");
        if (week.Has("ic_lower"))
            yield return ("IC025", "Lower 95% limit of the information component, log2((a + ½) / (expected + ½)).");
        if (week.Has("eb05"))
            yield return ("EB05", "Lower 90% limit of the empirical Bayes geometric mean of observed over expected.");
        yield return ("n.e.", "Not estimable: a cell of the table is zero, so that the ratio or its limits do not exist.");
        foreach (var rule in RulesOf(week))
            yield return rule;
        yield return ("Status", $"A pair is a signal when it meets any of these rules: {Threshold(week, "Signals:StatusRules")}. New: a signal now, not in the previous run. Stronger, weaker: a signal in both, and the lower limit of the ROR rose or fell by a factor of at least {Threshold(week, "Signals:ChangeFactor")}; otherwise it persists. Cleared: a signal then, not now. The reason stands beside each pair.");
        yield return ("Multiplicity", $"{Number(week.Manifest.PairsTested, "pair was", "pairs were")} tested in this run.");
        yield return ("Incidence", "100 × events / patient-years of a cohort, with Garwood's exact Poisson limits.");
        yield return ("Reporting rate", "100 × spontaneous reports / patient-years estimated from sales. Not an incidence.");
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
