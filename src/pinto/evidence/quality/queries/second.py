"""Second interviews: who was drawn, who asks, and how well two interviewers agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from pinto.evidence.instruments.rules import Kind, Question, instrument
from pinto.evidence.quality.models import Draw, SecondInterview
from pinto.evidence.quality.rules.agreement import (
    FEWEST,
    Difference,
    Kappa,
    bland_altman,
    cohens_kappa,
)
from pinto.evidence.quality.rules.library import ruleset
from pinto.evidence.registry.models import HouseholdRevision, Round
from pinto.evidence.registry.permissions import hidden_questions
from pinto.evidence.registry.queries import COUNTED, lying_in
from pinto.ground.access.models import Account, Posting
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import GRANTS, Capability, Viewer
from pinto.ground.places.models import Place
from pinto.ground.places.queries import area_range

_NUMBERS = (Kind.INTEGER, Kind.DECIMAL)


def frame_of(round: Round, tambon: str) -> list[UUID]:
    """The households of the tambon that were asked in the round: from these is drawn."""
    first, beyond = area_range(tambon)
    places = list(
        Place.objects.filter(code__gte=first, code__lt=beyond).values_list("pk", flat=True)
    )
    rows = HouseholdRevision.objects.filter(COUNTED, round=round, household__visible=True)
    here = rows.filter(place__in=places).values("household_id")
    asked = rows.filter(household__in=here).order_by("id")
    newest = dict(asked.values_list("household_id", "place_id"))  # where it lives now
    inside = set(places)
    return sorted(household for household, place in newest.items() if place in inside)


def draw_of(round: Round, tambon: str) -> Draw | None:
    """The draw of the tambon in the round, if it was drawn."""
    return Draw.objects.filter(round=round, tambon=tambon).select_related("by").first()


def second_interviews(round: Round, *, area: str, viewer: Viewer) -> QuerySet[SecondInterview]:
    """Those of the area, as far as this viewer may see the households; the open ones first."""
    return (
        SecondInterview.objects.filter(
            within(viewer, "place__code"), lying_in([area], "place__code"), draw__round=round
        )
        .select_related("household__head", "place", "assignee", "first_by", "draw__round")
        .order_by(F("at").asc(nulls_first=True), "place__code", "id")
    )


def second_interview(interview_id: UUID, *, viewer: Viewer) -> SecondInterview:
    """Raises ``SecondInterview.DoesNotExist`` where it is not this viewer's to see."""
    return (
        SecondInterview.objects.filter(within(viewer, "place__code"))
        .select_related("household__head", "place__parent", "draw__round", "assignee")
        .get(pk=interview_id)
    )


def own_second_interviews(viewer: Viewer) -> QuerySet[SecondInterview]:
    """Those given to this viewer, the open ones first."""
    return (
        SecondInterview.objects.filter(within(viewer, "place__code"), assignee=viewer.account_id)
        .select_related("household__head", "place", "draw__round")
        .order_by(F("at").asc(nulls_first=True), "place__code", "id")
    )


def open_second_interviews(viewer: Viewer) -> int:
    """How many wait for this viewer."""
    return own_second_interviews(viewer).filter(at__isnull=True).count()


def second_questions(round: Round, *, viewer: Viewer | None, at: str) -> list[Question]:
    """What is asked again, without what this viewer may not read at that place."""
    asked = instrument(round.instrument, round.instrument_version)
    hidden = hidden_questions(asked, viewer=viewer, at=at)
    chosen = ruleset(round.instrument, round.instrument_version).second.questions
    return [asked.question(name) for name in chosen if name not in hidden]


def who_could_ask(tambon: str) -> list[tuple[Account, frozenset[str]]]:
    """Everybody who works with households in the tambon today, with the places, by name."""
    roles = [role for role, granted in GRANTS.items() if Capability.EDIT_HOUSEHOLDS in granted]
    found: dict[UUID, tuple[Account, set[str]]] = {}
    rows = Posting.objects.filter(role__in=roles, account__is_active=True, until__isnull=True)
    above = [tambon[:digits] for digits in (2, 4, 6)]
    first, beyond = area_range(tambon)
    near = rows.filter(place__code__in=above) | rows.filter(
        place__code__gte=first, place__code__lt=beyond
    )
    for posting in near.select_related("account", "place").order_by("account__name"):
        found.setdefault(posting.account_id, (posting.account, set()))[1].add(posting.place.code)
    return [(account, frozenset(codes)) for account, codes in found.values()]


@dataclass(frozen=True)
class Agreement:
    """How two interviewers' answers to one question go together; few pairs say nothing."""

    question: Question
    pairs: int
    kappa: Kappa | None  # of a choice
    difference: Difference | None  # of an amount

    @property
    def enough(self) -> bool:
        return self.pairs >= FEWEST


def agreements(
    round: Round, *, area: str, viewer: Viewer, interviewer: UUID | None = None
) -> list[Agreement]:
    """Each question asked twice in the area: first against second interviewer.

    With ``interviewer``, of the households that person asked first.
    """
    done = second_interviews(round, area=area, viewer=viewer).filter(at__isnull=False)
    if interviewer is not None:
        done = done.filter(first_by=interviewer)
    interviews = list(done.order_by("id").values_list("revision", "answers"))
    first = dict(
        HouseholdRevision.objects.filter(pk__in=[key for key, _ in interviews]).values_list(
            "pk", "answers"
        )
    )
    both = [(first.get(key, {}), again) for key, again in interviews]
    return [
        _agreement(question, both) for question in second_questions(round, viewer=viewer, at=area)
    ]


def _agreement(question: Question, both: Iterable[tuple[Any, Any]]) -> Agreement:
    pairs = [
        (one[question.id], other[question.id])
        for one, other in both
        if one.get(question.id) is not None and other.get(question.id) is not None
    ]
    if question.kind in _NUMBERS:
        amounts = [(float(one), float(other)) for one, other in pairs]
        return Agreement(question, len(pairs), None, bland_altman(amounts))
    return Agreement(question, len(pairs), cohens_kappa(pairs), None)
