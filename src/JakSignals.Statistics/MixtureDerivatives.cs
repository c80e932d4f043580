namespace JakSignals.Statistics;

/// <summary>ln NB of one component at one cell, and its derivatives by a = ln α and b = ln β.</summary>
internal readonly record struct ComponentTerms(double Log, double A, double B, double Aa, double Ab, double Bb)
{
    /// <summary>The same given that the count is not 0: −ln(1 − f₀) added, whose gradient is u·g and second derivatives u·H + (u + u²)·g·gᵀ, with g, H those of ln f₀ and u = f₀/(1 − f₀).</summary>
    public ComponentTerms GivenNotZero(in ComponentTerms zero)
    {
        var notZero = -GammaFunction.Expm1(zero.Log);
        var u = Math.Exp(zero.Log) / notZero;
        var square = u + u * u;
        return new(Log - Math.Log(notZero), A + u * zero.A, B + u * zero.B,
            Aa + u * zero.Aa + square * zero.A * zero.A, Ab + u * zero.Ab + square * zero.A * zero.B, Bb + u * zero.Bb + square * zero.B * zero.B);
    }
}

/// <summary>One component at one count: ln NB and its derivatives for any expected count.</summary>
internal readonly struct CountTerms
{
    private readonly NegativeBinomial negativeBinomial;
    private readonly double alpha;
    private readonly double beta;
    private readonly double n;
    private readonly double digamma;      // ψ(α + n) − ψ(α)
    private readonly double trigamma;     // ψ′(α + n) − ψ′(α)
    private readonly bool zeroTruncated;

    public CountTerms(double alpha, double beta, long count, bool zeroTruncated)
    {
        this.zeroTruncated = zeroTruncated;
        (this.alpha, this.beta, n, negativeBinomial) = (alpha, beta, count, new(alpha, beta, count));
        if (count > 30)
            (digamma, trigamma) = (GammaFunction.Digamma(alpha + n) - GammaFunction.Digamma(alpha), GammaFunction.Trigamma(alpha + n) - GammaFunction.Trigamma(alpha));
        for (var i = 0; count <= 30 && i < count; i++)
            (digamma, trigamma) = (digamma + 1.0 / (alpha + i), trigamma - 1.0 / ((alpha + i) * (alpha + i)));
    }

    public ComponentTerms At(double expected) => zeroTruncated ? Untruncated(expected).GivenNotZero(Zero(expected)) : Untruncated(expected);

    private ComponentTerms Untruncated(double expected)
    {
        var log = negativeBinomial.Log(expected, out var logBeta);
        var (q, s) = (beta / (beta + expected), expected / (beta + expected));
        var a = alpha * (digamma + logBeta);
        return new(log, a, alpha * s - n * q, a + alpha * alpha * trigamma, alpha * s, -(alpha + n) * q * s);
    }

    private ComponentTerms Zero(double expected)
    {
        var logBeta = -GammaFunction.Log1p(expected / beta);
        var (q, s) = (beta / (beta + expected), expected / (beta + expected));
        return new(alpha * logBeta, alpha * logBeta, alpha * s, alpha * logBeta, alpha * s, -alpha * q * s);
    }
}

/// <summary>A negative log-likelihood with its gradient and second derivatives by (ln α₁, ln β₁, ln α₂, ln β₂, logit P).</summary>
/// <remarks>
/// With g₁, g₂ the gradients of ln(P·NB₁) and ln((1 − P)·NB₂), H₁, H₂ their second derivatives and w the first component's share of f, ∇ln f = g = w·g₁ + (1 − w)·g₂ and
/// ∇²ln f = M − g·gᵀ with M = w·(H₁ + g₁·g₁ᵀ) + (1 − w)·(H₂ + g₂·g₂ᵀ). The sums are kept as named numbers: an array per cell would cost more than the arithmetic.
/// </remarks>
internal struct MixtureDerivatives
{
    private double a1, b1, a2, b2, t;
    private double a1a1, a1b1, b1b1, a1a2, a1b2, b1a2, b1b2, a2a2, a2b2, b2b2, a1t, b1t, a2t, b2t, tt;

    public double Value { get; private set; }

    public readonly double[] Gradient() => [a1, b1, a2, b2, t];

