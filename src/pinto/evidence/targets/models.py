"""Target lists and who stands on them.

An entry is what somebody said, not who is poor: it keeps the reason, the words of the
file or of the person who named the household, and how the household was recognised.
Nothing is deleted once it counted: an entry, or a whole list, is withdrawn and can be
brought back.
"""

from django.conf import settings
from django.db import models

from pinto.evidence.targets.rules.sources import RecognisedBy, Source
from pinto.ground.installation.models import Record


class TargetList(Record):
    """A named, dated list of households from one source (บัญชีครัวเรือนเป้าหมาย)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT"  # read from a file; a person decides
        CURRENT = "CURRENT"
        WITHDRAWN = "WITHDRAWN"

    name = models.CharField(max_length=160)
    source = models.CharField(max_length=9, choices=[(each, each) for each in Source])
    as_of = models.DateField()  # the day the list speaks of
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # it is about
    note = models.CharField(max_length=300, blank=True)  # how it came about, in words
    # A list that goes on: what is said one by one in this year (พ.ศ.) stands on it.
    open_in = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.CURRENT)
    file_name = models.CharField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)  # SHA-256
    report = models.JSONField(default=dict)  # what the check of the file found
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "place", "open_in"],
                condition=models.Q(open_in__isnull=False),
                name="target_list_open_once_a_year",
            )
        ]

    class Privacy:
        scrub: dict[str, object] = {"name": "a list", "note": "", "file_name": "", "report": {}}
        keep = {
            "id", "origin", "source", "as_of", "place", "open_in", "state", "file_digest", "by",
            "at",
        }  # fmt: skip


class TargetEntry(Record):
    """One household that a list names, or a row of it nobody could yet say which it is."""

    target_list = models.ForeignKey(TargetList, models.PROTECT, related_name="entries")
    household = models.ForeignKey(
        "registry.Household", models.PROTECT, null=True, related_name="+"
    )  # null: waits for a person to say which
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    house_code = models.CharField(max_length=11, blank=True)  # these five as they were said
    house_no = models.CharField(max_length=40, blank=True)
    head_name = models.CharField(max_length=240, blank=True)
    national_id = models.BinaryField(null=True)  # sealed
    reason = models.CharField(max_length=300, blank=True)
    row = models.PositiveIntegerField(null=True)  # of the file, as the spreadsheet counts
    doubt = models.CharField(max_length=40, blank=True)  # code of the finding that left it open
    recognised_by = models.CharField(
        max_length=10, choices=[(each, each) for each in RecognisedBy], blank=True
    )
    batch = models.ForeignKey(
        "registry.Batch", models.PROTECT, null=True, related_name="+"
    )  # that brought a new household
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "target entries"
        constraints = [
            models.UniqueConstraint(
                fields=["target_list", "household"],
                condition=models.Q(household__isnull=False, withdrawn_at__isnull=True),
                name="target_entry_once_a_list",
            ),
            models.CheckConstraint(
                condition=models.Q(household__isnull=True) | ~models.Q(recognised_by=""),
                name="target_entry_says_how_recognised",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {
            "house_code": "",
            "house_no": "1",
            "head_name": "สมมติ",
            "national_id": None,
            "reason": "",
        }
        keep = {
            "id", "origin", "target_list", "household", "place", "row", "doubt", "recognised_by",
            "batch", "by", "at", "withdrawn_by", "withdrawn_at",
        }  # fmt: skip
