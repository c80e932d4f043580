namespace JakSignals.Statistics;

/// <summary>One start of the fit and where it led.</summary>
/// <param name="Start">Where it began.</param>
/// <param name="End">Where it stopped, in the published order of components.</param>
/// <param name="NegativeLogLikelihood">There.</param>
/// <param name="GradientNorm">Largest derivative there by ln α₁, ln β₁, ln α₂, ln β₂ and logit P, those held by a bound left out.</param>
/// <param name="Steps">Evaluations of the likelihood over all points; the way there is made over fewer.</param>
/// <param name="IsConverged">Whether it is a minimum: the second derivatives are positive definite and a further step would gain nothing.</param>
public sealed record GammaPoissonStart(GammaPoissonPrior Start, GammaPoissonPrior End, double NegativeLogLikelihood, double GradientNorm, int Steps, bool IsConverged);

/// <summary>The maximum-likelihood prior of the Gamma–Poisson shrinker, or the reason why there is none.</summary>
/// <remarks>
/// Source: DuMouchel 1999; more than one start, the agreement of two, and an optimum inside the bounds as in openEBGM's autoHyper. Damped Newton steps with exact second derivatives on the logarithms
/// of shapes and rates and the logit of P, within bounds. Where the starts give no prior, some more are made around the lowest end. Deterministic: no start is drawn at random, and the order of the cells does not matter.
/// </remarks>
public sealed record GammaPoissonFit
{
    /// <summary>Least shape and rate the fit may reach.</summary>
    public const double Least = 1e-4;

    /// <summary>Largest shape and rate the fit may reach.</summary>
    public const double Most = 1e4;

    /// <summary>Least share of either component the fit may reach.</summary>
    public const double LeastShare = 1e-6;

    /// <summary>Starts that must end at the same prior before it is published.</summary>
    public const int FewestAgreeing = 2;

    // The first five are those of the openEBGM vignette (the first DuMouchel's own), the sixth DuMouchel's fit to the FDA's reports, the last two for data with one component of a tiny shape.
    private static readonly GammaPoissonPrior[] StartingPoints =
    [
        new(0.2, 0.1, 2, 4, 1.0 / 3), new(0.1, 0.1, 10, 10, 0.2), new(0.3, 0.5, 6, 6, 0.5), new(0.5, 0.3, 12, 12, 0.8),
        new(0.2, 0.2, 5, 5, 0.4), new(0.2, 0.06, 1.4, 1.8, 0.1), new(0.01, 0.005, 1, 1, 0.7), new(0.05, 0.05, 1, 0.5, 0.3),
    ];

    // Around an end, by these powers of a factor: both components wider or narrower, their means nearer or farther, more of the one or the other.
    private const double Nearby = 1.5;
    private static readonly int[][] Directions = [[1, 1, -1, -1, 1], [-1, -1, 1, 1, -1], [1, -1, 1, -1, -1], [-1, 1, -1, 1, 1], [1, -1, -1, 1, 1], [-1, 1, 1, -1, -1]];

    private GammaPoissonFit(IReadOnlyList<GammaPoissonStart> starts)
    {
        Starts = starts;
        var converged = starts.Where(start => start.IsConverged).ToList();
        if (converged.MinBy(start => start.NegativeLogLikelihood) is not { } best)
        {
            Reason = FormattableString.Invariant($"None of {starts.Count} starts converged.");
            return;
        }
        (NegativeLogLikelihood, GradientNorm) = (best.NegativeLogLikelihood, best.GradientNorm);
        Agreeing = converged.Count(start => Agrees(start, best));
        Bound = BoundOf(best.End);
        Reason = ReasonAgainst(best, Agreeing, starts) ?? (Bound is null ? null : $"The best prior within the bounds is {Bound}.");
        Prior = Reason is null ? best.End : null;
    }

    private GammaPoissonFit(string reason) => (Starts, Reason) = ([], reason);

    /// <summary>No fit: there is too little to fit to.</summary>
    /// <param name="reason">Why, in words.</param>
    public static GammaPoissonFit None(string reason) => new(reason);

    /// <summary>The prior, the component of the larger mean first; <see langword="null"/> when there is none, see <see cref="Reason"/>.</summary>
    public GammaPoissonPrior? Prior { get; }

    /// <summary>Why there is no prior, in words; <see langword="null"/> when there is one.</summary>
    public string? Reason { get; }

    /// <summary>Which numbers of the best end lie on a bound, in words; <see langword="null"/> when none does. Such an end is the best within the bounds, no optimum, and gives no prior.</summary>
    public string? Bound { get; }

