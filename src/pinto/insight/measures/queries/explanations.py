"""How one household's score came about, for the family and for the researcher."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.registry.extracts import age_day
from pinto.evidence.registry.models import Household, HouseholdRevision, MemberRevision, Round
from pinto.evidence.registry.permissions import hidden_questions
from pinto.evidence.registry.queries import (
    household,
    latest_revisions,
    rosters,
    rounds_of,
)
from pinto.ground.access.rules import Viewer
from pinto.ground.thai.calendar import PartialDate, age_on
from pinto.insight.measures.models import Score
from pinto.insight.measures.queries.scores import stored_score
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.measures.rules.reckoning import Reckoning, reckon
from pinto.insight.measures.rules.scorings import LevelOfLiving, Scoring
from pinto.insight.measures.rules.telling import tell, tell_numbers
from pinto.insight.measures.rules.told import ToldCapital, ToldItem, ToldNumber


@dataclass(frozen=True)
class Explanation:
    """One household's score in one round, worked out now from the answers as they stand."""

    household: Household
    round: Round
    scoring: Scoring
    revision: HouseholdRevision
    members: tuple[MemberRevision, ...]
    reckoning: Reckoning
    capitals: tuple[ToldCapital, ...]
    numbers: tuple[ToldNumber, ...]
    stored: Score | None  # what lists and profiles show

    @property
    def people(self) -> int:
        return len(self.members)

    @property
    def overall(self) -> float | None:
        return self.reckoning.overall

    @property
    def level(self) -> LevelOfLiving | None:
        level = self.reckoning.level
        return None if level is None else self.scoring.level_words(level)

    @property
    def scores(self) -> list[float | None]:
        """The five capitals, in the order of every pentagon."""
        return [capital.score for capital in self.capitals]

    @property
    def is_newer(self) -> bool:
        """Whether answers have changed since lists and profiles were worked out."""
        if self.stored is None:
            return True
        now, then = self.overall, self.stored.overall
        return (now is None) != (then is None) or (
            now is not None and then is not None and abs(now - then) > 1e-6
        )

    def lights(self) -> dict[str, int]:
        """How many items are met, at risk, not met, unknown."""
        counts = dict.fromkeys(("met", "at_risk", "not_met", "unknown"), 0)
        for capital in self.capitals:
            for item in capital.items:
                counts[item.light] += 1
        return counts


def explanation(household_id: UUID, *, round: Round, viewer: Viewer, language: str) -> Explanation:
    """The household's score in that round, step by step.

    Raises ``Household.DoesNotExist`` where it is not this viewer's to see, and
    ``LookupError`` where it was not asked in the round.
    """
    found = household(household_id, viewer=viewer)
    return explanation_of(found, round=round, viewer=viewer, language=language)


def explanation_of(found: Household, *, round: Round, viewer: Viewer, language: str) -> Explanation:
    """The same of a household that the caller has from ``registry.queries.household``."""
    revision = latest_revisions([found.pk], round).get(found.pk)
    if revision is None:
        raise LookupError("this household was not asked in the round")
    scoring = scoring_of(round.instrument)
    asked = instrument(round.instrument, round.instrument_version)
    hidden = hidden_questions(asked, viewer=viewer, at=found.place.code, household=found.pk)
    roster = rosters([revision.pk]).get(revision.pk, [])
    heads = [member.person for member in roster if member.person_id == found.head_id]
    if heads:  # called as the roster calls them: in a frozen round, as they were called then
        found.head = heads[0]
    members = [_answers(member, round) for member in roster]
    reckoning = reckon(scoring, revision.answers, members, revision.delivered)
    told = (scoring, reckoning, revision.answers, members)
    return Explanation(
        household=found,
        round=round,
        scoring=scoring,
        revision=revision,
        members=tuple(roster),
        reckoning=reckoning,
        capitals=tell(*told, language=language, hidden=hidden),
        numbers=tell_numbers(*told, language=language, hidden=hidden),
        stored=stored_score(found.pk, round, scoring),
    )


def newest_round_of(household_id: UUID, *, viewer: Viewer) -> Round:
    """The last round this household was asked in.

    Raises ``Household.DoesNotExist`` where it is not this viewer's to see, and
    ``LookupError`` where it was never asked.
    """
    asked_in = rounds_of(household(household_id, viewer=viewer).pk)
    if not asked_in:
        raise LookupError("this household was not asked in any round")
    return asked_in[0]


def _answers(member: MemberRevision, round: Round) -> dict[str, Any]:
    person = member.person
    born = PartialDate.of(person.birth_year, person.birth_month, person.birth_day)
    return {
        **member.answers,
        "age": age_on(born, age_day(round)),
        "sex": person.sex or None,
    }


def for_researchers(told: Explanation) -> dict[str, Any]:
    """The explanation as plain data: versions, conditions, weights, what is assumed. No names."""
    scoring, reckoning = told.scoring, told.reckoning
    return {
        "household": str(told.household.pk),
        "place": told.household.place.code,
        "round": told.round.label,
        "people": told.people,
        "answers_as_of": told.revision.at.isoformat(),
        "scoring": {
            "id": scoring.id,
            "version": scoring.version,
            "instrument": f"{told.round.instrument}/{told.round.instrument_version}",
            "boundary": scoring.boundary.value,
            "boundary_assumed": _text(scoring.boundary_assumed),
            "boundaries": list(scoring.cuts),
            "reweight_from": scoring.reweight_from,
            "lacking_below": scoring.lacking_below,
        },
        "overall": reckoning.overall,
        "level": reckoning.level,
        "on_boundary": reckoning.on_boundary,
        "stored": {"overall": told.stored.overall, "level": told.stored.level}
        if told.stored
        else None,
        "capitals": [_capital(capital) for capital in told.capitals],
        "numbers": [
            {**asdict(number), "expression": _formula(scoring, number.id)}
            for number in told.numbers
        ],
    }


def _capital(capital: ToldCapital) -> dict[str, Any]:
    return {
        "id": capital.id,
        "name": capital.name,
        "score": capital.score,
        "hidden": capital.hidden,
        "by": capital.by,
        "known_weight": capital.known,
        "reweighted": capital.reweighted,
        "sum_of_products": capital.total,
        "items": [_item(item) for item in capital.items],
    }


def _item(told: ToldItem) -> dict[str, Any]:
    item = told.item
    return {
        "id": item.id,
        "name": told.name,
        "score": told.score,
        "by": told.by,
        "weight": told.weight,
        "product": told.product,
        "level": item.level.value,
        "eligible": item.eligible or None,
        "answered": told.answered,
        "delivered": told.delivered,
        "differs": told.differs,
        "hidden": told.hidden,
        "decided": [
            {
                "answers": group.words,
                "condition": group.condition,
                "rule": group.rule,
                "score": group.score,
                "members": group.people or None,
                "missing": list(group.missing),
            }
            for group in told.groups
        ],
        "members_left_out": told.left_out,
        "assumed": _text(item.assumed),
        "weight_assumed": _text(item.weight_assumed),
    }


def _text(words: Any) -> str | None:
    return words.en if words is not None else None


def _formula(scoring: Scoring, number_id: str) -> str:
    return next(number.formula for number in scoring.let if number.id == number_id)
