"""Sub-scores out of answers: all items as one Ibis expression."""

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from pinto.ground.conditions.columnar import compile_many
from pinto.insight.measures.rules.codings import item_expressions, vocabulary
from pinto.insight.measures.rules.scorings import Scoring

KEPT = ("village", "tambon", "amphoe", "province", "people")


def answered(households: ir.Table, members: ir.Table, scoring: Scoring) -> ir.Table:
    """A row for each household: where it is, its people, and each item's score out of answers."""
    table: ir.Table = compile_many(
        item_expressions(scoring),
        _without_empty_lists(households),
        _without_empty_lists(members),
        vocabulary(scoring),
        keep=KEPT,
    )
    return table


def _without_empty_lists(table: ir.Table) -> ir.Table:
    """A list of choices with nothing in it is no answer, not the answer "none"."""
    lists = [name for name, kind in table.schema().items() if isinstance(kind, dt.Array)]
    return table.mutate(
        **{
            name: (table[name].length() > 0).ifelse(table[name], ibis.null(table[name].type()))
            for name in lists
        }
    )
