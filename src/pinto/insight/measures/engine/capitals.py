"""From sub-scores to capitals, the whole and the level, over columns.

The same arithmetic as :mod:`pinto.insight.measures.rules.levels` has for one household.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add

import ibis
import ibis.expr.types as ir

from pinto.insight.measures.engine.delivered import OURS, THEIRS
from pinto.insight.measures.rules.levels import DECIMALS, EPSILON
from pinto.insight.measures.rules.scorings import Boundary, Item, Scoring

PLACES = ("village", "tambon", "amphoe", "province")


def weighed(items: ir.Table, scoring: Scoring) -> ir.Table:
    """The items with their capitals, the overall score, the level and the boundary flag."""
    shares = items.mutate(
        **{
            f"{capital.id}__known": _known(items, scoring.items_of(capital.id))
            for capital in scoring.capitals
        }
    )
    capitals = {}
    for capital in scoring.capitals:
        known = shares[f"{capital.id}__known"]
        ours = _mean(shares, scoring.items_of(capital.id), known, scoring.reweight_from)
        # A capital that came without any of its items is believed as it came; as soon
        # as one item is known, the items decide, also when they are too few.
        theirs = (known == 0).ifelse(shares[f"{capital.id}__delivered"], ibis.null("float64"))
        capitals[capital.id] = ours.coalesce(theirs)
        capitals[f"{capital.id}__by"] = ibis.cases(
            (ours.notnull(), OURS), (theirs.notnull(), THEIRS), else_=ibis.null("string")
        )
    whole = shares.mutate(**capitals)
    scores = [whole[capital.id] for capital in scoring.capitals]
    decided = whole.mutate(overall=(reduce(add, scores) / len(scores)).round(DECIMALS))
    # Rounded last, and only what is asked for: rounding costs as much as scoring.
    names = [item.id for item in scoring.items]
    names += [name for each in scoring.capitals for name in (each.id, f"{each.id}__known")]
    return _ordered(
        decided.mutate(
            **{name: decided[name].round(DECIMALS) for name in names},
            level=_level(decided.overall, scoring),
            on_boundary=decided.overall.isin(scoring.cuts).fill_null(False),
        ),
        scoring,
    )


def _known(table: ir.Table, items: Sequence[Item]) -> ir.FloatingValue:
    return reduce(add, [table[item.id].notnull().ifelse(item.weight, 0.0) for item in items])


def _mean(
    table: ir.Table, items: Sequence[Item], known: ir.FloatingValue, reweight_from: float
) -> ir.FloatingValue:
    total = reduce(add, [(table[item.id] * item.weight).fill_null(0.0) for item in items])
    return (known >= reweight_from - EPSILON).ifelse(total / known, ibis.null("float64"))


def _level(overall: ir.FloatingValue, scoring: Scoring) -> ir.IntegerValue:
    upper = scoring.boundary is Boundary.UPPER_INCLUSIVE
    passed = [(overall > cut if upper else overall >= cut).cast("int8") for cut in scoring.cuts]
    return (1 + reduce(add, passed)).cast("int8")  # null where overall is


def _ordered(table: ir.Table, scoring: Scoring) -> ir.Table:
    columns = ["household_id", *PLACES, "people"]
    for item in scoring.items:
        columns += [item.id, f"{item.id}__by", f"{item.id}__delivered"]
    for capital in scoring.capitals:
        columns += [capital.id, f"{capital.id}__known", f"{capital.id}__by"]
    return table.select(*columns, "overall", "level", "on_boundary")
