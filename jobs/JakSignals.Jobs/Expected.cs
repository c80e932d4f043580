using System.Globalization;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>What should have come by now and has not.</summary>
public sealed class Expected(Database database, IReadOnlyList<TimetableEntry> timetable)
{
    private static readonly TimeSpan RunTakes = TimeSpan.FromHours(12);

    /// <summary>The newest FAERS quarter and when the next is due. FDA publishes a quarter about a month after its end.</summary>
    /// <param name="newestQuarter">The newest quarter loaded, such as <c>2026Q2</c>; null when none is.</param>
    /// <param name="today">Today.</param>
    public static (string Text, bool IsOverdue) Quarter(string? newestQuarter, DateOnly today)
    {
        if (SourceLag.Of(newestQuarter, today) is not { } lag)
            return ("No FAERS quarter is loaded. Next: jaksignals ingest PATH", false);
        return lag.IsOverdue(today)
            ? ($"Newest FAERS quarter: {lag.Quarter}. {lag.NextQuarter} has been due since {lag.NextDue:yyyy-MM-dd}; look for it at FDA.", true)
            : ($"Newest FAERS quarter: {lag.Quarter}. {lag.NextQuarter} is due by {lag.NextDue:yyyy-MM-dd}.", false);
    }

    /// <summary>A sentence for each thing that is overdue; none when all came.</summary>
    /// <param name="now">Now.</param>
    public IReadOnlyList<string> Overdue(DateTimeOffset now)
    {
        var overdue = new List<string>();
        if (Quarter(new StoreStatus(database).NewestQuarter(), DateOnly.FromDateTime(now.UtcDateTime)) is { IsOverdue: true, Text: var text })
            overdue.Add(text);
        if (NewestPublished() is { } newest)
            overdue.AddRange(timetable.Where(entry => entry is { Enabled: true, Step: TimetableStep.Weekly }).Select(entry => Week(entry, newest, now)).OfType<string>());
        return overdue;
    }

    /// <summary>A store that never published anything is being set up.</summary>
    private DateOnly? NewestPublished()
    {
        var days = new RunStore(database).Latest(int.MaxValue).Where(run => run.State == "published").Select(run => DateOnly.ParseExact(run.AsOf, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        return days.Count == 0 ? null : days.Max();
    }

    private static string? Week(TimetableEntry entry, DateOnly newest, DateTimeOffset now)
    {
        var due = entry.LastDue(now - RunTakes);
        return entry.DayOf(due) <= newest ? null : string.Create(CultureInfo.InvariantCulture,
            $"The weekly run ({entry.Id}) was due at {due.UtcDateTime:yyyy-MM-dd HH:mm} UTC; the newest published one is as of {newest:yyyy-MM-dd}. Look at status, or do it now: jaksignals run {entry.Id}");
    }
}
