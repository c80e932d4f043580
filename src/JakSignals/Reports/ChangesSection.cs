using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>What changed since the previous run: first the pairs of the matrix, then the foremost of all others.</summary>
internal static class ChangesSection
{
    private const int MostQuarters = 16;
    private const int MostOthers = 15;

    public static XElement Render(Week week) => Section("changes", "What changed",
        Paragraph($"{Lead(week)} A high score says that a pair is reported more often than expected. {Denials.OfScores}"),
        Main(week), Others(week));

    private static string Lead(Week week) => week.IsFirstRun
        ? "This is the first run: every pair above the thresholds is new."
        : "Pairs whose status moved since the previous run.";

    private static XElement Main(Week week)
    {
        var changed = Sorted(week.Domain);
        return changed.Count == 0 ? Paragraph(Class("calm"), "No pair of these drugs and event classes changed its status.")
            : new ReportTable<Signal>("Pairs of the matrix that changed", "changes", [Pair(), Cases(), Ror(), Trend(week), Rate(week)]).Render(changed);
    }

    private static List<Signal> Sorted(IEnumerable<Signal> signals) => [.. signals.Where(s => s.Status.IsChange())
        .OrderBy(s => s.Status).ThenByDescending(s => s.Ror?.Lower).ThenByDescending(s => s.Cases)
        .ThenBy(s => s.Drug.Name, StringComparer.Ordinal).ThenBy(s => s.Event.Name, StringComparer.Ordinal)];

    private static ReportColumn<Signal> Pair() => new("Pair, and why it moved", s => Element("div", Class("pair"), s.Status.Chip(),
        Element("div", Link(ClassSections.Id(s.Event.Key), PairName(s)), s.Reason.Length == 0 ? null : Small(s.Reason))));

    private static string PairName(Signal signal) => $"{signal.Drug.Name} × {signal.Event.Name}";

    private static ReportColumn<Signal> Cases() => new("new / all cases", s => $"{Count(s.NewCases)} / {Count(s.Cases)}", "num day");

    private static ReportColumn<Signal> Ror() => new("ROR (95% CI)", s => Estimate(s.Ror), "num");

    private static ReportColumn<Signal> Trend(Week week)
    {
        // One quarter is no trend.
        if (week.Quarters(MostQuarters) is not { } span || span.First == span.Last)
            return new("", _ => null);
        var spark = new Sparkline(span.First, span.Last);
        return new($"cases and lower limit, {span.First}–{span.Last}", s => week.Trend(s).ToList() is { Count: > 0 } points ? spark.Draw(points) : null, "trend");
    }

    private static ReportColumn<Signal> Rate(Week week)
    {
        var rates = week.Incidence.ToLookup(i => i.Pair);
        return new("rate per 100 PY", s => RateCell([.. rates[s.Pair]]), "num rate");
    }

    /// <summary>The largest cohort stands for the pair; the others are in the incidence table.</summary>
    private static object?[]? RateCell(List<Incidence> cohorts)
    {
        if (cohorts.Count == 0)
            return null;
        var largest = cohorts.MaxBy(c => c.PatientYears);
        return [.. Estimate(largest.Rate), Small(Class("beside"), Beside(largest)), cohorts.Count == 1 ? null : Small(Class("beside"), $"largest of {cohorts.Count} cohorts")];
    }

    private static string Beside(Incidence row) => row.Published is { } range
        ? $"{Where(row.Rate?.Value, range)}published {Limits(range)}" : "no published range";

    private static string Where(double? rate, Interval range) =>
        rate is null ? "" : rate > range.Upper ? "above " : rate < range.Lower ? "below " : "within ";

    private static object?[]? Others(Week week)
    {
        var drugs = week.Drugs.Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        var changed = Sorted(week.Signals.Where(s => !s.IsDomain)).OrderBy(s => !drugs.Contains(s.Pair.Drug)).ToList();
        if (changed.Count == 0)
            return null;
        return [Element("h3", "Other pairs that changed"),
            Paragraph("Single terms, event classes outside the matrix, and other drugs; the drugs of this report first."),
            new ReportTable<Signal>("Other pairs that changed", "others", new("Pair", PairName), new("status", s => s.Status.Chip()), new("why it moved", s => s.Reason.Length == 0 ? null : Small(s.Reason)), Cases(), Ror()).Render([.. changed.Take(MostOthers)]),
            changed.Count > MostOthers ? Note($"{Number(changed.Count - MostOthers, "more pair", "more pairs")} changed; all are in signals.parquet.") : null];
    }
}
