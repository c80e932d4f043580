using JakSignals.Statistics;

namespace JakSignals.Signals;

/// <summary>All scores of one 2×2 table, and the rules it meets.</summary>
public readonly record struct PairScores
{
    /// <summary>Proportional reporting ratio; null when not estimable.</summary>
    public Estimate? Prr { get; private init; }

    /// <summary>Reporting odds ratio; null when not estimable.</summary>
    public Estimate? Ror { get; private init; }

    /// <summary>Pearson's χ², 1 degree of freedom; null when a margin is empty.</summary>
    public double? ChiSquare { get; private init; }

    /// <summary>χ² with Yates' correction; null when a margin is empty.</summary>
    public double? ChiSquareYates { get; private init; }

    /// <summary>Information component, log2; null when nothing is expected.</summary>
    public Estimate? Ic { get; private init; }

    /// <summary>Empirical Bayes geometric mean with EB05 and EB95, whether or not these enclose it; null when nothing is expected or there is no prior for the table's cases.</summary>
    public EbgmScore? Ebgm { get; private init; }

    /// <summary>Observed over expected with the limits papers print as "EBGM05" and "EBGM95"; null when not estimable.</summary>
    public Estimate? OeRatio { get; private init; }

    /// <summary>Fisher's exact p, two-sided; null when a margin is empty.</summary>
    public double? FisherP { get; private init; }

    /// <summary>Mid-p of Fisher's test, one-sided for an excess; null when a margin is empty.</summary>
    public double? FisherMidP { get; private init; }

    /// <summary>Evans' rule.</summary>
    public bool Evans { get; private init; }

    /// <summary>EMA's rule.</summary>
    public bool Ema { get; private init; }

    /// <summary>UMC's rule.</summary>
    public bool Umc { get; private init; }

    /// <summary>MGPS rule; null when there is no EBGM.</summary>
    public bool? Mgps { get; private init; }

    /// <summary>Whether a rule that decides the status is met.</summary>
    public bool IsSignal { get; private init; }

    /// <summary>Scores a table.</summary>
    /// <param name="table">Distinct current cases.</param>
    /// <param name="options">Thresholds, and the rules that make a signal.</param>
    /// <param name="posterior">The Gamma–Poisson posterior of the database the table is from; null where none was fitted, as in strata.</param>
    public static PairScores Of(in Table2x2 table, SignalOptions options, GammaPoissonPosterior? posterior = null)
    {
        var scores = new PairScores
        {
            Prr = ProportionalReporting.Prr(table), Ror = ReportingOdds.Ror(table), ChiSquare = Statistics.ChiSquare.Pearson(table), ChiSquareYates = Statistics.ChiSquare.Yates(table),
            Ic = InformationComponent.Ic(table), OeRatio = ObservedExpected.OeRatio(table), FisherP = FisherExact.TwoSided(table), FisherMidP = FisherExact.MidGreater(table),
            Ebgm = posterior is not null && table.Expected is > 0 and var expected ? posterior.Score(table.A, expected) : null,
        };
        scores = scores with
        {
            Evans = SignalRules.Evans(table.A, scores.Prr, scores.ChiSquare, scores.ChiSquareYates, options.Thresholds),
            Ema = SignalRules.Ema(table.A, scores.Ror, options.Thresholds),
            Umc = SignalRules.Umc(scores.Ic, options.Thresholds),
            Mgps = scores.Ebgm is { } ebgm ? SignalRules.Mgps(ebgm.Eb05, options.Thresholds) : null,
        };
        return scores with { IsSignal = (scores.Met & options.StatusRules) != 0 };
    }

    /// <summary>Rules that a table of another run meets; EBGM takes no part, as its prior belongs to the cases of that run.</summary>
    /// <param name="table">Distinct current cases of that run.</param>
    /// <param name="thresholds">Thresholds of this run.</param>
    public static StatusRule RulesMet(in Table2x2 table, SignalThresholds thresholds) =>
        (SignalRules.Evans(table.A, ProportionalReporting.Prr(table), Statistics.ChiSquare.Pearson(table), Statistics.ChiSquare.Yates(table), thresholds) ? StatusRule.Evans : 0)
        | (SignalRules.Ema(table.A, ReportingOdds.Ror(table), thresholds) ? StatusRule.Ema : 0)
        | (SignalRules.Umc(InformationComponent.Ic(table), thresholds) ? StatusRule.Ic : 0);

    private StatusRule Met => (Evans ? StatusRule.Evans : 0) | (Ema ? StatusRule.Ema : 0) | (Umc ? StatusRule.Ic : 0) | (Mgps == true ? StatusRule.Ebgm : 0);
}
