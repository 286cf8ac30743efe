"""What loading a checked file would do, told before anybody decides; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pinto.evidence.instruments.rules import Level, Question, instrument
from pinto.evidence.intake.actions.publishing import OUTCOMES, draft_from
from pinto.evidence.intake.actions.receiving import folder_of
from pinto.evidence.intake.models import Load
from pinto.evidence.intake.queries import place_ids, tambon_names
from pinto.evidence.intake.rules.staging import staged
from pinto.evidence.registry.actions.arrivals import foresee
from pinto.evidence.registry.queries import holds_households
from pinto.evidence.registry.rules import Covered
from pinto.ground.access.rules import Viewer
from pinto.ground.design.messages import N_

Tell = Callable[[int, int | None, str], None]
_ROWS = 10
_ANSWERS = 4


def foreseen(load: Load, tell: Tell) -> dict[str, int]:
    """How many of the staged households would be new, first in the round, changed, the same.

    Found by the recognition that loading uses. In an empty registry all are new.
    """
    assert load.round is not None  # noqa: S101  (a household file has a round)
    found = dict.fromkeys(OUTCOMES, 0)
    if not holds_households():
        return {**found, "new": load.households}
    claimed: set[UUID] = set()
    for piece in range(1, load.pieces + 1):
        drafts = [draft_from(draft) for draft in staged(folder_of(load), piece)]
        arrival = foresee(
            round=load.round,
            drafts=drafts,
            places=place_ids({draft.place_code for draft in drafts}),
            covered=Covered.from_json(load.covered),
            areas=load.areas,
            claimed=claimed,
        )
        for name in OUTCOMES:
            found[name] += getattr(arrival, name)
        tell(piece, load.pieces, N_("Comparing with what is known"))
    return found


@dataclass(frozen=True, slots=True)
class Previewed:
    """One household as it was read."""

    tambon: str
    moo: int | None
    house_code: str
    house_no: str
    head: str
    members: int
    answers: list[tuple[str, str]] = field(default_factory=list)  # question, answer, in words


def preview(load: Load, *, viewer: Viewer, language: str) -> list[Previewed]:
    """The first households of a checked file as they were read, for who handed it in.

    Anybody else would look at families there, and no trail would know of it.
    """
    if load.state != Load.State.CHECKED or load.kind != Load.Kind.HOUSEHOLDS or not load.round:
        return []
    own = viewer.account_id is not None and load.by_id == viewer.account_id
    if not own or not folder_of(load).exists():
        return []
    drafts = staged(folder_of(load), 1)[:_ROWS]
    names = tambon_names({draft["place_code"][:6] for draft in drafts})
    asked = instrument(load.round.instrument, load.round.instrument_version)
    questions = [each for each in asked.questions(Level.HOUSEHOLD) if not each.sensitive]
    return [_previewed(draft, names, questions, language) for draft in drafts]


def _previewed(
    draft: dict[str, Any], names: dict[str, str], questions: list[Question], language: str
) -> Previewed:
    head = draft["members"][draft["head"] or 0][0] if draft["members"] else {}
    answered = [question for question in questions if question.id in draft["answers"]]
    name = f"{head.get('title', '')}{head.get('given_name', '')} {head.get('surname', '')}"
    return Previewed(
        tambon=names.get(draft["place_code"][:6], draft["place_code"]),
        moo=draft.get("moo"),
        house_code=draft.get("house_code", ""),
        house_no=draft.get("house_no", ""),
        head=name.strip(),
        members=len(draft["members"]),
        answers=[
            (each.label(language), each.answer_label(draft["answers"][each.id], language))
            for each in answered[:_ANSWERS]
        ],
    )
