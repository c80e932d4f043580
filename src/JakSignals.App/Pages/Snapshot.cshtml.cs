using System.Globalization;
using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.App.Reading;
using JakSignals.Jobs;
using JakSignals.Snapshots;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JakSignals.App.Pages;

/// <summary>One published run: what its manifest says, its files, and whether they are still as they were published.</summary>
[Authorize(Policies.Reader)]
internal sealed class SnapshotModel(SnapshotShelf shelf, IAuthorizationService authorization, TimeProvider clock, ILogger<SnapshotModel> log) : PageModel
{
    public ShelvedSnapshot Snapshot { get; private set; } = null!;

    public bool MayOperate { get; private set; }

    public bool HasReport { get; private set; }

    /// <summary>Names of the report's tables as CSV.</summary>
    public IReadOnlyList<string> ReportTables { get; private set; } = [];

    /// <summary>When the files were checked; null when they were not.</summary>
    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>What the check found; null when all is as it was published.</summary>
    public string? Fault { get; private set; }

    /// <summary>Meaning of each column of each table, as published with them.</summary>
    public IReadOnlyList<TableDescription> Dictionary { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string run) => await FindAsync(run).ConfigureAwait(false) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string run)
    {
        if (!await FindAsync(run).ConfigureAwait(false))
            return NotFound();
        if (!MayOperate)
            return Forbid();
        (Fault, CheckedAt) = (shelf.FaultOf(Snapshot), clock.GetUtcNow());
        log.FilesChecked(User.Identity?.Name ?? "", Snapshot.Run.RunId, Fault ?? "all as published");
        return Page();
    }

    /// <summary>Address of a page or file of this run.</summary>
    public string Under(string path) => $"/snapshots/{Uri.EscapeDataString(Snapshot.Run.RunId)}{path}";

    /// <summary>The prior in its figures, or why there is none.</summary>
    public string PriorWords => Snapshot.Manifest!.Prior is { Alpha1: { } alpha1, Beta1: { } beta1, Alpha2: { } alpha2, Beta2: { } beta2, P: { } p } prior
        ? string.Create(CultureInfo.InvariantCulture, $"α₁ {alpha1:G4}, β₁ {beta1:G4}, α₂ {alpha2:G4}, β₂ {beta2:G4}, P {p:G4}; {prior.Agreeing} of {prior.Starts} starts agree") + (prior.Note is { } note ? "; " + note : "")
        : $"none: {Snapshot.Manifest.Prior.Note ?? "the fit failed"}";

    private async Task<bool> FindAsync(string run)
    {
        if (shelf.Find(run) is not { } found)
            return false;
        Snapshot = found;
        var report = shelf.ReportNames(found);
        HasReport = report.Contains(WrittenReport.PageName);
        ReportTables = [.. report.Where(name => name != WrittenReport.PageName)];
        Dictionary = SnapshotShelf.FileOf(found, SnapshotPublisher.DictionaryName) is { } path ? SnapshotPublisher.ReadDictionary(path) : [];
        MayOperate = (await authorization.AuthorizeAsync(User, Policies.Operator).ConfigureAwait(false)).Succeeded;
        return true;
    }
}
