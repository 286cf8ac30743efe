"""What saved conditions answer: whom a condition selects, and who entered and left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.timezone import localdate

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.registry.models import HouseholdRevision, Round
from pinto.evidence.registry.queries import lying_in, person_name, rounds
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import READS, Capability, FieldGroup, Viewer
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.tree import names_in
from pinto.ground.installation.keys import unseal
from pinto.ground.installation.spreadsheets import Cell
from pinto.ground.places.models import Place
from pinto.ground.places.queries import area_name
from pinto.ground.thai.national_id import masked
from pinto.insight.measures.models import Score
from pinto.insight.measures.rules.closing import closed_capitals
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.profiles.models import AreaTally
from pinto.insight.profiles.permissions import closed_questions
from pinto.insight.profiles.queries.answering import answers_that_fulfil
from pinto.insight.selections.models import Follower, Selection, SelectionMember
from pinto.insight.selections.permissions import visible_to

_TAMBON = 6  # digits of a code


@dataclass(frozen=True)
class Asked:
    """In which round each tambon of an area is asked: the newest it has answers in."""

    newest: Round
    tambons: dict[str, Round]


def asked_in(area: str) -> Asked | None:
    """The rounds that an area's conditions are asked of; None while there is none at all.

    A round that has only reached one tambon says nothing of the others.
    """
    every = list(rounds())
    if not every:
        return None
    listed = AreaTally.objects.filter(
        lying_in([area[:_TAMBON]], "code"), round__in=every, code__length=_TAMBON
    )
    known = set(listed.values_list("round_id", "code"))
    found: dict[str, Round] = {}
    for round in every:  # newest first
        for _round, code in known:
            if _round == round.pk:
                found.setdefault(code, round)
    return Asked(every[0], found)


def fulfilling(
    condition: str, *, area: str, asked: Asked, closed: frozenset[str] = frozenset()
) -> list[QuerySet[HouseholdRevision]]:
    """The answers of an area for which the condition is true, a query for each round.

    ``closed`` are questions that may not be asked. Raises ``ConditionError`` where the
    newest round cannot be asked so; an older one that cannot is left out. The caller
    narrows each to the scope.
    """
    found = []
    by_round: dict[Round, list[str]] = {asked.newest: []}
    for tambon, round in asked.tambons.items():
        by_round.setdefault(round, []).append(tambon)
    alone = sum(bool(tambons) for tambons in by_round.values()) == 1
    for round, tambons in by_round.items():
        try:
            rows = answers_that_fulfil(
                condition, round=round, scoring=scoring_of(round.instrument), closed=closed
            )
        except ConditionError:
            if round == asked.newest:
                raise
            continue
        if not tambons:
            continue
        # one range where a single round answers for the whole area
        inside = [area] if alone or len(area) > _TAMBON else tambons
        found.append(
            rows.filter(lying_in(inside, "place__code"), household__visible=True).order_by()
        )
    return found


def selected(
    condition: str, *, area: str, asked: Asked, viewer: Viewer, closed: frozenset[str]
) -> Counter[str]:
    """Village code → how many households the condition selects there, in the viewer's scope."""
    counted: Counter[str] = Counter()
    for rows in fulfilling(condition, area=area, asked=asked, closed=closed):
        inside = rows.filter(
            within(viewer, "place__code"), within(viewer, "household__place__code")
        )
        for code, number in inside.values_list("place__code").annotate(n=Count("pk")):
            counted[code] += number
    return counted


def listed_in(asked: Asked, codes: Collection[str]) -> dict[str, int]:
    """How many households are listed in each of these places, in the newest round."""
    rows = AreaTally.objects.filter(round=asked.newest, code__in=list(codes))
    return {row.code: row.households for row in rows}


def closed_for(viewer: Viewer, area: str, asked: Asked) -> frozenset[str]:
    """The questions the viewer may not ask of the area; the scores they close go with them."""
    return closed_questions(asked.newest, viewer=viewer, area=area)


