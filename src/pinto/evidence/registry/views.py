"""What pages about one household begin with, in every room."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest

from pinto.evidence.registry.queries import household
from pinto.ground.access.queries import viewer_of

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Household


def household_of(request: HttpRequest, household_id: UUID) -> Household:
    """The household, or 404 where it is not this viewer's to see."""
    try:
        return household(household_id, viewer=viewer_of(request))
    except ObjectDoesNotExist:
        raise Http404 from None
