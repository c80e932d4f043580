namespace JakSignals.Statistics;

/// <summary>The gamma function's logarithm and its derivatives for positive arguments, where differences must not cancel.</summary>
/// <remarks>Sources: NIST Digital Library of Mathematical Functions, 5.5, 5.7.3, 5.11 and 5.15. All are exact to about 1e-15 where nothing else is said.</remarks>
internal static class GammaFunction
{
    private const double EulerGamma = 0.57721566490153286061;
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double Asymptotic = 10.0;      // from here on the first term left out of each asymptotic series is below 1e-16
    private const double EndOfHalves = 16.0;

    // δ(k/2) for k = 0, 1, …, 31: tests/golden/generate_exact.py --stirling. δ(0) is never asked for.
    private static readonly double[] Halves =
    [
        0.0, 0.15342640972002734529, 0.081061466795327258220, 0.054814121051917653896, 0.041340695955409294094, 0.033162873519936287485, 0.027677925684998339149,
        0.023746163656297495971, 0.020790672103765093112, 0.018488450532673185231, 0.016644691189821192163, 0.015134973221917378874, 0.013876128823070747999,
        0.012810465242920226924, 0.011896709945891770095, 0.011104559758206917327, 0.010411265261972096497, 0.0097994161261588032984, 0.0092554621827127329177,
        0.0087687001341393854630, 0.0083305634333628712565, 0.0079341145643140205472, 0.0075736754879518407950, 0.0072445543013203831795, 0.0069428401072095298657,
        0.0066652470327076824424, 0.0064089941880042070684, 0.0061717122630394576475, 0.0059513701127588477356, 0.0057462165130101156820, 0.0055547335519628013710,
        0.0053755990329268344936,
    ];

    // ζ(k) − 1 for k = 2, 3, …
    private static readonly double[] ZetaLessOne = [.. Enumerable.Range(2, 30).Select(ZetaLessOneAt)];

    /// <summary>ln(1 + x) without the loss of x in 1 + x.</summary>
    public static double Log1p(double x)
    {
        var sum = 1.0 + x;
        return sum == 1.0 ? x : double.IsInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1.0));
    }

    /// <summary>eˣ − 1 without the loss of x in eˣ.</summary>
    public static double Expm1(double x)
    {
        var power = Math.Exp(x);
        return power == 1.0 ? x : power - 1.0 == -1.0 || double.IsInfinity(power) ? power - 1.0 : (power - 1.0) * (x / Math.Log(power));
    }

    /// <summary>ln Γ(1 + x) for x of 0 or more; exact to a relative error for small x.</summary>
    public static double LogGammaOnePlus(double x)
    {
        if (x < 0.5)
            return OfSmall(x);
        var (product, z) = (1.0, x + 1.0);
        for (; z < Asymptotic; z++)
            product *= z;
        return (z - 0.5) * Math.Log(z) - z + HalfLogTwoPi + StirlingSeries(z) - Math.Log(product);
    }

    /// <summary>δ(x) = ln Γ(x + 1) − (x + ½)·ln x + x − ½·ln 2π, what Stirling's formula leaves of x!.</summary>
    /// <remarks>Right to 4e-15 (of the value, where that is above 1), from 10 on and for multiples of ½ to the last digit: counts and counts and a half, which most arguments are.</remarks>
    /// <param name="x">Above 0.</param>
    public static double StirlingError(double x)
    {
        if (x >= EndOfHalves)
            return StirlingSeries(x);
        var doubled = 2.0 * x;
        if (doubled >= 1.0 && doubled == Math.Floor(doubled))
            return Halves[(int)doubled];
        return x >= Asymptotic ? StirlingSeries(x) : ShiftedStirling(x);
    }

    /// <summary>ψ(x), the derivative of ln Γ.</summary>
    public static double Digamma(double x)
    {
        var shift = 0.0;
        for (; x < Asymptotic; x++)
            shift += 1.0 / x;
        var r = 1.0 / (x * x);
        var series = r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132 - r * (691.0 / 32760 - r / 12))))));
        return Math.Log(x) - 0.5 / x - series - shift;
    }

    /// <summary>ψ′(x).</summary>
    public static double Trigamma(double x)
    {
        var shift = 0.0;
        for (; x < Asymptotic; x++)
            shift += 1.0 / (x * x);
        var r = 1.0 / (x * x);
        var series = r * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * (5.0 / 66 - r * (691.0 / 2730 - r * 7.0 / 6))))));
        return (1.0 + 0.5 / x + series) / x + shift;
    }

    private static double StirlingSeries(double x)
    {
        var r = 1.0 / (x * x);
        return (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 - r * (691.0 / 360360 - r / 156)))))) / x;
    }

    // With z = x + n from where the series holds: δ(x) = δ(z) + (x + ½)·ln(z/x) + ln(zⁿ/((x + 1)…z)) − n, of which no part is large.
    private static double ShiftedStirling(double x)
    {
        if (!(x > 0.0))
            throw new ArgumentOutOfRangeException(nameof(x), x, FormattableString.Invariant($"Stirling's formula was asked for {x}, expected a number above 0."));
        var steps = Math.Ceiling(Asymptotic - x);
        var (z, ratio) = (x + steps, 1.0);
        for (var i = 1.0; i < steps; i++)
            ratio *= z / (x + i);
        return StirlingSeries(z) + (x + 0.5) * (Math.Log(z) - Math.Log(x)) + Math.Log(ratio) - steps;
    }

    private static double OfSmall(double x)
    {
        var (sum, power) = (0.0, -x);
        for (var k = 2; k < 2 + ZetaLessOne.Length; k++)
        {
            power *= -x;
            sum += ZetaLessOne[k - 2] * power / k;
        }
        return x * (1.0 - EulerGamma) - Log1p(x) + sum;
    }

    // The sum to 20 and the Euler–Maclaurin tail from there; smallest terms first.
    private static double ZetaLessOneAt(int k)
    {
        const double last = 20.0;
        var end = Math.Pow(last, -k);
        var sum = end * (last / (k - 1) - 0.5 + k / (12.0 * last) * (1.0 - (k + 1.0) * (k + 2.0) / (60.0 * last * last) * (1.0 - (k + 3.0) * (k + 4.0) / (42.0 * last * last))));
        for (var n = (int)last; n >= 2; n--)
            sum += Math.Pow(n, -k);
        return sum;
    }
}
