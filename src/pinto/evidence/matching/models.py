"""Tables of matching: pairs that may be one person, and the links people decided on."""

from django.conf import settings
from django.db import models

from pinto.evidence.matching.rules.bands import REVIEW, SUGGESTED
from pinto.ground.installation.models import Record


class Pair(Record):
    """Two records that may be one person, and what somebody decided about them.

    ``first`` is the older record. The pair is the same row from run to run; a decision
    stays when it is found again.
    """

    class Band(models.TextChoices):
        SUGGESTED = SUGGESTED
        REVIEW = REVIEW

    class Decision(models.TextChoices):
        OPEN = "OPEN"
        SAME = "SAME"
        DIFFERENT = "DIFFERENT"
        UNSURE = "UNSURE"  # looked at, cannot tell

    first = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    second = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    weight = models.FloatField()  # bits, without the prior
    probability = models.FloatField()  # as the model has it, at the size of the lists
    band = models.CharField(max_length=9, choices=Band)
    evidence = models.JSONField(default=dict)  # comparison → [level, bits]; no values
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=9, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_of"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="pair_older_first"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="OPEN", decided_at__isnull=True)
                | ~models.Q(decision="OPEN") & models.Q(decided_at__isnull=False),
                name="pair_decided_means_decided_at",
            ),
        ]
        indexes = [models.Index(fields=["decision", "band", "-weight"], name="pair_queue")]

    class Privacy:
        scrub: dict[str, object] = {"evidence": {}}
        keep = {
            "id",
            "origin",
            "first",
            "second",
            "weight",
            "probability",
            "band",
            "found_at",
            "decision",
            "decided_by",
            "decided_at",
        }


class Link(Record):
    """Somebody said that a pair is one person, and perhaps their homes one household.

    The registry's ``same_as`` follows from the links in force and from nothing else, so
    that undoing one, in any order, leaves what would be without it.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="links")
    # the homes that were said to be one; empty where only the person is
    first_home = models.ForeignKey(
        "registry.Household", models.PROTECT, null=True, related_name="+"
    )
    second_home = models.ForeignKey(
        "registry.Household", models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=models.Q(undone_at__isnull=True), name="link_once"
            )
        ]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "origin",
            "pair",
            "first_home",
            "second_home",
            "by",
            "at",
            "undone_by",
            "undone_at",
        }
