"""Where the households of a condition are: a map of the areas below, or a ranking of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pinto.ground.design.charts.bars import Bar
from pinto.ground.design.charts.choropleth import Area, choropleth_table
from pinto.ground.design.charts.projection import frame, path
from pinto.ground.places.queries import area_name, borders_of, level_below, place_name
from pinto.ground.places.rules.codes import Kind
from pinto.insight.profiles.rules.maps import map_breaks
from pinto.insight.profiles.views.drawing import AreaMap


def by_area(counted: Counter[str], below: Sequence[Any]) -> Counter[str]:
    """The counts of villages added up to the areas below; what lies in none of them is left out."""
    found: Counter[str] = Counter()
    codes = {place.code for place in below}
    for code, number in counted.items():
        for length in (len(code), 6, 4):
            if code[:length] in codes:
                found[code[:length]] += number
                break
    return found


def drawn(
    place: Any,
    below: Sequence[Any],
    counted: Mapping[str, int],
    listed: Mapping[str, int],
    href: Any,
) -> dict[str, Any]:
    """What the page draws: ``map`` and its table, or ``bars``; nothing where there is one area.

    The shade is the share of the households listed there; villages have no borders.
    """
    if len(below) < 2:
        return {}
    shares = {
        each.code: counted.get(each.code, 0) / listed[each.code]
        for each in below
        if listed.get(each.code)
    }
    ranked = sorted(below, key=lambda each: (-shares.get(each.code, -1.0), each.code))
    if place.kind != Kind.TAMBON and (found := _map(place, below, shares, href)):
        title = _("Share of households that fulfil it")
        twin = choropleth_table(title, found.areas, (level_below(place), title), "share", 1)
        return {"map": found, "map_twin": twin}
    bars = [
        Bar(area_name(each), shares.get(each.code), None, href(each.code), str(counted[each.code]))
        for each in ranked
        if counted.get(each.code)
    ]
    return {"bars": bars} if bars else {}


def _map(
    place: Any, below: Sequence[Any], shares: Mapping[str, float], href: Any
) -> AreaMap | None:
    near = place.kind == Kind.AMPHOE
    shapes = borders_of([place, *below], detail="near" if near else "far")
    whole = shapes.pop(place.code, None) if near else shapes.pop(place.code, None) and None
    if len(shapes) < 2:
        return None
    into = frame([whole.geometry] if whole else [shape.geometry for shape in shapes.values()])
    return AreaMap(
        size=(into.width, into.height),
        areas=[
            Area(
                code=each.code,
                name=place_name(each),
                path=path(shape.geometry, into),
                label_at=into.place(*shape.label),
                value=shares.get(each.code),
                href=href(each.code),
                hatched=False,
            )
            for each in below
            if (shape := shapes.get(each.code))
        ],
        outline=path(whole.geometry, into) if whole else "",
        breaks=map_breaks(shares.values(), step=0.01, whole=(0, 1)),
    )
