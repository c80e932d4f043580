using System.Xml.Linq;
using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Reports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using CohortRate = JakSignals.Reports.Incidence;

namespace JakSignals.App.Pages;

/// <summary>Rates of cohorts beside published ones, and apart from them reports over sales.</summary>
[Authorize(Policies.Reader)]
internal sealed class IncidenceModel(PublishedWeeks weeks) : WeekPageModel(weeks)
{
    [BindProperty(SupportsGet = true, Name = "class")] public string? EventClass { get; set; }

    [BindProperty(SupportsGet = true, Name = "drug")] public string? Drug { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")] public string? Kind { get; set; }

    public IReadOnlyList<CohortRate> Rates { get; private set; } = [];

    public IReadOnlyList<CohortRate> ReportingRates { get; private set; } = [];

    /// <summary>All rows, whatever is asked.</summary>
    public IReadOnlyList<CohortRate> All { get; private set; } = [];

    public IEnumerable<(string Key, string Name)> Classes => All.Select(row => (row.Pair.Event, row.EventName)).Distinct().OrderBy(one => one.EventName, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<(string Key, string Name)> Drugs => All.Select(row => (row.Pair.Drug, row.DrugName)).Distinct().OrderBy(one => one.DrugName, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Kinds => All.Select(row => row.Kind).Distinct().Order(StringComparer.Ordinal);

    public bool IsFiltered => EventClass is { Length: > 0 } || Drug is { Length: > 0 } || Kind is { Length: > 0 };

    public void OnGet()
    {
        if (!HasWeek)
            return;
        All = [.. Latest.Week.Incidence, .. Latest.Week.ReportingRates];
        (Rates, ReportingRates) = ([.. Latest.Week.Incidence.Where(Keeps)], [.. Latest.Week.ReportingRates.Where(Keeps)]);
    }

    /// <summary>Cohorts beside disproportionality.</summary>
    public XElement DiscordancePart(PublishedWeek week) => Html.Element("section", Html.Attribute("aria-label", "Discordance"), IncidenceSection.Discordant(week.Week, Rates));

    /// <summary>Reports over sales, with what they are and are not.</summary>
    public XElement ReportingRatesPart(PublishedWeek week) => Html.Element("section", Html.Attribute("aria-label", "Reporting rates"), IncidenceSection.ReportingRates(week.Week, ReportingRates));

    private bool Keeps(CohortRate row) => IsAny(EventClass, row.Pair.Event) && IsAny(Drug, row.Pair.Drug) && IsAny(Kind, row.Kind);

    private static bool IsAny(string? asked, string value) => string.IsNullOrEmpty(asked) || asked == value;
}
