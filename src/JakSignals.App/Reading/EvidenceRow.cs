using JakSignals.Incidence;
using JakSignals.Normalise;
using JakSignals.Reports;

namespace JakSignals.App.Reading;

/// <summary>A rate of a drug and event class: a published one, or one of this store's cohorts to stand beside it.</summary>
internal sealed record EvidenceRow
{
    /// <summary>Key of the event class.</summary>
    public required string EventKey { get; init; }

    /// <summary>Drug key as in <c>signals</c>, and its name.</summary>
    public required (string Key, string Name) Drug { get; init; }

    /// <summary>Dose and who was treated, or cohort.</summary>
    public required string Of { get; init; }

    /// <summary><c>trial</c>, <c>registry</c>, <c>claims</c> or <c>sales</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Per 100 patient-years.</summary>
    public required double Rate { get; init; }

    /// <summary>The rate with its limits; null where none were published.</summary>
    public required Interval? Limits { get; init; }

    /// <summary>Citation; null for a cohort of this store.</summary>
    public required string? Source { get; init; }

    /// <summary>Address of the table, where known.</summary>
    public string? Url { get; init; }

    /// <summary>Whether it was published, or else counted in this store.</summary>
    public bool IsPublished => Source is not null;

    /// <summary>Whether it is a reporting rate from sales, and no incidence.</summary>
    public bool IsReportingRate => Kind == "sales";

    public static EvidenceRow Published(PublishedRate rate, RateNames names) => new()
    {
        EventKey = rate.EventClass, Drug = Named(names.Drug(rate.Drug)), Of = $"{rate.Dose}; {rate.Population}", Kind = rate.Kind, Rate = rate.Rate,
        Limits = Interval.Of(rate.Rate, rate.Lower, rate.Upper), Source = rate.Source, Url = rate.Url,
    };

    /// <summary>A substance outside the groups is named as the file spells it, which is in lower case.</summary>
    private static (string, string) Named((string Key, string Name) drug) => (drug.Key, char.ToUpperInvariant(drug.Name[0]) + drug.Name[1..]);

    public static EvidenceRow Own(Reports.Incidence row) => new()
    {
        EventKey = row.Pair.Event, Drug = Named((row.Pair.Drug, row.DrugName)), Of = string.Join("; ", new[] { row.Text("dose"), row.Text("indication"), row.Cohort }.OfType<string>()), Kind = row.Kind,
        Rate = row.Rate!.Value.Value, Limits = row.Rate, Source = null,
    };
}
