using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>Pairs that are a signal only when the drug with most cases of the event is left out.</summary>
internal static class MaskedPairs
{
    private const int MostPairs = 20;

    public static object?[]? Render(Week week)
    {
        List<(Unmasked Pair, Signal Main)> masked = [.. week.Domain.Select(s => (Pair: week.Unmasked(s), Main: s)).Where(m => m.Pair is { Appears: true }).Select(m => (m.Pair!.Value, m.Main))
            .OrderByDescending(m => m.Item1.Ror?.Lower).ThenBy(m => m.Main.Drug.Name, StringComparer.Ordinal).ThenBy(m => m.Main.Event.Name, StringComparer.Ordinal)];
        if (masked.Count == 0)
            return null;
        return [Element("h3", "Masked pairs"),
            Paragraph("Signals only when one other drug is left out with all its cases: the one with most cases of the event, which raises what is expected of every other drug. The figures elsewhere in this report are with all cases."),
            Table([.. masked.Take(MostPairs)]),
            masked.Count > MostPairs ? Note($"{Number(masked.Count - MostPairs, "more pair", "more pairs")}; all are in masking.parquet.") : null];
    }

    private static XElement Table(List<(Unmasked Pair, Signal Main)> masked) => new ReportTable<(Unmasked Pair, Signal Main)>("Masked pairs", "masked",
        new("Pair", m => Link(ClassSections.Id(m.Main.Event.Key), $"{m.Main.Drug.Name} × {m.Main.Event.Name}")),
        new("hidden by", m => m.Pair.LeftOut, Meaning: Meanings.Masker),
        new("its share of the event's cases", m => Share(m.Pair.Share), "num"),
        new("ROR with it, lower limit", m => m.Pair.RorWith is { } ror ? new object[] { Bold(Measure(ror)), " ", Small(Measure(m.Pair.RorWithLower, NotEstimable)) } : null, "num", NotEstimable, Meaning: Meanings.MaskedLower),
        new("cases without it", m => Count(m.Pair.Cases), "num", Meaning: Meanings.Unmasked),
        new("ROR without it (95% CI)", m => Estimate(m.Pair.Ror), "num", Meaning: Meanings.Ror)).Render(masked);
}
