using System.Globalization;

namespace JakSignals.Signals;

/// <summary>Says in words why a pair's status is what it is.</summary>
internal static class StatusReason
{
    public static string? Of(ScoredPair pair)
    {
        if (pair.Status is not { } status)
            return null;
        var cases = Cases(pair);
        return (status, pair.Previous) switch
        {
            (SignalStatus.New, _) when pair.Change is null => "first run: every pair above the thresholds is new",
            (SignalStatus.New, null) => $"{cases}; too few cases to be scored before",
            (SignalStatus.New, _) => $"{cases}; below the thresholds before{Background(pair)}",
            (SignalStatus.Strengthened or SignalStatus.Weakened, { } was) => $"{cases}; lower limit was {Number(was.RorLower)}{Background(pair)}",
            (SignalStatus.Cleared, { } was) => $"{cases}; {Count(was.Table.A)} before, no longer above the thresholds{Background(pair)}{WithoutShrinker(pair)}",
            _ => cases,
        };
    }

    /// <summary>A rule that takes no part may be the one that made the signal before.</summary>
    private static string WithoutShrinker(ScoredPair pair) => pair.Scores.Mgps is null ? "; there is no EBGM now, and its rule takes no part" : "";

    private static string Cases(ScoredPair pair)
    {
        var parts = new List<string> { NewCases(pair.Counts) };
        if (pair.Change is { } change)
        {
            if (change.FollowUps != 0)
                parts.Add($"{Signed(change.FollowUps)} by follow-up");
            if (change.Deleted > 0)
                parts.Add($"{Count(change.Deleted)} deleted");
            if (change.Withdrawn != 0)
                parts.Add($"{Signed(change.Withdrawn)} by withdrawn sources");
            if (change.Definition is { } definition and not 0)
                parts.Add($"{Signed(definition)} by catalogue or settings");
        }
        return string.Join(", ", parts);
    }

    private static string NewCases(PairCount count)
    {
        var cases = count.New switch { 0 => "no new case", 1 => "1 new case", var n => $"{Count(n)} new cases" };
        var parts = new List<string>(2);
        if (count.NewSerious > 0)
            parts.Add($"{Count(count.NewSerious)} serious");
        if (count.NewFatal > 0)
            parts.Add($"{Count(count.NewFatal)} fatal");
        return parts.Count == 0 ? cases : $"{cases} ({string.Join(", ", parts)})";
    }

    /// <summary>Where the cases are the same, what moved is the background.</summary>
    private static string Background(ScoredPair pair) => pair.Previous is { } was && was.Table.A == pair.Table.A && pair.Table.Expected is { } now && was.Table.Expected is { } then && now != then
        ? $"; expected {Number(now)}, was {Number(then)}" : "";

    private static string Signed(long count) => count.ToString("+#,0;−#,0", CultureInfo.InvariantCulture);

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "not estimable";
}
