"""What target lists answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from pinto.evidence.registry.models import Household, Person
from pinto.evidence.registry.queries import (
    households_found,
    lying_in,
    person_name,
)
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.evidence.targets.permissions import (
    entries_visible_to,
    lists_visible_to,
    may_read_reason,
)
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, FieldGroup, Viewer
from pinto.ground.installation.keys import unseal
from pinto.ground.installation.spreadsheets import Cell
from pinto.ground.places.models import Place
from pinto.ground.thai.national_id import masked

_OFFERED = 8  # households a search on the phone shows
_TAMBON = 6  # digits of a code
ENTRY_COLUMNS = (
    "list", "source", "as_of", "place_code", "place", "house_code", "house_no", "head",
    "head_id_masked", "reason", "recognised_by", "added_on",
)  # fmt: skip


def lists(*, viewer: Viewer) -> QuerySet[TargetList]:
    """The lists this viewer may see, the newest first, each with its counts.

    ``named`` and ``unsettled`` count what the viewer sees of the list, not what there is.
    """
    entries = TargetEntry.objects.filter(
        entries_visible_to(viewer), target_list=OuterRef("pk"), withdrawn_at__isnull=True
    ).order_by()

    def counted(of: QuerySet[TargetEntry]) -> Coalesce:
        return Coalesce(Subquery(of.values("target_list").annotate(n=Count("pk")).values("n")), 0)

    return (
        TargetList.objects.filter(lists_visible_to(viewer))
        .annotate(
            named=counted(entries.filter(household__isnull=False)),
            unsettled=counted(entries.filter(household__isnull=True)),
        )
        .select_related("place", "by")
        .order_by("-as_of", "-id")
    )


def target_list(list_id: UUID, *, viewer: Viewer) -> TargetList:
    """One list with its counts. Raises ``DoesNotExist`` where it is not this viewer's to see."""
    return lists(viewer=viewer).get(pk=list_id)


def current_lists(*, viewer: Viewer) -> QuerySet[TargetList]:
    """The lists that count."""
    return lists(viewer=viewer).filter(state=TargetList.State.CURRENT)


@dataclass(frozen=True)
class Wanted:
    """What is shown of a list."""

    area: str = ""  # place code
    state: str = ""  # "", settle or withdrawn
    text: str = ""  # a name, an ID, a house number


def entries(
    found: TargetList,
    wanted: Wanted = Wanted(),
    *,
    viewer: Viewer,
    to: Capability = Capability.SEE_HOUSEHOLDS,
) -> QuerySet[TargetEntry]:
    """The entries of a list inside the viewer's scope, by place; withdrawn ones when asked."""
    rows = TargetEntry.objects.filter(entries_visible_to(viewer, to=to), target_list=found)
    rows = rows.filter(withdrawn_at__isnull=wanted.state != "withdrawn")
    if wanted.state == "settle":
        rows = rows.filter(household__isnull=True)
    if wanted.area:
        rows = rows.filter(lying_in([wanted.area], "place__code"))
    if wanted.text:
        homes = households_found(wanted.text, viewer=viewer)
        rows = rows.filter(Q(household__in=homes) | Q(head_name__icontains=wanted.text))
    return rows.select_related("household__place", "household__head", "place", "by").order_by(
        "place__code", "id"
    )


def entry(entry_id: UUID, *, viewer: Viewer) -> TargetEntry:
    """One entry. Raises ``DoesNotExist`` where it, or its list, is not this viewer's to see."""
    return (
        TargetEntry.objects.filter(
            entries_visible_to(viewer),
            target_list__in=TargetList.objects.filter(lists_visible_to(viewer)).values("pk"),
        )
        .select_related("household__place", "household__head", "place", "target_list__place")
        .get(pk=entry_id)
    )


def listed_households(found: TargetList) -> QuerySet[TargetEntry, UUID | None]:
    """The ids of the households the list names; the caller narrows them to the scope."""
    rows = TargetEntry.objects.filter(
        target_list=found,
        target_list__state=TargetList.State.CURRENT,
        withdrawn_at__isnull=True,
        household__isnull=False,
        household__visible=True,
    )
    return rows.values_list("household_id", flat=True)


def lists_of(household_id: UUID, *, viewer: Viewer) -> list[TargetEntry]:
    """The entries that name a household on lists that count, the newest list first."""
    return list(
        TargetEntry.objects.filter(
            entries_visible_to(viewer),
            household=household_id,
            withdrawn_at__isnull=True,
            target_list__state=TargetList.State.CURRENT,
        )
        .select_related("target_list", "place")
        .order_by("-target_list__as_of", "-id")
    )


