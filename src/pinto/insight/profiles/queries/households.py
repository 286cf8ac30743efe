"""The household list and the household page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OrderBy, OuterRef, Q, QuerySet, Subquery

from pinto.evidence.instruments.rules import Instrument, instrument
from pinto.evidence.registry.models import MemberRevision, Person, Round
from pinto.evidence.registry.permissions import closed_groups, hidden_questions
from pinto.evidence.registry.queries import (
    further_houses,
    household,
    households_found,
    rounds_of,
)
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, FieldGroup, Viewer, may
from pinto.ground.installation.keys import unseal
from pinto.ground.places.models import Place
from pinto.ground.places.rules.codes import area_range, lineage
from pinto.ground.thai.calendar import PartialDate, age_on
from pinto.ground.thai.national_id import masked
from pinto.insight.measures.models import Score
from pinto.insight.measures.queries.explanations import Explanation, explanation_of
from pinto.insight.measures.queries.scores import stored_score
from pinto.insight.measures.rules.closing import closed_items
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.measures.rules.scorings import Scoring
from pinto.insight.profiles.permissions import closed_questions
from pinto.insight.profiles.queries.answering import answers_that_fulfil
from pinto.insight.profiles.queries.areas import (
    chosen_round,
    comparable_round,
    households_with_duplicates,
)

ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
    "worst": (F("overall").asc(nulls_last=True), "household_id"),
    "best": (F("overall").desc(nulls_last=True), "household_id"),
    "place": ("area_code", "household_id"),
}
_TAMBON = 6  # digits of a code
ADULT = 18  # years; the number of a younger person is shown to nobody


@dataclass(frozen=True)
class Wanted:
    """What a list shows: every number on a profile leads to one of these."""

    area: str = ""  # place code
    level: str = ""  # 1–4, none (no score), low (levels 1 and 2)
    lacking: str = ""  # an item of the scoring
    moved: str = ""  # better or worse than in the last comparable round
    boundary: bool = False
    duplicates: bool = False  # a member looks like somebody else of the tambon
    text: str = ""  # name, ID, house number
    where: str = ""  # a condition on the answers, in the conditions language
    order: str = "worst"


def household_scores(
    *,
    round: Round,
    wanted: Wanted,
    viewer: Viewer,
    before: Round | None = None,
    to: Capability = Capability.SEE_HOUSEHOLDS,
) -> QuerySet[Score]:
    """The households of a round that fit, each with its score, inside the viewer's scope.

    ``before`` is the last comparable round; ``to`` narrows the scope to the places
    where the viewer may do that with households, too. Raises ``ConditionError``.
    """
    scoring = scoring_of(round.instrument)
    area = _area_path(wanted)
    rows = Score.objects.filter(
        within(viewer, area),
        within(viewer, area, to=to),
        _fits(wanted, scoring, area),
        round=round,
        scoring=scoring.id,
    )
    if wanted.text:
        rows = rows.filter(household_id__in=households_found(wanted.text, viewer=viewer))
    if wanted.duplicates:
        rows = rows.filter(household_id__in=_alike(round, wanted.area, viewer))
    closed = closed_questions(round, viewer=viewer, area=wanted.area)
    if wanted.lacking in closed_items(scoring, closed):
        return rows.none()
    if wanted.where:
        fulfilled = answers_that_fulfil(wanted.where, round=round, scoring=scoring, closed=closed)
        rows = rows.filter(household_id__in=fulfilled.values("household_id"))
    if wanted.moved:
        rows = _moved(rows, before, scoring, wanted.moved)
    return rows.order_by(*ORDERS.get(wanted.order, ORDERS["worst"]))


def _area_path(wanted: Wanted) -> str:
    """How the scope is read: by the index of places only where that leaves few rows.

    A search has its households already; a wide list comes in its order from an index.
    """
    narrow = len(wanted.area) >= _TAMBON or wanted.order == "place"
    return "area_code" if narrow and not wanted.text else "area_code__unindexed"


def _fits(wanted: Wanted, scoring: Scoring, area: str) -> Q:
    fits = Q()
    if wanted.area:
        first, beyond = area_range(wanted.area)
        fits &= Q(**{f"{area}__gte": first, f"{area}__lt": beyond})
    if wanted.level == "none":
        fits &= Q(level__isnull=True)
    elif wanted.level == "low":
        fits &= Q(level__in=[1, 2])
    elif wanted.level:
        fits &= Q(level=int(wanted.level))
    if wanted.lacking:
        item = scoring.item(wanted.lacking).id  # a name of ours, not of the address
        fits &= Q(**{f"items__{item}__lt": scoring.lacking_below})
    if wanted.boundary:
        fits &= Q(on_boundary=True)
    return fits


def _alike(round: Round, area: str, viewer: Viewer) -> set[UUID]:
    areas = [area] if area else sorted(viewer.areas_for(Capability.SEE_HOUSEHOLDS))
    return {found for each in areas for found in households_with_duplicates(round, each)}


def _moved(
    rows: QuerySet[Score], before: Round | None, scoring: Scoring, which: str
) -> QuerySet[Score]:
    if before is None:
        return rows.none()
    earlier = Score.objects.filter(
        household_id=OuterRef("household_id"), round=before, scoring=scoring.id
    )
    rows = rows.annotate(was=Subquery(earlier.values("level")[:1]))
    return rows.filter(level__gt=F("was")) if which == "better" else rows.filter(level__lt=F("was"))


@dataclass(frozen=True)
class Line:
    """One household of the list."""

    score: Score
    before: Score | None  # in the last comparable round
    closed: frozenset[str] = frozenset()  # capitals the viewer is not shown
    gone: bool = False  # the household has moved out of the viewer's places since

    @property
    def capitals(self) -> list[float | None]:
        """In the order of every pentagon."""
        five = ("human", "physical", "financial", "natural", "social")
        return [None if name in self.closed else getattr(self.score, name) for name in five]


def lines_of(
    scores: Iterable[Score],
    before: Round | None,
    *,
    viewer: Viewer,
    closed: frozenset[str] = frozenset(),
) -> list[Line]:
    """The scores as lines of the list, ``closed`` capitals left out. One query for what was before.

    A household that has moved out of the viewer's places leaves its figures, not its name.
    """
    shown = list(scores)
    was: Mapping[UUID, Score] = {}
    if before is not None and shown:
        earlier = Score.objects.filter(
            round=before,
            scoring=shown[0].scoring,
            household_id__in=[score.household_id for score in shown],
        ).defer("items", "sources")
        was = {score.household_id: score for score in earlier}
    return [
        Line(
            score,
            was.get(score.household_id),
            closed,
            gone=not may(viewer, Capability.SEE_HOUSEHOLDS, score.household.place.code),
        )
        for score in shown
    ]


def list_places(viewer: Viewer, area: str) -> dict[str, Place]:
    """The places the list of an area can be narrowed or widened to, by code. One query.

    Those above it that are the viewer's, the area itself, and those below; without an
    area, the places the viewer serves.
    """
    served = viewer.areas_for(Capability.SEE_HOUSEHOLDS)
    wanted = (
        Q(code__in=[*lineage(area), *served]) | Q(parent__code=area) if area else Q(code__in=served)
    )
    found = Place.objects.filter(wanted, within(viewer, "code")).order_by("code")
    return {place.code: place for place in found}


@dataclass(frozen=True)
class Member:
    """A member as the page shows them: nothing the viewer may not read is in it."""

    person: Person
    age: int | None
    national_id: str  # masked; empty where there is none, or for a minor
    phone: str  # masked; empty where there is none, or the viewer may not read it
    is_minor: bool
    relation: str
    life: list[str]  # work, schooling and, where the viewer may read it, health
    welfare: str


@dataclass(frozen=True)
class Seen:
    """Everything the household page shows."""

    told: Explanation
    path: list[Place]
    rounds: list[Round]  # those the household was asked in, newest first
    members: list[Member]
    before: Score | None  # in the last comparable round
    further: int  # houses it lives in besides its main one
    closed: frozenset[FieldGroup]  # what the viewer may not read here


def household_seen(
    household_id: UUID, *, label: str = "", viewer: Viewer, language: str, today: date
) -> Seen:
    """The household in that round, or in the last one it was asked in.

    Raises ``Household.DoesNotExist`` where it is not this viewer's to see, and
    ``LookupError`` when it was not asked in the round, or never.
    """
    found = household(household_id, viewer=viewer)  # first: what exists elsewhere is not told
    asked_in = rounds_of(found.pk)
    round = chosen_round(asked_in, label)
    told = explanation_of(found, round=round, viewer=viewer, language=language)
    earlier = comparable_round(round, asked_in)
    before = _score_in(earlier, told) if earlier else None
    asked = instrument(round.instrument, round.instrument_version)
    hidden = hidden_questions(
        asked, viewer=viewer, at=told.household.place.code, household=told.household.pk
    )
    home = told.household
    calls = viewer.reads(FieldGroup.CONTACT, home.place.code, home.pk)
    return Seen(
        told=told,
        path=_path(told.household.place),
        rounds=asked_in,
        members=[_member(row, asked, hidden, language, today, calls=calls) for row in told.members],
        before=before,
        further=len(further_houses([household_id]).get(household_id, [])),
        closed=closed_groups(viewer=viewer, at=told.household.place.code, household=home.pk),
    )


def _score_in(round: Round, told: Explanation) -> Score | None:
    score = stored_score(told.household.pk, round, told.scoring)
    if score is not None:
        score.round = round
    return score


def _path(place: Place | None) -> list[Place]:
    path: list[Place] = []
    while place is not None:
        path.insert(0, place)
        place = place.parent
    return path


_LIFE = ("work_status", "occupations", "study_status", "health")


def _member(
    row: MemberRevision,
    asked: Instrument,
    hidden: frozenset[str],
    language: str,
    today: date,
    *,
    calls: bool,
) -> Member:
    def answer(question: str) -> str:
        value = row.answers.get(question)
        if value in (None, [], ["none"]) or question in hidden:
            return ""
        return asked.question(question).answer_label(value, language)

    person = row.person
    minor = is_minor(person, today)
    sealed = person.national_id
    sealed_phone = person.phone if calls and not minor else None
    return Member(
        person=person,
        age=age_on(_born(person), today),
        phone=masked_phone(unseal(bytes(sealed_phone))) if sealed_phone else "",
        national_id="" if minor or sealed is None else masked(unseal(bytes(sealed))),
        is_minor=minor,
        relation=answer("relation"),
        life=[text for text in map(answer, _LIFE) if text],
        welfare=answer("welfare"),
    )


def masked_phone(digits: str) -> str:
    """The last four digits alone.

    >>> masked_phone("0812345678")
    '•••-•••-5678'
    """
    return f"•••-•••-{digits[-4:]}"


def is_minor(person: Person, today: date) -> bool:
    """Whether the person is known to be under age."""
    age = age_on(_born(person), today)
    return age is not None and age < ADULT


def _born(person: Person) -> PartialDate:
    return PartialDate.of(person.birth_year, person.birth_month, person.birth_day)


def member_of(household_id: UUID, person_id: UUID, *, viewer: Viewer) -> Person:
    """One member. Raises ``DoesNotExist`` where the household is not this viewer's to see."""
    found = household(household_id, viewer=viewer)
    return Person.objects.select_related("household__place").get(pk=person_id, household=found)
