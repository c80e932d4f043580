using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JakSignals.App.Reading;

/// <summary>A page over the latest week. Where there is none, it says why.</summary>
internal abstract class WeekPageModel(PublishedWeeks weeks) : PageModel
{
    /// <summary>The latest week; null where there is none.</summary>
    public PublishedWeek? Latest { get; private set; }

    /// <summary>Why there is none, and what to do.</summary>
    public string? Why { get; private set; }

    /// <summary>Whether there is a week to show.</summary>
    [MemberNotNullWhen(true, nameof(Latest))]
    public bool HasWeek => Latest is not null;

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Latest = weeks.Latest(out var why);
        Why = why;
    }
}
