"""How many answers are missing, by village and by interviewer."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir


def missing_answers(
    households: ir.Table,
    members: ir.Table,
    fieldwork: ir.Table,
    *,
    of_household: Sequence[str],
    of_member: Sequence[str],
) -> ir.Table:
    """A row for each area and interviewer: how many were asked, and how many did not answer.

    Columns: ``area`` (code of the village, else of the tambon), ``interviewer`` (32 hex
    digits, null where nobody knows), ``households``, ``people``, and for each question the
    number of households, or of members, without an answer. ``fieldwork`` names the
    interviewer of each household.
    """
    placed = households.left_join(fieldwork, "household_id").mutate(
        area=ibis.coalesce(households.village, households.tambon)
    )
    own = placed.group_by(["area", "interviewer"]).agg(
        households=placed.count(),
        **{name: placed[name].isnull().sum() for name in of_household},
    )
    # an answer of nobody but small children is no question: the roster itself is what counts
    asked = members.join(placed.select("household_id", "area", "interviewer"), "household_id")
    theirs = asked.group_by(["area", "interviewer"]).agg(
        people=asked.count(), **{name: asked[name].isnull().sum() for name in of_member}
    )
    same = [
        own.area == theirs.area,
        own.interviewer.identical_to(theirs.interviewer),
    ]
    both = own.left_join(theirs, same)
    return both.select(
        both.area,
        both.interviewer,
        both.households,
        people=both.people.fill_null(0),
        **{name: both[name] for name in of_household},
        **{name: both[name].fill_null(0) for name in of_member},
    )