def is_sensitive(condition: str, asked: Asked) -> bool:
    """Whether the condition reads answers, or scores of them, that village roles do not."""
    form = instrument(asked.newest.instrument, asked.newest.instrument_version)
    read = READS["VOLUNTEER"] & READS["VILLAGE_LEADER"]
    hidden = frozenset(question.id for question in form.questions() if question.group not in read)
    scores = closed_capitals(scoring_of(asked.newest.instrument), hidden)
    return bool((hidden | scores) & names_in(parse(condition)))


def selections(*, viewer: Viewer, archived: bool = False) -> QuerySet[Selection]:
    """The saved conditions this viewer may see, the newest first.

    ``number`` counts who fulfils it now, ``news`` what entered or left since the viewer
    last looked, for who follows it.
    """
    now = SelectionMember.objects.filter(selection=OuterRef("pk")).order_by()
    follows = Follower.objects.filter(selection=OuterRef("pk"), account=viewer.account_id)
    moved = now.filter(Q(entered_at__gt=OuterRef("seen")) | Q(left_at__gt=OuterRef("seen")))
    return (
        Selection.objects.filter(visible_to(viewer), archived_at__isnull=not archived)
        .annotate(seen=Subquery(follows.values("seen_at")[:1]))
        .annotate(number=_counted(now.filter(left_at__isnull=True)), news=_counted(moved))
        .select_related("place", "by")
        .order_by("-id")
    )


def _counted(rows: QuerySet[SelectionMember]) -> Coalesce:
    return Coalesce(Subquery(rows.values("selection").annotate(n=Count("pk")).values("n")), 0)


def selection(selection_id: UUID, *, viewer: Viewer) -> Selection:
    """One saved condition. Raises ``DoesNotExist`` where it is not this viewer's to see."""
    seen = Selection.objects.filter(visible_to(viewer))
    return seen.select_related("place__parent", "by").get(pk=selection_id)


def unseen(viewer: Viewer) -> int:
    """How many conditions that the viewer follows have changed since they were looked at. 1 query.

    What is no longer in the viewer's scope is not spoken of.
    """
    if viewer.account_id is None:
        return 0
    moved = SelectionMember.objects.filter(
        Q(entered_at__gt=OuterRef("seen_at")) | Q(left_at__gt=OuterRef("seen_at")),
        selection=OuterRef("selection"),
    )
    visible = Selection.objects.filter(visible_to(viewer), archived_at__isnull=True)
    follows = Follower.objects.filter(account=viewer.account_id, selection__in=visible)
    return follows.filter(Exists(moved)).count()


def follows(selection: Selection, viewer: Viewer) -> Follower | None:
    """The viewer as a follower of the condition."""
    return Follower.objects.filter(selection=selection, account=viewer.account_id).first()


def members(
    selection: Selection, *, viewer: Viewer, to: Capability = Capability.SEE_HOUSEHOLDS
) -> QuerySet[SelectionMember]:
    """Who is on the living list now, by place, inside the scope."""
    rows = SelectionMember.objects.filter(
        within(viewer, "household__place__code", to=to),
        selection=selection,
        left_at__isnull=True,
        household__visible=True,
    )
    return rows.select_related("household__place", "household__head").order_by("area_code", "id")


def newest_scores(ids: Sequence[UUID]) -> dict[UUID, Score]:
    """Household → its score in the newest round it was asked in."""
    rows = Score.objects.filter(household_id__in=list(ids)).select_related("round")
    rows = rows.defer("items", "sources").order_by("round__year", "round__sequence")
    return {score.household_id: score for score in rows}


MEMBER_COLUMNS = (
    "place_code", "place", "house_code", "house_no", "head", "head_id_masked", "people", "level",
    "overall", "round", "entered_on",
)  # fmt: skip
_AT_ONCE = 500


