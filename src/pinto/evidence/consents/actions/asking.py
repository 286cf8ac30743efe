"""An erasure is asked for by one officer, decided by another, and carried out by a worker."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pinto.evidence.consents.models import ErasureRequest
from pinto.evidence.consents.permissions import (
    check_may_ask_erasure,
    check_may_decide,
    check_may_take_back,
)
from pinto.evidence.consents.queries.erasures import open_request
from pinto.evidence.consents.rules.erasures import Reason
from pinto.evidence.registry.models import Household, Person
from pinto.evidence.registry.queries import household
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, Refused, Viewer
from pinto.ground.jobs.actions import ask_for
from pinto.ground.jobs.queries import has_ended
from pinto.ground.trail.actions import record


@transaction.atomic
def ask_erasure(
    *,
    household_id: UUID,
    person_id: UUID | None,
    reason: Reason,
    reference: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> ErasureRequest:
    """The request waits for a second officer; nothing is erased yet.

    Raises ``DoesNotExist``, ``OutOfScope``, ``Refused``.
    """
    home = household(household_id, viewer=viewer)
    check_may_ask_erasure(viewer, home)
    Household.objects.select_for_update().get(pk=home.pk)
    if person_id is not None:
        Person.objects.get(pk=person_id, household=home, visible=True)
    if open_request(home.pk) is not None:
        raise Refused(_("Somebody has asked for an erasure in this household already."))
    asked = ErasureRequest.objects.create(
        household=home.pk,
        person=person_id,
        place_code=home.place.code,
        reason=reason,
        reference=reference,
        asked_by=by,
        asked_at=at,
    )
    _note(asked, "erasure.asked", viewer, at)
    return asked


@transaction.atomic
def decide_erasure(
    *, request_id: UUID, approve: bool, viewer: Viewer, by: Any, at: datetime
) -> ErasureRequest:
    """Approved: a worker erases, and nothing brings it back. Refused: all stays as it is.

    Raises ``DoesNotExist``, ``OutOfScope``, ``Refused``.
    """
    asked = _locked(request_id, viewer)
    check_may_decide(viewer, asked)
    asked.state = ErasureRequest.State.APPROVED if approve else ErasureRequest.State.REFUSED
    asked.decided_by, asked.decided_at = by, at
    if approve:
        asked.job = ask_for("consents.erase", by=by, at=at, request=str(asked.pk)).pk
    asked.save(update_fields=["state", "decided_by", "decided_at", "job"])
    _note(asked, "erasure.approved" if approve else "erasure.refused", viewer, at)
    return asked


@transaction.atomic
def try_again(*, request_id: UUID, viewer: Viewer, by: Any, at: datetime) -> ErasureRequest:
    """An approved erasure whose job could not end is tried again."""
    asked = _locked(request_id, viewer)
    approved = asked.state == ErasureRequest.State.APPROVED
    if approved and (asked.job is None or has_ended(asked.job)):
        asked.job = ask_for("consents.erase", by=by, at=at, request=str(asked.pk)).pk
        asked.save(update_fields=["job"])
    return asked


@transaction.atomic
def take_back(*, request_id: UUID, viewer: Viewer, by: Any, at: datetime) -> ErasureRequest:
    """Who asked does not ask any more. Raises ``DoesNotExist``, ``Refused``."""
    asked = _locked(request_id, viewer)
    check_may_take_back(viewer, asked)
    asked.state, asked.decided_at = ErasureRequest.State.TAKEN_BACK, at
    asked.save(update_fields=["state", "decided_at"])
    _note(asked, "erasure.taken_back", viewer, at)
    return asked


@transaction.atomic
def finish_erasure(*, request: ErasureRequest, counts: dict[str, int], at: datetime) -> None:
    """The request says what was done, in numbers, and so does the trail."""
    asked = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    if asked.state != ErasureRequest.State.APPROVED:
        return
    asked.state, asked.done_at, asked.counts = ErasureRequest.State.DONE, at, counts
    asked.reference = ""  # the paper's number leads to the paper, which names the person
    asked.save(update_fields=["state", "done_at", "counts", "reference"])
    _note(asked, "erasure.done", asked.decided_by, at)


def _locked(request_id: UUID, viewer: Viewer) -> ErasureRequest:
    inside = within(viewer, "place_code", to=Capability.ASK_ERASURE)
    return ErasureRequest.objects.select_for_update(of=("self",)).filter(inside).get(pk=request_id)


def _note(asked: ErasureRequest, what: str, by: Any, at: datetime) -> None:
    record(
        what=what,
        on=("household", asked.household),
        by=by,
        at=at,
        request=str(asked.pk),
        reason=asked.reason,
        **({"person": str(asked.person)} if asked.person else {}),
    )
