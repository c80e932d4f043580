namespace JakSignals.App.Reading;

/// <summary>Days from the start of a drug to the event, over the cases in which both are known to the day.</summary>
/// <param name="Known">Cases in which they are.</param>
/// <param name="Unknown">Other cases.</param>
/// <param name="Quartiles">First quartile, median and third quartile in days (Hyndman and Fan 1996, type 7); null when no case is known.</param>
/// <param name="Bins">Cases by time, the shortest first.</param>
internal sealed record OnsetTimes(int Known, int Unknown, (double First, double Median, double Third)? Quartiles, IReadOnlyList<(string Words, int Cases)> Bins)
{
    private static readonly (string Words, long Last)[] Limits = [("within a week", 7), ("8 to 30 days", 30), ("31 to 90 days", 90), ("91 to 180 days", 180), ("181 to 365 days", 365), ("more than a year", long.MaxValue)];

    /// <summary>Of no case.</summary>
    public static OnsetTimes None { get; } = Of([]);

    /// <summary>Of these cases; null where it is not known.</summary>
    public static OnsetTimes Of(IEnumerable<long?> days)
    {
        var all = days.ToList();
        var known = all.OfType<long>().Order().ToArray();
        var bins = Limits.Select((limit, place) => (limit.Words, known.Count(day => day <= limit.Last && (place == 0 || day > Limits[place - 1].Last))));
        return new(known.Length, all.Count - known.Length, known.Length == 0 ? null : (Quantile(known, 0.25), Quantile(known, 0.5), Quantile(known, 0.75)), [.. bins]);
    }

    private static double Quantile(long[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
