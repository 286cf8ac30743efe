"""What the registry answers."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from pinto.evidence.registry.models import (
    AreaFigure,
    Batch,
    FurtherHouse,
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    PersonThen,
    Round,
)
from pinto.evidence.registry.rules import parse_round
from pinto.ground.access.permissions import check_daily_work, within
from pinto.ground.access.rules import Viewer, code_range
from pinto.ground.installation.keys import lookup
from pinto.ground.places.models import Place
from pinto.ground.places.queries import area_range
from pinto.ground.places.rules.names import name_key as place_key
from pinto.ground.thai.names import name_key, sound_key, split_name
from pinto.ground.thai.numerals import arabic
from pinto.ground.thai.spelling import normalised

# A revision counts when nobody has to publish it, or when its batch has been published.
COUNTED = Q(batch__isnull=True) | Q(batch__state=Batch.State.PUBLISHED)


# What a frozen round keeps of a person as it was; scores read sex and birth.
THEN = (
    "title",
    "given_name",
    "surname",
    "sex",
    "birth_year",
    "birth_month",
    "birth_day",
    "birth_precision",
)

STANDING = Q(removed_at__isnull=True)  # a further house that was not taken off


def rounds() -> QuerySet[Round]:
    """Every round that holds answers, newest first.

    Handing in a file opens its round; until the file is loaded nobody should be led there.
    """
    counted = HouseholdRevision.objects.filter(COUNTED, round=OuterRef("pk"))
    return Round.objects.filter(Exists(counted)).order_by("-year", "-sequence")


def rounds_of(household_id: UUID) -> list[Round]:
    """The rounds a household was asked in, newest first."""
    asked = HouseholdRevision.objects.filter(COUNTED, household=household_id, round=OuterRef("pk"))
    return list(Round.objects.filter(Exists(asked)).order_by("-year", "-sequence"))


def newest_round(today: date) -> str:
    """The label of the newest round that holds answers; before there is one, this year's."""
    newest = rounds().first()
    return newest.label if newest else str(today.year + 543)


def round_labelled(label: str) -> Round:
    """The round of that label (2569, 2569/2). Raises ``LookupError``, naming those there are."""
    try:
        year, sequence = parse_round(label)
        return Round.objects.get(year=year, sequence=sequence)
    except (ValueError, Round.DoesNotExist):
        known = ", ".join(round.label for round in rounds()) or "none yet"
        raise LookupError(f"there is no round {label!r} (rounds: {known})") from None


def figure_batches() -> dict[str, tuple[Batch, str | None]]:
    """Dataset → the batch whose figures count, and the kind of place they are about; one query.

    One row tells the kind; None where no row has a place.
    """
    rows = AreaFigure.objects.filter(batch=OuterRef("pk")).order_by()
    found = Batch.objects.filter(state=Batch.State.PUBLISHED).annotate(
        dataset=Subquery(rows.values("dataset")[:1]),
        level=Subquery(rows.filter(place__isnull=False).values("place__kind")[:1]),
    )
    newest: dict[str, tuple[Batch, str | None]] = {}
    for batch in found.filter(dataset__isnull=False).order_by("-published_at", "-id"):
        newest.setdefault(batch.dataset, (batch, batch.level))
    return newest


def figures_about(place_id: UUID, batches: Iterable[Batch]) -> list[AreaFigure]:
    """What these batches say about a place, the newest year first."""
    found = AreaFigure.objects.filter(place=place_id, batch__in=list(batches))
    return list(found.order_by(F("year").desc(nulls_last=True), "id"))


def figures_without_place(
    code: str, indicators: Mapping[str, Iterable[str]], batches: Iterable[Batch]
) -> list[AreaFigure]:
    """Figures about areas that a source counts right below this code and we have no place for.

    ``indicators`` says which of each dataset are asked for: a source has hundreds.
    """
    if not indicators:
        return []
    first, last = f"{code}00", f"{code}99"
    wanted = [
        Q(dataset=dataset, indicator__in=list(asked)) for dataset, asked in indicators.items()
    ]
    found = AreaFigure.objects.annotate(digits=Length("area_code")).filter(
        reduce(or_, wanted),
        area_code__range=(first, last),
        digits=len(first),
        place__isnull=True,
        batch__in=list(batches),
    )
    return list(found.order_by("area_code", "id"))


