"""Which households fulfil a condition on their answers, in the conditions language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from pinto.evidence.registry.extracts import age_day
from pinto.evidence.registry.models import HouseholdRevision, MemberRevision, Round
from pinto.evidence.registry.queries import COUNTED, as_it_was
from pinto.ground.conditions.filters import Roster, Stored, to_filter
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.tree import names_in
from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary
from pinto.insight.measures.models import Score
from pinto.insight.measures.rules.closing import closed_capitals
from pinto.insight.measures.rules.codings import vocabulary
from pinto.insight.measures.rules.scorings import Scoring


def answers_that_fulfil(
    condition: str, *, round: Round, scoring: Scoring, closed: frozenset[str]
) -> QuerySet[HouseholdRevision]:
    """The answers that count in the round and for which the condition is true.

    Names are the questions, ``people``, of members ``age`` and ``sex``, and what is stored
    of the household's score: ``overall``, ``level`` and the capitals. Numbers a scoring
    works out on the way are not among them, for a database is not asked to, nor are the
    ``closed`` questions and the capitals they close. Raises ``ConditionError``. The caller
    narrows it to the scope.
    """
    names, asked = names_of(scoring, closed), parse(condition)
    scored = {name: f"scored_{name}" for name in scores_of(scoring) if name in names_in(asked)}
    members = aged(round, age_day(round))
    roster = Roster(
        members.order_by(),
        {"revision": "pk"},
        Stored("answers", {"age": "age", "sex": "sex"}),
    )
    household = Stored("answers", {"people": "people", **scored})
    fulfilled = to_filter(asked, names, household, roster)
    newer = HouseholdRevision.objects.filter(
        COUNTED, household=OuterRef("household"), round=round, pk__gt=OuterRef("pk")
    )
    return (
        HouseholdRevision.objects.annotate(
            people=_people(),
            **{path: _score(name, round, scoring) for name, path in scored.items()},
        )
        .filter(COUNTED, round=round)
        .filter(~Exists(newer))
        .filter(fulfilled)
    )


def scores_of(scoring: Scoring) -> tuple[str, ...]:
    """What a condition may say of a household's score: numbers, unknown where it has none."""
    return ("overall", "level", *(capital.id for capital in scoring.capitals))


def names_of(scoring: Scoring, closed: frozenset[str]) -> Vocabulary:
    """Every name a condition on stored answers and scores may use, the closed ones left out."""
    asked = _without(vocabulary(scoring.model_copy(update={"let": ()})), closed)
    kept_back = closed_capitals(scoring, closed)
    scored = [
        Field(name, Kind.NUMBER, Level.HOUSEHOLD)
        for name in scores_of(scoring)
        if name not in kept_back
    ]
    return Vocabulary([*_fields(asked), *scored])


def _score(name: str, round: Round, scoring: Scoring) -> Subquery:
    found = Score.objects.filter(
        household=OuterRef("household"), round=round, scoring=scoring.id
    ).order_by()
    return Subquery(found.values(name)[:1], output_field=FloatField())


def _without(names: Vocabulary, closed: frozenset[str]) -> Vocabulary:
    return Vocabulary(field for field in _fields(names) if field.name not in closed)


def _fields(names: Vocabulary) -> list[Field]:
    found = (names.field(name, level) for level in Level for name in names.names(level))
    return [field for field in found if field]


def _people() -> Any:
    roster = MemberRevision.objects.filter(revision=OuterRef("pk")).order_by()
    counted = roster.values("revision").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def aged(round: Round, on: date) -> QuerySet[MemberRevision]:
    """Every member of a roster with ``sex`` and ``age`` on that day, as the round knows them."""
    born = {f"born_{part}": as_it_was(f"birth_{part}", round) for part in ("year", "month", "day")}
    known = MemberRevision.objects.annotate(sex=as_it_was("sex", round), **born)
    return known.annotate(age=_age(on))


def _age(on: date) -> Any:
    """Full years on that day, as ``thai.calendar.age_on`` counts them; null where unknown."""
    later = Q(born_month__gt=on.month) | Q(born_month=on.month, born_day__gt=on.day)
    unborn = Q(born_year__gt=on.year) | (Q(born_year=on.year) & later)
    return Case(
        When(unborn, then=Value(None)),
        When(later, then=Value(on.year - 1) - F("born_year")),
        default=Value(on.year) - F("born_year"),
        output_field=IntegerField(),
    )
