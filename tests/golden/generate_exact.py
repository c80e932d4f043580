"""Writes the reference numbers of relative reporting, IC, O/E and Fisher's test with 60 digits and more, independently of the code under test.

Python 3.9 or newer, standard library only:  python3 generate_exact.py  (two minutes)
Gamma quantiles solve the power series of the incomplete gamma function, with the gamma function of half-integers formed as a product. Fisher's test adds up
the hypergeometric weights of every table, from the mode to where they are 1e-55 of the observed one, and divides by their sum: no logarithm, no factorial.

python3 generate_exact.py --cornish-fisher prints the polynomials of src/JakSignals.Statistics/GammaQuantile.cs from exact rational arithmetic;
python3 generate_exact.py --stirling the table of src/JakSignals.Statistics/GammaFunction.cs.
"""
import sys
from decimal import Decimal as D, getcontext
from fractions import Fraction as F

from generate import PI, normal_quantile, show, write

getcontext().prec = 75
LN2 = D(2).ln()


def log_gamma_half_integer(doubled):
    """ln Γ(doubled / 2): Γ(n) = (n − 1)!, Γ(n + ½) = ½ · 3/2 · … · (n − ½) √π; Stirling's series beyond 400."""
    if doubled <= 800:
        product, k = (D(1), D(2)) if doubled % 2 == 0 else (PI.sqrt(), D(1))
        while k < doubled:
            product, k = product * k / 2, k + 2
        return product.ln()
    x = D(doubled) / 2
    bernoulli = [(1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6), (-3617, 510), (43867, 798), (-174611, 330), (854513, 138),
                 (-236364091, 2730), (8553103, 6)]
    return (x - D("0.5")) * x.ln() - x + (2 * PI).ln() / 2 + sum(D(p) / q / (2 * j * (2 * j - 1)) / x ** (2 * j - 1) for j, (p, q) in enumerate(bernoulli, 1))


def gamma_quantile(doubled, probability):
    """x with P(shape, x) = probability, shape = doubled / 2: Newton on the logarithm of the smaller tail."""
    shape, log_gamma, lower = D(doubled) / 2, log_gamma_half_integer(doubled), probability <= D("0.5")
    tail = probability if lower else 1 - probability
    z = normal_quantile(1 - 2 * tail) * (-1 if lower else 1) if tail < D("0.5") else D(0)
    cube = 1 - 1 / (9 * shape) + z / (9 * shape).sqrt()
    x = shape * cube ** 3 if cube > D("0.3") else ((tail.ln() + log_gamma + shape.ln()) / shape).exp()      # Wilson–Hilferty, or the first term of the series
    for _ in range(200):
        density = ((shape - 1) * x.ln() - x - log_gamma).exp()
        term, total, k = density * x / shape, D(0), shape
        while term > total * D(10) ** -68 or k < x:
            total, k = total + term, k + 1
            term = term * x / k
        p = total if lower else 1 - total
        step = (tail / p).ln() * p / density * (1 if lower else -1)
        x = max(x + step, x / 4)
        if abs(step) < x * D(10) ** -25:          # quadratic: the next step would be of 1e-50
            return x
    raise ArithmeticError((doubled, probability))


def information_component(observed, expected, confidence):
    tail = (1 - confidence) / 2
    rate = expected + D("0.5")
    return [(x / rate).ln() / LN2 for x in (observed + D("0.5"), gamma_quantile(2 * observed + 1, tail), gamma_quantile(2 * observed + 1, 1 - tail))]