def area_figures(dataset: str) -> QuerySet[AreaFigure]:
    """The figures of a dataset that count: those of the newest load that is published."""
    newest = Batch.objects.filter(
        Exists(AreaFigure.objects.filter(batch=OuterRef("pk"), dataset=dataset)),
        state=Batch.State.PUBLISHED,
    ).order_by("-published_at", "-id")[:1]
    return AreaFigure.objects.filter(dataset=dataset, batch__in=newest.values("pk"))


def area_figure(place_code: str, dataset: str, indicator: str) -> float | None:
    """What a source says about a place; None where it says nothing, which is never 0.

    Of several years, the newest.
    """
    found = area_figures(dataset).filter(place__code=place_code, indicator=indicator)
    return found.order_by("-year").values_list("value", flat=True).first()


def figure_totals(dataset: str) -> list[dict[str, Any]]:
    """Each indicator and year of a dataset: over how many areas, and their sum."""
    given = area_figures(dataset).filter(value__isnull=False).values("indicator", "year")
    sums = given.annotate(areas=Count("id"), total=Sum("value")).order_by("indicator", "year")
    return [dict(row) for row in sums]


def latest_revisions(household_ids: Iterable[UUID], round: Round) -> dict[UUID, HouseholdRevision]:
    """The revision that counts, for each household that has one in the round."""
    found = HouseholdRevision.objects.filter(
        COUNTED, household_id__in=list(household_ids), round=round
    ).order_by("id")
    return {revision.household_id: revision for revision in found}


