using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JakSignals.App.Pages;

/// <summary>Every published run, the newest publication first.</summary>
[Authorize(Policies.Reader)]
internal sealed class SnapshotsModel(SnapshotShelf shelf) : PageModel
{
    private const int PageSize = 20;

    [BindProperty(SupportsGet = true, Name = "p")] public int? Asked { get; set; }

    public IReadOnlyList<ShelvedSnapshot> Snapshots { get; private set; } = [];

    public Paging Paging { get; private set; } = null!;

    public void OnGet()
    {
        (Paging, var runs) = Paging.Of(shelf.Runs(), "published runs", Asked, PageSize, page => $"/snapshots?p={page}");
        Snapshots = [.. runs.Select(shelf.Open)];
    }
}
