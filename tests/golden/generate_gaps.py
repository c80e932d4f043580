"""Writes ebgm_gaps.csv with mpmath at 50 digits, independently of the code under test.

Python 3.9 or newer with mpmath, a minute:  python3 generate_gaps.py
Quantiles are bisected on the incomplete gamma functions of mpmath: in the gap between two components Newton's method overshoots.
"""
from mpmath import digamma, exp, gammainc, log, loggamma, mp, mpf, nstr, sqrt
from generate import write

mp.dps = 50

# Quantiles in the gap between two components (weights within 1e-2 to 1e-13 of 0.05 or 0.95), the last four with cases and a mean outside its limits. Numbers of the prior and E count to the last bit of their doubles.
GAPS = [(tuple(row.split()[:5]), *row.split()[5:]) for row in (
    "0.022520785705643954 0.0007016722125416347 10000 9962.803723734887 0.0004032378351985767 1 17.60122639338277",
    "0.035964695664339935 0.0019045867686886993 9961.308872095045 10000 0.00045419413267502526 3 0.010111093640106776",
    "0.004324004114824703 162.5103926431364 21.07281906838534 46.194273022232345 0.9999969278800858 1 0.0015751685080356182",
    "5419.444732204869 24.73817204138372 0.5256856633114885 15.830949234742175 4.257000451811668e-09 2 0.0008825368809905621",
    "1.7147738591274624 0.0002882488717256604 1.4018666129704993 660.2103153793622 0.9998209260848943 1 4.883485042347635",
    "9.195985280505514 286.2737959716821 1.0739392948065045 0.0036278165350038635 0.9977046043308246 1 0.00019697516404914108",
    "54.89266539304715 7.427473337989109 0.34940198349464663 260.47014207440344 2.8017082625396632e-09 3 0.0002725998010600541",
    "12.41617134949761 0.050561807407053606 150.90785288964722 5.692174929703273 0.05636857642829247 0 0.0005817316919654988",
    "0.00015072644512097112 0.9134167740791873 252.89392064591374 8110.181241168862 0.5971201386737353 3 0.0018315375980664916",
    "338.0053791707289 103.96140924874155 0.6852263758649967 15.07230873883874 0.9844880683675642 0 0.37684261614365133",
    "7679.939593915983 3.9914429524709014 0.0006770331076796217 0.07709125944010971 0.9999353697382796 0 0.003484895263572378",
    "1205.0122557763736 0.003956627577467929 43.3997833232743 1.4345936350071478 0.9999683564844564 3 0.00011633357426011748",
    "218.6035968846603 1.8833760123135 8005.039452752201 16.329043916087002 0.0281569720502295 2 0.025060042305411714",
    "0.05 0.002 280 280 0.00035 4 0.21775", "0.05 0.002 280 280 0.00035 3 0.1", "0.02 0.0002 9000 9000 0.0005 5 0.8", "0.3 0.01 2000 2100 0.00002 2 0.02")]


def log_negative_binomial(n, e, a, b):
    """Without n! and E^n, which both components share."""
    return loggamma(a + n) - loggamma(a) + a * log(b / (b + e)) - n * log(b + e)


def row(theta, n, e):
    a1, b1, a2, b2, p = (mpf(float(x)) for x in theta)
    n, e = int(n), mpf(float(e))
    odds = p / (1 - p) * exp(log_negative_binomial(n, e, a1, b1) - log_negative_binomial(n, e, a2, b2))
    q = odds / (1 + odds)
    parts = [(q, a1 + n, b1 + e), (1 - q, a2 + n, b2 + e)]
    mean = exp(sum(w * (digamma(a) - log(b)) for w, a, b in parts))

    def quantile(probability):
        low, high = mpf(-708), log(max((a + 10 * sqrt(a) + 20) / b for _, a, b in parts))
        while high - low > mpf(10) ** -22:
            middle = (low + high) / 2
            below = sum(w * gammainc(a, 0, exp(middle) * b, regularized=True) for w, a, b in parts)
            low, high = (middle, high) if below < probability else (low, middle)
        return exp(high)

    return [*theta, str(n), repr(float(e)), *(nstr(x, 20) for x in (q, mean, quantile(mpf("0.05")), quantile(mpf("0.95"))))]


if __name__ == "__main__":
    write("ebgm_gaps.csv", "alpha1,beta1,alpha2,beta2,p,count,expected,qn,ebgm,eb05,eb95", (row(*gap) for gap in GAPS))
