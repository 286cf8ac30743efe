"""The figures of an area: what disagrees, what is far off, what is missing, where and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.quality.models import Finding, MissingTally
from pinto.evidence.quality.permissions import closed_rules
from pinto.evidence.quality.rules.gaps import expected
from pinto.evidence.quality.rules.library import ruleset
from pinto.evidence.quality.rules.robust import FAR_AMOUNT
from pinto.evidence.registry.models import Round
from pinto.evidence.registry.permissions import hidden_questions
from pinto.evidence.registry.queries import lying_in, rounds
from pinto.ground.access.models import Account
from pinto.ground.access.permissions import within
from pinto.ground.access.queries import account_names
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.places.models import Place
from pinto.ground.places.queries import area_range, short_name

NO_DATA_FROM = 0.05  # share of missing answers from which a question is worth a look
FEW_HOMES = 10  # interviewed by one person; fewer say nothing about an interviewer
_BELOW = {2: 4, 4: 6, 6: 9}  # digits of an area → digits of the areas shown below it


def quality_round(label: str) -> Round | None:
    """The round of that label, or the newest that holds answers. Raises ``LookupError``."""
    every = list(rounds())
    if not label:
        return every[0] if every else None
    for round in every:
        if round.label == label:
            return round
    raise LookupError(label)


def served_places(viewer: Viewer) -> list[Place]:
    """The places where this viewer sees households, the largest first."""
    codes = viewer.areas_for(Capability.SEE_HOUSEHOLDS)
    return list(Place.objects.filter(code__in=codes).order_by("code"))


def findings_in(round: Round, *, area: str, viewer: Viewer) -> QuerySet[Finding]:
    """The findings of the area that this viewer may see, open and accepted."""
    return Finding.objects.filter(
        within(viewer, "area_code"), lying_in([area], "area_code"), round=round
    ).exclude(rule__in=closed_rules(round, viewer=viewer, area=area))


@dataclass(frozen=True)
class RuleCount:
    """How many households of an area break a rule."""

    rule: str
    open: int
    accepted: int
    grave: bool


@dataclass(frozen=True)
class AreaQuality:
    """The area in figures. Nothing is known where ``checked`` is False."""

    checked: bool
    households: int
    people: int
    grave_homes: int  # households of which two answers cannot both be true
    open_homes: int  # with anything open
    accepted: int
    far: int  # amounts far from the others
    rules: list[RuleCount]  # contradictions first, of them most open first
    missing: list[tuple[str, float]]  # question and share, most first
    answered: float | None  # share of all answers that were given


def area_quality(round: Round, *, area: str, viewer: Viewer) -> AreaQuality:
    """What there is to know about the answers of an area; four queries."""
    found = findings_in(round, area=area, viewer=viewer)
    opened, accepted = Q(acceptance__isnull=True), Q(acceptance__isnull=False)
    rows = (
        found.values("rule", "grave")
        .annotate(open=Count("pk", filter=opened), accepted=Count("pk", filter=accepted))
        .order_by("-grave", "-open", "rule")
    )
    counts = [RuleCount(r["rule"], r["open"], r["accepted"], r["grave"]) for r in rows]
    homes = found.filter(opened).aggregate(
        any=Count("household", distinct=True),
        grave=Count("household", distinct=True, filter=Q(grave=True)),
    )
    tally = _missing(round, area, viewer)
    return AreaQuality(
        checked=tally.households > 0,
        households=tally.households,
        people=tally.people,
        grave_homes=homes["grave"],
        open_homes=homes["any"],
        accepted=sum(each.accepted for each in counts),
        far=sum(each.open for each in counts if each.rule.startswith(FAR_AMOUNT)),
        rules=counts,
        missing=tally.shares,
        answered=tally.answered,
    )


@dataclass
class _Tally:
    """Missing answers added up, without those this viewer may not read."""

    of_home: int  # questions
    of_member: frozenset[str]
    hidden: frozenset[str]
    households: int = 0
    people: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    def add(self, households: int, people: int, missing: Mapping[str, int]) -> None:
        self.households += households
        self.people += people
        for name, many in missing.items():
            if name not in self.hidden:
                self.missing[name] += many

    @property
    def shares(self) -> list[tuple[str, float]]:
        found = [(name, many / self._of(name)) for name, many in self.missing.items()]
        return sorted(found, key=lambda each: (-each[1], each[0]))

    @property
    def unanswered(self) -> float | None:
        """The share of answers that are missing, of everything that was asked."""
        asked = self.households * self.of_home + self.people * len(self.of_member)
        return sum(self.missing.values()) / asked if asked else None

    @property
    def answered(self) -> float | None:
        return None if self.unanswered is None else 1 - self.unanswered

    def _of(self, name: str) -> int:
        return max(self.people if name in self.of_member else self.households, 1)


def _blank(round: Round, area: str, viewer: Viewer) -> Callable[[], _Tally]:
    """Makes tallies of nothing, of what is asked in the round and may be read in the area."""
    asked = instrument(round.instrument, round.instrument_version)
    hidden = hidden_questions(asked, viewer=viewer, at=area)
    try:
        rules = ruleset(round.instrument, round.instrument_version)
        of_home, of_member = expected(rules, asked)
    except LookupError:
        of_home, of_member = [], []
    return lambda: _Tally(len(set(of_home) - hidden), frozenset(of_member) - hidden, hidden)


def _missing(round: Round, area: str, viewer: Viewer, interviewer: UUID | None = None) -> _Tally:
    rows = MissingTally.objects.filter(
        within(viewer, "area_code"), lying_in([area], "area_code"), round=round
    )
    if interviewer is not None:
        rows = rows.filter(interviewer=interviewer)
    tally = _blank(round, area, viewer)()
    values = rows.values_list("households", "people", "missing")
    for households, people, missing in values.iterator(chunk_size=2_000):
        tally.add(households, people, missing)
    return tally


@dataclass(frozen=True)
class Below:
    """An area below, or an interviewer: its households, and what is open."""

    key: str
    name: str
    households: int
    open: int  # households with something open
    far: int
    missing: float | None  # share of answers that are missing

    @property
    def share(self) -> float | None:
        return self.open / self.households if self.households else None


def areas_below(round: Round, *, area: str, viewer: Viewer) -> list[Below]:
    """The areas right below, in the order of their codes; of a village nothing. Three queries."""
    digits = _BELOW.get(len(area))
    if digits is None:
        return []
    inside = lying_in([area], "area_code") & within(viewer, "area_code")
    tallies = (
        MissingTally.objects.filter(inside, round=round)
        .annotate(part=Substr("area_code", 1, digits))
        .values_list("part", "households", "people", "missing")
    )
    blank = _blank(round, area, viewer)
    parts: dict[str, _Tally] = {}
    for part, households, people, missing in tallies.iterator(chunk_size=2_000):
        parts.setdefault(part, blank()).add(households, people, missing)
    opened = Q(acceptance__isnull=True)
    rows = (
        findings_in(round, area=area, viewer=viewer)
        .annotate(part=Substr("area_code", 1, digits))
        .values("part")
        .annotate(
            open=Count("household", distinct=True, filter=opened),
            far=Count("pk", filter=opened & Q(rule__startswith=FAR_AMOUNT)),
        )
        .order_by("part")
    )
    found: dict[str, Mapping[str, Any]] = {row["part"]: row for row in rows}
    first, beyond = area_range(area)
    places = Place.objects.filter(code__gte=first, code__lt=beyond, code__in=list(parts))
    return [
        Below(
            place.code,
            short_name(place),
            parts[place.code].households,
            found.get(place.code, {}).get("open", 0),
            found.get(place.code, {}).get("far", 0),
            parts[place.code].unanswered,
        )
        for place in places.order_by("code")
    ]


def interviewers_of(round: Round, *, area: str, viewer: Viewer) -> list[Below]:
    """Who interviewed in the area, by name: never by figure. Households nobody is known of apart.

    Of an interviewer with fewer than ``FEW_HOMES`` households no figure is told.
    """
    inside = lying_in([area], "area_code") & within(viewer, "area_code")
    blank = _blank(round, area, viewer)
    asked: dict[Any, _Tally] = {}
    rows = MissingTally.objects.filter(inside, round=round, interviewer__isnull=False)
    for by, households, people, missing in rows.values_list(
        "interviewer", "households", "people", "missing"
    ).iterator(chunk_size=2_000):
        asked.setdefault(by, blank()).add(households, people, missing)
    opened = Q(acceptance__isnull=True)
    broken = (
        findings_in(round, area=area, viewer=viewer)
        .order_by()
        .values("interviewer")
        .annotate(
            open=Count("household", distinct=True, filter=opened),
            far=Count("pk", filter=opened & Q(rule__startswith=FAR_AMOUNT)),
        )
    )
    found: dict[Any, Mapping[str, Any]] = {row["interviewer"]: row for row in broken}
    names = account_names(str(key) for key in asked)
    listed = [
        Below(
            str(key),
            names.get(str(key), ""),
            tally.households,
            found.get(key, {}).get("open", 0),
            found.get(key, {}).get("far", 0),
            tally.unanswered,
        )
        for key, tally in asked.items()
    ]
    return sorted(listed, key=lambda each: (each.name, each.key))


def has_interviewed(round: Round, *, area: str, viewer: Viewer) -> bool:
    """Whether the viewer interviewed somebody of the area: there is an own page to look at."""
    inside = lying_in([area], "area_code") & within(viewer, "area_code")
    return MissingTally.objects.filter(inside, round=round, interviewer=viewer.account_id).exists()


def homes_without_interviewer(round: Round, *, area: str, viewer: Viewer) -> int:
    """Of how many households of the area nobody knows who interviewed them."""
    inside = lying_in([area], "area_code") & within(viewer, "area_code")
    rows = MissingTally.objects.filter(inside, round=round, interviewer__isnull=True)
    return sum(rows.values_list("households", flat=True))


@dataclass(frozen=True)
class InterviewerFigures:
    """One interviewer's households in an area: to talk about, not to rank by."""

    account: Account
    households: int
    answered: float | None
    missing: list[tuple[str, float]]
    rules: list[RuleCount]

    @property
    def enough(self) -> bool:
        return self.households >= FEW_HOMES


