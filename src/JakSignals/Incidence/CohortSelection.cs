using JakSignals.Ingest.Tables;
using JakSignals.Normalise;

namespace JakSignals.Incidence;

/// <summary>A row of a cohort table that a run leaves out of every rate.</summary>
/// <param name="Row">The row as stored.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record RejectedCohort(ExposureRow Row, string Reason);

/// <summary>The rows that a run makes rates of, and those it leaves out.</summary>
/// <param name="Rows">Rows, in the order of the store.</param>
/// <param name="Rejected">Rows left out, in the same order.</param>
public sealed record SelectedCohorts(IReadOnlyList<ExposureRow> Rows, IReadOnlyList<RejectedCohort> Rejected)
{
    /// <summary>Chooses by the catalogue of the run.</summary>
    /// <remarks>
    /// The same is checked when a table is loaded. It is checked again because the catalogue may be another now, and because an older version
    /// loaded rows that this one would not take. What depends on the as-of date and on the reports is checked here alone.
    /// </remarks>
    /// <param name="rows">Rows as stored.</param>
    /// <param name="names">The catalogue of the run.</param>
    /// <param name="asOf">The as-of date: follow-up that ends later was not yet there.</param>
    /// <param name="reported">Coded cases: a drug of no catalogue can be counted when a report names it.</param>
    public static SelectedCohorts Of(IReadOnlyList<ExposureRow> rows, RateNames names, DateOnly asOf, CodedCases reported)
    {
        var (taken, rejected) = (new List<ExposureRow>(), new List<RejectedCohort>());
        var known = new Dictionary<string, List<ExposureRow>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var identity = names.IdentityOf(row);
            if (!known.TryGetValue(identity, out var same))
                known[identity] = same = [];
            var reason = ReasonAgainst(row, names, asOf, reported) ?? Overlapping(row, same);
            if (reason is null)
            {
                same.Add(row);
                taken.Add(row);
            }
            else
                rejected.Add(new RejectedCohort(row, reason));
        }
        return new(taken, rejected);
    }

    private static string? ReasonAgainst(ExposureRow row, RateNames names, DateOnly asOf, CodedCases reported)
    {
        if ((ExposureFigures.FaultOf(row) ?? names.FaultOf(row)) is { } fault)
            return $"{fault.Column}: expected {fault.Expected}";
        if (row.PeriodStart > asOf || row.PeriodEnd > asOf)
            return "the period ends after the as-of date";
        var isCounted = row.Events is not null || names.IsKnownDrug(row.Drug) || reported.Drugs.Any(drug => drug.Key == names.Drug(row.Drug).Key);
        return isCounted ? null : "drug: its reports cannot be counted, because neither the catalogue nor a report names it";
    }

    private static string? Overlapping(ExposureRow row, List<ExposureRow> same) => same.Exists(other => ExposureFigures.Overlap(other, row))
        ? "its period overlaps with that of another row, which has the same cohort, drug, dose, indication, event class and kind, perhaps by other names" : null;
}
