"""Sub-scores a file brought along, beside those worked out of answers."""

import ibis
import ibis.expr.types as ir

from pinto.insight.measures.rules.scorings import Scoring

OURS = "answers"
THEIRS = "delivered"


def with_delivered(items: ir.Table, delivered: ir.Table, scoring: Scoring) -> ir.Table:
    """The items, and where answers gave none, the delivered ones.

    A score worked out of answers always wins; what was delivered stays beside it
    as ``ITEM__delivered``, so that the difference can be shown.
    """
    brought = _one_row_each(delivered, scoring)
    both = items.left_join(brought, "household_id").drop("household_id_right")
    columns = {}
    for item in scoring.items:
        ours, theirs = both[item.id], both[f"{item.id}__delivered"]
        columns[item.id] = ours.coalesce(theirs)
        columns[f"{item.id}__by"] = ibis.cases(
            (ours.notnull(), OURS), (theirs.notnull(), THEIRS), else_=ibis.null("string")
        )
    return both.mutate(**columns)


def _one_row_each(delivered: ir.Table, scoring: Scoring) -> ir.Table:
    """The long table of delivered scores, wide: one pass, whatever the number of names.

    A score outside 1–4 cannot be one: it is left out here and stands in the
    check of the file that brought it.
    """
    names = [item.id for item in scoring.items] + [capital.id for capital in scoring.capitals]
    score = delivered.score.cast("float64")
    sound = delivered.mutate(score=score).filter(score.between(1, 4))
    return sound.group_by("household_id").agg(
        **{f"{name}__delivered": sound.score.max(where=sound.item == name) for name in names}
    )
