using static JakSignals.Reports.Figure;

namespace JakSignals.Reports;

/// <summary>Says in how many ways to count a pair is a signal, and which choice it hangs on where one stands out.</summary>
internal static class RobustnessWords
{
    private const double Few = 1 / 3.0, Most = 2 / 3.0;     // shares between which no choice stands out

    private static readonly (string Dimension, string Level, string Words)[] Levels =
    [
        ("role_scope", "primary", "that count primary suspects only"), ("role_scope", "suspect", "that count all suspects"), ("role_scope", "any", "that count drugs in any role"),
        ("reporter", "all", "with all reporters"), ("reporter", "professional", "with reports of health professionals only"),
        ("region", "all", "with all regions"), ("region", "US", "with reports from the US only"), ("region", "non-US", "with reports from outside the US only"),
        ("period", "all", "over all years"), ("period", "last-5-years", "over the last five years only"),
        ("duplicates", "in", "with near-duplicates"), ("duplicates", "out", "without near-duplicates"),
    ];

    private readonly record struct Level(string Dimension, string Words, int Signals, int Ways)
    {
        public double Share => (double)Signals / Ways;
    }

    /// <summary>One sentence; null where the pair has no grid.</summary>
    public static string? Of(IReadOnlyCollection<Specification> grid)
    {
        if (grid.Count == 0)
            return null;
        var signals = grid.Count(s => s.IsSignal);
        var ways = $"{grid.Count} ways to count";
        return signals == 0 ? $"A signal in none of {ways}." : signals == grid.Count ? $"A signal in all {ways}."
            : $"A signal in {signals} of {ways}{Weakest(grid)}.";
    }

    /// <summary>The level of a choice at which the pair is hardly ever a signal, though it is at the others.</summary>
    private static string Weakest(IReadOnlyCollection<Specification> grid)
    {
        var found = Counted(grid).GroupBy(l => l.Dimension, StringComparer.Ordinal)
            .SelectMany(levels => levels.Where(l => StandsOut(l, [.. levels.Where(other => other != l)])).Select(l => (Level: l, Gap: levels.Max(other => other.Share) - l.Share)))
            .OrderByDescending(l => l.Gap).Select(l => l.Level).FirstOrDefault();
        return found.Ways == 0 ? "" : found.Signals == 0 ? $"; in none of the {Count(found.Ways)} {found.Words}" : $"; in only {Count(found.Signals)} of the {Count(found.Ways)} {found.Words}";
    }

    private static bool StandsOut(Level level, Level[] others) =>
        others.Length > 0 && (level.Signals == 0 ? Array.TrueForAll(others, other => other.Signals > 0) : level.Share <= Few && Array.TrueForAll(others, other => other.Share >= Most));

    private static IEnumerable<Level> Counted(IReadOnlyCollection<Specification> grid) => Levels
        .Select(l => (l, Rows: grid.Where(s => s.Level(l.Dimension) == l.Level).ToList())).Where(l => l.Rows.Count > 0)
        .Select(l => new Level(l.l.Dimension, l.l.Words, l.Rows.Count(s => s.IsSignal), l.Rows.Count));
}
