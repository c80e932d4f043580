namespace JakSignals.Statistics;

/// <summary>A test that strata share one ratio: large and improbable when they do not.</summary>
/// <param name="ChiSquare">χ² with Tarone's correction, 0 or more.</param>
/// <param name="DegreesOfFreedom">Informative strata less one, 1 or more.</param>
/// <param name="P">P(χ² this large or larger) were there one ratio, 0 to 1; 0 only below the range of floating point.</param>
/// <param name="Uncorrected">Breslow and Day's own χ², never below the corrected one; the two differ little where the strata are large.</param>
public readonly record struct HomogeneityTest(double ChiSquare, int DegreesOfFreedom, double P, double Uncorrected);
