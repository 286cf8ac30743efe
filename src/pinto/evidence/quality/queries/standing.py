"""One household against the rules, as its answers stand now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pinto.evidence.instruments.rules import Instrument, instrument
from pinto.evidence.quality.models import Acceptance, Finding
from pinto.evidence.quality.rules.judging import Disagreement, disagreements
from pinto.evidence.quality.rules.robust import FAR_AMOUNT
from pinto.evidence.quality.rules.roster import Somebody, listed_twice, title_sex
from pinto.evidence.quality.rules.rulesets import Rule
from pinto.evidence.registry.extracts import age_day
from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Round,
)
from pinto.evidence.registry.permissions import hidden_questions
from pinto.evidence.registry.queries import latest_revisions, person_name, rosters, rounds_of
from pinto.ground.access.rules import Viewer
from pinto.ground.thai.calendar import PartialDate, age_on


@dataclass(frozen=True)
class Open:
    """A rule this household breaks, whom it is about, and who accepted it, if anybody did."""

    rule: Rule
    who: tuple[str, ...]  # names of members
    digest: str
    acceptance: Acceptance | None
    answers: tuple[tuple[str, Any], ...]  # question → answer, of the household


@dataclass(frozen=True)
class Far:
    """An amount far from the tambon's usual one."""

    question: str
    value: float
    median: float
    acceptance: Acceptance | None


@dataclass(frozen=True)
class Standing:
    """What is open and what was accepted at a household in a round."""

    round: Round
    asked: Instrument
    broken: list[Open]
    far: list[Far]


def disagreements_of(
    round: Round, revision: HouseholdRevision, members: list[MemberRevision]
) -> list[Disagreement]:
    """The rules these answers break. Raises ``LookupError`` where nobody wrote rules."""
    household = {**revision.answers, "people": len(members)}
    return disagreements(
        round.instrument, round.instrument_version, household, _facts(round, members)
    )


def standing(household: Household, *, label: str, viewer: Viewer | None) -> Standing | None:
    """How the household stands in that round, or in its newest; None where it was not asked.

    What reads an answer that this viewer may not see is left out. The caller has checked
    that the household may be seen.
    """
    asked_in = [each for each in rounds_of(household.pk) if label in ("", each.label)]
    if not asked_in:
        return None
    round = asked_in[0]
    asked = instrument(round.instrument, round.instrument_version)
    revision = latest_revisions([household.pk], round)[household.pk]
    members = rosters([revision.pk]).get(revision.pk, [])
    hidden = hidden_questions(asked, viewer=viewer, at=household.place.code)
    try:
        broken = disagreements_of(round, revision, members)
    except LookupError:
        broken = []
    standing_by = _acceptances(household.pk, round)
    return Standing(
        round,
        asked,
        [
            _open(each, revision, members, standing_by)
            for each in broken
            if not hidden & each.rule.names
        ],
        _far(household.pk, round, revision, hidden),
    )


def acceptable(household: Household, round: Round, rule_id: str, viewer: Viewer) -> str | None:
    """The digest of what can be accepted now: a broken rule, or a far amount; else None."""
    found = standing(household, label=round.label, viewer=viewer)
    if found is None:
        return None
    for each in found.broken:
        if each.rule.id == rule_id:
            return each.digest
    for far in found.far:
        if f"{FAR_AMOUNT}{far.question}" == rule_id:
            return far_digest(far.value)
    return None


def far_digest(value: float) -> str:
    """What an accepted amount is recognised by."""
    return f"{value:g}"


def _facts(round: Round, members: list[MemberRevision]) -> list[dict[str, Any]]:
    day = age_day(round)
    twice = listed_twice(
        [
            Somebody(m.person.name_key, m.person.birth_year, m.person.national_id_lookup)
            for m in members
        ]
    )
    return [
        {
            **member.answers,
            "sex": member.person.sex or None,
            "age": age_on(
                PartialDate.of(
                    member.person.birth_year, member.person.birth_month, member.person.birth_day
                ),
                day,
            ),
            "title_sex": title_sex(member.person.title),
            "listed_twice": same,
        }
        for member, same in zip(members, twice, strict=True)
    ]


def _acceptances(household_id: UUID, round: Round) -> dict[str, Acceptance]:
    found = Acceptance.objects.filter(
        household=household_id, round=round, undone_at__isnull=True
    ).select_related("by")
    return {each.rule: each for each in found}


def _open(
    found: Disagreement,
    revision: HouseholdRevision,
    members: list[MemberRevision],
    accepted: dict[str, Acceptance],
) -> Open:
    acceptance = accepted.get(found.rule.id)
    if acceptance is not None and acceptance.digest != found.digest:
        acceptance = None  # another answer than the one that was looked at
    return Open(
        found.rule,
        tuple(person_name(members[at].person) for at in found.members),
        found.digest,
        acceptance,
        tuple(
            (name, revision.answers[name]) for name in _worth_showing(found.rule, revision.answers)
        ),
    )


_SHOWN = 6  # answers beside a finding


def _worth_showing(rule: Rule, answers: dict[str, Any]) -> list[str]:
    """What the rule says it is about, then what else it read and is not nothing."""
    first = [name for name in rule.concerns if name in answers]
    more = [name for name in sorted(rule.names) if name not in first and answers.get(name)]
    return [*first, *more][:_SHOWN]


def _far(
    household_id: UUID, round: Round, revision: HouseholdRevision, hidden: frozenset[str]
) -> list[Far]:
    rows = Finding.objects.filter(
        household=household_id, round=round, rule__startswith=FAR_AMOUNT
    ).select_related("acceptance__by")
    found = []
    for row in rows.order_by("rule"):
        question = row.rule.removeprefix(FAR_AMOUNT)
        value = row.seen.get("value")
        # corrected since the tambon was looked through
        if question in hidden or revision.answers.get(question) != value:
            continue
        found.append(Far(question, value, row.seen["median"], row.acceptance))
    return found
