"""Places, and those above and below them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from pinto.ground.places.models import Place
from pinto.ground.places.rules.codes import Kind, area_range, lineage


def place(code: str) -> Place:
    """The place of that code. Raises ``Place.DoesNotExist``."""
    return Place.objects.get(code=code)


def places_coded(codes: Iterable[str]) -> QuerySet[Place]:
    """The places of these codes; a code that is none is left out."""
    return Place.objects.filter(code__in=set(codes))


def ancestors(place: Place) -> list[Place]:
    """The areas the place lies in, widest first; none for a province. One query."""
    above = lineage(place.code)[:-1]
    return sorted(Place.objects.filter(code__in=above), key=lambda each: each.code) if above else []


def children(place: Place) -> QuerySet[Place]:
    """The areas of the next level inside the place, in Thai dictionary order."""
    return Place.objects.filter(parent=place).order_by("sort_key", "code")


def provinces() -> QuerySet[Place]:
    """Every province, in Thai dictionary order."""
    return Place.objects.filter(kind=Kind.PROVINCE).order_by("sort_key", "code")


def descendants(place: Place) -> QuerySet[Place]:
    """Everything below the place, by code."""
    lower, upper = area_range(place.code)
    return Place.objects.filter(code__gt=lower, code__lt=upper).order_by("code")


def descendant_codes(place: Place, kind: Kind | str | None = None) -> list[str]:
    """The codes of everything below the place, or of one level of it."""
    below = descendants(place)
    if kind is not None:
        below = below.filter(kind=kind)
    return list(below.values_list("code", flat=True))
