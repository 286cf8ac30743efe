"""The quality of the demo's data: some answers disagree, some households were asked twice."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils import timezone

from pinto.evidence.answers.actions import Correction, correct_answers, correct_member
from pinto.evidence.quality.actions.accepting import accept_finding
from pinto.evidence.quality.actions.checking import check_round
from pinto.evidence.quality.actions.second import (
    assign_second_interview,
    draw_second_interviews,
    enter_second_interview,
)
from pinto.evidence.quality.queries.figures import finding_list
from pinto.evidence.quality.queries.second import frame_of, second_interviews, second_questions
from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.queries import latest_revisions, rosters, round_labelled
from pinto.evidence.registry.rules import PersonDraft
from pinto.ground.access.queries import everybody_posted, viewer_of
from pinto.insight.measures.actions import score_round
from pinto.insight.profiles.actions import refresh_profiles
from pinto.sample.cast import HOME

_TAMBON = HOME[:6]
_SEED = "2569"
# What is mistyped in the households of one tambon.
_SLIPS: tuple[dict[str, Any], ...] = (
    {"has_debt": False, "debt_baac": 45_000, "living_members": 12},
    {"has_savings": False, "saving_group": 12_000, "registered_members": 1},
    {"disaster_house": "never", "disaster_farmland": "never", "disaster_kinds": ["flood"]},
    {"expense_food": 450_000, "off_farm_income": 9_600_000, "farmland": ["none", "rents"]},
    {"expense_food": 0},
)
_AGREES = 0.86  # of two interviewers who ask the same family


def spoil_and_ask_again() -> None:
    """Some answers of บัวคำ's tambon disagree, one finding was right, some were asked twice.

    Called after the visits, which say who interviewed whom.
    """
    posted = {each.account.username: each.account for each in everybody_posted()}
    officer, volunteer = posted["prasit"], posted["somsri"]
    round = round_labelled("2569")
    viewer = viewer_of(officer)
    draw_second_interviews(
        round=round, tambon=_TAMBON, seed=_SEED, viewer=viewer, by=officer, at=timezone.now()
    )
    drawn = list(second_interviews(round, area=_TAMBON, viewer=viewer))
    _mistype(round, {each.household_id for each in drawn}, officer)
    refresh_extract(round=round, tambons=[_TAMBON])
    score_round(round=round, by=None, at=timezone.now(), tambons=[_TAMBON])
    refresh_profiles(round=round, by=None, at=timezone.now(), tambons=[_TAMBON])
    check_round(round=round, by=None, at=timezone.now())
    check_round(round=round_labelled("2568"), by=None, at=timezone.now())
    right = finding_list(round, area=_TAMBON, viewer=viewer, rule="no_food_expense").first()
    if right is not None:
        accept_finding(
            household_id=right.household_id,
            label=round.label,
            rule=right.rule,
            reason="กินข้าวที่วัดกับหลวงตาซึ่งเป็นพี่ชาย",
            viewer=viewer,
            by=officer,
            at=timezone.now(),
        )
    _ask_again(round, drawn, officer, volunteer)


def _mistype(round: Any, spared: set[Any], officer: Any) -> None:
    """One household each has a slip, and one man the title of a woman."""
    asked = [key for key in frame_of(round, _TAMBON) if key not in spared]
    homes = asked[:: len(asked) // (len(_SLIPS) + 1)][: len(_SLIPS) + 1]
    revisions = latest_revisions(homes, round)
    for home, slip in zip(homes, _SLIPS, strict=False):
        correct_answers(correction=_slip(revisions[home], round, officer), said=slip)
    last = revisions[homes[-1]]
    head = rosters([last.pk])[last.pk][0].person
    correct_member(
        correction=_slip(last, round, officer),
        person_id=head.pk,
        written=PersonDraft(title="นาง" if head.sex == "M" else "นาย", given_name=head.given_name),
        said={},
    )


def _slip(revision: Any, round: Any, officer: Any) -> Correction:
    return Correction(
        household_id=revision.household_id,
        round=round,
        based_on=revision.pk,
        source="officer",
        reason="ลงข้อมูลจากแบบกระดาษ",
        viewer=viewer_of(officer),
        by=officer,
        at=timezone.now(),
    )


def _ask_again(round: Any, drawn: list[Any], officer: Any, volunteer: Any) -> None:
    """Most were asked again, some in the volunteer's village wait for her."""
    rng = np.random.default_rng(int(_SEED))
    revisions = latest_revisions([each.household_id for each in drawn], round)
    viewer = viewer_of(officer)
    for interview in drawn:
        here = interview.place.code == HOME
        asks = volunteer if here and interview.first_by_id != volunteer.pk else officer
        if interview.first_by_id == asks.pk:
            continue
        assign_second_interview(
            interview=interview, to=asks, viewer=viewer, by=officer, at=timezone.now()
        )
        if asks is volunteer:
            continue
        first = revisions[interview.household_id].answers
        questions = second_questions(round, viewer=viewer, at=interview.place.code)
        enter_second_interview(
            interview=interview,
            answers={q.id: _heard(rng, q, first.get(q.id)) for q in questions},
            note="",
            viewer=viewer,
            by=asks,
            at=timezone.now(),
        )


def _heard(rng: Any, question: Any, first: Any) -> Any:
    """What a second interviewer hears: mostly the same, of amounts something near."""
    if first is None or rng.random() < 0.03:
        return None
    if isinstance(first, bool):
        return first if rng.random() < _AGREES else not first
    if isinstance(first, int | float):
        near = float(first) * float(np.exp(0.12 * rng.standard_normal()))
        step = 1 if question.unit == "people" else 100
        return round(near / step) * step
    codes = [choice.code for choice in question.choices]
    return first if rng.random() < _AGREES else codes[int(rng.integers(len(codes)))]
