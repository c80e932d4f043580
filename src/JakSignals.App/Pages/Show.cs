using System.Globalization;
using JakSignals.Store;

namespace JakSignals.App.Pages;

/// <summary>Times, counts and states as the pages write them.</summary>
internal static class Show
{
    /// <summary>UTC to the minute: 2026-11-23 06:00.</summary>
    public static string Minute(string? iso) => iso is null ? "" : Minute(Time(iso));

    /// <summary>UTC to the minute: 2026-11-23 06:00.</summary>
    public static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A whole number in groups of three.</summary>
    public static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A whole number as an address has it.</summary>
    public static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A length in the unit that suits it: 412 bytes, 3.1 kB, 31.0 MB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    /// <summary>How many of what: 1 case, 2 cases.</summary>
    public static string Number(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>How long something took, or has taken so far; empty when it has not begun.</summary>
    public static string Took(string? from, string? to, DateTimeOffset now) => from is null ? "" : Span((to is null ? now : Time(to)) - Time(from));

    /// <summary>How long ago; empty for never.</summary>
    public static string Ago(string? iso, DateTimeOffset now) => iso is null ? "" : Span(now - Time(iso)) + " ago";

    /// <summary>A span in its two largest units.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)span.TotalSeconds)} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} days"),
    };

    /// <summary>State of a step or job, in a word with its shape.</summary>
    public static string State(LedgerWork work) => Word(StateOf(work));

    /// <summary>Class of the state's chip.</summary>
    public static string Chip(LedgerWork work) => ChipOf(StateOf(work));

    /// <summary>State of a run, in a word with its shape.</summary>
    public static string State(LedgerRun run) => Word(run.Condition);

    /// <summary>Class of the state's chip.</summary>
    public static string Chip(LedgerRun run) => ChipOf(run.Condition);

    /// <summary>Percent done, for a reader of screens.</summary>
    public static string Percent(LedgerWork work) =>
        work is { Done: { } done, Total: > 0 and { } total } ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * done / total:0} %") : "";

    /// <summary>Cron fields and zone in words, where the fields are as simple as most are.</summary>
    public static string When(string cron, string zone) => $"{CronWords(cron.Split(' ', StringSplitOptions.RemoveEmptyEntries)) ?? cron} {zone}";

    private static string? CronWords(string[] fields)
    {
        if (fields is not [var minute, var hour, var day, "*", var weekday] || !int.TryParse(minute, CultureInfo.InvariantCulture, out var m) || !int.TryParse(hour, CultureInfo.InvariantCulture, out var h))
            return null;
        var time = string.Create(CultureInfo.InvariantCulture, $"{h:00}:{m:00}");
        return (day, weekday) switch
        {
            ("*", "*") => $"every day at {time}",
            ("*", [>= '0' and <= '7']) => $"every {(DayOfWeek)((weekday[0] - '0') % 7)} at {time}",
            (_, "*") when int.TryParse(day, CultureInfo.InvariantCulture, out var number) => string.Create(CultureInfo.InvariantCulture, $"on day {number} of each month at {time}"),
            _ => null,
        };
    }

    private static string StateOf(LedgerWork work) => work.IsAbandoned ? "abandoned" : work.State;

    private static string Word(string state) => state switch
    {
        "running" => "● running",
        "finished" => "✓ finished",
        "published" => "✓ published",
        "failed" => "✕ failed",
        "abandoned" => "✕ abandoned",
        "released" or "stopped" => "‖ stopped",
        "waiting" => "○ waiting",
        _ => state,
    };

    private static string ChipOf(string state) => state switch
    {
        "running" => "run",
        "finished" or "published" => "done",
        "failed" or "abandoned" => "bad",
        _ => "wait",
    };

    private static DateTimeOffset Time(string iso) => DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
