using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>Pairs of the matrix that a rule calls a signal now and did not in the previous run, or the other way round; each rule by itself.</summary>
internal static class ThresholdsSection
{
    private const int MostPairs = 12;

    /// <summary>A rule with what entered and what left its thresholds.</summary>
    public sealed record Rule(string Name, IReadOnlyList<Signal> Entered, IReadOnlyList<Signal> Left);

    /// <summary>EBGM is not among them: the snapshot has no EB05 of the previous table, as its prior is another in each run.</summary>
    private static readonly (string Name, string Now, string Then)[] Compared =
        [("Evans", "sdr_evans", "previous_sdr_evans"), ("EMA", "sdr_ema", "previous_sdr_ema"), ("IC", "sdr_ic", "previous_sdr_ic")];

    public static IEnumerable<Rule> Rules(Week week) => Compared.Where(r => week.Has(r.Now)).Select(r => new Rule(r.Name,
        [.. week.Domain.Where(s => s.Table.Flag(r.Now, s.Row) == true && s.Table.Flag(r.Then, s.Row) != true)],
        [.. week.Domain.Where(s => s.Table.Flag(r.Now, s.Row) != true && s.Table.Flag(r.Then, s.Row) == true)]));

    public static object?[] Render(Week week) =>
    [
        Element("h3", Id("thresholds"), "Thresholds entered and left"),
        week.IsFirstRun ? Paragraph("This is the first run: there is nothing to compare with.")
            : Paragraph($"Each rule by itself, for the pairs of the matrix: entered, when a pair meets it now and did not in the previous run; left, the other way round. The table of the previous run is judged by the thresholds of this one. "
                + $"The status above takes the rules that decide it together ({week.StatusRules}): new, when a pair meets any of them now and met none then. EBGM is not compared here, as its prior is fitted anew in each run."),
        week.IsFirstRun ? null : Table([.. Rules(week)]),
    ];

    private static XElement Table(IReadOnlyList<Rule> rules) => new ReportTable<Rule>("Thresholds entered and left since the previous run", "thresholds",
        new("Rule", r => r.Name),
        new("entered", r => Pairs(r.Entered), Meaning: Meanings.Entered),
        new("left", r => Pairs(r.Left), Meaning: Meanings.Left)).Render(rules);

    private static object?[] Pairs(IReadOnlyList<Signal> pairs) =>
    [
        Bold(Count(pairs.Count)), pairs.Count == 0 ? null : ": ",
        pairs.Take(MostPairs).Select((s, i) => new object?[] { i == 0 ? null : "; ", Link(ClassSections.Id(s.Event.Key), $"{s.Drug.Name} × {s.Event.Name}") }),
        pairs.Count > MostPairs ? $"; and {Count(pairs.Count - MostPairs)} more, in classes.csv" : null,
    ];
}
