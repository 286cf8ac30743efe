"""Which households somebody may mean."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pinto.evidence.matching.queries import likely_people
from pinto.evidence.registry.models import Household
from pinto.evidence.registry.queries import household_of_house, households_found, lying_in
from pinto.evidence.targets.models import TargetEntry
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Viewer
from pinto.ground.installation.keys import unseal
from pinto.ground.places.models import Place
from pinto.ground.thai.names import split_name

_OFFERED = 8  # households a search on the phone shows
_TAMBON = 6  # digits of a code
# what a title says of the sex; other titles are of both
_SEX = dict.fromkeys(("นาย", "เด็กชาย", "ด.ช."), "M") | dict.fromkeys(
    ("นาง", "นางสาว", "น.ส.", "เด็กหญิง", "ด.ญ."), "F"
)


def households_offered(text: str, *, viewer: Viewer) -> list[Household]:
    """The first households a person may mean who types this: as written, then as it sounds."""
    found = list(households_found(text, viewer=viewer)[:_OFFERED])
    return _in_order([*found, *_homes_like(text, viewer=viewer)])


def candidates(open_entry: TargetEntry, *, viewer: Viewer) -> list[Household]:
    """Households that an unsettled row may mean: by house, then by who heads it."""
    sealed = open_entry.national_id
    return candidates_for(
        open_entry.place,
        head_name=open_entry.head_name,
        house_code=open_entry.house_code,
        house_no=open_entry.house_no,
        national_id=unseal(bytes(sealed)) if sealed else "",
        viewer=viewer,
    )


def candidates_for(
    place: Place,
    *,
    head_name: str,
    house_no: str,
    house_code: str = "",
    national_id: str = "",
    viewer: Viewer,
) -> list[Household]:
    """Households on record that somebody of that house or name may be of.

    Under the house's number, then with people who are likely the same. A name without a
    surname is too little to weigh: it is searched for, in the tambon.
    """
    here = household_of_house(place_id=place.pk, house_code=house_code, house_no=house_no)
    found = list(
        here.filter(within(viewer, "place__code__unindexed")).values_list("pk", flat=True)[
            :_OFFERED
        ]
    )
    found += _homes_like(head_name, national_id, viewer=viewer)
    if head_name and not split_name(head_name).surname:
        named = households_found(head_name, viewer=viewer)
        near = lying_in([place.code[:_TAMBON]], "place__code")
        inside = set(Household.objects.filter(near, pk__in=named).values_list("pk", flat=True))
        found += [key for key in named if key in inside]
    return _in_order(found)


def _homes_like(name: str, national_id: str = "", *, viewer: Viewer) -> list[UUID]:
    """The households of people who are likely the one of that name, the likeliest first."""
    read = split_name(name)
    if not national_id and not read.surname:
        return []
    people = likely_people(
        given_name=read.given_name,
        surname=read.surname,
        sex=_SEX.get(read.title, ""),
        birth=(None, None, None),
        national_id=national_id,
        viewer=viewer,
    )
    return [each.person.household_id for each in people]


def _in_order(ids: Sequence[UUID]) -> list[Household]:
    """The first of these households, each once."""
    offered = list(dict.fromkeys(ids))[:_OFFERED]
    rows = Household.objects.select_related("place__parent", "head").in_bulk(offered)
    return [rows[key] for key in offered if key in rows]
