"""Scores as Ibis expressions: tables in, one table out, no database of ours, no clock.

``score`` passes once over the members, once over the delivered scores and once
over the households, whatever the number of items.
"""

import ibis.expr.types as ir

from pinto.insight.measures.engine.answers import answered
from pinto.insight.measures.engine.capitals import weighed
from pinto.insight.measures.engine.delivered import with_delivered
from pinto.insight.measures.rules.scorings import Scoring

__all__ = ["score"]


def score(
    households: ir.Table, members: ir.Table, delivered: ir.Table, scoring: Scoring
) -> ir.Table:
    """One row for each household: every sub-score, the five capitals, the whole, the level.

    Columns: ``household_id``, ``village``, ``tambon``, ``amphoe``, ``province``
    (codes), ``people``; for each item its score (1–4, null is unknown),
    ``ITEM__by`` ('answers', 'delivered' or null) and ``ITEM__delivered``; for each
    capital its score, ``CAPITAL__known`` (share of its weight that is known) and
    ``CAPITAL__by``; ``overall``, ``level`` (1–4, null is no score) and
    ``on_boundary``. Scores are rounded to nine decimals, as the level looks at them.
    """
    items = answered(households, members, scoring)
    return weighed(with_delivered(items, delivered, scoring), scoring)
