"""Who may write down a consent, and who may ask for and approve an erasure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pinto.evidence.consents.models import ErasureRequest
from pinto.evidence.registry.models import Household
from pinto.ground.access.permissions import check_may
from pinto.ground.access.rules import Capability, Refused, Viewer, may


def check_may_record(viewer: Viewer, household: Household) -> None:
    """Whoever writes down answers writes down consents. Raises ``OutOfScope``, ``Refused``."""
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, household.place.code)


def check_may_hand_out(viewer: Viewer, household: Household) -> None:
    """The offices hand a household the copy of its data. Raises ``OutOfScope``, ``Refused``."""
    check_may(viewer, Capability.ASK_ERASURE, household.place.code)


def check_may_ask_erasure(viewer: Viewer, household: Household) -> None:
    """Raises ``OutOfScope``, ``Refused``."""
    check_may(viewer, Capability.ASK_ERASURE, household.place.code)


def check_may_decide(viewer: Viewer, request: ErasureRequest) -> None:
    """A second person in a role above decides, once. Raises ``OutOfScope``, ``Refused``."""
    check_may(viewer, Capability.APPROVE_ERASURE, request.place_code)
    if request.state != ErasureRequest.State.ASKED:
        raise Refused(_("This request has been decided already."))
    if request.asked_by_id == viewer.account_id:
        raise Refused(_("Whoever asked for the erasure cannot approve it. A second officer does."))


def check_may_take_back(viewer: Viewer, request: ErasureRequest) -> None:
    """Who asked may take the request back while nobody has decided. Raises ``Refused``."""
    if request.asked_by_id != viewer.account_id:
        raise Refused(_("Only who asked for it can take the request back."))
    if request.state != ErasureRequest.State.ASKED:
        raise Refused(_("This request has been decided already."))


def may_decide(viewer: Viewer, request: ErasureRequest) -> bool:
    """Whether the buttons are shown: as :func:`check_may_decide`, without the sentence."""
    return (
        request.state == ErasureRequest.State.ASKED
        and request.asked_by_id != viewer.account_id
        and may(viewer, Capability.APPROVE_ERASURE, request.place_code)
    )


def may_take_back(viewer: Viewer, request: ErasureRequest) -> bool:
    """Whether the button is shown: as :func:`check_may_take_back`, without the sentence."""
    own = request.asked_by_id == viewer.account_id
    return own and request.state == ErasureRequest.State.ASKED
