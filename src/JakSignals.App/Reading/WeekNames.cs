using JakSignals.Snapshots;

namespace JakSignals.App.Reading;

/// <summary>A reported name that no entry of the catalogue has.</summary>
/// <param name="Name">The name, cleaned.</param>
/// <param name="Rows">Rows of current cases it stands in.</param>
/// <param name="Suggestion">A substance it may be, and why; null for none.</param>
/// <param name="CountsAs">The substance it counts as in this week, because it had been approved; null where it counts as it stands.</param>
internal sealed record UnmappedName(string Name, long Rows, string? Suggestion, string? CountsAs);

/// <summary>Reads the names of a published week that the catalogue does not know.</summary>
internal static class WeekNames
{
    private const string Approved = "approved_name", Suggested = "suggested_match";

    /// <summary>The names, the most frequent first; one with a suggestion may be beyond the most frequent ones.</summary>
    /// <param name="checks">Table <c>data_quality</c> of the week.</param>
    public static IReadOnlyList<UnmappedName> Of(Table checks) => [.. Enumerable.Range(0, checks.RowCount)
        .Where(row => checks.Text("check", row) is "unmapped_name" or Suggested or Approved)
        .GroupBy(row => checks.Text("subject", row)!, StringComparer.Ordinal)
        .Select(name => new UnmappedName(name.Key, name.Max(row => checks.Count("rows", row)!.Value), Detail(checks, name, Suggested), Detail(checks, name, Approved)))
        .OrderByDescending(name => name.Rows).ThenBy(name => name.Name, StringComparer.Ordinal)];

    private static string? Detail(Table checks, IEnumerable<int> rows, string check) =>
        rows.Where(row => checks.Text("check", row) == check).Select(row => checks.Text("detail", row)).FirstOrDefault();
}
