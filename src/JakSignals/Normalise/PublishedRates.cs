namespace JakSignals.Normalise;

/// <summary>A rate that a paper gives, to set beside a computed one.</summary>
public sealed record PublishedRate
{
    /// <summary>Drug in lower case, as a drug group's key where it is one; comparators have their own names.</summary>
    public required string Drug { get; init; }

    /// <summary>Dose, in words.</summary>
    public required string Dose { get; init; }

    /// <summary>Who was treated, in words.</summary>
    public required string Population { get; init; }

    /// <summary>Key of the event class.</summary>
    public required string EventClass { get; init; }

    /// <summary>Per 100 patient-years, at least 0.</summary>
    public required double Rate { get; init; }

    /// <summary>Lower 95 % limit, where published.</summary>
    public required double? Lower { get; init; }

    /// <summary>Upper 95 % limit, where published.</summary>
    public required double? Upper { get; init; }

    /// <summary><c>trial</c>, <c>registry</c>, <c>claims</c>, or <c>sales</c>: a reporting rate of spontaneous reports, no incidence.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Source { get; init; }

    /// <summary>Address of the table, or null.</summary>
    public required string? Url { get; init; }
}

/// <summary>Published rates, in file order.</summary>
/// <param name="Rates">The rates.</param>
public sealed record PublishedRates(IReadOnlyList<PublishedRate> Rates)
{
    private static readonly string[] Kinds = ["trial", "registry", "claims", "sales"];

    internal static PublishedRates Read(CatalogueFile file, EventCatalogue events)
    {
        var classes = events.Classes.Select(eventClass => eventClass.Key).ToHashSet(StringComparer.Ordinal);
        var rows = file.ReadCsv("drug", "dose", "population", "event_class", "rate", "lower", "upper", "kind", "source", "url");
        return new PublishedRates([.. rows.Select(row => Read(row, classes))]);
    }

    private static PublishedRate Read(CatalogueRow row, HashSet<string> classes)
    {
        if (!classes.Contains(row.Required("event_class")))
            throw row.Fault("event_class", "the key of a class in event-classes.json");
        if (!Kinds.Contains(row.Required("kind")))
            throw row.Fault("kind", string.Join(", ", Kinds));
        var rate = row.Rate("rate") ?? throw row.Fault("rate", "a number of at least 0 such as 2.65");
        var (lower, upper) = (row.Rate("lower"), row.Rate("upper"));
        if (lower.HasValue != upper.HasValue)
            throw row.Fault(lower.HasValue ? "upper" : "lower", "both limits or none");
        if (lower > rate || upper < rate)
            throw row.Fault("rate", $"a rate within its limits {row.Optional("lower")} to {row.Optional("upper")}");
        return new PublishedRate
        {
            Drug = row.Required("drug"), Dose = row.Required("dose"), Population = row.Required("population"), EventClass = row.Required("event_class"),
            Rate = rate, Lower = lower, Upper = upper, Kind = row.Required("kind"), Source = row.Required("source"),
            Url = row.Optional("url") is { Length: > 0 } url ? url : null,
        };
    }
}
