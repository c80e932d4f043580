using System.Globalization;

namespace JakSignals.Simulation;

/// <summary>A quarter of a year, as FDA's extracts go.</summary>
internal readonly record struct Quarter(int Year, int Number)
{
    /// <summary>Reads <c>2026Q2</c>; null when the text is no quarter from 2016Q1 to 2049Q4.</summary>
    public static Quarter? TryParse(string text) =>
        text.Length == 6 && text[4] is 'Q' or 'q' && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year is >= 2016 and <= 2049 && text[5] is >= '1' and <= '4' ? new(year, text[5] - '0') : null;

    public Quarter Next => Number == 4 ? new(Year + 1, 1) : new(Year, Number + 1);

    public int FirstDay => new DateOnly(Year, Number * 3 - 2, 1).DayNumber;

    public int LastDay => Next.FirstDay - 1;

    /// <summary>As in file names: <c>26Q2</c>.</summary>
    public string Short => string.Create(CultureInfo.InvariantCulture, $"{Year % 100:00}Q{Number}");

    /// <summary>FDA's name of the archive: <c>faers_ascii_2026q2</c>.</summary>
    public string Folder => string.Create(CultureInfo.InvariantCulture, $"faers_ascii_{Year}q{Number}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year}Q{Number}");
}

/// <summary>Days as numbers (<see cref="DateOnly.DayNumber"/>) and as FAERS writes them.</summary>
internal static class Days
{
    private static readonly int Origin = new DateOnly(1980, 1, 1).DayNumber;

    private static readonly int[] Written = [.. Enumerable.Range(0, new DateOnly(2051, 1, 1).DayNumber - Origin)
        .Select(i => DateOnly.FromDayNumber(Origin + i)).Select(day => day.Year * 10000 + day.Month * 100 + day.Day)];

    /// <summary>The day as <c>yyyymmdd</c>; days before 1980 are 1 January 1980.</summary>
    public static int YearMonthDay(int day) => Written[Math.Max(0, day - Origin)];

    /// <summary>How many reports FDA receives on a day, relative to others: few at week-ends (15 of 358 in FDA's 2017Q2 and 2022Q4 samples).</summary>
    public static int ReceivingWeight(int day) => DateOnly.FromDayNumber(day).DayOfWeek switch
    {
        DayOfWeek.Saturday => 10,
        DayOfWeek.Sunday => 5,
        _ => 68,
    };
}
