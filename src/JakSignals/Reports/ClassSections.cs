using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>One forest table an event class.</summary>
internal static class ClassSections
{
    private const double Least = 0.125, GreatestLimit = 32;

    private static readonly (string Rule, string Column)[] Rules = [("Evans", "sdr_evans"), ("EMA", "sdr_ema"), ("IC", "sdr_ic"), ("EBGM", "sdr_ebgm")];

    /// <summary>Where the section of a class can be linked to; an id may hold anything but white space.</summary>
    public static string Id(string eventKey) => "class-" + string.Concat(eventKey.Select(letter => char.IsWhiteSpace(letter) ? '_' : letter));

    public static XElement Render(Week week) => Section("classes", "Class by class",
        Paragraph($"Each drug against all other drugs among {Number(week.Manifest.Cases, "current case", "current cases")}, {RoleWords(week.RoleScope)}. "
            + "Filled squares: lower limit above 1. The square grows with the number of cases; an arrow says that the interval goes on."),
        week.Classes.Select(c => One(week, c, [.. week.Domain.Where(s => s.Pair.Event == c.Key)])));

    internal static string RoleWords(string scope) => scope switch
    {
        "primary" => "counting primary suspect drugs",
        "suspect" => "counting primary and secondary suspect drugs",
        "any" => "counting drugs in any role",
        _ => $"role scope {scope}",
    };

    private static XElement One(Week week, Named eventClass, List<Signal> signals)
    {
        var order = week.Drugs.Select((d, i) => (d.Key, i)).ToDictionary(d => d.Key, d => d.i, StringComparer.Ordinal);
        var reported = signals.Where(s => s.Cases > 0).OrderBy(s => order[s.Pair.Drug]).ToList();
        var unreported = signals.Where(s => s.Cases == 0).OrderBy(s => order[s.Pair.Drug]).ToList();
        return Element("section", Class("class"), Attribute("id", Id(eventClass.Key)), Element("h3", eventClass.Name),
            Paragraph(Summary(week, eventClass, reported)), reported.Count == 0 ? null : Forest(week, eventClass, reported), NoCases(unreported));
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
            [new("Drug", s => s.Drug.Name), .. CaseColumns(), new("ROR (95% CI)", s => Estimate(s.Ror), "num ror-col"), plots, .. Scores(week), RulesMet(week), new("status", s => s.Status.Chip(), "status-col")]).Render(reported);
    }

    private static ReportColumn<Signal>[] CaseColumns() =>
    [
        new("cases, expected", s => new object[] { Bold(Count(s.Cases)), " ", Small(Measure(s.Expected, NotEstimable)) }, "num cases-col"),
        new("new", s => Count(s.NewCases), "num narrow"),
        new("fatal", s => s.FatalCases is { } fatal ? Count(fatal) : null, "num narrow"),
    ];

    /// <summary>The scores that this snapshot holds; a statistic that is null throughout was not computed.</summary>
    private static IEnumerable<ReportColumn<Signal>> Scores(Week week)
    {
        if (week.Has("prr"))
            yield return new("PRR", s => Value(s, "prr") ?? NotEstimable, "num score-col");
        if (week.Has("chi_square"))
            yield return new("χ²", s => ChiSquare(s) ?? NotEstimable, "num score-col");
        if (week.Has("ic_lower"))
            yield return new("IC025", s => Value(s, "ic_lower") ?? NotEstimable, "num score-col");
        if (week.Has("eb05"))
            yield return new("EB05", s => Value(s, "eb05") ?? NotEstimable, "num score-col");
    }

    private static string? Value(Signal signal, string column) => signal.Table.Measure(column, signal.Row) is { } value ? Measure(value) : null;

    private static string? ChiSquare(Signal signal) => signal.Table.Measure("chi_square", signal.Row) is < 0.01 ? "<0.01" : Value(signal, "chi_square");

    private static ReportColumn<Signal> RulesMet(Week week)
    {
        var computed = Rules.Where(r => week.Has(r.Column)).ToList();
        return new("rules met", s => string.Join(", ", computed.Where(r => s.Table.Flag(r.Column, s.Row) == true).Select(r => r.Rule)) is { Length: > 0 } met ? Small(met) : null, "rules-col");
    }

    /// <summary>Drugs that are reported, but not with this class; a drug without any report says nothing about a class.</summary>
    private static XElement? NoCases(List<Signal> unreported) => unreported.Where(s => s.Expected is not null).ToList() is { Count: > 0 } reported
        ? Note("No case (expected): ", string.Join("; ", reported.Select(s => $"{s.Drug.Name} ({Measure(s.Expected, NotEstimable)})")), ".") : null;
}
