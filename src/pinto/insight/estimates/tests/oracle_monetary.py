"""Monetary measures once more, slowly: plain Python over rows, no numpy, no Ibis.

Each from the definition in its source, in another form than the engine's: all pairs
for the Gini, income laid out person by person for the fifths, and errors by leaving each
PSU out in turn.
"""

from fractions import Fraction


def fgt(rows, line, alpha):
    """Of (income, weight) pairs; Foster, Greer and Thorbecke (1984)."""
    poor = sum(w * ((line - y) / line) ** alpha for y, w in rows if y < line)
    return poor / sum(w for _, w in rows)


def gini(rows):
    """Half the relative mean difference: all pairs against each other (Sen 1973)."""
    whole = sum(w for _, w in rows)
    mean = sum(y * w for y, w in rows) / whole
    apart = sum(w * v * abs(y - x) for y, w in rows for x, v in rows)
    return apart / (2 * whole**2 * mean)


def median(rows, share=Fraction(1, 2)):
    """Whole weights: the rows written out one by one, the middle one or the mean of two."""
    written = sorted(y for y, w in rows for _ in range(w))
    at = share * len(written)
    if at.denominator == 1:
        return (written[int(at) - 1] + written[int(at)]) / 2
    return written[int(at)]


def fifths(rows):
    """S80/S20 with whole weights: each row five times, so that a fifth is a whole number.

    None when the poorest fifth has nothing.
    """
    written = sorted(y for y, w in rows for _ in range(5 * w))
    fifth = len(written) // 5
    poorest = sum(written[:fifth])
    return sum(written[-fifth:]) / poorest if poorest else None


def at_risk(rows, share=0.6):
    """The share with less than ``share`` of the median."""
    threshold = share * median(rows)
    return sum(w for y, w in rows if y < threshold) / sum(w for _, w in rows)


def jackknife(rows, figure, *, key, strata, among=bool):
    """The standard error by leaving out each PSU in turn (Rao and Shao 1992, JKn).

    ``rows`` are dictionaries with ``income`` and ``weight``; ``key`` and ``strata`` say
    of a row its PSU and stratum. PSUs left in a stratum take up the weight of the one left
    out; only rows ``among`` those asked about enter the figure.
    """
    full = figure([(row["income"], row["weight"]) for row in rows if among(row)])
    variance = 0.0
    for stratum in {strata(row) for row in rows}:
        psus = {key(row) for row in rows if strata(row) == stratum}
        up = len(psus) / (len(psus) - 1)
        for left_out in psus:
            kept = [
                (row["income"], row["weight"] * (up if strata(row) == stratum else 1))
                for row in rows
                if among(row) and (strata(row), key(row)) != (stratum, left_out)
            ]
            variance += (figure(kept) - full) ** 2 / up
    return variance**0.5
