namespace JakSignals.Statistics;

/// <summary>One drug's log likelihood ratio for an event, and how often the largest of all drugs would reach it by chance.</summary>
/// <param name="Log">ln LR, 0 or more.</param>
/// <param name="P">Upper bound of P(the largest ln LR of any drug is this large or larger) under independence, 0 to 1.</param>
public readonly record struct LikelihoodRatioTest(double Log, double P);
