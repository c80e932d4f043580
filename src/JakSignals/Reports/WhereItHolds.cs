using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>What else is known of a pair that is or was a signal: in which cases it is seen, against whom, and whether other ways to count agree.</summary>
internal sealed class WhereItHolds
{
    private const int MostPairs = 110;            // keeps the page of a full week under 3 MB
    private const double Differs = 0.05;          // Breslow–Day p

    /// <summary>From 1/8 to 32 in every table: they are read against each other.</summary>
    public static readonly LogAxis Axis = LogAxis.Between(-3, 5);

    private static readonly ForestPlot Plot = new(Axis);

    // Every case once: these lie within 65 and over, or are no stratum.
    private static readonly HashSet<string> Omitted = ["age=65-74", "age=75+", Week.AllCases];

    private readonly Week _week;
    private readonly HashSet<(string, string)> _shown;

    /// <summary>One row of a pair's table.</summary>
    private sealed record Subset(string Group, string Name, long Cases, double? Expected, Interval? Ror, double? IcLower);

    public WhereItHolds(Week week)
    {
        _week = week;
        List<Signal> followed = [.. week.Domain.Where(s => s.Status != Status.None && s.Cases >= week.MinimumCases)];
        _shown = [.. followed.OrderByDescending(s => s.Status.IsChange()).ThenByDescending(s => s.Ror?.Lower).Take(MostPairs).Select(s => s.Pair)];
        LeftOut = followed.Count - _shown.Count;
    }

    /// <summary>Pairs that persist beyond the most that are shown.</summary>
    public int LeftOut { get; }

    /// <summary>The pairs of one event class, each folded up.</summary>
    public IEnumerable<XElement> Render(IEnumerable<Signal> signals) => signals.Where(s => _shown.Contains(s.Pair)).Select(One);

    private XElement One(Signal signal)
    {
        List<Subset> subsets = [.. Subsets(signal)];
        return Element("details", Class(signal.Status.IsChange() ? "where moved" : "where"),
            Element("summary", $"Where it holds: {signal.Drug.Name}"),
            Element("ul", Sentences(signal).Select(sentence => Element("li", sentence))),
            Table(signal, subsets), NoCases(subsets));
    }

    /// <summary>What is known of one pair, not folded up.</summary>
    public static IEnumerable<XElement> Open(Week week, Signal signal)
    {
        var where = new WhereItHolds(week);
        List<Subset> subsets = [.. where.Subsets(signal)];
        return new[] { Element("ul", Class("prose"), where.Sentences(signal).Select(sentence => Element("li", sentence))), Table(signal, subsets), NoCases(subsets) }.OfType<XElement>();
    }

    private IEnumerable<Subset> Subsets(Signal signal)
    {
        var others = _week.Subsets(signal).ToList();
        List<Specification> compared = [.. _week.Specifications(signal).Where(s => !s.IsInGrid)];
        foreach (var role in others.Where(s => s.Stratum == Week.AllCases).Append(signal).OrderBy(s => s.RoleScope switch { "primary" => 0, "suspect" => 1, _ => 2 }))
            yield return Of("role", StratumWords.Role(role.RoleScope), role);
        foreach (var stratum in others.Where(s => !Omitted.Contains(s.Stratum) && !IsOwnBackground(s, compared)))
            yield return Of(StratumWords.Dimension(stratum.Stratum), StratumWords.Stratum(stratum.Stratum, _week.DrugName), stratum);
        foreach (var comparator in compared)
            yield return new Subset("comparator", StratumWords.Comparator(comparator.Comparator, _week.DrugName), comparator.Cases, comparator.Expected, comparator.Ror, comparator.IcLower);
    }

    /// <summary>Among the cases of a group, a group has no others to be compared with, and a member is compared with the rest of it already.</summary>
    private static bool IsOwnBackground(Signal stratum, List<Specification> compared) => stratum.Stratum == "background=" + stratum.Pair.Drug
        || compared.Exists(c => stratum.Stratum == "background=" + c.Comparator && c.Cases == stratum.Cases && c.Ror == stratum.Ror);

