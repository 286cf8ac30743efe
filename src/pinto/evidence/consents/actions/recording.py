"""Consents are written down; what was said before stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from pinto.evidence.consents.models import ConsentEvent
from pinto.evidence.consents.permissions import check_may_record
from pinto.evidence.consents.queries.consents import consents_of
from pinto.evidence.consents.rules.notices import newest_notice
from pinto.evidence.consents.rules.uses import GROUNDS, State, Use, may_follow
from pinto.evidence.registry.models import Household, Person
from pinto.evidence.registry.queries import household
from pinto.ground.access.queries import postings_of
from pinto.ground.access.rules import Viewer
from pinto.ground.installation.ids import new_id
from pinto.ground.trail.actions import record


@transaction.atomic
def record_consents(
    *,
    household_id: UUID,
    said: Mapping[Use, bool],
    method: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
    person_id: UUID | None = None,
    language: str = "th",
    witness: str = "",
    note: str = "",
) -> list[ConsentEvent]:
    """The family agreed, or did not, to each of these uses; who had agreed withdraws.

    An answer that is as before adds nothing. The answer are the events that were added.
    ``person_id`` is the member who spoke. Raises ``DoesNotExist``, ``OutOfScope``, ``Refused``.
    """
    home = household(household_id, viewer=viewer)
    check_may_record(viewer, home)
    Household.objects.select_for_update().get(pk=home.pk)
    if person_id is not None:
        Person.objects.get(pk=person_id, household=home, visible=True)
    told = newest_notice()
    standing = {consent.use: consent for consent in consents_of(home.pk, today=localdate(at))}
    added = []
    for use, agreed in said.items():
        before = standing[use]
        state = _after(before.state, agreed)
        if state is before.state or not may_follow(before.state, state):
            continue
        purpose = told.purpose(use)
        event = ConsentEvent.objects.create(
            record=before.record or new_id(),
            household=home,
            person_id=person_id,
            use=use,
            basis=GROUNDS[use].basis,
            state=state,
            notice=told.version,
            language=language,
            method=method,
            witness=witness,
            note=note,
            controller=_controller(by),
            expires_on=_years_after(at, purpose.valid_years) if state is State.GIVEN else None,
            by=by,
            at=at,
        )
        record(
            what=_EVENTS[state], on=("household", home.pk), by=viewer, at=at,
            use=str(use), consent=str(event.pk),
        )  # fmt: skip
        added.append(event)
    return added


_EVENTS = {
    State.GIVEN: "consent.given",
    State.REFUSED: "consent.refused",
    State.WITHDRAWN: "consent.withdrawn",
}


def _after(before: State, agreed: bool) -> State:
    """What a yes or no means, given what was said before."""
    if agreed:
        return State.GIVEN
    if before in (State.GIVEN, State.EXPIRED):
        return State.WITHDRAWN
    return before if before is State.WITHDRAWN else State.REFUSED


def _controller(by: Any) -> Any:
    """The agency for which the writer asked: the one of the widest posting."""
    posting = postings_of(by).exclude(agency=None).first() if by is not None else None
    return posting.agency if posting else None


def _years_after(at: datetime, years: int | None) -> Any:
    """The same day, so many years later; 29 February becomes the 28th. None never ends."""
    if years is None:
        return None
    day = localdate(at)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
