"""Write local governments and the pilot areas."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pinto.ground.design.messages import N_
from pinto.ground.places.actions.tally import Tally
from pinto.ground.places.models import Coverage, LocalGovernment, MemberPlace, PlaceSet, SetMember
from pinto.ground.places.rules.listings import (
    BadFile,
    Conflict,
    Disagreement,
    ListedArea,
    ListedGovernment,
    ListedMembership,
    conflict,
)
from pinto.ground.places.rules.names import government_key

PILOT = "pilot"


def write_areas(
    areas: Sequence[ListedArea],
    memberships: Sequence[ListedMembership],
    ids: Mapping[str, UUID],
) -> tuple[Tally, Tally, list[Conflict]]:
    """The pilot areas are a set: each linked to one local government or to its tambons.

    Raises ``BadFile`` for an area of which a place is not known: a set with holes
    would silently be another set.
    """
    governments = members = Tally()
    if areas:
        place_set, _ = PlaceSet.objects.get_or_create(
            key=PILOT,
            defaults={
                "name_th": "พื้นที่นำร่องสภาองค์กรชุมชนตำบล",
                "name_en": "Pilot areas of the community councils",
            },
        )
        for area in areas:
            _check_places(area, ids)
            government = None
            if area.government:
                government, added, changed = _write_government(area, area.government, ids)
                governments = _counted(governments, added, changed)
            members = _counted(members, *_write_member(place_set, area, government, ids))
    return governments, members, _compare_memberships(memberships)


def _counted(tally: Tally, added: bool, changed: bool) -> Tally:
    kept = not added and not changed
    return Tally(tally.added + added, tally.changed + changed, tally.kept + kept)


def _check_places(area: ListedArea, ids: Mapping[str, UUID]) -> None:
    served = area.government.coverage if area.government else ()
    for code in (*area.codes, *served):
        if code not in ids:
            raise BadFile(
                N_("No place has the code %(code)s. Import the list of tambons with this file."),
                file=area.line.file,
                row=area.line.row,
                code=code,
            )


def _write_government(
    area: ListedArea, listed: ListedGovernment, ids: Mapping[str, UUID]
) -> tuple[LocalGovernment, bool, bool]:
    """The local government and what it serves; whether it is new, whether anything changed."""
    government, added = LocalGovernment.objects.get_or_create(
        name_th=listed.name_th, seat_id=ids[listed.seat], defaults=_fields(listed)
    )
    changed = not added and _set_fields(government, _fields(listed))
    for code, part in listed.coverage.items():
        coverage, new = Coverage.objects.get_or_create(
            local_government=government,
            place_id=ids[code],
            defaults={"part": part, "source": area.line.file[:120]},
        )
        changed |= (new and not added) or (not new and _set_fields(coverage, {"part": part}))
    return government, added, changed


def _fields(listed: ListedGovernment) -> dict[str, str]:
    return {
        "code": listed.code,
        "name_en": listed.name_en,
        "name_key": government_key(listed.name_th),
        "kind": listed.kind,
    }


def _write_member(
    place_set: PlaceSet,
    area: ListedArea,
    government: LocalGovernment | None,
    ids: Mapping[str, UUID],
) -> tuple[bool, bool]:
    tambon, amphoe, province = area.written
    fields = {
        "written_tambon": tambon,
        "written_amphoe": amphoe,
        "written_province": province,
        "local_government_id": government.pk if government else None,
        "confidence": area.confidence,
        "note": area.note,
    }
    member, added = SetMember.objects.get_or_create(
        place_set=place_set,
        number=area.number,
        defaults={**fields, "source": area.line.file[:120]},
    )
    changed = not added and _set_fields(member, fields)
    wanted = {ids[code] for code in area.codes} if government is None else set()
    held = set(member.places.values_list("place_id", flat=True))
    member.places.filter(place_id__in=held - wanted).delete()
    MemberPlace.objects.bulk_create(
        MemberPlace(member=member, place_id=place) for place in sorted(wanted - held)
    )
    return added, changed or (not added and held != wanted)


def _set_fields(record: Any, fields: Mapping[str, Any]) -> bool:
    """The record has these values; whether it had others."""
    differing = [name for name, value in fields.items() if getattr(record, name) != value]
    for name in differing:
        setattr(record, name, fields[name])
    if differing:
        record.save(update_fields=differing)
    return bool(differing)


def _compare_memberships(memberships: Sequence[ListedMembership]) -> list[Conflict]:
    """Where the second list of the pilot areas is not the set that is held."""
    if not memberships:
        return []
    held: dict[int, set[str]] = defaultdict(set)
    for number, code in MemberPlace.objects.filter(member__place_set__key=PILOT).values_list(
        "member__number", "place__code"
    ):
        held[number].add(code)
    served = Coverage.objects.filter(
        local_government__in=SetMember.objects.filter(place_set__key=PILOT).values(
            "local_government"
        )
    ).values_list("local_government", "place__code")
    of_government: dict[UUID, set[str]] = defaultdict(set)
    for government, code in served:
        of_government[government].add(code)
    for number, government in SetMember.objects.filter(
        place_set__key=PILOT, local_government__isnull=False
    ).values_list("number", "local_government"):
        held[number] |= of_government[government]
    return [
        conflict(
            Disagreement.SET_DIFFERS,
            each.code,
            "|".join(sorted(held[each.number])),
            each.number,
            each.line,
        )
        for each in memberships
        if each.code not in held[each.number]
    ]
