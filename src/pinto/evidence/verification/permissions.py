"""Who may see where a household stands, and who may take which step.

A tambon owns its drafts: the levels above see what it has handed up, or released. The
same judgement of the one table hides a button, refuses the step and says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pinto.evidence.registry.models import Freeze
from pinto.evidence.registry.permissions import Frozen, frozen_sentence
from pinto.evidence.verification.models import Release, Step
from pinto.evidence.verification.rules.transitions import (
    AMPHOE,
    PROVINCE,
    SUBMITTED,
    TAMBON,
    VOLUNTEER,
    Finding,
    Hindrance,
    Need,
    State,
    Verb,
    Verdict,
    roles_for,
)
from pinto.ground.access.permissions import check_may, check_may_see_place, within
from pinto.ground.access.rules import Capability, Refused, Viewer, code_range, lies_in, may

STATE_NAMES: dict[State, Promise] = {
    State.UNLISTED: gettext_lazy("Not proposed"),
    State.PROPOSED: gettext_lazy("Proposed"),
    State.ASSIGNED: gettext_lazy("Waits for a visit"),
    State.VISITED: gettext_lazy("Visited"),
    State.CHECKED: gettext_lazy("Checked"),
    State.CERTIFIED: gettext_lazy("Certified"),
    State.ENDORSED: gettext_lazy("Endorsed"),
    State.RETURNED: gettext_lazy("Returned with a question"),
    State.APPEALED: gettext_lazy("Appealed"),
    State.WITHDRAWN: gettext_lazy("Proposal withdrawn"),
}
# A family the forum did not find poor has gone the same way, and nobody calls that certified.
_NOT_POOR: dict[State, Promise] = {
    State.CERTIFIED: gettext_lazy("The forum did not certify it as poor"),
    State.ENDORSED: gettext_lazy("Endorsed as not poor"),
}


def standing_name(state: str, finding: str = "") -> Promise:
    """Where a household stands, in words that say what was found."""
    found = _NOT_POOR.get(State(state)) if finding == Finding.NOT_POOR else None
    return found or STATE_NAMES[State(state)]


VERB_NAMES: dict[Verb, Promise] = {
    Verb.PROPOSE: gettext_lazy("Propose"),
    Verb.WITHDRAW: gettext_lazy("Withdraw the proposal"),
    Verb.ASSIGN: gettext_lazy("Name who visits"),
    Verb.VISIT: gettext_lazy("Record a visit"),
    Verb.CHECK: gettext_lazy("Check"),
    Verb.CERTIFY: gettext_lazy("Certify in the forum"),
    Verb.ENDORSE: gettext_lazy("Endorse"),
    Verb.RETURN: gettext_lazy("Return with a question"),
    Verb.ANSWER: gettext_lazy("Answer the question"),
    Verb.APPEAL: gettext_lazy("Write down an appeal"),
    Verb.UPHOLD: gettext_lazy("Keep the result"),
    Verb.GRANT: gettext_lazy("Have it visited anew"),
    Verb.REOPEN: gettext_lazy("Have it checked anew"),
    Verb.UNDO: gettext_lazy("Take the step back"),
}
_ROLE_NAMES: dict[str, Promise] = {
    VOLUNTEER: gettext_lazy("the volunteer"),
    TAMBON: gettext_lazy("the tambon officer"),
    AMPHOE: gettext_lazy("the amphoe officer"),
    PROVINCE: gettext_lazy("the province officer"),
}
_NEEDED: dict[Need, Promise] = {
    Need.REASON: gettext_lazy("Say why."),
    Need.ASSIGNEE: gettext_lazy("Choose who visits."),
    Need.OUTCOME: gettext_lazy("Say what became of the visit."),
    Need.FINDING: gettext_lazy("Say whether the household is poor."),
    Need.MEETING: gettext_lazy("Choose the forum that decided."),
}


class Overtaken(Refused):
    """Somebody else took a step while this page was open."""


def visible_to(viewer: Viewer) -> Q:
    """The households under verification this viewer may see.

    Volunteers and tambon officers see all of theirs. An amphoe sees what the forum has
    certified, a province what the amphoe has endorsed, and both what the tambon released and
    every appeal: where all of a tambon have signed, somebody above must be able to decide it.
    A family that moved away is seen by who serves both places.
    """
    released = Exists(Release.objects.filter(round=OuterRef("round"), tambon=OuterRef("tambon")))
    handed_up = {AMPHOE: sorted(SUBMITTED), PROVINCE: [State.ENDORSED]}
    seen = Q(pk__in=[])
    for role, area in sorted(viewer.served):
        first, last = code_range(area)
        inside = Q(place__code__gte=first, place__code__lte=last)
        if role in (VOLUNTEER, TAMBON):
            seen |= inside
        elif role in handed_up:
            up = Q(state__in=handed_up[role]) | Q(turned_from__in=handed_up[role])
            seen |= inside & (up | Q(released) | Q(state=State.APPEALED))
    return seen & within(viewer) & within(viewer, "household__place__code")


def roles_at(viewer: Viewer, place_code: str) -> frozenset[str]:
    """The roles this viewer holds over that place."""
    return frozenset(role for role, area in viewer.served if lies_in(place_code, area))


def refused(verdict: Verdict, state: State, freeze: Freeze | None = None) -> Refused:
    """The refusal, with the sentence that the officer reads."""
    if verdict.hindrance is Hindrance.FROZEN and freeze is not None:
        return Frozen(frozen_sentence(freeze))
    return Refused(hindrance_sentence(verdict, state))


def hindrance_sentence(verdict: Verdict, state: State) -> str:
    """Why the step cannot be taken, and who could."""
    match verdict.hindrance:
        case Hindrance.NOT_FROM_HERE:
            return _("This step does not follow now: the household stands at “%(state)s”.") % {
                "state": STATE_NAMES[state]
            }
        case Hindrance.ROLE:
            return _("Your role does not take this step here. It is for %(roles)s.") % {
                "roles": _joined(_ROLE_NAMES[role] for role in sorted(verdict.roles))
            }
        case Hindrance.KIN:
            return _(
                "You declared this household as your own or your kin's. Somebody else takes"
                " this step."
            )
        case Hindrance.SIGNED:
            return _(
                "You have signed on this household before (%(steps)s). Somebody else takes"
                " this step."
            ) % {"steps": _joined(VERB_NAMES[verb] for verb in sorted(verdict.signed))}
        case Hindrance.MERGED:
            return _(
                "This record was merged with an older one of the same family. Take the step there."
            )
        case Hindrance.WROTE:
            return _(
                "You wrote answers of this family in this round. Somebody else takes this step."
            )
        case Hindrance.CHANGED:
            return _(
                "Answers changed after they were checked. Have the household checked anew first."
            )
        case Hindrance.LACKING:
            return " ".join(str(_NEEDED[need]) for need in sorted(verdict.lacking))
        case _:
            return _("The round is frozen.")


def _joined(names: Iterable[object]) -> str:
    return ", ".join(str(name) for name in names)


def may_read_reason(viewer: Viewer, step: Step, place_code: str) -> bool:
    """Whether the viewer may read why a household was proposed, and after whose word.

    As on target lists: who said it, and the offices. People write of illness, debt and income
    there, and a saved condition is named after them; village roles do not read those.
    """
    if step.verb != Verb.PROPOSE or (step.by_id and step.by_id == viewer.account_id):
        return True
    return may(viewer, Capability.REVEAL_ID, place_code)


def check_may_freeze(viewer: Viewer, amphoe_code: str) -> None:
    """Only who endorses for the amphoe closes its round. Raises ``OutOfScope``, ``Refused``."""
    check_may_see_place(viewer, amphoe_code)
    if AMPHOE not in roles_at(viewer, amphoe_code):
        raise Refused(_("Only the amphoe officer freezes a round of the amphoe."))


def check_may_release(viewer: Viewer, tambon_code: str) -> None:
    """Only the tambon lets others see its drafts. Raises ``OutOfScope``, ``Refused``."""
    check_may_see_place(viewer, tambon_code)
    if TAMBON not in roles_at(viewer, tambon_code):
        raise Refused(_("Only the tambon officer decides who sees the drafts of the tambon."))


def check_may_undo(newest: Step | None, *, viewer: Viewer, freeze: Freeze | None) -> None:
    """Who took the newest step takes it back, before the round is frozen. Raises ``Refused``."""
    if freeze is not None:
        raise Frozen(frozen_sentence(freeze))
    if newest is None:
        raise Refused(_("There is no step to take back."))
    if viewer.account_id is None or newest.by_id != viewer.account_id:
        raise Refused(_("Only who took a step takes it back. Return the household instead."))
    if newest.verb == Verb.CERTIFY:
        raise Refused(_("The forum decided this. Undo the decision on the page of the forum."))


def check_may_certify(viewer: Viewer, place_code: str) -> None:
    """The viewer writes down what the forum decides there. Raises ``OutOfScope``, ``Refused``."""
    check_may_see_place(viewer, place_code)
    allowed = roles_for(Verb.CERTIFY, State.CHECKED)
    if not allowed & roles_at(viewer, place_code):
        verdict = Verdict(Verb.CERTIFY, hindrance=Hindrance.ROLE, roles=allowed)
        raise refused(verdict, State.CHECKED)


def check_may_withdraw_kinship(viewer: Viewer, account_id: UUID, place_code: str) -> None:
    """It is somebody else's declaration, and the viewer leads the interviews there.

    Raises ``OutOfScope`` or ``Refused``: who declared kin does not sign after all by a click.
    """
    if account_id == viewer.account_id:
        raise Refused(_("Another officer of the area takes your declaration back."))
    check_may(viewer, Capability.SUPERVISE, place_code)
