using System.Globalization;
using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JakSignals.App.Pages;

/// <summary>Records that could not be read, with what was found and what was expected; the newest first.</summary>
[Authorize(Policies.Reader), PatientData("quarantined records")]
internal sealed class QuarantineModel(QuarantineBrowser quarantine, StoreStatus status) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "file")] public string? InFile { get; set; }

    [BindProperty(SupportsGet = true, Name = "column")] public string? InColumn { get; set; }

    [BindProperty(SupportsGet = true, Name = "text")] public string? Text { get; set; }

    /// <summary>Number of the last record of the page before.</summary>
    [BindProperty(SupportsGet = true, Name = "before")] public long? Before { get; set; }

    public IReadOnlyList<QuarantineShare> Files { get; private set; } = [];

    public IReadOnlyList<QuarantineShare> Columns { get; private set; } = [];

    public IReadOnlyList<QuarantinedRecord> Records { get; private set; } = [];

    public long Total { get; private set; }

    public bool HasMore { get; private set; }

    public Publication? Newest { get; private set; }

    public bool IsFiltered => InFile is { Length: > 0 } || InColumn is { Length: > 0 } || Text is { Length: > 0 };

    public void OnGet()
    {
        var filter = new QuarantineFilter(NullIfEmpty(InFile), NullIfEmpty(InColumn), NullIfEmpty(Text));
        (Files, Columns, Total) = (quarantine.Files(), quarantine.Columns(), quarantine.Count(filter));
        var page = quarantine.Page(filter, Before, PageSize + 1);
        (Records, HasMore) = ([.. page.Take(PageSize)], page.Count > PageSize);
        Newest = status.NewestPublication();
    }

    /// <summary>Address of the page that begins after a record; of the first page for null.</summary>
    public string AddressOf(long? before) => Address.Of("/quality/quarantine", ("file", InFile), ("column", InColumn), ("text", Text), ("before", before?.ToString(CultureInfo.InvariantCulture)));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
