namespace JakSignals.Statistics;

/// <summary>What the Gamma–Poisson shrinker says of one pair: the geometric mean of its posterior and the 5 % and 95 % points, ratios of observed to expected.</summary>
/// <param name="Ebgm">Empirical Bayes geometric mean, exp(E[ln λ]).</param>
/// <param name="Eb05">λ that the posterior exceeds with probability 0.95.</param>
/// <param name="Eb95">λ that the posterior exceeds with probability 0.05.</param>
public readonly record struct EbgmScore(double Ebgm, double Eb05, double Eb95);
