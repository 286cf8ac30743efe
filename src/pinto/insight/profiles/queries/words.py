"""Names and findings in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from pinto.evidence.registry.models import Household
from pinto.evidence.registry.queries import person_name
from pinto.ground.design.charts.figures import grouped, percent
from pinto.insight.profiles.rules.findings import SENTENCES, Clause


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
