"""What places are called in the language of the page; in Thai where there is no English name."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pinto.ground.places.models import Place
from pinto.ground.places.rules.codes import Kind

_BANGKOK = "10"


def place_name(place: Place) -> str:
    """The name alone: "โนนคราม"; for maps, and where the level is plain."""
    return (place.name_en if get_language() == "en" else "") or place.name_th


def short_name(place: Place) -> str:
    """The name as it stands in a list of neighbours: a village's with its moo before it."""
    if place.kind != Kind.VILLAGE:
        return place_name(place)
    return _("Moo %(moo)s %(name)s") % {"moo": _moo(place), "name": place_name(place)}


def _moo(village: Place) -> int:
    return village.moo or int(village.code[6:])


def area_name(place: Place) -> str:
    """The name with the word for its level: "อำเภอเมฆคำ", "หมู่ 4 บ้านโนนคราม"."""
    kind = Kind(place.kind)
    if kind is Kind.VILLAGE:
        return short_name(place)
    name = place_name(place)
    named = {"name": name}
    if place.code[:2] == _BANGKOK:
        return {
            Kind.PROVINCE: name,
            Kind.AMPHOE: _("%(name)s khet") % named,
            Kind.TAMBON: _("%(name)s khwaeng") % named,
        }[kind]
    return {
        Kind.PROVINCE: _("%(name)s province") % named,
        Kind.AMPHOE: _("%(name)s amphoe") % named,
        Kind.TAMBON: _("%(name)s tambon") % named,
    }[kind]


def place_label(place: Place) -> str:
    """The place to be chosen in a form, a village with its tambon: "ห้วยคราม · 4 บ้านโนนคราม"."""
    if place.kind != Kind.VILLAGE or place.parent is None:
        return place_name(place)
    return f"{place_name(place.parent)} · {_moo(place)} {place_name(place)}"


def places_path(place: Place) -> list[tuple[str, str]]:
    """Name and address of the place and all it lies in, widest first: the way back of a page."""
    above = places_path(place.parent) if place.parent else []
    return [*above, (place_name(place), f"/area/{place.code}/")]


def level_below(place: Place) -> str:
    """What the areas below are called; empty below a village."""
    bangkok = place.code[:2] == _BANGKOK
    return {
        Kind.PROVINCE: _("Khet") if bangkok else _("Amphoe"),
        Kind.AMPHOE: _("Khwaeng") if bangkok else _("Tambon"),
        Kind.TAMBON: _("Village"),
        Kind.VILLAGE: "",
    }[Kind(place.kind)]
