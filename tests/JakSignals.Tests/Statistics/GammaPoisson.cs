using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

/// <summary>Priors, points and tables as the files of reference numbers hold them.</summary>
internal static class GammaPoisson
{
    public static GammaPoissonPrior Prior(GoldenRow row, string p = "p") => new(row.Number("alpha1"), row.Number("beta1"), row.Number("alpha2"), row.Number("beta2"), row.Number(p));

    public static List<GammaPoissonPoint> Points(IEnumerable<GoldenRow> rows, string count, string expected, string? weight) =>
        [.. rows.Select(row => new GammaPoissonPoint(row.Count(count), row.Number(expected), weight is null ? 1.0 : row.Number(weight)))];

    /// <summary>The same prior in either order of its components, each number within a relative tolerance.</summary>
    public static void AssertClose(GammaPoissonPrior expected, GammaPoissonPrior? actual, double tolerance)
    {
        var (one, other) = (expected.Ordered(), Assert.NotNull(actual).Ordered());
        Assert.All(Numbers(one).Zip(Numbers(other)), pair => Assert.True(Math.Abs(pair.Second - pair.First) <= tolerance * Math.Abs(pair.First), $"{other}, expected {one} within {tolerance}"));
    }

    private static double[] Numbers(GammaPoissonPrior prior) => [prior.Alpha1, prior.Beta1, prior.Alpha2, prior.Beta2, prior.P];
}