def already_on(household_id: UUID, found: TargetList) -> bool:
    """Whether the list names the household now."""
    return TargetEntry.objects.filter(
        target_list=found, household=household_id, withdrawn_at__isnull=True
    ).exists()


def open_list(*, source: str, place: Place, year: int) -> TargetList | None:
    """The list that goes on in that year for what this source says one by one."""
    return TargetList.objects.filter(source=source, place=place, open_in=year).first()


def places_to_list(viewer: Viewer) -> QuerySet[Place]:
    """The places a list can be about: those the viewer serves, down to tambons."""
    served = viewer.areas_for(Capability.EDIT_HOUSEHOLDS)
    return (
        Place.objects.filter(
            within(viewer, "code", to=Capability.EDIT_HOUSEHOLDS),
            ~Q(kind=Place.Kind.VILLAGE) | Q(code__in=served),
        )
        .select_related("parent")
        .order_by("code")
    )


def tambon_of(place: Place) -> Place:
    """The tambon of a village; a wider place is itself."""
    return Place.objects.get(code=place.code[:_TAMBON])


def places_named(found: TargetList, *, viewer: Viewer) -> list[Place]:
    """The places, as the list has them, where the viewer sees entries."""
    named = TargetEntry.objects.filter(
        entries_visible_to(viewer), target_list=found, withdrawn_at__isnull=True
    ).order_by()
    return list(Place.objects.filter(pk__in=named.values("place")).order_by("code"))


def reasons_of(rows: Sequence[TargetEntry], *, viewer: Viewer) -> dict[UUID, str]:
    """Why each stands on the list, for whom the viewer may read it."""
    return {row.pk: row.reason for row in rows if may_read_reason(viewer, row)}


def head_of(row: TargetEntry) -> str:
    """Who heads it: as the registry has it, else as the list said."""
    return (person_name(row.household.head) if row.household else "") or row.head_name


def entry_rows(rows: QuerySet[TargetEntry], *, viewer: Viewer) -> Iterator[list[Cell]]:
    """The entries as rows of a file, one by one: IDs masked, blank where nothing is known.

    The head stays blank where the viewer's purpose needs no name.
    """
    for row in rows.select_related("target_list").iterator(chunk_size=2_000):
        home = row.household
        sealed = home.head.national_id if home and home.head else row.national_id
        named = viewer.reads(FieldGroup.IDENTITY, row.place.code, row.household_id)
        yield [
            row.target_list.name, row.target_list.source, row.target_list.as_of.isoformat(),
            row.place.code, row.place.name_th, home.house_code if home else row.house_code,
            home.house_no if home else row.house_no, head_of(row) if named else "",
            masked(unseal(bytes(sealed))) if named and sealed else "",
            row.reason if may_read_reason(viewer, row) else "",
            row.recognised_by, localdate(row.at).isoformat(),
        ]  # fmt: skip


def households_with(national_ids: Sequence[str], areas: Sequence[str]) -> dict[str, UUID]:
    """Lookup of an ID → the household of whoever bears it, in these areas; of none, anywhere."""
    people = Person.objects.filter(
        lying_in(areas, "household__place__code__unindexed"),
        national_id_lookup__in=national_ids,
        visible=True,
        household__visible=True,
    ).order_by("-id")
    return dict(people.values_list("national_id_lookup", "household_id"))


def undecided(*, viewer: Viewer) -> Counter[str]:
    """How many entries of lists that count wait to be settled, and files for a decision."""
    waiting = TargetEntry.objects.filter(
        entries_visible_to(viewer),
        household__isnull=True,
        withdrawn_at__isnull=True,
        target_list__state=TargetList.State.CURRENT,
    )
    drafts = TargetList.objects.filter(by_id=viewer.account_id, state=TargetList.State.DRAFT)
    return Counter(settle=waiting.count(), drafts=drafts.count())


def year_of(day: date) -> int:
    """The year of พ.ศ. a day lies in."""
    return day.year + 543


def places_of(ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Household → its place's id and code."""
    rows = Household.objects.filter(pk__in=list(ids)).values_list("pk", "place", "place__code")
    return {key: (place, code) for key, place, code in rows}


def places_by_code(codes: Sequence[str]) -> dict[str, UUID]:
    """The id of each of these places."""
    return dict(Place.objects.filter(code__in=list(codes)).values_list("code", "pk"))
