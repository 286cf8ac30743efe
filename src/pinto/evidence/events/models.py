"""Reports of what happened, and one event for each household a report names.

They stand beside the rounds: no answer of a round is touched by them.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pinto.evidence.events import rules
from pinto.ground.installation.models import Record


class Kind(models.TextChoices):
    DEATH = rules.Kind.DEATH, _("Death")
    BIRTH = rules.Kind.BIRTH, _("Birth")
    ILLNESS = rules.Kind.ILLNESS, _("Serious illness")
    JOB_LOSS = rules.Kind.JOB_LOSS, _("Lost work")
    FLOOD = rules.Kind.FLOOD, _("Flood")
    FIRE = rules.Kind.FIRE, _("Fire")
    FOOD_SHORTAGE = rules.Kind.FOOD_SHORTAGE, _("Not enough food")
    MOVED = rules.Kind.MOVED, _("Moved")


class State(models.TextChoices):
    REPORTED = rules.State.REPORTED, _("Waits for an officer")
    ACKNOWLEDGED = rules.State.ACKNOWLEDGED, _("An officer has it")
    HANDLED = rules.State.HANDLED, _("Dealt with")
    TAKEN_BACK = rules.State.TAKEN_BACK, _("Report taken back")


class Report(Record):
    """Somebody says that something happened, to one household or to many of a village."""

    class ToldBy(models.TextChoices):
        HOUSEHOLD = "HOUSEHOLD", _("the household")
        NEIGHBOUR = "NEIGHBOUR", _("a neighbour")
        SEEN = "SEEN", _("seen myself")

    kind = models.CharField(max_length=13, choices=Kind)
    happened_on = models.DateField()
    told_by = models.CharField(max_length=9, choices=ToldBy)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="report_kind"),
        ]

    class Privacy:
        scrub: dict[str, object] = {"note": ""}
        keep = {"id", "origin", "kind", "happened_on", "told_by", "by", "at"}


class Event(Record):
    """What befell one household, as far as it is known before the next round (เหตุการณ์)."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=13, choices=Kind)  # the report's, for the lists
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # when reported
    state = models.CharField(max_length=12, choices=State, default=State.REPORTED)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # on whose list it is; null: nobody serves the place
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True)
    done = models.CharField(max_length=500, blank=True)  # what was done

    class Meta:
        ordering = ["-due_at", "-id"]
        indexes = [
            models.Index(fields=["household"], name="event_of_household"),
            models.Index(fields=["place", "state"], name="event_of_place"),
            models.Index(fields=["officer", "state"], name="event_of_officer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["report", "household"], name="event_once_a_report"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="event_state"),
            models.CheckConstraint(
                condition=~models.Q(state="HANDLED")
                | (models.Q(handled_at__isnull=False) & ~models.Q(done="")),
                name="event_handled_says_how",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {"done": "ดำเนินการแล้ว"}
        keep = {
            "id",
            "origin",
            "report",
            "kind",
            "household",
            "place",
            "state",
            "officer",
            "due_at",
            "acknowledged_at",
            "handled_by",
            "handled_at",
        }
