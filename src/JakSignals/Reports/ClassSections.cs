using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>One forest table an event class.</summary>
internal static class ClassSections
{
    private const double Least = 0.125, GreatestLimit = 32;

    internal static readonly (string Rule, string Column)[] Rules = [("Evans", "sdr_evans"), ("EMA", "sdr_ema"), ("IC", "sdr_ic"), ("EBGM", "sdr_ebgm")];

    /// <summary>Where the section of a class can be linked to.</summary>
    public static string Id(string eventKey) => IdOf("class-" + eventKey);

    public static XElement Render(Week week)
    {
        var where = new WhereItHolds(week);
        return Section("classes", "Class by class", Lead(week),
            week.Classes.Select(c => One(week, c, [.. week.Domain.Where(s => s.Pair.Event == c.Key)], where)),
            where.LeftOut > 0 ? Note($"{Number(where.LeftOut, "more pair that persists has its", "more pairs that persist have their")} strata in signals.parquet, robustness.parquet and masking.parquet.") : null);
    }

    private static XElement Lead(Week week) => Paragraph($"Each drug against all other drugs among {Number(week.Manifest.Cases, "current case", "current cases")}, {RoleWords(week)}. "
            + "Filled squares: lower limit above 1. The square grows with the number of cases; an arrow says that the interval goes on. "
            + "Trend: bars are cases of a quarter, the line is the lower limit on a log scale, dashed is 1. Robust: in how many ways to count the pair is a signal. "
            + "Under each table, why pairs moved; then, for each pair that is or was a signal, where it holds; printed, with its table only if it moved this week.");

    /// <summary>Which roles the main scope counts. A week of a version without the setting counted interacting drugs in the scope "any" only.</summary>
    internal static string RoleWords(Week week) => week.RoleScope switch
    {
        "primary" => "counting primary suspect drugs",
        "suspect" when week.Setting("Signals:InteractingIsSuspect") == "true" => "counting primary suspect, secondary suspect and interacting drugs",
        "suspect" => "counting primary and secondary suspect drugs",
        "any" => "counting drugs in any role",
        var scope => $"role scope {scope}",
    };

    private static XElement One(Week week, Named eventClass, List<Signal> signals, WhereItHolds where)
    {
        var order = week.Drugs.Select((d, i) => (d.Key, i)).ToDictionary(d => d.Key, d => d.i, StringComparer.Ordinal);
        var reported = signals.Where(s => s.Cases > 0).OrderBy(s => order[s.Pair.Drug]).ToList();
        var unreported = signals.Where(s => s.Cases == 0).OrderBy(s => order[s.Pair.Drug]).ToList();
        return Element("section", Class("class"), Attribute("id", Id(eventClass.Key)), Element("h3", eventClass.Name),
            Paragraph(Summary(week, eventClass, reported)), reported.Count == 0 ? null : Forest(week, eventClass, reported), Moved(signals), NoCases(unreported), where.Render(reported));
    }

    private static string Summary(Week week, Named eventClass, List<Signal> reported)
    {
        var cases = week.NewCases.Where(c => c.Events.Any(e => e.Key == eventClass.Key)).ToList();
        var above = reported.Count(s => s.Ror?.Lower > 1);
        var drugs = reported.Count == 0 ? "No drug of this report has a case" : $"{above} of {Number(reported.Count, "drug group", "drug groups")} with cases {(above == 1 ? "has" : "have")} a lower limit above 1";
        return $"{drugs}; {Number(cases.Count, "new case", "new cases")}, {Count(cases.Count(c => c.IsSerious))} serious, {Count(cases.Count(c => c.IsFatal))} fatal.";
    }

