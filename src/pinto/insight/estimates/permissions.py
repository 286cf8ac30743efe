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
    from them. Where an incidence is hidden, so is all that it could be reckoned from:
    the other figures of the cell, and, where a single place is hidden, those of the
    smallest of its neighbours. ``viewer`` None is the operator at the machine and
    sees everything.
    """
    if viewer is None:
        return rows
    shown = [
        (place, row)
        for row in rows
        if (place := _place_of(row, area)) is not None and may_see_figures(viewer, place)
    ]
    places = {place for place, _ in shown}
    listed = {place for place in places if may(viewer, Capability.SEE_HOUSEHOLDS, place)}
    veiled = {place: _veiled(specification, round, viewer, place) for place in listed}
    dark = {
        (place, row.cutoff)
        for place, row in shown
        if row.measure == "H" and not row.publishable and place not in listed
    }
    hidden = {
        at
        for at, (place, row) in enumerate(shown)
        if (place, row.cutoff) in dark
        or (
            not row.publishable
            and (place not in listed or row.indicator in veiled.get(place, frozenset()))
        )
    }
    hidden |= _neighbours([row for _, row in shown], hidden)
    return [_blank(row) if at in hidden else row for at, (_, row) in enumerate(shown)]


def as_beside(rows: list[Estimate], beside: list[Estimate], area: str) -> list[Estimate]:
    """The rows; those of the place itself hidden where they are hidden ``beside`` others."""
    hidden = {_figure(row) for row in beside if area in row.by.values() and row.estimate is None}
    return [_blank(row) if not row.by and _figure(row) in hidden else row for row in rows]


def _figure(row: Estimate) -> tuple[object, ...]:
    return row.measure, row.indicator, row.dimension, row.cutoff


def _blank(row: Estimate) -> Estimate:
    return dataclasses.replace(
        row, estimate=None, se=None, ci_low=None, ci_high=None, publishable=False
    )


def _neighbours(rows: list[Estimate], hidden: set[int]) -> set[int]:
    """Of each figure that a single place of a division hides: the smallest other place.

    Else the hidden one would be the total less the others.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for at, row in enumerate(rows):
        if row.by:
            key = (*row.by, *_figure(row))
            groups.setdefault(key, []).append(at)
    found = set()
    for members in groups.values():
        open_ones = [at for at in members if at not in hidden]
        if len(members) - len(open_ones) == 1 and open_ones:
            found.add(min(open_ones, key=lambda at: rows[at].n))
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
