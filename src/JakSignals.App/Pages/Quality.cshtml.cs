using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Normalise;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace JakSignals.App.Pages;

/// <summary>What became of the records of each file, and which names the catalogue does not know.</summary>
[Authorize(Policies.Reader)]
internal sealed class QualityModel(PublishedWeeks weeks, QuarantineBrowser quarantine, RegisterView register, Workplace workplace) : WeekPageModel(weeks)
{
    private const int PageSize = 50;

    /// <summary>A part of a name; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "name")] public string? Name { get; set; }

    /// <summary>Only names with a suggestion.</summary>
    [BindProperty(SupportsGet = true, Name = "suggested")] public bool Suggested { get; set; }

    /// <summary>Only names that nobody decided on.</summary>
    [BindProperty(SupportsGet = true, Name = "open")] public bool Open { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")] public int? Asked { get; set; }

    public Table Checks => Latest!.Snapshot.Table("data_quality");

    public long Quarantined { get; private set; }

    public IReadOnlyList<UnmappedName> Names { get; private set; } = [];

    public Paging Paging { get; private set; } = null!;

    /// <summary>Names in all that count as they stand, and those of them with a suggestion that nobody decided on.</summary>
    public (int All, int Waiting) Unmapped { get; private set; }

    /// <summary>What was decided on names.</summary>
    public NameRegister Decided { get; private set; } = NameRegister.Of([]);

    /// <summary>What was decided on sources.</summary>
    public SourceRegister Sources { get; private set; } = SourceRegister.Of([]);

    /// <summary>Drugs of the catalogue in force.</summary>
    public DrugCatalogue Drugs => workplace.Catalogue.Drugs;

    public void OnGet()
    {
        Quarantined = quarantine.Count(new QuarantineFilter(null, null, null));
        if (!HasWeek)
            return;
        (Decided, Sources) = (register.Current.Names, register.Current.Sources);
        var names = WeekNames.Of(Checks);
        Unmapped = (names.Count(name => name.CountsAs is null), names.Count(name => name.Suggestion is not null && EntryOf(name) is null));
        (Paging, Names) = Paging.Of([.. names.Where(Keeps)], "names", Asked, PageSize,
            page => Address.Of("/quality", ("name", Name), ("suggested", Suggested ? "true" : null), ("open", Open ? "true" : null), ("p", page.ToString(System.Globalization.CultureInfo.InvariantCulture))) + "#names");
    }

    /// <summary>What was decided on a name; null for nothing yet.</summary>
    public NameEntry? EntryOf(UnmappedName name) => Decided.Find(name.Name);

    private bool Keeps(UnmappedName name) => (!Suggested || name.Suggestion is not null) && (!Open || EntryOf(name) is null) && (string.IsNullOrWhiteSpace(Name)
        || new[] { name.Name, name.Suggestion, name.CountsAs }.Any(text => text?.Contains(Name.Trim(), StringComparison.OrdinalIgnoreCase) == true));
}
