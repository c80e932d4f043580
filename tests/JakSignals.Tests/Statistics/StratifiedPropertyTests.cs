using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class StratifiedPropertyTests
{
    private const int Cases = 5_000;

    [Fact]
    public void One_stratum_has_the_odds_ratio_and_limits_of_its_table() => ForEachStrata(seed: 31, strata =>
        ReportingOdds.Ror(strata[0]) is not { } ror || (MantelHaenszel.Ror(strata.AsSpan(0, 1)) is { } pooled
            && Near(pooled.Value, ror.Value, 1e-13) && Near(pooled.Lower, ror.Lower, 1e-12) && Near(pooled.Upper, ror.Upper, 1e-12)));

    [Fact]
    public void One_stratum_has_the_chi_square_of_its_table_but_for_one_case() => ForEachStrata(seed: 32, strata =>
        Near(MantelHaenszel.ChiSquare(strata.AsSpan(0, 1), continuityCorrection: false), ChiSquare.Pearson(strata[0]) * (strata[0].Total - 1.0) / strata[0].Total, 1e-12));

    // a·d/(b·c) = 6·35/(10·7) = 3 in the first, and in each other after the rows or columns are multiplied.
    [Fact]
    public void Strata_of_one_odds_ratio_have_that_ratio_and_are_homogeneous()
    {
        var random = new Random(33);
        for (var i = 0; i < Cases; i++)
        {
            var strata = new Table2x2[random.Next(2, 9)];
            for (var s = 0; s < strata.Length; s++)
            {
                var (drug, with, others) = (random.Next(1, 40), random.Next(1, 40), random.Next(1, 400));
                strata[s] = new(6L * drug * with, 10L * drug, 7L * with * others, 35L * others);
            }
            Assert.Equal(3.0, MantelHaenszel.Ror(strata)!.Value.Value, 1e-13);
            var test = BreslowDay.Test(strata)!.Value;
            Assert.True(test is { ChiSquare: < 1e-12, P: > 0.99999 } && test.DegreesOfFreedom == strata.Length - 1, $"Seed 33, case {i}: {test}");
        }
    }

    [Fact]
    public void Swapping_drug_and_event_changes_nothing() => ForEachStrata(seed: 34, strata =>
    {
        Table2x2[] swapped = [.. strata.Select(t => new Table2x2(t.A, t.C, t.B, t.D))];
        return Near(MantelHaenszel.Ror(strata)?.Value, MantelHaenszel.Ror(swapped)?.Value, 1e-13) && Near(MantelHaenszel.Ror(strata)?.Lower, MantelHaenszel.Ror(swapped)?.Lower, 1e-12)
            && Near(MantelHaenszel.ChiSquare(strata, true), MantelHaenszel.ChiSquare(swapped, true), 1e-9, floor: 1)
            && Near(BreslowDay.Test(strata)?.Uncorrected, BreslowDay.Test(swapped)?.Uncorrected, 1e-9, floor: 1);
    });

    [Fact]
    public void Swapping_cases_with_and_without_the_drug_inverts_the_ratio_and_leaves_the_tests() => ForEachStrata(seed: 35, strata =>
    {
        Table2x2[] swapped = [.. strata.Select(t => new Table2x2(t.C, t.D, t.A, t.B))];
        return Near(MantelHaenszel.Ror(strata)?.Value, 1.0 / MantelHaenszel.Ror(swapped)?.Value, 1e-13)
            && Near(MantelHaenszel.Ror(strata)?.Lower, 1.0 / MantelHaenszel.Ror(swapped)?.Upper, 1e-12)
            && Near(MantelHaenszel.ChiSquare(strata, false), MantelHaenszel.ChiSquare(swapped, false), 1e-9, floor: 1)
            && Near(BreslowDay.Test(strata)?.Uncorrected, BreslowDay.Test(swapped)?.Uncorrected, 1e-9, floor: 1);
    });

    [Fact]
    public void Doubling_every_cell_leaves_the_ratio_and_doubles_the_homogeneity_statistic() => ForEachStrata(seed: 36, strata =>
    {
        Table2x2[] doubled = [.. strata.Select(t => new Table2x2(2 * t.A, 2 * t.B, 2 * t.C, 2 * t.D))];
        return (MantelHaenszel.Ror(strata), MantelHaenszel.Ror(doubled)) is not ({ } single, { } twice)
            || (Near(twice.Value, single.Value, 1e-13) && twice.Lower >= single.Lower && twice.Upper <= single.Upper
                && Near(BreslowDay.Test(doubled)?.Uncorrected, 2 * BreslowDay.Test(strata)?.Uncorrected, 1e-9, floor: 1));
    });

    [Fact]
    public void Strata_with_an_empty_margin_change_neither_ratio_nor_tests() => ForEachStrata(seed: 37, strata =>
    {
        Table2x2[] more = [default, .. strata, new(5, 1_000_000_000, 0, 0), new(0, 0, 0, 7), new(0, 3, 0, 1_000_000_000), new(1_000_000_000, 0, 2, 0)];
        return MantelHaenszel.Ror(strata) == MantelHaenszel.Ror(more) && MantelHaenszel.ChiSquare(strata, true) == MantelHaenszel.ChiSquare(more, true)
            && BreslowDay.Test(strata) == BreslowDay.Test(more);
    });

    [Fact]
    public void No_figure_is_infinite_or_not_a_number_and_each_is_in_its_range() => ForEachStrata(seed: 38, strata =>
        (MantelHaenszel.Ror(strata) is not { } ror || (0 < ror.Lower && ror.Lower <= ror.Value && ror.Value <= ror.Upper && double.IsFinite(ror.Upper)))
        && MantelHaenszel.ChiSquare(strata, true) is var corrected && MantelHaenszel.ChiSquare(strata, false) is var plain && corrected.HasValue == plain.HasValue
        && (plain is null || (double.IsFinite(plain.Value) && 0 <= corrected && corrected <= plain))
        && (BreslowDay.Test(strata) is not { } test || (double.IsFinite(test.Uncorrected) && 0 <= test.ChiSquare && test.ChiSquare <= test.Uncorrected && test.P is >= 0 and <= 1)));

    [Fact]
    public void A_confidence_outside_its_range_is_refused_even_without_strata() =>
        Assert.Equal(95.0, Assert.Throws<ArgumentOutOfRangeException>(() => MantelHaenszel.Ror([], 95)).ActualValue);

    // Cells from 0 to 1e9 on a logarithmic scale in one to six strata.
    private static void ForEachStrata(int seed, Func<Table2x2[], bool> holds)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            Table2x2[] strata = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => new Table2x2(Cell(random), Cell(random), Cell(random), Cell(random)))];
            Assert.True(holds(strata), $"Seed {seed}, case {i}: {string.Join("; ", strata)}");
        }
    }

    private static long Cell(Random random) => random.Next(8) == 0 ? 0 : (long)Math.Pow(10, 9 * random.NextDouble());

    // A χ² below 1 is held to an absolute error: where the strata cancel, or one of them all but fixes the pooled ratio, a tiny χ² is what rounding leaves.
    private static bool Near(double? x, double? y, double tolerance, double floor = 0) =>
        x is { } left && y is { } right ? Math.Abs(left - right) <= tolerance * Math.Max(floor, Math.Abs(left)) : x is null && y is null;
}
