using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Reports;
using JakSignals.Signals;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace JakSignals.App.Pages;

/// <summary>A pair of the list.</summary>
/// <param name="Signal">Its figures.</param>
/// <param name="State">Its state in the register.</param>
/// <param name="IsSuppressed">Whether it is kept out of what is new.</param>
internal sealed record SignalLine(Signal Signal, ReviewState State, bool IsSuppressed);

/// <summary>All pairs of the latest week, filtered, ordered, paged.</summary>
[Authorize(Policies.Reader)]
internal sealed class SignalsModel(PublishedWeeks weeks, RegisterView register, SavedFilters saved) : WeekPageModel(weeks)
{
    /// <summary>Rows of a page.</summary>
    public const int Size = 50;

    private const double Least = 0.125, GreatestLimit = 32;

    public SignalFilter Filter { get; private set; } = new();

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public IReadOnlyList<SignalLine> Lines { get; private set; } = [];

    public Paging? Paging { get; private set; }

    public IReadOnlyList<SavedFilter> Saved { get; private set; } = [];

    /// <summary>What is asked for, as it stands in the address.</summary>
    public string Query => Address.Of("", SignalQuery.Fields(Filter)).TrimStart('?');

    public ForestPlot Plot => new(LogAxis.Covering([.. Lines.Select(line => line.Signal.Ror).OfType<Interval>()], Least, GreatestLimit));

    public void OnGet()
    {
        (Filter, Faults) = SignalQuery.Parse(name => Request.Query[name]);
        Saved = saved.Of(User.Identity!.Name!);
        if (HasWeek)
            List(register.Of(Latest));
    }

    public IActionResult OnPostSave(string? name, string? query)
    {
        var fields = new QueryCollection(QueryHelpers.ParseQuery(query));
        var (filter, _) = SignalQuery.Parse(field => fields[field]);
        if (name?.Trim() is { Length: > 0 and <= SavedFilters.LongestName } given)
            saved.Save(User.Identity!.Name!, given, Address.Of("", SignalQuery.Fields(filter)).TrimStart('?'));
        return Redirect(Address.Of("/signals", SignalQuery.Fields(filter)));
    }

    public IActionResult OnPostForget(string? name)
    {
        saved.Remove(User.Identity!.Name!, name ?? "");
        return Redirect("/signals");
    }

    /// <summary>The same list in another order.</summary>
    public string In(SignalOrder order) => Address.Of("/signals", SignalQuery.Fields(Filter with { Order = order }));

    /// <summary>Whether the list is in that order, for a reader of screens.</summary>
    public string? Sorted(SignalOrder order) => Filter.Order != order ? null : order is SignalOrder.Drug or SignalOrder.Event or SignalOrder.Q ? "ascending" : "descending";

    private void List(ReviewedWeek reviewed)
    {
        var page = int.TryParse(Request.Query["p"], out var asked) ? Math.Clamp(asked, 1, 1_000_000) : 1;
        var (total, rows) = Filter.Find(reviewed, (page - 1) * Size, Size);
        Paging = new Paging("pairs", page, Size, total, number => Address.Of("/signals", [.. SignalQuery.Fields(Filter), ("p", number == 1 ? null : Show.Plain(number))]));
        if (page > Paging.Pages)        // an old address of a longer list
        {
            Paging = Paging with { Page = Paging.Pages };
            rows = Filter.Find(reviewed, (Paging.Page - 1) * Size, Size).Rows;
        }
        Lines = [.. rows.Select(row => new SignalLine(new Signal(reviewed.Week.Signals.Table, row), reviewed.StateOf(row), reviewed.IsSuppressed(row)))];
    }
}
