"""States, grounds, ways and reasons in the words of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pinto.evidence.consents.models import ConsentEvent, ErasureRequest
from pinto.evidence.consents.rules.erasures import Reason
from pinto.evidence.consents.rules.uses import Basis, State

STATES: dict[State, str | Promise] = {
    State.GIVEN: _("agrees"),
    State.REFUSED: _("does not agree"),
    State.WITHDRAWN: _("has withdrawn"),
    State.EXPIRED: _("has run out, ask again"),
    State.NOT_ASKED: _("not asked yet"),
}
BASES: dict[Basis, str | Promise] = {
    Basis.PUBLIC_TASK: _("a public task"),
    Basis.LEGAL_DUTY: _("a duty by law"),
    Basis.VITAL_INTEREST: _("saving life"),
    Basis.RESEARCH: _("research, until the family objects"),
    Basis.CONSENT: _("consent"),
}
METHODS: dict[str, str | Promise] = {
    ConsentEvent.Method.SPOKEN: _("By word of mouth"),
    ConsentEvent.Method.SIGNED: _("Signed on paper"),
    ConsentEvent.Method.THUMBPRINT: _("Thumbprint on paper, before a witness"),
    ConsentEvent.Method.SCREEN: _("On this screen"),
}
WITNESSED = ConsentEvent.Method.THUMBPRINT  # the way that needs a witness
REASONS: dict[Reason, str | Promise] = {
    Reason.NO_LONGER_NEEDED: _("The data are not needed any more (s.33(1))"),
    Reason.CONSENT_WITHDRAWN: _("Consent was withdrawn, and nothing else allows it (s.33(2))"),
    Reason.OBJECTION: _("The person objects, and the objection holds (s.33(3))"),
    Reason.UNLAWFUL: _("The data should not have been collected (s.33(4))"),
    Reason.COURT_ORDER: _("An order of a court or of the committee"),
    Reason.DIED: _("The person has died, and the family asks for it"),
}
REQUEST_STATES: dict[str, str | Promise] = {
    ErasureRequest.State.ASKED: _("waits for a second officer"),
    ErasureRequest.State.APPROVED: _("approved, being erased"),
    ErasureRequest.State.DONE: _("erased"),
    ErasureRequest.State.REFUSED: _("refused"),
    ErasureRequest.State.TAKEN_BACK: _("taken back"),
}
