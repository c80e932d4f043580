using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>How many comparisons stand behind the page: what any threshold must be read against.</summary>
internal static class TestedSection
{
    public static XElement Render(Week week) => Section("tested", "What was tested",
        Paragraph(Multiplicity(week)),
        Element("dl", Class("facts"), Facts(week).Select(f => Element("div", Element("dt", f.Name), Element("dd", f.Value)))));

    private static string Multiplicity(Week week) =>
        $"{Number(week.Manifest.PairsTested, "pair was", "pairs were")} tested of {Count(week.Manifest.PairsObserved)} that occur; the others have too few cases. The thresholds of the rules know nothing of that number. "
        + "q does: it counts every pair that occurs, those not tested as if their p were 1. It is no threshold of this report, but says how far to trust a long list.";

    private static IEnumerable<(string Name, string Value)> Facts(Week week)
    {
        yield return ("Cases", $"{Number(week.Manifest.Cases, "current case", "current cases")} received to {Day(week.Manifest.AsOf)}, {ClassSections.RoleWords(week)}");
        yield return ("Matrix", $"{Number(week.Drugs.Count, "drug group", "drug groups")} × {Number(week.Classes.Count, "event class", "event classes")}: {Number(week.Domain.Count, "pair", "pairs")}, {Count(week.Domain.Count(s => s.Cases > 0))} with a case");
        yield return ("Signals", $"{Number(week.Domain.Count(s => s.IsSdr), "pair", "pairs")} of the matrix above the thresholds now, {Count(week.Domain.Count(s => s.WasSdr))} in the previous run");
        if (week.SubsetRows > 0)
            yield return ("Strata and roles", $"{Number(week.SubsetRows, "further table", "further tables")} of the same pairs, in part of the cases or in other roles");
        if (week.Snapshot.Table("robustness").RowCount > 0)
            yield return ("Ways to count", $"{Number(week.Snapshot.Table("robustness").RowCount, "further table", "further tables")}");
        if (week.Snapshot.Table("masking").RowCount > 0)
            yield return ("Masking audit", $"{Number(week.Snapshot.Table("masking").RowCount, "pair", "pairs")} scored again without the drug with most cases of the event");
        yield return ("Multiple looks", "Every week looks at the same cases again and at those that came since; no limit or q is adjusted for the number of weeks.");
    }
}
