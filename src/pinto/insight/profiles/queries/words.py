"""Names and findings in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from pinto.evidence.registry.models import Household
from pinto.evidence.registry.queries import person_name
from pinto.ground.design.charts.figures import grouped, percent
from pinto.ground.places.models import Place
from pinto.insight.profiles.rules.findings import SENTENCES, Clause

_BANGKOK = "10"


def area_name(place: Place) -> str:
    """The name with the word for its level: "อำเภอเมฆคำ", "หมู่ 4 บ้านโนนคราม"."""
    name = bare_name(place)
    if place.kind == Place.Kind.VILLAGE:
        moo = place.moo or int(place.code[6:])
        return _("moo %(moo)s %(name)s") % {"moo": moo, "name": name}
    named = {"name": name}
    if place.code[:2] == _BANGKOK:
        return {
            Place.Kind.PROVINCE: name,
            Place.Kind.AMPHOE: _("%(name)s khet") % named,
            Place.Kind.TAMBON: _("%(name)s khwaeng") % named,
        }[Place.Kind(place.kind)]
    return {
        Place.Kind.PROVINCE: _("%(name)s province") % named,
        Place.Kind.AMPHOE: _("%(name)s amphoe") % named,
        Place.Kind.TAMBON: _("%(name)s tambon") % named,
    }[Place.Kind(place.kind)]


def bare_name(place: Place) -> str:
    """The name alone, for maps and tables; Thai where there is no English one."""
    return (place.name_en if get_language() == "en" else "") or place.name_th


def level_below(place: Place) -> str:
    """What the areas below are called; empty below a village."""
    bangkok = place.code[:2] == _BANGKOK
    return {
        Place.Kind.PROVINCE: _("Khet") if bangkok else _("Amphoe"),
        Place.Kind.AMPHOE: _("Khwaeng") if bangkok else _("Tambon"),
        Place.Kind.TAMBON: _("Village"),
        Place.Kind.VILLAGE: "",
    }[Place.Kind(place.kind)]


def household_name(household: Household) -> str:
    """A household is called after its head, else after its house number."""
    if name := person_name(household.head):
        return _("The home of %(name)s") % {"name": name}
    if household.house_no:
        return _("House %(number)s") % {"number": household.house_no}
    return _("A household without a name")


def said(clause: Clause) -> str:
    """The clause as the page's language says it."""
    return gettext(SENTENCES[clause.said]) % {
        name: _written(name, value) for name, value in clause.params.items()
    }


def sentence(clauses: Iterable[Clause]) -> str:
    """The whole finding on one line."""
    return " ".join(said(clause) for clause in clauses)


_SHARES = frozenset({"share", "before"})


def _written(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        *first, last = value
        together = {"some": ", ".join(first), "last": last}
        return _("%(some)s and %(last)s") % together if first else last
    return percent(value) if name in _SHARES else grouped(value)
