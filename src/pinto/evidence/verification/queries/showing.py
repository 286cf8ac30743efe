"""A step in words, for timelines and the panel of the household page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from pinto.evidence.verification.models import Step, Visit
from pinto.evidence.verification.permissions import VERB_NAMES, may_read_reason, standing_name
from pinto.evidence.verification.rules.transitions import Finding, Outcome, State, Verb
from pinto.ground.access.models import Role
from pinto.ground.access.rules import Viewer

DONE: dict[Verb, Promise] = {
    Verb.PROPOSE: gettext_lazy("Proposed"),
    Verb.WITHDRAW: gettext_lazy("Proposal withdrawn"),
    Verb.ASSIGN: gettext_lazy("Visit assigned"),
    Verb.VISIT: gettext_lazy("Visited"),
    Verb.CHECK: gettext_lazy("Checked"),
    Verb.CERTIFY: gettext_lazy("Certified by the forum"),
    Verb.ENDORSE: gettext_lazy("Endorsed by the amphoe"),
    Verb.RETURN: gettext_lazy("Returned with a question"),
    Verb.ANSWER: gettext_lazy("Answered the question"),
    Verb.APPEAL: gettext_lazy("The family appealed"),
    Verb.UPHOLD: gettext_lazy("The result was kept"),
    Verb.GRANT: gettext_lazy("To be visited anew"),
    Verb.REOPEN: gettext_lazy("To be checked anew: answers changed after the check"),
    Verb.UNDO: gettext_lazy("Step taken back"),
}
OUTCOMES: dict[Outcome, Promise] = {
    Outcome.MET: gettext_lazy("the family was met"),
    Outcome.NOT_FOUND: gettext_lazy("nobody was found"),
    Outcome.MOVED: gettext_lazy("they moved away"),
    Outcome.REFUSED: gettext_lazy("they did not want to answer"),
    Outcome.DIED: gettext_lazy("nobody of the household is alive"),
}
FINDINGS: dict[Finding, Promise] = {
    Finding.POOR: gettext_lazy("poor"),
    Finding.NOT_POOR: gettext_lazy("not poor"),
    Finding.CANNOT_TELL: gettext_lazy("cannot be told"),
}


@dataclass(frozen=True)
class Told:
    """A step as a line of the timeline."""

    done: str | Promise
    at: datetime
    by: str
    role: str
    reason: str
    told_by: str
    hidden: bool  # why and after whose word: for the offices
    assignee: str
    finding: str | Promise
    outcome: str | Promise
    visit: Visit | None
    meeting: UUID | None
    undone: bool
    undoes: str | Promise  # what was taken back


def told(step: Step, *, viewer: Viewer, place_code: str) -> Told:
    """The step in words, in the language of the page, as far as the viewer may read it."""
    visit, why = _visit(step), may_read_reason(viewer, step, place_code)
    refused = step.verb == Verb.CERTIFY and step.finding == Finding.NOT_POOR
    return Told(
        done=standing_name(State.CERTIFIED, step.finding) if refused else DONE[Verb(step.verb)],
        at=step.at,
        by=str(step.by) if step.by else "Pinto",
        role=str(Role(step.role).label) if step.role else "",
        reason=step.reason if why else "",
        told_by=step.told_by if why else "",
        hidden=not why,
        assignee=str(step.assignee) if step.assignee else "",
        finding=FINDINGS[Finding(step.finding)] if step.finding and not refused else "",
        outcome=OUTCOMES[Outcome(visit.outcome)] if visit else "",
        visit=visit,
        meeting=step.meeting,
        undone=hasattr(step, "undone_by"),
        undoes=VERB_NAMES[Verb(step.undoes.verb)] if step.undoes else "",
    )


def _visit(step: Step) -> Visit | None:
    try:
        return step.visit
    except ObjectDoesNotExist:
        return None
