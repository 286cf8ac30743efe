"""Many households at once: the work that was asked for, and how far it is."""

from __future__ import annotations

from uuid import UUID

from pinto.evidence.verification.models import Bulk
from pinto.ground.access.rules import Viewer


def any_bulk(bulk_id: UUID) -> Bulk:
    """The bulk of that id, for the worker. Raises ``Bulk.DoesNotExist``."""
    return Bulk.objects.select_related("round", "by").get(pk=bulk_id)


def bulk_of(bulk_id: UUID, *, viewer: Viewer) -> Bulk:
    """The bulk, if this viewer asked for it. Raises ``Bulk.DoesNotExist``."""
    return Bulk.objects.select_related("round").get(
        pk=bulk_id, by__isnull=False, by=viewer.account_id
    )
