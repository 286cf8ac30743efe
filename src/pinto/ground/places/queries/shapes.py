"""The borders of places, for maps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from pinto.ground.places.models import Border, Place

Detail = Literal["near", "far"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A GeoJSON geometry, the point (longitude, latitude) for its label, and who drew it."""

    geometry: dict[str, Any]
    label: tuple[float, float]
    source: str


def borders_of(places: Iterable[Place], *, detail: Detail = "far") -> dict[str, Shape]:
    """The shapes of the places that have one, by code. One query.

    ``far`` suits a map of the whole province or country, ``near`` one of an amphoe.
    """
    rows = Border.objects.filter(place__in=[each.pk for each in places]).values_list(
        "place__code", detail, "label_longitude", "label_latitude", "source"
    )
    return {
        code: Shape(orjson.loads(geometry), (longitude, latitude), source)
        for code, geometry, longitude, latitude, source in rows
    }
