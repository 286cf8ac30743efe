"""Amounts far from those of the other households of the tambon."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from pinto.evidence.quality.rules.robust import CONSISTENT, FAR, FEWEST


def far_amounts(households: ir.Table, *, questions: Sequence[str]) -> ir.Table:
    """A row for each household and question whose amount lies far from its tambon's.

    Columns: ``household_id``, ``village``, ``tambon``, ``question``, ``value``, ``median``
    (both in the question's unit) and ``distance``, the modified z-score of the logarithm
    (:func:`pinto.evidence.quality.rules.robust.modified_z`). Nothing is said of amounts of
    nothing, of fewer than ``FEWEST`` households, and where more than half of them gave the
    same amount.
    """
    long = households.select("household_id", "village", "tambon", *questions).pivot_longer(
        list(questions), names_to="question", values_to="value"
    )
    given = long.filter(long.value > 0)
    logs = given.mutate(log=given.value.log10())
    group = ["tambon", "question"]
    middle = logs.group_by(group).agg(middle=logs.log.median(), households=logs.count())
    placed = logs.join(middle, group)
    placed = placed.mutate(apart=(placed.log - placed.middle).abs())
    spread = placed.group_by(group).agg(spread=placed.apart.median())
    judged = placed.join(spread, group)
    distance = CONSISTENT * (judged.log - judged.middle) / judged.spread.nullif(0.0)
    found = judged.mutate(distance=distance, median=ibis.literal(10.0) ** judged.middle)
    return found.filter((found.households >= FEWEST) & (found.distance.abs() > FAR)).select(
        "household_id", "village", "tambon", "question", "value", "median", "distance"
    )
