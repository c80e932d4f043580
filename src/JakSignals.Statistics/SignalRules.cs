namespace JakSignals.Statistics;

/// <summary>The rules that call a pair a signal of disproportionate reporting; each is its own column, and a score that is not estimable never signals.</summary>
public static class SignalRules
{
    /// <summary>Evans' rule: a ≥ 3, PRR ≥ 2 and χ² ≥ 4.</summary>
    /// <remarks>Source: Evans, Waller, Davis 2001, Pharmacoepidemiol Drug Saf 10:483–486.</remarks>
    /// <param name="cases">a, cases with drug and event.</param>
    /// <param name="prr">The PRR of the same table.</param>
    /// <param name="pearson">Pearson's χ² of the same table, read unless <see cref="SignalThresholds.UseYates"/>.</param>
    /// <param name="yates">The corrected χ² of the same table, read with <see cref="SignalThresholds.UseYates"/>.</param>
    /// <param name="thresholds">The limits to reach.</param>
    public static bool Evans(long cases, Estimate? prr, double? pearson, double? yates, SignalThresholds thresholds) =>
        cases >= thresholds.MinimumCases
        && prr?.Value >= thresholds.MinimumPrr
        && (thresholds.UseYates ? yates : pearson) >= thresholds.MinimumChiSquare;

    /// <summary>EMA's rule: a ≥ 3 and the lower limit of the ROR above 1.</summary>
    /// <remarks>Source: EMA/849944/2016, Screening for adverse reactions in EudraVigilance; the thresholds from memory, unverified.</remarks>
    /// <param name="cases">a, cases with drug and event.</param>
    /// <param name="ror">The ROR of the same table, with 95 % limits.</param>
    /// <param name="thresholds">The limits to reach or exceed.</param>
    public static bool Ema(long cases, Estimate? ror, SignalThresholds thresholds) =>
        cases >= thresholds.MinimumCases && ror?.Lower > thresholds.MinimumRorLower;

    /// <summary>UMC's rule: the lower limit of the IC above 0.</summary>
    /// <remarks>
    /// Source: Bate et al. 1998, Eur J Clin Pharmacol 54:315–321 (from memory, unverified). There is no minimum of cases: the ½ that is added to
    /// observed and expected holds small counts back: at 95 % one or two cases never pass, and three only with E below 0.34.
    /// </remarks>
    /// <param name="ic">The IC of the same table, with 95 % limits.</param>
    /// <param name="thresholds">The limit to exceed.</param>
    public static bool Umc(Estimate? ic, SignalThresholds thresholds) => ic?.Lower > thresholds.MinimumIcLower;

    /// <summary>MGPS' rule: EB05 ≥ 2.</summary>
    /// <remarks>Source: Szarfman, Machado, O'Neill 2002, Drug Saf 25:381–392 (from memory, unverified). No minimum of cases: shrinkage does its work.</remarks>
    /// <param name="eb05">The 5 % quantile of the pair's posterior under the Gamma–Poisson shrinker; never the lower limit of an O/E ratio.</param>
    /// <param name="thresholds">The limit to reach.</param>
    public static bool Mgps(double? eb05, SignalThresholds thresholds) => eb05 >= thresholds.MinimumEb05;
}
