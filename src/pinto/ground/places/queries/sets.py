"""Named sets of places."""

from dataclasses import dataclass

from pinto.ground.places.models import LocalGovernment, Place, SetMember


@dataclass(frozen=True, slots=True)
class SetArea:
    """One area of a set: the words of the source, what it is, and the places that make it."""

    number: int
    written: tuple[str, str, str]  # tambon, amphoe, province
    local_government: LocalGovernment | None
    places: tuple[Place, ...]
    confidence: str
    note: str


def pilot_areas() -> list[SetArea]:
    """The 23 pilot areas of the community councils in their source's order. Four queries."""
    members = (
        SetMember.objects.filter(place_set__key="pilot")
        .select_related("local_government")
        .prefetch_related("places__place", "local_government__coverages__place")
        .order_by("number")
    )
    return [_area(member) for member in members]


def _area(member: SetMember) -> SetArea:
    government = member.local_government
    links = government.coverages.all() if government else member.places.all()
    return SetArea(
        member.number,
        (member.written_tambon, member.written_amphoe, member.written_province),
        government,
        tuple(sorted((link.place for link in links), key=lambda place: place.code)),
        member.confidence,
        member.note,
    )
