using System.Globalization;

namespace JakSignals.Jobs;

/// <summary>How old the newest FAERS quarter is, and when the next one is due.</summary>
/// <param name="Quarter">The newest quarter loaded, such as 2026Q3.</param>
/// <param name="Days">Days from its end to today.</param>
/// <param name="NextQuarter">The quarter after it.</param>
/// <param name="NextDue">When that should have come: FDA publishes a quarter about a month after its end.</param>
public sealed record SourceLag(string Quarter, int Days, string NextQuarter, DateOnly NextDue)
{
    /// <summary>The lag of a quarter.</summary>
    /// <param name="quarter">Newest quarter, such as 2026Q3; null when none is loaded.</param>
    /// <param name="today">Today, UTC.</param>
    public static SourceLag? Of(string? quarter, DateOnly today)
    {
        if (quarter is null)
            return null;
        var next = new DateOnly(int.Parse(quarter.AsSpan(0, 4), CultureInfo.InvariantCulture), ((quarter[5] - '0') * 3) - 2, 1).AddMonths(3);   // its first day
        var name = string.Create(CultureInfo.InvariantCulture, $"{next.Year}Q{(next.Month + 2) / 3}");
        return new SourceLag(quarter, today.DayNumber - next.AddDays(-1).DayNumber, name, next.AddMonths(4).AddDays(-1));
    }

    /// <summary>Whether the next quarter should have come by today.</summary>
    public bool IsOverdue(DateOnly today) => today > NextDue;
}
