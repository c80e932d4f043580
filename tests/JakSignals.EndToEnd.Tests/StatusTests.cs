using System.Globalization;
using JakSignals.Snapshots;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Three consecutive weeks of seven hand-made pairs, each with its own drug and its own term.</summary>
public sealed class StatusTests
{
    private const string FirstWeek = "2026-01-11", SecondWeek = "2026-01-18", ThirdWeek = "2026-01-25";

    // a, b, c at the end of each week; d is the rest of N = 950, then 1 073. Lower limits of the ROR were worked out apart (Woolf, in Python).
    private static readonly Pair[] Pairs =
    [
        new("STEADY", (5, 5, 5), (5, 5, 5)),            // 40.92, then 46.31: less than the factor of 1.2
        new("GROWING", (4, 6, 6), (12, 6, 6)),          // 23.19, then 98.53
        new("FADING", (6, 2, 2), (6, 8, 8)),            // 169.6, then 27.77
        new("CLEARING", (3, 1, 1), (3, 61, 41)),        // 141.9, then 0.35, PRR 1.15
        new("COMING", (2, 1, 1), (5, 1, 1)),            // too few to be scored, then 291.0
        new("USUAL", (3, 30, 60), (3, 30, 60)),         // 0.42, then 0.49: never a signal
        new("CORRECTED", (3, 2, 2), (0, 5, 2)),         // 73.50; then its three cases are sent again with another event
    ];

    [Fact]
    public async Task Statuses_follow_the_changes_from_week_to_week()
    {
        using var place = new Place();
        var first = (await place.WeekAsync(FirstWeek, [place.Write("one.csv", FirstRows())])).Table("signals");
        var second = (await place.WeekAsync(SecondWeek, [place.Write("two.csv", SecondRows())])).Table("signals");
        var third = (await place.WeekAsync(ThirdWeek, [])).Table("signals");

        Assert.Equal(950, first.Count("a", 0) + first.Count("b", 0) + first.Count("c", 0) + first.Count("d", 0));
        foreach (var pair in Pairs.Where(pair => pair.Then.A > 0))
            Assert.Equal((pair.Now.A, pair.Now.B, pair.Now.C, 1073 - pair.Now.A - pair.Now.B - pair.Now.C), second.Cells(Row(second, pair.Name)));
        Assert.Equal(["STEADY new", "GROWING new", "FADING new", "CLEARING new", "COMING absent", "USUAL none", "CORRECTED new"], Statuses(first));
        Assert.Equal(["STEADY persisting", "GROWING strengthened", "FADING weakened", "CLEARING cleared", "COMING new", "USUAL none", "CORRECTED cleared"], Statuses(second));
        Assert.Equal(["STEADY persisting", "GROWING persisting", "FADING persisting", "CLEARING none", "COMING persisting", "USUAL none", "CORRECTED absent"], Statuses(third));
    }

    [Fact]
    public async Task A_signal_whose_cases_were_all_corrected_is_shown_as_cleared_with_no_case()
    {
        using var place = new Place();
        await place.WeekAsync(FirstWeek, [place.Write("one.csv", FirstRows())]);
        var second = (await place.WeekAsync(SecondWeek, [place.Write("two.csv", SecondRows())])).Table("signals");
        var row = Row(second, "CORRECTED");
        Assert.Equal((0, 5, 2, 1066), second.Cells(row));
        Assert.Equal(3, second.Count("previous_a", row));
        Assert.Null(second.Measure("ror", row));
    }

    [Fact]
    public async Task New_cases_are_those_the_previous_run_did_not_have()
    {
        using var place = new Place();
        await place.WeekAsync(FirstWeek, [place.Write("one.csv", FirstRows())]);
        var second = (await place.WeekAsync(SecondWeek, [place.Write("two.csv", SecondRows())])).Table("signals");
        Assert.Equal((0, 8, 0, 3), (second.Count("new_cases", Row(second, "STEADY")), second.Count("new_cases", Row(second, "GROWING")),
            second.Count("new_cases", Row(second, "CLEARING")), second.Count("new_cases", Row(second, "COMING"))));
        Assert.Equal("8 new cases; lower limit was 23.19", second.Text("status_reason", Row(second, "GROWING")));
    }

    private static IEnumerable<string> Statuses(Table signals) => Pairs.Select(pair => $"{pair.Name} " + Enumerable.Range(0, signals.RowCount)
        .Where(row => signals.Text("drug_key", row) == pair.Name && signals.Text("event_key", row) == pair.Name)
        .Select(row => signals.Text("status", row)).SingleOrDefault("absent"));

    private static int Row(Table signals, string name) => signals.Of(name, name);

    internal static IEnumerable<string> FirstRows() =>
    [
        "case_id,drug,event,received_on",
        .. Pairs.SelectMany(pair => Lines(pair.Name, "x", "2026-01-05", pair.Then)),
        .. Enumerable.Range(0, 800).Select(i => $"background-{i},BACKGROUND,OTHER,2026-01-05"),
    ];

    internal static IEnumerable<string> SecondRows() =>
    [
        "case_id,drug,event,received_on",
        .. Pairs.SelectMany(pair => Lines(pair.Name, "y", "2026-01-14", (Math.Max(0, pair.Now.A - pair.Then.A), pair.Now.A == 0 ? 0 : pair.Now.B - pair.Then.B, pair.Now.C - pair.Then.C))),
        .. Enumerable.Range(0, 3).Select(i => $"CORRECTED-a-x-{i},CORRECTED,OTHER,2026-01-14"),
    ];

    private static IEnumerable<string> Lines(string name, string part, string day, (int A, int B, int C) cases) =>
    [
        .. Cases(name, "a", part, cases.A).Select(id => $"{id},{name},{name},{day}"),
        .. Cases(name, "b", part, cases.B).Select(id => $"{id},{name},OTHER,{day}"),
        .. Cases(name, "c", part, cases.C).Select(id => $"{id},BACKGROUND,{name},{day}"),
    ];

    private static IEnumerable<string> Cases(string name, string cell, string part, int count) =>
        Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}-{cell}-{part}-{i}"));

    private sealed record Pair(string Name, (int A, int B, int C) Then, (int A, int B, int C) Now);
}
