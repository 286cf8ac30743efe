"""Exports that need a second signature, from the question to the deleted file."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pinto.ground.installation.models import Record


class Export(Record):
    """Somebody asked to take many households out; somebody else agreed, or did not."""

    class State(models.TextChoices):
        ASKED = "ASKED", _("Waits for a colleague")
        APPROVED = "APPROVED", _("Is being made")
        READY = "READY", _("Ready")
        REFUSED = "REFUSED", _("Not approved")
        DELETED = "DELETED", _("Deleted")

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel"

    kind = models.CharField(max_length=40)  # a key of settings.EXPORTS
    asked = models.JSONField()  # what its builder takes; may hold a name that was searched for
    format = models.CharField(max_length=4, choices=Format)
    areas = models.JSONField()  # codes of the places it is about
    purpose = models.CharField(max_length=20)  # access.rules.Purpose
    rows = models.PositiveIntegerField()  # households, when it was asked for
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)  # it was refused
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "expires_at"], name="export_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("asked_by")),
                name="export_has_two_signatures",
            ),
            models.CheckConstraint(
                condition=models.Q(state="ASKED") | models.Q(decided_by__isnull=False),
                name="export_was_decided",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {"asked": {}, "why": ""}
        keep = {
            "id",
            "origin",
            "kind",
            "format",
            "areas",
            "purpose",
            "rows",
            "state",
            "asked_by",
            "asked_at",
            "decided_by",
            "decided_at",
            "expires_at",
        }
