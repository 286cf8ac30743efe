"""Who sees what of a cell so small that it speaks of single households."""

from __future__ import annotations

import dataclasses

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.registry.models import Round
from pinto.evidence.registry.permissions import hidden_questions
from pinto.ground.access.rules import Capability, Viewer, may, may_see_figures
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.formulas import reads
from pinto.insight.estimates.rules.specification import Specification


def for_viewer(
    rows: list[Estimate],
    specification: Specification,
    *,
    area: str,
    round: Round,
    viewer: Viewer | None,
) -> list[Estimate]:
    """The rows of the places whose figures the viewer may see, small cells without a figure.

    Small cells keep their figure, marked as not publishable, for whoever may see the
    households of the place; but not that of an indicator which reads an answer hidden
    from them. ``viewer`` None is the operator at the machine and sees everything.
    """
    if viewer is None:
        return rows
    veiled: dict[str, frozenset[str]] = {}
    found = []
    for row in rows:
        place = _place_of(row, area)
        if place is None or not may_see_figures(viewer, place):
            continue
        if place not in veiled:
            veiled[place] = _veiled(specification, round, viewer, place)
        listed = may(viewer, Capability.SEE_HOUSEHOLDS, place)
        if not row.publishable and (not listed or row.indicator in veiled[place]):
            row = dataclasses.replace(row, estimate=None, se=None, ci_low=None, ci_high=None)
        found.append(row)
    return found


def _place_of(row: Estimate, area: str) -> str | None:
    """The finest place a row speaks of; None where the village is not known."""
    if not row.by:
        return area
    codes = [str(code) for code in row.by.values() if code is not None]
    return max(codes, key=len) if len(codes) == len(row.by) else None


def _veiled(
    specification: Specification, round: Round, viewer: Viewer, place: str
) -> frozenset[str]:
    """The indicators that read an answer which this viewer may not see at that place."""
    asked = instrument(round.instrument, round.instrument_version)
    closed = hidden_questions(asked, viewer=viewer, at=place)
    found = set()
    for condition in specification.conditions:
        expressions = [each for each in (condition.deprived, condition.eligible) if each]
        if closed.intersection(name for _, name in reads(expressions)):
            found.add(condition.indicator)
    return frozenset(found)
