"""Tables of quality.

What a rule found (``Finding``) and what is missing (``MissingTally``) are results, worked out
of the answers and replaced; what people decided about it is on record: an accepted exception,
a draw of households to be asked again, a second interview with its own answers.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pinto.ground.installation.models import Record

_ACCOUNT = settings.AUTH_USER_MODEL


class Acceptance(Record):
    """Somebody looked at a finding: it is right, and why. Holds until an answer changes."""

    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+")
    round = models.ForeignKey("registry.Round", models.PROTECT, related_name="+")
    rule = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)  # of the answers as they were looked at
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "round", "rule"],
                condition=Q(undone_at__isnull=True),
                name="acceptance_one_standing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="acceptance_has_a_reason"),
        ]

    class Privacy:
        scrub: dict[str, object] = {"reason": "looked at", "digest": ""}
        keep = {
            "id",
            "origin",
            "household",
            "round",
            "rule",
            "by",
            "at",
            "undone_by",
            "undone_at",
        }


class Finding(models.Model):
    """A household breaks a rule, or gave an amount far from its tambon's. A result, not a record.

    Open while nobody has accepted it as an exception.
    """

    household = models.ForeignKey("registry.Household", models.CASCADE, related_name="+")
    round = models.ForeignKey("registry.Round", models.CASCADE, related_name="+")
    rule = models.CharField(max_length=60)  # or FAR and the question
    area_code = models.CharField(max_length=9)  # of the village, or of the finest place known
    interviewer = models.ForeignKey(_ACCOUNT, models.SET_NULL, null=True, related_name="+")
    grave = models.BooleanField(default=False)  # both answers cannot be true
    seen = models.JSONField(default=dict)  # of an amount: value and median, as they were
    acceptance = models.ForeignKey(Acceptance, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["round", "area_code", "rule"], name="finding_area"),
            models.Index(fields=["round", "rule", "area_code"], name="finding_rule"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["household", "round", "rule"], name="finding_once")
        ]

    class Privacy:
        scrub: dict[str, object] = {"seen": {}}
        keep = {
            "id",
            "household",
            "round",
            "rule",
            "area_code",
            "interviewer",
            "grave",
            "acceptance",
        }


class MissingTally(models.Model):
    """How many of an area were asked by an interviewer, and how many answers are missing."""

    round = models.ForeignKey("registry.Round", models.CASCADE, related_name="+")
    area_code = models.CharField(max_length=9)
    interviewer = models.ForeignKey(_ACCOUNT, models.CASCADE, null=True, related_name="+")
    households = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    missing = models.JSONField(default=dict)  # question → how many; 0 is absent
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["round", "area_code"], name="missing_tally_area")]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {
            "id",
            "round",
            "area_code",
            "interviewer",
            "households",
            "people",
            "missing",
            "at",
        }


class Draw(Record):
    """Which households of a tambon are asked a second time in a round: drawn once, by a seed."""

    round = models.ForeignKey("registry.Round", models.PROTECT, related_name="+")
    tambon = models.CharField(max_length=6)  # the code
    seed = models.CharField(max_length=64)
    households = models.PositiveIntegerField()  # from how many was drawn
    frame = models.CharField(max_length=64)  # SHA-256 of their ids
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "tambon"], name="draw_once")]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "origin", "round", "tambon", "seed", "households", "frame", "by", "at"}


class SecondInterview(Record):
    """One household asked again by another person. Its answers never become facts."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="interviews")
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # in that round
    revision = models.UUIDField()  # the first answers, as they stood when it was drawn
    first_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=dict)  # question → answer; unknown is absent
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)  # null: not asked yet

    class Meta:
        indexes = [models.Index(fields=["assignee", "at"], name="second_interview_mine")]
        constraints = [
            models.UniqueConstraint(fields=["draw", "household"], name="second_interview_once"),
            models.CheckConstraint(
                condition=Q(first_by__isnull=True)
                | Q(assignee__isnull=True)
                | ~Q(assignee=F("first_by")),
                name="second_interview_by_another",
            ),
            models.CheckConstraint(
                condition=Q(first_by__isnull=True) | Q(by__isnull=True) | ~Q(by=F("first_by")),
                name="second_interview_asked_by_another",
            ),
        ]

    class Privacy:
        scrub: dict[str, object] = {"answers": {}, "note": ""}
        keep = {
            "id",
            "origin",
            "draw",
            "household",
            "place",
            "revision",
            "first_by",
            "assignee",
            "by",
            "at",
        }
