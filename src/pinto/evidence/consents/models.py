"""Consent events, requests to erase, and the ids of what was erased. Events are only ever added."""

from django.conf import settings
from django.db import models

from pinto.ground.installation.models import Record


class ConsentEvent(Record):
    """Something a family said about one use of its data: agreed, refused, or withdrew.

    With the notice it names, it is the record of ISO/IEC TS 27560. The newest of a
    household and use counts.
    """

    class State(models.TextChoices):
        GIVEN = "GIVEN"
        REFUSED = "REFUSED"
        WITHDRAWN = "WITHDRAWN"

    class Method(models.TextChoices):
        SIGNED = "SIGNED"
        THUMBPRINT = "THUMBPRINT"  # on paper, before a witness
        SPOKEN = "SPOKEN"
        SCREEN = "SCREEN"

    record = models.UUIDField()  # the same for all events of one household and use
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    use = models.CharField(max_length=16)  # rules.uses.Use
    basis = models.CharField(max_length=16)  # rules.uses.Basis, as it was then
    state = models.CharField(max_length=9, choices=State)
    notice = models.CharField(max_length=10)  # version
    language = models.CharField(max_length=2)  # in which it was read or explained
    method = models.CharField(max_length=10, choices=Method)
    witness = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=200, blank=True)
    controller = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["household", "use"], name="consent_of"),
            models.Index(fields=["use", "state"], name="consent_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(method="THUMBPRINT") | ~models.Q(witness=""),
                name="consent_thumbprint_has_witness",
            )
        ]

    class Privacy:
        scrub: dict[str, object] = {"witness": "-", "note": ""}
        keep = {
            "id",
            "origin",
            "record",
            "household",
            "person",
            "use",
            "basis",
            "state",
            "notice",
            "language",
            "method",
            "controller",
            "expires_on",
            "by",
            "at",
        }
        erase = "delete"


class ErasureRequest(Record):
    """A lawful request to erase a person or a household: asked by one officer, approved by another.

    It holds no name, so that it can stay when all else is gone.
    """

    class State(models.TextChoices):
        ASKED = "ASKED"
        APPROVED = "APPROVED"  # a worker erases
        DONE = "DONE"
        REFUSED = "REFUSED"
        TAKEN_BACK = "TAKEN_BACK"

    household = models.UUIDField()
    person = models.UUIDField(null=True)  # None: the whole household
    place_code = models.CharField(max_length=9)
    reason = models.CharField(max_length=20)  # rules.erasures.Reason
    reference = models.CharField(max_length=60, blank=True)  # of the paper it came with
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    job = models.UUIDField(null=True)  # that carries it out
    counts = models.JSONField(default=dict)  # table → rows that were erased

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"], name="erasure_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["APPROVED", "DONE"])
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by"))),
                name="erasure_by_two",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(state__in=["ASKED", "APPROVED"]),
                name="erasure_once_at_a_time",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {"reference": ""}
        keep = {
            "id",
            "origin",
            "household",
            "person",
            "place_code",
            "reason",
            "state",
            "asked_by",
            "asked_at",
            "decided_by",
            "decided_at",
            "done_at",
            "job",
            "counts",
        }

    @property
    def runs(self) -> bool:
        """Approved, and not carried out yet."""
        return self.state == self.State.APPROVED


class Erased(models.Model):
    """The id of a household or person that was erased: what a restore erases again."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "HOUSEHOLD"
        PERSON = "PERSON"

    id = models.UUIDField(primary_key=True)  # of the household or person
    kind = models.CharField(max_length=9, choices=Kind)
    at = models.DateTimeField()

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "kind", "at"}
