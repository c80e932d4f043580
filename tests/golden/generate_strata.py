"""Writes strata.csv, stratified.csv, false_discovery_rate.csv and likelihood_ratio_test.csv, independently of the code under test.

Python 3.9 or newer, standard library only:  python3 generate_strata.py
Formulas as written in docs/methods.md, in decimal arithmetic of 200 digits (expected cells) and 60 digits (the rest); the roots of the Breslow-Day
quadratic are formed in its textbook form, binomial tails from factorials, the fewest cases that reach a likelihood ratio by counting up from the
expected count, q-values from fractions by their definition. Values are rounded to 20 significant digits.
"""
from decimal import Context, Decimal as D, getcontext, localcontext
from fractions import Fraction

from generate import PI, log_factorial, log_likelihood_ratio, normal_quantile, show, write

getcontext().prec = 60

BCG = [(4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619),
       (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825)]
BERKELEY = [(512, 89, 313, 19), (353, 17, 207, 8), (120, 202, 205, 391), (138, 131, 279, 244), (53, 94, 138, 299), (22, 24, 351, 317)]
BILLION = 10 ** 9

STRATA = [  # set, confidence, tables
    ("bcg", "0.95", BCG),
    ("bcg_99", "0.99", BCG),
    ("berkeley", "0.95", BERKELEY),
    ("berkeley_and_empty_strata", "0.90", BERKELEY + [(0, 0, 0, 0), (5, 3, 0, 0), (0, 0, 4, 9), (7, 0, 2, 0), (0, 6, 0, 8), (0, 0, 0, 1)]),
    ("one_stratum", "0.95", [(20, 80, 100, 9800)]),
    ("one_informative_stratum", "0.95", [(20, 80, 100, 9800), (3, 0, 9, 0)]),
    ("zero_cells_that_pool", "0.95", [(0, 10, 5, 900), (4, 0, 610, 7553), (3, 57, 0, 7555), (3, 7, 5, 0)]),
    ("matched_pairs", "0.95", [(1, 0, 0, 1)] * 13 + [(0, 1, 1, 0)] * 4 + [(1, 0, 1, 0)] * 30),
    ("difference_below_half", "0.95", [(3, 7, 6, 15), (2, 9, 4, 19)]),
    ("sexes", "0.95", [(31, 1210, 1840, 96_500), (9, 980, 770, 61_200), (2, 45, 61, 4_010)]),
    ("opposite_strata", "0.95", [(40, 10, 10, 40), (10, 40, 40, 10)]),
    ("opposite_strata_off_by_one", "0.95", [(40, 10, 10, 40), (10, 40, 40, 11)]),
    ("billions", "0.95", [(BILLION, BILLION - 1, BILLION + 1, BILLION), (BILLION, 40_000, 30_000, BILLION)]),
    ("billions_nearly_one_ratio", "0.95", [(BILLION, BILLION, BILLION, BILLION), (BILLION, BILLION + 30_000, BILLION - 20_000, BILLION + 50_000)]),
    ("steep_ratio", "0.95", [(BILLION, 1, 3, BILLION), (BILLION, 2, 1, 1000), (7, 1, 1, BILLION)]),
    ("flat_ratio", "0.95", [(1, BILLION, BILLION, 3), (2, BILLION, 1000, 1), (1, 7, BILLION, 1)]),
    ("one_case_in_billions", "0.95", [(1, BILLION, BILLION, BILLION), (2, 10, 3, BILLION)]),
    ("limits_beyond_floating_point", "0.95", [(1, 0, BILLION, 1), (0, 1, 1, 4 * BILLION)]),
    ("no_concordance", "0.95", [(0, 10, 5, 900), (3, 7, 5, 0)]),
    ("no_discordance", "0.95", [(4, 0, 5, 900), (3, 7, 0, 80)]),
    ("every_case_has_both", "0.95", [(BILLION, 0, 0, 0), (7, 0, 0, 0)]),
    ("single_cases", "0.95", [(1, 0, 0, 0), (0, 0, 0, 1)]),
    ("no_case", "0.95", [(0, 0, 0, 0)]),
    ("no_stratum", "0.95", []),
]


def pooled(tables, confidence):
    """The Mantel-Haenszel ratio and its limits, or nothing; and the ratio alone."""
    rows = [(D(a) * d / n, D(b) * c / n, D(a + d) / n, D(b + c) / n) for a, b, c, d in tables if (n := a + b + c + d)]
    r, s = sum((x[0] for x in rows), D(0)), sum((x[1] for x in rows), D(0))
    if not r or not s:
        return [None] * 3
    variance = (sum(p * ri for ri, si, p, q in rows) / (2 * r * r) + sum(p * si + q * ri for ri, si, p, q in rows) / (2 * r * s)
                + sum(q * si for ri, si, p, q in rows) / (2 * s * s))
    half = normal_quantile(confidence) * variance.sqrt()
    return [r / s, (r / s) * (-half).exp(), (r / s) * half.exp()] if half < 600 else [None] * 3