def asked_where(household_ids: Iterable[UUID]) -> dict[str, list[str]]:
    """Round → the tambons in which one of these households was asked."""
    rows = (
        HouseholdRevision.objects.filter(COUNTED, household__in=list(household_ids))
        .select_related("round")
        .values_list("round__year", "round__sequence", "place__code")
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for year, sequence, code in rows:
        label = str(year) if sequence == 1 else f"{year}/{sequence}"
        if code[:6] not in found.setdefault(label, []):
            found[label].append(code[:6])
    return found


def rosters(revision_ids: Iterable[UUID]) -> dict[UUID, list[MemberRevision]]:
    """The members of each revision, in roster order, with the person.

    In a frozen round the person is called, and was born, as was known when it was frozen.
    """
    found: dict[UUID, list[MemberRevision]] = {}
    kept = PersonThen.objects.filter(person=OuterRef("person"), round=OuterRef("revision__round"))
    rows = MemberRevision.objects.filter(revision_id__in=list(revision_ids))
    changed: dict[UUID, list[Person]] = {}  # since then
    for member in (
        rows.annotate(then=Subquery(kept.values("pk"))).select_related("person").order_by("number")
    ):
        found.setdefault(member.revision_id, []).append(member)
        if member.then is not None:
            changed.setdefault(member.then, []).append(member.person)
    if changed:
        for then in PersonThen.objects.filter(pk__in=changed):
            for person in changed[then.pk]:
                for name in THEN:
                    setattr(person, name, getattr(then, name))
    return found


def people_then(round: Round, places: Collection[UUID]) -> dict[UUID, PersonThen]:
    """The people on rosters of these places who changed since the round was frozen there."""
    listed = MemberRevision.objects.filter(revision__round=round, revision__place__in=places)
    found = PersonThen.objects.filter(round=round, person__in=listed.values("person"))
    return {then.person_id: then for then in found}


def as_it_was(name: str, round: Round) -> Any:
    """That field of a roster's person, an expression; as it was where the round is frozen."""
    path = F(f"person__{name}")
    if not PersonThen.objects.filter(round=round).exists():
        return path
    kept = PersonThen.objects.filter(person=OuterRef("person"), round=round)
    return Case(When(Exists(kept), then=Subquery(kept.values(name)[:1])), default=path)


def households_coded(house_codes: Iterable[str], inside: Q) -> Mapping[str, list[Household]]:
    """The visible households under each of these house codes, where ``inside`` allows.

    A household that lives in several houses is found under the code of each.
    """
    codes = list(house_codes)
    found: dict[str, list[Household]] = {}
    rows = Household.objects.filter(inside, house_code__in=codes, visible=True)
    for household in rows:
        found.setdefault(household.house_code, []).append(household)
    further = FurtherHouse.objects.filter(STANDING, house_code__in=codes)
    owners = dict(further.values_list("household_id", "house_code"))
    for household in Household.objects.filter(inside, pk__in=owners, visible=True):
        found.setdefault(owners[household.pk], []).append(household)
    return found


def further_houses(household_ids: Iterable[UUID]) -> dict[UUID, list[FurtherHouse]]:
    """The other houses of each household that lives in several, the longest known first."""
    found: dict[UUID, list[FurtherHouse]] = {}
    rows = FurtherHouse.objects.filter(STANDING, household_id__in=list(household_ids))
    for house in rows.select_related("place").order_by("id"):
        found.setdefault(house.household_id, []).append(house)
    return found


def codes_of(place_ids: Iterable[UUID]) -> Iterator[str]:
    """The codes of these places; nothing is read before the first is asked for."""
    found = Place.objects.filter(pk__in=list(place_ids))
    yield from found.values_list("code", flat=True).iterator()


def holds_households() -> bool:
    """Whether anybody could be recognised at all."""
    return Household.objects.filter(visible=True).exists()


def lying_in(areas: Iterable[str], path: str) -> Q:
    """The condition that the place code at ``path`` lies in one of the areas; of none, anywhere."""
    inside = Q()
    for area in areas:
        first, beyond = area_range(area)
        inside |= Q(**{f"{path}__gte": first, f"{path}__lt": beyond})
    return inside


def heads_among(national_ids: Iterable[str], areas: Iterable[str]) -> set[str]:
    """Those of the IDs whose owner heads a visible household in these areas."""
    by_digest = {lookup(national_id): national_id for national_id in national_ids}
    heads = Household.objects.filter(
        lying_in(areas, "place__code__unindexed"),
        visible=True,
        head__visible=True,
        head__national_id_lookup__in=by_digest,
        head__household=F("pk"),
    )
    return {
        by_digest[digest] for digest in heads.values_list("head__national_id_lookup", flat=True)
    }


def house_numbers_taken(
    numbers: Collection[tuple[str, str]], areas: Iterable[str]
) -> set[tuple[str, str]]:
    """Those pairs of place code and house number under which these areas have a household."""
    rows = Household.objects.filter(
        lying_in(areas, "place__code__unindexed"),
        visible=True,
        place__code__in={code for code, _ in numbers},
        house_no__in={number for _, number in numbers},
    )
    return set(rows.values_list("place__code", "house_no")) & set(numbers)


def household(household_id: UUID, *, viewer: Viewer) -> Household:
    """One household, with its head and the places it lies in.

    Raises ``Household.DoesNotExist`` where it is not this viewer's to see, and
    ``ReasonNeeded`` where it lies outside the viewer's daily work.
    """
    found = (
        Household.objects.filter(within(viewer), visible=True)
        .select_related("place__parent__parent__parent", "head")
        .get(pk=household_id)
    )
    check_daily_work(viewer, found.place.code)
    return found


def households_called(
    household_ids: Iterable[UUID], *, viewer: Viewer
) -> dict[UUID, tuple[str, str]]:
    """The head's name and the house number of each of these that the viewer may see."""
    rows = Household.objects.filter(within(viewer), pk__in=list(household_ids), visible=True)
    found = rows.select_related("head")
    return {home.pk: (person_name(home.head), home.house_no) for home in found}


_SHORTEST_SURNAME = 3  # letters of a key: shorter ones stand in any text


def people_named(text: str, place_code: str, *, viewer: Viewer) -> list[str]:
    """The people of that place whose whole name stands in the text, titles and spaces apart.

    One query, by surname: those a word of the text begins with.
    """
    first, last = code_range(place_code)
    words = text.split()
    keys = {
        key
        for word in words[1:]
        for end in range(_SHORTEST_SURNAME, len(word) + 1)
        if len(key := name_key("", word[:end])) >= _SHORTEST_SURNAME
    }
    found = Person.objects.filter(
        within(viewer, "household__place__code"),
        household__place__code__gte=first,
        household__place__code__lte=last,
        surname_key__in=keys,
        visible=True,
    ).exclude(given_name="")
    whole = name_key(text, "")
    return sorted({person_name(each) for each in found if each.name_key in whole})


def household_of_house(*, place_id: UUID, house_code: str, house_no: str) -> QuerySet[Household]:
    """The visible households one of whose houses has that code, or that number of the village."""
    same = Q(pk__in=[])
    if house_code:
        same |= Q(house_code=house_code)
    if house_no:
        same |= Q(place_id=place_id, house_no=house_no)
    further = FurtherHouse.objects.filter(STANDING & same).values("household_id")
    return Household.objects.filter(same | Q(pk__in=further), visible=True).order_by("id")


def person_name(person: Person | None) -> str:
    """Title, given name and surname as Thai writes them: no space after the title."""
    if person is None:
        return ""
    return " ".join(filter(None, (f"{person.title}{person.given_name}", person.surname)))


def home_name(household: Household) -> str:
    """A household is called after its head, else after its house number."""
    return person_name(household.head) or household.house_no or _("A household without a name")


SEARCHED = 500  # households one search brings at most


def households_found(text: str, *, viewer: Viewer) -> list[UUID]:
    """The households a searcher may mean: by ID, house code, house number or name.

    13 digits are a national ID, 11 a house code; digits, or digits with a stroke,
    a house number, also with the word for it before or the name of a tambon or
    village beside it; anything else the beginning of a name or a surname, then what
    sounds alike. At most ``SEARCHED``, in the order of the name.
    """
    typed = normalised(text)
    digits = arabic(typed).replace("-", "").replace(" ", "")
    if len(digits) == 13 and digits.isdigit():
        return _homes(Q(national_id_lookup=lookup(digits)), viewer)
    if address := _ADDRESS.fullmatch(_SPACED.sub(r"\1", arabic(typed))):
        return _at_address(address["no"], address["before"] or address["after"] or "", viewer)
    name = split_name(typed)
    given, surname = name_key(name.given_name, ""), name_key(name.surname, "")
    if not given:
        return []
    whole = name_key(name.given_name, name.surname)
    found = _homes(_begins("name_key", whole), viewer)
    if not surname:
        found += _homes(_begins("surname_key", given), viewer, order="surname_key")
    found = found or _homes(_begins("sound_key", sound_key(name.given_name, name.surname)), viewer)
    return list(dict.fromkeys(found))[:SEARCHED]


_SPACED = re.compile(r"(?<=\d) *(/) *(?=\d)")
# A house number; before or after it the place may be named.
_ADDRESS = re.compile(
    r"(?:(?P<before>(?!(?:บ้าน)?เลขที่ )[^\d]+?) )?(?:(?:บ้าน)?เลขที่ ?)?"
    r"(?P<no>\d+(?:[/.-]\d+)*)(?: (?P<after>[^\d]+))?"
)
_PLACE_WORD = re.compile(r"^(?:ตำบล|ต\.|แขวง|หมู่บ้าน|บ้าน|อำเภอ|อ\.|เขต|จังหวัด|จ\.) ?")


def _at_address(number: str, place: str, viewer: Viewer) -> list[UUID]:
    """The households of that number, or house code, in the places of that name; "" is anywhere."""
    named = Q(house_no=number) | Q(house_code=number.replace("-", ""))
    further = FurtherHouse.objects.filter(STANDING & named).values_list("household_id", flat=True)
    homes = Household.objects.filter(
        named | Q(pk__in=list(further[:SEARCHED])),
        within(viewer, "place__code__unindexed"),
        visible=True,
    )
    if place:
        bare = _PLACE_WORD.sub("", place)
        keys = {place_key(bare), place_key(f"บ้าน{bare}"), place_key(place)}
        codes = Place.objects.filter(name_key__in=keys).values_list("code", flat=True)
        inside = Q(pk__in=[])
        for code in codes:
            first, last = code_range(code)
            inside |= Q(place__code__unindexed__gte=first, place__code__unindexed__lte=last)
        homes = homes.filter(inside)
    return list(homes.order_by("id").values_list("pk", flat=True)[:SEARCHED])


def _homes(people: Q, viewer: Viewer, *, order: str = "name_key") -> list[UUID]:
    """At most ``SEARCHED`` homes; in the order of the index that finds them, none is sorted."""
    rows = Person.objects.filter(
        people,
        within(viewer, "household__place__code__unindexed"),
        visible=True,
        household__visible=True,
    )
    found = rows.order_by(order).values_list("household_id", "household__same_as")[:SEARCHED]
    # a list may hold only the record that counts for both
    return [home for homes in found for home in homes if home is not None]


def _begins(field: str, text: str) -> Q:
    """The field begins with the text, in a way that each database's index can serve.

    SQLite compares by code point, so a range does it; PostgreSQL has an index for LIKE.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": f"{text}\U0010ffff"})
    return Q(**{f"{field}__startswith": text})