def interviewer_figures(
    round: Round, *, area: str, interviewer: UUID, viewer: Viewer
) -> InterviewerFigures:
    """Raises ``Account.DoesNotExist`` where that person interviewed nobody of the area."""
    tally = _missing(round, area, viewer, interviewer)
    if not tally.households:
        raise Account.DoesNotExist
    rows = (
        findings_in(round, area=area, viewer=viewer)
        .filter(interviewer=interviewer, acceptance__isnull=True)
        .values("rule", "grave")
        .annotate(open=Count("pk"))
        .order_by("-open", "rule")
    )
    return InterviewerFigures(
        account=Account.objects.get(pk=interviewer),
        households=tally.households,
        answered=tally.answered,
        missing=tally.shares,
        rules=[RuleCount(r["rule"], r["open"], 0, r["grave"]) for r in rows],
    )


def finding_list(
    round: Round,
    *,
    area: str,
    viewer: Viewer,
    rule: str = "",
    interviewer: UUID | None = None,
    accepted: bool = False,
) -> QuerySet[Finding]:
    """The households behind a figure: the open findings, or the accepted ones."""
    found = findings_in(round, area=area, viewer=viewer).filter(
        acceptance__isnull=not accepted, household__visible=True
    )
    if rule:
        found = found.filter(rule=rule)
    if interviewer is not None:
        found = found.filter(interviewer=interviewer)
    return found.select_related("household__head", "household__place", "acceptance__by").order_by(
        "area_code", "household_id", "rule"
    )
