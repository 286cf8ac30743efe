"""Where the photos of visits lie."""

from pathlib import Path
from uuid import UUID

from pinto.evidence.verification.models import Verification, Visit
from pinto.ground.installation.home import room


def path_of(digest: str) -> Path:
    """Where the photo of that SHA-256 lies."""
    return room("photos") / digest


def photos_named() -> set[str]:
    """The digests of all photos that visits name."""
    return set(Visit.objects.exclude(photo="").values_list("photo", flat=True))


def photo_of(row: Verification, step_id: UUID) -> Path:
    """The photo of a visit to the household. Raises ``Visit.DoesNotExist``."""
    found = Visit.objects.exclude(photo="").get(step=step_id, step__verification=row)
    return path_of(found.photo)
