"""A household takes a step, or a step is taken back; both are judged by the one table.

Whoever acts says how many steps they had seen: when another officer was quicker, nothing
happens and the second is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.evidence.registry.models import Freeze
from pinto.evidence.verification.models import Bulk, Step, Verification, Visit
from pinto.evidence.verification.permissions import Overtaken, refused, roles_at, visible_to
from pinto.evidence.verification.queries.standing import (
    checked_on,
    freezes_of,
    kin_among,
    situations,
)
from pinto.evidence.verification.rules.transitions import (
    DAYS,
    TABLE,
    Actor,
    Need,
    State,
    Verb,
    Verdict,
    judged,
)
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.meetings.queries import decisions_about
from pinto.ground.meetings.rules import Outcome as Decided
from pinto.ground.trail.actions import record

SUBJECT = "verification"  # what a question of a forum is about
EVENTS: dict[Verb, str] = {
    Verb.PROPOSE: "household.proposed",
    Verb.WITHDRAW: "household.unproposed",
    Verb.ASSIGN: "household.assigned",
    Verb.VISIT: "household.visited",
    Verb.CHECK: "household.checked",
    Verb.CERTIFY: "household.certified",
    Verb.ENDORSE: "household.endorsed",
    Verb.RETURN: "household.returned",
    Verb.ANSWER: "household.answered",
    Verb.APPEAL: "household.appealed",
    Verb.UPHOLD: "household.upheld",
    Verb.GRANT: "household.reopened",
    Verb.REOPEN: "household.check_reopened",
    Verb.UNDO: "household.step_undone",
}
COLUMNS = (
    "state",
    "turned_from",
    "assignee_id",
    "outcome",
    "finding",
    "visited_by_id",
    "checked_by_id",
    "certified_by_id",
    "endorsed_by_id",
    "meeting",
    "due_on",
)


@dataclass(frozen=True)
class VisitNote:
    """What was noted at the door."""

    on: date
    outcome: str
    began_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    consent: str = Visit.Consent.NOT_ASKED
    note: str = ""
    revision: UUID | None = None
    photo: str = ""


@dataclass(frozen=True)
class Given:
    """What comes with a step; what a step needs stands in the table."""

    reason: str = ""
    assignee_id: UUID | None = None
    finding: str = ""
    meeting: UUID | None = None
    told_by: str = ""
    visit: VisitNote | None = None

    def needs_met(self) -> set[Need]:
        met = {
            Need.REASON: bool(self.reason.strip()),
            Need.ASSIGNEE: self.assignee_id is not None,
            Need.FINDING: bool(self.finding),
            Need.MEETING: self.meeting is not None,
            Need.OUTCOME: self.visit is not None,
        }
        return {need for need, given in met.items() if given}


@dataclass
class Outcome:
    """What became of some households that were to take one step."""

    steps: list[Step] = field(default_factory=list)
    rows: list[Verification] = field(default_factory=list)
    hindered: dict[str, int] = field(default_factory=dict)

    def hinder(self, why: str, count: int = 1) -> None:
        if count:
            self.hindered[why] = self.hindered.get(why, 0) + count


OVERTAKEN, GONE = "OVERTAKEN", "GONE"  # beside the hindrances of the table


@transaction.atomic
def take_step(
    *,
    verification_id: UUID,
    verb: Verb,
    given: Given,
    seen: int,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Step:
    """The household has taken the step.

    ``seen`` is ``steps_taken`` as the officer saw it. Raises ``Verification.DoesNotExist``,
    ``Overtaken``, ``Refused``.
    """
    row = locked(verification_id, seen=seen, viewer=viewer)
    freezes = freezes_of(row.round_id)
    verdict = _judge([row], verb, given, viewer, freezes)[row.pk]
    if not verdict.allowed:
        raise refused(verdict, State(row.state), freezes.get(row.tambon[:4]))
    if verb is Verb.CERTIFY:
        check_forum_decided(row, given.meeting)
    step = moved(row, verdict, given, by=by, at=at)
    save_steps([row], [step], given)
    note(step, row, by=by, at=at)
    return step


def check_forum_decided(row: Verification, meeting_id: UUID | None) -> None:
    """That forum was held after the check and has decided since. Raises ``Refused``."""
    decisions = decisions_about(SUBJECT, [row.pk]).filter(
        proposal__meeting=meeting_id,
        at__gte=row.changed_at,
        proposal__meeting__held_on__gte=checked_on([row.pk])[row.pk],
    )
    if not decisions.exclude(outcome=Decided.DEFERRED).exists():
        raise Refused(_("No forum has decided on this household. Put it to a forum first."))


def locked(verification_id: UUID, *, seen: int, viewer: Viewer) -> Verification:
    """The row for writing. Raises ``Overtaken`` where another step was taken meanwhile."""
    allowed = Verification.objects.filter(visible_to(viewer))
    allowed.get(pk=verification_id)
    row = (
        Verification.objects.select_for_update(of=("self",))
        .select_related("place", "round")
        .get(pk=verification_id)
    )
    if row.steps_taken != seen:
        raise overtaken(row, viewer)
    return row


def overtaken(row: Verification, viewer: Viewer) -> Overtaken:
    """What somebody reads who saw an earlier state: that they, or others, went on since."""
    newest = row.steps.order_by("-number").values_list("by_id", flat=True).first()
    if newest is not None and newest == viewer.account_id:
        return Overtaken(_("This is done already: the newest step on this household is yours."))
    return Overtaken(_("Somebody else took a step on this household meanwhile. Look at it again."))


def step_many(
    rows: Sequence[Verification],
    seen: Mapping[UUID, int],
    verb: Verb,
    given: Given,
    *,
    bulk: Bulk | None,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Outcome:
    """Those of the locked rows that may take the step have taken it; why the others did not.

    Runs inside the caller's transaction; one entry in the trail for all of them.
    """
    outcome = Outcome()
    if not rows:
        return outcome
    verdicts = _judge(rows, verb, given, viewer, freezes_of(rows[0].round_id))
    for row in rows:
        verdict = verdicts[row.pk]
        if row.steps_taken != seen[row.household_id]:
            outcome.hinder(OVERTAKEN)
        elif verdict.hindrance is not None:
            outcome.hinder(verdict.hindrance.value)
        else:
            outcome.steps.append(moved(row, verdict, given, by=by, at=at, bulk=bulk))
            outcome.rows.append(row)
    save_steps(outcome.rows, outcome.steps, given)
    note_many(verb, outcome.rows, bulk, by=by, at=at)
    return outcome


def _judge(
    rows: Collection[Verification],
    verb: Verb,
    given: Given,
    viewer: Viewer,
    freezes: dict[str, Freeze],
) -> dict[UUID, Verdict]:
    found = situations(rows, freezes)
    kin = kin_among([row.household_id for row in rows], viewer.account_id)
    met = given.needs_met()
    return {
        row.pk: judged(
            verb,
            found[row.pk],
            Actor(viewer.account_id, roles_at(viewer, row.place.code), row.household_id in kin),
            met,
        )
        for row in rows
    }


def moved(
    row: Verification,
    verdict: Verdict,
    given: Given,
    *,
    by: Any,
    at: datetime,
    bulk: Bulk | None = None,
) -> Step:
    """The row stands at the target of the step, which is returned; neither is stored yet."""
    verb, target = verdict.verb, verdict.target
    assert target is not None  # noqa: S101  (an allowed verdict has one)
    asked = TABLE[State(row.state) if row.state else State.UNLISTED, verb].needs
    step = Step(
        verification=row,
        number=row.steps_taken + 1,
        verb=verb,
        source=row.state or State.UNLISTED,
        target=target,
        by=by,
        role=verdict.role,
        at=at,
        reason=given.reason,
        told_by=given.told_by,
        assignee_id=given.assignee_id if Need.ASSIGNEE in asked else None,
        finding=given.finding if Need.FINDING in asked else "",
        meeting=given.meeting if Need.MEETING in asked else None,
        bulk=bulk,
        before=snapshot(row),
    )
    turned = target in (State.RETURNED, State.APPEALED)
    row.turned_from = row.state if turned else ""
    row.state = target
    row.steps_taken += 1
    row.changed_at = at
    row.due_on = _due_on(target, at)
    match verb:
        case Verb.ASSIGN:
            row.assignee_id = given.assignee_id
        case Verb.VISIT:
            assert given.visit is not None  # noqa: S101  (the table asks for it)
            row.visited_by, row.outcome, row.finding = by, given.visit.outcome, given.finding
            row.checked_by = row.certified_by = row.endorsed_by = row.meeting = None
        case Verb.REOPEN:
            row.checked_by = row.certified_by = row.endorsed_by = row.meeting = None
        case Verb.CHECK:
            row.checked_by = by
        case Verb.CERTIFY:
            row.certified_by, row.finding, row.meeting = by, given.finding, given.meeting
        case Verb.ENDORSE:
            row.endorsed_by = by
    return step


def _due_on(state: State, at: datetime) -> date | None:
    days = DAYS.get(state)
    return timezone.localdate(at) + timedelta(days=days) if days else None


def snapshot(row: Verification) -> dict[str, Any]:
    """The columns of the row as JSON: states and ids, nothing personal."""
    if not row.steps_taken:
        return {}
    return {name: None if (value := getattr(row, name)) is None else str(value) for name in COLUMNS}


def save_steps(rows: Sequence[Verification], steps: Sequence[Step], given: Given) -> None:
    """Rows and steps are stored, and the visit where there was one."""
    Verification.objects.bulk_update(
        rows, [*(name.removesuffix("_id") for name in COLUMNS), "steps_taken", "changed_at"]
    )
    Step.objects.bulk_create(steps)
    if given.visit is not None:
        Visit.objects.bulk_create(Visit(step=step, **vars(given.visit)) for step in steps)


def note(step: Step, row: Verification, *, by: Any, at: datetime) -> None:
    """The trail holds the step."""
    record(
        what=EVENTS[Verb(step.verb)],
        on=("household", row.household_id),
        by=by,
        at=at,
        round=row.round.label,
        step=step.number,
        source=step.source,
        target=step.target,
        role=step.role,
    )


def note_many(
    verb: Verb, rows: Sequence[Verification], bulk: Bulk | None, *, by: Any, at: datetime
) -> None:
    """The trail holds that these households took the step together."""
    if rows:
        record(
            what=EVENTS[verb],
            on=("verification", bulk.pk if bulk else ""),
            by=by,
            at=at,
            households=len(rows),
            ids=[str(row.household_id) for row in rows],
        )
