using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class TwoByTwoPropertyTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Swapping_drug_and_event_leaves_ror_and_chi_square_unchanged() => ForEachTable(seed: 11, t =>
    {
        Table2x2 swapped = new(t.A, t.C, t.B, t.D);
        return Same(ReportingOdds.Ror(t), ReportingOdds.Ror(swapped))
            && Same(ChiSquare.Pearson(t), ChiSquare.Pearson(swapped)) && Same(ChiSquare.Yates(t), ChiSquare.Yates(swapped));
    });

    [Fact]
    public void Doubling_every_cell_leaves_the_ratios_and_narrows_their_limits() => ForEachTable(seed: 12, t =>
    {
        Table2x2 doubled = new(2 * t.A, 2 * t.B, 2 * t.C, 2 * t.D);
        return Narrower(ReportingOdds.Ror(doubled), ReportingOdds.Ror(t)) && Narrower(ProportionalReporting.Prr(doubled), ProportionalReporting.Prr(t));
    });

    [Fact]
    public void Limits_enclose_the_value_and_nothing_is_infinite_or_not_a_number() => ForEachTable(seed: 13, t =>
        Ordered(ReportingOdds.Ror(t)) && Ordered(ProportionalReporting.Prr(t))
        && (t.Expected is not { } expected || double.IsFinite(expected))
        && (ChiSquare.Pearson(t), ChiSquare.Yates(t)) is var (pearson, yates)
        && pearson.HasValue == yates.HasValue && (pearson is null || (double.IsFinite(pearson.Value) && 0 <= yates && yates <= pearson)));

    [Fact]
    public void Scores_exist_exactly_where_they_are_defined() => ForEachTable(seed: 14, t =>
        ReportingOdds.Ror(t).HasValue == (t.A > 0 && t.B > 0 && t.C > 0 && t.D > 0)
        && ProportionalReporting.Prr(t).HasValue == (t.A > 0 && t.C > 0 && t.B + t.D > 0)
        && ChiSquare.Pearson(t).HasValue == (t.Drug > 0 && t.Event > 0 && t.Drug < t.Total && t.Event < t.Total));

    // Cells from 0 to 1e9 on a logarithmic scale, so that zeros, single cases and whole databases meet in one table.
    private static void ForEachTable(int seed, Func<Table2x2, bool> holds)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            Table2x2 table = new(Cell(random), Cell(random), Cell(random), Cell(random));
            Assert.True(holds(table), $"Seed {seed}, case {i}: {table}");
        }
    }

    private static long Cell(Random random) => random.Next(6) == 0 ? 0 : (long)Math.Pow(10, 9 * random.NextDouble());

    private static bool Ordered(Estimate? estimate) => estimate is not { } e
        || (0 < e.Lower && e.Lower <= e.Value && e.Value <= e.Upper && double.IsFinite(e.Upper));

    private static bool Narrower(Estimate? doubled, Estimate? single) => (doubled, single) is ({ } d, { } s)
        ? Same(d.Value, s.Value) && d.Lower > s.Lower && d.Upper < s.Upper
        : doubled is null && single is null;

    private static bool Same(Estimate? x, Estimate? y) =>
        Same(x?.Value, y?.Value) && Same(x?.Lower, y?.Lower) && Same(x?.Upper, y?.Upper);

    private static bool Same(double? x, double? y) => x is { } left && y is { } right ? Math.Abs(left - right) <= 1e-14 * left : x is null && y is null;
}
