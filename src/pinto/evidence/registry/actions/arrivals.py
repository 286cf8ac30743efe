"""Households of a file meet the registry: known ones are recognised, new ones are made.

Recognised exactly, never by likeness: a household by its house code (or, without
one, by place and house number), told apart from others under the same code by a
member they share; a person by national ID, or within the household by name and
birth year. Likeness is a matter for verification, where a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pinto.evidence.registry.actions.changes import (
    appearance,
    household_changes,
    person_changes,
)
from pinto.evidence.registry.actions.recognition import (
    Known,
    known_about,
    members_known,
    spoken_for_in,
)
from pinto.evidence.registry.actions.rows import (
    Rows,
    as_json,
    household_row,
    insert,
    person_row,
)
from pinto.evidence.registry.models import (
    Batch,
    Household,
    HouseholdRevision,
    Person,
    Round,
)
from pinto.evidence.registry.permissions import check_may_revise
from pinto.evidence.registry.queries import codes_of
from pinto.evidence.registry.rules import Covered, HouseholdDraft, PersonDraft, overlaid
from pinto.ground.installation.home import origin
from pinto.ground.installation.ids import new_id
from pinto.ground.installation.keys import lookup

_Seat = tuple[PersonDraft | None, str, Person | None, dict[str, Any]]


@dataclass
class Arrival:
    """What became of some drafts."""

    new: int = 0
    entered: int = 0  # known before, and asked for the first time in this round
    changed: int = 0
    same: int = 0
    people: int = 0
    changes: list[dict[str, Any]] = field(default_factory=list)  # for publish_batch

    def count(self, household: Household | None, judged: _Judged) -> None:
        """One more draft, as it was judged."""
        if household is None:
            self.new += 1
        elif judged.before is None:
            self.entered += 1
        elif judged.same:
            self.same += 1
        else:
            self.changed += 1


def add_households(
    *,
    batch: Batch,
    round: Round,
    drafts: Sequence[HouseholdDraft],
    places: dict[str, UUID],
    covered: Covered,
    source: str,
    by: Any,
    at: datetime,
    areas: Sequence[str] = (),
) -> Arrival:
    """The drafts are in the registry as part of the batch, invisible until it is published.

    Runs inside the caller's transaction. ``places`` gives the id of each draft's
    place code, ``areas`` the codes where households and people may be recognised (none:
    everywhere). A household whose answers and roster are as before is left alone. Raises
    ``Frozen`` where the round is closed.
    """
    digests = digests_of(drafts)
    known = known_about(
        drafts, digests, places, round, areas, lambda found: spoken_for_in(found, batch)
    )
    arrival, rows = Arrival(), Rows()
    touched: set[UUID] = set()  # places whose record of the round changes
    common = (origin(), round.pk, batch.pk, source, by.pk if by is not None else None, at)
    for number, draft in enumerate(drafts):
        household = known.households.get(number)
        people = members_known(draft, digests[number], household, known)
        judged = _judged(draft, household, people, known, places, covered)
        _add_one(draft, household, judged, rows, arrival, common)
        if not judged.same:
            touched.add(judged.now[0])
            touched |= {judged.before.place_id} if judged.before else set()
    insert(rows)
    check_may_revise(round, codes_of(touched))
    return arrival


def foresee(
    *,
    round: Round,
    drafts: Sequence[HouseholdDraft],
    places: dict[str, UUID],
    covered: Covered,
    areas: Sequence[str],
    claimed: set[UUID],
) -> Arrival:
    """What :func:`add_households` would answer now, and nothing is written.

    ``claimed`` are the households that earlier drafts of the same file stand for; those
    of these drafts are among them afterwards.
    """
    digests = digests_of(drafts)
    known = known_about(drafts, digests, places, round, areas, claimed.intersection)
    claimed |= {household.pk for household in known.households.values()}
    arrival = Arrival(new=len(drafts) - len(known.households))
    for number, household in known.households.items():
        people = members_known(drafts[number], digests[number], household, known)
        judged = _judged(drafts[number], household, people, known, places, covered)
        arrival.count(household, judged)
    return arrival


def digests_of(drafts: Sequence[HouseholdDraft]) -> list[list[str]]:
    """How the registry looks up the IDs of each draft's members."""
    return [[lookup(m.national_id) if m.national_id else "" for m in d.members] for d in drafts]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a draft makes of its household."""

    before: HouseholdRevision | None
    now: tuple[Any, ...]  # place id, answers, delivered scores, day of the survey
    household_id: UUID
    head_id: UUID | None
    ids: list[UUID]
    roster: list[_Seat]
    changes: list[dict[str, Any]]
    same: bool


def _judged(
    draft: HouseholdDraft,
    household: Household | None,
    people: list[tuple[PersonDraft, str, Person | None]],
    known: Known,
    places: dict[str, UUID],
    covered: Covered,
) -> _Judged:
    before = known.revisions.get(household.pk) if household else None
    place_id = places[draft.place_code]
    if household is not None and draft.house_code in known.further.get(household.pk, ()):
        draft, place_id = _at_home(draft), household.place_id
    answers = overlaid(before.answers if before else {}, draft.answers, covered.household)
    delivered = draft.delivered or (before.delivered if before else {})
    surveyed_on = draft.surveyed_on or (before.surveyed_on if before else None)
    roster = _roster(people, before, known, covered)
    household_id = household.pk if household else new_id()
    ids = [person.pk if person else new_id() for _, _, person, _ in roster]
    head_id = _head(draft, household, ids)
    changes = _changes(household, household_id, draft, place_id, head_id, roster)
    now = (place_id, answers, delivered, surveyed_on)
    same = before is not None and not changes and _is_same(before, now, ids, roster, known)
    return _Judged(before, now, household_id, head_id, ids, roster, changes, same)


def _add_one(
    draft: HouseholdDraft,
    household: Household | None,
    judged: _Judged,
    rows: Rows,
    arrival: Arrival,
    common: tuple[Any, ...],
) -> None:
    arrival.count(household, judged)
    if judged.same:
        return
    here, round_id, batch_id, source, by_id, at = common
    place_id, answers, delivered, surveyed_on = judged.now
    household_id = judged.household_id
    if household is None:
        rows.households.append(
            household_row(household_id, here, draft, place_id, judged.head_id, batch_id)
        )
    arrival.changes += judged.changes
    revision_id = new_id()
    rows.revisions.append(
        (
            revision_id,
            here,
            household_id,
            round_id,
            place_id,
            batch_id,
            judged.before.pk if judged.before else None,
            source,
            as_json(answers),
            as_json(delivered),
            surveyed_on,
            by_id,
            at,
        )
    )
    for number, (person_id, (written, digest, person, said)) in enumerate(
        zip(judged.ids, judged.roster, strict=True)
    ):
        arrival.people += 1
        if person is None and written is not None:
            rows.people.append(
                person_row(
                    person_id, here, household_id, written, digest, visible=household is None
                )
            )
            if household is not None:  # a new household hides its people, a known one does not
                arrival.changes.append(appearance(person_id))
        rows.members.append((new_id(), here, revision_id, person_id, number, as_json(said)))


def _at_home(draft: HouseholdDraft) -> HouseholdDraft:
    """What was written of a further house, without the address: the main house stays."""
    return replace(
        draft, house_code="", house_no="", moo=None, street="", latitude=None, longitude=None
    )


def _head(draft: HouseholdDraft, household: Household | None, ids: list[UUID]) -> UUID | None:
    """Who heads the household as written; in a new one it is the first, if nobody is named."""
    if draft.head is not None:
        return ids[draft.head]
    return ids[0] if household is None and ids else None


def _roster(
    people: list[tuple[PersonDraft, str, Person | None]],
    before: HouseholdRevision | None,
    known: Known,
    covered: Covered,
) -> list[_Seat]:
    """Who sits in the household after this source spoke, with what each answered."""
    earlier = {m.person_id: m for m in known.rosters.get(before.pk, [])} if before else {}
    seats: list[_Seat] = []
    for draft, digest, person in people:
        was = earlier.pop(person.pk, None) if person else None
        said = overlaid(was.answers if was else {}, draft.answers, covered.member)
        seats.append((draft, digest, person, said))
    if not covered.roster:  # the source lists nobody: those who were members stay
        seats += [(None, "", member.person, member.answers) for member in earlier.values()]
    return seats


def _is_same(
    before: HouseholdRevision,
    now: tuple[Any, ...],
    ids: list[UUID],
    roster: list[_Seat],
    known: Known,
) -> bool:
    then = (before.place_id, before.answers, before.delivered, before.surveyed_on)
    sat = [(m.person_id, m.answers) for m in known.rosters.get(before.pk, [])]
    sit = [(person_id, said) for person_id, (_, _, _, said) in zip(ids, roster, strict=True)]
    return then == now and sat == sit


def _changes(
    household: Household | None,
    household_id: UUID,
    draft: HouseholdDraft,
    place_id: UUID,
    head_id: UUID | None,
    roster: list[_Seat],
) -> list[dict[str, Any]]:
    """What becomes of the household and of the people the registry knows already."""
    changes = list(household_changes(household, draft, place_id, head_id)) if household else []
    for written, digest, person, _ in roster:
        if written is not None and person is not None:
            changes += person_changes(person, household_id, written, digest)
    return changes
