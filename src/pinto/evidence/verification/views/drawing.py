"""How far the areas of a place are, on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from pinto.evidence.verification.queries.progress import Coverage
from pinto.evidence.verification.rules.transitions import State
from pinto.evidence.verification.views.opening import url
from pinto.ground.design.charts.choropleth import Area, choropleth_table
from pinto.ground.design.charts.projection import frame, path
from pinto.ground.places.queries import borders_of, place_name
from pinto.ground.places.rules.codes import Kind

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Round
    from pinto.ground.places.models import Place

_BREAKS = (0.2, 0.4, 0.6, 0.8)  # the same on every map, so that rounds and places compare
_LABELLED = 25  # areas; more names would lie upon each other


def certified_map(place: Place, parts: list[Coverage], round: Round) -> dict[str, Any]:
    """The share of households that were certified, by area, and the same as a table.

    Nothing for a tambon, whose villages have no borders, and where fewer than two are known.
    """
    if place.kind not in (Kind.PROVINCE, Kind.AMPHOE):
        return {}
    near = place.kind == Kind.AMPHOE
    shapes = borders_of([place, *(part.place for part in parts)], detail="near" if near else "far")
    whole = shapes.pop(place.code, None)
    if len(shapes) < 2:
        return {}
    outline = whole.geometry if whole and near else None  # thinned, it would miss those inside
    into = frame([outline] if outline else [shape.geometry for shape in shapes.values()])
    areas = [
        Area(
            code=part.place.code,
            name=place_name(part.place),
            path=path(shape.geometry, into),
            label_at=into.place(*shape.label),
            value=part.came[State.CERTIFIED] / part.total if part.total else None,
            href=url("verification_progress", part.place.code, round=round),
            hatched=False,
        )
        for part in parts
        if (shape := shapes.get(part.place.code))
    ]
    title = _("Share of the proposed households that were certified")
    return {
        "size": (into.width, into.height),
        "areas": areas,
        "outline": path(outline, into) if outline else "",
        "breaks": _BREAKS,
        "labelled": len(areas) <= _LABELLED,
        "title": title,
        "twin": choropleth_table(title, areas, (_("Place"), _("Certified")), "share", 0),
    }
