"""The counting method and its errors by loops over the units, straight from the definitions.

Shares no line with the engine. Points: Alkire & Foster (2011), section 3-5. Errors: the
with-replacement variance of a linearised ratio, Lumley, "Complex Surveys" (2010),
sections 2.2 and appendix C.1; Wolter (2007), eq. 6.10.
"""

from fractions import Fraction
from math import exp, log, sqrt


def score(unit, weights):
    """c_i, exactly."""
    return sum((weight for name, weight in weights.items() if unit[name]), Fraction(0))


def figures(units, weights, dimensions, cutoff):
    """{(measure, indicator, dimension): (y, x, largest)}, the figure is sum w y / sum w x."""
    c = [score(unit, weights) for unit in units]
    poor = [1 if value >= cutoff else 0 for value in c]
    one = [1] * len(units)
    censored = [value * p for value, p in zip(c, poor, strict=True)]
    found = {
        ("H", None, None): (poor, one, 1),
        ("A", None, None): (censored, poor, 1),
        ("M0", None, None): (censored, one, 1),
    }
    for name, weight in weights.items():
        dimension = dimensions[name]
        raw = [unit[name] for unit in units]
        both = [a * b for a, b in zip(raw, poor, strict=True)]
        weighed = [weight * value for value in both]
        found["hd", name, dimension] = (raw, one, 1)
        found["hdk", name, dimension] = (both, one, 1)
        found["contribution_abs", name, dimension] = (weighed, one, weight)
        found["contribution_pct", name, dimension] = (weighed, censored, 1)
    for dimension in set(dimensions.values()):
        names = [name for name in weights if dimensions[name] == dimension]
        together = [
            sum((weights[name] * unit[name] for name in names), Fraction(0)) * p
            for unit, p in zip(units, poor, strict=True)
        ]
        most = sum(weights[name] for name in names)
        found["contribution_abs", None, dimension] = (together, one, most)
        found["contribution_pct", None, dimension] = (together, censored, 1)
    return found


def ratio(units, y, x):
    """The weighted ratio, None when it speaks of nobody."""
    below = sum(unit["weight"] * float(value) for unit, value in zip(units, x, strict=True))
    above = sum(unit["weight"] * float(value) for unit, value in zip(units, y, strict=True))
    return above / below if below else None


def standard_error(units, inside, y, x):
    """Of the ratio in the domain ``inside`` (a list of booleans, one for each unit)."""
    here = [float(flag) for flag in inside]
    y = [float(a) * b for a, b in zip(y, here, strict=True)]
    x = [float(a) * b for a, b in zip(x, here, strict=True)]
    if ratio(units, y, x) is None:
        return None
    heard = {(u["stratum"], u["psu"]) for u, below in zip(units, x, strict=True) if below}
    return design_error(units, linearised(units, inside, y, x)[1]) if len(heard) > 1 else None


def design_error(units, z):
    """The with-replacement error of a sum of z over the units: PSU totals inside strata."""
    psus = {}
    for unit, value in zip(units, z, strict=True):
        stratum = psus.setdefault(unit["stratum"], {})
        stratum[unit["psu"]] = stratum.get(unit["psu"], 0.0) + value
    variance = 0.0
    for stratum in psus.values():
        values = list(stratum.values())
        mean = sum(values) / len(values) if len(values) > 1 else 0.0
        scale = len(values) / (len(values) - 1) if len(values) > 1 else 1.0
        variance += scale * sum((value - mean) ** 2 for value in values)
    return sqrt(variance)


def linearised(units, inside, y, x):
    """(R, z of each unit) of the ratio in a domain."""
    y = [float(a) * b for a, b in zip(y, inside, strict=True)]
    x = [float(a) * b for a, b in zip(x, inside, strict=True)]
    r = ratio(units, y, x)
    total = sum(unit["weight"] * value for unit, value in zip(units, x, strict=True))
    return r, [
        unit["weight"] * (above - r * below) / total
        for unit, above, below in zip(units, y, x, strict=True)
    ]


def logit_interval(p, se, t):
    """From the log odds and their standard error by the delta method."""
    odds = log(p / (1 - p))
    spread = t * se / (p * (1 - p))
    return tuple(1 / (1 + exp(-(odds + side * spread))) for side in (-1, 1))
