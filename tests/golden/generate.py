"""Writes the reference numbers of this folder with 60-digit decimal arithmetic, independently of the code under test.

Python 3.9 or newer, standard library only:  python3 generate.py
Ratios are formed as written in docs/methods.md, without the rearrangements the code makes for accuracy. Poisson limits solve the
Poisson tail sums themselves, not a gamma or chi-square quantile. Values are rounded to 20 significant digits.
"""
from decimal import Context, Decimal as D, getcontext
from math import factorial

getcontext().prec = 60
HERE = __file__.rsplit("/", 1)[0] if "/" in __file__ else "."


def pi():
    """Machin: π = 16 arctan(1/5) − 4 arctan(1/239)."""
    def arctan_inverse(n):
        power, total, k = D(1) / n, D(0), 0
        while abs(power) > D(10) ** -65:
            total += power / (2 * k + 1) * (-1) ** k
            power, k = power / (n * n), k + 1
        return total
    return 16 * arctan_inverse(5) - 4 * arctan_inverse(239)


PI = pi()


def normal_quantile(confidence):
    """z with P(|Z| ≤ z) = confidence; Newton on P = 2 φ(z) (z + z³/3 + z⁵/15 + …)."""
    z = D("0.5")                                  # left of every root wanted; P is concave, so Newton climbs to it
    for _ in range(60):
        density = (-z * z / 2).exp() / (2 * PI).sqrt()
        term, total, k = z, D(0), 1
        while term > D(10) ** -62:
            total, k = total + term, k + 2
            term = term * z * z / k
        step = (2 * density * total - confidence) / (2 * density)
        z -= step
        if abs(step) < D(10) ** -50:
            return z
    raise ArithmeticError(confidence)


def log_factorial(n):
    if n <= 5000:
        return D(factorial(n)).ln()
    x = D(n + 1)                                  # Stirling's series; the first term left out is below 1e-60 here
    bernoulli = [(1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6), (-3617, 510)]
    series = sum(D(p) / q / (2 * j * (2 * j - 1)) / x ** (2 * j - 1) for j, (p, q) in enumerate(bernoulli, 1))
    return (x - D("0.5")) * x.ln() - x + (2 * PI).ln() / 2 + series


def poisson_tail(n, mu, upper):
    """P(N ≥ n) or P(N ≤ n), and the absolute value of its derivative by μ."""
    at_n = (n * mu.ln() - mu - log_factorial(n)).exp()
    term, total, k = at_n, D(0), n
    while term > total * D(10) ** -45:
        total += term
        if upper:
            k += 1
            term = term * mu / k
        else:
            if k == 0:
                break
            term, k = term * k / mu, k - 1
    return total, (at_n * n / mu if upper else at_n)


def poisson_limit(n, tail, upper_tail):
    """The μ with P(N ≥ n | μ) = tail (the lower limit) or P(N ≤ n | μ) = tail (the upper limit); Newton on the logarithm."""
    shape = n if upper_tail else n + 1
    z = normal_quantile(1 - 2 * tail) * (-1 if upper_tail else 1)
    mu = shape * max(1 - 1 / D(9 * shape) + z / D(9 * shape).sqrt(), D("0.05")) ** 3       # Wilson–Hilferty, to start
    for _ in range(100):
        p, slope = poisson_tail(n, mu, upper_tail)
        step = (p.ln() - tail.ln()) * p / slope * (-1 if upper_tail else 1)
        mu += step
        if abs(step) < mu * D(10) ** -40:
            return mu
    raise ArithmeticError((n, tail))


def show(x):
    """Twenty significant digits, without an exponent; nothing for what is not estimable."""
    return "" if x is None else "0" if x == 0 else format(Context(prec=20).plus(x), "f")


def ratio_with_limits(ratio, variance, z):
    return [ratio, (ratio.ln() - z * variance.sqrt()).exp(), (ratio.ln() + z * variance.sqrt()).exp()]


def two_by_two(a, b, c, d, confidence):
    a, b, c, d = D(a), D(b), D(c), D(d)
    n, z, none = a + b + c + d, normal_quantile(confidence), [None] * 3
    expected = (a + b) * (a + c) / n if n else None
    prr = none if a == 0 or c == 0 or (b == 0 and d == 0) else ratio_with_limits(
        (a / (a + b)) / (c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d), z)
    ror = none if 0 in (a, b, c, d) else ratio_with_limits(a * d / (b * c), 1 / a + 1 / b + 1 / c + 1 / d, z)
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    pearson = n * (a * d - b * c) ** 2 / margins if margins else None
    yates = n * max(D(0), abs(a * d - b * c) - n / 2) ** 2 / margins if margins else None
    return [expected, *prr, *ror, pearson, yates, log_likelihood_ratio(a, c, expected, n)]


