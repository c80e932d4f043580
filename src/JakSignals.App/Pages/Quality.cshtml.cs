using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace JakSignals.App.Pages;

/// <summary>A name that no entry of the catalogue has.</summary>
/// <param name="Name">The name, cleaned.</param>
/// <param name="Rows">Rows of current cases it stands in.</param>
/// <param name="Suggestion">A substance it may be, and why; null for none.</param>
internal sealed record UnmappedName(string Name, long Rows, string? Suggestion);

/// <summary>What became of the records of each file, and which names the catalogue does not know.</summary>
[Authorize(Policies.Reader)]
internal sealed class QualityModel(PublishedWeeks weeks, QuarantineBrowser quarantine) : WeekPageModel(weeks)
{
    private const int PageSize = 50;

    /// <summary>A part of a name; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "name")] public string? Name { get; set; }

    /// <summary>Only names with a suggestion.</summary>
    [BindProperty(SupportsGet = true, Name = "suggested")] public bool Suggested { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")] public int? Asked { get; set; }

    public Table Checks => Latest!.Snapshot.Table("data_quality");

    public long Quarantined { get; private set; }

    public IReadOnlyList<UnmappedName> Names { get; private set; } = [];

    public Paging Paging { get; private set; } = null!;

    /// <summary>Unmapped names in all, with and without a suggestion.</summary>
    public (int All, int Suggested) Known { get; private set; }

    public void OnGet()
    {
        Quarantined = quarantine.Count(new QuarantineFilter(null, null, null));
        if (!HasWeek)
            return;
        var names = UnmappedNames(Checks);
        Known = (names.Count, names.Count(name => name.Suggestion is not null));
        (Paging, Names) = Paging.Of([.. names.Where(Keeps)], "names", Asked, PageSize,
            page => Address.Of("/quality", ("name", Name), ("suggested", Suggested ? "true" : null), ("p", page.ToString(System.Globalization.CultureInfo.InvariantCulture))) + "#names");
    }

    private bool Keeps(UnmappedName name) => (!Suggested || name.Suggestion is not null) && (string.IsNullOrWhiteSpace(Name)
        || name.Name.Contains(Name.Trim(), StringComparison.OrdinalIgnoreCase) || name.Suggestion?.Contains(Name.Trim(), StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Names with what they may be, the most frequent first; a name with a suggestion may be beyond the most frequent ones.</summary>
    private static List<UnmappedName> UnmappedNames(Table table)
    {
        ILookup<string, int> rows = Enumerable.Range(0, table.RowCount).Where(row => table.Text("check", row) is "unmapped_name" or "suggested_match").ToLookup(row => table.Text("subject", row)!, StringComparer.Ordinal);
        return [.. rows.Select(name => new UnmappedName(name.Key, name.Max(row => table.Count("rows", row)!.Value),
                name.Where(row => table.Text("check", row) == "suggested_match").Select(row => table.Text("detail", row)).FirstOrDefault()))
            .OrderByDescending(name => name.Rows).ThenBy(name => name.Name, StringComparer.Ordinal)];
    }
}
