"""What exports there are, and the mark every file bears."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from pinto.ground.access.queries import PURPOSE_WORDS
from pinto.ground.access.rules import Purpose, Viewer
from pinto.ground.design.templatetags.words import be
from pinto.ground.exports.models import Export
from pinto.ground.exports.permissions import check_may_decide, may_approve
from pinto.ground.exports.rules import TO_BE_DELETED_WITHIN, Mark
from pinto.ground.installation.home import room

_WAITING = 200  # a colleague's list does not grow beyond


def mark_of(viewer: Viewer, purpose: Purpose, *, at: datetime) -> Mark:
    """What stands on a file this viewer takes out now for that purpose."""
    local = timezone.localtime(at)
    delete_by = (local + TO_BE_DELETED_WITHIN).date()
    text = _(
        "Personal data. Taken out by %(who)s on %(when)s for: %(purpose)s."
        " Not to be passed on; delete by %(until)s."
    ) % {
        "who": viewer.name,
        "when": strip_tags(be(local, "time")),
        "purpose": PURPOSE_WORDS[purpose],
        "until": strip_tags(be(delete_by)),
    }
    return Mark(text=text, who=viewer.name, delete_by=delete_by)


def own_exports(viewer: Viewer) -> QuerySet[Export]:
    """What the viewer asked for, newest first."""
    found = Export.objects.filter(asked_by_id=viewer.somebody).select_related("decided_by")
    return found.order_by("-id")


def to_decide(viewer: Viewer) -> list[Export]:
    """What colleagues asked for and the viewer may sign, oldest first."""
    waiting = Export.objects.filter(state=Export.State.ASKED).exclude(asked_by_id=viewer.somebody)
    found = waiting.select_related("asked_by").order_by("id")[:_WAITING]
    return [export for export in found if may_approve(viewer, export.areas)]


def export_to_decide(export_id: UUID, *, viewer: Viewer) -> Export:
    """An export the viewer may sign. Raises ``DoesNotExist``, ``OutOfScope`` or ``Refused``."""
    export = Export.objects.get(pk=export_id)
    check_may_decide(viewer, export)
    return export


def export_to_fetch(export_id: UUID, *, viewer: Viewer, at: datetime) -> Export:
    """An export of the viewer's own that is ready. Raises ``Export.DoesNotExist``."""
    return own_exports(viewer).get(pk=export_id, state=Export.State.READY, expires_at__gt=at)


def expired(*, at: datetime) -> QuerySet[Export]:
    """Files that are to go."""
    return Export.objects.filter(state=Export.State.READY, expires_at__lte=at)


def path_of(export: Export) -> Path:
    """Where the file of an export lies."""
    return room("exports") / f"{export.pk}.{export.format}"
