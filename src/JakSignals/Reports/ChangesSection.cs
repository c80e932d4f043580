using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>What changed since the previous run: first the pairs of the matrix, then the thresholds, what was reviewed before, and the foremost of all other pairs.</summary>
internal static class ChangesSection
{
    private const int MostQuarters = 16;
    private const int MostOthers = 15;

    public static XElement Render(Week week) => Section("changes", "What changed",
        Paragraph($"{Lead(week)} A high score says that a pair is reported more often than expected. {Denials.OfScores}"),
        Main(week), Reviewed(week), ThresholdsSection.Render(week), Others(week));

    /// <summary>Where the first pair of a status stands; the section where there is none.</summary>
    public static string IdOf(Week week, Status status) => week.Domain.Any(s => s.Status == status && week.HasChanged(s)) ? "changes-" + status.Word().ToLowerInvariant() : "changes";

    private static string Lead(Week week) => week.IsFirstRun
        ? "This is the first run: every pair above the thresholds is new."
        : "Pairs whose status moved since the previous run.";

    private static XElement Main(Week week)
    {
        var changed = Sorted(week.Domain.Where(week.HasChanged));
        var first = changed.DistinctBy(s => s.Status).ToHashSet();
        return changed.Count == 0 ? Paragraph(Class("calm"), "No pair of these drugs and event classes changed its status.")
            : new ReportTable<Signal>("Pairs of the matrix that changed", "changes", [Pair(week, first.Contains), Cases(), Ror(), Trend(week), Rate(week)]).Render(changed);
    }

    private static List<Signal> Sorted(IEnumerable<Signal> signals) => [.. signals
        .OrderBy(s => s.Status).ThenByDescending(s => s.Ror?.Lower).ThenByDescending(s => s.Cases)
        .ThenBy(s => s.Drug.Name, StringComparer.Ordinal).ThenBy(s => s.Event.Name, StringComparer.Ordinal)];

    private static ReportColumn<Signal> Pair(Week week, Func<Signal, bool> isFirst) => new("Pair, and why it moved", s => Element("div", Class("pair"), isFirst(s) ? Id(IdOf(week, s.Status)) : null, s.Status.Chip(),
        Element("div", Link(ClassSections.Id(s.Event.Key), PairName(s)), week.DecisionOn(s) is { } decision ? new object[] { " ", decision.State.Chip() } : null, s.Reason.Length == 0 ? null : Small(s.Reason))));

    private static string PairName(Signal signal) => $"{signal.Drug.Name} × {signal.Event.Name}";

    private static ReportColumn<Signal> Cases() => new("new / all cases", s => $"{Count(s.NewCases)} / {Count(s.Cases)}", "num day", Meaning: Meanings.NewAndAll);

    private static ReportColumn<Signal> Ror() => new("ROR (95% CI)", s => Estimate(s.Ror), "num", Meaning: Meanings.Ror);

    private static ReportColumn<Signal> Trend(Week week) => Spark(week) is not { } spark ? new("", _ => null)
        : new($"cases and lower limit, {spark.First}–{spark.Last}", s => week.Trend(s).ToList() is { Count: > 0 } points ? spark.Draw(points) : null, "trend", Meaning: Meanings.Trend);

    /// <summary>The quarters of every trend of the page; null where there is at most one, which is no trend.</summary>
    public static Sparkline? Spark(Week week) => week.Quarters(MostQuarters) is { } span && span.First != span.Last ? new Sparkline(span.First, span.Last) : null;

    private static ReportColumn<Signal> Rate(Week week)
    {
        var rates = week.Incidence.ToLookup(i => i.Pair);
        return new("rate per 100 PY", s => RateCell([.. rates[s.Pair]]), "num rate", Meaning: Meanings.Rate);
    }

    /// <summary>The largest cohort stands for the pair; the others are in the incidence table.</summary>
    private static object?[]? RateCell(List<Incidence> cohorts)
    {
        if (cohorts.Count == 0)
            return null;
        var largest = cohorts.MaxBy(c => c.PatientYears);
        return [.. Estimate(largest.Rate), Small(Class("beside"), Beside(largest)), cohorts.Count == 1 ? null : Small(Class("beside"), $"largest of {cohorts.Count} cohorts")];
    }

    private static string Beside(Incidence row) => row.PublishedRate is { } published
        ? $"{Where(row)}published {(row.Published is { } range ? Limits(range) : Measure(published))}" : "no published rate";

    private static string Where(Incidence row) => Discordance.PositionOf(row) switch
    {
        RatePosition.Above => "above ",
        RatePosition.Below => "below ",
        RatePosition.Compatible => "compatible with ",
        _ => "",
    };

    /// <summary>Pairs that moved and were refuted or closed before: folded up, but counted.</summary>
    private static object?[]? Reviewed(Week week)
    {
        var kept = Sorted(week.Signals.Where(s => s.Status.IsChange() && !week.HasChanged(s)));
        return kept.Count == 0 ? null : [Element("details", Id("reviewed"), Class("reviewed"), Element("summary", $"Reviewed before, and not stronger since ({Count(kept.Count)})"),
            new ReportTable<Signal>("Pairs reviewed before, and not stronger since", "others", new("Pair", PairName), new("status", s => s.Status.Chip()), new("review", s => week.DecisionOn(s)!.Value.State.Chip()),
                new("why it moved", s => s.Reason.Length == 0 ? null : Small(s.Reason)), new("decided", s => Small($"{week.DecisionOn(s)!.Value.DecidedBy}, {week.DecisionOn(s)!.Value.DecidedAt}")), Cases(), Ror()).Render(kept))];
    }

    private static object?[]? Others(Week week)
    {
        var drugs = week.Drugs.Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        var changed = Sorted(week.Signals.Where(s => !s.IsDomain && week.HasChanged(s))).OrderBy(s => !drugs.Contains(s.Pair.Drug)).ToList();
        if (changed.Count == 0)
            return null;
        return [Element("h3", "Other pairs that changed"),
            Paragraph("Single terms, event classes outside the matrix, and other drugs; the drugs of this report first."),
            new ReportTable<Signal>("Other pairs that changed", "others", new("Pair", PairName), new("status", s => new object?[] { s.Status.Chip(), week.DecisionOn(s)?.State.Chip() }), new("why it moved", s => s.Reason.Length == 0 ? null : Small(s.Reason)), Cases(), Ror()).Render([.. changed.Take(MostOthers)]),
            changed.Count > MostOthers ? Note($"{Number(changed.Count - MostOthers, "more pair", "more pairs")} changed; all are in changes.csv and signals.parquet.") : null];
    }
}
