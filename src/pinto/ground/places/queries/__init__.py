"""What places answer. They are public reference: nobody's scope narrows them."""

from pinto.ground.places.queries.places import (
    ancestors,
    children,
    descendant_codes,
    descendants,
    place,
    provinces,
)
from pinto.ground.places.queries.resolving import (
    PlaceIndex,
    classify_code,
    note_sentence,
    place_index,
    resolve_place,
)
from pinto.ground.places.queries.sets import SetArea, pilot_areas
from pinto.ground.places.queries.shapes import borders_of
from pinto.ground.places.queries.words import (
    area_name,
    level_below,
    place_label,
    place_name,
    places_path,
    short_name,
)
from pinto.ground.places.rules.codes import area_range

__all__ = [
    "PlaceIndex",
    "SetArea",
    "ancestors",
    "area_name",
    "area_range",
    "borders_of",
    "children",
    "classify_code",
    "descendant_codes",
    "descendants",
    "level_below",
    "note_sentence",
    "pilot_areas",
    "place",
    "place_index",
    "place_label",
    "place_name",
    "places_path",
    "provinces",
    "resolve_place",
    "short_name",
]