    private static XElement Forest(Week week, Named eventClass, List<Signal> reported)
    {
        var plot = new ForestPlot(LogAxis.Covering([.. reported.Select(s => s.Ror).OfType<Interval>()], Least, GreatestLimit));
        var plots = new ReportColumn<Signal>(new object[] { Hidden("ROR on a log scale"), plot.Sides() }, s => plot.Ratio(s.Ror, s.Cases), "plot", Foot: plot.Scale());
        return new ReportTable<Signal>($"{eventClass.Name}: scores by drug", "forest-table",
            [new("Drug", s => s.Drug.Name), .. CaseColumns(), Trend(week), new("ROR (95% CI)", s => Estimate(s.Ror), "num ror-col", Meaning: Meanings.Ror), plots, .. Scores(week), RulesMet(week),
                new("status, review", s => s.Status == Status.None && week.DecisionOn(s) is null ? null : new object?[] { s.Status.Chip(), week.DecisionOn(s)?.State.Chip() }, "status-col", Meaning: Meanings.Status)]).Render(reported);
    }

    private static ReportColumn<Signal>[] CaseColumns() =>
    [
        new("cases, expected", s => new object[] { Bold(Count(s.Cases)), " ", Small(Measure(s.Expected, NotEstimable)) }, "num cases-col", Meaning: Meanings.Cases),
        new("new", s => Count(s.NewCases), "num narrow", Meaning: Meanings.New),
        new("fatal", s => s.FatalCases is { } fatal ? Count(fatal) : null, "num narrow", Meaning: Meanings.Fatal),
    ];

    private static ReportColumn<Signal> Trend(Week week) => ChangesSection.Spark(week) is not { } spark ? new("", _ => null)
        : new($"trend since {spark.First}", s => week.Trend(s).ToList() is { Count: > 0 } points ? spark.Draw(points) : null, "trend", Meaning: Meanings.Trend);

    /// <summary>Why pairs of the class moved: in the row of the table there is no room for the words.</summary>
    private static XElement? Moved(List<Signal> signals) => signals.Where(s => s.Status.IsChange()).OrderBy(s => s.Status).ToList() is { Count: > 0 } moved
        ? Element("ul", Class("moves"), moved.Select(s => Element("li", s.Status.Chip(), " ", Element("span", Bold(s.Drug.Name), s.Reason.Length == 0 ? null : ": " + s.Reason)))) : null;

    /// <summary>The scores that this snapshot holds; a statistic that is null throughout was not computed.</summary>
    private static IEnumerable<ReportColumn<Signal>> Scores(Week week)
    {
        if (week.Has("ic_lower"))
            yield return new("IC025", s => Logarithm(s.Table.Measure("ic_lower", s.Row), NotEstimable), "num score-col", Meaning: Meanings.Ic);
        if (week.Has("eb05"))
            yield return new("EB05", s => Measure(s.Table.Measure("eb05", s.Row), NotEstimable), "num score-col", Meaning: Meanings.Eb05);
        if (week.Has("q_value"))
            yield return new("q", s => s.Table.Measure("q_value", s.Row) is { } q ? Decimals(q) : NotEstimable, "num q-col", Meaning: Meanings.Q);
    }

    private static ReportColumn<Signal> RulesMet(Week week)
    {
        var computed = Rules.Where(r => week.Has(r.Column)).ToList();
        return new(week.Has("robust_signals") ? "rules met, robust" : "rules met", s => Met(computed.Count, [.. computed.Where(r => s.Table.Flag(r.Column, s.Row) == true).Select(r => r.Rule)]) is var met
            && Robust(s) is var robust && met is null && robust is null ? null : new object?[] { met ?? Small(Unknown), robust }, "rules-col", Meaning: Meanings.Rules);
    }

    private static XElement? Met(int computed, string[] met) => met.Length == 0 ? null : Small(met.Length == computed && computed > 2 ? $"all {computed}" : string.Join(", ", met));

    private static XElement? Robust(Signal s) => s.Table.Count("robust_signals", s.Row) is { } signals && s.Table.Count("robust_specifications", s.Row) is { } ways
        ? Small(Class("beside"), $"{Count(signals)} of {Count(ways)} ways") : null;

    /// <summary>Drugs that are reported, but not with this class; a drug without any report says nothing about a class.</summary>
    private static XElement? NoCases(List<Signal> unreported) => unreported.Where(s => s.Expected is not null).ToList() is { Count: > 0 } reported
        ? Note("No case (expected): ", string.Join("; ", reported.Select(s => $"{s.Drug.Name} ({Measure(s.Expected, NotEstimable)})")), ".") : null;
}