    /// <summary>Negative log-likelihood at the best end that converged; <see langword="null"/> when none did.</summary>
    public double? NegativeLogLikelihood { get; }

    /// <summary>Largest derivative there, by the logarithms and the logit.</summary>
    public double? GradientNorm { get; }

    /// <summary>Starts that ended at the best prior, itself included.</summary>
    public int Agreeing { get; }

    /// <summary>Every start with its end, in the order they were tried.</summary>
    public IReadOnlyList<GammaPoissonStart> Starts { get; }

    /// <summary>Fits the prior to some cells.</summary>
    public static GammaPoissonFit Of(GammaPoissonLikelihood likelihood) => Of(likelihood, StartingPoints);

    /// <summary>Fits the prior to some cells from starts of the caller's choice.</summary>
    public static GammaPoissonFit Of(GammaPoissonLikelihood likelihood, IEnumerable<GammaPoissonPrior> starts)
    {
        var coarse = likelihood.Coarse();
        List<GammaPoissonStart> tried = [.. starts.Select(start => Descend(likelihood, coarse, start))];
        var fit = new GammaPoissonFit(tried);
        if (fit.Prior is not null || tried.MinBy(start => start.NegativeLogLikelihood) is not { } lowest)
            return fit;
        tried.AddRange(Directions.Select(direction => GammaPoissonNewton.Descend(likelihood, Near(lowest.End, direction))));
        return new(tried);
    }

    private static GammaPoissonPrior Near(GammaPoissonPrior prior, int[] direction)
    {
        double Moved(double value, int power) => Math.Clamp(value * Math.Pow(Nearby, power), Least, Most);
        var odds = prior.P / (1.0 - prior.P) * Math.Pow(Nearby, direction[4]);
        return new(Moved(prior.Alpha1, direction[0]), Moved(prior.Beta1, direction[1]), Moved(prior.Alpha2, direction[2]), Moved(prior.Beta2, direction[3]), odds / (1.0 + odds));
    }

    private static GammaPoissonStart Descend(GammaPoissonLikelihood likelihood, GammaPoissonLikelihood coarse, GammaPoissonPrior start) =>
        GammaPoissonNewton.Descend(likelihood, ReferenceEquals(coarse, likelihood) ? start : GammaPoissonNewton.Descend(coarse, start).End) with { Start = start };

    private static string? ReasonAgainst(GammaPoissonStart best, int agreeing, IReadOnlyList<GammaPoissonStart> starts)
    {
        var lower = starts.Where(start => !start.IsConverged && start.NegativeLogLikelihood < best.NegativeLogLikelihood - 0.01).ToList();
        if (lower.Count > 0)
            return FormattableString.Invariant($"{lower.Count} of {starts.Count} starts came lower than the best minimum ({lower.Min(start => start.NegativeLogLikelihood)} against {best.NegativeLogLikelihood}) without converging.");
        return agreeing >= FewestAgreeing ? null
            : FormattableString.Invariant($"{agreeing} of {starts.Count} starts ended at the best minimum ({best.NegativeLogLikelihood}), fewer than {FewestAgreeing}.");
    }

    private static bool Agrees(GammaPoissonStart start, GammaPoissonStart best) =>
        start.NegativeLogLikelihood - best.NegativeLogLikelihood < 1e-3
        && Close(start.End.Alpha1, best.End.Alpha1) && Close(start.End.Beta1, best.End.Beta1)
        && Close(start.End.Alpha2, best.End.Alpha2) && Close(start.End.Beta2, best.End.Beta2) && Close(start.End.P, best.End.P);

    private static bool Close(double x, double y) => Math.Abs(x - y) <= 1e-3 * Math.Abs(y);

    private static string? BoundOf(GammaPoissonPrior prior)
    {
        (string Name, double Value, double Low, double High)[] numbers =
            [("alpha1", prior.Alpha1, Least, Most), ("beta1", prior.Beta1, Least, Most), ("alpha2", prior.Alpha2, Least, Most), ("beta2", prior.Beta2, Least, Most), ("p", prior.P, LeastShare, 1.0 - LeastShare)];
        var held = numbers.Where(number => number.Value <= number.Low * (1.0 + 1e-9) || number.Value >= number.High * (1.0 - 1e-9))
            .Select(number => FormattableString.Invariant($"{number.Name} = {number.Value:G6}")).ToList();
        return held.Count == 0 ? null : $"on a bound of the fit: {string.Join(", ", held)}";
    }
}
