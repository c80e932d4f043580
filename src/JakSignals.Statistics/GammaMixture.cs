namespace JakSignals.Statistics;

/// <summary>One gamma distribution, shape and rate, and its weight in a mixture.</summary>
internal readonly struct GammaComponent(double weight, double shape, double rate)
{
    private readonly double logGamma = GammaFunction.LogGammaOnePlus(shape);

    public double Weight { get; } = weight;

    public double Shape => shape;

    public double Rate => rate;

    public double MeanLog() => GammaFunction.Digamma(shape) - Math.Log(rate);

    /// <summary>Tail and density of ln X, both times the weight, the logarithmic slope of that density, and x in units of 1/rate.</summary>
    public (double Tail, double Density, double Slope, double Scaled) At(double x, bool lower)
    {
        var scaled = x * rate;
        var tails = IncompleteGamma.At(shape, logGamma, scaled);
        return (Weight * (lower ? tails.Lower : tails.Upper), Weight * tails.LogDensity, shape - scaled, scaled);
    }

    /// <summary>A tail times the weight; 0 without a weight.</summary>
    public double Tail(double x, bool lower) => Weight == 0.0 ? 0.0 : At(x, lower).Tail;

    /// <summary>Where to look for a quantile first: Wilson and Hilferty's cube, or the power that the lower tail of a small shape is. Good to a few percent.</summary>
    public double LogStart(double p, double z)
    {
        var root = GammaQuantile.RootOfRatio(shape, z);
        var small = (Math.Log(p) + logGamma) / shape;
        var log = root > 0.3 ? Math.Log(shape) + 3.0 * Math.Log(root) : small;
        return Math.Max(log, Math.Min(small, Math.Log(shape))) - Math.Log(rate);
    }

    /// <summary>ln of an x beyond which less than e^−300 of the component lies.</summary>
    public double LogEnd() => Math.Log((shape + 40.0 * Math.Sqrt(shape) + 800.0) / rate);
}

