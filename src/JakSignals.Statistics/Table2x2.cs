namespace JakSignals.Statistics;

/// <summary>Cases of one stratum, split by drug and by event; N = a + b + c + d.</summary>
/// <remarks>
/// <code>
///              event   no event
/// drug           a         b
/// no drug        c         d
/// </code>
/// Unit: distinct current cases, each counted once whatever the number of drugs and events it names. Cells are 0 or more.
/// </remarks>
/// <param name="A">Cases with the drug and the event.</param>
/// <param name="B">Cases with the drug, without the event.</param>
/// <param name="C">Cases with the event, without the drug.</param>
/// <param name="D">Cases with neither.</param>
/// <exception cref="ArgumentOutOfRangeException">A cell is negative.</exception>
public readonly record struct Table2x2(long A, long B, long C, long D)
{
    /// <summary>Cases with the drug and the event.</summary>
    public long A { get; } = NotNegative(A, nameof(A));

    /// <summary>Cases with the drug, without the event.</summary>
    public long B { get; } = NotNegative(B, nameof(B));

    /// <summary>Cases with the event, without the drug.</summary>
    public long C { get; } = NotNegative(C, nameof(C));

    /// <summary>Cases with neither.</summary>
    public long D { get; } = NotNegative(D, nameof(D));

    /// <summary>Cases with the drug, a + b.</summary>
    public long Drug => A + B;

    /// <summary>Cases with the event, a + c.</summary>
    public long Event => A + C;

    /// <summary>All cases of the stratum, N = a + b + c + d.</summary>
    public long Total => A + B + C + D;

    /// <summary>Expected count of drug and event together were they independent, E = (a + b)·(a + c) / N.</summary>
    /// <remarks>Source: docs/methods.md, "Expected count". Unit: cases. The drug's own cases are in the margins, unlike in the PRR.</remarks>
    /// <value>Zero or more, or <see langword="null"/> when the stratum has no case.</value>
    public double? Expected => Total == 0 ? null : (double)Drug * Event / Total;

    /// <summary>Whether there are cases with the drug and cases without it.</summary>
    internal bool HasDrugAndOthers => Drug > 0 && C + D > 0;

    /// <summary>Whether no margin is empty, so that the table compares something with something.</summary>
    internal bool HasEveryMargin => HasDrugAndOthers && Event > 0 && B + D > 0;

    // a·d and b·c of a large database agree in most of their digits and pass 2^53: the fused operations give back what rounding b·c lost.
    /// <summary>a·d − b·c, N times what a lies above its expected count.</summary>
    internal double CrossDifference
    {
        get
        {
            var product = (double)B * C;
            var lost = Math.FusedMultiplyAdd(-(double)B, C, product);
            return Math.FusedMultiplyAdd(A, D, -product) + lost;
        }
    }

    /// <summary>The table with the given margins, as a counting pass finds them.</summary>
    /// <param name="both">Cases with the drug and the event.</param>
    /// <param name="drug">Cases with the drug.</param>
    /// <param name="event">Cases with the event.</param>
    /// <param name="total">All cases of the stratum.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margins contradict each other: they leave a cell below zero.</exception>
    public static Table2x2 FromMargins(long both, long drug, long @event, long total)
    {
        var (b, c, d) = (drug - both, @event - both, total - drug - @event + both);
        if (both < 0 || b < 0 || c < 0 || d < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(both), both,
                $"Margins (drug {drug}, event {@event}, total {total}) leave a negative cell: a {both}, b {b}, c {c}, d {d}. Count each case once in every margin.");
        }
        return new(both, b, c, d);
    }

    private static long NotNegative(long cell, string name) => cell >= 0 ? cell
        : throw new ArgumentOutOfRangeException(name, cell, $"Cell {name} of a 2×2 table is {cell}, expected a count of cases, 0 or more.");
}
