using JakSignals.Ingest.Faers;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>Quarters that a person accepts although they seem incomplete.</summary>
/// <param name="Names">Each a period such as 2026Q1, the name of an archive or file, or the name by which the quarter was refused.</param>
/// <param name="Reason">Why; kept in the store and told in data quality.</param>
public sealed record Acceptance(IReadOnlyList<string> Names, string Reason)
{
    /// <summary>Nothing is accepted.</summary>
    public static Acceptance None { get; } = new([], "");

    /// <summary>How incomplete a quarter may be.</summary>
    internal CompletenessGate GateOf(FaersQuarterFiles quarter, double maximumPercent) =>
        new(maximumPercent, quarter.ShortName, Names.Any(quarter.IsNamed) ? Reason : null);

    /// <summary>Names that are of no quarter given.</summary>
    internal IEnumerable<string> Unknown(IReadOnlyList<FaersQuarterFiles> quarters) => Names.Where(name => !quarters.Any(quarter => quarter.IsNamed(name)));
}
