namespace JakSignals.Statistics;

/// <summary>Quantiles of the Gamma(shape, 1) distribution whose shape is a multiple of ½, ½ or more, from the tail that is asked for.</summary>
/// <remarks>
/// Not <c>Gamma.InvCDF</c>: in MathNet.Numerics 5.0.0 it throws at scattered shapes (845,514 at 0.995 and 64,434 at 0.99995 among
/// 60,000 tried), and its lower tail is exact to an absolute, not a relative error. Here the smaller tail is formed itself, never as 1 minus the larger,
/// and a good start makes one evaluation of it enough for nearly every shape.
/// Series, fraction and power are those of <see cref="IncompleteGamma"/>, but not <see cref="IncompleteGamma.At"/>: it serves any shape, so below 12 it takes the power from
/// logarithms, and from there on Temme's expansion, which is right to the digits of the larger tail. Either would cost the last digits of a limit.
/// </remarks>
internal static class GammaQuantile
{
    private const int MostSteps = 100;
    private const double Large = 200.0;

    // Cornish and Fisher's expansion, x = s + √s·Σ pₘ(z)·s^(−m/2), P(X ≤ x) = Φ(z): the coefficients of pₘ, every second power of z, from the lowest.
    // tests/golden/generate_exact.py --cornish-fisher derives them in exact fractions. From a shape of 200 on they leave less than 1e-14 of x at |z| ≤ 3.9.
    private static readonly double[][] Polynomials =
    [
        [1.0],
        [-1.0 / 3.0, 1.0 / 3.0],
        [-7.0 / 36.0, 1.0 / 36.0],
        [8.0 / 405.0, -7.0 / 810.0, -1.0 / 270.0],
        [-433.0 / 38880.0, 8.0 / 1215.0, 1.0 / 4320.0],
        [184.0 / 25515.0, -923.0 / 204120.0, -1.0 / 840.0, 1.0 / 17010.0],
        [289717.0 / 146966400.0, 289517.0 / 146966400.0, -1451.0 / 48988800.0, -139.0 / 5443200.0],
        [2248.0 / 3444525.0, -104989.0 / 55112400.0, -151.0 / 874800.0, 769.0 / 9185400.0, 1.0 / 204120.0],
        [1500053.0 / 846526464.0, 219257.0 / 661348800.0, -30469.0 / 235146240.0, -1087.0 / 41990400.0, -571.0 / 2351462400.0],
        [-19006408.0 / 15345358875.0, -96026707.0 / 280600848000.0, 101251277.0 / 654735312000.0, 997903.0 / 15588936000.0, 49271.0 / 15588936000.0, -281.0 / 1515591000.0],
        [487855454729.0 / 2639892777984000.0, -556030221167.0 / 2639892777984000.0, -15974596457.0 / 146660709888000.0, -252836779.0 / 20951529984000.0, 209488529.0 / 293321419776000.0, 163879.0 / 2172751257600.0],
    ];

    /// <summary>x with P(X ≤ x) = tail.</summary>
    public static double OfLowerTail(double shape, TailProbability tail) => shape >= Large ? Expansion(shape, -tail.Z)
        : Solve(shape, tail.Probability, LowerStart(shape, tail), lower: true);

    /// <summary>x with P(X ≥ x) = tail.</summary>
    public static double OfUpperTail(double shape, TailProbability tail) => shape >= Large ? Expansion(shape, tail.Z)
        : Solve(shape, tail.Probability, shape >= 1.5 ? Expansion(shape, tail.Z) : Cube(shape, tail.Z), lower: false);

    /// <summary>The cube root of x over shape, about normal (Wilson and Hilferty): where to look for x with P(X ≤ x) = Φ(z) first. Meaningless where not above 0.</summary>
    public static double RootOfRatio(double shape, double z) => 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * Math.Sqrt(shape));

    // Halley's method on the logarithm of the tail. Its error is that of the step before to the third power: from 1e-5 it ends below 1e-14.
    private static double Solve(double shape, double tail, double start, bool lower)
    {
        var x = start;
        for (var step = 0; step < MostSteps; step++)
        {
            var (probability, hazard) = lower ? LowerTail(shape, x) : UpperTail(shape, x);
            var off = Math.Log(probability / tail);
            var toward = lower ? -off / hazard : off / hazard;
            var bend = (shape - 1.0) / x - 1.0 - (lower ? hazard : -hazard);
            x = Math.Max(x / 4.0, x + toward / Math.Max(0.5, 1.0 + toward * bend / 2.0));
            if (Math.Abs(off) <= 1e-5)
                return x;
        }
        throw new ArithmeticException(FormattableString.Invariant(
            $"The gamma quantile of shape {shape} at a tail of {tail} was not found in {MostSteps} steps (last {x}). Please report this as a bug."));
    }

    // P(X ≤ x) and density / P.
    private static (double Probability, double Hazard) LowerTail(double shape, double x)
    {
        var sum = IncompleteGamma.Series(shape, x);
        return (sum * IncompleteGamma.Power(shape, x), shape / (x * sum));
    }

    // P(X ≥ x) and density / P. Left of the mode the fraction converges slowly, and 1 minus the lower tail loses nothing: no upper tail asked for is above a quarter.
    private static (double Probability, double Hazard) UpperTail(double shape, double x)
    {
        var power = IncompleteGamma.Power(shape, x);
        if (x < shape + 1.0)
        {
            var upper = 1.0 - IncompleteGamma.Series(shape, x) * power;
            return (upper, shape * power / (x * upper));
        }
        var fraction = IncompleteGamma.Fraction(shape, x);
        return (shape * power * fraction, 1.0 / (x * fraction));
    }

    private static double Expansion(double shape, double z)
    {
        var (root, square, sum) = (1.0 / Math.Sqrt(shape), z * z, 0.0);
        for (var m = Polynomials.Length - 1; m >= 0; m--)
        {
            var (polynomial, value) = (Polynomials[m], 0.0);
            for (var i = polynomial.Length - 1; i >= 0; i--)
                value = value * square + polynomial[i];
            sum = sum * root + (m % 2 == 0 ? z * value : value);
        }
        return shape + sum / root;
    }

    // Far out in the lower tail of a small shape the series is nearly its first term, w^s/Γ(s + 1), and is turned round term by term.
    private static double LowerStart(double shape, TailProbability tail)
    {
        if (shape >= 5.0)
            return Expansion(shape, -tail.Z);
        var s = shape;
        var first = Math.Log(tail.Probability * Math.Sqrt(2.0 * Math.PI * s)) + GammaFunction.StirlingError(s);
        var w = s / Math.E * Math.Exp(first / s);
        if (s >= 2.0 && w > 0.06 * (s + 1.0))
            return Expansion(shape, -tail.Z);
        return w * (1.0 + w / (s + 1.0) * (1.0 + w / ((s + 1.0) * (s + 2.0)) * ((3.0 * s + 5.0) / 2.0 + w * (8.0 * s * s + 33.0 * s + 31.0) / (3.0 * (s + 1.0) * (s + 3.0)))));
    }

    // Sound down to a shape of ½ in the upper tail.
    private static double Cube(double shape, double z) => shape * Math.Pow(RootOfRatio(shape, z), 3.0);
}
