namespace JakSignals.Statistics;

/// <summary>The prior of the Gamma–Poisson shrinker: λ = true count / expected count of a pair ~ P·Gamma(α₁, β₁) + (1 − P)·Gamma(α₂, β₂), shape and rate.</summary>
/// <remarks>Source: DuMouchel 1999, Am Stat 53:177–190. The two components may stand in either order; <see cref="Ordered"/> gives the one that is published.</remarks>
public readonly record struct GammaPoissonPrior
{
    /// <summary>A prior from its five numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A shape or rate is not positive and finite, or P is no share; the message has all five.</exception>
    public GammaPoissonPrior(double alpha1, double beta1, double alpha2, double beta2, double p)
    {
        (Alpha1, Beta1, Alpha2, Beta2, P) = (alpha1, beta1, alpha2, beta2, p);
        Require(IsPositive(alpha1), nameof(alpha1), alpha1, "above 0 and finite");
        Require(IsPositive(beta1), nameof(beta1), beta1, "above 0 and finite");
        Require(IsPositive(alpha2), nameof(alpha2), alpha2, "above 0 and finite");
        Require(IsPositive(beta2), nameof(beta2), beta2, "above 0 and finite");
        Require(p is >= 0.0 and <= 1.0, nameof(p), p, "from 0 to 1");
    }

    /// <summary>Shape of the first component, above 0.</summary>
    public double Alpha1 { get; }

    /// <summary>Rate of the first component, above 0.</summary>
    public double Beta1 { get; }

    /// <summary>Shape of the second component, above 0.</summary>
    public double Alpha2 { get; }

    /// <summary>Rate of the second component, above 0.</summary>
    public double Beta2 { get; }

    /// <summary>Share of the first component, 0 to 1.</summary>
    public double P { get; }

    /// <summary>The same prior with the component of the larger mean α/β first, and of equal means the one of the larger shape.</summary>
    public GammaPoissonPrior Ordered() =>
        (Alpha1 / Beta1, Alpha1).CompareTo((Alpha2 / Beta2, Alpha2)) >= 0 ? this : Swapped();

    /// <summary>The same prior with its components in the other order.</summary>
    public GammaPoissonPrior Swapped() => new(Alpha2, Beta2, Alpha1, Beta1, 1.0 - P);

    /// <summary>The five numbers, in full.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{P} of Gamma({Alpha1}, {Beta1}) and {1.0 - P} of Gamma({Alpha2}, {Beta2})");

    private static bool IsPositive(double value) => value > 0.0 && double.IsFinite(value);

    private void Require(bool holds, string name, double value, string expected)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant(
                $"{name} is {value}, expected {expected} (alpha1 {Alpha1}, beta1 {Beta1}, alpha2 {Alpha2}, beta2 {Beta2}, p {P})."));
    }
}