def member_rows(rows: QuerySet[SelectionMember], *, viewer: Viewer) -> Iterator[list[Cell]]:
    """The living list as rows of a file: IDs masked, blank where nothing is known.

    The head stays blank where the viewer's purpose needs no name.
    """
    waiting = rows.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(waiting, _AT_ONCE)):
        scores = newest_scores([row.household_id for row in some])
        for row in some:
            home, score = row.household, scores.get(row.household_id)
            named = viewer.reads(FieldGroup.IDENTITY, home.place.code, home.pk)
            head = home.head if named else None
            sealed = head.national_id if head else None
            yield [
                row.area_code, area_name(home.place), home.house_code, home.house_no,
                person_name(head), masked(unseal(bytes(sealed))) if sealed else "",
                score.people if score else None, score.level if score else None,
                score.overall if score else None, score.round.label if score else "",
                localdate(row.entered_at).isoformat(),
            ]  # fmt: skip


def member_ids(selection: Selection) -> QuerySet[SelectionMember, UUID]:
    """The ids of the households on the living list; the caller narrows them to the scope."""
    now = SelectionMember.objects.filter(selection=selection, left_at__isnull=True)
    return now.filter(household__visible=True).values_list("household_id", flat=True)


def members_by_place(selection: Selection, *, viewer: Viewer) -> Counter[str]:
    """Place code → how many households of the living list are there, inside the scope."""
    now = SelectionMember.objects.filter(
        within(viewer, "household__place__code"),
        selection=selection,
        left_at__isnull=True,
        household__visible=True,
    )
    return Counter(dict(now.order_by().values_list("area_code").annotate(n=Count("pk"))))


def changes(selection: Selection, *, viewer: Viewer) -> QuerySet[SelectionMember]:
    """Who entered or left since the condition was saved, the newest first, inside the scope."""
    rows = SelectionMember.objects.filter(
        Q(entered_at__gt=selection.at) | Q(left_at__isnull=False),
        within(viewer, "household__place__code"),
        selection=selection,
        household__visible=True,
    )
    return (
        rows.annotate(moved_at=Greatest("entered_at", Coalesce("left_at", "entered_at")))
        .select_related("household__place", "household__head")
        .order_by(F("moved_at").desc(), "-id")
    )


def due_selections(*, before: datetime) -> QuerySet[Selection]:
    """Living lists that were not looked through since that moment."""
    old = Q(refreshed_at__isnull=True) | Q(refreshed_at__lt=before)
    return Selection.objects.filter(old, archived_at__isnull=True)


def living_selections(tambons: Sequence[str] | None) -> list[Selection]:
    """The living lists that speak of these tambons; None is all."""
    rows = Selection.objects.filter(archived_at__isnull=True).select_related("place")
    if tambons is None:
        return list(rows.order_by("id"))
    return [
        row
        for row in rows.order_by("id")
        if any(_overlap(row.place.code, tambon) for tambon in tambons)
    ]


def _overlap(area: str, tambon: str) -> bool:
    return tambon.startswith(area) or area.startswith(tambon)


def codes_now(selection: Selection, area: str, asked: Asked) -> dict[UUID, str]:
    """Household → place code, of everybody in the area for whom the condition is true now."""
    found: dict[UUID, str] = {}
    for rows in fulfilling(selection.condition, area=area, asked=asked):
        found.update(rows.values_list("household_id", "place__code"))
    return found


def places_to_ask(viewer: Viewer, area: str) -> dict[str, Place]:
    """The places a condition can be saved for: those served, and below them down to villages.

    Villages are offered below the place that was chosen, or served.
    """
    served = viewer.areas_for(Capability.SEE_HOUSEHOLDS)
    near = Q(code__in=served) | Q(parent__code=area) if area else Q(code__in=served)
    found = Place.objects.filter(
        within(viewer, "code"), near | Q(kind__in=[Place.Kind.AMPHOE, Place.Kind.TAMBON])
    )
    return {place.code: place for place in found.order_by("code")}


def places_below(code: str) -> list[Place]:
    """The place and those right below it, by code."""
    return list(Place.objects.filter(Q(code=code) | Q(parent__code=code)).order_by("code"))