def fisher(a, b, c, d):
    """Two-sided as R's fisher.test, P(A ≥ a), and P(A > a) + P(A = a)/2."""
    drug, event, total = a + b, a + c, a + b + c + d
    if 0 in (drug, event, total - drug, total - event):
        return [None] * 3
    low, high = max(0, drug + event - total), min(drug, event)
    mode = min(high, max(low, (drug + 1) * (event + 1) // (total + 2)))
    weights = {mode: D(1)}
    for stop, step in ((high, 1), (low, -1)):
        w, k = D(1), mode
        while k != stop:
            w = (w * ((drug - k) * (event - k)) / ((k + 1) * (total - drug - event + k + 1)) if step > 0
                 else w * (k * (total - drug - event + k)) / ((drug - k + 1) * (event - k + 1)))
            k += step
            if a in weights and w < weights[a] * D(10) ** -55:
                break
            weights[k] = w
            if a not in weights and (step > 0) != (a > mode) and w < D(10) ** -700:
                break
    everything, at = sum(weights.values()), weights[a]
    limit = at * (1 + D("1e-7"))
    two_sided = sum(w for w in weights.values() if w <= limit)
    beyond = sum(w for k, w in weights.items() if k > a)
    return [two_sided / everything, (beyond + at) / everything, (beyond + at / 2) / everything]


def short(x):
    """Twenty significant digits, with an exponent where that is shorter."""
    return "" if x is None else show(x) if x == 0 or abs(x) > D("1e-6") else f"{x:.19e}"


def observed_expected(a, b, c, d, confidence):
    if 0 in (a, b, c, d):
        return [None] * 6
    a, b, c, d = D(a), D(b), D(c), D(d)
    ratio, margin = a * (a + b + c + d) / ((a + b) * (a + c)), normal_quantile(confidence) * (1 / a + 1 / b + 1 / c + 1 / d).sqrt()
    logs = [ratio.ln(), ratio.ln() - margin, ratio.ln() + margin]
    return [x.exp() for x in logs] + [x / LN2 for x in logs]


TABLES = [  # id, a, b, c, d, confidence
    ("textbook", 20, 80, 100, 9800, "0.95"),
    ("textbook_90", 20, 80, 100, 9800, "0.90"),
    ("tea", 3, 1, 1, 3, "0.95"),
    ("one_case_each", 1, 1, 1, 1, "0.95"),
    ("nausea", 83, 1273, 1489, 52300, "0.95"),
    ("deficit", 20, 10, 200, 50, "0.95"),
    ("deficit_strong", 2, 998, 4000, 45000, "0.99"),
    ("at_the_mode", 10, 90, 100, 900, "0.95"),
    ("below_the_mode", 9, 91, 100, 900, "0.95"),
    ("symmetric_tie", 7, 3, 3, 7, "0.95"),
    ("single_case", 1, 413, 109, 215344, "0.95"),
    ("rifabutin_uveitis", 41, 14, 754, 591958, "0.95"),
    ("other_side_skewed_left", 3995, 5, 4800, 1200, "0.95"),
    ("tied_neighbours", 10_000_000_200, 10_000_000_000, 10_000_000_000, 10_000_000_000, "0.95"),
    ("zero_a", 0, 100, 500, 99400, "0.95"),
    ("zero_a_rare", 0, 20, 3, 15_000_000, "0.95"),
    ("zero_b", 4, 0, 610, 755346, "0.95"),
    ("zero_c", 3, 457, 0, 755500, "0.95"),
    ("zero_d", 3, 7, 5, 0, "0.95"),
    ("zero_b_and_c", 5, 0, 0, 95, "0.95"),
    ("zero_a_and_d", 0, 5, 7, 0, "0.95"),
    ("zero_b_and_d", 3, 0, 5, 0, "0.95"),
    ("zero_a_and_b", 0, 0, 5, 95, "0.95"),
    ("zero_a_and_c", 0, 5, 0, 95, "0.95"),
    ("no_case", 0, 0, 0, 0, "0.95"),
    ("all_cases", 10_000_000, 0, 0, 0, "0.95"),
    ("p_of_1e-300", 101, 1200, 260, 9_000_000, "0.95"),
    ("p_below_the_normal_numbers", 106, 1200, 260, 9_000_000, "0.95"),
    ("p_below_every_number", 110, 1200, 260, 9_000_000, "0.95"),
    ("large_excess", 1200, 60_000, 18_000, 1_400_000, "0.95"),
    ("large_deficit", 700, 60_000, 18_000, 1_400_000, "0.95"),
    ("common_pair_of_twenty_million", 41_000, 960_000, 780_000, 18_219_000, "0.95"),
    ("common_pair_just_above", 40_100, 960_000, 780_000, 18_719_000, "0.95"),
    ("two_billion_cases", 500_050_000, 500_000_000, 500_000_000, 500_000_000, "0.95"),
    ("ten_billion_in_each_cell", 10_000_250_000, 10_000_000_000, 10_000_000_000, 10_000_000_000, "0.95"),
    ("ten_billion_and_p_of_1e-300", 10_007_360_000, 10_000_000_000, 10_000_000_000, 10_000_000_000, "0.95"),
]

OBSERVED = [0, 1, 2, 3, 4, 5, 7, 10, 15, 16, 20, 33, 60, 99, 100, 150, 199, 200, 300, 500, 1000, 20_000, 10_000_000]
CONFIDENCES = ["0.5", "0.80", "0.90", "0.95", "0.99", "0.999", "0.9999"]
PAIRS = [(0, "1e-12"), (0, "0.001"), (0, "50"), (0, "20000000"), (1, "1e-12"), (3, "0.25"), (10_000_000, "1e-12"), (10_000_000, "9999999.75"), (12, "12"), (100, "99.5")]


def cornish_fisher(orders):
    """The polynomials p_m of x = s + √s Σ p_m(z) s^(−m/2), P(s, x) = Φ(z), each from its constant upwards.

    With x = s + √s w and u = 1/√s, dw/dz = φ(z) / density(w) = exp(Σ_{j≥2} (−1)^j u^(j−2) w^j / j + ln(1 + u w) − z²/2 + δ(s)), δ being what Stirling's
    formula leaves of ln s!. Order by order this is p_m' − z p_m = known terms, which has one polynomial solution.
    """
    add = lambda x, y: [(x[i] if i < len(x) else 0) + (y[i] if i < len(y) else 0) for i in range(max(len(x), len(y)))]

    def times(x, y):
        product = [F(0)] * (len(x) + len(y) - 1)
        for i, p in enumerate(x):
            for j, q in enumerate(y):
                product[i + j] += p * q
        return product

    delta = {2: F(1, 12), 6: F(-1, 360), 10: F(1, 1260), 14: F(-1, 1680)}
    w = [[F(0), F(1)]]
    for m in range(1, orders + 1):
        log, power = [[F(0)] for _ in range(m + 1)], [[F(1)]] + [[F(0)]] * m
        for j in range(1, m + 3):
            raised = [[F(0)] for _ in range(m + 1)]
            for i in range(m + 1):
                for k in range(min(len(w), m + 1 - i)):
                    raised[i + k] = add(raised[i + k], times(power[i], w[k]))
            power = raised
            for i in range(m + 1):
                if j >= 2 and i + j - 2 <= m:
                    log[i + j - 2] = add(log[i + j - 2], [q * F((-1) ** j, j) for q in power[i]])
                if i + j <= m:
                    log[i + j] = add(log[i + j], [q * F((-1) ** (j + 1), j) for q in power[i]])
        for order, q in delta.items():
            if order <= m:
                log[order] = add(log[order], [q])
        slope = [[F(1)]]
        for i in range(1, m + 1):
            total = [F(0)]
            for k in range(1, i + 1):
                total = add(total, [q * F(k, i) for q in times(log[k], slope[i - k])])
            slope.append(total)
        known = slope[m]
        while known[-1] == 0:
            known = known[:-1]
        p = [F(0)] * (len(known) + 1)
        for i in range(len(known) - 1, 0, -1):
            p[i - 1] = (i + 1) * p[i + 1] - known[i] if i + 1 < len(p) else -known[i]
        assert p[1] == known[0]
        while p[-1] == 0:
            p = p[:-1]
        w.append(p)
    return w


def main():
    write("exact_tables.csv",
          "id,a,b,c,d,confidence,rrr,ic,ic_lower,ic_upper,oe,oe_lower,oe_upper,oe_log2,oe_log2_lower,oe_log2_upper,fisher_two_sided,fisher_greater,fisher_mid_greater",
          ([name, str(a), str(b), str(c), str(d), conf, *map(short, table(a, b, c, d, D(conf)))] for name, a, b, c, d, conf in TABLES))
    write("information_component.csv", "observed,expected,confidence,ic,lower,upper",
          ([str(n), e, c, *map(short, information_component(n, D(e), D(c)))]
           for n, e in PAIRS + [(n, "1.5") for n in OBSERVED] for c in CONFIDENCES))


def table(a, b, c, d, confidence):
    n = a + b + c + d
    expected = D((a + b) * (a + c)) / n if n else D(0)
    rrr, ic = (a / expected, information_component(a, expected, confidence)) if expected else (None, [None] * 3)
    return [rrr, *ic, *observed_expected(a, b, c, d, confidence), *fisher(a, b, c, d)]


if __name__ == "__main__":
    if "--cornish-fisher" in sys.argv:
        for m, p in enumerate(cornish_fisher(int(sys.argv[2]) if len(sys.argv) > 2 else 12)):
            print(m, [str(q) for q in p])
    elif "--stirling" in sys.argv:
        for k in range(0, 33):
            s = D(k) / 2
            print(k, show(log_gamma_half_integer(k + 2) - (s * s.ln() - s + (2 * PI * s).ln() / 2 if k else D(0))))
    else:
        main()
