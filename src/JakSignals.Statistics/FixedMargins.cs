namespace JakSignals.Statistics;

/// <summary>A 2×2 table among all those with its margins, whose first cell is hypergeometric when drug and event are independent.</summary>
internal readonly record struct FixedMargins
{
    private const double TwoPi = 2.0 * Math.PI;

    private readonly double total;
    private readonly double logOfMargins;

    public FixedMargins(in Table2x2 t)
    {
        (A, B, C, D, total) = (t.A, t.B, t.C, t.D, t.Total);
        double drug = A + B, others = C + D, with = A + C, without = B + D;
        logOfMargins = 0.5 * Math.Log(TwoPi * drug * (TwoPi * others) * with * (TwoPi * without) / total)
            + GammaFunction.StirlingError(drug) + GammaFunction.StirlingError(others) + GammaFunction.StirlingError(with) + GammaFunction.StirlingError(without) - GammaFunction.StirlingError(total);
    }

    public double A { get; private init; }

    public double B { get; private init; }

    public double C { get; private init; }

    public double D { get; private init; }

    /// <summary>a − E = (a·d − b·c)/N, with every digit.</summary>
    public double Difference
    {
        get
        {
            var product = B * C;
            return (Math.FusedMultiplyAdd(A, D, -product) + Math.FusedMultiplyAdd(-B, C, product)) / total;
        }
    }

    /// <summary>P(A = a + 1) / P(A = a).</summary>
    public double RatioUpwards => B * C / ((A + 1.0) * (D + 1.0));

    /// <summary>P(A = a − 1) / P(A = a).</summary>
    public double RatioDownwards => A * D / ((B + 1.0) * (C + 1.0));

    /// <summary>The table whose first cell is a + steps.</summary>
    public FixedMargins Moved(double steps) => this with { A = A + steps, B = B - steps, C = C - steps, D = D + steps };

    /// <summary>The same table with event and no event changing places: its tables upwards are this one's downwards.</summary>
    public FixedMargins ColumnsSwapped() => this with { A = B, B = A, C = D, D = C };

    /// <summary>ln P(A = a), the product of the factorials of the margins over those of the cells and of N.</summary>
    public double LogProbability()
    {
        double drug = A + B, others = C + D, with = A + C, without = B + D, difference = Difference;
        var deviance = Deviance.Of(A, drug * with / total, difference) + Deviance.Of(B, drug * without / total, -difference)
            + Deviance.Of(C, others * with / total, -difference) + Deviance.Of(D, others * without / total, difference);
        var (root, stirling) = (1.0, 0.0);
        Add(A, ref root, ref stirling);
        Add(B, ref root, ref stirling);
        Add(C, ref root, ref stirling);
        Add(D, ref root, ref stirling);
        return logOfMargins - 0.5 * Math.Log(root) - stirling - deviance;
    }

    /// <summary>Σ P(A = k)/P(A = a) over k ≥ a, of a table above the mean, where every term is smaller than the one before.</summary>
    public double SumUpwards()
    {
        var (a, b, c, d, term, sum) = (A, B, C, D, 1.0, 1.0);
        while (true)
        {
            var ratio = b * c / (++a * ++d);
            (b, c) = (b - 1.0, c - 1.0);
            term *= ratio;
            sum += term;
            if (term * ratio <= 1e-17 * sum * (1.0 - ratio))
                return sum;
        }
    }

    private static void Add(double cell, ref double root, ref double stirling)
    {
        if (cell > 0.0)
            (root, stirling) = (root * TwoPi * cell, stirling + GammaFunction.StirlingError(cell));
    }
}
