"""The photo of a visit is stored beside the step, by what is in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from pinto.evidence.consents.queries.consents import consents_of
from pinto.evidence.consents.rules.uses import State as Consented
from pinto.evidence.consents.rules.uses import Use
from pinto.evidence.verification.actions.steps import Given, take_step
from pinto.evidence.verification.models import Step, Verification, Visit
from pinto.evidence.verification.permissions import visible_to
from pinto.evidence.verification.queries.photos import path_of
from pinto.evidence.verification.rules.transitions import Verb
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.installation.home import write_atomically


def record_visit(
    *,
    verification_id: UUID,
    given: Given,
    photo: bytes,
    seen: int,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Step:
    """The household was visited, and the photo lies on the server; without one, nothing does.

    ``photo`` is as :func:`rules.photos.stripped` gives it; empty is none. It is there before
    the step that names it, and goes where the step is refused. Raises as ``take_step``.
    """
    if photo and given.visit:
        row = Verification.objects.filter(visible_to(viewer)).get(pk=verification_id)
        check_may_photograph(row.household_id, given.visit.consent, today=localdate(at))
        digest = keep_photo(photo)
        given = replace(given, visit=replace(given.visit, photo=digest))
    try:
        return take_step(
            verification_id=verification_id,
            verb=Verb.VISIT,
            given=given,
            seen=seen,
            viewer=viewer,
            by=by,
            at=at,
        )
    except BaseException:
        if photo and not Visit.objects.filter(photo=digest).exists():
            path_of(digest).unlink(missing_ok=True)
        raise


class NoPhoto(Refused):
    """The family did not agree to be photographed."""


def check_may_photograph(household_id: UUID, at_the_door: str, *, today: date) -> None:
    """The family has not refused photos, now or on its page of consents. Raises ``NoPhoto``."""
    said = {each.use: each.state for each in consents_of(household_id, today=today)}
    if at_the_door == Visit.Consent.REFUSED or said[Use.PHOTO] in (
        Consented.REFUSED,
        Consented.WITHDRAWN,
    ):
        raise NoPhoto(_("The family did not agree to photos. Save the visit without one."))


def keep_photo(content: bytes) -> str:
    """The file is there, for the server's own account alone; the answer is its SHA-256."""
    digest = sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        write_atomically(path, content)
        path.chmod(0o600)
    return digest
