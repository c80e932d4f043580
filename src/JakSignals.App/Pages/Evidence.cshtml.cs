using System.Xml.Linq;
using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Incidence;
using JakSignals.Reports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace JakSignals.App.Pages;

/// <summary>Published rates with their citations; beside them this store's cohorts and the disproportionality of the same drug and event class.</summary>
[Authorize(Policies.Reader)]
internal sealed class EvidenceModel(PublishedWeeks weeks, Workplace workplace, RateNames names) : WeekPageModel(weeks)
{
    private const double LeastReportingRate = 0.0005;       // per 100 patient-years sold

    [BindProperty(SupportsGet = true, Name = "class")] public string? EventClass { get; set; }

    [BindProperty(SupportsGet = true, Name = "drug")] public string? Drug { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")] public string? Kind { get; set; }

    /// <summary>All published rates, and all cohorts' rates.</summary>
    public IReadOnlyList<EvidenceRow> All { get; private set; } = [];

    /// <summary>Those asked for.</summary>
    public IReadOnlyList<EvidenceRow> Rows { get; private set; } = [];

    public IEnumerable<(string Key, string Name)> Classes => All.Select(row => row.EventKey).Distinct().Select(key => (key, ClassName(key))).OrderBy(one => one.Item2, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<(string Key, string Name)> Drugs => All.Select(row => row.Drug).DistinctBy(drug => drug.Key).OrderBy(drug => drug.Name, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Kinds => All.Select(row => row.Kind).Distinct().Order(StringComparer.Ordinal);

    public bool IsFiltered => EventClass is { Length: > 0 } || Drug is { Length: > 0 } || Kind is { Length: > 0 };

    public void OnGet()
    {
        List<EvidenceRow> published = [.. workplace.Catalogue.PublishedRates.Rates.Select(rate => EvidenceRow.Published(rate, names))];
        var beside = published.Select(row => (row.Drug.Key, row.EventKey)).ToHashSet();
        All = [.. published, .. Cohorts().Where(row => beside.Contains((row.Drug.Key, row.EventKey)))];
        Rows = [.. All.Where(row => IsAny(EventClass, row.EventKey) && IsAny(Drug, row.Drug.Key) && IsAny(Kind, row.Kind))];
    }

    /// <summary>The table of incidence or, apart from it, of reporting rates; null where there is none.</summary>
    public XElement? TableOf(bool reportingRates)
    {
        List<EvidenceRow> rows = [.. Rows.Where(row => row.IsReportingRate == reportingRates)];
        if (rows.Count == 0)
            return null;
        var plot = new ForestPlot(LogAxis.Covering([.. rows.Select(row => row.Limits ?? new Interval(row.Rate, row.Rate, row.Rate)).Where(row => row.Value > 0)], reportingRates ? LeastReportingRate : IncidenceSection.Least, IncidenceSection.GreatestRate));
        return new ReportTable<EvidenceRow>(reportingRates ? "Published reporting rates from sales, by event class and drug" : "Published incidence by event class and drug, with the cohorts of this store", "rates evidence",
            new("Drug, dose and who was treated", Subject),
            new("rate (95% CI)", Rate, "num"),
            new(new object[] { Html.Hidden("Rates on a log scale: published ones as a band, cohorts of this store as a line"), plot.Scale() }, row => Drawn(plot, row), "plot", Foot: plot.Scale()),
            new("source", Source),
            new("ROR of this week (95% CI)", Ror, "num"))
            .Render([.. Grouped(rows)]);
    }

    private IEnumerable<EvidenceRow> Cohorts() => HasWeek ? Latest.Week.Incidence.Concat(Latest.Week.ReportingRates).Where(row => row.Rate is not null).Select(EvidenceRow.Own) : [];

    private IEnumerable<(string? Heading, IReadOnlyList<EvidenceRow> Rows)> Grouped(IEnumerable<EvidenceRow> rows)
    {
        var order = workplace.Catalogue.Events.Classes.Index().ToDictionary(one => one.Item.Key, one => one.Index, StringComparer.Ordinal);
        return rows.GroupBy(row => row.EventKey).OrderBy(group => order.GetValueOrDefault(group.Key, int.MaxValue)).Select(group => ((string?)ClassName(group.Key),
            (IReadOnlyList<EvidenceRow>)[.. group.OrderBy(row => row.Drug.Name, StringComparer.OrdinalIgnoreCase).ThenBy(row => !row.IsPublished).ThenBy(row => row.Of, StringComparer.Ordinal)]));
    }

    private string ClassName(string key) => workplace.Catalogue.Events.Classes.FirstOrDefault(one => one.Key == key)?.Name ?? key;

    private static XElement Subject(EvidenceRow row) => Html.Element("div", row.Drug.Name, row.IsPublished ? null : new object[] { " ", Html.Element("span", Html.Class("chip"), "this store") },
        Html.Small($"{row.Of} · {row.Kind}"));

    private static object[] Rate(EvidenceRow row) => [Html.Bold(Figure.Measure(row.Rate)), " ", Html.Small(row.Limits is { } limits ? Figure.Limits(limits) : "no limits given")];

    private static XElement Drawn(ForestPlot plot, EvidenceRow row) => row.IsPublished
        ? plot.Published(row.Rate, row.Limits) : plot.Rate(row.Limits, null);

    private static object? Source(EvidenceRow row) => row.Source is null ? null
        : row.Url is { } url ? Html.Element("a", Html.Attribute("href", url), Html.Attribute("rel", "noreferrer"), row.Source) : row.Source;

    /// <summary>The disproportionality of the drug and class; of a cohort it stands with the published rates of the pair already.</summary>
    private object[]? Ror(EvidenceRow row)
    {
        if (!HasWeek || Latest.Signals.Find(row.Drug.Key, row.EventKey) is not { } found)
            return null;
        var table = Latest.Signals.Table;
        return [.. Figure.Estimate(Interval.Of(table.Measure("ror", found), table.Measure("ror_lower", found), table.Measure("ror_upper", found))), " ", Html.Small(Html.Class("source"),
            Html.Element("a", Html.Attribute("href", PairModel.AddressOf(row.Drug.Key, row.EventKey)), Figure.Number(table.Count("a", found)!.Value, "case", "cases")))];
    }

    private static bool IsAny(string? asked, string value) => string.IsNullOrEmpty(asked) || asked == value;
}
