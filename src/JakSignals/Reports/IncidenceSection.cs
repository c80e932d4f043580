using System.Xml.Linq;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>Rates from cohorts beside published rates; apart from them, reports over sales.</summary>
internal static class IncidenceSection
{
    /// <summary>What axes of rates hold.</summary>
    public const double Least = 0.01, GreatestRate = 64;     // per 100 patient-years

    public static XElement Render(Week week) => Section("incidence", "Incidence per 100 patient-years",
        Paragraph("From trials, registries and claims, where both the events and the people at observation are counted. 95% limits after Garwood (exact Poisson). "
            + "The line is the rate with its limits, the band is the published range."),
        week.Incidence.Count == 0 ? Paragraph(Class("calm"), "No cohort was given.") : new object?[] { Rates(week, week.Incidence), Discordant(week, week.Incidence) },
        week.ReportingRates.Count == 0 ? null : ReportingRates(week, week.ReportingRates));

    /// <summary>Rates of cohorts beside published ones.</summary>
    public static XElement Rates(Week week, IReadOnlyList<Incidence> rows)
    {
        var plot = new ForestPlot(LogAxis.Covering([.. rows.SelectMany(i => new[] { i.Rate, i.Published }).OfType<Interval>()], Least, GreatestRate));
        return new ReportTable<Incidence>("Incidence by event class, drug and cohort", "rates",
            new("Drug, dose and cohort", Subject),
            new("events", i => Count(i.Events), "num", Meaning: Meanings.Events),
            new("patient-years", i => Measure(i.PatientYears, Unknown), "num", Meaning: Meanings.PatientYears),
            new("rate (95% CI)", i => Estimate(i.Rate), "num", Meaning: Meanings.CohortRate),
            new(new object[] { Hidden("Rate and published range on a log scale"), plot.Scale() }, i => plot.Rate(i.Rate, i.Published), "plot", Foot: plot.Scale()),
            new("published", Published, "num published", Meaning: Meanings.Published),
            new("rate ratio (95% CI)", RateRatio, "num ratio", Meaning: Meanings.RateRatio),
            new("difference", i => i.Table.Measure("rate_difference", i.Row) is { } difference ? Measure(difference) : null, "num", Meaning: Meanings.Difference))
            .Render([.. Grouped(week, rows)]);
    }

    /// <summary>Cohort and reports side by side, where both can be compared with something.</summary>
    public static object?[] Discordant(Week week, IReadOnlyList<Incidence> rows)
    {
        var compared = Discordance.Of(week).Where(d => rows.Contains(d.Row)).ToDictionary(d => d.Row);
        var without = rows.Count - compared.Count;
        return [Element("h3", Id("discordance"), "Rates beside disproportionality"),
            Paragraph("What a cohort says of a drug and event, what was published of them, and how they are reported. Discordant: one of the two is raised and the other is not, by their limits. "
                + "That is a question, not an answer: a published rate is that of the same drug, and reports have reasons of their own."),
            compared.Count == 0 ? Paragraph(Class("calm"), "No cohort has both a published rate and an estimable ROR to stand beside.") : Compared(week, compared),
            without > 0 ? Note($"{Number(without, "cohort rate has", "cohort rates have")} no published rate or no estimable ROR to be compared with.") : null];
    }

    private static XElement Compared(Week week, Dictionary<Incidence, Discordance> rows) => new ReportTable<Incidence>("Rates of cohorts, published rates and ROR side by side, with discordance", "rates compared",
        new("Drug, dose and cohort", Subject),
        new("rate (95% CI)", i => Estimate(i.Rate), "num", Meaning: Meanings.CohortRate),
        new("published", i => new object[] { Bold(Measure(i.PublishedRate, Unknown)), " ", Small(i.Published is { } range ? Limits(range) : "no limits given") }, "num", Meaning: Meanings.Published),
        new("ROR (95% CI)", i => Estimate(rows[i].Ror), "num", Meaning: Meanings.Ror),
        new("together", i => rows[i].IsDiscordant ? new object[] { Element("strong", Class("warn"), "▲ discordant:"), " ", Small(rows[i].Words) } : Small("agree: ", rows[i].Words), "together", Meaning: Meanings.Agreement))
        .Render([.. Grouped(week, rows.Keys)]);

    private static XElement Subject(Incidence row) => Element("div", row.DrugName, row.Text("dose") is { } dose ? ", " + dose : null,
        Small(string.Join(" · ", new[] { row.Cohort, row.Kind, row.Text("indication") }.OfType<string>())));

    private static object[]? Published(Incidence row)
    {
        var source = row.Text("published_source");
        if (row.Table.Measure("published_rate", row.Row) is not { } rate)
            return source is null && row.Published is null ? null : [Unknown, Small(Class("source"), source)];
        return [Bold(Measure(rate)), " ", Small(row.Published is { } range ? Limits(range) : "no limits given"), Small(Class("source"), source)];
    }

    private static object[]? RateRatio(Incidence row) => row.Text("comparator") is { } comparator
        ? [.. Estimate(row.Estimate("rate_ratio", "rate_ratio_lower", "rate_ratio_upper")), Small(Class("source"), "against " + comparator, P(row))] : null;

    private static string P(Incidence row) => row.Table.Measure("rate_ratio_p", row.Row) is { } p ? ", " + Probability(p) : "";

    /// <summary>Reports over sales, with what they are and are not.</summary>
    public static object[] ReportingRates(Week week, IReadOnlyList<Incidence> rows) =>
    [
        Element("h3", "Reporting rates from sales"),
        Paragraph("Spontaneous reports divided by patient-years estimated from sales. Neither figure counts people who were followed: "
            + "this is a reporting rate, not an incidence, and it is not compared with published incidence. The limits cover chance in the number of reports only."),
        new ReportTable<Incidence>("Reporting rates by event class, drug and source of sales", "rates",
            new("Drug, dose and source of sales", Subject),
            new("reports", i => Count(i.Events), "num", Meaning: Meanings.Reports),
            new("patient-years sold", i => Measure(i.PatientYears, Unknown), "num", Meaning: Meanings.YearsSold),
            new("reporting rate per 100 patient-years sold (95% CI)", i => Estimate(i.Rate), "num", Meaning: Meanings.ReportingRate)).Render([.. Grouped(week, rows)]),
    ];

    private static IEnumerable<(string? Heading, IReadOnlyList<Incidence> Rows)> Grouped(Week week, IEnumerable<Incidence> rows)
    {
        var classes = Order(week.Classes);
        var drugs = Order(week.Drugs);
        return rows.GroupBy(i => (i.Pair.Event, i.EventName))
            .OrderBy(g => classes.GetValueOrDefault(g.Key.Event, int.MaxValue)).ThenBy(g => g.Key.EventName, StringComparer.Ordinal)
            .Select(g => ((string?)g.Key.EventName, (IReadOnlyList<Incidence>)[.. g.OrderBy(i => drugs.GetValueOrDefault(i.Pair.Drug, int.MaxValue))
                .ThenBy(i => i.DrugName, StringComparer.Ordinal).ThenBy(i => i.Cohort, StringComparer.Ordinal).ThenBy(i => i.Row)]));
    }

    private static Dictionary<string, int> Order(IReadOnlyList<Named> names) =>
        names.Select((n, i) => (n.Key, i)).ToDictionary(n => n.Key, n => n.i, StringComparer.Ordinal);
}