def informative(tables):
    return [(a, b, c, d) for a, b, c, d in tables if a + b and c + d and a + c and b + d]


def chi_square(tables, corrected):
    rows = informative(tables)
    if not rows:
        return None
    excess = abs(sum(a - D(a + b) * (a + c) / (a + b + c + d) for a, b, c, d in rows))
    variance = sum(D(a + b) * (c + d) * (a + c) * (b + d) / (D(n) ** 2 * (n - 1)) for a, b, c, d in rows for n in [a + b + c + d])
    return (excess - (D("0.5") if corrected and excess >= D("0.5") else 0)) ** 2 / variance


def expected_cells(a, b, c, d, ratio):
    """Both roots of x (d - a + x) = ratio (drug - x)(event - x) in their textbook form; the one within the margins."""
    drug, event = D(a + b), D(a + c)
    if ratio == 1:
        x = drug * event / (a + b + c + d)
    else:
        square, linear, constant = 1 - ratio, d - a + ratio * (drug + event), -ratio * drug * event
        root = (linear * linear - 4 * square * constant).sqrt()
        x, = [y for y in ((-linear + root) / (2 * square), (-linear - root) / (2 * square)) if max(0, a - d) < y < min(drug, event)]
    return x, drug - x, event - x, d - a + x


def breslow_day(tables):
    """Uncorrected, with Tarone's correction, degrees of freedom, p of the corrected one."""
    rows = informative(tables)
    with localcontext(Context(prec=200)):
        ratio = pooled(tables, D("0.95"))[0]
        if ratio is None or len(rows) < 2:
            return [None] * 4
        r, s = sum(D(a) * d / (a + b + c + d) for a, b, c, d in rows), sum(D(b) * c / (a + b + c + d) for a, b, c, d in rows)
        cells = [expected_cells(*row, r / s) for row in rows]
        excess = [row[0] - x[0] for row, x in zip(rows, cells)]
        variance = [1 / sum(1 / y for y in x) for x in cells]
        plain = sum(e * e / v for e, v in zip(excess, variance))
        corrected = plain - sum(excess) ** 2 / sum(variance)
        return [plain, corrected, len(rows) - 1, chi_square_tail(corrected, len(rows) - 1)]


