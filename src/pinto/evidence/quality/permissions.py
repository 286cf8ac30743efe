"""Who may see figures of quality, who may accept a finding, who may ask a second time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.quality.rules.library import ruleset
from pinto.evidence.quality.rules.robust import FAR_AMOUNT
from pinto.evidence.registry.models import Household, Round
from pinto.evidence.registry.permissions import hidden_questions
from pinto.ground.access.permissions import check_may
from pinto.ground.access.rules import Capability, Refused, Viewer, may


def check_may_supervise(viewer: Viewer, code: str) -> None:
    """Raises ``OutOfScope`` or ``Refused``: figures about people are for whoever leads them."""
    check_may(viewer, Capability.SUPERVISE, code)


def check_may_accept(viewer: Viewer, household: Household) -> None:
    """Who may correct an answer may also say that it is right."""
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, household.place.code)


def check_may_see_interviewer(viewer: Viewer, code: str, interviewer: UUID) -> None:
    """An interviewer sees the own figures, the supervisor everybody's. Raises ``Refused``."""
    if interviewer == viewer.account_id and viewer.serves(code):
        return
    check_may_supervise(viewer, code)


def check_another_asks(first: UUID | None, second: Any) -> None:
    """Raises ``Refused``: nobody checks the own interview."""
    if first is not None and second.pk == first:
        raise Refused(
            _(
                "The first interview is by the same person. Choose somebody else: nobody checks"
                " the own work."
            )
        )


def check_may_ask_again(viewer: Viewer, *, code: str, assignee: UUID | None) -> None:
    """Only whoever it was given to enters a second interview. Raises ``Refused``."""
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, code)
    if assignee is None or assignee != viewer.account_id:
        raise Refused(_("This second interview is given to somebody else."))


def closed_rules(round: Round, *, viewer: Viewer, area: str) -> frozenset[str]:
    """The rules whose findings would tell this viewer an answer that is not theirs to read."""
    asked = instrument(round.instrument, round.instrument_version)
    hidden = hidden_questions(asked, viewer=viewer, at=area)
    try:
        rules = ruleset(round.instrument, round.instrument_version).rules
    except LookupError:
        return frozenset()
    return frozenset(rule.id for rule in rules if hidden & rule.names) | {
        f"{FAR_AMOUNT}{question}" for question in hidden
    }


def supervises(viewer: Viewer, code: str) -> bool:
    """Whether figures about interviewers are shown."""
    return may(viewer, Capability.SUPERVISE, code)
