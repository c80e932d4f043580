using System.Globalization;

namespace JakSignals.Cases;

/// <summary>A date known to the day, month or year, as FAERS and E2B report it; the unknown parts stay unknown.</summary>
/// <remarks>
/// Stored as the integer <c>yyyymmdd</c> with zeros for what is not known (202603 is 20260300), so that stored dates sort,
/// and an incomplete date sorts before every complete one of its month or year.
/// </remarks>
public readonly record struct PartialDate : IComparable<PartialDate>
{
    private const int EarliestYear = 1850;
    private const int LatestYear = 2199;

    /// <summary>A date known to the year (<paramref name="month"/> null), to the month (<paramref name="day"/> null) or to the day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The parts are no date between 1850 and 2199, or a day is given without a month.</exception>
    public PartialDate(int year, int? month = null, int? day = null)
    {
        if (!IsDate(year, month ?? 0, day ?? 0))
            throw new ArgumentOutOfRangeException(nameof(year), $"{year}-{month}-{day} is not a date between {EarliestYear} and {LatestYear}.");
        Number = year * 10000 + (month ?? 0) * 100 + (day ?? 0);
    }

    private PartialDate(int number) => Number = number;

    /// <summary>The date as <c>yyyymmdd</c>, zeros for the unknown parts.</summary>
    public int Number { get; }

    /// <summary>The year, 1850 to 2199.</summary>
    public int Year => Number / 10000;

    /// <summary>The month, 1 to 12, or null when only the year is known.</summary>
    public int? Month => Number / 100 % 100 is var month and not 0 ? month : null;

    /// <summary>The day of the month, or null when only the month or year is known.</summary>
    public int? Day => Number % 100 is var day and not 0 ? day : null;

    /// <summary>The day, when it is known; otherwise null.</summary>
    public DateOnly? Exact => Day is { } day ? new DateOnly(Year, Month!.Value, day) : null;

    /// <summary>The last day the date can be: what was received "in March" counts from 31 March on.</summary>
    public DateOnly Latest =>
        new(Year, Month ?? 12, Day ?? DateTime.DaysInMonth(Year, Month ?? 12));

    /// <summary>The first day the date can be.</summary>
    public DateOnly Earliest => new(Year, Month ?? 1, Day ?? 1);

    /// <summary>Reads <c>yyyy</c>, <c>yyyyMM</c> or <c>yyyyMMdd</c>.</summary>
    /// <returns>The date, or null when the text is none of these or no date of the calendar.</returns>
    public static PartialDate? TryParse(ReadOnlySpan<byte> text)
    {
        if (text.Length is not (4 or 6 or 8))
            return null;
        var digits = 0;
        foreach (var letter in text)
        {
            if (letter is < (byte)'0' or > (byte)'9')
                return null;
            digits = digits * 10 + (letter - '0');
        }
        var number = text.Length switch { 4 => digits * 10000, 6 => digits * 100, _ => digits };
        return FromNumber(number);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte})"/>
    public static PartialDate? TryParse(string text)
    {
        Span<byte> bytes = stackalloc byte[8];
        return text.Length <= 8 && System.Text.Ascii.FromUtf16(text, bytes, out var written) == System.Buffers.OperationStatus.Done
            ? TryParse(bytes[..written]) : null;
    }

    /// <summary>The date behind a stored <see cref="Number"/>, or null when the number is no date.</summary>
    public static PartialDate? FromNumber(int number) =>
        IsDate(number / 10000, number / 100 % 100, number % 100) ? new PartialDate(number) : null;

    /// <summary>Whether a date lies from one day to another whatever its unknown parts are, all as stored numbers; 0, no date, only where there is no first day.</summary>
    public static bool LiesWithin(int number, int from, int to) => FromNumber(number) is { Day: null } date
        ? FromDay(date.Earliest).Number >= from && FromDay(date.Latest).Number <= to
        : number >= from && number <= to;

    /// <summary>The whole date of a calendar day.</summary>
    public static PartialDate FromDay(DateOnly day) => new(day.Year, day.Month, day.Day);

    /// <inheritdoc/>
    public int CompareTo(PartialDate other) => Number.CompareTo(other.Number);

    /// <summary>ISO 8601 to the precision known: <c>2026</c>, <c>2026-03</c> or <c>2026-03-09</c>.</summary>
    public override string ToString() => (Month, Day) switch
    {
        (null, _) => Year.ToString("0000", CultureInfo.InvariantCulture),
        ({ } month, null) => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{month:00}"),
        ({ } month, { } day) => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{month:00}-{day:00}"),
    };

    private static bool IsDate(int year, int month, int day) =>
        year is >= EarliestYear and <= LatestYear && month is >= 0 and <= 12
        && (month == 0 ? day == 0 : day >= 0 && day <= DateTime.DaysInMonth(year, month));

    /// <summary>Whether the left date sorts before the right one.</summary>
    public static bool operator <(PartialDate left, PartialDate right) => left.Number < right.Number;

    /// <summary>Whether the left date sorts after the right one.</summary>
    public static bool operator >(PartialDate left, PartialDate right) => left.Number > right.Number;

    /// <summary>Whether the left date sorts before the right one or equals it.</summary>
    public static bool operator <=(PartialDate left, PartialDate right) => left.Number <= right.Number;

    /// <summary>Whether the left date sorts after the right one or equals it.</summary>
    public static bool operator >=(PartialDate left, PartialDate right) => left.Number >= right.Number;
}
