using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Signals;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JakSignals.App.Pages;

/// <summary>A pair of the register.</summary>
/// <param name="Entry">Its decisions.</param>
/// <param name="Drug">Name of the drug; its key where the latest week does not have the pair.</param>
/// <param name="Event">Name of the event, in the same way.</param>
internal sealed record RegisterLine(RegisterEntry Entry, string Drug, string Event);

/// <summary>The register of signals: every pair that was decided on.</summary>
[Authorize(Policies.Reader)]
internal sealed class RegisterModel(PublishedWeeks weeks, RegisterView view, TimeProvider clock) : PageModel
{
    /// <summary>State that is looked for, as a code; null or empty for all.</summary>
    [Microsoft.AspNetCore.Mvc.BindProperty(SupportsGet = true)] public string? State { get; set; }

    /// <summary>Whose next step it is; null or empty for anybody's.</summary>
    [Microsoft.AspNetCore.Mvc.BindProperty(SupportsGet = true)] public string? Assignee { get; set; }

    public PublishedWeek? Latest { get; private set; }

    public Register Register { get; private set; } = Register.Of([]);

    public IReadOnlyList<RegisterLine> Lines { get; private set; } = [];

    /// <summary>Names that were decided on, the newest decision first.</summary>
    public IReadOnlyList<NameEntry> Names => [.. Register.Names.Entries.OrderByDescending(name => name.Last.ReviewId)];

    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    public void OnGet()
    {
        Latest = weeks.Latest(out _);
        Register = view.Current;
        var wanted = ReviewStates.Parse(State);
        Lines = [.. Register.Entries.Where(entry => (wanted is null || entry.State == wanted) && (string.IsNullOrWhiteSpace(Assignee) || string.Equals(entry.Last.Assignee, Assignee.Trim(), StringComparison.OrdinalIgnoreCase)))
            .OrderBy(entry => IsOver(entry)).ThenBy(entry => entry.Last.DueOn ?? DateOnly.MaxValue).ThenByDescending(entry => entry.Last.Priority).ThenByDescending(entry => entry.Last.ReviewId).Select(Line)];
    }

    /// <summary>Whether nothing more is to be done.</summary>
    public static bool IsOver(RegisterEntry entry) => entry.State is ReviewState.Refuted or ReviewState.Closed;

    /// <summary>Whether its next step should have been taken.</summary>
    public bool IsOverdue(RegisterEntry entry) => entry.Last.DueOn < Today && !IsOver(entry);

    private RegisterLine Line(RegisterEntry entry)
    {
        var row = Latest?.Signals.Find(entry.DrugKey, entry.EventKey);
        return row is null ? new(entry, entry.DrugKey, entry.EventKey) : new(entry, Latest!.Signals.Drugs[Latest.Signals.DrugOf[row.Value]].Name, Latest.Signals.Events[Latest.Signals.EventOf[row.Value]].Name);
    }
}
