"""Writes the reference numbers of the Gamma-Poisson shrinker with 60-digit decimal arithmetic, independently of the code under test.

Python 3.9 or newer, standard library only, some minutes:  python3 generate_ebgm.py
Tails are the power series of the lower incomplete gamma function at every shape, and one minus it; quantiles are bisected, then finished by Newton's method;
the likelihood is a product of negative binomial probabilities written with gamma functions. Values are rounded to 20 significant digits.
"""
from decimal import Context, Decimal as D, getcontext
from generate import HERE, PI, write

getcontext().prec = 60
getcontext().Emin, getcontext().Emax = -10**9, 10**9
BERNOULLI = [(1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6), (-3617, 510), (43867, 798), (-174611, 330),
             (854513, 138), (-236364091, 2730), (8553103, 6), (-23749461029, 870), (8615841276005, 14322)]


def log_gamma(x):
    """Stirling's series from 100 on, where the first term left out is below 1e-45."""
    product = D(1)
    while x < 100:
        product, x = product * x, x + 1
    series = sum(D(p) / q / (2 * j * (2 * j - 1)) / x ** (2 * j - 1) for j, (p, q) in enumerate(BERNOULLI, 1))
    return (x - D("0.5")) * x.ln() - x + (2 * PI).ln() / 2 + series - product.ln()


def digamma(x):
    shift = D(0)
    while x < 100:
        shift, x = shift + 1 / x, x + 1
    return x.ln() - 1 / (2 * x) - sum(D(p) / q / (2 * j) / x ** (2 * j) for j, (p, q) in enumerate(BERNOULLI, 1)) - shift


def log_negative_binomial(n, e, a, b):
    return log_gamma(a + n) - log_gamma(a) - log_gamma(D(n) + 1) + a * (b / (b + e)).ln() + (n * (e / (b + e)).ln() if n else 0)


def lower(a, x):
    """P(X <= x) for X ~ Gamma(a, 1), and x times the density."""
    density = (a * x.ln() - x - log_gamma(a)).exp()
    term, total, k = D(1), D(0), a
    while term > total * D(10) ** -32:
        total, k = total + term, k + 1
        term = term * x / k
    return density / a * total, density


class Posterior:
    def __init__(self, theta, n, e):
        a1, b1, a2, b2, p = map(D, theta)
        n, e = int(n), D(e)
        one, two = log_negative_binomial(n, e, a1, b1), log_negative_binomial(n, e, a2, b2)
        largest = max(one, two)
        one, two = p * (one - largest).exp(), (1 - p) * (two - largest).exp()
        self.q = one / (one + two)
        self.parts = [(w, a + n, b + e) for w, a, b in ((self.q, a1, b1), (1 - self.q, a2, b2)) if w]

    def geometric_mean(self):
        return sum(w * (digamma(a) - b.ln()) for w, a, b in self.parts).exp()

    def cdf(self, x):
        parts = [(w, *lower(a, x * b)) for w, a, b in self.parts]
        return sum(w * tail for w, tail, _ in parts), sum(w * density for w, _, density in parts)

    def quantile(self, p):
        # P(X <= x) <= x^a / gamma(a + 1), and no quantile asked for is ten deviations above the mean
        low = min(((p.ln() + log_gamma(a + 1)) / a - b.ln()) for _, a, b in self.parts)
        high = max(((a + 10 * a.sqrt() + 20) / b).ln() for _, a, b in self.parts)
        narrow = D("0.3") / max(a for _, a, _ in self.parts).sqrt()
        while high - low > narrow:
            middle = (low + high) / 2
            low, high = (middle, high) if self.cdf(middle.exp())[0] < p else (low, middle)
        u = (low + high) / 2
        for _ in range(40):
            tail, density = self.cdf(u.exp())
            step = (tail - p) / density
            u -= step
            if abs(step) < D(10) ** -16:                      # the next one is below 1e-25
                return u.exp()
        raise ArithmeticError((self.parts, p))


def show(x):
    return "0" if x == 0 else str(Context(prec=20, Emin=-10**9, Emax=10**9).plus(x))


DUMOUCHEL = ("0.2", "0.06", "1.4", "1.8", "0.1")
FAERS = ("0.6849", "0.9145", "0.1526", "0.0212", "0.9395")
EXTREME = ("0.001", "0.001", "1000", "1000", "0.3")
CELLS = [("0", "1e-9"), ("0", "1"), ("0", "10000"), ("1", "1e-9"), ("1", "0.05"), ("3", "0.5"), ("12", "30"), ("250", "20"),
         ("5000", "4800"), ("1000000", "1000"), ("10000000", "9900000")]
