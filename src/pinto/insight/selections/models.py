"""Saved conditions, who fulfils them, and who is told."""

from django.conf import settings
from django.db import models

from pinto.ground.installation.models import Record


class Selection(Record):
    """A condition that somebody saved for an area; its members are kept up to date.

    The condition is never edited: who entered and who left would mean nothing then.
    Another condition is another selection.
    """

    name = models.CharField(max_length=160)
    condition = models.TextField()  # in the conditions language
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    sensitive = models.BooleanField(default=False)  # reads what village roles do not
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    class Privacy:
        scrub: dict[str, object] = {"name": "a condition"}
        keep = {
            "id", "origin", "condition", "place", "sensitive", "by", "at", "archived_at",
            "refreshed_at",
        }  # fmt: skip


class SelectionMember(Record):
    """A household fulfilled the condition from one moment to another; null is to this day."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="members")
    household = models.ForeignKey("registry.Household", models.CASCADE, related_name="+")
    area_code = models.CharField(max_length=9)  # where it was then
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["selection", "entered_at"], name="selection_entered"),
            models.Index(fields=["selection", "left_at"], name="selection_left"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "household"],
                condition=models.Q(left_at__isnull=True),
                name="selection_member_once",
            )
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "selection", "household", "area_code", "entered_at", "left_at"}


class Follower(Record):
    """Somebody who is told when a household enters or leaves."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="followers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()  # what came later is new

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "account"], name="selection_follower_once")
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "selection", "account", "seen_at"}
