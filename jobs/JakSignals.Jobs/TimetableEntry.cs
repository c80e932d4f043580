using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace JakSignals.Jobs;

/// <summary>What an entry of the timetable does.</summary>
public enum TimetableStep
{
    /// <summary>Loads what is new in the drop folder.</summary>
    Ingest,

    /// <summary>Runs the week.</summary>
    Weekly,

    /// <summary>Computes the newest published snapshots again and compares them bit for bit.</summary>
    Verify,

    /// <summary>Removes what nobody needs any more.</summary>
    Retention,
}

/// <summary>An entry of the timetable: what is done when.</summary>
public sealed partial record TimetableEntry : IValidatableObject
{
    /// <summary>The timetable where the settings give none.</summary>
    public static IReadOnlyList<TimetableEntry> Defaults { get; } =
    [
        new() { Id = "ingest", Cron = "0 5 * * *", Step = TimetableStep.Ingest },
        new() { Id = "weekly", Cron = "0 6 * * 1", Step = TimetableStep.Weekly },
        new() { Id = "verify", Cron = "0 3 1 * *", Step = TimetableStep.Verify },
        new() { Id = "retention", Cron = "30 2 * * *", Step = TimetableStep.Retention },
    ];

    /// <summary>Its name, unique: lower-case letters, digits and dashes.</summary>
    [Required(AllowEmptyStrings = false)] public string Id { get; init; } = "";

    /// <summary>When, as five cron fields: minute, hour, day of the month, month, day of the week.</summary>
    [Required(AllowEmptyStrings = false)] public string Cron { get; init; } = "";

    /// <summary>Time zone of the cron fields, by its IANA name.</summary>
    [Required(AllowEmptyStrings = false)] public string TimeZone { get; init; } = "UTC";

    /// <summary>What is done.</summary>
    [EnumDataType(typeof(TimetableStep))] public TimetableStep Step { get; init; }

    /// <summary>Whether the schedule does it; by hand it can be done all the same.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The zone of <see cref="TimeZone"/>.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>When it was due last, up to a time.</summary>
    /// <exception cref="InvalidOperationException">It never was.</exception>
    public DateTimeOffset LastDue(DateTimeOffset now) => CronExpression.Parse(Cron).GetPreviousOccurrence(now, Zone, inclusive: true)
        ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Timetable entry {Id}: cron '{Cron}' was never due before {now:O}."));

    /// <summary>When it is due next, after a time; null when it never is again.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now) => CronExpression.Parse(Cron).GetNextOccurrence(now, Zone);

    /// <summary>The local day of a due time: the as-of date of a weekly run, whenever it really runs.</summary>
    public DateOnly DayOf(DateTimeOffset due) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, Zone).DateTime);

    /// <summary>Key of the job of a due time: the same in every process.</summary>
    public string JobKey(DateTimeOffset due) => string.Create(CultureInfo.InvariantCulture, $"{Id} {due.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IdForm().IsMatch(Id))
            yield return new ValidationResult($"is '{Id}', expected up to 60 lower-case letters, digits and dashes.", [nameof(Id)]);
        var fields = Cron.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5 || !CronExpression.TryParse(Cron, CronFormat.Standard, out var expression))
            yield return new ValidationResult($"is '{Cron}', expected five cron fields (minute, hour, day of the month, month, day of the week), for example '0 6 * * 1'.", [nameof(Cron)]);
        else if (IsRestricted(fields[2]) && IsRestricted(fields[4]))
            yield return new ValidationResult($"is '{Cron}', which names days of the month and days of the week; schedulers disagree on what that means. Make one of the two *, and use two entries where both are meant.", [nameof(Cron)]);
        else if (expression.GetPreviousOccurrence(new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc)) is null)
            yield return new ValidationResult($"is '{Cron}', which is never due.", [nameof(Cron)]);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new ValidationResult($"is '{TimeZone}', which this machine does not know; expected a name such as UTC or Europe/Berlin.", [nameof(TimeZone)]);
    }

    private static bool IsRestricted(string field) => field is not ("*" or "?");

    [GeneratedRegex("^[a-z0-9-]{1,60}$")]
    private static partial Regex IdForm();
}
