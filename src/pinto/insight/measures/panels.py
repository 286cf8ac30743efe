"""Fragments of measures on other rooms' pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from pinto.ground.design.charts.pentagon import Shape
from pinto.insight.measures.queries.explanations import Explanation
from pinto.insight.measures.rules.levels import EPSILON

_NAMED = 2  # capitals a heading names at most


def capitals(request: HttpRequest, told: Explanation, before: Any = None) -> str:
    """Pentagon, and under each capital its items with a light and the answer in words.

    ``before`` is the household's score (``Score``) in the last comparable round, if any.
    The page that shows it has asked for the explanation and recorded the view.
    """
    return render_to_string(
        "measures/capitals.html",
        {
            "told": told,
            "finding": finding(told),
            "lights": told.lights(),
            "now": Shape(told.round.label, told.scores),
            "before": _shape(before, told) if before is not None else None,
        },
        request,
    )


def _shape(score: Any, told: Explanation) -> Shape:
    """The five scores of then, without those the reader is not shown of now."""
    five: Sequence[float | None] = (
        score.human,
        score.physical,
        score.financial,
        score.natural,
        score.social,
    )
    shown = (None if c.hidden else was for was, c in zip(five, told.capitals, strict=True))
    return Shape(score.round.label, list(shown))


def finding(told: Explanation) -> str:
    """What weighs most on this house, in one sentence."""
    if told.overall is None:
        unknown = [c.name for c in told.capitals if c.score is None and not c.hidden]
        return _("Too little is known for a score: %(capitals)s") % {"capitals": ", ".join(unknown)}
    lowest = sorted(
        (capital for capital in told.capitals if capital.score is not None),
        key=lambda capital: capital.score or 0.0,
    )
    if not lowest:
        return _("Your role sees none of the capitals")
    urgent = [
        capital.name
        for capital in lowest
        if (capital.score or 0.0) < told.scoring.lacking_below - EPSILON
    ][:_NAMED]
    if len(urgent) == _NAMED:
        return _("%(one)s and %(other)s are most urgent") % {"one": urgent[0], "other": urgent[1]}
    if urgent:
        return _("%(one)s is most urgent") % {"one": urgent[0]}
    if any(capital.hidden for capital in told.capitals):
        return _("Of the capitals your role sees, %(one)s is the lowest") % {"one": lowest[0].name}
    return _("No capital is as low as destitute; %(one)s is the lowest") % {"one": lowest[0].name}
