"""Loads: files on their way into the registry, and the headers officers explained."""

from django.conf import settings
from django.db import models

from pinto.ground.installation.models import Record


class Load(Record):
    """One file, from the moment it was handed in to the moment it counts, or does not."""

    class Kind(models.TextChoices):
        HOUSEHOLDS = "HOUSEHOLDS"
        FIGURES = "FIGURES"

    class State(models.TextChoices):
        RECEIVED = "RECEIVED"  # waits for its check
        CHECKED = "CHECKED"  # staged; a person decides
        REFUSED = "REFUSED"  # cannot be loaded; the report says why
        LOADING = "LOADING"  # its rows go into the registry, where nobody sees them yet
        PUBLISHED = "PUBLISHED"  # its rows count
        WITHDRAWN = "WITHDRAWN"  # was loaded, and taken back
        DISCARDED = "DISCARDED"  # was checked, and not loaded

    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)  # SHA-256
    file_size = models.PositiveBigIntegerField()  # bytes
    kind = models.CharField(max_length=10, choices=Kind, blank=True)  # once recognised
    dataset = models.CharField(max_length=60, blank=True)  # of area figures
    round = models.ForeignKey("registry.Round", models.PROTECT, null=True, related_name="+")
    areas = models.JSONField(default=list)  # codes the officer serves; rows elsewhere stay out
    area_code = models.CharField(max_length=9, blank=True)  # what the rows have in common
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    report = models.JSONField(default=dict)  # findings and counts of the check
    covered = models.JSONField(default=dict)  # what the file asks at all
    households = models.PositiveIntegerField(default=0)
    members = models.PositiveIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)  # staged
    pieces_added = models.PositiveIntegerField(default=0)  # of them, already in the registry
    arrival = models.JSONField(default=dict)  # new, changed, same
    batch = models.ForeignKey("registry.Batch", models.PROTECT, null=True, related_name="+")
    job = models.UUIDField(null=True)  # that works on it now
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)  # extract written, followers asked

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["file_digest"], name="load_digest")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["PUBLISHED", "WITHDRAWN"])
                | models.Q(batch__isnull=False, published_at__isnull=False),
                name="load_published_means_batch",
            )
        ]

    class Privacy:
        scrub = {"file_name": "a file", "report": {}}
        keep = {
            "id",
            "origin",
            "file_digest",
            "file_size",
            "kind",
            "dataset",
            "round",
            "areas",
            "area_code",
            "state",
            "covered",
            "households",
            "members",
            "pieces",
            "pieces_added",
            "arrival",
            "batch",
            "job",
            "by",
            "at",
            "published_at",
            "finished_at",
        }


class ColumnMeaning(Record):
    """A header that a person explained once, so that Pinto need not ask again."""

    header = models.CharField(max_length=200, unique=True)  # normalised
    text = models.CharField(max_length=200)  # as the file had it
    into = models.CharField(max_length=13)
    field = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "header", "text", "into", "field", "by", "at"}
