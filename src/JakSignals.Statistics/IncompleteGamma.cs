using MathNet.Numerics;

namespace JakSignals.Statistics;

/// <summary>The regularised incomplete gamma functions P(shape, x) and Q(shape, x), fast for any shape.</summary>
/// <remarks>
/// Power series left of the mean, Legendre's continued fraction right of it, and near the mean of a large shape Temme's uniform expansion, whose cost does not
/// grow with the shape. Sources: Temme NM. SIAM J Math Anal 1979;10:757–766; Gil A, Segura J, Temme NM. SIAM J Sci Comput 2012;34:A2965–A2981.
/// </remarks>
internal static class IncompleteGamma
{
    private const double UniformShape = 12.0;     // Temme's expansion holds from here, for x between the two multiples of the shape
    private const double UniformFrom = 0.3;
    private const double UniformTo = 2.35;
    private const int UniformTerms = 26;
    private const double Negligible = 1e-17;

    private static readonly double[] UniformCoefficients = OfUniformExpansion();

    /// <summary>Both tails, and x times the density: the density of ln X.</summary>
    /// <param name="shape">Above 0.</param>
    /// <param name="logGamma">ln Γ(1 + shape), which a caller with one shape and many x forms once.</param>
    /// <param name="x">0 or more.</param>
    public static (double Lower, double Upper, double LogDensity) At(double shape, double logGamma, double x)
    {
        if (x <= 0.0)
            return (0.0, 1.0, 0.0);
        if (double.IsInfinity(x))
            return (1.0, 0.0, 0.0);
        if (shape >= UniformShape)
            return OfLargeShape(shape, x);
        var power = shape * Math.Log(x) - logGamma;
        if (shape < 1.0 && x < 1.5)
            return OfSmallShape(shape, x, power);
        return OfDensity(shape, x, shape * Math.Exp(power - x));
    }

    /// <summary>xᵃ·e^(−x)/Γ(a + 1), for a = shape, through its deviance: a power and a factorial would each overflow, and their logarithms cancel.</summary>
    public static double Power(double shape, double x) => OfDeviance(shape, Deviance.Of(shape, x));

    /// <summary>P(X ≤ x) over <see cref="Power"/>: 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + …, every term above 0. For x up to about the mean; right of it the terms grow first.</summary>
    public static double Series(double shape, double x)
    {
        var (term, sum) = (1.0, 1.0);
        for (var s = shape + 1.0; term > Negligible * sum; s++)
        {
            term *= x / s;
            sum += term;
        }
        return sum;
    }

    /// <summary>P(X &gt; x) over the density of ln X: Legendre's 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)), summed by differences with one division a term. For x from a + 1.</summary>
    public static double Fraction(double shape, double x)
    {
        var denominator = x + 1.0 - shape;
        var (ratio, term) = (1.0 / denominator, 1.0 / denominator);
        var fraction = term;
        for (var k = 1.0; Math.Abs(term) > Negligible * fraction; k++)
        {
            var numerator = k * (shape - k);
            denominator += 2.0;
            ratio = 1.0 / (denominator + numerator * ratio);
            term *= denominator * ratio - 1.0;
            fraction += term;
        }
        return fraction;
    }

    private static double OfDeviance(double shape, double deviance) =>
        Math.Exp(-deviance - GammaFunction.StirlingError(shape)) / Math.Sqrt(2.0 * Math.PI * shape);

    private static (double, double, double) OfLargeShape(double shape, double x)
    {
        var deviance = Deviance.Of(shape, x);
        return x > UniformFrom * shape && x < UniformTo * shape ? Uniform(shape, x - shape, deviance) : OfDensity(shape, x, shape * OfDeviance(shape, deviance));
    }

    private static (double, double, double) OfDensity(double shape, double x, double density)
    {
        if (x < shape + 1.0)
        {
            var lower = density / shape * Series(shape, x);
            return (lower, 1.0 - lower, density);
        }
        var upper = density * Fraction(shape, x);
        return (1.0 - upper, upper, density);
    }

    // P = xᵃ/Γ(a + 1)·(1 + a·Σ (−x)ⁿ/(n!·(a + n))), its complement from the two parts: for a tiny shape it is of the size of the shape.
    private static (double, double, double) OfSmallShape(double shape, double x, double power)
    {
        var (sum, term) = (0.0, 1.0);
        for (var n = 1; Math.Abs(term) > Negligible * Math.Abs(sum); n++)
        {
            term *= -x / n;
            sum += term / (shape + n);
        }
        var scale = Math.Exp(power);
        return (scale * (1.0 + shape * sum), -GammaFunction.Expm1(power) - scale * shape * sum, shape * scale * Math.Exp(-x));
    }

    // Q = ½·erfc(z) + R, P = ½·erfc(−z) − R, with z² the deviance, η = z·√(2/a) and R e^(−z²)/√(2πa) times a series in η and 1/a, over a normaliser.
    private static (double, double, double) Uniform(double shape, double difference, double deviance)
    {
        var z = Math.CopySign(Math.Sqrt(deviance), difference);
        var (eta, inverse) = (z * Math.Sqrt(2.0 / shape), 1.0 / shape);
        var (sum, later, last) = (UniformCoefficients[UniformTerms], UniformCoefficients[UniformTerms - 1], UniformCoefficients[UniformTerms]);
        sum = eta * sum + later;
        for (var m = UniformTerms - 2; m > 0; m--)
        {
            (later, last) = (UniformCoefficients[m] + (m + 1) * inverse * last, later);
            sum = eta * sum + later;
        }
        var power = OfDeviance(shape, deviance);
        var rest = Math.Exp(-deviance) / Math.Sqrt(2.0 * Math.PI * shape) * sum / (1.0 + last * inverse);
        return z < 0.0
            ? Small(0.5 * SpecialFunctions.Erfc(-z) - rest, shape * power)
            : Large(0.5 * SpecialFunctions.Erfc(z) + rest, shape * power);
    }

    private static (double, double, double) Small(double lower, double density) => (lower, 1.0 - lower, density);

    private static (double, double, double) Large(double upper, double density) => (1.0 - upper, upper, density);

    // With u = Σ aₙ·ηⁿ and u·u′ = η·(1 + u): the coefficients of Temme's f are 1, −1/3 and (n + 1)·aₙ₊₁.
    private static double[] OfUniformExpansion()
    {
        var a = new double[UniformTerms + 2];
        (a[1], a[2]) = (1.0, 1.0 / 3.0);
        for (var n = 3; n < a.Length; n++)
        {
            var sum = 0.0;
            for (var i = 2; i < n; i++)
                sum += a[i] * a[n + 1 - i];
            a[n] = (a[n - 1] - 0.5 * (n + 1) * sum) / (n + 1);
        }
        return [1.0, -1.0 / 3.0, .. Enumerable.Range(2, UniformTerms - 1).Select(n => (n + 1) * a[n + 1])];
    }
}
