namespace JakSignals.Statistics;

/// <summary>One gamma distribution, shape and rate, and its weight in a mixture.</summary>
internal readonly struct GammaComponent(double weight, double shape, double rate)
{
    private readonly double logGamma = GammaFunction.LogGammaOnePlus(shape);

    public double Weight { get; } = weight;

    public double Shape => shape;

    public double Rate => rate;

    public double MeanLog() => GammaFunction.Digamma(shape) - Math.Log(rate);

    /// <summary>Tail and density of ln X, both times the weight, and the logarithmic slope of that density.</summary>
    public (double Tail, double Density, double Slope) At(double x, bool lower)
    {
        var tails = IncompleteGamma.At(shape, logGamma, x * rate);
        return (Weight * (lower ? tails.Lower : tails.Upper), Weight * tails.LogDensity, shape - x * rate);
    }

    /// <summary>Where to look for a quantile first: Wilson and Hilferty's cube, or the power that the lower tail of a small shape is. Good to a few percent.</summary>
    public double LogStart(double p, double z)
    {
        var root = GammaQuantile.RootOfRatio(shape, z);
        var small = (Math.Log(p) + logGamma) / shape;
        var log = root > 0.3 ? Math.Log(shape) + 3.0 * Math.Log(root) : small;
        return Math.Max(log, Math.Min(small, Math.Log(shape))) - Math.Log(rate);
    }
}

/// <summary>A mixture of two gamma distributions.</summary>
internal readonly struct GammaMixture(GammaComponent first, GammaComponent second)
{
    private const int MostSteps = 200;
    private const double Smallest = -708.0;      // ln of the smallest normal double: below this a quantile is 0
    private const double Z05 = 1.6448536269514722;

    public GammaComponent First => first;

    public double MeanLog() => Weighted(first, first.MeanLog()) + Weighted(second, second.MeanLog());

    /// <summary>x with P(X ≤ x) = p, from the smaller of the two tails.</summary>
    /// <remarks>
    /// Halley's method on the logarithm of the tail as a function of u = ln x, which is nearly straight. The bracket shrinks with every step, and a step that would leave it halves it instead,
    /// so that two far components with a gap between them cannot mislead. It ends when the tail is right to 1e-4 before a step that cubes that error.
    /// </remarks>
    public double Quantile(double p)
    {
        var lower = p <= 0.5;
        var target = lower ? p : 1.0 - p;
        var (u, low, high) = (Start(p), double.NegativeInfinity, double.PositiveInfinity);
        for (var step = 0; step < MostSteps; step++)
        {
            if (u < Smallest)
            {
                if (Excess(Math.Exp(Smallest), target, lower).Value >= 0.0)
                    return 0.0;
                (low, u) = (Math.Max(low, Smallest), Math.Max(low, Smallest) + 1.0);
            }
            var (value, slope, curvature) = Excess(Math.Exp(u), target, lower);
            if (value > 0.0)
                high = u;
            else
                low = u;
            var newton = value / slope;
            var halley = newton / (1.0 - 0.5 * newton * curvature / slope);
            var usable = Math.Abs(value) < 3.0 && halley / newton is > 0.2 and < 3.0;
            var next = u - Math.Clamp(usable ? halley : newton, -20.0, 20.0);
            if (value == 0.0 || Math.Abs(value) < 1e-4 || high - low < 1e-15 * Math.Abs(u))
                return Math.Exp(value == 0.0 ? u : next);
            u = next > low && next < high ? next : Inside(low, high, u);
        }
        throw new ArithmeticException(FormattableString.Invariant(
            $"The {p} quantile of {first.Weight} of Gamma({first.Shape}, {first.Rate}) and {second.Weight} of Gamma({second.Shape}, {second.Rate}) was not found in {MostSteps} steps (last ln x {u}). Please report this as a bug."));
    }

    // ln(tail/target) with the sign that makes it rise with x, and its two derivatives by ln x.
    private (double Value, double Slope, double Curvature) Excess(double x, double target, bool lower)
    {
        var (tail, density, change) = (0.0, 0.0, 0.0);
        Add(first);
        Add(second);
        var sign = lower ? 1.0 : -1.0;
        tail = Math.Max(tail, double.Epsilon);
        var slope = density / tail;
        return (sign * Math.Log(tail / target), slope, change / tail - sign * slope * slope);

        void Add(in GammaComponent component)
        {
            if (component.Weight == 0.0)
                return;
            var (part, partDensity, partSlope) = component.At(x, lower);
            (tail, density, change) = (tail + part, density + partDensity, change + partDensity * partSlope);
        }
    }

    private double Start(double p)
    {
        var z = p == 0.05 ? -Z05 : p == 0.95 ? Z05 : MathNet.Numerics.Distributions.Normal.InvCDF(0.0, 1.0, p);
        if (second.Weight < 0.01)
            return first.LogStart(p, z);
        if (first.Weight < 0.01)
            return second.LogStart(p, z);
        return first.Weight * first.LogStart(p, z) + second.Weight * second.LogStart(p, z);
    }

    private static double Inside(double low, double high, double u) =>
        double.IsInfinity(low) ? high - 5.0 : double.IsInfinity(high) ? low + 5.0 : 0.5 * (low + high) is var middle && middle > low && middle < high ? middle : u;

    // A weight of 0 takes no part, even where the mean of the logarithm is not finite.
    private static double Weighted(in GammaComponent component, double value) => component.Weight == 0.0 ? 0.0 : component.Weight * value;
}
