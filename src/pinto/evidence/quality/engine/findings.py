"""Every rule asked of every household at once."""

from __future__ import annotations

import ibis.expr.types as ir

from pinto.evidence.quality.rules.rulesets import Ruleset
from pinto.evidence.quality.rules.vocabulary import vocabulary
from pinto.ground.conditions.columnar import compile_many

PLACES = ("village", "tambon")


def broken_rules(
    households: ir.Table, members: ir.Table, roster: ir.Table, *, rules: Ruleset
) -> ir.Table:
    """A row for each household: ``household_id``, ``village``, ``tambon``, one boolean a rule.

    ``roster`` says of each ``person_id`` what a name would tell: ``title_sex`` and
    ``listed_twice``. A rule's column is true where it is broken; where an answer it
    needs is missing it is null.
    """
    told = members.left_join(roster, ["household_id", "person_id"])
    kept = [name for name in told.columns if not name.endswith("_right")]
    table: ir.Table = compile_many(
        {rule.id: rule.of_household for rule in rules.rules},
        households,
        told.select(*kept),
        vocabulary(rules.instrument, rules.instrument_version),
        keep=PLACES,
    )
    return table
