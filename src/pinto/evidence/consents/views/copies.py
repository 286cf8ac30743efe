"""The copy of its data that a household has a right to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from pinto.evidence.consents.permissions import check_may_hand_out
from pinto.evidence.consents.queries.copies import SubjectCopy, copy_json, subject_copy
from pinto.evidence.consents.queries.numbers import number_of
from pinto.evidence.consents.queries.words import BASES, STATES
from pinto.evidence.consents.rules.notices import newest_notice
from pinto.evidence.consents.rules.uses import GROUNDS
from pinto.evidence.consents.views.shown import rendered
from pinto.evidence.registry.views import household_of
from pinto.ground.access.queries import viewer_of
from pinto.ground.trail.actions import record


@require_GET
def copy(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Everything on record, to be printed and handed to the family. That it was is recorded."""
    found, language, told = _copy(request, household_id), get_language() or "th", newest_notice()
    consents: list[tuple[Any, Any, Any]] = [
        (told.purpose(each.use).text.said(language), STATES[each.state], each)
        for each in found.consents
    ]
    uses = [
        (each.text.said(language), BASES[GROUNDS[each.use].basis], each.recipients.said(language))
        for each in told.purposes
    ]
    return rendered(
        request, "copy", found.home, seen="printed", copy=found, consents=consents, uses=uses,
        rights=[right.said(language) for right in told.rights], number=number_of(found.home.pk),
        complaint=told.complaint.said(language), now=timezone.now(),
    )  # fmt: skip


@require_GET
def as_json(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The same as JSON."""
    found = _copy(request, household_id)
    record(
        what="household.exported", on=("household", household_id), by=viewer_of(request),
        at=timezone.now(), page="copy.json",
    )  # fmt: skip
    response = JsonResponse(
        copy_json(found, now=timezone.now()), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    name = f"pinto-copy-{number_of(household_id)}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response


def _copy(request: HttpRequest, household_id: UUID) -> SubjectCopy:
    viewer = viewer_of(request)
    check_may_hand_out(viewer, household_of(request, household_id))
    return subject_copy(
        household_id, viewer=viewer, language=get_language() or "th", now=timezone.now()
    )