def log_likelihood_ratio(a, c, expected, n):
    """ln of (a/E)^a (c/(m-E))^c with m = a + c; 0 where no more is reported than expected."""
    if not expected or expected == a + c:
        return None
    power = lambda count, mean: (count / mean).ln() * count if count else D(0)
    return max(D(0), power(a, expected) + power(c, a + c - expected)) if a > expected else D(0)


TABLES = [  # id, a, b, c, d, confidence
    ("textbook", 20, 80, 100, 9800, "0.95"),
    ("textbook_90", 20, 80, 100, 9800, "0.90"),
    ("textbook_99", 20, 80, 100, 9800, "0.99"),
    ("nausea", 83, 1273, 1489, 52300, "0.95"),
    ("small_excess", 3, 2, 2, 13, "0.95"),
    ("deficit", 20, 10, 200, 50, "0.95"),
    ("rifabutin_uveitis", 41, 14, 754, 591958, "0.95"),
    ("one_case_each", 1, 1, 1, 1, "0.95"),
    ("single_case", 1, 413, 109, 215344, "0.95"),
    ("independent", 10, 90, 100, 900, "0.95"),
    ("yates_held_at_zero", 3, 7, 6, 15, "0.95"),
    ("prr_exactly_two", 6, 54, 50, 950, "0.95"),
    ("chi_square_exactly_four", 2, 0, 0, 2, "0.95"),
    ("zero_a", 0, 100, 500, 99400, "0.95"),
    ("zero_b", 4, 0, 610, 755346, "0.95"),
    ("zero_c", 3, 457, 0, 755500, "0.95"),
    ("zero_d", 3, 7, 5, 0, "0.95"),
    ("zero_b_and_d", 3, 0, 5, 0, "0.95"),
    ("zero_a_and_b", 0, 0, 5, 95, "0.95"),
    ("zero_a_and_c", 0, 5, 0, 95, "0.95"),
    ("zero_b_and_c", 5, 0, 0, 95, "0.95"),
    ("no_case", 0, 0, 0, 0, "0.95"),
    ("common_drug_and_event", 2_000_000, 1, 3, 18_000_000, "0.95"),
    ("rare_in_twenty_million", 3, 9_999_997, 2, 9_999_998, "0.95"),
    ("two_billion_cases", 500_000_000, 500_000_000, 500_000_000, 500_000_000, "0.95"),
    ("nearly_independent_in_two_billion", 10_000_001, 300_000_000, 50_000_000, 1_500_000_000, "0.95"),
    ("cells_of_ten_billion_off_by_one", 10_000_000_000, 9_999_999_999, 10_000_000_001, 10_000_000_000, "0.95"),
    ("cells_of_one_billion_off_by_one", 1_000_000_000, 999_999_999, 1_000_000_001, 1_000_000_000, "0.95"),
]

EVENTS = [0, 1, 2, 3, 5, 10, 12, 18, 42, 122, 1000, 5000, 64_433, 845_513, 10_000_000]
CONFIDENCES = ["0.5", "0.80", "0.90", "0.95", "0.99", "0.999", "0.9999"]


def write(name, header, rows):
    with open(f"{HERE}/{name}", "w", newline="\n", encoding="utf-8") as f:
        f.write(header + "\n")
        f.writelines(",".join(row) + "\n" for row in rows)


def main():
    write("normal_quantile.csv", "confidence,z", ([c, show(normal_quantile(D(c)))] for c in CONFIDENCES))
    write("two_by_two.csv",
          "id,a,b,c,d,confidence,expected,prr,prr_lower,prr_upper,ror,ror_lower,ror_upper,chi_square,chi_square_yates,log_likelihood_ratio",
          ([name, str(a), str(b), str(c), str(d), conf, *map(show, two_by_two(a, b, c, d, D(conf)))]
           for name, a, b, c, d, conf in TABLES))
    write("poisson_limits.csv", "events,confidence,lower,upper",
          ([str(n), c, "0" if n == 0 else show(poisson_limit(n, (1 - D(c)) / 2, True)), show(poisson_limit(n, (1 - D(c)) / 2, False))]
           for n in EVENTS for c in CONFIDENCES))


if __name__ == "__main__":
    main()
