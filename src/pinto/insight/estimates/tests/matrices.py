"""Small deprivation matrices for trials."""

import random
from fractions import Fraction

import ibis
import pyarrow as pa

from pinto.insight.estimates.rules.specification import Design, Indicator, Measure

SAMPLE = Design(full_enumeration=False, strata="stratum", psu="psu", weight="weight")
CENSUS = Design(full_enumeration=True)


def measure_of(weights, dimensions=None, cutoffs=(Fraction(1, 3),)):
    """A measure of indicators {name: weight}; each its own dimension unless said."""
    dimensions = dimensions or {name: name for name in weights}
    return Measure(
        "trial",
        "1",
        tuple(
            Indicator(name, dimensions[name], weight, name, name)
            for name, weight in weights.items()
        ),
        tuple(cutoffs),
    )


def equal(names):
    return {name: Fraction(1, len(names)) for name in names}


def table(units):
    """The units as an Ibis table; a column of nulls only is text."""
    found = pa.Table.from_pylist(units)
    for at, field in enumerate(found.schema):
        if pa.types.is_null(field.type):
            found = found.set_column(at, field.name, found.column(at).cast(pa.string()))
    return ibis.memtable(found)


def draw(seed, size, names, *, groups=3, strata=3, psus=4, rounds=(None,)):
    """Invented units: weights, strata, PSUs inside strata, two crossing groups, rounds."""
    dice = random.Random(seed)
    units = []
    for _ in range(size):
        stratum = dice.randrange(strata)
        units.append(
            {
                **{name: int(dice.random() < 0.4) for name in names},
                "weight": dice.choice([0.5, 1.0, 2.25, 100 * dice.random() + 0.01]),
                "stratum": f"s{stratum}",
                "psu": 10 * stratum + dice.randrange(psus if stratum else 1),
                "region": dice.choice([*(f"r{at}" for at in range(groups - 1)), None]),
                "area": dice.choice([1, 2]),
                "round": dice.choice(rounds),
            }
        )
    return units


def by_name(rows):
    """{(measure, indicator, dimension, cutoff, by, over): row}, each once."""
    found = {}
    for row in rows:
        key = (
            *(row.measure, row.indicator, row.dimension, row.cutoff),
            *(tuple(sorted(row.by.items())), row.over),
        )
        assert key not in found
        found[key] = row
    return found
