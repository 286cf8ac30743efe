"""Places through time, local governments, borders, and named sets of places."""

from pinto.ground.places.models.borders import Border
from pinto.ground.places.models.governments import Coverage, LocalGovernment
from pinto.ground.places.models.places import FormerParent, Place, PlaceAlias, PlaceCode
from pinto.ground.places.models.sets import MemberPlace, PlaceSet, SetMember

__all__ = [
    "Border",
    "Coverage",
    "FormerParent",
    "LocalGovernment",
    "MemberPlace",
    "Place",
    "PlaceAlias",
    "PlaceCode",
    "PlaceSet",
    "SetMember",
]