def chi_square_tail(x, degrees):
    """P(chi-square >= x): exp(-h) times a finite sum in h = x/2, with erfc(sqrt h) for odd degrees."""
    if x > 1400:
        return D(0)                              # below 1e-300: beyond the range of floating point, or nearly
    h, odd = x / 2, degrees % 2
    term, total, j = (h.sqrt() / (PI.sqrt() / 2), D(0), D("1.5")) if odd else (D(1), D(0), D(1))      # the first h^(j-1) / Gamma(j)
    for _ in range(degrees // 2):
        total, term, j = total + term, term * h / j, j + 1
    return (erfc(h.sqrt()) if odd else D(0)) + (-h).exp() * total


def erfc(z):
    """1 - 2/sqrt(pi) exp(-z^2) (z + 2z^3/3 + 4z^5/15 + ...), with digits to spare for what cancels."""
    with localcontext(Context(prec=800)):
        term, total, k = z, D(0), 0
        while term > D(10) ** -780:
            total, k = total + term, k + 1
            term = term * 2 * z * z / (2 * k + 1)
        pi = arctangent_pi()
        return 1 - 2 / pi.sqrt() * (-z * z).exp() * total


def arctangent_pi():
    """Machin's formula at the precision of the context."""
    def arctan_inverse(n):
        power, total, k = D(1) / n, D(0), 0
        while abs(power) > D(10) ** -790:
            total += power / (2 * k + 1) * (-1) ** k
            power, k = power / (n * n), k + 1
        return total
    return 16 * arctan_inverse(5) - 4 * arctan_inverse(239)


def expected(tables):
    parts = [D(a + b) * (a + c) / (a + b + c + d) for a, b, c, d in tables if a + b + c + d]
    return sum(parts) if parts else None


def scientific(x):
    return "" if x is None else "0" if x == 0 else format(x, ".19e")


def q_values(p, tested):
    """The definition, over every rank of the whole list: the hypotheses without a p count as 1."""
    whole = sorted(p) + [Fraction(1)] * (tested - len(p))
    by_rank = [min(whole[j] * Fraction(tested, j + 1) for j in range(i, tested)) for i in range(tested)]
    return [min(Fraction(1), by_rank[max(i for i, y in enumerate(whole) if y == x)]) for x in p]


P_VALUES = [  # set, tested, p
    ("benjamini_hochberg_1995", 15, "0.0001 0.0004 0.0019 0.0095 0.0201 0.0278 0.0298 0.0344 0.0459 0.3240 0.4262 0.5719 0.6528 0.7590 1.0000"),
    ("listed_among_forty", 40, "0.0001 0.0004 0.0019 0.0095 0.0201 0.0278 0.0298 0.0344 0.0459 0.3240 0.4262 0.5719 0.6528 0.7590 1.0000"),
    ("unordered_with_ties", 8, "0.04 0.01 0.04 0.01 0.04 0.5 0 0.03"),
    ("step_up", 4, "0.049 0.05 0.048 0.047"),
    ("one_of_one", 1, "0.03"),
    ("one_of_thousand", 1000, "0.00002"),
    ("all_ones", 3, "1 1 1"),
]


def least_reaching(x, m, drug, total):
    """Fewest cases above the expected count whose log likelihood ratio is x or more, or none up to m."""
    mean = D(m) * drug / total
    a = int(mean) + 1
    while a <= m:
        if log_likelihood_ratio(D(a), D(m - a), mean, D(total)) >= x:
            return a
        a += 1
    return None


def binomial_tail(k, m, p):
    term = (log_factorial(m) - log_factorial(k) - log_factorial(m - k) + k * p.ln() + (m - k) * (1 - p).ln()).exp()
    total = D(0)
    while k <= m and term > total * D(10) ** -40:
        total += term
        term, k = term * (m - k) / (k + 1) * p / (1 - p), k + 1
    return total


def largest_ratio_test(tables):
    """ln LR and p of each table; all of one event and stratum."""
    m, total = tables[0][0] + tables[0][2], sum(tables[0])
    ratios = [log_likelihood_ratio(D(a), D(c), D(a + b) * m / total, D(total)) for a, b, c, d in tables]
    drugs = [a + b for a, b, c, d in tables if a + b and c + d]

    def bound(x):
        least = [(least_reaching(x, m, n, total), n) for n in drugs]
        return min(D(1), sum((binomial_tail(k, m, D(n) / total) for k, n in least if k is not None), D(0)))
    return [(x, None if x is None else D(1) if x == 0 else bound(x)) for x in ratios]


def of_margins(m, total, drugs):
    return [(a, n - a, m - a, total - n - m + a) for a, n in drugs]


EVENTS = [  # set, tables
    ("disjoint_drugs", of_margins(30, 1000, [(6, 50), (5, 100), (11, 250), (8, 600)])),
    ("overlapping_drugs", of_margins(120, 10_000, [(20, 100), (0, 4), (1, 1), (3, 40), (3, 40), (60, 5200), (90, 7000), (0, 0)])),
    ("every_case_on_the_drug", of_margins(12, 5000, [(12, 300), (2, 30), (0, 4000), (12, 5000)])),
    ("one_event_case", of_margins(1, 500, [(1, 2), (0, 300)])),
    ("no_event_case", of_margins(0, 500, [(0, 2), (0, 300)])),
    ("strong_signals", of_margins(5000, 20_000_000, [(60, 9000), (140, 60_000), (30, 200), (2, 4_000_000), (2, 1200)])),
    ("million_event_cases", of_margins(1_000_000, 4_000_000, [(502_500, 2_000_000), (1_200, 4_000), (1_031, 4_000), (7, 11), (9_000, 100_000), (28, 60)])),
]


def main():
    write("strata.csv", "set,a,b,c,d", ([name, *map(str, row)] for name, _, tables in STRATA for row in tables))
    write("stratified.csv", "set,confidence,ror,lower,upper,chi_square,chi_square_corrected,breslow_day,tarone,degrees,p,expected",
          ([name, conf, *map(scientific, pooled(tables, D(conf))), scientific(chi_square(tables, False)), scientific(chi_square(tables, True)),
            scientific(bd[0]), scientific(bd[1]), "" if bd[2] is None else str(bd[2]), scientific(bd[3]), show(expected(tables))]
           for name, conf, tables in STRATA for bd in [breslow_day(tables)]))
    write("false_discovery_rate.csv", "set,tested,p,q",
          ([name, str(tested), p, scientific(D(q.numerator) / q.denominator)]
           for name, tested, listed in P_VALUES for p, q in zip(listed.split(), q_values([Fraction(x) for x in listed.split()], tested))))
    write("likelihood_ratio_test.csv", "set,a,b,c,d,log_likelihood_ratio,p",
          ([name, *map(str, table), scientific(x), scientific(p)]
           for name, tables in EVENTS for table, (x, p) in zip(tables, largest_ratio_test(tables))))


if __name__ == "__main__":
    main()