FEW = [("0", "0.3"), ("4", "0.3"), ("40", "55")]
POSTERIORS = [(theta, *cell) for theta, cells in ((DUMOUCHEL, CELLS), (FAERS, CELLS), (EXTREME, CELLS), (DUMOUCHEL[:4] + ("0",), FEW), (DUMOUCHEL[:4] + ("1",), FEW))
              for cell in cells] + [(("16", "3", "0.05", "0.05", "0.96"), "0", "0.000001")]

POINTS = [("0", "0.000001", "500000000"), ("0", "0.02", "70000.5"), ("0", "3.5", "12"), ("1", "0.0004", "40"), ("1", "0.3", "900"), ("2", "0.07", "55.25"), ("3", "1.1", "20"),
          ("8", "0.9", "4"), ("15", "22", "2"), ("16", "0.01", "1"), ("40", "35.5", "3"), ("1000", "20", "1"), ("250000", "1000000", "1"), ("10000000", "1000000", "1")]
THETAS = [DUMOUCHEL, FAERS, EXTREME, ("0.000001", "0.000001", "1000000", "1000000", "0.5"), ("2", "3", "2", "3", "0.4")]

FITS = [(("2.85", "2.08", "0.197", "0.238", "0.567"), "no"), (("19.8", "1.71", "2.33", "1.95", "0.0363"), "yes")]       # where Newton's method starts


def negative_log_likelihood(theta, truncated, points=None):
    a1, b1, a2, b2, p = map(D, theta)
    total, gamma = D(0), {}
    for n, e, weight in points or POINTS:
        if truncated and n == "0":
            continue
        n, e, parts = int(n), D(e), []
        for a, b in ((a1, b1), (a2, b2)):
            if (n, a) not in gamma:
                gamma[n, a] = log_gamma(a + n) - log_gamma(a) - log_gamma(D(n) + 1)
            not_zero = 1 - (b / (b + e)) ** a if truncated else D(1)
            parts.append((gamma[n, a] + a * (b / (b + e)).ln() + (n * (e / (b + e)).ln() if n else 0)).exp() / not_zero)
        total -= D(weight) * (p * parts[0] + (1 - p) * parts[1]).ln()
    return total


def solve(matrix, right):
    """Gauss without pivots: the matrix is positive definite."""
    rows = [row + [r] for row, r in zip(matrix, right)]
    for i, row in enumerate(rows):
        for other in rows[i + 1:]:
            factor = other[i] / row[i]
            other[:] = [x - factor * y for x, y in zip(other, row)]
    answer = [D(0)] * len(rows)
    for i in reversed(range(len(rows))):
        answer[i] = (rows[i][-1] - sum(rows[i][j] * answer[j] for j in range(i + 1, len(rows)))) / rows[i][i]
    return answer


def optimum(start, truncated, points):
    """Newton's method on central differences of 1e-12, whose error of 1e-24 does not matter, to a step below 1e-18."""
    def at(*moves):
        theta = list(x)
        for i, h in moves:
            theta[i] += h
        return negative_log_likelihood(theta, truncated, points)
    x, five, h = [D(v) for v in start], range(5), D("1e-12")
    for _ in range(20):
        here, up, down = at(), [at((i, h)) for i in five], [at((i, -h)) for i in five]
        gradient = [(u - d) / (2 * h) for u, d in zip(up, down)]
        hessian = [[(up[i] - 2 * here + down[i]) / h ** 2 if i == j else (at((i, h), (j, h)) - up[i] - up[j] + here) / h ** 2 for j in five] for i in five]
        step = solve(hessian, gradient)
        x = [v - s for v, s in zip(x, step)]
        if max(abs(s / v) for s, v in zip(step, x)) < D("1e-18"):
            return x, at()
    raise ArithmeticError((start, x))


def main():
    write("ebgm.csv", "alpha1,beta1,alpha2,beta2,p,count,expected,qn,ebgm,eb05,eb95,median",
          ([*theta, n, e, *map(show, (it.q, it.geometric_mean(), it.quantile(D("0.05")), it.quantile(D("0.95")), it.quantile(D("0.5"))))]
           for theta, n, e in POSTERIORS for it in [Posterior(theta, n, e)]))
    write("gamma_poisson_points.csv", "count,expected,weight", (list(point) for point in POINTS))
    write("gamma_poisson_likelihood.csv", "alpha1,beta1,alpha2,beta2,p,zero_truncated,negative_log_likelihood",
          ([*theta, "yes" if truncated else "no", show(negative_log_likelihood(theta, truncated))] for theta in THETAS for truncated in (False, True)))
    with open(f"{HERE}/gamma_poisson_caers.csv", encoding="utf-8") as f:
        points = [line.strip().split(",") for line in list(f)[1:]]
    write("gamma_poisson_fit.csv", "zero_truncated,alpha1,beta1,alpha2,beta2,p,negative_log_likelihood",
          ([truncated, *map(show, [*theta, value])] for start, truncated in FITS for theta, value in [optimum(start, truncated == "yes", points)]))


if __name__ == "__main__":
    main()