    private static Subset Of(string group, string name, Signal signal) => new(group, name, signal.Cases, signal.Expected, signal.Ror, signal.Table.Measure("ic_lower", signal.Row));

    private static XElement? Table(Signal signal, List<Subset> subsets)
    {
        List<Subset> reported = [.. subsets.Where(s => s.Cases > 0)];
        return reported.Count == 0 ? null : new ReportTable<Subset>($"{signal.Drug.Name} × {signal.Event.Name}: where it holds", "where-table",
            new("Cases", s => s.Name),
            new("cases, expected", s => new object[] { Bold(Count(s.Cases)), " ", Small(Measure(s.Expected, NotEstimable)) }),
            new("ROR (95% CI)", s => Estimate(s.Ror)),
            new(Hidden("ROR on a log scale"), s => Plot.Brief(s.Ror, s.Cases), "plot", "", Plot.Scale()),
            new("IC025", s => Logarithm(s.IcLower, NotEstimable)))
            .Render([.. reported.GroupBy(s => s.Group, StringComparer.Ordinal).Select(g => ((string?)null, (IReadOnlyList<Subset>)[.. g]))]);
    }

    /// <summary>Of the indications only those with a case are of interest: a drug is not given for most of them.</summary>
    private static XElement? NoCases(List<Subset> subsets) => subsets.Where(s => s is { Cases: 0, Expected: not null } && s.Group != "indication").ToList() is { Count: > 0 } none
        ? Note("No case (expected): ", string.Join("; ", none.Select(s => $"{s.Name} ({Measure(s.Expected, NotEstimable)})")), ".") : null;

    private IEnumerable<object?[]> Sentences(Signal signal)
    {
        if (Adjusted(signal) is { } adjusted)
            yield return adjusted;
        if (RobustnessWords.Of([.. _week.Specifications(signal).Where(s => s.IsInGrid)]) is { } robust)
            yield return [robust];
        if (_week.Unmasked(signal) is { } unmasked)
            yield return Masking(unmasked);
        if (signal.Table.Measure("likelihood_ratio_p", signal.Row) is { } p)
            yield return [$"Likelihood-ratio test over the drugs of this report with this event class: {Probability(p)}."];
    }

    private static object?[]? Adjusted(Signal signal)
    {
        const string what = "Adjusted for sex, age, region and year: ";
        if (signal.Table.Measure("expected_stratified", signal.Row) is not { } expected)
            return null;
        var cases = $"{Measure(expected)} {(Measure(expected) == "1.00" ? "case" : "cases")} expected, {Measure(signal.Expected, NotEstimable)} without adjusting";
        if (signal.Estimate("ror_adjusted", "ror_adjusted_lower", "ror_adjusted_upper") is not { } ror)
            return [$"{what}ROR not estimable; {cases}."];
        return [$"{what}ROR ", Bold(Measure(ror.Value)), $" ({Limits(ror)}); {cases}.", signal.Table.Measure("breslow_day_p", signal.Row) is { } p ? " " + Between(p) : null];
    }

    private static string Between(double p) => p < Differs
        ? $"It differs between these strata (Breslow–Day {Probability(p)}): no single ROR stands for all of them."
        : $"No sign that it differs between these strata (Breslow–Day {Probability(p)}).";

    private static object?[] Masking(Unmasked unmasked) =>
    [
        $"Without the cases of {unmasked.LeftOut}, {Share(unmasked.Share)} of all with the event: ROR ", .. unmasked.Ror is { } ror ? [Bold(Measure(ror.Value)), $" ({Limits(ror)})"] : new object?[] { NotEstimable },
        unmasked.Appears ? "; a signal only then." : unmasked.IsSignal ? "; still a signal." : "; no signal then.",
    ];
}