    public readonly double[,] Hessian() => new[,]
    {
        { a1a1, a1b1, a1a2, a1b2, a1t },
        { a1b1, b1b1, b1a2, b1b2, b1t },
        { a1a2, b1a2, a2a2, a2b2, a2t },
        { a1b2, b1b2, a2b2, b2b2, b2t },
        { a1t, b1t, a2t, b2t, tt },
    };

    /// <summary>Adds −weight·ln f of a cell; a count of 0, whose f may be close to 1, without cancellation.</summary>
    public void AddCell(double p, in ComponentTerms first, in ComponentTerms second, double weight, bool isZero)
    {
        // A component without a share must not set the scale, nor overflow by another's.
        var largest = p == 0.0 ? second.Log : p == 1.0 ? first.Log : Math.Max(first.Log, second.Log);
        var (one, two) = (p * Math.Exp(Math.Min(0.0, first.Log - largest)), (1.0 - p) * Math.Exp(Math.Min(0.0, second.Log - largest)));
        var notZero = isZero ? ProbabilityNotZero(p, first.Log, second.Log) : 1.0;
        Value -= weight * (notZero < 0.5 ? GammaFunction.Log1p(-notZero) : largest + Math.Log(one + two));
        Add(p, one / (one + two), first, second, weight);
    }

    public void Add(in MixtureDerivatives other)
    {
        Value += other.Value;
        (a1, b1, a2, b2, t) = (a1 + other.a1, b1 + other.b1, a2 + other.a2, b2 + other.b2, t + other.t);
        (a1a1, a1b1, b1b1, a2a2, a2b2, b2b2) = (a1a1 + other.a1a1, a1b1 + other.a1b1, b1b1 + other.b1b1, a2a2 + other.a2a2, a2b2 + other.a2b2, b2b2 + other.b2b2);
        (a1a2, a1b2, b1a2, b1b2) = (a1a2 + other.a1a2, a1b2 + other.a1b2, b1a2 + other.b1a2, b1b2 + other.b1b2);
        (a1t, b1t, a2t, b2t, tt) = (a1t + other.a1t, b1t + other.b1t, a2t + other.a2t, b2t + other.b2t, tt + other.tt);
    }

    private static double ProbabilityNotZero(double p, double first, double second) => -p * GammaFunction.Expm1(first) - (1.0 - p) * GammaFunction.Expm1(second);

    // Adds −weight·g to the gradient, and −weight·(M − g·gᵀ) to the second derivatives.
    private void Add(double p, double w, in ComponentTerms first, in ComponentTerms second, double weight)
    {
        var (v, linear, square) = (1.0 - w, -weight, weight);
        var (ga1, gb1, ga2, gb2, gt) = (w * first.A, w * first.B, v * second.A, v * second.B, w - p);
        (a1, b1, a2, b2, t) = (a1 + linear * ga1, b1 + linear * gb1, a2 + linear * ga2, b2 + linear * gb2, t + linear * gt);
        var (l1, l2) = (linear * w, linear * v);
        a1a1 += l1 * (first.Aa + first.A * first.A) + square * ga1 * ga1;
        a1b1 += l1 * (first.Ab + first.A * first.B) + square * ga1 * gb1;
        b1b1 += l1 * (first.Bb + first.B * first.B) + square * gb1 * gb1;
        a2a2 += l2 * (second.Aa + second.A * second.A) + square * ga2 * ga2;
        a2b2 += l2 * (second.Ab + second.A * second.B) + square * ga2 * gb2;
        b2b2 += l2 * (second.Bb + second.B * second.B) + square * gb2 * gb2;
        (a1a2, a1b2, b1a2, b1b2) = (a1a2 + square * ga1 * ga2, a1b2 + square * ga1 * gb2, b1a2 + square * gb1 * ga2, b1b2 + square * gb1 * gb2);
        (a1t, b1t) = (a1t + l1 * first.A * (1.0 - p) + square * ga1 * gt, b1t + l1 * first.B * (1.0 - p) + square * gb1 * gt);
        (a2t, b2t) = (a2t - l2 * second.A * p + square * ga2 * gt, b2t - l2 * second.B * p + square * gb2 * gt);
        tt += linear * (-p * (1.0 - p) + w * (1.0 - p) * (1.0 - p) + v * p * p) + square * gt * gt;
    }
}
