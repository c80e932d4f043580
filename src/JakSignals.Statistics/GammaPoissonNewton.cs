namespace JakSignals.Statistics;

/// <summary>Newton's method for the prior, damped after Levenberg and Marquardt, within a box.</summary>
internal static class GammaPoissonNewton
{
    private const int Numbers = 5;
    private const int MostSteps = 300;
    private const double LongestStep = 2.0;
    private const double NothingToGain = 1e-9;      // in units of the log-likelihood: a standard error is 0.5
    private const double NowhereToGo = 1e-3;        // of each number: along a flat valley nothing is gained, and the place is not told either

    private static readonly double[] Low = [.. Enumerable.Repeat(Math.Log(GammaPoissonFit.Least), 4), Logit(GammaPoissonFit.LeastShare)];

    private static readonly double[] High = [.. Enumerable.Repeat(Math.Log(GammaPoissonFit.Most), 4), -Logit(GammaPoissonFit.LeastShare)];

    public static GammaPoissonStart Descend(GammaPoissonLikelihood likelihood, GammaPoissonPrior start)
    {
        var at = Clamped([Math.Log(start.Alpha1), Math.Log(start.Beta1), Math.Log(start.Alpha2), Math.Log(start.Beta2), Math.Clamp(Logit(start.P), Low[4], High[4])]);
        var here = likelihood.Derivatives(PriorAt(at));
        var (damping, converged, steps) = (0.0, false, 1);
        for (; steps < MostSteps && !converged; steps++)
        {
            var free = Free(at, here.Gradient());
            var (step, gain, used) = Step(here, free, damping);
            var next = Moved(at, step);
            var isThere = used == 0.0 && gain < NothingToGain && step.Max(Math.Abs) < NowhereToGo;
            var there = likelihood.Derivatives(PriorAt(next));
            var noise = 1e-14 * Math.Abs(here.Value);
            if (there.Value < here.Value + noise)
            {
                converged = isThere && Free(next, there.Gradient()).SequenceEqual(free);
                (at, here, damping) = (next, there, used < 1e-5 ? 0.0 : used / 8.0);
            }
            else if (isThere)
                converged = true;
            else
                damping = Math.Max(4.0 * used, 1e-3);
            if (damping > 1e12)
                break;
        }
        return new(start, PriorAt(at).Ordered(), here.Value, Norm(here.Gradient(), Free(at, here.Gradient())), steps, converged);
    }

    // The step that solves (H + damping·D)·step = −gradient over the free numbers, with as much more damping as makes H positive definite; what a quadratic would gain; and the damping used.
    private static (double[] Step, double Gain, double Damping) Step(in MixtureDerivatives here, bool[] free, double damping)
    {
        var (gradient, hessian) = (here.Gradient(), here.Hessian());
        while (true)
        {
            var step = Solve(Damped(hessian, damping), gradient, free);
            if (step is not null)
            {
                var gain = -0.5 * Enumerable.Range(0, Numbers).Sum(i => step[i] * gradient[i]);
                var longest = step.Max(Math.Abs);
                return longest <= LongestStep ? (step, gain, damping) : ([.. step.Select(value => value * LongestStep / longest)], gain, Math.Max(damping, 1e-6));
            }
            damping = Math.Max(4.0 * damping, 1e-4);
        }
    }

    // H + damping·D. D is diagonal by the logarithms of mean and shape of each component, ln α − ln β and ln α, not by those of α and β: of these, each is steep on its own and the valley along which a
    // shape grows at the same mean is flat. Damped as if it were steep, a fit would creep along it and not arrive.
    private static double[,] Damped(double[,] hessian, double damping)
    {
        var damped = (double[,])hessian.Clone();
        var least = 1e-10 * Enumerable.Range(0, Numbers).Max(i => Math.Abs(hessian[i, i])) + 1e-300;
        double Curvature(double value) => damping * Math.Max(Math.Abs(value), least);
        foreach (var (alpha, beta) in new[] { (0, 1), (2, 3) })
        {
            var mean = Curvature(hessian[beta, beta]);
            var shape = Curvature(hessian[alpha, alpha] + 2.0 * hessian[alpha, beta] + hessian[beta, beta]);
            damped[alpha, alpha] += mean + shape;
            damped[beta, beta] += mean;
            damped[alpha, beta] -= mean;
            damped[beta, alpha] -= mean;
        }
        damped[4, 4] += Curvature(hessian[4, 4]);
        return damped;
    }

    // Cholesky; null when the matrix is not positive definite. A number that is held has the identity's row.
    private static double[]? Solve(double[,] matrix, double[] gradient, bool[] free)
    {
        var l = new double[Numbers, Numbers];
        var y = new double[Numbers];
        for (var i = 0; i < Numbers; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = !free[i] || !free[j] ? (i == j ? 1.0 : 0.0) : matrix[i, j];
                for (var k = 0; k < j; k++)
                    sum -= l[i, k] * l[j, k];
                if (i == j && !(sum > (free[i] ? 1e-13 * Math.Abs(matrix[i, i]) : 0.0)))
                    return null;
                l[i, j] = i == j ? Math.Sqrt(sum) : sum / l[j, j];
            }
            var right = free[i] ? -gradient[i] : 0.0;
            for (var k = 0; k < i; k++)
                right -= l[i, k] * y[k];
            y[i] = right / l[i, i];
        }
        for (var i = Numbers - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < Numbers; k++)
                y[i] -= l[k, i] * y[k];
            y[i] /= l[i, i];
        }
        return y;
    }

    private static bool[] Free(double[] at, double[] gradient) =>
        [.. Enumerable.Range(0, Numbers).Select(i => !(at[i] <= Low[i] && gradient[i] > 0.0) && !(at[i] >= High[i] && gradient[i] < 0.0))];

    private static double Norm(double[] gradient, bool[] free) => Enumerable.Range(0, Numbers).Where(i => free[i]).Select(i => Math.Abs(gradient[i])).DefaultIfEmpty().Max();

    private static double[] Moved(double[] at, double[] step) => Clamped([.. at.Zip(step, (x, change) => x + change)]);

    private static double[] Clamped(double[] at) => [.. at.Select((x, i) => Math.Clamp(x, Low[i], High[i]))];

    private static GammaPoissonPrior PriorAt(double[] at) => new(Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]), Math.Exp(at[3]), 1.0 / (1.0 + Math.Exp(-at[4])));

    private static double Logit(double p) => Math.Log(p / (1.0 - p));
}
