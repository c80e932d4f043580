namespace JakSignals.Statistics;

/// <summary>Cells with the same count and (nearly) the same expected count, as the fit of the prior sees them.</summary>
/// <param name="Count">Cases with drug and event, 0 or more.</param>
/// <param name="Expected">Expected cases, above 0: the mean of the cells.</param>
/// <param name="Weight">How many cells, above 0.</param>
public readonly record struct GammaPoissonPoint(long Count, double Expected, double Weight);