/// <summary>A mixture of two gamma distributions.</summary>
internal readonly struct GammaMixture(GammaComponent first, GammaComponent second)
{
    private const int MostSteps = 40;
    private const double Smallest = -708.0;      // ln of the smallest normal double: below this a quantile is 0
    private const double Exact = 1e-13;          // of x
    private const double Shallow = 0.1;          // tails hold about 1e-14, so that x holds 1e-13 where ln tail moves at least so much with ln x
    private const double Z05 = 1.6448536269514722;

    public GammaComponent First => first;

    public GammaComponent Second => second;

    /// <summary>Whether the first component lies left of the second, by their geometric means.</summary>
    public bool FirstIsLower => first.MeanLog() < second.MeanLog();

    private GammaComponent Lower => FirstIsLower ? first : second;

    private GammaComponent Higher => FirstIsLower ? second : first;

    public double MeanLog() => Weighted(first, first.MeanLog()) + Weighted(second, second.MeanLog());

    /// <summary>x with P(X ≤ x) = tail, or with P(X &gt; x) = tail; <see langword="null"/> where the digits of the tail do not tell x: see <see cref="QuantileInGap"/>.</summary>
    /// <remarks>
    /// Halley's method on the logarithm of the tail as a function of u = ln x, which is nearly straight. The bracket shrinks with every step, and a step that would leave it halves it instead.
    /// It ends when what the last step leaves of x is below 1e-13, by the terms of third order: that a tail is close says nothing of x where the tail is flat.
    /// </remarks>
    public double? Quantile(double tail, bool lower)
    {
        var (u, low, high) = (Start(lower ? tail : 1.0 - tail), double.NegativeInfinity, double.PositiveInfinity);
        for (var step = 0; step < MostSteps; step++)
        {
            if (u < Smallest)
            {
                if (Excess(Math.Exp(Smallest), tail, lower).Value >= 0.0)
                    return 0.0;
                (low, u) = (Math.Max(low, Smallest), Math.Max(low, Smallest) + 1.0);
            }
            var at = Excess(Math.Exp(u), tail, lower);
            if (at.Value > 0.0)
                high = u;
            else
                low = u;
            var next = u - Math.Clamp(at.Step, -20.0, 20.0);
            var isInside = next >= low && next <= high;
            if (isInside && at.ErrorLeft <= Exact)
                return at.Slope < Shallow && IsBetweenComponents(Math.Exp(next), tail) ? null : Math.Exp(next);
            u = isInside ? next : Inside(low, high, u);
        }
        return null;
    }

    /// <summary>x with P(X ≤ x) = p, where nearly all of one component lies left of it and nearly all of the other right of it.</summary>
    /// <remarks>
    /// With A the lower component and B the higher one, P(X ≤ x) − p = (A's weight − p) − A's upper tail + B's lower tail. The three parts are small, where each tail of the mixture is
    /// nearly p or 1 − p all over the gap and its last digits would decide x. Bisected: few pairs come here.
    /// </remarks>
    /// <param name="excess">Weight of the lower component less p, to a relative 1e-14.</param>
    public double QuantileInGap(double excess)
    {
        var (lower, higher) = (Lower, Higher);
        double Over(double u) => excess - lower.Tail(Math.Exp(u), lower: false) + higher.Tail(Math.Exp(u), lower: true);
        var (low, high) = (Smallest, Math.Min(709.0, Math.Max(lower.LogEnd(), higher.LogEnd())));
        if (Over(low) >= 0.0)
            return 0.0;
        while (true)
        {
            var middle = 0.5 * (low + high);
            if (!(middle > low && middle < high))
                return Math.Exp(high);
            if (Over(middle) < 0.0)
                low = middle;
            else
                high = middle;
        }
    }

    // Whether the two outer tails, of the lower component to the right and the higher one to the left, are smaller than the tail asked for.
    private bool IsBetweenComponents(double x, double tail) => Lower.Tail(x, lower: false) + Higher.Tail(x, lower: true) < tail;

    private readonly record struct Tail(double Value, double Slope, double Step, double ErrorLeft);

    // ln(tail/target) with the sign that makes it rise with x, its slope by u = ln x, Halley's step, and what the step leaves to the third order (infinite where the series says nothing).
    private Tail Excess(double x, double target, bool lower)
    {
        var (tail, density, change, bend, reach) = (0.0, 0.0, 0.0, 0.0, 0.0);
        Add(first);
        Add(second);
        var sign = lower ? 1.0 : -1.0;
        tail = Math.Max(tail, double.Epsilon);
        var (value, slope) = (sign * Math.Log(tail / target), density / tail);
        if (!(slope > 0.0))
            return new(value, 0.0, value > 0.0 ? 20.0 : -20.0, double.PositiveInfinity);
        var newton = value / slope;
        var halley = newton / (1.0 - 0.5 * newton * (change / tail - sign * slope * slope) / slope);
        var isUsable = Math.Abs(value) < 3.0 && (value == 0.0 || halley / newton is > 0.2 and < 3.0);
        var step = isUsable ? halley : newton;
        var isWithinReach = isUsable && step * step * reach <= 1.0;
        return new(value, slope, step, isWithinReach ? Math.Abs(step) * (value * value + step * step * bend / density) : double.PositiveInfinity);

        // The density of ln X changes by its slope a within u, and the slope by x·rate: on a scale of 1/√(a² + x·rate).
        void Add(in GammaComponent component)
        {
            if (component.Weight == 0.0)
                return;
            var (part, partDensity, partSlope, scaled) = component.At(x, lower);
            var curvature = partSlope * partSlope + scaled;
            (tail, density, change) = (tail + part, density + partDensity, change + partDensity * partSlope);
            (bend, reach) = (bend + partDensity * curvature, Math.Max(reach, curvature));
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
