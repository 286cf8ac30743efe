"""What a visit brings besides its step: the photo, and what the family said about its data."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from pinto.evidence.consents.actions.recording import record_consents
from pinto.evidence.consents.queries.consents import consents_of
from pinto.evidence.consents.rules.uses import State as Consented
from pinto.evidence.consents.rules.uses import Use
from pinto.evidence.verification.actions.steps import Given, take_step
from pinto.evidence.verification.models import Step, Verification, Visit
from pinto.evidence.verification.permissions import visible_to
from pinto.evidence.verification.queries.photos import path_of, photos_named
from pinto.evidence.verification.rules.transitions import Verb
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.installation.home import room, write_atomically


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
    """The household was visited, the photo lies on the server, and its consents are recorded.

    Whether others who help may be told was asked aloud; taking the visit back later leaves
    that standing, as the family said it.

    ``photo`` is as :func:`rules.photos.stripped` gives it; empty is none. It is there before
    the step that names it, and goes where the step is refused. Raises as ``take_step``.
    """
    if photo and given.visit:
        row = Verification.objects.filter(visible_to(viewer)).get(pk=verification_id)
        check_may_photograph(row.household_id, given.visit.consent, today=localdate(at))
        digest = keep_photo(photo)
        given = replace(given, visit=replace(given.visit, photo=digest))
    try:
        with transaction.atomic():
            step = take_step(
                verification_id=verification_id,
                verb=Verb.VISIT,
                given=given,
                seen=seen,
                viewer=viewer,
                by=by,
                at=at,
            )
            if given.visit and given.visit.consent != Visit.Consent.NOT_ASKED:
                record_consents(
                    household_id=step.verification.household_id,
                    said={Use.SHARING: given.visit.consent == Visit.Consent.GIVEN},
                    method="SPOKEN",
                    viewer=viewer,
                    by=by,
                    at=at,
                )
        return step
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


_ON_THE_WAY = 3600.0  # seconds; a photo lies there before the visit that names it


def forget_photos(*, household: UUID | None, people: Any) -> None:
    """Once the erasure stands, photos of the visits it erased are gone. See `ON_ERASURE`."""
    if household is not None:
        transaction.on_commit(lambda: remove_unnamed_photos(spared=_ON_THE_WAY))


def remove_unnamed_photos(*, spared: float = 0.0) -> None:
    """Photos that no visit names are gone, but those written in the last ``spared`` seconds."""
    named = photos_named()
    for path in room("photos").iterdir():
        if path.name not in named and path.stat().st_mtime <= time.time() - spared:
            path.unlink(missing_ok=True)
